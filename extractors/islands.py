"""Short texts that stand beside each other, as in an infographic: each is read by itself.

Lines that stand right under each other make an island. A table without rules looks alike, but a
cell seldom goes on in small letters on its next line; there the rows stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.columns import Area, measure, x0, x1
from models.document import PrintedLine

_LEAST_GOING_ON = 3
_MOST_LINES = 1000
# an island wider than this share of the column is the text itself
_WIDE = 0.55


def part_islands(area: Area) -> list[Area]:
    """An area with its islands apart, in reading order; what is no island keeps its place.

    Islands stand beside the running text, but for one that is as wide as the text.
    """
    parted: list[Area] = []
    for group, alone in _groups(area.lines):
        if not alone:
            parted.append(replace(area, lines=group))
            continue
        column = measure(group, area.column.right)
        aside = area.aside or column.width < _WIDE * area.column.width
        parted.append(Area(column, group, aside=aside))
    return parted or [area]


def _groups(lines: Sequence[PrintedLine]) -> list[tuple[list[PrintedLine], bool]]:
    """Lines in groups, each with whether it is an island."""
    beside = any(other.top < one.bottom - 0.3 * one.size for one, other in pairwise(lines))
    if not beside or len(lines) > _MOST_LINES:
        return [(list(lines), False)]
    islands: list[list[PrintedLine]] = []
    for line in lines:
        above = next((one for one in reversed(islands) if _is_under(one[-1], line)), None)
        if above is None:
            islands.append([line])
        else:
            above.append(line)
    groups: list[tuple[list[PrintedLine], bool]] = []
    for cluster in _clusters(islands):
        if len(cluster) > 1 and _is_prose(cluster):
            groups.extend((island, True) for island in cluster)
            continue
        own = {id(line) for island in cluster for line in island}
        kept = [line for line in lines if id(line) in own]
        if groups and not groups[-1][1]:
            groups[-1][0].extend(kept)
        else:
            groups.append((kept, False))
    return groups


def _is_under(above: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line goes on right under another."""
    gap = line.top - above.bottom
    beside = min(x1(above), x1(line)) - max(x0(above), x0(line))
    close = -0.4 * line.size < gap < 0.6 * line.size and line.top > above.top + 0.4 * line.size
    return close and beside > 0 and abs(line.size - above.size) <= 0.06 * line.size


def _clusters(islands: list[list[PrintedLine]]) -> list[list[list[PrintedLine]]]:
    """Islands that overlap from top to bottom together; others by themselves."""
    clusters: list[list[list[PrintedLine]]] = []
    bottom = float("-inf")
    for island in sorted(islands, key=lambda island: island[0].top):
        if clusters and island[0].top < bottom - 0.3 * island[0].size:
            clusters[-1].append(island)
        else:
            clusters.append([island])
        bottom = max(bottom, island[-1].bottom)
    return clusters


def _is_prose(cluster: Sequence[Sequence[PrintedLine]]) -> bool:
    """Whether the lines of islands mostly go on in the sentence of the line above them."""
    tall = [island for island in cluster if len(island) > 1]
    following = [line for island in tall for line in island[1:]]
    going_on = sum(line.text[:1].islower() for line in following)
    return len(tall) > 1 and going_on >= max(_LEAST_GOING_ON, 0.5 * len(following))
