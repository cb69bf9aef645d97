"""The columns of a page, found by the white space that runs down between them.

A gutter is white in every line of a run of lines, with text that fills its column on both sides:
so a table without rules, a list of labels or a margin is not taken for columns. A heading or a
table over the full width ends the run. The lines of a page come out as areas, each read from top
to bottom before the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from models.document import PrintedLine, PrintedTable, Span


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
class Area:
    """Lines of one column, from top to bottom; or one table.

    ``aside`` holds for a box that stands beside the running text, or within it.
    """

    column: Column
    lines: list[PrintedLine]
    table: PrintedTable | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Gutter:
    """The left edge of the column right of it, in points, and from where to where it runs.

    ``sure`` holds where so many lines run along it that other pages may be read by it.
    """

    x: float
    top: float
    bottom: float
    sure: bool


# the narrowest gutter, in ems; spaces of justified text stay below it
_GAP = 0.75
# columns narrower than this many ems hold cells or labels
_NARROW = 9.0
_FEW_LINES = 4
_MANY_LINES = 10
# a page of newsprint has 900 lines; a page with more is no page
_MOST_STRIPS = 2000
_MOST_PLACES = 60
_FEW_CHARS = 14


def x0(line: PrintedLine) -> float:
    """The left edge of a line."""
    return line.edges[0]


def x1(line: PrintedLine) -> float:
    """The right edge of a line."""
    return line.edges[-1]


def same_row(one: PrintedLine, other: PrintedLine) -> bool:
    """Whether two lines of a page stand beside each other."""
    if one.page != other.page or one.bottom <= other.top or other.bottom <= one.top:
        return False
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    lowest = min(one.bottom - one.top, other.bottom - other.top)
    apart = x0(other) >= x1(one) - 1 or x0(one) >= x1(other) - 1
    return apart and overlap > 0.6 * lowest


def part(line: PrintedLine, start: int, end: int) -> PrintedLine:
    """The characters ``start`` to ``end`` of a line as a line, without white space around them."""
    while start < end and line.text[start] == " ":
        start += 1
    while end > start and line.text[end - 1] == " ":
        end -= 1
    inside = Span(start, end)
    raised = tuple(span.shift(-start) for span in line.raised if inside.covers(span))
    edges = line.edges[start : end + 1]
    return replace(line, text=line.text[start:end], edges=edges, raised=raised)


def measure(lines: Sequence[PrintedLine], width: float) -> Column:
    """The column most characters are set in; ``width`` is that of the page."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    if not sizes:
        return Column(0.0, width, 10.0, 12.0)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) <= 0.04 * size]
    lefts: Counter[int] = Counter()
    for line in body:
        lefts[round(x0(line))] += len(line.text)
    left = lefts.most_common(1)[0][0]
    rights = sorted(x1(line) for line in body if abs(x0(line) - left) < 3)
    # the widest line may be a table or an address that runs over: leave a little out
    right = rights[int(0.985 * (len(rights) - 1))] if rights else width
    return Column(float(left), right, size, _pitch(body, size))


def _pitch(lines: Sequence[PrintedLine], size: float) -> float:
    """The usual distance from line to line."""
    steps: Counter[float] = Counter()
    for one, other in pairwise(lines):
        step = other.top - one.top
        if one.page == other.page and 0.9 * size < step < 2 * size:
            steps[round(step, 0)] += 1
    return float(steps.most_common(1)[0][0]) if steps else 1.25 * size


def find_gutters(
    lines: Sequence[PrintedLine],
    tables: Sequence[PrintedTable],
    known: Iterable[float] = (),
) -> list[Gutter]:
    """The gutters of a page, from left to right.

    At the places in ``known``, the gutters of other pages of the paper, little text is enough.
    """
    strips = [strip for line in lines for strip in cut_at_gaps(line, _GAP)]
    if not 2 <= len(strips) <= _MOST_STRIPS:
        return []
    known = tuple(known)
    found: list[Gutter] = []
    for x in _candidates(strips, known):
        # a list within a column begins to the right of its gutter
        near = [gutter for gutter in found if x - gutter.x < _NARROW * strips[0].size]
        sure = any(abs(x - place) < 3 for place in known)
        least = strips[0].size if sure else 2.5 * strips[0].size
        for top, bottom in _runs(strips, tables, x):
            if bottom - top < least or any(
                gutter.top < bottom and top < gutter.bottom for gutter in near
            ):
                continue
            left = max((g.x for g in found if g.top < bottom and top < g.bottom), default=None)
            sides = _sides(strips, x, top, bottom, left)
            if (sure and any(sides)) or _parts(sides, x):
                many = min(len(side) for side in sides) >= _MANY_LINES
                found.append(Gutter(x, top, bottom, many))
    return found


