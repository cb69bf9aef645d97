"""What our reader makes of the real papers that were checked by eye, held against the truth."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.reading.distance import bare, letters, squeezed
from bench.reading.engines import OURS, Peer, read_document
from bench.reading.papers import DATA
from bench.reading.truth import Place, TruePaper, TruthError, digest
from models.document import Document, Line, Passage, Span, Table
from models.lists import PassageSoort

# a place is the same when it is this near, in points
_NEAR = 6.0
_NEAR_MARK = 14.0
# so many letters tell where a block begins and ends
_ENDS = 20


@dataclass(slots=True)
class Score:
    """What of the truth came out; each pair is how many right, of how many."""

    name: str
    blocks: tuple[int, int] = (0, 0)
    kinds: tuple[int, int] = (0, 0)
    order: tuple[int, int] = (0, 0)
    notes: tuple[int, int] = (0, 0)
    cells: tuple[int, int] = (0, 0)
    torn: int = 0
    furniture: int = 0
    fragments: dict[str, int] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    @staticmethod
    def sum(scores: Sequence[Score]) -> Score:
        """All papers together."""
        whole = Score("all")
        for score in scores:
            for name in ("blocks", "kinds", "order", "notes", "cells"):
                one, other = getattr(whole, name), getattr(score, name)
                setattr(whole, name, (one[0] + other[0], one[1] + other[1]))
            whole.torn += score.torn
            whole.furniture += score.furniture
            for reader, count in score.fragments.items():
                whole.fragments[reader] = whole.fragments.get(reader, 0) + count
        return whole

    def figures(self) -> dict[str, str]:
        """The columns of the printed table."""
        return {
            "blocks exact": _of(self.blocks),
            "of these the kind": _of(self.kinds),
            "neighbours": _of(self.order),
            "note links": _of(self.notes),
            "table cells": _of(self.cells),
            "torn words": str(self.torn),
            "furniture in text": str(self.furniture),
            "margin fragments": str(self.fragments.get(OURS, 0)),
        }

    def as_json(self) -> dict[str, Any]:
        """All of it; no text of the paper."""
        return asdict(self)


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]}/{pair[1]}"


def score_paper(paper: TruePaper, others: Sequence[Peer] = (), data: Path = DATA) -> Score:
    """Read a paper and hold it against the truth; of the ``others`` only the margin fragments.

    Raises :class:`TruthError` where the file is not the one that was checked.
    """
    raw = (data / paper.stuk).read_bytes()
    if hashlib.sha256(raw).hexdigest() != paper.sha256:
        raise TruthError(f"{paper.stuk} is not the file that was checked")
    read = _Read(read_document(raw, Path(paper.stuk).name))
    score = Score(Path(paper.stuk).stem[:34])
    exact = _score_blocks(paper, read, score)
    _score_furniture(paper, read, score)
    _score_notes(paper, read, score)
    _score_tables(paper, read, score)
    strings = _furniture_text(paper, read)
    blocks = [read.text(passage) for passage in exact]
    for peer in others:
        score.fragments[peer.name] = _fragments(blocks, strings, "\n".join(peer.pages(raw)))
    return score


class _Read:
    """Our document with what is asked of it again and again."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.by_hash: dict[str, list[Passage]] = defaultdict(list)
        for passage in document.running():
            self.by_hash[digest(bare(self.text(passage)))].append(passage)
        self.lines: dict[int, list[Line]] = defaultdict(list)
        for line in document.lines:
            self.lines[line.page].append(line)

    def text(self, passage: Passage) -> str:
        """What is printed."""
        return self.document.quote(passage.span)

    def on(self, passage: Passage, page: int, top: float) -> bool:
        """Whether a passage begins there."""
        box = self.document.box(passage.span)
        return (
            box is not None
            and self.document.page(passage.span) == page
            and abs(box.top - top) < _NEAR
        )

    def within(self, place: Place, page: int) -> list[Line]:
        """The lines that lie in a box."""
        return [
            line
            for line in self.lines[page]
            if place.top - 1 <= (line.top + line.bottom) / 2 <= place.bottom + 1
            and place.x0 - 2 <= (line.edges[0] + line.edges[-1]) / 2 <= place.x1 + 2
        ]

    def is_running(self, line: Line) -> bool:
        """Whether a line is in the running text."""
        index = self.document.passage_at(line.span.start)
        return index is not None and self.document.passages[index].soort is not PassageSoort.RAND

    def shares(self, line: Line, furniture: set[Span]) -> bool:
        """Whether the passage of a line holds anything that is not furniture."""
        index = self.document.passage_at(line.span.start)
        if index is None:
            return False
        whole = self.document.passages[index].span
        return any(
            whole.overlaps(other.span) and other.span not in furniture
            for other in self.document.lines
        )


