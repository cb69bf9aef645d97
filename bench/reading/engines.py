"""Who reads: our reader and its peers, each as it is meant to be used.

Ours is asked through ``flows.read.read``, ``corpus.pdf.read_pdf`` and
``extractors.passages.compose_pages`` alone. PyMuPDF is a peer here and nowhere else (AGPL).
"""

from __future__ import annotations

import hashlib
import importlib
import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pypdfium2 as pdfium

from corpus.pdf import read_pdf
from extractors.passages import compose_pages
from flows.read import read
from models.document import Document, Passage
from models.lists import PassageSoort
from models.paper import RawFile

OURS = "kamerspoor"
MISSING = {
    "pymupdf": "pip install --no-deps --require-hashes -r requirements-peers.txt",
    "weasyprint": "pip install --no-deps --require-hashes -r requirements-peers.txt, and Pango",
    "typst": "pip install --no-deps --require-hashes -r requirements-peers.txt",
    "pdftotext": "the package poppler-utils of the system",
}
_STAMP = "2026-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Peer:
    """Another reader: ``pages`` gives the plain text of each page in its own reading order."""

    name: str
    pages: Callable[[bytes], list[str]]
    # the process time counts where it runs
    outside: bool = False


def missing() -> dict[str, str]:
    """What is not installed, and what to do about it."""
    absent = {}
    for name in ("pymupdf", "weasyprint", "typst"):
        try:
            importlib.import_module(name)
        except (ImportError, OSError):
            absent[name] = MISSING[name]
    if shutil.which("pdftotext") is None:
        absent["pdftotext"] = MISSING["pdftotext"]
    return absent


def peers() -> list[Peer]:
    """The peers that are installed."""
    absent = missing()
    found = [Peer("pdfplumber", _pdfplumber), Peer("pypdfium2", _pypdfium2)]
    if "pymupdf" not in absent:
        found.insert(1, Peer("pymupdf", _pymupdf))
    if "pdftotext" not in absent:
        found.append(Peer("pdftotext", _pdftotext, outside=True))
    return found


# ours


def read_document(data: bytes, name: str) -> Document:
    """The document our program makes of a file; raises as :func:`flows.read.read`."""
    sha256 = hashlib.sha256(data).hexdigest()
    return read(RawFile(name, sha256, "", "bench", None, _STAMP, naam=name), data)


def running_text(document: Document) -> list[str]:
    """The passages of the running text, each as it is printed: with its number where kept apart."""
    return [_printed(document, passage) for passage in document.running()]


def _printed(document: Document, passage: Passage) -> str:
    text, label = document.quote(passage.span), passage.label
    kept_apart = passage.soort in (PassageSoort.NOOT, PassageSoort.OPSOMMING)
    if not label or not kept_apart or text.startswith(label):
        return text
    return f"{label} {text}"


def read_boxes(data: bytes) -> None:
    """Ours: every page with its glyphs, lines and tables, boxes included."""
    read_pdf(data)


def read_passages(data: bytes) -> None:
    """Ours: the same and the passages made of them."""
    compose_pages(read_pdf(data))


# the peers: plain text


def _pdfplumber(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_text() for page in document.pages]


def _pymupdf(data: bytes) -> list[str]:
    pymupdf = importlib.import_module("pymupdf")
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return [str(page.get_text("text")) for page in document]


def _pypdfium2(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _pdftotext(data: bytes) -> list[str]:
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True
    )
    return done.stdout.decode("utf-8", "replace").split("\f")[:-1]


# the peers: characters with their boxes, as ours gives them


def pymupdf_rawdict(data: bytes) -> None:
    """Every character with its box in PyMuPDF, and every image unpacked."""
    pymupdf = importlib.import_module("pymupdf")
    _rawdict(pymupdf, data, pymupdf.TEXTFLAGS_RAWDICT)


def pymupdf_rawdict_text(data: bytes) -> None:
    """Every character with its box in PyMuPDF, and no images."""
    pymupdf = importlib.import_module("pymupdf")
    _rawdict(pymupdf, data, pymupdf.TEXTFLAGS_RAWDICT & ~pymupdf.TEXT_PRESERVE_IMAGES)


def _rawdict(pymupdf: Any, data: bytes, flags: int) -> None:
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for page in document:
            page.get_text("rawdict", flags=flags)
