"""Printed pages into one text with its passages; plain text into passages.

The text is ours: the lines of a paragraph are joined by a space (or directly, where a word was
broken at the line end), passages by a line feed. Every piece of a printed line keeps its place
(``Line``). A paragraph that runs over a page stays whole: the furniture and notes printed in
between come after it.

The raised number of a note is left out of the running text, so that a name does not end in a
digit; a :class:`NoteMarker` with an empty span keeps the place. The number a note opens with is
its ``label`` and is left out of its text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from extractors.aligned import find_aligned
from extractors.blocks import Block, continues, find_blocks, is_interrupted, rank_headings
from extractors.columns import Area, same_row
from extractors.composed import Composed
from extractors.layout import Page, is_note_start, lay_out
from extractors.plaintext import compose_text
from extractors.printedtables import TableBlock, heading_rows, is_caption_again, rows_of, stitch
from extractors.words import Words, all_lines, mend
from models.document import (
    Cell,
    Edges,
    Line,
    Link,
    NoteMarker,
    Passage,
    PrintedLine,
    PrintedPage,
    Span,
    Table,
)
from models.lists import PassageSoort

__all__ = ["Composed", "compose_pages", "compose_text"]

_NOTE_NUMBER = re.compile(r"(\d{1,3}|\*{1,3})[.)]?\s*")
_MARKERS = re.compile(r"(?:\d{1,3}|\*{1,3})(?:[,; ]{1,2}(?:\d{1,3}|\*{1,3})){0,4}")
_MARKERS_EACH = re.compile(r"\d{1,3}|\*{1,3}")
# what stands before a square, a cube or a power, or in a formula
_UNIT = re.compile(r"(?:\b[kcdm]?m|CO|\bH|\bPM|\bNO[x]?|(?:^|[\s(×x·])10)$")
_TITLE = re.compile(r"(?:Tabel|Overzicht|Figuur|Bijlage)\b", re.IGNORECASE)


_Item = Block | TableBlock


def compose_pages(pages: Sequence[PrintedPage], known: Collection[str] = frozenset()) -> Composed:
    """One text of all the pages, in reading order.

    ``known`` holds words of the language in small letters: by it torn words are made whole.
    """
    if not pages:
        return Composed("")
    words = Words((line.text for line in all_lines(pages)), known)
    flow = _Flow()
    for page in lay_out(mend(pages, words)):
        flow.page(page)
    items = flow.finish()
    rank_headings([item for item in items if isinstance(item, Block)])
    writer = _Writer(words, _note_labels(items))
    for item in items:
        if isinstance(item, TableBlock):
            writer.table(item)
        else:
            writer.block(item)
    return writer.finish(pages)


def _note_labels(items: Sequence[_Item]) -> frozenset[str]:
    """The numbers of all notes of a paper."""
    return frozenset(
        item.label
        for item in items
        if isinstance(item, Block) and item.soort is PassageSoort.NOOT and item.label
    )


# more notes without a marker on one page, and something else is the matter
_MOST_BARE = 40
_BEFORE_PLAIN = re.compile(r"[a-zà-ÿ»”’).,;:?]$")
_AFTER_PLAIN = " .,;:)»”"

# so many blocks may be printed within a sentence: a box with its heading, a figure, a table
_MOST_WITHIN = 12


@dataclass(slots=True)
class _Flow:
    """All blocks and tables in the order of the text, furniture and notes in their place.

    What is printed within a sentence (notes, furniture, a box) waits until the sentence is over.
    """

    items: list[_Item] = field(default_factory=list)
    open: _Item | None = None
    waiting: list[_Item] = field(default_factory=list)
    # what follows an open sentence in another type: a box, or the sentence has no end
    held: list[_Item] = field(default_factory=list)
    note: Block | None = None
    number: int = 0

    def page(self, page: Page) -> None:
        """Add what one page prints."""
        self.waiting.extend(_furniture(page.head))
        for area in page.areas:
            items = _items(area, page.printed.number)
            if area.aside:
                self.waiting.extend(items)
                continue
            begins = True
            for item in items:
                if self._is_caption(item):
                    self.waiting.append(replace(item, soort=PassageSoort.RAND))
                else:
                    self._add(item, begins=begins)
                    begins = False
        self._add_notes(page.notes)
        self.waiting.extend(_furniture(page.foot))

    def finish(self) -> list[_Item]:
        """Everything, in order."""
        self._close()
        return [*self.items, *self.held]

    def _add(self, item: _Item, *, begins: bool) -> None:
        """Add the next item of the running text; ``begins`` where it is the first of its area."""
        if (begins or self.held) and self._joins(item):
            return
        if self._is_within(item):
            self.held.append(item)
            return
        self._close()
        if self.held:
            *before, last = self.held
            self.items.extend(before)
            self.open, self.held = last, []
            self._add(item, begins=begins)
            return
        self.open = item

    def _close(self) -> None:
        """The open item is over: it and what waited for it go into the text."""
        if self.open is not None:
            self.items.append(self.open)
        self.items.extend(self.waiting)
        self.open, self.waiting = None, []

    @property
    def _last(self) -> _Item | None:
        """What the next item comes after."""
        return self.held[-1] if self.held else self.open

    def _joins(self, item: _Item) -> bool:
        """Add what goes on from before to the item it belongs to."""
        if isinstance(item, TableBlock):
            above = self._last
            return isinstance(above, TableBlock) and self._stitches(above, item)
        if not isinstance(self.open, Block) or not continues(self.open, item):
            return False
        tables = any(isinstance(within, TableBlock) for within in self.held)
        if tables and not item.lines[0].text[:1].islower():
            # what follows a table is rather a new sentence
            return False
        self.open.lines.extend(item.lines)
        self.open.column = item.column
        # what stood within the sentence comes after it
        self.waiting.extend(self.held)
        self.held = []
        return True

    def _is_caption(self, item: _Item) -> TypeGuard[Block]:
        """Whether a line says no more than that the open table goes on below it."""
        return (
            isinstance(self._last, TableBlock)
            and isinstance(item, Block)
            and is_caption_again(item.text)
        )

    def _stitches(self, above: TableBlock, item: TableBlock) -> bool:
        again = stitch(above, item)
        if again:
            self.waiting.append(Block(again, PassageSoort.RAND))
        return again is not None

    def _is_within(self, item: _Item) -> bool:
        """Whether an item may be a box within the open sentence."""
        if not isinstance(self.open, Block) or len(self.held) >= _MOST_WITHIN:
            return False
        # one line may as well be a title
        if not is_interrupted(self.open) or len(self.open.lines) < 2:
            return False
        if isinstance(item, TableBlock):
            return True
        last, first = self.open.lines[-1], item.lines[0]
        return abs(last.size - first.size) > 0.06 * last.size

    def _add_notes(self, lines: Sequence[PrintedLine]) -> None:
        """Each note with its number; lines before the first may end a note of an earlier page."""
        notes: list[Block] = []
        for line in lines:
            label = self._note_label(line)
            if label is not None:
                notes.append(Block([line], PassageSoort.NOOT, 0, label))
            elif notes:
                notes[-1].lines.append(line)
            elif self.note is not None and _goes_on(self.note.lines[-1], line):
                self.note.lines.append(line)
            else:
                notes.append(Block([line], PassageSoort.NOOT))
        self.note = notes[-1] if notes else self.note
        self.waiting.extend(notes)

    def _note_label(self, line: PrintedLine) -> str | None:
        """The number of the note that begins with this line; ``None`` where none does.

        A number in the size of the note may as well be one that a line within it begins with:
        notes are counted.
        """
        match = _NOTE_NUMBER.match(line.text)
        if match is None or not is_note_start(line):
            return None
        if not match[1].isdigit():
            return match[1]
        number = int(match[1])
        raised = bool(line.raised) and line.raised[0].start == 0
        ahead = number - self.number
        named = line.text[match.end() :][:1].isupper() and ahead <= 3
        if not (raised or number == 1 or not self.number or ahead == 1 or (ahead > 0 and named)):
            return None
        self.number = number
        return match[1]


def _goes_on(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line at the head of the notes ends a note of the page before."""
    return not last.text.endswith((".", "?", "!")) or line.text[:1].islower()


