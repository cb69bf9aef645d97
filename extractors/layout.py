"""What each printed line of a paper is for: running text, note, or page furniture.

Furniture is told by position and repetition: the margin column and letterhead of departmental
letters, running heads and feet, page numbers, the colophon of Kamerstukken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

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
    r"\d{1,3}(?:(?:, | en | t/m )\d{1,3})*)?:?"
)
_LETTERHEAD_END = re.compile(r"(?:Datum|Betreft|Onderwerp)\b")
# the foot of a Kamerstuk or Aanhangsel, also where it has one page; and its number at the head
_KST_FOOT = re.compile(
    r"(?:Tweede|Eerste) Kamer, vergaderjaar \d{4}[-–]\d{2,4}, (?:Aanhangsel|\d{2} ?\d{3}).{0,60}"
)
_KST_LABEL = re.compile(r"\d{2} ?\d{3}(?:[ -]?\(?[A-Z]{1,6}\)?)?|(?:Nr|No)\. ?\w{1,6}|[A-Z]{1,3}")
_AH_NUMBER = re.compile(r"\d{1,5}")
_RETURN_ADDRESS = re.compile(r">?\s*Retouradres\b")

# running heads stand in the top of the page, feet in the bottom: shares of its height
_HEAD_ZONE = 0.16
_FOOT_ZONE = 0.88


@dataclass(frozen=True, slots=True)
class Column:
    """The column the running text is set in, in points, and its usual size and line pitch."""

    left: float
    right: float
    size: float
    pitch: float

    @property
    def width(self) -> float:
        """From edge to edge."""
        return max(self.right - self.left, 1.0)


@dataclass(slots=True)
class Page:
    """The lines of a page by what they are for, each group in reading order."""

    printed: PrintedPage
    column: Column
    head: list[PrintedLine] = field(default_factory=list)
    body: list[PrintedLine] = field(default_factory=list)
    notes: list[PrintedLine] = field(default_factory=list)
    foot: list[PrintedLine] = field(default_factory=list)


def lay_out(pages: Sequence[PrintedPage]) -> list[Page]:
    """Every line of every page under what it is for."""
    columns = _columns(pages)
    repeated = _repeated(pages)
    laid = []
    for printed in pages:
        column = columns[_shape(printed)]
        page = Page(printed, column)
        letterhead = _letterhead_end(printed) if printed.number == pages[0].number else None
        for line in printed.lines:
            _place(line, page, repeated, letterhead)
        _take_notes(page)
        page.body = _reading_order(page.body, column)
        laid.append(page)
    return laid


def x0(line: PrintedLine) -> float:
    """The left edge of a line."""
    return line.edges[0]


def x1(line: PrintedLine) -> float:
    """The right edge of a line."""
    return line.edges[-1]


def same_row(one: PrintedLine, other: PrintedLine) -> bool:
    """Whether two lines of a page stand beside each other."""
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    lowest = min(one.bottom - one.top, other.bottom - other.top)
    apart = x0(other) >= x1(one) - 1 or x0(one) >= x1(other) - 1
    return apart and overlap > 0.6 * lowest


def _shape(page: PrintedPage) -> tuple[int, int]:
    """Pages of one shape are set alike."""
    return round(page.width), round(page.height)


def _columns(pages: Sequence[PrintedPage]) -> dict[tuple[int, int], Column]:
    lines: dict[tuple[int, int], list[PrintedLine]] = defaultdict(list)
    for page in pages:
        lines[_shape(page)].extend(page.lines)
    return {shape: _column(found, shape[0]) for shape, found in lines.items()}


def _column(lines: Sequence[PrintedLine], width: int) -> Column:
    """The column most characters are set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    if not sizes:
        return Column(0.0, float(width), 10.0, 12.0)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) <= 0.04 * size]
    lefts: Counter[int] = Counter()
    for line in body:
        lefts[round(x0(line))] += len(line.text)
    left = lefts.most_common(1)[0][0]
    rights = sorted(x1(line) for line in body if abs(x0(line) - left) < 3)
    # the widest line may be a table or an address that runs over: leave a little out
    right = rights[int(0.985 * (len(rights) - 1))] if rights else float(width)
    return Column(float(left), right, size, _pitch(body, size))


