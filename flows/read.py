"""Raw bytes into a Document: choose the reader by what the bytes are, then name the paper."""

from __future__ import annotations

import hashlib
import re
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
from extractors.readability import readable_share
from extractors.repeated import find_repeated
from extractors.sameness import with_afschrift
from extractors.vorm import with_vorm
from extractors.words import Words
from flows.lexicon import load_lexicon
from flows.trained import load_words
from models.document import Document, Kenmerken, PrintedPage
from models.lists import DocumentSoort
from models.paper import RawFile
from models.problems import Problem, UnreadableError

_UNREAD = {
    sniff.RTF: "rtf",
    sniff.DOC: "Word van voor 2007 (doc)",
}
_READABLE = 0.5


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
    pages = read_pdf(data)
    composed = compose_pages(pages, load_words())
    quality = page_quality(pages)
    document = _named(
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
            pages=len(pages),
            page_quality=quality,
            page_labels=page_labels(pages),
            problems=_page_problems(raw, pages, quality),
        ),
    )
    return _with_repeated(raw, document)


def _read_text(raw: RawFile, data: bytes) -> Document:
    composed = compose_plain(read_text(data))
    document = _named(
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
    return _with_repeated(raw, document)


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


def page_quality(pages: tuple[PrintedPage, ...]) -> tuple[float, ...]:
    """For each page the share of its characters that are readable words; a blank page is fine."""
    shares = []
    for page in pages:
        lines = [line.text for line in page.lines]
        lines += [line.text for table in page.tables for cell in table.cells for line in cell.lines]
        text = "\n".join(lines)
        blank = not text.strip() and not page.drawn
        shares.append(1.0 if blank else round(readable_share(text), 3))
    return tuple(shares)


def page_labels(pages: tuple[PrintedPage, ...]) -> tuple[str, ...]:
    """What each page is called; nothing where that is how it is counted.

    A page without a label goes by its number.
    """
    counted = tuple(str(page.number) for page in pages)
    called = tuple(page.label or str(page.number) for page in pages)
    return () if called == counted else called


def _page_problems(
    raw: RawFile, pages: tuple[PrintedPage, ...], quality: tuple[float, ...]
) -> tuple[Problem, ...]:
    """One problem per paper for pages without text, with unreadable text, with too much of it."""
    subject = raw.id or raw.naam or raw.key
    bare: list[int] = []
    garbled: list[int] = []
    for page, share in zip(pages, quality, strict=True):
        if share < _READABLE:
            (garbled if page.lines or page.tables else bare).append(page.number)
    problems = []
    if bare:
        melding = f"{_pages(bare)} zonder tekstlaag (scan): laat de scan door OCR omzetten."
        problems.append(Problem(subject, "read", "geen_tekstlaag", melding))
    if garbled:
        melding = f"{_pages(garbled)} met onleesbare tekst: vraag een andere versie of gebruik OCR."
        problems.append(Problem(subject, "read", "onleesbaar", melding))
    if cut := [page.number for page in pages if page.cut]:
        melding = f"{_pages(cut)} met te veel tekst: alleen het begin is gelezen; bekijk de rest."
        problems.append(Problem(subject, "read", "te_groot", melding))
    return tuple(problems)


def _with_repeated(raw: RawFile, document: Document) -> Document:
    """The document with one problem more where it prints a text twice side by side."""
    pairs = find_repeated(document)
    if not pairs:
        return document
    pages = {document.page(span) for pair in pairs for span in pair}
    found = sorted(page for page in pages if page is not None)
    where = f"{_pages(found)}: dezelfde tekst" if found else "Dezelfde tekst"
    melding = f"{where} staat er twee keer ({len(pairs)} maal): tel wat erin gevonden is één keer."
    problem = Problem(raw.id or raw.naam or raw.key, "read", "dubbele_tekst", melding)
    return replace(document, problems=(*document.problems, problem))


def _pages(numbers: list[int]) -> str:
    """``Pagina 3``, ``Pagina's 1-4, 9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    said = ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in runs)
    return f"Pagina {said}" if re.fullmatch(r"\d+", said) else f"Pagina's {said}"
