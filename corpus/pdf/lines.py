"""Glyphs into printed lines: rows by baseline, words by the gaps between the glyphs.

The spaces of a PDF's text layer are not trusted where they are missing or made up by a reader:
a space that is itself printed counts, a gap counts when it is wide enough for one.

What concerns glyphs is reckoned for a whole page at once, in arrays; what concerns runs of them,
of which a page has some hundreds, one by one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from corpus.pdf.arrays import Flags, Floats, Ints, insert, rising, starts
from models.document import Edges, PrintedLine, Span


class Style(NamedTuple):
    """What a glyph is set in: size in points, weight, slant; ``sideways`` text runs vertically."""

    size: float
    bold: bool
    italic: bool
    sideways: bool = False


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters in the order they were put down: arrays of one length, an entry for each.

    ``x0``, ``x1``, ``top`` and ``bottom`` are its advance box and ``base`` its baseline (of
    sideways text: the x it runs along), in points from the top left of the page; ``code`` is the
    code point, ``style`` the index of its style in ``styles``.
    """

    x0: Floats
    x1: Floats
    top: Floats
    bottom: Floats
    base: Floats
    code: Ints
    style: Ints
    styles: tuple[Style, ...]

    @classmethod
    def none(cls) -> Glyphs:
        """No glyphs at all."""
        at, number = np.zeros(0), np.zeros(0, np.int64)
        return cls(at, at, at, at, at, number, number, ())

    def __len__(self) -> int:
        return len(self.code)

    def take(self, which: Ints | Flags | slice) -> Glyphs:
        """These glyphs only: their indices, a flag for every glyph, or a part of them."""
        return Glyphs(
            self.x0[which],
            self.x1[which],
            self.top[which],
            self.bottom[which],
            self.base[which],
            self.code[which],
            self.style[which],
            self.styles,
        )


@dataclass(slots=True)
class _Run:
    """Glyphs ``start`` up to ``end`` that follow one another on one baseline in one size.

    ``length`` counts those that are no space; ``place`` is the part of the page they stand in.
    """

    start: int
    end: int
    base: float
    size: float
    x0: float
    x1: float
    length: int
    place: int
    raised: bool = False


# a gap within a line, in ems, beyond which what follows stands in another column
_COLUMN_GAP = 2.2
# bullets and numbers stand further from their text than words from each other
_LABEL_GAP = 5.0
_LABEL_LENGTH = 5
# runs at about one height: a line of a broad table has dozens, of an absurd page thousands
_MOST_NEAR = 200
# no letter reaches further from its baseline, in ems
_ABOVE = 1.2
_BELOW = 0.5
_ENDS = frozenset(".;:?!)")
_SPACE = ord(" ")


def find_lines(
    glyphs: Glyphs, page: int, places: Ints | None = None, count: int = 1
) -> list[tuple[PrintedLine, ...]]:
    """The printed lines of each place on a page, from top to bottom and left to right.

    ``places`` says for every glyph in which of the ``count`` places it stands (the page itself, a
    cell of a table), counted from 0; without it there is one place.
    """
    if not len(glyphs):
        return [()] * count
    places = np.zeros(len(glyphs), np.int64) if places is None else places
    lines: list[list[PrintedLine]] = [[] for _ in range(count)]
    sideways = np.array([style.sideways for style in glyphs.styles], bool)[glyphs.style]
    if count > 1 or sideways.any():
        order = np.lexsort((places, sideways))
        glyphs, places = glyphs.take(order), places[order]
    upright = len(sideways) - int(np.count_nonzero(sideways))
    for part, find in (slice(upright), _upright_lines), (slice(upright, None), _sideways_lines):
        if len(places[part]):
            for place, line in find(glyphs.take(part), places[part], page):
                lines[place].append(line)
    return [tuple(found) for found in lines]


def _upright_lines(glyphs: Glyphs, places: Ints, page: int) -> Iterator[tuple[int, PrintedLine]]:
    glyphs, runs = _runs(glyphs, places)
    pieces = [
        piece
        for _, here in groupby(runs, key=attrgetter("place"))
        for row in _rows(list(here))
        for piece in _pieces(row)
    ]
    if pieces:
        where = [piece[0].place for piece in pieces]
        yield from zip(where, _set(glyphs, pieces, page), strict=True)


def _sizes(glyphs: Glyphs) -> Floats:
    return np.array([style.size for style in glyphs.styles])[glyphs.style]