def _items(area: Area, page: int) -> list[_Item]:
    """The blocks and tables of an area from top to bottom."""
    if area.table is not None:
        return [TableBlock(area.table, list(area.table.cells), page)]
    items: list[_Item] = []
    tables, rest = find_aligned(area.lines)
    for table in tables:
        above = [line for line in rest if line.top < table.box.top]
        items.extend(find_blocks(above, area.column))
        items.append(TableBlock(table, list(table.cells), page))
        rest = [line for line in rest if line.top >= table.box.top]
    items.extend(find_blocks(rest, area.column))
    return items


def _furniture(lines: Sequence[PrintedLine]) -> list[_Item]:
    """Furniture in groups of lines that stand together."""
    groups: list[list[PrintedLine]] = []
    for line in sorted(lines, key=lambda line: (round(line.edges[0] / 20), line.top)):
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and abs(last.edges[0] - line.edges[0]) < 12
            and line.top - last.top <= 2.0 * line.size
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    groups.sort(key=lambda group: (round(group[0].top), group[0].edges[0]))
    return [Block(group, PassageSoort.RAND) for group in groups]


@dataclass(slots=True)
class _Writer:
    """Puts blocks down one after the other and keeps account of the place of everything."""

    words: Words
    labels: frozenset[str]
    parts: list[str] = field(default_factory=list)
    length: int = 0
    passages: list[Passage] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    note_page: dict[int, int] = field(default_factory=dict)

    def block(self, block: Block) -> None:
        """Write a block as one passage."""
        if block.soort is PassageSoort.NOOT and block.label is not None:
            block.lines[0] = _without_number(block.lines[0])
        self._separate()
        start = self.length
        self._write_lines(block.lines, block.soort)
        if self.length == start:
            return
        if block.soort is PassageSoort.NOOT:
            self.note_page[len(self.passages)] = block.lines[0].page
        self.passages.append(
            Passage(Span(start, self.length), block.soort, block.level, block.label)
        )

    def table(self, block: TableBlock) -> None:
        """Write a table as one passage: cells separated by tabs, rows by line feeds."""
        self._separate()
        start = self.length
        title = self._title()
        rows = rows_of(block.cells)
        heads = heading_rows(rows)
        cells: list[Cell] = []
        for number, row in enumerate(rows):
            if number:
                self._put("\n")
            heading = number < heads
            for index, cell in enumerate(row):
                if index:
                    self._put("\t")
                at = self.length
                self._write_lines(cell.lines, PassageSoort.TABEL)
                cells.append(
                    Cell(
                        Span(at, self.length), number, cell.column, heading, cell.columns, cell.rows
                    )
                )
        span = Span(start, self.length)
        self.passages.append(Passage(span, PassageSoort.TABEL))
        self.tables.append(Table(span, tuple(cells), title))

    def _title(self) -> Span | None:
        """The passage above, where it names the table."""
        for passage in reversed(self.passages):
            if passage.soort in (PassageSoort.RAND, PassageSoort.NOOT):
                continue
            text = "".join(self.parts)[passage.span.start : passage.span.end]
            named = passage.soort is PassageSoort.KOP or _TITLE.match(text)
            return passage.span if named and len(text) < 250 else None
        return None

    def _separate(self) -> None:
        if self.passages and self.passages[-1].span.end == self.length:
            self._put("\n")

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _write_lines(self, lines: Sequence[PrintedLine], soort: PassageSoort) -> None:
        last: PrintedLine | None = None
        for index, line in enumerate(lines):
            if last is not None:
                join = " " if same_row(last, line) else self.words.join(last.text, line.text)
                if join == " ":
                    self._put(" ")
            cut = 0
            if index + 1 < len(lines) and not same_row(line, lines[index + 1]):
                cut = self.words.join(line.text, lines[index + 1].text) == "\b"
            self._write_line(line, len(line.text) - cut, soort)
            last = line

    def _write_line(self, line: PrintedLine, end: int, soort: PassageSoort) -> None:
        """Write a line up to ``end``, leaving out the numbers of notes it carries."""
        at = 0
        quiet = soort in (PassageSoort.NOOT, PassageSoort.RAND)
        for span in () if quiet else line.raised:
            labels = _marker_labels(line, span)
            if span.end > end or not labels or not self.labels.issuperset(labels):
                continue
            self._write_piece(line, at, span.start)
            self.marks.extend((self.length, line.page, label) for label in labels)
            at = span.end
        self._write_piece(line, at, end)

    def _write_piece(self, line: PrintedLine, start: int, end: int) -> None:
        if start >= end:
            return
        span = Span(self.length, self.length + end - start)
        edges = Edges.of(line.edges[start : end + 1])
        self.lines.append(Line(span, line.page, line.top, line.bottom, edges))
        self._put(line.text[start:end])

    def finish(self, pages: Sequence[PrintedPage]) -> Composed:
        """The text with everything that points into it."""
        text = "".join(self.parts)
        markers = list(self._markers())
        markers.extend(self._plain_markers(text, {marker.note for marker in markers}))
        return Composed(
            text=text,
            passages=tuple(self.passages),
            lines=tuple(self.lines),
            tables=tuple(self.tables),
            markers=tuple(sorted(markers, key=lambda marker: marker.span)),
            links=tuple(_links(self.lines, pages)),
        )

    def _markers(self) -> Iterator[NoteMarker]:
        notes: dict[str, list[int]] = defaultdict(list)
        for index in self.note_page:
            notes[self.passages[index].label or ""].append(index)
        last = 0
        for at, page, label in sorted(self.marks):
            note = self._note_of(notes[label], page, label.isdigit() and int(label) <= last)
            last = int(label) if label.isdigit() else last
            yield NoteMarker(Span(at, at), note)

    def _plain_markers(self, text: str, found: Collection[int]) -> Iterator[NoteMarker]:
        """Markers that are not raised, for notes without one: "de proef1", once on its page."""
        bare: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for note, page in self.note_page.items():
            label = self.passages[note].label or ""
            if note not in found and label.isdigit():
                bare[page].append((note, label))
        running = self._running(bare) if bare else {}
        for page, notes in bare.items():
            for note, label in notes[:_MOST_BARE]:
                places = [
                    place
                    for start, end in running[page]
                    for place in _plain_places(text, label, start, end)
                ]
                if len(places) == 1:
                    yield NoteMarker(places[0], note)

    def _running(self, pages: Collection[int]) -> dict[int, list[tuple[int, int]]]:
        """Of these pages the pieces of the running text, line by line."""
        found: dict[int, list[tuple[int, int]]] = {page: [] for page in pages}
        at = 0
        for line in self.lines:
            while self.passages[at].span.end < line.span.end:
                at += 1
            quiet = self.passages[at].soort in (PassageSoort.NOOT, PassageSoort.RAND)
            if not quiet and line.page in found:
                found[line.page].append((line.span.start, line.span.end))
        return found

    def _note_of(self, notes: Sequence[int], page: int, again: bool) -> int:
        """Which of the notes of one number a marker on ``page`` points at.

        That of the page itself; else an earlier one where the number was counted before
        (``again``), or the next where numbering began anew.
        """
        pages = self.note_page
        here = [note for note in notes if pages[note] == page]
        before = [note for note in notes if pages[note] < page]
        after = [note for note in notes if pages[note] > page]
        soon = bool(after) and pages[after[0]] == page + 1
        if here:
            return here[0]
        if before and (again or not soon):
            return before[-1]
        return after[0] if after else before[-1]


