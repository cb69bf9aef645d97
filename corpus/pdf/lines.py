"""Glyphs into printed lines: rows by baseline, words by the gaps between the glyphs.

The spaces of a PDF's text layer are not trusted where they are missing or made up by a reader:
a space that is itself printed counts, a gap counts when it is wide enough for one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from models.document import PrintedLine, Span


class Style(NamedTuple):
    """What a glyph is set in: size in points, weight, slant; ``sideways`` text runs vertically."""

    size: float
    bold: bool
    italic: bool
    sideways: bool = False


class Glyph(NamedTuple):
    """One character with its advance box, in points from the top left of the page."""

    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    char: str
    style: Style


@dataclass(slots=True)
class _Run:
    """Glyphs that follow one another on one baseline in one size."""

    glyphs: list[Glyph]
    raised: bool = False

    base: float = field(init=False)
    size: float = field(init=False)
    x0: float = field(init=False)

    def __post_init__(self) -> None:
        first = self.glyphs[0]
        self.base, self.size, self.x0 = first.base, first.style.size, first.x0

    @property
    def x1(self) -> float:
        """The right edge of the last glyph."""
        return self.glyphs[-1].x1


# a gap within a line, in ems, beyond which what follows stands in another column
_COLUMN_GAP = 2.2
# bullets and numbers stand further from their text than words from each other
_LABEL_GAP = 5.0
_LABEL_LENGTH = 5
# no letter reaches further from its baseline, in ems
_ABOVE = 1.2
_BELOW = 0.5
_ENDS = frozenset(".;:?!)")


def find_lines(glyphs: Iterable[Glyph], page: int) -> tuple[PrintedLine, ...]:
    """The printed lines of a page (or of a cell), from top to bottom and left to right."""
    upright: list[Glyph] = []
    sideways: list[Glyph] = []
    for glyph in glyphs:
        (sideways if glyph.style.sideways else upright).append(glyph)
    lines = [
        line
        for row in _rows(_runs(upright))
        for piece in _pieces(row)
        if (line := _line(piece, page)) is not None
    ]
    lines.extend(_sideways_lines(sideways, page))
    return tuple(lines)


def _runs(glyphs: Sequence[Glyph]) -> list[_Run]:
    """Glyphs as they come, cut where the baseline, the size or the direction changes."""
    runs: list[_Run] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None and _follows(last, glyph):
            # some papers print bold by printing twice
            if glyph.char != last.char or glyph.x0 - last.x0 > 0.08 * glyph.style.size:
                runs[-1].glyphs.append(glyph)
                last = glyph
        else:
            runs.append(_Run([glyph]))
            last = glyph
    return [run for run in runs if any(glyph.char != " " for glyph in run.glyphs)]


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = glyph.style.size
    return (
        abs(glyph.base - last.base) < 0.5
        and abs(size - last.style.size) < 0.5
        and -0.25 * size < glyph.x0 - last.x1 < 0.9 * size
    )


def _rows(runs: list[_Run]) -> list[list[_Run]]:
    """Runs that share a baseline, each row from left to right; raised runs join their host."""
    runs.sort(key=lambda run: (run.base, run.x0))
    hosted = _hosted(runs)
    rows: list[list[_Run]] = []
    row_of: dict[int, list[_Run]] = {}
    guests: list[tuple[_Run, _Run]] = []
    for run in runs:
        host = hosted.get(id(run))
        if host is not None and id(host) not in hosted:
            guests.append((run, host))
            continue
        if not rows or run.base - rows[-1][0].base >= 0.2 * max(run.size, 4.0):
            rows.append([])
        rows[-1].append(run)
        row_of[id(run)] = rows[-1]
    for run, host in guests:
        run.raised = run.base < host.base - 0.5
        row_of[id(host)].append(run)
    for row in rows:
        row.sort(key=lambda run: run.x0)
    return rows


def _hosted(runs: Sequence[_Run]) -> dict[int, _Run]:
    """For each small run beside a larger one: which one (by the ``id`` of the small run)."""
    by_size: dict[float, list[_Run]] = defaultdict(list)
    for run in runs:
        by_size[run.size].append(run)
    bases = {size: [run.base for run in found] for size, found in by_size.items()}
    hosted = {}
    for run in runs:
        if len(run.glyphs) <= 8:
            larger = [size for size in by_size if size > 1.03 * run.size]
            host = _host(run, [(by_size[size], bases[size]) for size in larger])
            if host is not None:
                hosted[id(run)] = host
    return hosted


def _host(run: _Run, groups: Iterable[tuple[list[_Run], list[float]]]) -> _Run | None:
    """The run of full size that a small raised or lowered run stands beside."""
    best: _Run | None = None
    reach = 1.25 * run.size
    for runs, bases in groups:
        first = bisect_left(bases, run.base - reach)
        for other in runs[first : bisect_left(bases, run.base + reach)]:
            if _hosts(other, run) and (
                best is None or _distance(other, run) < _distance(best, run)
            ):
                best = other
    return best


def _hosts(other: _Run, run: _Run) -> bool:
    """Whether ``run`` is small against ``other``, stands off its baseline and touches it."""
    size = other.size
    if run.size > 0.85 * size and not (run.size <= 0.97 * size and other.base - run.base > 1.5):
        return False
    rise = (other.base - run.base) / max(size, 1.0)
    return (0.12 < rise < 0.75 or -0.3 < rise < -0.08) and _distance(other, run) < 0.8 * size


def _distance(other: _Run, run: _Run) -> float:
    """How far the two stand apart on the line; 0 where ``run`` lies within ``other``."""
    return max(run.x0 - other.x1, other.x0 - run.x1, 0.0)


def _pieces(row: list[_Run]) -> list[list[_Run]]:
    """A row cut where a column ends."""
    pieces = [[row[0]]]
    for run in row[1:]:
        last = max(pieces[-1], key=lambda run: run.x1)
        if _parts(pieces[-1], last, run):
            pieces.append([run])
        else:
            pieces[-1].append(run)
    return pieces


def _parts(piece: list[_Run], last: _Run, run: _Run) -> bool:
    """Whether ``run`` begins another column than the piece before it."""
    gap = (run.x0 - last.x1) / max(min(run.size, last.size), 1.0)
    if not run.raised and not last.raised and abs(run.size - last.size) > 0.08 * last.size:
        return gap > 0.8
    if gap <= _COLUMN_GAP:
        return False
    length = sum(glyph.char != " " for run in piece for glyph in run.glyphs)
    return gap > _LABEL_GAP or length > _LABEL_LENGTH


def _line(runs: list[_Run], page: int) -> PrintedLine | None:
    """Runs of one column into a line, with spaces where there is room for them."""
    chars: list[str] = []
    edges: list[float] = []
    raised: list[Span] = []
    last: Glyph | None = None
    end = 0.0
    for run in runs:
        start = len(chars)
        for glyph in run.glyphs:
            space = chars[-1:] == [" "]
            if glyph.char == " ":
                if not chars or space:
                    continue
            elif last is not None and not space and not run.raised and _is_gap(last, glyph, end):
                chars.append(" ")
                edges.append(end)
            chars.append(glyph.char)
            edges.append(max(glyph.x0, edges[-1] if edges else glyph.x0))
            if glyph.char != " ":
                last = glyph
                end = max(end, glyph.x1)
        if run.raised and len(chars) > start:
            raised.append(_trimmed(chars, start))
    return _finished(runs, chars, edges, end, tuple(span for span in raised if len(span)), page)


def _trimmed(chars: Sequence[str], start: int) -> Span:
    end = len(chars)
    while end > start and chars[end - 1] == " ":
        end -= 1
    while start < end and chars[start] == " ":
        start += 1
    return Span(start, end)


def _is_gap(last: Glyph, glyph: Glyph, end: float) -> bool:
    """Whether the room between two glyphs is a space that was not printed."""
    size = min(last.style.size, glyph.style.size)
    gap = glyph.x0 - end
    if last.char in _ENDS and glyph.char.isupper() and last.char != "(":
        return gap > 0.15 * size
    # small print on a coarse grid has gaps within words: hence a fixed part
    return gap > min(0.12 * size + 0.8, 0.24 * size)


def _finished(
    runs: list[_Run],
    chars: list[str],
    edges: list[float],
    end: float,
    raised: tuple[Span, ...],
    page: int,
) -> PrintedLine | None:
    while chars and chars[-1] == " ":
        chars.pop()
        edges.pop()
    if not chars:
        return None
    edges = _spread([*edges, max(end, edges[-1])])
    main = [glyph for run in runs if not run.raised for glyph in run.glyphs] or runs[0].glyphs
    styles = Counter(glyph.style for glyph in main if glyph.char != " ")
    style = styles.most_common(1)[0][0] if styles else main[0].style
    return PrintedLine(
        text="".join(chars),
        page=page,
        # some fonts claim to be twenty times as high as they are
        top=round(min(max(glyph.top, glyph.base - _ABOVE * style.size) for glyph in main), 2),
        bottom=round(max(min(glyph.bottom, glyph.base + _BELOW * style.size) for glyph in main), 2),
        edges=tuple(edges),
        size=round(style.size, 2),
        bold=_mostly(styles, 1),
        italic=_mostly(styles, 2),
        raised=raised,
    )


def _mostly(styles: Counter[Style], field: int) -> bool:
    yes = sum(count for style, count in styles.items() if style[field])
    return yes * 2 > sum(styles.values())


def _spread(edges: list[float]) -> list[float]:
    """Characters that share one glyph (a ligature) share its width evenly."""
    index = 0
    while index < len(edges) - 1:
        stop = index + 1
        while stop < len(edges) and edges[stop] == edges[index]:
            stop += 1
        if stop - index > 1 and stop < len(edges):
            step = (edges[stop] - edges[index]) / (stop - index)
            for at in range(index + 1, stop):
                edges[at] = edges[index] + step * (at - index)
        index = stop
    return [round(edge, 2) for edge in edges]


def _sideways_lines(glyphs: Sequence[Glyph], page: int) -> list[PrintedLine]:
    """Text that runs up or down the page: one line per run, its width shared evenly."""
    lines = []
    start = 0
    for index in range(1, len(glyphs) + 1):
        if index < len(glyphs) and abs(glyphs[index].base - glyphs[start].base) < 1.0:
            continue
        line = _sideways_line(glyphs[start:index], page)
        if line is not None:
            lines.append(line)
        start = index
    return lines


def _sideways_line(glyphs: Sequence[Glyph], page: int) -> PrintedLine | None:
    text = "".join(glyph.char for glyph in glyphs).rstrip()
    if not text.strip():
        return None
    x0 = min(glyph.x0 for glyph in glyphs)
    x1 = max(glyph.x1 for glyph in glyphs)
    step = (x1 - x0) / len(text)
    style = glyphs[0].style
    return PrintedLine(
        text=text,
        page=page,
        top=round(min(glyph.top for glyph in glyphs), 2),
        bottom=round(max(glyph.bottom for glyph in glyphs), 2),
        edges=tuple(round(x0 + step * at, 2) for at in range(len(text) + 1)),
        size=round(style.size, 2),
        bold=style.bold,
        italic=style.italic,
    )
