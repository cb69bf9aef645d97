"""What kind of file the bytes are, told by their content; names and headers are only a hint."""

from __future__ import annotations

import io
import re
import zipfile

from models.problems import UnreadableError

PDF = "application/pdf"
XML = "application/xml"
HTML = "text/html"
RTF = "application/rtf"
DOC = "application/msword"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"

_HEAD = 4096
_TEXT_NAMES = (".md", ".markdown", ".txt")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s*|<!--.{0,500}?-->\s*){0,4}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ELEMENT = re.compile(rb"<[a-zA-Z][\w:.-]{0,80}[\s>/]")
_MAGIC = ((b"{\\rtf", RTF), (b"\xd0\xcf\x11\xe0", DOC))
# extracted text may hold a stray control character (even a zero byte), but not many
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_MOST_CONTROL = 0.02

_UNKNOWN = (
    "Dit bestand is van een onbekend soort; bied het aan als pdf, xml of platte tekst (txt, md)."
)


def sniff(data: bytes, name: str | None = None) -> str:
    """The media type of ``data``; ``name`` only tells Markdown from plain text.

    Raises :class:`UnreadableError`: ``leeg`` for nothing but white space, ``onbekend_formaat``
    for anything that is not one of the kinds above.
    """
    head = data[:_HEAD]
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise UnreadableError("leeg", "Dit bestand is leeg; haal het opnieuw op bij de bron.")
    # readers accept a PDF whose mark stands within the first kilobyte
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK"):
        return _zipped(data)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    return _written(data, name)


def _zipped(data: bytes) -> str:
    """What lies in a zip: a Word or OpenDocument text; nothing of it is unpacked but its list."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError(
            "onbekend_formaat", "Dit ingepakte bestand is beschadigd; haal het opnieuw op."
        ) from error
    if "word/document.xml" in names:
        return DOCX
    if {"content.xml", "mimetype"} <= names:
        return ODT
    raise UnreadableError("onbekend_formaat", _UNKNOWN)


def _written(data: bytes, name: str | None) -> str:
    """XML, HTML or text: what a person could have typed."""
    head = data[:_HEAD]
    if head.startswith(_BOMS[1:]):
        head = head.decode("utf-16", errors="replace").encode()
    head = head.removeprefix(_BOMS[0]).lstrip()
    name = (name or "").lower()
    if _HTML.match(head):
        return HTML
    # a text may open with a tag of its own: "<sup>1</sup> Zie …"
    if head.startswith(b"<?xml") or (_ELEMENT.match(head) and not name.endswith(_TEXT_NAMES)):
        return XML
    if len(_CONTROL.findall(head)) > _MOST_CONTROL * len(head):
        raise UnreadableError("onbekend_formaat", _UNKNOWN)
    return MARKDOWN if name.endswith(_TEXT_NAMES[:2]) else TEXT
