"""What we hook into Datasette: pages, words in Dutch, search in any word form, safe headers."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from jinja2 import Environment
from markupsafe import Markup, escape

from corpus.fulltext import match_query
from corpus.site import pages, words
from corpus.tables import TABLES, Field

# nothing comes from elsewhere, no script runs
_POLICY = (
    b"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The pages of our own."""
    return [
        (r"^/$", pages.home),
        (r"^/zoek$", pages.zoek),
        (r"^/motie/(?P<id>[^/]+)$", pages.motie),
        (r"^/toezegging/(?P<id>[^/]+)$", pages.toezegging),
        (r"^/knelpunt/(?P<id>[^/]+)$", pages.knelpunt),
        (r"^/document/(?P<id>[^/]+)$", pages.document),
    ]


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Dates, numbers and words of closed lists as a Dutch reader expects them."""
    env.filters |= {
        "datum": words.datum,
        "getal": words.getal,
        "woord": words.woord,
        "veilig_adres": words.safe_url,
    }


@hookimpl
def extra_template_vars(table: str | None) -> dict[str, Any]:
    """What the templates of tables need besides what Datasette gives them."""
    known = TABLES.get(table or "")
    return {
        "shown": known.shown if known else (),
        "operators": words.OPERATORS,
        "page_of": pages.PAGES.get(table or ""),
    }


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let ``?_search=`` find any Dutch word form; Datasette's own escaping is replaced."""
    conn.create_function("escape_fts", 1, match_query, deterministic=True)


@hookimpl
def render_cell(value: object, column: str, table: str | None) -> Markup | None:
    """Findings lead to their own page; words of closed lists read as words."""
    if not isinstance(value, str):
        return None
    if address := pages.address_of(table or "", column, value):
        return Markup('<a href="{}">{}</a>').format(address, value)
    closed = any(f.name == column and f.closed_list for f in _fields(table))
    return escape(words.woord(value)) if closed else None


def _fields(table: str | None) -> tuple[Field, ...]:
    return TABLES[table].fields if table and table in TABLES else ()


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Headers that keep a browser from doing what the site does not need."""

    def wrap(app: Any) -> Any:
        async def guarded(
            scope: dict[str, Any],
            receive: Callable[[], Awaitable[Any]],
            send: Callable[[dict[str, Any]], Awaitable[None]],
        ) -> None:
            async def send_guarded(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    message = {**message, "headers": [*message.get("headers", []), *_HEADERS]}
                await send(message)

            await app(scope, receive, send_guarded)

        return guarded

    return wrap
