"""A paper as one string that knows its place.

Everything the program says about a paper is said with a :class:`Span` of ``Document.text``;
pages, boxes and quotes are derived from the span when they are asked for, never stored beside it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from typing import Any, overload

from pydantic_core import core_schema

from models.lists import DocumentSoort, PassageSoort
from models.problems import Problem
from models.vorm import Vorm


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` up to but not including ``end`` of a text.

    Raises ``ValueError`` when the ends are out of order or negative.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs from low to high: {self.start}, {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters this span stands for."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> Span:
        """The same length, ``by`` characters further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch) from the top left of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Region:
    """A box on a page; pages count from 1."""

    page: int
    box: Box


class Edges(Sequence[float]):
    """Where the characters of a line begin, in points, kept to a hundredth.

    A long paper has millions of them: each takes four bytes, and a part of a line (``edges[2:5]``)
    shares them with the whole. At rest they are one string, ``"8000 556 278"``: the first in
    hundredths of a point, then the steps.
    """

    __slots__ = ("_at", "_hundredths")

    def __init__(self, hundredths: array[int], at: range) -> None:
        self._hundredths, self._at = hundredths, at

    @classmethod
    def of(cls, points: Iterable[float]) -> Edges:
        """These figures, rounded to a hundredth."""
        if isinstance(points, Edges):
            return points
        hundredths = array("i", (round(point * 100) for point in points))
        return cls(hundredths, range(len(hundredths)))

    @classmethod
    def read(cls, written: str) -> Edges:
        """The edges that :meth:`write` wrote; raises ``ValueError`` for any other string."""
        try:
            hundredths = array("i", accumulate(map(int, written.split())))
        except OverflowError as error:
            raise ValueError("these edges lie beyond any paper") from error
        return cls(hundredths, range(len(hundredths)))

    def write(self) -> str:
        """The edges as one string."""
        kept = [self._hundredths[at] for at in self._at]
        steps = [high - low for low, high in pairwise(kept)]
        return " ".join(map(str, kept[:1] + steps))

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, index: int) -> float: ...
    @overload
    def __getitem__(self, index: slice) -> Edges: ...
    def __getitem__(self, index: int | slice) -> float | Edges:
        if isinstance(index, slice):
            return Edges(self._hundredths, self._at[index])
        return self._hundredths[self._at[index]] / 100

    def __iter__(self) -> Iterator[float]:
        return (self._hundredths[at] / 100 for at in self._at)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edges) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Edges.of({list(self)})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        """How pydantic keeps edges and finds them again: as :meth:`write` and :meth:`read`."""
        return core_schema.no_info_after_validator_function(
            cls.read,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda edges: cls.of(edges).write()
            ),
        )


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as the printer put it down, before anyone knows what it is.

    ``text`` and ``edges`` agree: ``edges[i]`` is the left edge of character ``i`` in points and
    the last edge is the right edge of the last character, so ``len(edges) == len(text) + 1``.
    ``size`` is the prevailing font size in points; ``bold`` and ``italic`` hold for most of the
    line. ``raised`` lists the spans of the line printed above the baseline in a smaller size
    (footnote markers).
    """

    text: str
    page: int
    top: float
    bottom: float
    edges: Sequence[float]
    size: float
    bold: bool = False
    italic: bool = False
    raised: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of a printed table: its place in the grid (from 0) and the lines within it.

    ``rows`` and ``columns`` say how many rows and columns of the grid it covers.
    """

    row: int
    column: int
    lines: tuple[PrintedLine, ...] = ()
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table on one page; ``columns`` are the left edges of its columns, in points."""

    box: Box
    cells: tuple[PrintedCell, ...]
    columns: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedLink:
    """A rectangle on a page that leads somewhere."""

    box: Box
    target: str


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page as printed: ``lines`` from top to bottom and left to right, tables apart.

    ``width`` and ``height`` are in points. ``drawn`` holds where the page carries something
    besides text (an image, a drawing): without text such a page is a scan, not a blank. ``cut``
    holds where the page carries more text than we read. ``label`` is what the PDF calls the page
    (``iv``); ``None`` where it says nothing. ``unmapped`` and ``hidden`` are the shares
    of its characters whose font does not say what they are, and that are not shown (the text under
    a scan); ``picture`` is the share of the page that its largest picture covers. ``ocr`` is, on a
    page read from its picture, how sure its words are: their mean, 0 to 1.
    """

    number: int
    width: float
    height: float
    lines: tuple[PrintedLine, ...] = ()
    tables: tuple[PrintedTable, ...] = ()
    links: tuple[PrintedLink, ...] = ()
    drawn: bool = False
    cut: bool = False
    label: str | None = None
    unmapped: float = 0.0
    hidden: float = 0.0
    picture: float = 0.0
    ocr: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line within a :class:`Document`: where its characters stand on paper.

    ``edges`` holds the left edge of each character and the right edge of the last, in points.
    """

    span: Span
    page: int
    top: float
    bottom: float
    edges: Edges

    def region(self, span: Span) -> Region:
        """The part of this line that ``span`` covers; the two must overlap."""
        first = max(span.start, self.span.start) - self.span.start
        last = min(span.end, self.span.end) - self.span.start
        return Region(self.page, Box(self.edges[first], self.top, self.edges[last], self.bottom))


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph, list item, note, table or piece of page furniture.

    ``level`` is the depth of a heading or list item (1 is the outermost), 0 where it has none.
    ``label`` is the number or marker as printed ("1.", "a)", the number of a note).
    """

    span: Span
    soort: PassageSoort
    level: int = 0
    label: str | None = None


