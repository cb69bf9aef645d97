"""The replay of KOOP's files: every form of a paper at the address the listing gives it.

The dataset holds the XML and PDF; the metadata files and the HTML and ODT that go with an XML are
made here from the record, with nothing in them that the record does not say.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from email.utils import formatdate, parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape, quoteattr

from corpus.ledger import sortable_time
from corpus.replay.answer import NOT_FOUND, Answer
from corpus.replay.cql import changed_at
from corpus.replay.word import entry
from corpus.replay.world import World

Record = Mapping[str, Any]

TYPES = {
    "xml": "text/xml",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "odt": "application/vnd.oasis.opendocument.text",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
}
_METADATA = {"metadata": "metadata.xml", "metadataowms": "metadata_owms.xml"}
# a file at the portal
PORTAL = re.compile(
    r"/((?:kst|blg|ah|h|kv|nds|ag)-[\w-]+)(?:\.(xml|pdf|html|odt)|/(metadata)\.xml)"
)
_TAGS = re.compile(r"<[^>]*>")

# what the metadata file calls a field, and its scheme
_NAMES = {
    "documentstatus": ("OVERHEIDop.documentStatus", ""),
    "title": ("DC.title", ""),
    "documenttitel": ("OVERHEIDop.documenttitel", ""),
    "dossiernummer": ("OVERHEIDop.dossiernummer", ""),
    "dossiertitel": ("OVERHEIDop.dossiertitel", ""),
    "indiener": ("OVERHEIDop.indiener", ""),
    "ondernummer": ("OVERHEIDop.ondernummer", ""),
    "publicatienaam": ("OVERHEIDop.publicationName", ""),
    "vergaderjaar": ("OVERHEIDop.vergaderjaar", ""),
    "available": ("DCTERMS.available", "DCTERMS.W3CDTF"),
    "issued": ("DCTERMS.issued", "DCTERMS.W3CDTF"),
    "creator": ("DC.creator", "OVERHEID.StatenGeneraal"),
    "subrubriek": ("DC.type", "OVERHEIDop.KamerstukTypen"),
    "type": ("DC.type", "OVERHEIDop.Parlementair"),
    "hoofddocument": ("OVERHEIDop.hoofddocument", "OVERHEIDop.ParlID"),
    "identifier": ("DC.identifier", "OVERHEIDop.ParlID"),
}


def manifestations(record: Record) -> list[str]:
    """The forms the listing offers, in its order."""
    held = set(record.get("manifestations") or ())
    made = {"metadata", "metadataowms"} | ({"html", "odt"} if "xml" in held else set())
    return sorted(held | made)


def item_path(record: Record, manifestation: str) -> str:
    """The path below the server at which a manifestation of a paper is found."""
    identifier = record["identifier"]
    path = (record.get("manifestations") or {}).get(manifestation)
    suffix = PurePosixPath(path).suffix if path else f".{manifestation}"
    name = _METADATA.get(manifestation, f"{identifier}{suffix}")
    return f"/frbr/{record.get('content_area')}/{identifier}/1/{manifestation}/{name}"


def text_of(world: World, record: Record) -> str:
    """What is searched in full text: the fields, and the text of the XML."""
    fields = " ".join(str(value) for value in record.values() if isinstance(value, str | list))
    path = (record.get("manifestations") or {}).get("xml")
    data = world.read(path) if path else None
    return fields + (" " + _TAGS.sub(" ", data.decode("utf-8", "replace")) if data else "")


def file_answer(world: World, path: str, marks: Mapping[str, str] | None) -> Answer:
    """The bytes at a path of the repository or the portal; ``marks`` as in :func:`conditional`."""
    found = _find(world, unquote(path))
    if found is None:
        return NOT_FOUND
    record, kind = found
    data = _bytes(world, record, kind)
    if data is None:
        return NOT_FOUND
    media_type = TYPES.get("xml" if kind in _METADATA else kind, "application/octet-stream")
    return conditional(Answer(200, media_type, data), changed_at(record), marks)


def _find(world: World, path: str) -> tuple[Record, str] | None:
    if portal := PORTAL.fullmatch(path):
        identifier, kind = portal[1], portal[2] or portal[3]
    else:
        parts = path.split("/")
        if len(parts) < 6:
            return None
        identifier, kind = parts[-4], parts[-2]
    record = world.record(identifier)
    if record is None or kind not in manifestations(record):
        return None
    return (record, kind) if portal or item_path(record, kind) == path else None


def _bytes(world: World, record: Record, kind: str) -> bytes | None:
    path = (record.get("manifestations") or {}).get(kind)
    if path:
        return world.read(path)
    match kind:
        case "metadata":
            return _metadata(record)
        case "metadataowms":
            return _owms(record)
        case "html":
            title = escape(str(record.get("title") or ""))
            return f"<html><head><title>{title}</title></head><body/></html>".encode()
        case _:
            return _odt(str(record.get("title") or ""))


def _metadata(record: Record) -> bytes:
    lines = [
        f'<metadata name="{name}" scheme="{scheme}" content={quoteattr(str(one))}/>'
        for field, (name, scheme) in _NAMES.items()
        for value in [record.get(field)]
        for one in (value if isinstance(value, list) else [value])
        if one is not None
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<metadata_gegevens>\n'
    return (head + "\n".join(lines) + "\n</metadata_gegevens>\n").encode()


def _owms(record: Record) -> bytes:
    """The same as elements, in an older character set, as the source sometimes does."""
    facts = "".join(
        f"<dcterms.{name}>{escape(str(record[name]))}</dcterms.{name}>"
        for name in ("identifier", "title", "modified")
        if record.get(name)
    )
    text = (
        '<?xml version="1.0" encoding="windows-1252"?>\n'
        f"<owms-metadata><owmskern>{facts}</owmskern></owms-metadata>\n"
    )
    return text.encode("cp1252", "xmlcharrefreplace")


def _odt(title: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in (
            ("mimetype", TYPES["odt"]),
            ("content.xml", f"<text>{escape(title)}</text>"),
        ):
            archive.writestr(entry(name), text)
    return packed.getvalue()


def conditional(answer: Answer, changed: str, marks: Mapping[str, str] | None) -> Answer:
    """The answer with an ETag and a Last-Modified, or 304 where the asker has it.

    ``marks`` are the headers of who asks; ``None`` where files do not say when they changed.
    """
    if marks is None:
        return answer
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
    stamp = _http_date(sortable_time(changed))
    headers = (("ETag", tag), ("Last-Modified", stamp))
    since = marks.get("If-Modified-Since")
    if "If-None-Match" in marks or not since:
        same = marks.get("If-None-Match") == tag
    else:
        same = parsedate_to_datetime(since) >= parsedate_to_datetime(stamp)
    if same:
        return Answer(304, answer.media_type, headers=headers)
    return replace(answer, headers=headers)


def _http_date(moment: str) -> str:
    return formatdate(datetime.fromisoformat(moment[:19] + "+00:00").timestamp(), usegmt=True)
