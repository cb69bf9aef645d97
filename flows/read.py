"""Raw bytes into a Document: choose the reader by what the bytes are, then name the paper."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, replace

from corpus import sniff
from corpus.pdf import read_pdf
from corpus.read_docx import read_docx
from corpus.read_html import read_html
from corpus.read_odt import read_odt
from corpus.read_text import read_text
from corpus.read_xml import read_xml
from extractors.kenmerken import find_kenmerken
from extractors.passages import compose_pages
from extractors.plaintext import compose_plain
from extractors.quality import page_problems
from extractors.sameness import with_afschrift
from extractors.vorm import with_vorm
from extractors.words import Words
from flows.lexicon import load_lexicon
from flows.scans import read_scans
from flows.words import load_words
from models.document import Document, Kenmerken, PrintedPage
from models.lists import DocumentSoort
from models.paper import RawFile
from models.problems import UnreadableError

_UNREAD = {
    sniff.RTF: "rtf",
    sniff.DOC: "Word van voor 2007 (doc)",
}


def read(raw: RawFile, data: bytes) -> Document:
    """The document in ``data``.

    What the source says of a paper goes before what the paper says of itself. The identifier is
    that of the source, else the one in the file or printed, else ``lokaal-`` and twelve digits of
    the checksum.

    Raises :class:`UnreadableError`, and nothing else, for bytes that are not a paper we can read;
    :class:`MemoryError` where reading them takes more than there is.
    """
    try:
        return _read(raw, data)
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:
        # a parser met bytes it was not made for: one paper that fails, not the run
        melding = f"Dit bestand kan niet worden gelezen ({type(error).__name__}); bekijk het zelf."
        raise UnreadableError("onleesbaar", melding) from error


def _read(raw: RawFile, data: bytes) -> Document:
    media_type = sniff.sniff(data, raw.naam)
    if media_type in _UNREAD:
        melding = (
            f"{_UNREAD[media_type]} wordt niet gelezen; bied het stuk als docx, pdf of xml aan."
        )
        raise UnreadableError("onbekend_formaat", melding)
    document = _READERS[media_type](raw, data)
    return with_afschrift(with_vorm(document, load_lexicon()))


def _read_pdf(raw: RawFile, data: bytes) -> Document:
    scans = read_scans(data, read_pdf(data))
    composed = compose_pages(scans.pages, load_words())
    subject = raw.id or raw.naam or raw.key
    return _named(
        raw,
        Document(
            id="",
            text=composed.text,
            kenmerken=Kenmerken(),
            made_from=raw.sha256 or hashlib.sha256(data).hexdigest(),
            media_type=sniff.PDF,
            passages=composed.passages,
            lines=composed.lines,
            tables=composed.tables,
            markers=composed.markers,
            links=composed.links,
            pages=len(scans.pages),
            page_quality=scans.quality,
            page_labels=page_labels(scans.pages),
            ocr_pages=scans.ocr_pages,
            problems=page_problems(subject, scans.pages, scans.quality, scans.tried, scans.advice),
        ),
    )


def _read_text(raw: RawFile, data: bytes) -> Document:
    composed = compose_plain(read_text(data))
    return _named(
        raw,
        Document(
            id="",
            text=composed.text,
            kenmerken=Kenmerken(),
            made_from=raw.sha256 or hashlib.sha256(data).hexdigest(),
            media_type=sniff.sniff(data, raw.naam),
            passages=composed.passages,
            tables=composed.tables,
            markers=composed.markers,
            links=composed.links,
            torn=tuple(Words((composed.text,), load_words()).torn(composed.text)),
        ),
    )


def _read_xml(raw: RawFile, data: bytes) -> Document:
    return read_xml(data, raw)


def _read_html(raw: RawFile, data: bytes) -> Document:
    return _as_found(raw, data, read_html(data, raw), sniff.HTML)


def _read_docx(raw: RawFile, data: bytes) -> Document:
    return _as_found(raw, data, read_docx(data, raw), sniff.DOCX)


def _read_odt(raw: RawFile, data: bytes) -> Document:
    return _as_found(raw, data, read_odt(data, raw), sniff.ODT)


def _as_found(raw: RawFile, data: bytes, document: Document, media_type: str) -> Document:
    """The document under its name, with the kind its bytes are of, whatever their label."""
    made_from = raw.sha256 or hashlib.sha256(data).hexdigest()
    return _named(raw, replace(document, made_from=made_from, media_type=media_type))


_READERS: dict[str, Callable[[RawFile, bytes], Document]] = {
    sniff.PDF: _read_pdf,
    sniff.XML: _read_xml,
    sniff.HTML: _read_html,
    sniff.DOCX: _read_docx,
    sniff.ODT: _read_odt,
    sniff.TEXT: _read_text,
    sniff.MARKDOWN: _read_text,
}


def _named(raw: RawFile, document: Document) -> Document:
    """The document under its identifier, with what source, file and text say of it, in order."""
    found, kenmerken = find_kenmerken(document.text, document.passages)
    return replace(
        document,
        id=raw.id or document.id or found or f"lokaal-{document.made_from[:12]}",
        kenmerken=merge(merge(raw.kenmerken, document.kenmerken), kenmerken),
    )


def merge(source: Kenmerken, text: Kenmerken) -> Kenmerken:
    """What the source says, and where it is silent what the text says."""
    filled = {}
    for field in fields(Kenmerken):
        said = getattr(source, field.name)
        silent = said is None or said == () or said is DocumentSoort.OVERIG
        filled[field.name] = getattr(text, field.name) if silent else said
    return Kenmerken(**filled)


def page_labels(pages: tuple[PrintedPage, ...]) -> tuple[str, ...]:
    """What each page is called; nothing where that is how it is counted.

    A page without a label goes by its number.
    """
    counted = tuple(str(page.number) for page in pages)
    called = tuple(page.label or str(page.number) for page in pages)
    return () if called == counted else called