@dataclass(frozen=True, slots=True)
class NoteMarker:
    """A place in the running text that points at a note.

    ``span`` covers the marker itself (it may be empty where the source prints no marker in the
    text); ``note`` is the index in ``Document.passages`` of the note it points at. One note may
    have several markers.
    """

    span: Span
    note: int


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: the text that carries it and where it leads (URL or identifier)."""

    span: Span
    target: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; rows and columns count from 0. ``span`` is its text.

    ``rows`` and ``columns`` say how many of the table it covers. Where a note stands in the midst
    of its text (plain text only), the rest follows in another cell of the same row and column.
    """

    span: Span
    row: int
    column: int
    heading: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the span from its first cell to its last, and its cells in reading order.

    It is one passage; in plain text several, where notes stand between.
    """

    span: Span
    cells: tuple[Cell, ...]
    title: Span | None = None


@dataclass(frozen=True, slots=True)
class Ondertekenaar:
    """Who signs a letter: the office as printed and the name as printed."""

    functie: str
    naam: str


@dataclass(frozen=True, slots=True)
class Kenmerken:
    """What is known about a paper besides its text. Unknown is ``None``, never a guess.

    ``titel`` is the title of the paper itself, ``dossier_titel`` that of its dossier, ``kop`` the
    printed heading ("MOTIE VAN HET LID …"). ``kamer`` is 1 (Eerste), 2 (Tweede) or 3 (both).
    ``dossier_id`` is written ``35387`` or ``36200-XV``; ``vergaderjaar`` ``2021-2022``. ``vorm``
    says how a report on execution, or the letter that brings one, was recognised.
    """

    soort: DocumentSoort = DocumentSoort.OVERIG
    titel: str | None = None
    kop: str | None = None
    datum: date | None = None
    kamer: int | None = None
    vergaderjaar: str | None = None
    dossier_id: str | None = None
    dossier_titel: str | None = None
    ondernummer: str | None = None
    ministerie: str | None = None
    afzender: str | None = None
    organisatie: str | None = None
    jaar: int | None = None
    taal: str = "nl"
    ondertekenaars: tuple[Ondertekenaar, ...] = ()
    vorm: Vorm | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: one text, the lines it was printed in, the passages it is made of.

    ``text`` is the running text in reading order; for txt and md it is the decoded file,
    character for character. ``passages`` are in order of ``span.start``, disjoint, and every
    finding lies inside one of them. ``lines`` are in order of ``span.start`` and disjoint; empty
    where there is no paper (XML, txt). ``pages`` is 0 where there is no paper. ``made_from`` is
    the sha256 of the raw bytes. ``torn`` holds, in order, the white space of the text that stands
    within a word (txt and md: there the text stays as it is, a View reads it otherwise).
    ``page_quality`` is one figure from 0 to 1 per page: the share of its characters that are
    readable words, times how sure the words are on the pages that were read from their picture
    (``ocr_pages``, by number). ``page_labels`` says what each page is called, as printed on it;
    empty where the pages are called as they are counted.
    """

    id: str
    text: str
    kenmerken: Kenmerken
    made_from: str
    media_type: str
    passages: tuple[Passage, ...] = ()
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    markers: tuple[NoteMarker, ...] = ()
    links: tuple[Link, ...] = ()
    torn: tuple[Span, ...] = ()
    pages: int = 0
    page_quality: tuple[float, ...] = ()
    page_labels: tuple[str, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    def quote(self, span: Span) -> str:
        """The text of a span, exactly."""
        return span.of(self.text)

    def locate(self, span: Span) -> tuple[Region, ...]:
        """One region per printed line that ``span`` touches; empty where there is no paper."""
        first = bisect_right(self.lines, span.start, key=lambda line: line.span.end)
        regions = []
        for line in self.lines[first:]:
            if line.span.start >= span.end:
                break
            if line.span.overlaps(span):
                regions.append(line.region(span))
        return tuple(regions)

    def page(self, span: Span) -> int | None:
        """The page on which ``span`` begins, counted from 1; ``None`` where there is no paper."""
        for region in self.locate(span):
            return region.page
        return None

    def box(self, span: Span) -> Box | None:
        """The box around the part of ``span`` on its first page; ``None`` without paper."""
        regions = self.locate(span)
        if not regions:
            return None
        boxes = [region.box for region in regions if region.page == regions[0].page]
        return Box(
            min(box.x0 for box in boxes),
            min(box.top for box in boxes),
            max(box.x1 for box in boxes),
            max(box.bottom for box in boxes),
        )

    def passage_at(self, offset: int) -> int | None:
        """The index of the passage that holds the character at ``offset``."""
        index = bisect_left(self.passages, offset + 1, key=lambda passage: passage.span.start) - 1
        if index >= 0 and offset < self.passages[index].span.end:
            return index
        return None

    def cells(self, span: Span) -> Iterator[Cell]:
        """The cells within ``span`` (of a passage), table by table in reading order."""
        for table in self.tables:
            if table.span.overlaps(span):
                yield from (cell for cell in table.cells if span.covers(cell.span))

    def running(self) -> Iterator[Passage]:
        """The passages of the running text: all but page furniture."""
        return (passage for passage in self.passages if passage.soort is not PassageSoort.RAND)

    @property
    def quality(self) -> float:
        """The mean quality of the pages; 1.0 where there is no paper and there is text."""
        if not self.page_quality:
            return 1.0 if self.text.strip() else 0.0
        return sum(self.page_quality) / len(self.page_quality)
