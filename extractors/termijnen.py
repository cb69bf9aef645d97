"""When a promise must be kept: time phrases into a first and a last day.

What each phrase means, given the date of the paper, is agreed in the annotation guide, section 4;
the spellings stand in ``extractors.patterns.termijnen``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import TU, relativedelta

from extractors.patterns.termijnen import (
    ANCHORS,
    DURATION,
    MOMENTS,
    MONTH_PARTS,
    MONTHS,
    NUMBERS,
    OPEN,
    ORDINALS,
    PERIODS,
    RELATIONS,
    SEASONS,
    YEAR_PARTS,
    MomentRule,
    Relation,
)
from models.document import Span
from models.findings import Termijn

_DAY = timedelta(days=1)
_TIME_WORD = re.compile(
    r"\d|jaar|kwartaal|maand|week|zomer|winter|herfst|lente|kerst|reces|helft|prinsjesdag|nota"
    r"|begroting|binnen|termijn|spoedig|tijd|mogelijk|\bna\b|zodra|als|wanneer|nadat|komende|z\.?s\.?m"
    r"|" + "|".join(MONTHS),
    re.IGNORECASE,
)


class Period(NamedTuple):
    """A first and a last day; an open end is ``None``."""

    van: date | None
    tot: date | None


Reading = Callable[[re.Match[str], int], Period]


def find_termijnen(text: str, datum: date | None) -> tuple[Termijn, ...]:
    """The time phrases of ``text``, in order, disjoint; the longest reading of each place.

    ``datum`` is the date of the paper; without it only phrases that name their year get days.
    The interval holds the first and last day that keep a promise and never begins before
    ``datum``. A phrase whose last day lies before ``datum`` tells of the past and is left out.

    >>> [(t.van, t.tot) for t in find_termijnen("uiterlijk 1 april", date(2099, 2, 3))]
    [(datetime.date(2099, 2, 3), datetime.date(2099, 4, 1))]
    """
    if not _TIME_WORD.search(text):
        return ()
    found = [*_moments(text, datum), *_periods(text, datum), *_durations(text, datum)]
    found += [*_anchored(text), *_open(text)]
    found.sort(key=lambda termijn: (termijn.span.start, -termijn.span.end))
    kept: list[Termijn] = []
    for termijn in found:
        if not kept or termijn.span.start >= kept[-1].span.end:
            kept.append(termijn)
    return tuple(t for t in kept if not (t.tot and datum and t.tot < datum))


def prinsjesdag(year: int) -> date:
    """The third Tuesday of September.

    >>> prinsjesdag(2023)
    datetime.date(2023, 9, 19)
    """
    return date(year, 9, 1) + relativedelta(weekday=TU(3))


def _moments(text: str, datum: date | None) -> Iterator[Termijn]:
    for rule in MOMENTS:
        for match in rule.finditer(text):
            period = _settle(_moment_reading(rule), match, rule.relation, datum)
            yield Termijn(Span(*match.span()), *period, rule.name)


def _moment_reading(rule: MomentRule) -> Reading:
    def read(match: re.Match[str], year: int) -> Period:
        if rule.first and rule.last:
            return Period(date(year, *rule.first), date(year, *rule.last))
        day = prinsjesdag(year - 1 if rule.year_before and match["jaar"] else year)
        return Period(day, day)

    return read


def _periods(text: str, datum: date | None) -> Iterator[Termijn]:
    """Periods with words before them, and those that need none."""
    for relation_rule in RELATIONS:
        for match in relation_rule.finditer(text):
            for rule in PERIODS:
                inner = rule.pattern.fullmatch(match["periode"])
                if inner:
                    period = _read_period(rule.name, inner, relation_rule.relation, datum)
                    yield Termijn(Span(*match.span()), *period, relation_rule.name)
                    break
    for rule in PERIODS:
        if rule.alone:
            for match in rule.finditer(text):
                period = _read_period(rule.name, match, Relation.WITHIN, datum)
                yield Termijn(Span(*match.span()), *period, rule.name)


def _read_period(name: str, match: re.Match[str], relation: Relation, datum: date | None) -> Period:
    if name in _FROM_TODAY:
        if datum is None:
            return Period(None, None)
        return _relate(_FROM_TODAY[name](match, datum), relation, datum)
    return _settle(_READINGS[name], match, relation, datum)


def _settle(read: Reading, match: re.Match[str], relation: Relation, datum: date | None) -> Period:
    """The days that keep the promise: in the year named, else the first year not yet over.

    A season or month without a year is the running one if it has not ended on the date of the
    paper, else the next; after "volgend" it is the first that has not begun.
    """
    following = bool(match.groupdict().get("volgende"))
    years = _years(match, datum)
    for year in years:
        try:
            base = read(match, year)
        except ValueError:  # 31 februari
            break
        found = _relate(base, relation, datum)
        if len(years) == 1 or datum is None or base.van is None:
            return found
        end = found.tot or base.tot
        if base.van > datum if following else end is not None and end >= datum:
            return found
    return Period(None, None)


def _years(match: re.Match[str], datum: date | None) -> tuple[int, ...]:
    """The year a phrase names, or those it may mean; none where that cannot be told."""
    groups = match.groupdict()
    if groups.get("jaar"):
        return (int(groups["jaar"]),)
    if datum is None:
        return ()
    if groups.get("ditjaar"):
        return (datum.year,)
    if groups.get("volgendjaar"):
        return (datum.year + 1,)
    return tuple(range(datum.year - 1, datum.year + 3))


def _relate(base: Period, relation: Relation, datum: date | None) -> Period:
    """The days that keep the promise, never before the date of the paper."""
    van, tot = base
    if relation is Relation.BY:
        van = datum
    elif relation is Relation.BEFORE:
        van, tot = datum, base.van and base.van - _DAY
    elif relation is Relation.FROM:
        tot = None
    elif relation is Relation.AFTER:
        van, tot = base.tot and base.tot + _DAY, None
    if van and datum and van < datum and (tot is None or tot >= datum):
        van = datum
    return Period(van, tot)


def _month(name: str) -> int:
    return MONTHS.index(name.lower()) + 1


def _months(year: int, first: int, last: int) -> Period:
    return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _day(match: re.Match[str], year: int) -> Period:
    groups = match.groupdict()
    month = int(groups["maandnummer"]) if "maandnummer" in groups else _month(groups["maand"])
    day = date(year, month, int(groups["dag"]))
    return Period(day, day)


def _part_of_month(match: re.Match[str], year: int) -> Period:
    month = _month(match["maand"])
    first, last = MONTH_PARTS[match["deel"].lower()]
    last = min(last, calendar.monthrange(year, month)[1])
    return Period(date(year, month, first), date(year, month, last))


def _part_of_year(match: re.Match[str], year: int) -> Period:
    return _months(year, *YEAR_PARTS[match["deel"].lower()])


def _half(match: re.Match[str], year: int) -> Period:
    groups = match.groupdict()
    first_half = ORDINALS[groups["rang"].lower()] == 1
    if not groups.get("maand"):
        return _months(year, 1, 6) if first_half else _months(year, 7, 12)
    whole = _whole_month(match, year)
    middle = date(year, _month(groups["maand"]), 15)
    return Period(whole.van, middle) if first_half else Period(middle + _DAY, whole.tot)


def _quarter(match: re.Match[str], year: int) -> Period:
    number = match["nummer"] or ORDINALS[(match["rang"] or match["q"]).lower()]
    return _months(year, 3 * int(number) - 2, 3 * int(number))


def _season(match: re.Match[str], year: int) -> Period:
    first, last = SEASONS[match["seizoen"].lower()]
    return Period(date(year, *first), date(year + (last < first), *last))


def _whole_month(match: re.Match[str], year: int) -> Period:
    return _months(year, _month(match["maand"]), _month(match["maand"]))


def _year(match: re.Match[str], year: int) -> Period:
    return _months(year, 1, 12)


_READINGS: dict[str, Reading] = {
    "dag": _day,
    "dag_in_cijfers": _day,
    "deel_van_maand": _part_of_month,
    "deel_van_jaar": _part_of_year,
    "helft": _half,
    "halfjaar": _half,
    "kwartaal": _quarter,
    "dit_seizoen": _season,
    "seizoen_met_jaar": _season,
    "seizoen": _season,
    "maand": _whole_month,
    "dit_jaar": _year,
    "het_jaar": _year,
    "jaar": _year,
}


def _week(match: re.Match[str], datum: date) -> Period:
    monday = datum - timedelta(days=datum.weekday()) + timedelta(weeks=bool(match["volgende"]))
    return Period(monday, monday + timedelta(days=6))


def _this_month(match: re.Match[str], datum: date) -> Period:
    day = datum + relativedelta(months=bool(match["volgende"]))
    return _months(day.year, day.month, day.month)


def _this_quarter(match: re.Match[str], datum: date) -> Period:
    day = datum + relativedelta(months=3 * bool(match["volgende"]))
    first = day.month - (day.month - 1) % 3
    return _months(day.year, first, first + 2)


_FROM_TODAY: dict[str, Callable[[re.Match[str], date], Period]] = {
    "week": _week,
    "deze_maand": _this_month,
    "dit_kwartaal": _this_quarter,
}


def _durations(text: str, datum: date | None) -> Iterator[Termijn]:
    for match in DURATION.finditer(text):
        tot = datum and datum + _duration(match)
        yield Termijn(Span(*match.span()), datum, tot, DURATION.name)


def _duration(match: re.Match[str]) -> relativedelta:
    if match["half"]:
        return relativedelta(months=6)
    written = match["aantal"].lower()
    number = int(written) if written.isdigit() else NUMBERS[written]
    unit = {"d": "days", "w": "weeks", "m": "months", "j": "years"}[match["eenheid"][0].lower()]
    return relativedelta(
        days=number * (unit == "days"),
        weeks=number * (unit == "weeks"),
        months=number * (unit == "months"),
        years=number * (unit == "years"),
    )


def _anchored(text: str) -> Iterator[Termijn]:
    for rule in ANCHORS:
        for match in rule.finditer(text):
            yield Termijn(Span(*match.span()), None, None, rule.name, match["anker"])


def _open(text: str) -> Iterator[Termijn]:
    for rule in OPEN:
        for match in rule.finditer(text):
            yield Termijn(Span(*match.span()), None, None, rule.name)