def _score_blocks(paper: TruePaper, read: _Read, score: Score) -> list[Passage]:
    """The passages that are exactly a block of the truth."""
    found: list[Passage | None] = []
    body: list[Passage | None] = []
    for page in paper.pages:
        for block in page.blokken:
            same = read.by_hash.get(block.kaal, [])
            passage = next((one for one in same if read.on(one, page.pagina, block.top)), None)
            found.append(passage)
            # where notes stand between paragraphs is free
            body.extend([passage] if block.soort != PassageSoort.NOOT else [])
            where = f"p. {page.pagina}, {block.top:.0f} pt, {block.lengte} characters"
            if passage is None:
                score.misses.append(f"block not found: {block.soort}, {where}")
                continue
            kind = block.soort in (None, passage.soort.value)
            score.kinds = (score.kinds[0] + kind, score.kinds[1] + 1)
            if not kind:
                score.misses.append(f"{block.soort} read as {passage.soort}: {where}")
            if block.gezet not in (None, digest(squeezed(read.text(passage)))):
                score.torn += 1
                score.misses.append(f"spaces within words or none between them: {where}")
    exact = [passage for passage in found if passage is not None]
    score.blocks = (len(exact), len(found))
    score.order = _neighbours(read.document, body)
    return exact


def _neighbours(document: Document, found: Sequence[Passage | None]) -> tuple[int, int]:
    """Blocks that follow one another in the truth and, of the blocks found, in our text."""
    places = [document.passages.index(one) if one else None for one in found]
    ranked = sorted(place for place in places if place is not None)
    after = dict(pairwise(ranked))
    right = sum(
        one is not None and other is not None and after.get(one) == other
        for one, other in pairwise(places)
    )
    return right, max(len(places) - 1, 0)


def _score_furniture(paper: TruePaper, read: _Read, score: Score) -> None:
    """Furniture in the running text; a fragment where it shares a passage with other text."""
    furniture = {
        line.span
        for page in paper.pages
        for place in (*page.rand, *page.vrij)
        for line in read.within(place, page.pagina)
    }
    score.fragments[OURS] = 0
    for page in paper.pages:
        for place in page.rand:
            wrong = [line for line in read.within(place, page.pagina) if read.is_running(line)]
            if wrong:
                score.furniture += 1
                score.fragments[OURS] += any(read.shares(line, furniture) for line in wrong)
                where = f"p. {page.pagina}, {place.x0:.0f}, {place.top:.0f} pt"
                score.misses.append(f"furniture in the running text: {where}")


def _score_notes(paper: TruePaper, read: _Read, score: Score) -> None:
    marks = list(_marks(read.document))
    for page in paper.pages:
        for mark in page.noten:
            right = any(
                number == str(mark.nummer)
                and at == page.pagina
                and abs(x - mark.x) < _NEAR_MARK
                and abs(top - mark.top) < 2 * _NEAR
                for at, x, top, number in marks
            )
            score.notes = (score.notes[0] + right, score.notes[1] + 1)
            if not right:
                where = f"p. {page.pagina}, {mark.x:.0f}, {mark.top:.0f} pt"
                score.misses.append(f"note {mark.nummer} not linked: {where}")


def _marks(document: Document) -> Iterator[tuple[int, float, float, str | None]]:
    """Where each marker of ours stands (page, x, top) and the number of the note it points at."""
    for marker in document.markers:
        at = marker.span.start
        for line in document.lines:
            if line.span.start <= at <= line.span.end:
                x = line.edges[at - line.span.start]
                yield line.page, x, line.top, document.passages[marker.note].label


def _score_tables(paper: TruePaper, read: _Read, score: Score) -> None:
    for page in paper.pages:
        for grid in page.tabellen:
            table = _table(read.document, page.pagina, grid.top)
            cells = {
                (cell.row, cell.column): digest(bare(read.document.quote(cell.span)))
                for cell in (table.cells if table else ())
            }
            right = sum(cells.get((row, column)) == kaal for row, column, kaal in grid.cellen)
            score.cells = (score.cells[0] + right, score.cells[1] + len(grid.cellen))
            if right < len(grid.cellen):
                where = f"p. {page.pagina}, {grid.top:.0f} pt"
                score.misses.append(f"table {right} of {len(grid.cellen)} cells: {where}")


def _table(document: Document, page: int, top: float) -> Table | None:
    for table in document.tables:
        box = document.box(table.span)
        if box and document.page(table.span) == page and abs(box.top - top) < 4 * _NEAR:
            return table
    return None


# margin fragments


def _furniture_text(paper: TruePaper, read: _Read) -> set[str]:
    """The letters of each piece of furniture, as its place on paper gives them."""
    found: set[str] = set()
    for page in paper.pages:
        for place in (*page.rand, *page.vrij):
            lines = read.within(place, page.pagina)
            text = "".join(read.document.quote(line.span) for line in lines)
            if digest(bare(text)) == place.kaal:
                found.update(letters(read.document.quote(line.span)) for line in lines)
    return {line for line in found if len(line) >= 5}


def _fragments(blocks: Sequence[str], furniture: set[str], text: str) -> int:
    """How often a line of furniture stands within a block: between its beginning and its end."""
    flat, count = letters(text), 0
    for block in map(letters, blocks):
        start = flat.find(block[:_ENDS])
        end = flat.find(block[-_ENDS:], start) + _ENDS
        if len(block) > 2 * _ENDS and start >= 0 and _ENDS <= end - start < 3 * len(block):
            within = flat[start:end]
            count += sum(max(within.count(line) - block.count(line), 0) for line in furniture)
    return count
