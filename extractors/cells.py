"""What a cell of a table says: a number with its unit, a day, a year, or that there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.kenmerken import read_date
from models.lists import Eenheid

_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?:€|EUR\b)?\s*(?P<minus>-/-|[-‒–−])?\s*\+?\s*(?:€\s*)?"
    r"(?P<whole>\d{1,3}(?:[.\s]\d{3})+|\d+)(?:,(?P<part>\d{1,4}))?(?:,-{1,2}|,=)?"
    r"\s*(?P<scale>mln|miljoen|mld|miljard|dzd|duizend)?\.?\s*(?P<euro>euro)?"
    r"\s*(?P<percent>%|procent)?\s*(?(open)\))\s*(?P<note>\*{0,3})",
    re.IGNORECASE,
)
_NONE = {"n.v.t.": Eenheid.NVT, "nvt": Eenheid.NVT, "n.v.t": Eenheid.NVT,
         "p.m.": Eenheid.PM, "pm": Eenheid.PM, "p.m": Eenheid.PM}  # fmt: skip
_DAY = re.compile(r"\d{1,2}(?:-\d{1,2}-|\s+[a-z]+\s+)\d{4}", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_YEARS = re.compile(
    r"(?<![\d.,])(?P<van>(?:19|20)\d{2})"
    r"(?:\s*(?:[-‒–/]|t/m|tot en met)\s*(?P<tot>(?:(?:19|20)\d{2}|\d{2})))?(?![\d.,]*\d)"
    r"(?P<on>\s*(?:e\.\s?v\.?|ev\b|en verder|en volgende))?",
    re.IGNORECASE,
)
_STRUCTURAL = re.compile(r"\bstruc(?:t(?:ureel|urele)?)?\b", re.IGNORECASE)
# by the word for it: the unit, and how many euros one of it is
SCALES = {"mln": (Eenheid.MLN_EURO, 1_000_000), "miljoen": (Eenheid.MLN_EURO, 1_000_000),
           "mld": (Eenheid.MLD_EURO, 1_000_000_000), "miljard": (Eenheid.MLD_EURO, 1_000_000_000),
           "dzd": (Eenheid.DZD_EURO, 1000), "duizend": (Eenheid.DZD_EURO, 1000)}  # fmt: skip
_MONEY = r"(?:€|\beuro\b|\beur\b|\bbedrag(?:en)?\b)"
_UNITS = tuple(
    (unit, re.compile(pattern, re.IGNORECASE))
    for unit, pattern in (
        (
            Eenheid.MLD_EURO,
            rf"{_MONEY}.{{0,20}}\b(?:mld|miljard(?:en)?)|\b(?:mld|miljard(?:en)?)\.?\s*(?:€|euro)",
        ),
        (
            Eenheid.MLN_EURO,
            rf"{_MONEY}.{{0,20}}\b(?:mln|miljoen(?:en)?)|\b(?:mln|miljoen(?:en)?)\.?\s*(?:€|euro)",
        ),
        (Eenheid.MLN_EURO, r"x\s*(?:€\s*)?1\.000\.000|x\s*(?:€\s*)?1?\s*(?:mln|miljoen(?:en)?)"),
        (Eenheid.DZD_EURO, rf"{_MONEY}.{{0,12}}\b(?:duizend(?:en)?|dzd)\b|\bdzd\.?\s*(?:€|euro)"),
        (Eenheid.DZD_EURO, rf"x\s*€\s*1\.?000\b|{_MONEY}.{{0,6}}x\s*1\.?000\b"),
        (Eenheid.PROCENT, r"%|procent|percentage"),
        (Eenheid.EURO, _MONEY),
        (Eenheid.AANTAL, r"\baantal(?:len)?\b(?!.{0,20}x\s*1)"),
    )
)


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell says: ``waarde`` as published, its unit as far as the cell tells it.

    ``number`` is the exact number, ``None`` where the cell says there is none.
    """

    waarde: str
    eenheid: Eenheid | None = None
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Jaren:
    """The years a column is about; ``tot`` is open after "e.v."; ``structureel`` says "struct."."""

    van: int | None = None
    tot: int | None = None
    structureel: bool = False


