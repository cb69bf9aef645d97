"""The replay of the Tweede Kamer's OData services, v4/2.0 and v5, asked as the client does.

Imitated are the habits that break naive clients: 250 rows an answer, a ``nextLink`` only where no
``$top`` was given, parameters without ``$`` ignored, deleted rows present but empty, a filter of
too many parts refused, an error as JSON with status 400. v5 has the same rows under other names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from corpus.ledger import sortable_time
from corpus.replay.filters import Filter, QueryError, is_moment, read_filter
from corpus.replay.table import NESTED, Keys, Row, Table, Tables, moment_of, scalars

PAGE = 250

# navigations to one row; all others are lists
_SINGLE = {
    "HuidigeDocumentVersie",
    "Agendapunt",
    "Activiteit",
    "FractieZetel",
    "Fractie",
    "Persoon",
    "Commissie",
    "Besluit",
    "DocumentVersie",
    "Voortouwcommissie",
}
_BY_CHANGE = ("ApiGewijzigdOp", "ApiGewijzigdOp asc", "ApiGewijzigdOp,Id")


@dataclass(frozen=True, slots=True)
class Dialect:
    """A version of the service: the largest ``$top``, and by entity what its fields are called.

    ``names`` are v4's names and this version's (empty for one that was dropped).
    """

    page: int = PAGE
    most: int | None = None
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()

    def shown(self, entity: str, name: str) -> str:
        """What a field is called here; empty where it is gone."""
        return self.names.get(entity, {}).get(name, name)

    def held(self, entity: str, name: str) -> str:
        """What the rows call a field that is asked for by its name here."""
        names = self.names.get(entity, {})
        if name in names and name not in names.values():
            raise QueryError(f"Could not find a property named '{name}' on type '{entity}'.")
        return next((held for held, here in names.items() if here == name), name)


V4 = Dialect()
V5 = Dialect(
    page=100,
    most=100,
    names={
        "Document": {
            "DocumentNummer": "Nummer",
            "Volgnummer": "Ondernummer",
            "DatumRegistratie": "",
        },
        "Activiteit": {"Voortouwnaam": "VoortouwCommissieNaam"},
        "Kamerstukdossier": {"HoogsteVolgnummer": "AantalDocumenten"},
        "Toezegging": {"ToegezegdAanPersoon": "", "ToegezegdAanFractie": ""},
    },
    missing=frozenset({"ToegezegdAan"}),
)


def list_rows(
    tables: Tables, entity: str, params: Mapping[str, str], url: str, dialect: Dialect = V4
) -> Row:
    """The answer to a question for rows of ``entity``; ``url`` is the address asked.

    Raises :class:`QueryError` for a question that is not understood, ``KeyError`` for an entity
    that is not there.
    """
    table = tables[entity]
    wanted = read_filter(params.get("$filter", ""), lambda name: dialect.held(entity, name))
    order = params.get("$orderby", "")
    size = _size(params, dialect)
    found = _found(table, wanted, order, lambda name: dialect.held(entity, name))
    total = len(found)
    start = _start(table, found, params, order) + _whole(params, "$skip", 0)
    page = [found[at] for at in range(start, min(start + size, total))]
    answer: Row = {"@odata.context": f"{url.rpartition('/')[0]}/$metadata#{entity}"}
    if params.get("$count") == "true":
        answer["@odata.count"] = total
    show = _Show(tables, dialect)
    below = (params.get("$expand", ""), params.get("$select", ""))
    answer["value"] = [show.row(entity, table.peek(key) or {}, *below) for key in page]
    if page and start + size < total and "$top" not in params:
        answer["@odata.nextLink"] = _next_link(url, params, _token(table, page[-1], order))
    return answer


def count_rows(tables: Tables, entity: str, params: Mapping[str, str], dialect: Dialect) -> int:
    """How many rows a question finds."""
    names = _names(entity, dialect)
    return len(_found(tables[entity], read_filter(params.get("$filter", ""), names), "", names))


def show_row(
    tables: Tables, entity: str, row: Row, params: Mapping[str, str], dialect: Dialect
) -> Row:
    """One row, asked for by its key."""
    below = (params.get("$expand", ""), params.get("$select", ""))
    return _Show(tables, dialect).row(entity, row, *below)


def _names(entity: str, dialect: Dialect) -> Any:
    return lambda name: dialect.held(entity, name)


def _size(params: Mapping[str, str], dialect: Dialect) -> int:
    top = _whole(params, "$top", dialect.page)
    if dialect.most is not None and top > dialect.most:
        raise QueryError(f"The limit of '{dialect.most}' for Top query has been exceeded.")
    return min(dialect.page, top)


def _found(table: Table, wanted: Filter, order: str, names: Any) -> Keys:
    """The ids of the rows that answer to the filter, in the order asked for."""
    usual = re.sub(r"\s*,\s*", ",", order).replace(" asc", "")
    if usual in _BY_CHANGE:
        found = table.since(wanted.since)
    elif wanted.since:
        found = Keys(sorted(table.since(wanted.since)))
    else:
        found = table.by_id()
    if wanted.tests:
        found = Keys([key for key in found if wanted.holds(table.peek(key) or {})])
    if usual in ("", "Id", *_BY_CHANGE):
        return found
    return _ordered(table, found, order, names)


def _ordered(table: Table, found: Keys, order: str, names: Any) -> Keys:
    rows = [(key, table.peek(key) or {}) for key in found]
    for clause in reversed(order.split(",")):
        name, _, direction = clause.strip().partition(" ")
        held = names(name)
        rows.sort(key=lambda pair: _rank(pair[1].get(held)), reverse=direction == "desc")
    return Keys([key for key, _ in rows])


def _rank(value: Any) -> tuple[int, Any]:
    """Nothing sorts before anything; moments sort by time, not by their spelling."""
    if value is None:
        return (0, 0)
    if is_moment(value):
        return (1, sortable_time(value))
    return (1, str(value)) if isinstance(value, str | bool) else (1, value)


def _token(table: Table, key: str, order: str) -> str:
    if not order:
        return f"Id-{key}"
    name = order.partition(",")[0].split()[0]
    value = (table.peek(key) or {}).get(name)
    return f"{name}-{value},Id-{key}"


def _start(table: Table, found: Keys, params: Mapping[str, str], order: str) -> int:
    """Where a continued list goes on."""
    token = params.get("$skiptoken")
    if not token:
        return 0
    key = token.rpartition("Id-")[2]
    if not order:
        return bisect_right(found, key)
    if order.startswith("ApiGewijzigdOp"):
        # what changed since then has moved on; where it was is still a place to go on from
        mark = (sortable_time(token.partition("-")[2].partition(",")[0]), key)
        return bisect_right(found, mark, key=lambda one: (moment_of(table.peek(one) or {}), one))
    keys = list(found)
    return keys.index(key) + 1 if key in keys else len(keys)


def _next_link(url: str, params: Mapping[str, str], token: str) -> str:
    kept = {name: value for name, value in params.items() if name not in ("$skip", "$skiptoken")}
    kept["$skiptoken"] = token
    return url + "?" + "&".join(f"{name}={quote(value)}" for name, value in kept.items())


def _whole(params: Mapping[str, str], name: str, otherwise: int) -> int:
    value = params.get(name, str(otherwise))
    if not value.isdigit():
        raise QueryError(f"Invalid value '{value}' for {name}.")
    return int(value)


class _Show:
    """Shows rows with only the fields and nested rows that were asked for."""

    def __init__(self, tables: Tables, dialect: Dialect) -> None:
        self._tables = tables
        self._dialect = dialect

    def row(self, entity: str, row: Row, expand: str, select: str) -> Row:
        if entity == "Toezegging" and self._dialect is V5:
            row = as_of_2026(row)
        wanted = {name.strip() for name in select.split(",") if name.strip()}
        shown = {}
        for held, value in scalars(row).items():
            name = self._dialect.shown(entity, held)
            if name and (not wanted or name in wanted):
                shown[name] = value
        for name, options in _navigations(expand):
            inner = dict(part.partition("=")[::2] for part in _split(options, ";"))
            below = (inner.get("$expand", ""), inner.get("$select", ""))
            shown[name] = self._nested(name, row.get(name), below)
        return shown

    def _nested(self, name: str, value: Any, below: tuple[str, str]) -> Any:
        kind = NESTED.get(name, name)
        if isinstance(value, list):
            return [self.row(kind, self._latest(kind, part), *below) for part in value]
        if isinstance(value, dict):
            return self.row(kind, self._latest(kind, value), *below)
        return None if name in _SINGLE else []

    def _latest(self, kind: str, part: Row) -> Row:
        """The nested row as it is now: it may have changed since the row around it was written."""
        table = self._tables.get(kind)
        own = table.peek(str(part.get("Id"))) if table else None
        return {**part, **own} if own else part


def as_of_2026(row: Row) -> Row:
    """A Toezegging in its shape since 2026: collections where there were strings."""
    if row.get("Verwijderd") or "Notities" in row:
        return row
    kept = {
        name: value
        for name, value in row.items()
        if name not in ("KamerbriefNakoming", "ToegezegdAanPersoon", "ToegezegdAanFractie")
    }
    return {**kept, "Notities": None, "KamerbriefNakoming": [], "ToegezegdAan": []}


def _navigations(expand: str) -> Iterator[tuple[str, str]]:
    """``A,B($expand=C)`` as name and what stands in its parentheses."""
    for part in _split(expand, ","):
        name, _, rest = part.partition("(")
        yield name.strip(), rest.removesuffix(")")


def _split(text: str, separator: str) -> Iterator[str]:
    """The pieces of ``text`` between separators that stand outside all parentheses."""
    depth = start = 0
    for at, character in enumerate(text + separator):
        if character == separator and (depth == 0 or at == len(text)):
            if piece := text[start:at].strip():
                yield piece
            start = at + 1
        depth += {"(": 1, ")": -1}.get(character, 0)
