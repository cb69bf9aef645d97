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
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.aligned import find_aligned
from extractors.blocks import Block, continues, find_blocks, rank_headings
from extractors.composed import Composed
from extractors.layout import Page, is_note_start, lay_out, same_row
from extractors.plaintext import compose_text
from extractors.printedtables import TableBlock, heading_rows, is_caption_again, rows_of, stitch
from models.document import (
    Cell,
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

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NOTE_NUMBER = re.compile(r"(\d{1,3}|\*{1,3})[.)]?\s*")
_UNIT = re.compile(r"(?:\b[kcdm]?m|CO|\bH|\bPM|\bNO[x]?)$")
_TITLE = re.compile(r"(?:Tabel|Overzicht|Figuur|Bijlage)\b", re.IGNORECASE)
# two vowels that Dutch keeps apart with a hyphen when a compound brings them together
_CLASH = frozenset(
    ("aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ii", "ij", "oe", "oi", "oo", "ou", "ui", "uu")
)


_Item = Block | TableBlock


def compose_pages(pages: Sequence[PrintedPage]) -> Composed:
    """One text of all the pages, in reading order."""
    if not pages:
        return Composed("")
    items = _in_order(lay_out(pages))
    rank_headings([item for item in items if isinstance(item, Block)])
    writer = _Writer(_Words(pages))
    for item in items:
        if isinstance(item, TableBlock):
            writer.table(item)
        else:
            writer.block(item)
    return writer.finish(pages)


def _in_order(laid: Sequence[Page]) -> list[_Item]:
    """All blocks and tables in the order of the text, furniture and notes in their place."""
    items: list[_Item] = []
    waiting: list[_Item] = []
    open_item: _Item | None = None
    for page in laid:
        body = _body(page)
        waiting.extend(_furniture(page.head))
        if isinstance(open_item, TableBlock):
            body = _without_caption(body, waiting)
        if open_item is not None and body and _joins(open_item, body[0], page, waiting):
            body = body[1:]
        if body:
            items.extend([open_item] if open_item is not None else [])
            items.extend(waiting)
            items.extend(body[:-1])
            waiting, open_item = [], body[-1]
        waiting.extend(_notes(page.notes))
        waiting.extend(_furniture(page.foot))
    items.extend([open_item] if open_item is not None else [])
    items.extend(waiting)
    return items


def _joins(open_item: _Item, first: _Item, page: Page, waiting: list[_Item]) -> bool:
    """Add what goes on from the page before to the item it belongs to."""
    if isinstance(open_item, Block) and isinstance(first, Block):
        if continues(open_item, first, page.column):
            open_item.lines.extend(first.lines)
            return True
    elif isinstance(open_item, TableBlock) and isinstance(first, TableBlock):
        again = stitch(open_item, first)
        if again is not None:
            waiting.extend([Block(again, PassageSoort.RAND)] if again else [])
            return True
    return False


def _without_caption(body: list[_Item], waiting: list[_Item]) -> list[_Item]:
    """A page without the line above its table that only says the table goes on."""
    first = body[0] if len(body) > 1 and isinstance(body[1], TableBlock) else None
    if isinstance(first, Block) and is_caption_again(first.text):
        waiting.append(Block(first.lines, PassageSoort.RAND))
        return body[1:]
    return body


def _body(page: Page) -> list[_Item]:
    """The blocks and tables of a page from top to bottom."""
    items: list[_Item] = []
    aligned, rest = find_aligned(page.body)
    for table in sorted((*page.printed.tables, *aligned), key=lambda table: table.box.top):
        above = [line for line in rest if line.top < table.box.top]
        items.extend(find_blocks(above, page.column))
        rest = [line for line in rest if line.top >= table.box.top]
        items.append(TableBlock(table, list(table.cells), page.printed.number))
    items.extend(find_blocks(rest, page.column))
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


def _notes(lines: Sequence[PrintedLine]) -> list[_Item]:
    """Each note with its number; lines before the first number end a note of an earlier page."""
    notes: list[Block] = []
    for line in lines:
        if is_note_start(line) and not _same_line(notes, line):
            number = _NOTE_NUMBER.match(line.text)
            notes.append(Block([line], PassageSoort.NOOT, 0, number[1] if number else None))
        elif notes:
            notes[-1].lines.append(line)
        else:
            notes.append(Block([line], PassageSoort.NOOT))
    return list(notes)


def _same_line(notes: list[Block], line: PrintedLine) -> bool:
    return bool(notes) and same_row(notes[-1].lines[-1], line)


class _Words:
    """The words of a paper, to decide what a hyphen at a line end stands for."""

    def __init__(self, pages: Sequence[PrintedPage]) -> None:
        self.seen: Counter[str] = Counter()
        self.lines = self.broken = 0
        for line in _all_lines(pages):
            self.seen.update(word.lower() for word in _WORD.findall(line.text))
            self.lines += len(line.text) > 40
            self.broken += len(line.text) > 40 and line.text.endswith("-")

    @property
    def hyphenates(self) -> bool:
        """Whether this paper breaks words at line ends as a habit."""
        return self.broken > 0.02 * max(self.lines, 1)

    def join(self, before: str, after: str) -> str:
        """What stands between two lines of a block: a space, nothing, or nothing and no hyphen.

        Returned is what takes the place of the line end: ``" "``, ``""`` (the hyphen stays) or
        ``"\\b"`` (the hyphen goes too).
        """
        if not before.endswith("-") or before.endswith((" -", "--")):
            return " "
        head = _last_word(before[:-1])
        tail = _WORD.match(after)
        if not head or re.match(r"(?:en|of|dan wel|tot|noch)\b", after):
            return " "
        if tail is None or after[0].isupper() or not head[-1].isalpha():
            return ""
        return "\b" if self._is_broken(head, tail[0]) else ""

    def _is_broken(self, head: str, tail: str) -> bool:
        """Whether the hyphen between two parts was only put there by the line end."""
        joined, hyphenated = (head + tail).lower(), f"{head}-{tail}".lower()
        if self.seen[joined] != self.seen[hyphenated]:
            return self.seen[joined] > self.seen[hyphenated]
        last = head.rsplit("-", 1)[-1]
        if any(char.isupper() for char in last[1:]) or not re.search(r"[aeiouy]", last.lower()):
            return False
        if (last[-1] + tail[0]).lower() in _CLASH:
            return False
        return self.hyphenates


def _last_word(text: str) -> str:
    match = re.search(r"[\w-]+$", text)
    return match[0] if match else ""


def _all_lines(pages: Sequence[PrintedPage]) -> Iterator[PrintedLine]:
    for page in pages:
        yield from page.lines
        for table in page.tables:
            for cell in table.cells:
                yield from cell.lines


@dataclass(slots=True)
class _Writer:
    """Puts blocks down one after the other and keeps account of the place of everything."""

    words: _Words
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
        for span in line.raised if soort is not PassageSoort.NOOT else ():
            label = _marker_label(line, span)
            if label is None or span.end > end:
                continue
            self._write_piece(line, at, span.start)
            self.marks.append((self.length, line.page, label))
            at = span.end
        self._write_piece(line, at, end)

    def _write_piece(self, line: PrintedLine, start: int, end: int) -> None:
        if start >= end:
            return
        span = Span(self.length, self.length + end - start)
        self.lines.append(Line(span, line.page, line.top, line.bottom, line.edges[start : end + 1]))
        self._put(line.text[start:end])

    def finish(self, pages: Sequence[PrintedPage]) -> Composed:
        """The text with everything that points into it."""
        return Composed(
            text="".join(self.parts),
            passages=tuple(self.passages),
            lines=tuple(self.lines),
            tables=tuple(self.tables),
            markers=tuple(self._markers()),
            links=tuple(_links(self.lines, pages)),
        )

    def _markers(self) -> Iterator[NoteMarker]:
        notes: dict[str, list[int]] = defaultdict(list)
        for index in self.note_page:
            notes[self.passages[index].label or ""].append(index)
        for at, page, label in self.marks:
            found = notes.get(label)
            if found:
                # numbering may begin anew: the note of the same page, else the next one
                note = min(found, key=lambda index: (_far(self.note_page[index], page), index))
                yield NoteMarker(Span(at, at), note)


def _far(note_page: int, page: int) -> int:
    return note_page - page if note_page >= page else 1000 + page - note_page


def _marker_label(line: PrintedLine, span: Span) -> str | None:
    """The number of a note where the raised characters are one; else ``None``."""
    label = span.of(line.text).strip(" .),")
    if not (label.isdigit() and len(label) <= 3) and label not in ("*", "**", "***"):
        return None
    return None if _UNIT.search(line.text[: span.start]) else label


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
