"""What each printed line of a paper is for: running text, note, or page furniture.

Furniture is told by position and repetition: the margin column and letterhead of departmental
letters, running heads and feet, page numbers, the colophon of Kamerstukken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.columns import (
    Area,
    Column,
    find_areas,
    find_gutters,
    measure,
    same_row,
    x0,
    x1,
)
from extractors.islands import part_islands
from models.document import PrintedLine, PrintedPage

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:pagina|blad|blz\.?|p\.)?\s*\d{1,4}(?:\s*(?:van|/)\s*\d{1,4})?", re.IGNORECASE
)
_NOTE_START = re.compile(r"(\d{1,3}|\*{1,3})[.)]?\s+\S")
_MASTHEAD = re.compile(
    r"(?:Tweede|Eerste) Kamer der Staten-Generaal|Verenigde Vergadering der Staten-Generaal"
    r"|Vergaderjaar \d{4}[-–]\d{2,4}|Aanhangsel van de Handelingen|[12]"
    r"|Vragen gesteld door de leden der Kamer, met de daarop door de"
    r"|regering gegeven antwoorden"
)
QUESTION_HEADING = re.compile(
    r"(?:Vraag|Antwoord|Vragen|Antwoorden)(?: (?:op )?(?:vraag |vragen )?"
    r"\d{1,3}(?:(?:,? | en | t/m )\d{1,3})*)?:?"
)
_LETTERHEAD_END = re.compile(r"(?:Datum|Betreft|Onderwerp)\b")
_GREETING = re.compile(r"(?:Geachte|Hooggeachte) ")
# what stands above the references of a letter, beside the text or in a row above it
_LABEL = re.compile(
    r"(?:(?:Onze|Uw) (?:referentie|kenmerk|ref\.)|(?:Ons|Uw) kenmerk|Kenmerk|Uw brief(?: van)?"
    r"|Datum|Bijlage(?:n|\(n\))?|Contactpersoon|Doorkiesnummer|Telefoon|Directie|Inlichtingen bij"
    r"|(?:Kopie|Afschrift)(?: aan)?|Behandeld door|E-mail)(?: ?:)?",
    re.IGNORECASE,
)
# the foot of a Kamerstuk or Aanhangsel, also where it has one page; and its number at the head
_KST_FOOT = re.compile(
    r"(?:Tweede|Eerste) Kamer, vergaderjaar \d{4}[-–]\d{2,4}, (?:Aanhangsel|\d{2} ?\d{3}).{0,60}"
)
_KST_LABEL = re.compile(
    r"\d{2} ?\d{3}(?:[ -]?\(?(?:[A-Z]{1,6}|\d{2})\)?)?|(?:Nr|No)\. ?\w{1,6}|[A-Z]{1,3}"
)
# what an official publication is called, alone on a line at the head or foot
_PUBLICATION = re.compile(r"(?:kst|ah|h|blg|kv|stcrt|stb)(?:-[a-zA-Z0-9]{1,9}){1,5}")
_AH_NUMBER = re.compile(r"\d{1,5}")
_RETURN_ADDRESS = re.compile(r">?\s*Retouradres\b")

_FEET = (_PAGE_NUMBER, _KST_FOOT, _PUBLICATION)

# running heads stand in the top of the page, feet in the bottom: shares of its height
_HEAD_ZONE = 0.16
_FOOT_ZONE = 0.88
# notes are set smaller than this share of the text
_SMALL_PRINT = 0.945
# shorter lines are labels, values or cells
_LONG = 22
# what is held against every line of a page is bounded: a page may hold anything
_MOST = 500
_MOST_LABELS = 40
_STOP = (".", "?", "!", ")", "»", "”", "’")


@dataclass(slots=True)
class Page:
    """The lines of a page by what they are for, each group in reading order.

    ``body`` is the running text as it came, ``areas`` the same in reading order, with the tables
    and without the notes.
    """

    printed: PrintedPage
    column: Column
    head: list[PrintedLine] = field(default_factory=list)
    body: list[PrintedLine] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    notes: list[PrintedLine] = field(default_factory=list)
    foot: list[PrintedLine] = field(default_factory=list)
    # what a line beside the column is held against
    text: list[PrintedLine] = field(default_factory=list)
    labels: list[PrintedLine] = field(default_factory=list)


def lay_out(pages: Sequence[PrintedPage]) -> list[Page]:
    """Every line of every page under what it is for."""
    columns = _columns(pages)
    repeated = _repeated(pages)
    laid: list[Page] = []
    for printed in pages:
        page = Page(printed, _own_column(printed, columns[_shape(printed)]))
        page.text = [line for line in printed.lines if len(line.text) >= _LONG][:_MOST]
        page.labels = _labels(page)
        letterhead = _letterhead_end(page) if printed.number == pages[0].number else None
        for line in printed.lines:
            _place(line, page, repeated, letterhead)
        laid.append(page)
    _put_in_order(laid)
    for before, page in zip([None, *laid[:-1]], laid, strict=True):
        _take_notes(page, before)
    return laid


def _put_in_order(laid: Sequence[Page]) -> None:
    """The running text of each page in areas; what one page shows of columns helps the others."""
    found = [find_gutters(page.body, page.printed.tables) for page in laid]
    known: dict[tuple[int, int], set[float]] = defaultdict(set)
    for page, gutters in zip(laid, found, strict=True):
        known[_shape(page.printed)].update(gutter.x for gutter in gutters if gutter.sure)
    for page, gutters in zip(laid, found, strict=True):
        places = known[_shape(page.printed)]
        if places:
            gutters = find_gutters(page.body, page.printed.tables, places)
        areas = find_areas(page.body, page.printed.tables, page.column, gutters)
        page.areas = [piece for area in areas for piece in part_islands(area)]


def _shape(page: PrintedPage) -> tuple[int, int]:
    """Pages of one shape are set alike."""
    return round(page.width), round(page.height)


def _columns(pages: Sequence[PrintedPage]) -> dict[tuple[int, int], Column]:
    lines: dict[tuple[int, int], list[PrintedLine]] = defaultdict(list)
    for page in pages:
        lines[_shape(page)].extend(page.lines)
    return {shape: measure(found, float(shape[0])) for shape, found in lines.items()}


def _own_column(page: PrintedPage, usual: Column) -> Column:
    """The column of a page that is set otherwise: left and right pages may differ."""
    lines = [line for line in page.lines if abs(line.size - usual.size) <= 0.04 * usual.size]
    if len(lines) < 12 or sum(abs(x0(line) - usual.left) < 3 for line in lines) > 1:
        return usual
    own = measure(lines, page.width)
    # few lines do not show how far the column reaches
    right = own.right if len(lines) >= 25 else own.left + usual.width
    return replace(usual, left=own.left, right=right)


_Key = tuple[str, int]


def _keys(line: PrintedLine) -> tuple[_Key, _Key]:
    """A line at its height, as it stands and with its numbers masked."""
    text, height = line.text.strip().lower(), round(line.top / 12)
    return (text, height), (_DIGITS.sub("#", text), height)


def _repeated(pages: Sequence[PrintedPage]) -> set[_Key]:
    """Lines that come back at the same height in the head or foot of pages.

    The same words come back on two or three pages; words with another number on half of them
    (a heading "Vraag 5" may by chance stand where "Vraag 3" stood).
    """
    counts: Counter[_Key] = Counter()
    for page in pages:
        counts.update({key for line in page.lines if _in_zone(line, page) for key in _keys(line)})
    few = 2 if len(pages) < 6 else 3
    many = max(2, len(pages) // 2)
    found = {key for key, count in counts.items() if count >= (many if "#" in key[0] else few)}
    return found | {(text, height + by) for text, height in found for by in (-1, 1)}


def _in_zone(line: PrintedLine, page: PrintedPage) -> bool:
    """Whether a line stands where running heads and feet do."""
    return line.bottom < _HEAD_ZONE * page.height or line.top > _FOOT_ZONE * page.height


def _labels(page: Page) -> list[PrintedLine]:
    """The labels of a letter that stand beside the column, or side by side above the text."""
    found = [line for line in page.printed.lines if _LABEL.fullmatch(line.text)][:_MOST_LABELS]
    return [
        line
        for line in found
        if _is_beside(line, page.column) or any(same_row(line, other) for other in found)
    ]


def _is_beside(line: PrintedLine, column: Column) -> bool:
    return x0(line) > column.right + 1 or x1(line) < column.left - 3


def _letterhead_end(page: Page) -> float | None:
    """Where the letterhead of a letter ends: the top of its first Datum, Betreft or greeting."""
    height = page.printed.height
    upper = [line for line in page.printed.lines if line.top < 0.55 * height]
    within = [line for line in upper if not _is_beside(line, page.column)]
    marks = [line.top for line in within if _LETTERHEAD_END.match(line.text)]
    if not marks:
        marks = [line.top for line in within if _GREETING.match(line.text)]
    if not marks:
        return None
    addressed = any(
        _RETURN_ADDRESS.match(line.text) or "voorzitter van de" in line.text.lower()
        for line in upper
    )
    return min(marks) if addressed else None


def _place(
    line: PrintedLine,
    page: Page,
    repeated: set[_Key],
    letterhead: float | None,
) -> None:
    upper = line.top < 0.5 * page.printed.height
    if _is_furniture(line, page, repeated) or (
        letterhead is not None and line.top < letterhead - 3
    ):
        (page.head if upper else page.foot).append(line)
    else:
        page.body.append(line)


def _is_furniture(line: PrintedLine, page: Page, repeated: set[_Key]) -> bool:
    printed = page.printed
    if _in_zone(line, printed) and not QUESTION_HEADING.fullmatch(line.text):
        if any(foot.fullmatch(line.text) for foot in _FEET) or _is_beside_number(line, page):
            return True
        if any(key in repeated for key in _keys(line)) and not _ends_a_note(line, page):
            return True
    if printed.number == 1 and line.top < 0.4 * printed.height and _is_masthead(line, page):
        return True
    return _is_sideways(line, page) or _is_reference(line, page) or _in_margin(line, page)


def _is_beside_number(line: PrintedLine, page: Page) -> bool:
    """Whether a line of small print stands in one row with the number of its page.

    A paper of one page repeats nothing by which its foot could be told.
    """
    if line.size > _SMALL_PRINT * page.column.size:
        return False
    row = (other for other in page.printed.lines[:_MOST] if same_row(line, other))
    return any(other.text == str(page.printed.number) for other in row)


def _ends_a_note(line: PrintedLine, page: Page) -> bool:
    """Whether a line goes on in the small print above it: two notes may end in the same words."""
    if not page.body:
        return False
    last = page.body[-1]
    return (
        line.size <= _SMALL_PRINT * page.column.size
        and abs(line.size - last.size) <= 0.04 * last.size
        and 0 < line.top - last.top < 1.45 * line.size
        and abs(x0(line) - x0(last)) < 2 * line.size
    )


def _is_masthead(line: PrintedLine, page: Page) -> bool:
    """The head of the first page of a Kamerstuk or Aanhangsel, with its numbers."""
    if _AH_NUMBER.fullmatch(line.text) and line.bold and line.size > 1.3 * page.column.size:
        return True
    if _KST_LABEL.fullmatch(line.text) and x1(line) < page.column.left - 3:
        return True
    high = line.bottom < _HEAD_ZONE * page.printed.height
    return bool(_MASTHEAD.fullmatch(line.text)) and (high or len(line.text) > 20)


def _is_sideways(line: PrintedLine, page: Page) -> bool:
    """Whether a line runs up or down the side of a page that is not set so as a whole."""
    if len(line.text) < 4 or line.bottom - line.top < 2.5 * line.size:
        return False
    chars = sum(len(other.text) for other in page.printed.lines)
    return 4 * len(line.text) < chars


def _is_reference(line: PrintedLine, page: Page) -> bool:
    """Whether a line is a label of a letter, or the value printed under one."""
    return any(
        line is label
        or (
            abs(x0(line) - x0(label)) < 3
            and 0 < line.top - label.top < 2.2 * page.column.pitch
            and len(line.text) < _LONG + 8
        )
        for label in page.labels
    )


def _in_margin(line: PrintedLine, page: Page) -> bool:
    """Whether a line stands beside the column: a margin column or a colophon.

    Headings of Kamerstukken begin in the left margin in the size of the text or larger. A second
    column, or a box with text of its own, is no margin.
    """
    if not _is_beside(line, page.column) or _is_among_text(line, page):
        return False
    small = line.size < 0.93 * page.column.size
    if x0(line) > page.column.right + 1:
        return x0(line) > 0.6 * page.printed.width and (small or len(line.text) < 30)
    return small


def _is_among_text(line: PrintedLine, page: Page) -> bool:
    """Whether several lines of some length stand where this line does."""
    width = max(x1(line) - x0(line), 1.0)
    over = [
        other
        for other in page.text
        if min(x1(line), x1(other)) - max(x0(line), x0(other)) > 0.5 * width
    ]
    usual = [other for other in over if other.size > 0.93 * page.column.size]
    return len(usual) >= 3 or len(over) >= 5


def _take_notes(page: Page, before: Page | None) -> None:
    """Move the notes at the foot of each column out of its area."""
    for area in page.areas:
        if area.table is None and not _has_below(area, page.areas):
            start = _notes_start(area.lines, page, before)
            page.notes.extend(area.lines[start:])
            del area.lines[start:]


def _has_below(area: Area, areas: Sequence[Area]) -> bool:
    """Whether running text stands below an area, in its column."""
    bottom, column = area.lines[-1].bottom, area.column
    return any(
        other.lines
        and other.lines[0].top > bottom
        and other.column.left < column.right
        and column.left < other.column.right
        and not other.aside
        for other in areas
    )


def _notes_start(lines: Sequence[PrintedLine], page: Page, before: Page | None) -> int:
    """The index of the first line of the notes at the foot of a column."""
    small = _SMALL_PRINT * page.column.size
    start = len(lines)
    while start and lines[start - 1].size <= small:
        start -= 1
    if start == len(lines):
        return start
    # the first lines may end a note of the page before
    if any(is_note_start(line) for line in lines[start:]):
        return start
    unfinished = before is not None and before.notes and not before.notes[-1].text.endswith(_STOP)
    low = lines[-1].bottom > 0.75 * page.printed.height
    return start if unfinished and low else len(lines)


def is_note_start(line: PrintedLine) -> bool:
    """Whether a line of small print opens with the number of a note."""
    if line.raised and line.raised[0].start == 0:
        return line.raised[0].of(line.text).strip(".) ").isdigit() or line.text[0] == "*"
    return bool(_NOTE_START.match(line.text))
