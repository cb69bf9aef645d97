"""The replay of the search feed of rijksoverheid.nl.

Imitated are the habits that break naive clients: never more than twenty items and no way to the
rest, a period in days instead of instants is a 500, and one item alone looks like any other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from corpus.replay.answer import Answer
from corpus.replay.world import World

RSS = "/api/rss"
MOST = 20

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_ERROR = Answer(500, "text/html", b"<html><body>Internal Server Error</body></html>")

Item = Mapping[str, Any]


def feed(world: World, params: Mapping[str, str], url: str) -> Answer:
    """The items that match the search, the most fitting first; ``url`` is that of the server."""
    try:
        question = json.loads(params.get("query", "{}"))
        words = str(question.get("resultSearchTerm") or "").casefold().split()
        periods = _periods(question.get("filters") or ())
    except (ValueError, AttributeError, TypeError, KeyError):
        return _ERROR
    found = [
        (sum(_text(item).count(word) for word in words), _moment(item), item)
        for item in world.items
        if all(word in _text(item) for word in words)
        and all(low <= _moment(item) <= high for low, high in periods)
    ]
    found.sort(key=lambda one: one[:2], reverse=True)
    return _answer([item for _, _, item in found[:MOST]], url)


def page(world: World, path: str) -> Answer | None:
    """The page an item points at: no more than its title; what it looks like is not known."""
    for item in world.items:
        if item.get("link") == path:
            title = escape(str(item.get("title") or ""))
            body = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
            return Answer(200, "text/html; charset=utf-8", body.encode())
    return None


def _periods(filters: Any) -> list[tuple[datetime, datetime]]:
    return [
        (_instant(value["from"]), _instant(value["to"]))
        for one in filters
        if one.get("field") == "sort_date"
        for value in one["values"]
    ]


def _instant(text: str) -> datetime:
    """A full instant; raises ``ValueError`` for a day."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _moment(item: Item) -> datetime:
    """The day the site shows, at midnight in Amsterdam."""
    day = datetime.fromisoformat(str(item.get("date") or "2000-01-01")).date()
    return datetime.combine(day, time(), _AMSTERDAM)


def _text(item: Item) -> str:
    return f"{item.get('title') or ''} {item.get('description') or ''}".casefold()


def _answer(items: list[Item], url: str) -> Answer:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0"><channel><title>Zoeken</title>',
        f"<link>{url}/</link><description>Zoekresultaten</description>",
    ]
    for item in items:
        link = str(item.get("link") or "")
        link = url + link if link.startswith("/") else link
        moment = format_datetime(_moment(item).astimezone(ZoneInfo("UTC")), usegmt=False)
        lines.append(
            f"<item><title>{escape(str(item.get('title') or ''))}</title>"
            f"<link>{escape(link)}</link>"
            f"<description>{escape(str(item.get('description') or ''))}</description>"
            f"<pubDate>{moment.replace('+0000', 'GMT')}</pubDate>"
            f'<guid isPermaLink="false">{escape(str(item.get("guid") or link))}</guid></item>'
        )
    lines.append("</channel></rss>")
    return Answer(200, "application/rss+xml; charset=utf-8", "\n".join(lines).encode())
