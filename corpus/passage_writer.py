"""The text of a paper written passage by passage, for every reader of markup.

A reader walks its own elements and says what each is; here the text is put together, white space
is settled, and what points into the text (notes, links, cells) keeps its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from models.document import Cell, Document, Kenmerken, Link, NoteMarker, Passage, Span, Table
from models.lists import PassageSoort
from models.paper import RawFile
from models.problems import Problem

_NO_SPACE_BEFORE = frozenset(".,;:!?)»”")
_NO_SPACE_AFTER = frozenset("(«“")
# further to the right nobody keeps count of what a cell covers: no table on paper is so wide
_WIDEST = 256


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell on its way to the text: ``fill`` writes what stands in it.

    ``column`` counts from 0; ``columns`` and ``rows`` say how much of the grid it covers.
    """

    fill: Callable[[], None]
    column: int
    columns: int = 1
    rows: int = 1
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the text that is being written, and the passage it lies in."""

    part: int
    offset: int
    passage: Passage | None


class PassageWriter:
    """Writes the text of a paper passage by passage, and keeps what points into it.

    ``in_cell`` holds while a cell of a table is written: no passage may be opened then.
    """

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.in_cell = False
        self._parts: list[str] = []
        self._tables: list[Table] = []
        self._links: list[Link] = []
        self._length = 0
        # white space to be written before the next word: "", " ", or "\n" (from the layout)
        self._gap = ""
        # nothing is written yet after this offset, so no gap may stand there
        self._edge = 0
        self._open: Passage | None = None
        self._waiting: list[Callable[[], None]] = []
        self._marked: list[tuple[int, str]] = []
        self._notes: dict[str, int] = {}

    # passages

    @property
    def opened(self) -> Passage | None:
        """The passage that is being written."""
        return self._open

    @property
    def is_flat(self) -> bool:
        """Whether all words go into the passage that is open: a cell or a note."""
        in_note = self._open is not None and self._open.soort is PassageSoort.NOOT
        return self.in_cell or in_note

    def run_on(self, label: str | None, fill: Callable[[], None]) -> None:
        """Writes a paragraph on in the passage that is open, apart from what is there."""
        self.space()
        self.write(label)
        self.space()
        fill()
        self.space()

    def open(self, soort: PassageSoort, level: int = 0, label: str | None = None) -> None:
        """Begins a passage; what was open ends."""
        self.close()
        if self._parts:
            self._raw("\n")
        self._open = Passage(Span(self._length, self._length), soort, level, label)
        self._edge, self._gap = self._length, ""

    def close(self) -> None:
        """Ends the passage, if it holds text, and puts down what waited for that."""
        passage, self._open = self._open, None
        if passage is not None:
            if self._length > passage.span.start:
                span = Span(passage.span.start, self._length)
                self.passages.append(Passage(span, passage.soort, passage.level, passage.label))
            elif self._parts:
                self._length -= len(self._parts.pop())
        waiting, self._waiting = self._waiting, []
        for put_down in waiting:
            put_down()

    # notes

    def mark(self, note_id: str, put_down: Callable[[], None] | None = None) -> None:
        """Points at a note from here; ``put_down`` writes it after the passage that cites it."""
        self._marked.append((self._length, note_id))
        if put_down is not None:
            self.later(put_down)

    def later(self, put_down: Callable[[], None]) -> None:
        """Has something written after the passage that is open, which stays whole."""
        self._waiting.append(put_down)

    def note(self, note_id: str, label: str | None, fill: Callable[[], None]) -> None:
        """Writes a note; markers of ``note_id`` point at it, if it holds text."""
        self.open(PassageSoort.NOOT, 0, label)
        fill()
        before = len(self.passages)
        self.close()
        if len(self.passages) > before:
            self._notes[note_id] = before

    def _markers(self) -> tuple[NoteMarker, ...]:
        """The markers of notes that hold text, in order."""
        # a marker without words around it may stand in a passage that came to nothing
        places = sorted((min(offset, self._length), note_id) for offset, note_id in self._marked)
        return tuple(
            NoteMarker(Span(offset, offset), self._notes[note_id])
            for offset, note_id in places
            if note_id in self._notes
        )

    # characters

    def _raw(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def space(self) -> None:
        """White space that is meant: the next word stands apart."""
        self._gap = " "

    def widen(self, white: str) -> None:
        """White space of the source; a line feed may be there for its layout only."""
        if white:
            is_layout = "\n" in white and self._gap in ("", "\n")
            self._gap = "\n" if is_layout else " "

    def write(self, chunk: str | None) -> None:
        """Adds text to the open passage, every run of white space as one space."""
        if not chunk:
            return
        words = " ".join(chunk.split())
        if not words:
            self.widen(chunk)
            return
        self.widen(chunk[: len(chunk) - len(chunk.lstrip())])
        if self._gap and self._length > self._edge and not self._is_layout(words[0]):
            self._raw(" ")
        self._raw(words)
        self._gap = ""
        self.widen(chunk[len(chunk.rstrip()) :])

    def _is_layout(self, following: str) -> bool:
        """Whether the white space is there only because the source puts elements on lines."""
        return self._gap == "\n" and (
            following in _NO_SPACE_BEFORE or self._parts[-1][-1] in _NO_SPACE_AFTER
        )

    def link(self, target: str | None, fill: Callable[[], None]) -> None:
        """Writes the words of a link that leads to ``target``."""
        place = self.place()
        fill()
        self.end_link(place, target)

    def place(self) -> Place:
        """Where the next word will stand; a link may begin there."""
        return Place(len(self._parts), self._length, self._open)

    def end_link(self, place: Place, target: str | None) -> None:
        """Links what was written since ``place``, if that is words of one passage."""
        start = place.offset
        # a link that holds a list or table has no words of its own to point at
        within = self._open is place.passage and self._open is not None
        if target and self._length > start and within:
            start += self._parts[place.part] == " "
            self._links.append(Link(Span(start, self._length), target))

    # tables

    def table(self, rows: Iterable[Iterable[Entry]], title: Span | None = None) -> None:
        """Writes a table, its cells parted by tabs and its rows by line feeds.

        A table without a single word is left out.
        """
        self.open(PassageSoort.TABEL)
        start, first = self._length, len(self._parts)
        self.in_cell = True
        cells: list[Cell] = []
        for number, row in enumerate(rows):
            if number:
                self._part_cells("\n")
            for place, entry in enumerate(row):
                if place:
                    self._part_cells("\t")
                cells.append(self._cell(entry, number))
        self.in_cell = False
        if any(len(cell.span) for cell in cells):
            self._tables.append(Table(Span(start, self._length), tuple(cells), title))
        else:
            del self._parts[first:]
            self._length = start
            self._marked = [(min(offset, start), note_id) for offset, note_id in self._marked]
        self.close()

    def _cell(self, entry: Entry, row: int) -> Cell:
        start = self._length
        entry.fill()
        self._gap = ""
        span = Span(start, self._length)
        return Cell(span, row, entry.column, entry.heading, entry.columns, entry.rows)

    def _part_cells(self, separator: str) -> None:
        self._raw(separator)
        self._edge, self._gap = self._length, ""

    # the paper

    def document(
        self, document_id: str, kenmerken: Kenmerken, raw: RawFile, problems: tuple[Problem, ...]
    ) -> Document:
        """What was written as a document; it has no paper, so no pages."""
        return Document(
            id=document_id,
            text="".join(self._parts),
            kenmerken=kenmerken,
            made_from=raw.sha256,
            media_type=raw.media_type,
            passages=tuple(self.passages),
            tables=tuple(self._tables),
            markers=self._markers(),
            links=tuple(sorted(self._links, key=lambda link: link.span)),
            problems=problems,
        )


class Grid:
    """Where the cells of a table fall, counting what earlier rows still cover."""

    def __init__(self) -> None:
        self._covered: dict[int, int] = {}
        self._filled: dict[int, int] = {}
        self._next = 0

    def place(self, columns: int, rows: int, column: int | None = None) -> int:
        """The column of the next cell of a row: the first that is free, or the one it names."""
        column = self.free() if column is None else column
        for covered in range(column, min(column + columns, _WIDEST)):
            self._filled[covered] = rows
        self._next = column + columns
        return column

    def free(self) -> int:
        """The first column of this row that no cell covers."""
        column = self._next
        while self._covered.get(column, 0) > 0:
            column += 1
        return column

    def end_row(self) -> None:
        """Counts down what earlier rows cover and adds what this row does."""
        left = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        below = {column: rows - 1 for column, rows in self._filled.items() if rows > 1}
        self._covered = left | below
        self._filled = {}
        self._next = 0