def cut_at_gaps(line: PrintedLine, ems: float) -> list[PrintedLine]:
    """A line cut at the spaces of so many ems and more: columns may share a printed line."""
    wide = ems * line.size
    edges = line.edges
    cuts = []
    at = line.text.find(" ")
    while at >= 0:
        if edges[at + 1] - edges[at] >= wide:
            cuts.append(at)
        at = line.text.find(" ", at + 1)
    if not cuts:
        return [line]
    ends = [0, *cuts, len(line.text)]
    return [piece for one, other in pairwise(ends) if (piece := part(line, one, other)).text]


def _candidates(strips: Sequence[PrintedLine], known: Sequence[float]) -> list[float]:
    """Where several lines begin, right of where the page begins."""
    begins = Counter(round(x0(strip)) for strip in strips if len(strip.text) >= _FEW_CHARS)
    least = min(x0(strip) for strip in strips) + _NARROW * strips[0].size
    places = sorted(
        x for x in begins if x > least and sum(begins[x + by] for by in range(3)) >= _FEW_LINES
    )
    found: list[float] = [x - 1.0 for x in known]
    found.extend(x - 1.0 for x in places if not any(abs(x - place) < 4 for place in known))
    return sorted(found[:_MOST_PLACES])


def _runs(
    strips: Sequence[PrintedLine], tables: Sequence[PrintedTable], x: float
) -> list[tuple[float, float]]:
    """The stretches of the page, from top to bottom, in which nothing is printed across ``x``."""
    crossing = [
        (strip.top, strip.bottom)
        for strip in strips
        if x0(strip) < x - 1 and x1(strip) > x - 0.6 * _GAP * strip.size
    ]
    crossing.extend(
        (table.box.top, table.box.bottom)
        for table in tables
        if table.box.x0 < x - 1 and table.box.x1 > x
    )
    runs = []
    top = float("-inf")
    for high, low in sorted(crossing):
        if high > top:
            runs.append((top, high))
        top = max(top, low)
    return [*runs, (top, float("inf"))]


def _sides(
    strips: Sequence[PrintedLine], x: float, top: float, bottom: float, left: float | None
) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """What stands left and right of ``x`` in a stretch of the page."""
    inside = [strip for strip in strips if top <= (strip.top + strip.bottom) / 2 < bottom]
    begin = float("-inf") if left is None else left - 1
    return (
        [strip for strip in inside if begin <= x0(strip) < x - 1],
        # the next column but one does not say how wide this one is
        [strip for strip in inside if x - 1 <= x0(strip) < x + _NARROW * strip.size],
    )


def _parts(sides: tuple[list[PrintedLine], list[PrintedLine]], x: float) -> bool:
    """Whether running text stands on both sides, side by side."""
    left, right = sides
    if not (_fills(left, x) and _fills(right, None)):
        return False
    top = max(left[0].top, right[0].top)
    bottom = min(max(strip.bottom for strip in left), max(strip.bottom for strip in right))
    return bottom - top > 2.5 * left[0].size


def _fills(strips: Sequence[PrintedLine], end: float | None) -> bool:
    """Whether lines fill their column as running text does, not as cells or labels."""
    if len(strips) < _FEW_LINES:
        return False
    begin = min(x0(strip) for strip in strips)
    widths = [x1(strip) - x0(strip) for strip in strips]
    width = max(x1(strip) for strip in strips) - begin if end is None else end - begin
    long = median(len(strip.text) for strip in strips) >= _FEW_CHARS
    return long and width >= _NARROW * strips[0].size and median(widths) >= 0.5 * width


