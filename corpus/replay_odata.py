"""The replay of the Tweede Kamer's OData service: rows of a dataset, asked for as the client does.

Imitated are the habits that break naive clients: 250 rows an answer, a ``nextLink`` only where no
``$top`` was given, parameters without ``$`` ignored, deleted rows present but empty, an error as
JSON with status 400.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpus.ledger import sortable_time

Row = dict[str, Any]
Tables = Mapping[str, Mapping[str, Row]]

PAGE = 250

# a row nested under this name is one of that entity
_ENTITIES = {
    "HuidigeDocumentVersie": "DocumentVersie",
    "BijlageDocument": "Document",
    "BronDocument": "Document",
}
# navigations to one row; all others are lists
_SINGLE = {
    "HuidigeDocumentVersie",
    "Agendapunt",
    "Activiteit",
    "FractieZetel",
    "Fractie",
    "Persoon",
}
# rows of these entities point back at the Zaak they are nested in
_OF_A_ZAAK = {"Document", "Besluit"}

_LITERAL = r"(?:'(?:[^']|'')*'|[^\s'()]+)"
_TERM = re.compile(rf"\s*(\w+)\s+(eq|ne|gt|ge|lt|le)\s+({_LITERAL})\s*(?:and\b|$)")
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
_WORDS = {"null": None, "true": True, "false": False}


class QueryError(Exception):
    """The question is not one the service understands: status 400."""


def load_tables(folder: Path) -> dict[str, dict[str, Row]]:
    """The rows in ``folder/*.jsonl`` by entity and ``Id``, and those nested in them.

    A row in a file of its own goes before the same row nested elsewhere.
    """
    tables: dict[str, dict[str, Row]] = {}
    nested: list[tuple[str, Row]] = []
    for path in sorted(folder.glob("*.jsonl")):
        table = tables.setdefault(path.stem, {})
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                table[row["Id"]] = row
                nested.extend(_nested(path.stem, row))
    for entity, row in nested:
        tables.setdefault(entity, {}).setdefault(row["Id"], row)
    return tables


def _nested(entity: str, row: Row) -> Iterator[tuple[str, Row]]:
    for name, value in row.items():
        kind = _ENTITIES.get(name, name)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict) and part.get("Id"):
                back = {"Zaak": [_scalars(row)]} if entity == "Zaak" and kind in _OF_A_ZAAK else {}
                yield kind, {**back, **part}
                yield from _nested(kind, part)


def _scalars(row: Row) -> Row:
    return {name: value for name, value in row.items() if not isinstance(value, list | dict)}


def list_rows(tables: Tables, entity: str, params: Mapping[str, str], url: str) -> Row:
    """The answer to a question for rows of ``entity``; ``url`` is the address asked.

    Raises :class:`QueryError` for a question that is not understood, ``KeyError`` for an entity
    that is not there.
    """
    rows = [row for row in tables[entity].values() if _holds(row, params.get("$filter", ""))]
    rows = _ordered(rows, params.get("$orderby", "Id"))
    total = len(rows)
    if token := params.get("$skiptoken"):
        ids = [f"Id-{row['Id']}" for row in rows]
        rows = rows[ids.index(token) + 1 :] if token in ids else []
    rows = rows[_whole(params, "$skip", 0) :]
    page = rows[: min(PAGE, _whole(params, "$top", PAGE))]
    answer: Row = {"@odata.context": f"{url.rpartition('/')[0]}/$metadata#{entity}"}
    if params.get("$count") == "true":
        answer["@odata.count"] = total
    expand, select = params.get("$expand", ""), params.get("$select", "")
    answer["value"] = [_shown(row, expand, select) for row in page]
    if len(rows) > len(page) and "$top" not in params:
        answer["@odata.nextLink"] = _next_link(url, params, page[-1]["Id"])
    return answer


def _next_link(url: str, params: Mapping[str, str], last: str) -> str:
    kept = {name: value for name, value in params.items() if name not in ("$skip", "$skiptoken")}
    kept["$skiptoken"] = f"Id-{last}"
    return url + "?" + "&".join(f"{name}={quote(value)}" for name, value in kept.items())


def _whole(params: Mapping[str, str], name: str, otherwise: int) -> int:
    value = params.get(name, str(otherwise))
    if not value.isdigit():
        raise QueryError(f"Invalid value '{value}' for {name}.")
    return int(value)


def _holds(row: Row, condition: str) -> bool:
    at = 0
    while at < len(condition):
        term = _TERM.match(condition, at)
        if term is None:
            raise QueryError(f"Syntax error at position {at} in '{condition}'.")
        if not _term_holds(row, *term.groups()):
            return False
        at = term.end()
    return True


def _term_holds(row: Row, name: str, relation: str, literal: str) -> bool:
    held, asked = row.get(name), _value(literal)
    if _is_moment(held) and _is_moment(asked):
        held, asked = sortable_time(held), sortable_time(asked)
    if relation in ("eq", "ne"):
        return _COMPARE[relation](held, asked)
    return held is not None and asked is not None and _COMPARE[relation](held, asked)


def _value(literal: str) -> Any:
    if literal.startswith("'"):
        return literal[1:-1].replace("''", "'")
    if literal in _WORDS:
        return _WORDS[literal]
    return int(literal) if re.fullmatch(r"-?\d{1,18}", literal) else literal


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and "T" in value and bool(sortable_time(value))


def _ordered(rows: list[Row], order: str) -> list[Row]:
    for clause in reversed(order.split(",")):
        name, _, direction = clause.strip().partition(" ")
        rows = sorted(rows, key=lambda row: _rank(row.get(name)), reverse=direction == "desc")
    return rows


def _rank(value: Any) -> tuple[int, Any]:
    """Nothing sorts before anything; moments sort by time, not by their spelling."""
    if value is None:
        return (0, 0)
    return (1, sortable_time(value)) if _is_moment(value) else (1, value)


def _shown(row: Row, expand: str, select: str) -> Row:
    """The row with only the fields and nested rows that were asked for."""
    wanted = {name.strip() for name in select.split(",") if name.strip()}
    shown = {name: value for name, value in _scalars(row).items() if not wanted or name in wanted}
    for name, options in _navigations(expand):
        inner = dict(part.partition("=")[::2] for part in _split(options, ";"))
        below = (inner.get("$expand", ""), inner.get("$select", ""))
        value = row.get(name)
        if name in _SINGLE and not isinstance(value, list):
            shown[name] = _shown(value, *below) if value else None
        else:
            shown[name] = [_shown(part, *below) for part in value or ()]
    return shown


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