def _runs(glyphs: Glyphs, places: Ints) -> tuple[Glyphs, list[_Run]]:
    """Glyphs as they come, cut where the baseline, the size or the direction changes.

    The glyphs that runs point into are given with them: some papers print bold by printing
    twice, and the second time is left out.
    """
    size = _sizes(glyphs)
    step = glyphs.x0[1:] - glyphs.x1[:-1]
    alike = (
        (np.abs(glyphs.base[1:] - glyphs.base[:-1]) < 0.5)
        & (np.abs(size[1:] - size[:-1]) < 0.5)
        & (places[1:] == places[:-1])
    )
    follows = alike & (-0.25 * size[1:] < step) & (step < 0.9 * size[1:])
    moved = np.abs(glyphs.x0[1:] - glyphs.x0[:-1])
    # two characters in exactly one place are what one glyph (a ligature) is read as
    again = alike & (glyphs.code[1:] == glyphs.code[:-1]) & (moved <= 0.08 * size[1:])
    again &= follows | (moved > 0)
    if again.any():
        kept = np.append(True, ~again)
        glyphs, size, places, follows = glyphs.take(kept), size[kept], places[kept], follows[~again]
    start = np.append(0, (~follows).nonzero()[0] + 1)
    end = np.append(start[1:], len(glyphs))
    length = np.add.reduceat(glyphs.code != _SPACE, start, dtype=np.int64)
    x0, x1 = glyphs.x0[start], glyphs.x1[end - 1]
    columns = (start, end, glyphs.base[start], size[start], x0, x1, length, places[start])
    runs = map(_Run, *(column.tolist() for column in columns))
    return glyphs, [run for run in runs if run.length]


def _rows(runs: list[_Run]) -> list[list[_Run]]:
    """Runs that share a baseline, each row from left to right; raised runs join their host."""
    runs.sort(key=attrgetter("base", "x0"))
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
        row.sort(key=attrgetter("x0"))
    return rows


def _hosted(runs: Sequence[_Run]) -> dict[int, _Run]:
    """For each small run beside a larger one: which one (by the ``id`` of the small run)."""
    by_size: dict[float, list[_Run]] = defaultdict(list)
    for run in runs:
        by_size[run.size].append(run)
    groups = {size: (found, [run.base for run in found]) for size, found in by_size.items()}
    hosted = {}
    for size, found in by_size.items():
        larger = [group for other, group in groups.items() if other > 1.03 * size]
        for run in found if larger else ():
            if run.end - run.start <= 8:
                host = _host(run, larger)
                if host is not None:
                    hosted[id(run)] = host
    return hosted


def _host(run: _Run, groups: Iterable[tuple[list[_Run], list[float]]]) -> _Run | None:
    """The run of full size that a small raised or lowered run stands beside."""
    best: _Run | None = None
    reach = 1.25 * run.size
    for runs, bases in groups:
        first = bisect_left(bases, run.base - reach)
        last = min(bisect_left(bases, run.base + reach), first + _MOST_NEAR)
        for other in runs[first:last]:
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
    last = row[0]
    for run in row[1:]:
        if _parts(pieces[-1], last, run):
            pieces.append([run])
            last = run
        else:
            pieces[-1].append(run)
            last = run if run.x1 > last.x1 else last
    return pieces


def _parts(piece: list[_Run], last: _Run, run: _Run) -> bool:
    """Whether ``run`` begins another column than the piece before it."""
    gap = (run.x0 - last.x1) / max(min(run.size, last.size), 1.0)
    if not run.raised and not last.raised and abs(run.size - last.size) > 0.08 * last.size:
        return gap > 0.8
    if gap <= _COLUMN_GAP:
        return False
    return gap > _LABEL_GAP or sum(run.length for run in piece) > _LABEL_LENGTH