def find_areas(
    lines: Sequence[PrintedLine],
    tables: Sequence[PrintedTable],
    column: Column,
    gutters: Sequence[Gutter],
) -> list[Area]:
    """The areas of a page in reading order; ``column`` is that of a page without gutters."""
    if not gutters:
        return _stack(lines, tables, column)
    full = Column(
        min(x0(line) for line in lines),
        max(x1(line) for line in lines),
        column.size,
        column.pitch,
    )
    areas: list[Area] = []
    for top, bottom in _bands(gutters):
        inside = [line for line in lines if top <= (line.top + line.bottom) / 2 < bottom]
        boxed = [table for table in tables if top <= table.box.top < bottom]
        between = [gutter.x for gutter in gutters if gutter.top <= top < gutter.bottom]
        if not between:
            areas.extend(_stack(inside, boxed, full))
            continue
        edges = [full.left, *between, full.right]
        side_by_side = _side_by_side(inside, boxed, edges, full)
        _mark_aside(side_by_side, [other - one for one, other in pairwise(edges)], column)
        areas.extend(area for areas_of_one in side_by_side for area in areas_of_one)
    return areas


def _bands(gutters: Sequence[Gutter]) -> list[tuple[float, float]]:
    """The page cut where a gutter begins or ends."""
    cuts = {float("-inf"), float("inf")}
    cuts.update(edge for gutter in gutters for edge in (gutter.top, gutter.bottom))
    return list(pairwise(sorted(cuts)))


def _side_by_side(
    lines: Sequence[PrintedLine],
    tables: Sequence[PrintedTable],
    edges: Sequence[float],
    full: Column,
) -> list[list[Area]]:
    """The areas of each column of a band, from left to right."""
    columns: list[list[PrintedLine]] = [[] for _ in edges[1:]]
    for line in lines:
        for index, piece in _split(line, edges[1:-1]):
            columns[index].append(piece)
    areas = []
    for index, found in enumerate(columns):
        left, right = edges[index], edges[index + 1]
        own = [table for table in tables if left - 3 <= table.box.x0 < right - 3]
        column = measure(found, right)
        areas.append(_stack(found, own, replace(column, pitch=column.pitch or full.pitch)))
    return areas


def _split(line: PrintedLine, between: Sequence[float]) -> list[tuple[int, PrintedLine]]:
    """The pieces of a line with the column each stands in."""
    pieces: list[tuple[int, PrintedLine]] = []
    start = 0
    here = sum(x0(line) >= x - 1 for x in between)
    for at, char in enumerate(line.text):
        if char != " " or at + 1 >= len(line.text):
            continue
        there = sum(line.edges[at + 1] >= x - 1 for x in between)
        if there > here:
            pieces.append((here, part(line, start, at)))
            start, here = at + 1, there
    return [*pieces, (here, part(line, start, len(line.text)))]


def _stack(
    lines: Sequence[PrintedLine], tables: Sequence[PrintedTable], column: Column
) -> list[Area]:
    """Lines and tables of one column from top to bottom."""
    areas: list[Area] = []
    rest = list(lines)
    for table in sorted(tables, key=lambda table: table.box.top):
        above = [line for line in rest if line.top < table.box.top]
        rest = [line for line in rest if line.top >= table.box.top]
        if above:
            areas.append(Area(column, above))
        areas.append(Area(column, [], table))
    if rest:
        areas.append(Area(column, rest))
    return areas


def _mark_aside(columns: Sequence[Sequence[Area]], widths: Sequence[float], usual: Column) -> None:
    """Mark the narrower of two columns that are not alike as a box beside the running text."""
    if len(columns) != 2 or not all(columns):
        return
    one, other = (areas[0].column.size for areas in columns)
    narrow = widths.index(min(widths))
    if min(widths) > 0.75 * max(widths):
        if abs(one - other) <= 0.06 * usual.size:
            return
        # of two as wide, the one that is not set as the rest of the paper is
        narrow = 0 if abs(one - usual.size) > abs(other - usual.size) else 1
    for area in columns[narrow]:
        area.aside = True
