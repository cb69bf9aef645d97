"""Values as a Dutch reader expects them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
           "september", "oktober", "november", "december")  # fmt: skip

# what the filters of Datasette are called in Dutch; others keep their sign
OPERATORS = {
    "exact": "is",
    "not": "is niet",
    "contains": "bevat",
    "notcontains": "bevat niet",
    "startswith": "begint met",
    "endswith": "eindigt op",
    "gt": "na of groter dan",
    "gte": "vanaf",
    "lt": "voor of kleiner dan",
    "lte": "tot en met",
    "in": "is een van",
    "notin": "is geen van",
    "isblank": "is leeg",
    "notblank": "is niet leeg",
}


def datum(value: str | None) -> str:
    """``2025-10-03`` as "3 oktober 2025"; what is no date stays as it is."""
    try:
        day = date.fromisoformat((value or "")[:10])
    except ValueError:
        return value or "datum onbekend"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def getal(value: float | None) -> str:
    """1234 as "1.234"."""
    return (
        ""
        if value is None
        else f"{value:,}".replace(",", "\0").replace(".", ",").replace("\0", ".")
    )


def woord(value: str | None) -> str:
    """A word of a closed list as it is read: ``niet_uitgevoerd`` is "niet uitgevoerd"."""
    return (value or "").replace("_", " ")


def safe_url(value: str | None) -> str | None:
    """The address where it is a web address, else ``None``: no script hides in a link."""
    return value if value and urlsplit(value).scheme in {"http", "https"} else None


def highlight(text: str, quotes: Iterable[tuple[str, str, str]]) -> Markup:
    """``text`` as safe HTML with each quote marked and linked.

    ``quotes`` are (quote, kind, address); a quote that does not stand in the text as it is, or
    that overlaps an earlier one, is left unmarked.
    """
    places = sorted(
        (start, start + len(quote), kind, address)
        for quote, kind, address in quotes
        if quote and (start := text.find(quote)) >= 0
    )
    parts, last = [], 0
    for start, end, kind, address in places:
        if start < last:
            continue
        parts.append(escape(text[last:start]))
        parts.append(
            Markup('<mark class="{0}"><a href="{1}" title="{0}">{2}</a></mark>').format(
                kind, address, text[start:end]
            )
        )
        last = end
    return Markup("").join([*parts, escape(text[last:])])
