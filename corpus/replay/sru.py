"""The replay of KOOP's SRU service: records of a dataset, found with CQL, answered as SRU 2.0.

Imitated are the habits that break naive clients: an error is a diagnostic with status 200, there
is no ``records`` element without hits and no ``nextRecordPosition`` on the last page, position
ten thousand is out of reach, and fields may be missing or repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from corpus.replay.answer import Answer
from corpus.replay.cql import DiagnosticError, Query, Record, changed_at, read_query
from corpus.replay.koop import item_path, manifestations, text_of
from corpus.replay.world import World

_SRU = "http://docs.oasis-open.org/ns/search-ws/sruResponse"
_DIAGNOSTIC = "http://docs.oasis-open.org/ns/search-ws/diagnostic"
_GZD = "http://standaarden.overheid.nl/sru"
_TERMS = "http://purl.org/dc/terms/"
_WET = "http://standaarden.overheid.nl/wetgeving/"
_COLLECTION = "http://standaarden.overheid.nl/collectie/"
_CUP = "http://standaarden.overheid.nl/cup/data"
_NAMES = {
    "sru": _SRU,
    "gzd": _GZD,
    "dcterms": _TERMS,
    "overheidwetgeving": _WET,
    "c": _COLLECTION,
    "cd": _CUP,
}
_SCHEMA = "http://standaarden.overheid.nl/sru/"

_VERSIONS = {"2.0", "1.2"}
_SCHEMAS = {"gzd", _SCHEMA}
# all that SRU has; what begins with x- is a matter of its own
_PARAMETERS = {
    *("operation", "version", "query", "queryType", "startRecord", "maximumRecords"),
    *("recordSchema", "recordPacking", "recordXMLEscaping", "resultSetTTL", "stylesheet"),
    *("httpAccept", "facetLimit", "facetStart", "facetSort", "facetRangeField"),
}

_MOST = 5000
_DEEPEST = 10_000
# of a listing this large the last question is remembered: its pages are asked for one by one
_LARGE = 5000

_KERN = ("identifier", "title", "language", "type", "creator", "modified")
_MANTEL = ("available", "date", "hasVersion", "isReplacedBy", "issued", "subject")
_TPMETA = (
    "documentstatus",
    "documenttitel",
    "dossiertitel",
    "hoofddocument",
    "bijlage",
    "indiener",
    "ondernummer",
    "ontvanger",
    "publicatienaam",
    "vergaderjaar",
    "dossiernummer",
    "subrubriek",
    "aanhangselnummer",
    "behandeldDossier",
    "datumOntvangst",
    "datumVergadering",
    "handelingenitemnummer",
    "publicatienummer",
    "vraagnummer",
)
_SCHEMES = {
    "type": "OVERHEIDop.Parlementair",
    "creator": "OVERHEID.StatenGeneraal",
    "subject": "OVERHEID.TaxonomieBeleidsagenda",
    "subrubriek": "OVERHEIDop.KamerstukTypen",
}


class Search:
    """The service over the records of a world; ``url`` is the address of the server."""

    def __init__(self, world: World, url: str) -> None:
        self._world = world
        self._url = url
        self._last: tuple[tuple[str, int], list[dict[str, Any]]] | None = None

    def answer(self, params: Mapping[str, str]) -> Answer:
        """The answer to a search: records, a diagnostic, or 504 for what lies too deep."""
        try:
            _check_parameters(params)
            query = read_query(params["query"], lambda record: text_of(self._world, record))
            start = max(1, _whole(params, "startRecord", 1))
            most = min(_MOST, _whole(params, "maximumRecords", 10))
        except DiagnosticError as error:
            return _xml(_diagnostics(error))
        if start >= _DEEPEST:
            return Answer(504, "text/html", b"<html><body>504 Gateway Time-out</body></html>")
        found = self._found(params["query"], query)
        return _xml(_listing(found, params["query"], start, most, self._url))

    def _found(self, text: str, query: Query) -> list[dict[str, Any]]:
        key = (text, self._world.version)
        if self._last and self._last[0] == key:
            return self._last[1]
        found = [record for record in self._world.records if query.test(record)]
        query.sort(found)
        self._last = (key, found) if len(self._world.records) > _LARGE else None
        return found


def _check_parameters(params: Mapping[str, str]) -> None:
    """Raises :class:`DiagnosticError` for parameters that the service does not take."""
    if params.get("operation", "searchRetrieve") != "searchRetrieve":
        raise DiagnosticError(4, "Unsupported operation", params["operation"])
    for name in params:
        if name not in _PARAMETERS and not name.startswith("x-"):
            raise DiagnosticError(8, "Unsupported parameter", name)
    if params.get("version", "2.0") not in _VERSIONS:
        raise DiagnosticError(5, "Unsupported version", params["version"])
    if params.get("recordSchema", "gzd") not in _SCHEMAS:
        raise DiagnosticError(67, "Record not available in this schema", params["recordSchema"])
    if "query" not in params:
        raise DiagnosticError(7, "Mandatory parameter not supplied", "query")


def _whole(params: Mapping[str, str], name: str, otherwise: int) -> int:
    value = params.get(name, str(otherwise))
    if not value.isdigit():
        raise DiagnosticError(6, "Unsupported parameter value", name)
    return int(value)


def diagnostic(number: int, message: str, details: str) -> Answer:
    """A refusal, with status 200 as the service gives it."""
    return _xml(_diagnostics(DiagnosticError(number, message, details)))


def _diagnostics(error: DiagnosticError) -> etree._Element:
    root = etree.Element(etree.QName(_SRU, "diagnostics"), nsmap={"sru": _SRU})
    one = etree.SubElement(
        root, etree.QName(_DIAGNOSTIC, "diagnostic"), nsmap={"diag": _DIAGNOSTIC}
    )
    values = (f"info:srw/diagnostic/1/{error.number}", error.details, error.message)
    for name, value in zip(("uri", "details", "message"), values, strict=True):
        _add(one, _DIAGNOSTIC, name, value)
    return root


def _listing(
    found: list[dict[str, Any]], query: str, start: int, most: int, url: str
) -> etree._Element:
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
        ("query", query),
        ("startRecord", str(start)),
        ("maximumRecords", str(most)),
        ("recordSchema", _SCHEMA),
    ):
        _add(echo, _SRU, name, value)
    precision = "info:srw/vocabulary/resultCountPrecision/1/estimate"
    _add(root, _SRU, "resultCountPrecision", precision)
    return root


def _add_record(parent: etree._Element, record: Record, position: int, url: str) -> None:
    element = _add(parent, _SRU, "record")
    _add(element, _SRU, "recordSchema", _SCHEMA)
    _add(element, _SRU, "recordPacking", "xml")
    gzd = _add(_add(element, _SRU, "recordData"), _GZD, "gzd")
    meta = _add(_add(gzd, _GZD, "originalData"), _WET, "meta")
    kern, mantel, tpmeta = (_add(meta, _WET, name) for name in ("owmskern", "owmsmantel", "tpmeta"))
    preferred = f"https://zoek.officielebekendmakingen.nl/{record.get('identifier')}.html"
    _add_fields(kern, _TERMS, {"language": "nl", **record}, _KERN)
    _add_fields(mantel, _TERMS, {"hasVersion": "1", **record}, _MANTEL)
    for version in mantel.iter(f"{{{_TERMS}}}hasVersion"):
        version.set("resourceIdentifier", preferred)
    _add(tpmeta, _COLLECTION, "product-area", "officielepublicaties")
    _add(tpmeta, _COLLECTION, "content-area", str(record.get("content_area") or ""))
    _add(tpmeta, _WET, "organisatietype", "staten generaal")
    _add_fields(tpmeta, _WET, record, _TPMETA)
    for name in ("datumTijdstipWijzigingWork", "datumTijdstipWijzigingExpression"):
        _add(tpmeta, _CUP, name, changed_at(record))
    _add_addresses(_add(gzd, _GZD, "enrichedData"), record, preferred, url)
    _add(element, _SRU, "recordPosition", str(position))


def _add_addresses(enriched: etree._Element, record: Record, preferred: str, url: str) -> None:
    offered = manifestations(record)
    first = next((kind for kind in ("xml", "pdf", "html") if kind in offered), None)
    if first:
        _add(enriched, _GZD, "url", url + item_path(record, first))
    _add(enriched, _GZD, "preferredUrl", preferred)
    for kind in offered:
        item = _add(enriched, _GZD, "itemUrl", url + item_path(record, kind))
        item.set("manifestation", kind)
    _add(enriched, _GZD, "timestamp", changed_at(record))


def _add_fields(parent: etree._Element, space: str, record: Record, names: tuple[str, ...]) -> None:
    for name in names:
        value = record.get(name)
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                added = _add(parent, space, name, str(one))
                if name in _SCHEMES:
                    added.set("scheme", _SCHEMES[name])


def _add(parent: etree._Element, space: str, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, etree.QName(space, name))
    element.text = text
    return element


def _xml(root: etree._Element) -> Answer:
    return Answer(200, "text/xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