def _plain_places(text: str, label: str, start: int, end: int) -> Iterator[Span]:
    """Where a number stands right after a word or a stop, and is no square."""
    at = text.find(label, start, end)
    while at >= 0:
        stop = at + len(label)
        before, after = text[max(start, at - 4) : at], text[stop : min(end, stop + 1)]
        glued = _BEFORE_PLAIN.search(before) and not _UNIT.search(before)
        if glued and (not after or after in _AFTER_PLAIN):
            yield Span(at, stop)
        at = text.find(label, stop, end)


def _marker_labels(line: PrintedLine, span: Span) -> list[str]:
    """The numbers of notes that raised characters stand for; none for a square or a power."""
    raised = span.of(line.text).strip(" .,)")
    if not _MARKERS.fullmatch(raised) or _UNIT.search(line.text[: span.start]):
        return []
    return _MARKERS_EACH.findall(raised)


def _without_number(line: PrintedLine) -> PrintedLine:
    """The first line of a note without the number it opens with."""
    match = _NOTE_NUMBER.match(line.text)
    cut = match.end() if match else 0
    return replace(line, text=line.text[cut:], edges=line.edges[cut:], raised=())


def _links(lines: Sequence[Line], pages: Sequence[PrintedPage]) -> Iterator[Link]:
    """The text under each hyperlink rectangle, in order."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    found: list[Link] = []
    for page in pages:
        for link in page.links:
            for line in by_page[page.number]:
                if not link.box.top <= (line.top + line.bottom) / 2 <= link.box.bottom:
                    continue
                first = bisect_left(line.edges, link.box.x0 - 1.5)
                last = bisect_left(line.edges, link.box.x1 - 1.5)
                last = min(last, len(line.edges) - 1)
                if first < last:
                    span = Span(line.span.start + first, line.span.start + last)
                    found.append(Link(span, link.target))
    yield from sorted(found, key=lambda link: link.span)