def _set(glyphs: Glyphs, pieces: Sequence[Sequence[_Run]], page: int) -> Iterator[PrintedLine]:
    """Each piece as a line, with spaces where there is room for them."""
    sheet = _Sheet.of(glyphs, pieces)
    code, x0, run = _typed(sheet)
    line = sheet.line_of[run]
    start = starts(line)
    stop = np.append(start[1:], len(line))
    text = code.astype("<u4").tobytes().decode("utf-32-le")
    edges = _hundredths(_edges(sheet, x0, line, stop))
    top, bottom, styles = _measures(sheet)
    raised = _raised(sheet, text, run)
    for number, (first, last) in enumerate(zip(start.tolist(), stop.tolist(), strict=True)):
        style, bold, italic = styles[number]
        yield PrintedLine(
            text=text[first:last],
            page=page,
            top=top[number],
            bottom=bottom[number],
            # each line before this one has one edge more than characters
            edges=Edges(edges, range(first + number, last + number + 1)),
            size=style.size,
            bold=bold,
            italic=italic,
            raised=tuple(span.shift(-first) for span in raised[number]),
        )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Glyphs in reading order, with for each its run, its line and whether it is raised.

    ``solid`` are the indices of those that are no space, ``end`` how far the line has come after
    each of these; ``last`` is which of these is the last of each line. ``line_of`` and ``high``
    say of each run which line it is in and whether it is raised.
    """

    glyphs: Glyphs
    run: Ints
    line: Ints
    raised: Flags
    solid: Ints
    end: Floats
    last: Ints
    line_of: Ints
    high: Flags

    @classmethod
    def of(cls, glyphs: Glyphs, pieces: Sequence[Sequence[_Run]]) -> _Sheet:
        """The glyphs of the pieces, one piece after another."""
        runs = [run for piece in pieces for run in piece]
        start = np.array([run.start for run in runs])
        length = np.array([run.end for run in runs]) - start
        run = np.repeat(np.arange(len(runs)), length)
        glyphs = glyphs.take((start - np.cumsum(length) + length)[run] + np.arange(len(run)))
        line_of = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
        high = np.array([run.raised for run in runs])
        line = line_of[run]
        solid = (glyphs.code != _SPACE).nonzero()[0]
        end = rising(glyphs.x1[solid], line[solid])
        last = np.append(starts(line[solid])[1:], len(solid)) - 1
        return cls(glyphs, run, line, high[run], solid, end, last, line_of, high)


def _typed(sheet: _Sheet) -> tuple[Ints, Floats, Ints]:
    """The characters of the lines: their codes, left edges and runs.

    Spaces at the ends of a line and after a space are left out; where there is room for one that
    was not printed, it is put in.
    """
    glyphs = sheet.glyphs
    space = glyphs.code == _SPACE
    idle = np.append(True, space[:-1])
    idle[starts(sheet.line)] = True
    idle |= np.arange(len(glyphs)) > sheet.solid[sheet.last][sheet.line]
    kept = (~(space & idle)).nonzero()[0]
    gaps = _gaps(sheet)
    before = sheet.solid[gaps]
    at = np.searchsorted(kept, before)
    # a space put in is in the run of what comes after it
    typed = insert(kept, at, before)
    made_up = at + np.arange(len(at))
    code, x0 = glyphs.code[typed], glyphs.x0[typed]
    code[made_up], x0[made_up] = _SPACE, sheet.end[gaps - 1]
    return code, x0, sheet.run[typed]


def _gaps(sheet: _Sheet) -> Ints:
    """Before which of the solid glyphs there is room for a space that was not printed."""
    glyphs, solid = sheet.glyphs, sheet.solid
    size = _sizes(glyphs)[solid]
    size = np.minimum(size[1:], size[:-1])
    gap = glyphs.x0[solid[1:]] - sheet.end[:-1]
    line = sheet.line[solid]
    beside = (solid[1:] - solid[:-1] == 1) & (line[1:] == line[:-1]) & ~sheet.raised[solid[1:]]
    # small print on a coarse grid has gaps within words: hence a fixed part
    wide = gap > np.minimum(0.12 * size + 0.8, 0.24 * size)
    code = glyphs.code[solid]
    for index in (beside & ~wide & (gap > 0.15 * size)).nonzero()[0].tolist():
        wide[index] = chr(code[index]) in _ENDS and chr(code[index + 1]).isupper()
    before: Ints = (beside & wide).nonzero()[0] + 1
    return before


def _edges(sheet: _Sheet, x0: Floats, line: Ints, stop: Ints) -> Floats:
    """The left edge of each character and, after each line, the right edge of its last."""
    left = rising(x0, line)
    right = np.maximum(sheet.end[sheet.last], left[stop - 1])
    return _spread(insert(left, stop, right), insert(line, stop, line[stop - 1]))


def _spread(edges: Floats, line: Ints) -> Floats:
    """Characters that stand in one place share the room up to the next one evenly."""
    same = (edges[1:] == edges[:-1]) & (line[1:] == line[:-1])
    if not same.any():
        return edges
    fixed = np.append(True, ~same)
    # where nothing comes after them there is no room to share
    fixed[starts(line)[1:] - 1] = fixed[-1] = True
    spread: Floats = np.interp(np.arange(len(edges)), fixed.nonzero()[0], edges[fixed])
    return spread


def _hundredths(points: Floats) -> array[int]:
    """Points as :class:`Edges` keeps them; what lies beyond any paper is brought to its rim."""
    near = np.clip(np.nan_to_num(points), -1e7, 1e7)
    kept = array("i")
    kept.frombytes(np.rint(near * 100).astype(np.intc).tobytes())
    return kept


def _measures(
    sheet: _Sheet,
) -> tuple[list[float], list[float], list[tuple[Style, bool, bool]]]:
    """Of each line the top, the bottom and the prevailing style; whether it is bold, and italic.

    Raised glyphs count only where there are no others.
    """
    glyphs, line = sheet.glyphs, sheet.line
    if sheet.high.any():
        main = _main(sheet)[sheet.run]
        glyphs, line = glyphs.take(main), line[main]
    start, size = starts(line), _sizes(glyphs)
    # some fonts claim to be twenty times as high as they are
    high = np.maximum(glyphs.top, glyphs.base - _ABOVE * size)
    low = np.minimum(glyphs.bottom, glyphs.base + _BELOW * size)
    top = np.round(np.minimum.reduceat(high, start), 2)
    bottom = np.round(np.maximum.reduceat(low, start), 2)
    return top.tolist(), bottom.tolist(), _prevailing(glyphs, line)


def _main(sheet: _Sheet) -> Flags:
    """Which runs are on the baseline of their line; of a line without any, the first."""
    plain = np.zeros(len(sheet.last), bool)
    plain[sheet.line_of[~sheet.high]] = True
    leading = np.zeros(len(sheet.line_of), bool)
    leading[starts(sheet.line_of)] = True
    main: Flags = ~sheet.high | (leading & ~plain[sheet.line_of])
    return main


def _prevailing(glyphs: Glyphs, line: Ints) -> list[tuple[Style, bool, bool]]:
    """Of each line the style of most glyphs; whether most are bold, and whether most italic."""
    solid = glyphs.code != _SPACE
    style, line = glyphs.style[solid], line[solid]
    start = starts(line)
    lowest, highest = np.minimum.reduceat(style, start), np.maximum.reduceat(style, start)
    chosen = [(glyphs.styles[one], *glyphs.styles[one][1:3]) for one in lowest.tolist()]
    stop = np.append(start[1:], len(line))
    for number in (lowest != highest).nonzero()[0].tolist():
        counted = Counter(style[start[number] : stop[number]].tolist())
        styles = Counter({glyphs.styles[one]: count for one, count in counted.items()})
        most = styles.most_common(1)[0][0]
        chosen[number] = (most, _mostly(styles, 1), _mostly(styles, 2))
    return chosen


def _mostly(styles: Counter[Style], field: int) -> bool:
    yes = sum(count for style, count in styles.items() if style[field])
    return yes * 2 > sum(styles.values())


def _raised(sheet: _Sheet, text: str, run: Ints) -> dict[int, list[Span]]:
    """By line the spans of ``text``, that of all lines together, that are raised."""
    raised: dict[int, list[Span]] = defaultdict(list)
    high = sheet.high.nonzero()[0]
    first, last = np.searchsorted(run, high), np.searchsorted(run, high, "right")
    for line, start, end in zip(
        sheet.line_of[high].tolist(), first.tolist(), last.tolist(), strict=True
    ):
        span = _trimmed(text, start, end)
        if len(span):
            raised[line].append(span)
    return raised


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] == " ":
        end -= 1
    while start < end and text[start] == " ":
        start += 1
    return Span(start, end)


def _sideways_lines(glyphs: Glyphs, places: Ints, page: int) -> Iterator[tuple[int, PrintedLine]]:
    """Text that runs up or down the page: one line per run, its width shared evenly."""
    bases, where = glyphs.base.tolist(), places.tolist()
    start = 0
    for index in range(1, len(bases) + 1):
        if (
            index < len(bases)
            and abs(bases[index] - bases[start]) < 1.0
            and where[index] == where[start]
        ):
            continue
        line = _sideways_line(glyphs.take(np.arange(start, index)), page)
        if line is not None:
            yield where[start], line
        start = index


def _sideways_line(glyphs: Glyphs, page: int) -> PrintedLine | None:
    text = "".join(map(chr, glyphs.code.tolist())).rstrip()
    if not text.strip():
        return None
    edges = np.linspace(glyphs.x0.min(), glyphs.x1.max(), len(text) + 1)
    style = glyphs.styles[glyphs.style[0]]
    return PrintedLine(
        text=text,
        page=page,
        top=round(float(glyphs.top.min()), 2),
        bottom=round(float(glyphs.bottom.max()), 2),
        edges=Edges(_hundredths(edges), range(len(edges))),
        size=style.size,
        bold=style.bold,
        italic=style.italic,
    )
