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
# an error page need not begin as it should; no paper has one of these as its root
_PART_OF_HTML = re.compile(
    rb"<(?:title|meta|script|style|center|div|h[1-6]|p)(?=[\s>/])", re.IGNORECASE
)
_ELEMENT = re.compile(rb"<[a-zA-Z][\w:.-]{0,80}[\s>/]")
_MAGIC = ((b"{\\rtf", RTF), (b"\xd0\xcf\x11\xe0", DOC))
# how a zip begins, where the list of its files ends, and how long that list may be: a text has a
# few dozen files
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_END = b"PK\x05\x06"
_ZIP64 = b"PK\x06\x07"
_LONGEST_LIST = 1024 * 1024
# extracted text may hold a stray control character (even a zero byte), but not many
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_MOST_CONTROL = 0.02

_UNKNOWN = (
    "Dit bestand is van een onbekend soort; bied het aan als pdf, xml of platte tekst (txt, md)."
)
_NO_TEXT = "Dit is een rekenblad of presentatie, geen stuk; vraag de bron om een pdf of Word-tekst."
_OFFICE = {"xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml"}


def sniff(data: bytes, name: str | None = None) -> str:
    """The media type of ``data``; ``name`` only tells Markdown from plain text.

    Raises :class:`UnreadableError`: ``leeg`` for nothing but white space, ``onbekend_formaat``
    for anything that is not one of the kinds above.
    """
    head = data[:_HEAD]
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise UnreadableError("leeg", "Dit bestand is leeg; haal het opnieuw op bij de bron.")
    if head.startswith(_ZIP):
        return _zipped(data)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    # readers accept a PDF whose mark stands within the first kilobyte
    if b"%PDF-" in head[:1024]:
        return PDF
    return _written(data, name)


def _zipped(data: bytes) -> str:
    """What lies in a zip: a Word or OpenDocument text; nothing of it is unpacked but its list."""
    if not _is_short_list(data):
        raise UnreadableError("onbekend_formaat", _UNKNOWN)
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
    if names & _OFFICE:
        raise UnreadableError("onbekend_formaat", _NO_TEXT)
    raise UnreadableError("onbekend_formaat", _UNKNOWN)


def _is_short_list(data: bytes) -> bool:
    """Whether the list in a zip can be read without filling the memory.

    Each of its entries becomes an object many times its size. The end of the list is at the end of
    the zip, or else (a remark may follow it) what looks last like it. The form for larger zips
    (zip64) tells another length than the one here, and no paper needs it.
    """
    return all(
        data[end - 20 : end - 16] != _ZIP64
        and int.from_bytes(data[end + 12 : end + 16], "little") <= _LONGEST_LIST
        for end in {len(data) - 22, data.rfind(_ZIP_END)}
        if end >= 0 and data[end : end + 4] == _ZIP_END
    )


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
    is_text = name.endswith(_TEXT_NAMES)
    if _PART_OF_HTML.match(head) and not is_text:
        return HTML
    if head.startswith(b"<?xml") or (_ELEMENT.match(head) and not is_text):
        return XML
    if len(_CONTROL.findall(head)) > _MOST_CONTROL * len(head):
        raise UnreadableError("onbekend_formaat", _UNKNOWN)
    return MARKDOWN if name.endswith(_TEXT_NAMES[:2]) else TEXT
