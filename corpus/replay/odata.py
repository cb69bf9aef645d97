"""The replay of the Tweede Kamer's OData services, v4/2.0 and v5, asked as the client does.

Imitated are the habits that break naive clients: 250 rows an answer, a ``nextLink`` only where no
``$top`` was given, parameters without ``$`` ignored, deleted rows present but empty, a filter of
too many parts refused, an error as JSON with status 400. v5 has the same rows under other names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from corpus.ledger import sortable_time
from corpus.replay.filters import Filter, QueryError, held_at, is_moment, read_filter
from corpus.replay.names import V4, Dialect, Names
from corpus.replay.schema import Field
from corpus.replay.table import Keys, Row, Table, Tables, moment_of, scalars

_BY_CHANGE = ("ApiGewijzigdOp", "ApiGewijzigdOp asc", "ApiGewijzigdOp,Id")

# the paths a list is ordered by, and whether each goes downwards
Order = tuple[tuple[tuple[str, ...], bool], ...]


def list_rows(
    tables: Tables, entity: str, params: Mapping[str, str], url: str, dialect: Dialect = V4
) -> Row:
    """The answer to a question for rows of ``entity``; ``url`` is the address asked.

    Raises :class:`QueryError` for a question that is not understood, ``KeyError`` for an entity
    that is not there.
    """
    table = tables[entity]
    names = Names(tables, entity, dialect)
    wanted = read_filter(params.get("$filter", ""), names)
    order = params.get("$orderby", "")
    show = _Show(tables, dialect, _read_wanted(names, params))
    size = _size(params, dialect)
    found = _found(table, wanted, order, names)
    total = len(found)
    start = _start(table, found, params, order) + _whole(params, "$skip", 0)
    page = [found[at] for at in range(start, min(start + size, total))]
    answer: Row = {"@odata.context": f"{url.rpartition('/')[0]}/$metadata#{entity}"}
    if params.get("$count") == "true":
        answer["@odata.count"] = total
    answer["value"] = [show.row(table.peek(key) or {}) for key in page]
    if page and start + size < total and "$top" not in params:
        answer["@odata.nextLink"] = _next_link(url, params, _token(table, page[-1], order))
    return answer


def count_rows(tables: Tables, entity: str, params: Mapping[str, str], dialect: Dialect) -> int:
    """How many rows a question finds."""
    names = Names(tables, entity, dialect)
    return len(_found(tables[entity], read_filter(params.get("$filter", ""), names), "", names))


def show_row(
    tables: Tables, entity: str, row: Row, params: Mapping[str, str], dialect: Dialect
) -> Row:
    """One row, asked for by its key."""
    wanted = _read_wanted(Names(tables, entity, dialect), params)
    return _Show(tables, dialect, wanted).row(row)


def _size(params: Mapping[str, str], dialect: Dialect) -> int:
    top = _whole(params, "$top", dialect.page)
    if dialect.most is not None and top > dialect.most:
        raise QueryError(f"The limit of '{dialect.most}' for Top query has been exceeded.")
    return min(dialect.page, top)


def _found(table: Table, wanted: Filter, order: str, names: Names) -> Keys:
    """The ids of the rows that answer to the filter, in the order asked for."""
    ordered = _read_order(names, order)
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
    rows = [{"Id": key, **(table.peek(key) or {})} for key in found]
    return Keys([row["Id"] for row in _ordered(rows, ordered)])


def _read_order(names: Names, order: str) -> Order:
    clauses = []
    for clause in _split(order, ","):
        name, _, way = clause.partition(" ")
        if way.strip() not in ("", "asc", "desc"):
            raise QueryError(f"Syntax error at '{way}' in '{order}'.")
        clauses.append((names.path(name), way.strip() == "desc"))
    return tuple(clauses)


def _ordered(rows: list[Row], order: Order) -> list[Row]:
    for path, downwards in reversed(order):
        rows = sorted(
            rows, key=lambda row: _rank(next(iter(held_at(row, path)), None)), reverse=downwards
        )
    return rows


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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked of the rows of an entity: which fields (all where none is named), what nested
    in them, and of a list the order and how many.
    """

    entity: str
    fields: frozenset[str] = frozenset()
    nested: tuple[tuple[Field, _Wanted], ...] = ()
    order: Order = ()
    most: int | None = None


def _read_wanted(names: Names, params: Mapping[str, str]) -> _Wanted:
    selected = list(_split(params.get("$select", ""), ","))
    nested = []
    for navigation, options in _navigations(params.get("$expand", "")):
        within, inside = names.nested(navigation)
        below = dict(part.partition("=")[::2] for part in _split(options, ";"))
        nested.append((within, _read_wanted(inside, below)))
    return _Wanted(
        names.entity,
        frozenset() if "*" in selected else frozenset(names.field(one).name for one in selected),
        tuple(nested),
        _read_order(names, params.get("$orderby", "")),
        _whole(params, "$top", 0) if "$top" in params else None,
    )


class _Show:
    """Shows rows with only the fields and nested rows that were asked for."""

    def __init__(self, tables: Tables, dialect: Dialect, wanted: _Wanted) -> None:
        self._tables = tables
        self._dialect = dialect
        self._wanted = wanted

    def row(self, row: Row) -> Row:
        return self._row(row, self._wanted)

    def _row(self, row: Row, wanted: _Wanted) -> Row:
        entity = wanted.entity
        if entity == "Toezegging" and self._dialect.new_promises:
            row = as_of_2026(row)
        shown = {}
        for held, value in scalars(row).items():
            name = self._dialect.shown(entity, held)
            if name and (not wanted.fields or held in wanted.fields):
                shown[name] = value
        for field, below in wanted.nested:
            shown[field.name] = self._nested(field, row.get(field.name), below)
        return shown

    def _nested(self, field: Field, value: Any, wanted: _Wanted) -> Any:
        """A list where the entity has one, empty or not; one row or none where it has not."""
        parts = value if isinstance(value, list) else [value]
        rows = [self._latest(wanted.entity, part) for part in parts if isinstance(part, dict)]
        shown = [self._row(row, wanted) for row in _ordered(rows, wanted.order)[: wanted.most]]
        return shown if field.mark == "*" else next(iter(shown), None)

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
