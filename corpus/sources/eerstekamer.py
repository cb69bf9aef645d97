"""The Eerste Kamer's half-yearly overviews of open toezeggingen, among KOOP's papers.

Twice a year, with 1 January and 1 July as reference dates, the Eerste Kamer sends ministers an
overview of the toezeggingen that are open or partly kept while their term has passed. The letters
and the replies are Kamerstukken; there is no other machine-readable register of these promises.
"""

from __future__ import annotations

import re
from datetime import date

from corpus.sources import SourceItem

_EERSTE_KAMER = 1

# what the overviews and the replies to them are called
_OVERVIEW = re.compile(
    r"\bhalfjaarlijkse?\b.{0,60}\btoezegg\w*en\b"
    r"|\btoezeggingen(?:overzicht|rappel)"
    r"|\b(?:rappel\w*|overzicht)\b.{0,60}\btoezegg\w*en\b"
    r"|\b(?:openstaande|deels voldane)\b.{0,40}\btoezegg\w*en\b"
    r"|\btoezegg\w*en\b.{0,60}\b(?:termijn|deadline|1 januari|1 juli)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\b1\s+(?P<month>januari|juli)\s+(?P<year>[0-9]{4})\b", re.IGNORECASE)
_HALF = re.compile(
    r"\b(?P<half>eerste|tweede)\s+(?:helft|half\s?jaar)\s+(?:van\s+)?(?P<year>[0-9]{4})\b",
    re.IGNORECASE,
)


def overview_period(item: SourceItem) -> str | None:
    """The half year an overview closes, as ``2026-H1``; ``None`` for any other paper.

    The overview with reference date 1 July closes the first half of that year, the one of
    1 January the second half of the year before. Where the title names no date, the day of the
    paper tells: it is sent after its reference date.
    """
    known = item.kenmerken
    title = " ".join((known.titel or "").split())
    if known.kamer != _EERSTE_KAMER or not _OVERVIEW.search(title):
        return None
    return _said(title) or (_closed_before(known.datum) if known.datum else None)


def _said(title: str) -> str | None:
    if match := _REFERENCE.search(title):
        year = int(match["year"])
        return f"{year}-H1" if match["month"].lower() == "juli" else f"{year - 1}-H2"
    if match := _HALF.search(title):
        return f"{match['year']}-H{1 if match['half'].lower() == 'eerste' else 2}"
    return None


def _closed_before(day: date) -> str:
    """The last half year that was over on ``day``."""
    return f"{day.year}-H1" if day.month >= 7 else f"{day.year - 1}-H2"