def read_number(text: str) -> str | None:
    """A Dutch number with a decimal point, or ``None`` where the text is something else.

    >>> read_number("1.234,5"), read_number("‒ 9,9"), read_number("(3,5)"), read_number("2 tot 3")
    ('1234.5', '-9.9', '-3.5', None)
    """
    match = _NUMBER.fullmatch(text.strip())
    return _written(match) if match else None


def read_cell(text: str, around: str = "") -> CellValue | None:
    """The value of a cell; ``None`` where it is words, a dash or nothing.

    ``around`` says what else is known of it: a number of millions that is nowhere called an
    amount of money is written out.

    >>> read_cell("€ 1,5 mln"), read_cell("n.v.t."), read_cell("12 maart 2027")
    ... # doctest: +NORMALIZE_WHITESPACE
    (CellValue(waarde='1.5', eenheid=<Eenheid.MLN_EURO: 'mln_euro'>, number=Decimal('1.5')),
     CellValue(waarde='n.v.t.', eenheid=<Eenheid.NVT: 'nvt'>, number=None),
     CellValue(waarde='2027-03-12', eenheid=<Eenheid.DATUM: 'datum'>, number=None))
    """
    text = text.strip()
    none = _NONE.get(text.lower())
    if none is not None:
        return CellValue("n.v.t." if none is Eenheid.NVT else "p.m.", none)
    day = read_date(text) if _DAY.fullmatch(text) else None
    if day is not None:
        return CellValue(day.isoformat(), Eenheid.DATUM)
    match = _NUMBER.fullmatch(text)
    return _number(match, around) if match else None


def is_year(text: str) -> bool:
    """Whether a cell holds no more than a year.

    >>> is_year("2027"), is_year("2.027"), is_year("27")
    (True, False, False)
    """
    return bool(_YEAR.fullmatch(text.strip()))


def read_years(text: str) -> Jaren:
    """The years the heading of a column names, none where it names several apart.

    >>> read_years("2028-31"), read_years("2026 e.v.").van, read_years("Struct.").structureel
    (Jaren(van=2028, tot=2031, structureel=False), 2026, True)
    """
    found = list(_YEARS.finditer(text))
    structural = bool(_STRUCTURAL.search(text))
    if len(found) != 1:
        return Jaren(structureel=structural)
    first, last = found[0]["van"], found[0]["tot"] or found[0]["van"]
    until = int(last if len(last) == 4 else first[:2] + last)
    if until < int(first):
        return Jaren(structureel=structural)
    return Jaren(int(first), None if found[0]["on"] else until, structural)


def read_unit(*said: str) -> Eenheid | None:
    """The unit said first: in the cell, its column, its row, or above the table."""
    for text in said:
        for unit, pattern in _UNITS:
            if pattern.search(text):
                return unit
    return None


def _number(match: re.Match[str], around: str) -> CellValue:
    number, scale = Decimal(_written(match)), (match["scale"] or "").lower()
    if match["percent"]:
        return CellValue(_written(match), Eenheid.PROCENT, number)
    if not scale:
        unit = Eenheid.EURO if match["euro"] else None
        return CellValue(_written(match), unit, number)
    unit, times = SCALES[scale]
    if re.search(_MONEY, f"{match[0]} {around}", re.IGNORECASE):
        return CellValue(_written(match), unit, number)
    number *= times
    return CellValue(f"{number.normalize():f}", None, number)


def _written(match: re.Match[str]) -> str:
    whole = re.sub(r"\D", "", match["whole"])
    part = f".{match['part']}" if match["part"] else ""
    return f"{'-' if match['minus'] or match['open'] else ''}{whole}{part}"
