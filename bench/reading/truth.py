"""The hand-checked truth on real papers: what must come out of each page, without its text.

``corpus/gold/papier.jsonl`` holds one page a line. A text is told by two hashes, the first sixteen
digits of a sha256: ``kaal`` with all white space left out, ``gezet`` with every run of it as one
space (null where the paper itself leaves the spaces open). Words broken at a line end are whole
in it, the raised number of a note is left out, list items keep their number or dash, notes do not
keep theirs. Heights and places are points from the top left of the page.

- ``blokken``: the running text that begins on the page, in reading order: ``soort`` (null where
  two answers are right), ``top``, ``bottom`` of its lines on the page, ``tot`` the page it ends
  on, ``lengte`` in characters without white space, ``kaal``, ``gezet``.
- ``rand``: furniture: ``x0``, ``top``, ``x1``, ``bottom``, ``kaal``. ``vrij``: the same for what
  may be either. Neither may stand within running text.
- ``noten``: places of note markers: ``x``, ``top``, ``nummer``.
- ``tabellen``: ``top`` and ``cellen``: row, column, ``kaal``; a table over several pages counts
  on its first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.reading.distance import bare, letters, squeezed
from bench.reading.engines import OURS, peers, read_document
from bench.reading.papers import DATA
from models.document import Document, Line, Passage, Table
from models.lists import PassageSoort

TRUTH = Path(__file__).parents[2] / "corpus" / "gold" / "papier.jsonl"

_HASH = re.compile(r"[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PATH = re.compile(r"[\w/-]+\.pdf")
_SOORTEN = {soort.value for soort in PassageSoort} - {"rand", "tabel"}
# as high as the papers here are, in points
_TALLEST = 1200.0
# a place is the same when it is this near, in points
_NEAR = 6.0
_NEAR_MARK = 14.0
# so many letters tell where a block begins and ends
_ENDS = 20


class TruthError(ValueError):
    """A line of the truth that is not of the agreed form."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of running text."""

    soort: str | None
    top: float
    bottom: float
    tot: int
    lengte: int
    kaal: str
    gezet: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of furniture."""

    x0: float
    top: float
    x1: float
    bottom: float
    kaal: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A note marker."""

    x: float
    top: float
    nummer: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``cellen`` are (row, column, hash)."""

    top: float
    cellen: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class TruePage:
    """What must come out of one page."""

    stuk: str
    sha256: str
    pagina: int
    blokken: tuple[Block, ...]
    rand: tuple[Place, ...]
    vrij: tuple[Place, ...]
    noten: tuple[Mark, ...]
    tabellen: tuple[Grid, ...]


def digest(text: str) -> str:
    """The hash a text is told by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# the form


