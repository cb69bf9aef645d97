"""The replay of KOOP's SRU service: records of a dataset, found with CQL, answered as SRU 2.0.

Imitated are the habits that break naive clients: an error is a diagnostic with status 200, there
is no ``records`` element without hits and no ``nextRecordPosition`` on the last page.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

Record = Mapping[str, Any]
Test = Callable[[Record], bool]

_SRU = "http://docs.oasis-open.org/ns/search-ws/sruResponse"
_DIAGNOSTIC = "http://docs.oasis-open.org/ns/search-ws/diagnostic"
_GZD = "http://standaarden.overheid.nl/sru"
_TERMS = "http://purl.org/dc/terms/"
_WET = "http://standaarden.overheid.nl/wetgeving/"
_COLLECTION = "http://standaarden.overheid.nl/collectie/"
_NAMES = {
    "sru": _SRU,
    "gzd": _GZD,
    "dcterms": _TERMS,
    "overheidwetgeving": _WET,
    "c": _COLLECTION,
}
_SCHEMA = "http://standaarden.overheid.nl/sru/"

_MOST = 5000
_KERN = ("identifier", "title", "type", "creator", "modified")
_MANTEL = ("available", "date", "issued")
_TPMETA = (
    "documentstatus",
    "documenttitel",
    "dossiertitel",
    "hoofddocument",
    "indiener",
    "ondernummer",
    "publicatienaam",
    "vergaderjaar",
    "dossiernummer",
    "subrubriek",
)

# index of CQL and the field of a record it looks in
_INDEXES = {
    **{f"dt.{name}": name for name in (*_KERN, *_MANTEL)},
    **{f"w.{name}": name for name in _TPMETA},
    "c.content-area": "content_area",
}
_FIXED = {"c.product-area": "officielepublicaties", "w.organisatietype": "staten generaal"}

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[()]|==|>=|<=|<>|[=<>]|[^\s()=<>"]+)')
_RELATIONS: Mapping[str, Callable[[str, str], bool]] = {
    "==": operator.eq,
    "=": lambda held, asked: asked.casefold() in held.casefold(),
    "<>": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


class DiagnosticError(Exception):
    """What the service says of a question it cannot answer: number, message, details."""

    def __init__(self, number: int, message: str, details: str) -> None:
        super().__init__(message)
        self.number, self.message, self.details = number, message, details


def load_records(file: Path) -> list[dict[str, Any]]:
    """The records in a file of JSON lines; none where there is no file."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def item_path(record: Record, manifestation: str) -> str:
    """The path below the server at which a manifestation of a paper is found."""
    name = Path(record["manifestations"][manifestation]).suffix
    identifier = record["identifier"]
    area = record["content_area"]
    return f"/frbr/{area}/{identifier}/1/{manifestation}/{identifier}{name}"


def search(records: list[dict[str, Any]], params: Mapping[str, str], url: str) -> bytes:
    """The answer to a search: records, or a diagnostic; ``url`` is the address of the server."""
    try:
        if params.get("operation", "searchRetrieve") != "searchRetrieve":
            raise DiagnosticError(4, "Unsupported operation", params["operation"])
        if "query" not in params:
            raise DiagnosticError(7, "Mandatory parameter not supplied", "query")
        test, order, descending = _Cql(params["query"]).parse()
        start = max(1, _whole(params, "startRecord", 1))
        most = min(_MOST, _whole(params, "maximumRecords", 10))
    except DiagnosticError as error:
        return _diagnostics(error)
    found = [record for record in records if test(record)]
    found.sort(key=lambda record: " ".join(_values(record, order)), reverse=descending)
    return _answer(found, params, start, most, url)


def _whole(params: Mapping[str, str], name: str, otherwise: int) -> int:
    value = params.get(name, str(otherwise))
    if not value.isdigit():
        raise DiagnosticError(6, "Unsupported parameter value", name)
    return int(value)


class _Cql:
    """The part of CQL that is spoken here: comparisons, AND, OR, NOT, parentheses, sortBy."""

    def __init__(self, query: str) -> None:
        self._tokens: list[str] = []
        at = 0
        while at < len(query.rstrip()):
            token = _TOKEN.match(query, at)
            if token is None:
                raise DiagnosticError(10, "Query syntax error", query[at : at + 20])
            self._tokens.append(token[1])
            at = token.end()

    def parse(self) -> tuple[Test, str, bool]:
        """The test, the index to sort by, and whether to sort downwards."""
        test = self._any()
        index, descending = "dt.identifier", False
        if self._peek() == "sortby":
            self._next()
            index, _, modifier = self._next().partition("/")
            descending = modifier == "sort.descending"
            _check_index(index)
        if self._tokens:
            raise DiagnosticError(10, "Query syntax error", self._tokens[0])
        return test, index, descending

    def _any(self) -> Test:
        test = self._unit()
        while (word := self._peek()) in ("and", "or", "not"):
            self._next()
            test = _joined(word, test, self._unit())
        return test

    def _unit(self) -> Test:
        if self._peek() == "(":
            self._next()
            test = self._any()
            if self._next() != ")":
                raise DiagnosticError(10, "Query syntax error", "expected ')'")
            return test
        index, relation, term = self._next(), self._next(), self._next().strip('"')
        _check_index(index)
        if relation not in _RELATIONS:
            raise DiagnosticError(19, "Unsupported relation", relation)
        compare = _RELATIONS[relation]
        return lambda record: any(compare(value, term) for value in _values(record, index))

    def _peek(self) -> str:
        return self._tokens[0].lower() if self._tokens else ""

    def _next(self) -> str:
        if not self._tokens:
            raise DiagnosticError(10, "Query syntax error", "unexpected end")
        return self._tokens.pop(0)