def _pitch(lines: Sequence[PrintedLine], size: float) -> float:
    """The usual distance from line to line."""
    steps: Counter[float] = Counter()
    for one, other in pairwise(lines):
        step = other.top - one.top
        if one.page == other.page and 0.9 * size < step < 2 * size:
            steps[round(step, 0)] += 1
    return float(steps.most_common(1)[0][0]) if steps else 1.25 * size


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


def _letterhead_end(page: PrintedPage) -> float | None:
    """Where the letterhead of a letter ends: the top of its first Datum or Betreft line."""
    upper = [line for line in page.lines if line.top < 0.55 * page.height]
    marks = [line.top for line in upper if _LETTERHEAD_END.match(line.text)]
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
        known = any(key in repeated for key in _keys(line))
        if known or _PAGE_NUMBER.fullmatch(line.text) or _KST_FOOT.fullmatch(line.text):
            return True
    if printed.number == 1 and line.top < 0.4 * printed.height and _is_masthead(line, page):
        return True
    return _in_margin(line, page)


def _is_masthead(line: PrintedLine, page: Page) -> bool:
    """The head of the first page of a Kamerstuk or Aanhangsel, with its numbers."""
    if _AH_NUMBER.fullmatch(line.text) and line.bold and line.size > 1.3 * page.column.size:
        return True
    if _KST_LABEL.fullmatch(line.text) and x1(line) < page.column.left - 3:
        return True
    high = line.bottom < _HEAD_ZONE * page.printed.height
    return bool(_MASTHEAD.fullmatch(line.text)) and (high or len(line.text) > 20)


def _in_margin(line: PrintedLine, page: Page) -> bool:
    """Whether a line stands beside the column: a margin column or a colophon.

    Headings of Kamerstukken begin in the left margin in the size of the text or larger.
    """
    column = page.column
    small = line.size < 0.93 * column.size
    if x0(line) > column.right + 1 and x0(line) > 0.6 * page.printed.width:
        return small or len(line.text) < 30
    return small and x1(line) < column.left - 3


def _take_notes(page: Page) -> None:
    """Move the notes at the foot of the column out of the body."""
    small = 0.945 * page.column.size
    start = len(page.body)
    while start and page.body[start - 1].size <= small:
        start -= 1
    # the first lines may end a note of the page before
    if any(is_note_start(line) for line in page.body[start:]):
        page.notes = page.body[start:]
        page.body = page.body[:start]


def is_note_start(line: PrintedLine) -> bool:
    """Whether a line of small print opens with the number of a note."""
    if line.raised and line.raised[0].start == 0:
        return line.raised[0].of(line.text).strip(".) ").isdigit() or line.text[0] == "*"
    return bool(_NOTE_START.match(line.text))


def _reading_order(lines: list[PrintedLine], column: Column) -> list[PrintedLine]:
    """Side by side columns one after the other; else from top to bottom as they came."""
    second = [line for line in lines if x0(line) > column.right + 3]
    if sum(len(line.text) for line in second) < 0.25 * sum(len(line.text) for line in lines):
        return lines
    first = [line for line in lines if x0(line) <= column.right + 3]
    spanning = [line.top for line in first if x1(line) > column.right + 0.3 * column.width]
    ordered: list[PrintedLine] = []
    for low, high in _bands(spanning):
        ordered.extend(line for line in first if low <= line.top < high)
        ordered.extend(line for line in second if low <= line.top < high)
    return ordered


def _bands(tops: Iterable[float]) -> list[tuple[float, float]]:
    """The page cut below each line that spans the columns."""
    cuts = [float("-inf"), *sorted(tops), float("inf")]
    return list(pairwise(cuts))
