"""rijksoverheid.nl: a search that says which pages exist, and nothing more.

The site's open data service was retired in June 2026; what is left is a search that answers with
a feed of at most twenty pages, without files. It tells that a Stand exists; the paper itself is
looked for elsewhere. A full feed may hide more, so its period is read again in halves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from corpus.client import Client
from corpus.markup import xml_parser
from corpus.sources import Page, Seen, Window
from corpus.sources.searches import SEARCHES, names_a_search
from models.problems import Problem, SourceError

BASE = "https://www.rijksoverheid.nl/api/rss"
NAME = "rijksoverheid"

# a feed holds twenty pages at most; one with twenty may have left out others
_FULL = 20
_SHORTEST = timedelta(days=1)
# a search whose words the site no longer understands finds everything: it is not halved forever
_MOST_QUESTIONS = 250
_MOST_BYTES = 8 * 1024 * 1024
_HERE = ZoneInfo("Europe/Amsterdam")

_RETIRED_HOST = "opendata.rijksoverheid.nl"
_RETIRED = "/v1/"
_STILL_THERE = "/v1/infotypes/schoolholidays"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Rijksoverheid:
    """The search at ``base``; it lists no papers, only pages (:attr:`Page.seen`).

    ``clock`` tells where a list without an end stops.
    """

    base: str = BASE
    clock: Callable[[], datetime] = _now
    name: str = NAME
    streams: tuple[str, ...] = tuple(SEARCHES)
    # a page appears with the date it shows, which may lie some days back
    overlap: timedelta = timedelta(days=7)

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        """Pages that name what is searched for, oldest period first; see :class:`Source`."""
        begin = _moment(window.resume) or window.since.astimezone(UTC)
        end = (window.until or self.clock()).astimezone(UTC)
        periods = [(begin, end)]
        asked = 0
        while periods:
            begin, end = periods.pop()
            answer = client.get(self.base, {"query": question(stream, begin, end)})
            feed = read_feed(answer.data)
            asked += 1
            if feed.full and end - begin > _SHORTEST and asked < _MOST_QUESTIONS:
                middle = begin + (end - begin) / 2
                periods += [(middle, end), (begin, middle)]
                continue
            yield Page(
                None,
                # a page can be dated ahead; the next list must not begin there
                newest=min(feed.newest, end) if feed.newest else None,
                resume=end.isoformat(),
                seen=feed.seen,
                problems=(_cut_short(stream, begin, end),) if feed.cut_short else (),
            )


def question(stream: str, begin: datetime, end: datetime) -> str:
    """The search as the site asks it of itself; a day without a time makes it fail."""
    period = {"name": "specificPeriod", "from": _instant(begin), "to": _instant(end)}
    filters = [{"field": "sort_date", "type": "all", "values": [period]}]
    asked = {
        "filters": filters,
        "resultSearchTerm": SEARCHES[stream].words,
        "pageTitle": "Zoeken",
    }
    return json.dumps(asked, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Feed:
    """One answer: the pages that name what is searched for.

    ``full`` holds where as many came as ever come, so that others may have been left out;
    ``cut_short`` where those may be ours: the feed has the best answers first, so where the last
    one no longer names what is searched for, all that do are there.
    """

    seen: tuple[Seen, ...]
    newest: datetime | None
    full: bool = False
    cut_short: bool = False


def read_feed(data: bytes) -> Feed:
    """The pages in a feed, in whatever order they come.

    Raises :class:`SourceError` for anything that is not a feed.
    """
    root = _parse(data)
    if etree.QName(root).localname != "rss" or root.find("channel") is None:
        raise SourceError(
            "rijksoverheid.nl antwoordt in een onbekende vorm; kijk of de zoekdienst is veranderd."
        )
    found = root.findall("channel/item")
    pages = [_seen(item) for item in found]
    full = len(found) >= _FULL
    moments = [moment for item in found if (moment := _published(item))]
    return Feed(
        seen=tuple(dict.fromkeys(page for page in pages if page)),
        newest=max(moments, default=None),
        full=full,
        cut_short=full and pages[-1] is not None,
    )


def is_retired(url: str) -> bool:
    """Whether an address belongs to the open data service that is no more (404 since June 2026).

    Old papers link to it; there is no use in asking. Its binaries may still be there.

    >>> is_retired("https://opendata.rijksoverheid.nl/v1/sources/rijksoverheid/documents/x")
    True
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    path = parts.path.lower()
    return (
        host == _RETIRED_HOST
        and f"{path}/".startswith(_RETIRED)
        and not path.startswith(_STILL_THERE)
    )


def _seen(item: etree._Element) -> Seen | None:
    url = _text(item, "link") or _text(item, "guid") or ""
    title = _text(item, "title") or ""
    if not url.startswith(("https://", "http://")):
        return None
    if not names_a_search(title, _text(item, "description")):
        return None
    moment = _published(item)
    return Seen(NAME, url, title or url, _local_day(moment) if moment else None)


def _local_day(moment: datetime) -> date | None:
    """The day the site shows: a paper is stamped with midnight in Amsterdam."""
    try:
        return moment.astimezone(_HERE).date()
    except OverflowError:
        return None


def _published(item: etree._Element) -> datetime | None:
    try:
        moment = parsedate_to_datetime(_text(item, "pubDate") or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _cut_short(stream: str, begin: datetime, end: datetime) -> Problem:
    return Problem(
        f"{NAME}/{stream}",
        "fetch",
        "afgekapt",
        f"rijksoverheid.nl noemt van {begin:%d-%m-%Y} tot {end:%d-%m-%Y} niet meer dan {_FULL}"
        f" pagina's bij '{SEARCHES[stream].words}'; bekijk de rest op de site.",
    )


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def _moment(resume: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(resume or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _text(item: etree._Element, name: str) -> str | None:
    found = item.find(name)
    text = " ".join((found.text or "").split()) if found is not None else ""
    return text or None


def _parse(data: bytes) -> etree._Element:
    """The root of a feed; entities are not resolved and nothing is loaded."""
    try:
        if len(data) > _MOST_BYTES:
            raise ValueError("a feed of twenty pages is not this large")
        return etree.fromstring(data, xml_parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise SourceError(
            "rijksoverheid.nl antwoordt met iets anders dan een feed; probeer het later opnieuw."
        ) from error