def _joined(word: str, left: Test, right: Test) -> Test:
    if word == "and":
        return lambda record: left(record) and right(record)
    if word == "or":
        return lambda record: left(record) or right(record)
    return lambda record: left(record) and not right(record)


def _check_index(index: str) -> None:
    if index not in _INDEXES and index not in _FIXED:
        raise DiagnosticError(16, "Unsupported index", index)


def _values(record: Record, index: str) -> list[str]:
    if index in _FIXED:
        return [_FIXED[index]]
    value = record.get(_INDEXES[index])
    if value is None:
        return []
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]


def _diagnostics(error: DiagnosticError) -> bytes:
    root = etree.Element(etree.QName(_SRU, "diagnostics"), nsmap={"sru": _SRU})
    one = etree.SubElement(
        root, etree.QName(_DIAGNOSTIC, "diagnostic"), nsmap={"diag": _DIAGNOSTIC}
    )
    values = (f"info:srw/diagnostic/1/{error.number}", error.details, error.message)
    for name, value in zip(("uri", "details", "message"), values, strict=True):
        _add(one, _DIAGNOSTIC, name, value)
    return _xml(root)


def _answer(
    found: list[dict[str, Any]], params: Mapping[str, str], start: int, most: int, url: str
) -> bytes:
    root = etree.Element(etree.QName(_SRU, "searchRetrieveResponse"), nsmap=_NAMES)
    _add(root, _SRU, "version", "2.0")
    _add(root, _SRU, "numberOfRecords", str(len(found)))
    page = found[start - 1 : start - 1 + most]
    if page:
        records = _add(root, _SRU, "records")
        for position, record in enumerate(page, start):
            _add_record(records, record, position, url)
    if most and start - 1 + most < len(found):
        _add(root, _SRU, "nextRecordPosition", str(start + most))
    echo = _add(root, _SRU, "echoedSearchRetrieveRequest")
    for name, value in (
        ("query", params["query"]),
        ("startRecord", str(start)),
        ("maximumRecords", str(most)),
        ("recordSchema", _SCHEMA),
    ):
        _add(echo, _SRU, name, value)
    precision = "info:srw/vocabulary/resultCountPrecision/1/estimate"
    _add(root, _SRU, "resultCountPrecision", precision)
    return _xml(root)


def _add_record(parent: etree._Element, record: Record, position: int, url: str) -> None:
    element = _add(parent, _SRU, "record")
    _add(element, _SRU, "recordSchema", _SCHEMA)
    _add(element, _SRU, "recordPacking", "xml")
    gzd = _add(_add(element, _SRU, "recordData"), _GZD, "gzd")
    meta = _add(_add(gzd, _GZD, "originalData"), _WET, "meta")
    kern, mantel, tpmeta = (_add(meta, _WET, name) for name in ("owmskern", "owmsmantel", "tpmeta"))
    _add_fields(kern, _TERMS, record, _KERN)
    _add_fields(mantel, _TERMS, record, _MANTEL)
    _add(tpmeta, _COLLECTION, "product-area", _FIXED["c.product-area"])
    _add(tpmeta, _COLLECTION, "content-area", record["content_area"])
    _add(tpmeta, _WET, "organisatietype", _FIXED["w.organisatietype"])
    _add_fields(tpmeta, _WET, record, _TPMETA)
    enriched = _add(gzd, _GZD, "enrichedData")
    preferred = f"https://zoek.officielebekendmakingen.nl/{record['identifier']}.html"
    _add(enriched, _GZD, "preferredUrl", preferred)
    for manifestation in sorted(record["manifestations"]):
        item = _add(enriched, _GZD, "itemUrl", url + item_path(record, manifestation))
        item.set("manifestation", manifestation)
    _add(element, _SRU, "recordPosition", str(position))


def _add_fields(parent: etree._Element, space: str, record: Record, names: tuple[str, ...]) -> None:
    for name in names:
        value = record.get(name)
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                _add(parent, space, name, str(one))


def _add(parent: etree._Element, space: str, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, etree.QName(space, name))
    element.text = text
    return element


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
