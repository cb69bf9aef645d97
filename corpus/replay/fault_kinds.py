"""The table of faults: what each does to an answer."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from corpus.markup import xml_parser
from corpus.replay.answer import Answer
from corpus.replay.faults import (
    ALL,
    BYTES,
    FRBR,
    LISTS,
    ODATA,
    ODATA4,
    OPENFILE,
    OPENOVERHEID,
    RESOURCE,
    SRU,
    SYNCFEED,
    Hit,
    Kind,
    Strike,
)
from corpus.replay.sru import diagnostic
from corpus.replay.syncfeed import error_500
from corpus.replay.word import word

_HTML = b"<html><head><title>Fout</title></head><body>Er is een fout opgetreden.</body></html>"
_ODATA_500 = b'{"error":{"code":"","message":"An error has occurred."}}'
# the replay's own page for what is "not found", served with status 200
FOUT404 = "/fout404.htm"

# where a listing or a redirect must never lead
_FOREIGN = "https://vreemd.example.invalid"
_LOOPBACK = "http://127.0.0.1:9"
_PRIVATE = "http://10.0.0.1"
_METADATA_SERVICE = "http://169.254.169.254"
_FILE = "file:///etc"


# answers instead of the real one


def _status(status: int, *headers: tuple[str, str]) -> Strike:
    return lambda hit: Answer(status, "text/html", _HTML, headers)


def _wait_seconds(status: int) -> Strike:
    return lambda hit: Answer(status, "text/html", _HTML, (("Retry-After", str(int(hit.value))),))


def _wait_until(hit: Hit) -> Answer:
    moment = datetime.now(UTC) + timedelta(seconds=hit.value)
    return Answer(429, "text/html", _HTML, (("Retry-After", format_datetime(moment, True)),))


def _server_error(hit: Hit) -> Answer:
    """A 500 in the manner of the protocol."""
    if hit.protocol in ODATA:
        return Answer(500, "application/json", _ODATA_500)
    return error_500() if hit.protocol == SYNCFEED else Answer(500, "text/html", _HTML)


def _stall(hit: Hit) -> Answer:
    time.sleep(hit.value)
    return _server_error(hit)


def _slow(hit: Hit) -> Answer:
    time.sleep(hit.value)
    return hit.real()


def _too_deep(hit: Hit) -> Answer | None:
    start = _params(hit).get("startRecord", "1")
    return Answer(504, "text/html", _HTML) if start.isdigit() and int(start) >= hit.value else None


def _diagnostic(hit: Hit) -> Answer:
    return diagnostic(1, "General system error", "backend")


def _html_200(hit: Hit) -> Answer:
    return Answer(200, "text/html", _HTML)


def _html_in_disguise(hit: Hit) -> Answer:
    return Answer(200, hit.real().media_type, _HTML)


def _word_as_pdf(hit: Hit) -> Answer:
    return Answer(200, "application/pdf", word())


def _empty(hit: Hit) -> Answer:
    return Answer(200, hit.real().media_type)


def _reset(hit: Hit) -> Answer:
    return Answer(200, "text/html", reset=True)


def _to(where: str) -> Strike:
    return lambda hit: Answer(302, "text/html", headers=(("Location", where),))


def _to_fout404(hit: Hit) -> Answer:
    return Answer(302, "text/html", headers=(("Location", hit.url + FOUT404),))


def _to_itself(hit: Hit) -> Answer:
    return Answer(302, "text/html", headers=(("Location", hit.url + hit.path),))


def _to_v5(hit: Hit) -> Answer:
    where = hit.url + hit.path.replace("/OData/v4/2.0", "/OData/v5", 1)
    return Answer(301, "text/html", headers=(("Location", where),))


# the real answer, spoilt on its way


def _cut(hit: Hit) -> Answer | None:
    answer = hit.real()
    return replace(answer, cut=len(answer.body) // 2) if answer.body else None


def _cut_in_chunks(hit: Hit) -> Answer | None:
    """Half of the bytes, whose length was never told."""
    answer = _cut(hit)
    return answer and replace(answer, chunked=True)


def _short_length(hit: Hit) -> Answer | None:
    answer = hit.real()
    if not answer.body:
        return None
    return replace(answer, chunked=False, length=len(answer.body) // 2)


def _drip(hit: Hit) -> Answer:
    return replace(hit.real(), pause=hit.value)


def _skewed(hit: Hit) -> Answer:
    moment = datetime.now(UTC) + timedelta(hours=hit.value)
    return replace(hit.real(), date=format_datetime(moment, True))


def _bomb(hit: Hit) -> Answer:
    body = gzip.compress(bytes(int(hit.value * 1_048_576)), mtime=0)
    return Answer(200, hit.real().media_type, body, (("Content-Encoding", "gzip"),))


def _charset(hit: Hit) -> Answer:
    answer = hit.real()
    return replace(answer, media_type=f"{answer.media_type.partition(';')[0]}; charset=iso-8859-1")


def _cut_xml(hit: Hit) -> Answer | None:
    """An XML body that stops in the middle of an entry, in an answer that is whole."""
    answer = hit.real()
    at = max(answer.body.rfind(b"<entry>"), answer.body.rfind(b"<sru:record>"))
    return replace(answer, body=answer.body[: at + 40]) if at >= 0 else None


# lists that lie


def _json(change: Callable[[Any, Hit], bool]) -> Strike:
    """A strike that changes the JSON of a list; ``change`` says whether it did."""

    def strike(hit: Hit) -> Answer | None:
        answer = hit.real()
        try:
            payload = json.loads(answer.body)
        except ValueError:
            return None
        if not isinstance(payload, dict) or not change(payload, hit):
            return None
        return replace(answer, body=json.dumps(payload, ensure_ascii=False).encode())

    return strike


def _xml(change: Callable[[etree._Element, Hit], bool]) -> Strike:
    """The same of an XML list."""

    def strike(hit: Hit) -> Answer | None:
        answer = hit.real()
        try:
            root = etree.fromstring(answer.body, xml_parser())
        except etree.XMLSyntaxError:  # no XML, or cut off by another fault
            return None
        if not change(root, hit):
            return None
        return replace(answer, body=etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

    return strike


def _either(json_strike: Strike, xml_strike: Strike) -> Strike:
    json_protocols = ODATA | {OPENOVERHEID}
    return lambda hit: (json_strike if hit.protocol in json_protocols else xml_strike)(hit)


def _rows(payload: Any) -> list[Any]:
    return payload.get("value") or payload.get("resultaten") or []


def _entries(root: etree._Element) -> list[etree._Element]:
    return [one for name in ("entry", "record", "item") for one in root.iter(f"{{*}}{name}")]


def _repeat_json(payload: Any, hit: Hit) -> bool:
    rows = _rows(payload)
    rows.extend(rows[:3])
    return bool(rows)


def _repeat_xml(root: etree._Element, hit: Hit) -> bool:
    entries = _entries(root)
    for one in entries[:3]:
        one.addprevious(etree.fromstring(etree.tostring(one, with_tail=False)))
    return bool(entries)


def _turn_json(payload: Any, hit: Hit) -> bool:
    rows = _rows(payload)
    rows.reverse()
    return len(rows) > 1


def _turn_xml(root: etree._Element, hit: Hit) -> bool:
    entries = _entries(root)
    for one in entries[1:]:
        entries[0].addprevious(one)
    return len(entries) > 1


def _empty_json(payload: Any, hit: Hit) -> bool:
    _rows(payload).clear()
    payload.pop("@odata.nextLink", None)
    for name in ("@odata.count", "totaal"):
        if name in payload:
            payload[name] = 0
    return "value" in payload or "resultaten" in payload


def _empty_xml(root: etree._Element, hit: Hit) -> bool:
    for one in [*_entries(root), *root.iter("{*}records", "{*}nextRecordPosition")]:
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
    for number in root.iter("{*}numberOfRecords"):
        number.text = "0"
    for link in root.findall("{*}link[@rel='next']"):
        link.set("rel", "resume")
    return True


def _reshape_json(payload: Any, hit: Hit) -> bool:
    for old, new in (("value", "items"), ("resultaten", "hits"), ("versies", "versions")):
        if old in payload:
            payload[new] = payload.pop(old)
            return True
    return False


def _reshape_xml(root: etree._Element, hit: Hit) -> bool:
    root.tag = "nieuw"
    for one in _entries(root):
        one.tag = "stuk"
    return True


def _loop_json(payload: Any, hit: Hit) -> bool:
    payload["@odata.nextLink"] = hit.url + hit.path
    return "value" in payload


def _loop_xml(root: etree._Element, hit: Hit) -> bool:
    for position in root.iter("{*}nextRecordPosition"):
        position.text = _params(hit).get("startRecord", "1")
        return True
    for link in root.findall("{*}link[@rel='next']"):
        link.set("href", hit.url + hit.path)
        return True
    return False


def _miscount_json(payload: Any, hit: Hit) -> bool:
    for name in ("@odata.count", "totaal"):
        if name in payload:
            payload[name] += 7
            return True
    return False


def _miscount_xml(root: etree._Element, hit: Hit) -> bool:
    for number in root.iter("{*}numberOfRecords"):
        number.text = str(int(number.text or 0) + 7)
        return True
    return False


def _length_field(hit: Hit) -> Answer | None:
    """A stated size of the file that is not the size of the file."""
    answer = hit.real()
    pattern = rb'("ContentLength": |tk:contentLength="|"grootte": )(\d+)'
    body, number = re.subn(pattern, lambda m: m[1] + str(int(m[2]) + 13).encode(), answer.body)
    return replace(answer, body=body) if number else None


def _wrong_hash(hit: Hit) -> Answer | None:
    answer = hit.real()
    body, number = re.subn(rb'("hash": )"[0-9a-f]{40}"', rb'\1"' + b"0" * 40 + b'"', answer.body)
    return replace(answer, body=body) if number else None


def _files_at(where: str) -> Strike:
    """A listing whose files lie where we must not go."""

    def strike(hit: Hit) -> Answer | None:
        answer = hit.real()
        ours = re.escape(hit.url.encode())
        at = rb"(/frbr/|/documenten/|/SyncFeed/2\.0/Resources/)"
        body, number = re.subn(ours + at, where.encode() + rb"\1", answer.body)
        return replace(answer, body=body) if number else None

    return strike


def _row_changes(hit: Hit) -> Answer | None:
    """Between two pages the oldest row of the list changes and so moves to the end."""
    params = _params(hit)
    if not int(params.get("$skip") or params.get("skiptoken") or 0):
        return None
    entity = params.get("category") or urlsplit(hit.path).path.rpartition("/")[2]
    table = hit.world.tables.get(entity)
    with hit.world.lock:
        first = next((key for key in table.since("0")), None) if table else None
        if table is None or first is None:
            return None
        moment = datetime.fromisoformat(table.newest()[:19] + "+00:00") + timedelta(seconds=1)
        row = table.peek(first) or {}
        table.put(first, {**row, "ApiGewijzigdOp": f"{moment:%Y-%m-%dT%H:%M:%S}.5Z"})
    return hit.real()


def _params(hit: Hit) -> dict[str, str]:
    return {name: found[0] for name, found in parse_qs(urlsplit(hit.path).query).items()}


_XML_LISTS = frozenset({SYNCFEED, SRU})
_LINKED = frozenset({SRU, SYNCFEED, OPENOVERHEID})

_KINDS = (
    Kind("429", "429 zonder te zeggen hoe lang", ALL, _status(429)),
    Kind("429_seconds", "429 met Retry-After in seconden", ALL, _wait_seconds(429), value=1),
    Kind("429_date", "429 met Retry-After als datum", ALL, _wait_until, value=1),
    Kind("429_long", "429 met een Retry-After van een uur", ALL, _wait_seconds(429), value=3600),
    Kind("500", "500 zoals de bron die geeft", ALL, _server_error),
    Kind("500_stall", "500 na een stilte van zoveel seconden", ALL, _stall, value=0.05),
    Kind("slow", "goed antwoord na zoveel seconden", ALL, _slow, value=0.02),
    Kind("503_html", "503 met een HTML-pagina", ALL, _status(503)),
    Kind("503_seconds", "503 met Retry-After in seconden", ALL, _wait_seconds(503), value=1),
    Kind("504", "504 van een tussenstation", ALL, _status(504)),
    Kind("504_deep", "504 voorbij een positie", frozenset({SRU}), _too_deep, value=10_000),
    Kind("404", "404 voor wat er wel is: de rij is er eerder dan het bestand", BYTES, _status(404)),
    Kind("diagnostic_200", "weigering met status 200", frozenset({SRU}), _diagnostic),
    Kind("truncated", "verbinding valt halverwege het antwoord weg", ALL, _cut),
    Kind("chunked_cut", "bestand zonder lengte valt halverwege weg", BYTES, _cut_in_chunks),
    Kind("short_length", "Content-Length kleiner dan het bestand", BYTES, _short_length, False),
    Kind(
        "length_field",
        "opgegeven bestandsgrootte klopt niet",
        ODATA | {SYNCFEED, OPENOVERHEID},
        _length_field,
        False,
    ),
    Kind(
        "word_as_pdf",
        "Word-bestand dat zich PDF noemt",
        frozenset({RESOURCE, OPENFILE}),
        _word_as_pdf,
        False,
    ),
    Kind("html_200", "foutpagina met status 200", ALL, _html_200),
    Kind("html_disguised", "foutpagina met het type van het bestand", BYTES, _html_in_disguise),
    Kind("fout404", "doorverwijzing naar een pagina 'niet gevonden' met 200", BYTES, _to_fout404),
    Kind("empty_200", "leeg antwoord met status 200", ALL, _empty),
    Kind("redirect_foreign", "doorverwijzing naar een vreemde host", ALL, _to(_FOREIGN)),
    Kind("redirect_port", "doorverwijzing naar een andere poort hier", ALL, _to(_LOOPBACK)),
    Kind("redirect_private", "doorverwijzing naar een privéadres", ALL, _to(_PRIVATE)),
    Kind("redirect_metadata", "doorverwijzing naar de clouddienst", ALL, _to(_METADATA_SERVICE)),
    Kind("redirect_file", "doorverwijzing naar file://", ALL, _to(f"{_FILE}/passwd")),
    Kind("redirect_loop", "doorverwijzing naar zichzelf", ALL, _to_itself),
    Kind("drip", "antwoord in kleine beetjes", ALL, _drip, value=0.001),
    Kind("reset", "verbinding verbroken zonder antwoord", ALL, _reset),
    Kind("clock_skew", "klok van de bron loopt uren achter of voor", ALL, _skewed, value=-5),
    Kind("gzip_bomb", "klein ingepakt antwoord dat heel groot wordt", ALL, _bomb, value=4),
    Kind("charset", "verkeerde tekenset in de kop", LISTS | {FRBR}, _charset),
    Kind("cut_xml", "XML die midden in een stuk ophoudt", _XML_LISTS, _cut_xml),
    Kind("category_500", "één categorie van de feed is stuk", frozenset({SYNCFEED}), _server_error),
    Kind(
        "duplicates",
        "rijen die twee keer komen",
        LISTS,
        _either(_json(_repeat_json), _xml(_repeat_xml)),
    ),
    Kind(
        "reordered",
        "rijen van een bladzijde in een andere volgorde",
        LISTS,
        _either(_json(_turn_json), _xml(_turn_xml)),
    ),
    Kind(
        "row_changes",
        "een rij verandert tussen twee bladzijden",
        ODATA | {SYNCFEED},
        _row_changes,
        False,
    ),
    Kind(
        "next_loops",
        "vervolg dat naar zichzelf wijst",
        ODATA | _XML_LISTS,
        _either(_json(_loop_json), _xml(_loop_xml)),
    ),
    Kind(
        "wrong_count",
        "aantal dat niet klopt",
        ODATA | {SRU, OPENOVERHEID},
        _either(_json(_miscount_json), _xml(_miscount_xml)),
    ),
    Kind(
        "empty_source",
        "bron somt niets op",
        LISTS,
        _either(_json(_empty_json), _xml(_empty_xml)),
        False,
    ),
    Kind(
        "changed_shape",
        "antwoord in een nieuwe vorm",
        LISTS,
        _either(_json(_reshape_json), _xml(_reshape_xml)),
    ),
    Kind(
        "hash_mismatch", "controlegetal klopt niet", frozenset({OPENOVERHEID}), _wrong_hash, False
    ),
    Kind("files_foreign", "bestanden op een vreemde host", _LINKED, _files_at(_FOREIGN), False),
    Kind("files_port", "bestanden op een andere poort hier", _LINKED, _files_at(_LOOPBACK), False),
    Kind("files_private", "bestanden op een privéadres", _LINKED, _files_at(_PRIVATE), False),
    Kind("files_file", "bestanden op file://", _LINKED, _files_at(_FILE), False),
    Kind("v4_404", "OData v4 bestaat niet meer", frozenset({ODATA4}), _status(404), False),
    Kind("v4_410", "OData v4 is opgeheven", frozenset({ODATA4}), _status(410), False),
    Kind("v4_301", "OData v4 verwijst door naar v5", frozenset({ODATA4}), _to_v5, False),
)
FAULTS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}