def parse_page(line: str) -> TruePage:
    """One line of the truth; raises :class:`TruthError` for anything that is not of the form."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise TruthError(f"no JSON: {error}") from error
    _keys(row, TruePage)
    page = TruePage(
        stuk=row["stuk"],
        sha256=row["sha256"],
        pagina=row["pagina"],
        blokken=tuple(_made(Block, item) for item in row["blokken"]),
        rand=tuple(_made(Place, item) for item in row["rand"]),
        vrij=tuple(_made(Place, item) for item in row["vrij"]),
        noten=tuple(_made(Mark, item) for item in row["noten"]),
        tabellen=tuple(_grid(item) for item in row["tabellen"]),
    )
    _check_page(page)
    return page


def _keys(row: Any, shape: type) -> None:
    wanted = {one.name for one in fields(shape)}
    if not isinstance(row, dict) or set(row) != wanted:
        raise TruthError(f"{shape.__name__} has {sorted(wanted)} and nothing else")


def _made(shape: Any, row: Any) -> Any:
    _keys(row, shape)
    return shape(**row)


def _grid(row: Any) -> Grid:
    _keys(row, Grid)
    if not all(isinstance(cell, list) and len(cell) == 3 for cell in row["cellen"]):
        raise TruthError("a cell is a row, a column and a hash")
    return Grid(row["top"], tuple((cell[0], cell[1], cell[2]) for cell in row["cellen"]))


def _want(holds: bool, what: str) -> None:
    if not holds:
        raise TruthError(what)


def _check_page(page: TruePage) -> None:
    _want(bool(_PATH.fullmatch(page.stuk)), "stuk is the path of a PDF")
    _want(bool(_SHA256.fullmatch(page.sha256)), "sha256 is 64 hexadecimal digits")
    _want(isinstance(page.pagina, int) and page.pagina >= 1, "pages count from 1")
    for block in page.blokken:
        _check_block(block, page.pagina)
    for place in (*page.rand, *page.vrij):
        _check_hash(place.kaal)
        _check_heights(place.top, place.bottom)
        _want(0 <= place.x0 < place.x1 <= _TALLEST, "x0 lies left of x1")
    for mark in page.noten:
        _want(isinstance(mark.nummer, int) and 0 < mark.nummer < 1000, "a note has a number")
        _want(0 <= mark.x <= _TALLEST and 0 <= mark.top <= _TALLEST, "a marker is on the page")
    for grid in page.tabellen:
        _check_grid(grid)


def _check_block(block: Block, page: int) -> None:
    _want(block.soort is None or block.soort in _SOORTEN, f"no soort: {block.soort}")
    _check_heights(block.top, block.bottom)
    _want(isinstance(block.tot, int) and block.tot >= page, "a block ends where it begins or later")
    _want(isinstance(block.lengte, int) and block.lengte > 0, "a block has characters")
    _check_hash(block.kaal)
    if block.gezet is not None:
        _check_hash(block.gezet)


def _check_hash(text: Any) -> None:
    _want(isinstance(text, str) and bool(_HASH.fullmatch(text)), "a hash is 16 hex digits")


def _check_heights(top: float, bottom: float) -> None:
    _want(0 <= top < bottom <= _TALLEST, "top lies above bottom, both on the page")


def _check_grid(grid: Grid) -> None:
    for row, column, kaal in grid.cellen:
        _want(min(row, column) >= 0, "rows and columns count from 0")
        _check_hash(kaal)
    places = [(row, column) for row, column, _ in grid.cellen]
    _want(len(places) > 3 and len(set(places)) == len(places), "every cell of a table once")


@dataclass(frozen=True, slots=True)
class TruePaper:
    """The checked pages of one paper."""

    stuk: str
    sha256: str
    pages: tuple[TruePage, ...]


def load_truth(path: Path = TRUTH) -> list[TruePaper]:
    """All papers; raises :class:`TruthError` with the number of the line that is wrong."""
    pages: dict[str, list[TruePage]] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            page = parse_page(line)
            before = pages[page.stuk][-1:]
            _want(not before or before[0].pagina < page.pagina, "pages in order, each once")
            _want(not before or before[0].sha256 == page.sha256, "one file, one checksum")
        except (TruthError, TypeError, KeyError) as error:
            raise TruthError(f"{path.name}, line {number}: {error}") from error
        pages[page.stuk].append(page)
    return [TruePaper(stuk, found[0].sha256, tuple(found)) for stuk, found in pages.items()]


# the score


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


def score_truth(paper: TruePaper, data: Path = DATA) -> Score:
    """Read a paper with every reader and hold it against the truth.

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
    texts = {OURS: "\n".join(read.text(passage) for passage in read.document.running())}
    texts |= {peer.name: "\n".join(peer.pages(raw)) for peer in peers()}
    score.fragments = {name: _fragments(blocks, strings, text) for name, text in texts.items()}
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
    for page in paper.pages:
        for place in page.rand:
            wrong = [line for line in read.within(place, page.pagina) if read.is_running(line)]
            score.furniture += bool(wrong)
            if wrong:
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
