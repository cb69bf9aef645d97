"""Printed totals against the sum of their parts, with exact decimals.

The parts of a table are rounded before they are printed, so a sum may differ from its total by
half a unit of the last printed digit for every part and for the total. What is not called a total
and nothing else, or has parts that are not known, may hold but is never said to differ: a table
has more ways to add up than we know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from models.lists import Totaal

Place = tuple[int, int]
"""Row and column of a cell."""

_TOTAL = re.compile(
    r"(?:eind|sub)?-?(?:totaal|totalen)(?:\s+generaal)?(?:\s*\([^()]*\))?[\s:*]*", re.IGNORECASE
)
_LIKE_TOTAL = re.compile(r"(?:sub|eind)?-?tota(?:al|len|le)\b|som\b|saldo\b", re.IGNORECASE)
_PART_OF_ROW = re.compile(r"[-–•]?\s*(?:waarvan|w\.v\.|wv\b)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?P<name>\d{1,2})(?:\s*=\s*(?P<sum>\d{1,2}(?:\s*[-+‒–]\s*\d{1,2})+))?(?=[\s.)]|$)"
)
_TERM = re.compile(r"([-+‒–]?)\s*(\d{1,2})")
_MANY = 6
# a table that is larger, or has more totals, is not of our kind: it would take too long
_MOST_CELLS = 20_000
_MOST_TOTALS = 40
_MOST_TERMS = 30


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a printed total, and the exact sum of its parts."""

    totaal: Totaal
    berekend: Decimal


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a table, all of them amounts or counts that may be added.

    ``values`` are by place; ``unknown`` are the places that hold something no number can be read
    from (p.m., words). A place in neither is empty and counts for nothing. ``rows`` and
    ``columns`` give the headings of those that hold numbers, in order. ``exact`` holds where
    nothing is rounded: counts.
    """

    values: Mapping[Place, Decimal]
    unknown: frozenset[Place]
    rows: Mapping[int, str]
    columns: Mapping[int, str]
    exact: bool = False

    def turned(self) -> Numbers:
        """The same table with its rows for columns."""
        return Numbers(
            {(column, row): value for (row, column), value in self.values.items()},
            frozenset((column, row) for row, column in self.unknown),
            self.columns,
            self.rows,
            self.exact,
        )


def check_totals(numbers: Numbers) -> dict[Place, Verdict]:
    """The verdict on each total: of the rows, of rows with a printed formula, of columns."""
    if len(numbers.values) > _MOST_CELLS:
        return {}
    checker = _Checker(numbers)
    across = _Checker(numbers.turned())
    sides = {(row, column): verdict for (column, row), verdict in across.totals().items()}
    settled = any(verdict.totaal is Totaal.KLOPT for verdict in sides.values())
    if not settled:
        # columns stand for all sorts of things: one row that adds up shows that these add up
        sides = {}
    return {**sides, **checker.formulas(), **checker.totals()}


_Terms = Sequence[tuple[int, int]]
"""Rows, each with 1 where it is added and -1 where it is taken off."""


@dataclass(slots=True)
class _Checker:
    """The rows of a table that tell the sum of others."""

    numbers: Numbers
    grain: Decimal = field(init=False)

    def __post_init__(self) -> None:
        self.grain = _grain(list(self.numbers.values.values()))

    def formulas(self) -> dict[Place, Verdict]:
        """Rows whose label says what they are the sum of: "4=1+2+3"."""
        named: dict[str, int] = {}
        sums: dict[int, str] = {}
        for row, label in self.numbers.rows.items():
            match = _NUMBERED.match(label)
            if match:
                named[match["name"]] = row
                if match["sum"]:
                    sums[row] = match["sum"]
        found: dict[Place, Verdict] = {}
        for row, formula in sums.items():
            signs = [(name, -1 if sign in "-‒–" and sign else 1) for sign, name in
                     _TERM.findall(formula)]  # fmt: skip
            if len(signs) <= _MOST_TERMS and all(name in named for name, _ in signs):
                terms = [(named[name], sign) for name, sign in signs]
                found.update(self._judge(row, [terms], doubt=False))
        return found

    def totals(self) -> dict[Place, Verdict]:
        """Rows called a total."""
        found: dict[Place, Verdict] = {}
        likely = [row for row, label in self.numbers.rows.items() if _LIKE_TOTAL.match(label)]
        for row in likely[:_MOST_TOTALS]:
            strict = _TOTAL.fullmatch(self.numbers.rows[row]) is not None
            plain = len(likely) == 1 and not any(map(self._is_part, self.numbers.rows))
            ways = [way for way in self._ways(row, likely) if len(way) > 1]
            if ways:
                found.update(self._judge(row, ways, doubt=not (strict and plain), strict=strict))
        return found

    def _is_part(self, row: int) -> bool:
        return bool(_PART_OF_ROW.match(self.numbers.rows[row]))

    def _ways(self, total: int, likely: Sequence[int]) -> Iterator[_Terms]:
        """What a total may be the sum of: all rows above, those since the last, the totals."""
        rows = [row for row in self.numbers.rows if not self._is_part(row)]
        above = [row for row in rows if row < total]
        if not above:
            yield [(row, 1) for row in rows if row > total and row not in likely]
            return
        before = max((row for row in above if row in likely), default=-1)
        yield [(row, 1) for row in above if row not in likely]
        yield [(row, 1) for row in above if row > before]
        yield [(row, 1) for row in above if row in likely or row > before]
        if re.match(r"saldo", self.numbers.rows[total], re.IGNORECASE):
            yield [(above[-2], 1), (above[-1], -1)] if len(above) > 1 else []

    def _judge(
        self, total: int, ways: Sequence[_Terms], *, doubt: bool, strict: bool = True
    ) -> dict[Place, Verdict]:
        """The verdict per column; with ``doubt`` one that holds must stand beside one that not."""
        holds: dict[Place, Verdict] = {}
        used: list[_Terms] = []
        for column in self.numbers.columns:
            place = (total, column)
            for way in ways if place in self.numbers.values else ():
                if self._difference(place, way) <= self._room(place, way):
                    holds[place] = Verdict(Totaal.KLOPT, self._sum(column, way))
                    used.append(way)
                    break
        if not strict or (doubt and not used):
            return holds
        way = max(used, key=used.count) if used else ways[0]
        return {**holds, **self._differing(total, way, holds)}

    def _differing(
        self, total: int, way: _Terms, holds: Mapping[Place, Verdict]
    ) -> dict[Place, Verdict]:
        found = {}
        for column in self.numbers.columns:
            place, parts = (total, column), [(row, column) for row, _ in way]
            known = not any(part in self.numbers.unknown for part in parts)
            filled = any(part in self.numbers.values for part in parts)
            if place in self.numbers.values and place not in holds and known and filled:
                found[place] = Verdict(Totaal.WIJKT_AF, self._sum(column, way))
        return found

    def _sum(self, column: int, way: _Terms) -> Decimal:
        return sum(
            (sign * self.numbers.values.get((row, column), Decimal(0)) for row, sign in way),
            Decimal(0),
        )

    def _difference(self, place: Place, way: _Terms) -> Decimal:
        return abs(self._sum(place[1], way) - self.numbers.values[place])

    def _room(self, place: Place, way: _Terms) -> Decimal:
        """How much rounding may have moved a sum from its total."""
        values = self.numbers.values
        parts = [values[row, place[1]] for row, _ in way if (row, place[1]) in values]
        if self.numbers.exact:
            return Decimal(0)
        rounded = sum(1 for part in parts if part)
        last = min((_unit(part) for part in parts), default=Decimal(1))
        own = max(_unit(values[place]), self.grain)
        return (rounded * max(last, self.grain) + own) / 2


def _unit(value: Decimal) -> Decimal:
    """One unit of the last printed digit."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _grain(values: Sequence[Decimal]) -> Decimal:
    """What all numbers of a table were rounded to: the power of ten that divides every one."""
    filled = [value for value in values if value]
    grain = Decimal(0)
    if len(filled) >= _MANY and all(_unit(value) == 1 for value in filled):
        grain = Decimal(1)
        while grain < 1_000_000_000 and all(value % (grain * 10) == 0 for value in filled):
            grain *= 10
    return grain
