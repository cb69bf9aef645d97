"""Pages without usable text, read from their picture where this machine and the settings allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.pdf import ocr
from extractors.quality import is_better, needs_ocr, page_quality
from flows.settings import Settings
from models.document import PrintedPage

# of the ten minutes a paper may take (flows/workers.py) at most half goes to OCR, the longest one
# that we read takes three and a half without it
SECONDS = 300.0

_OUT_OF_TIME = "de tijd voor OCR was op; splits het stuk"
_FAILED = "OCR lukte hier niet; bekijk het beeld zelf"


@dataclass(frozen=True, slots=True)
class Scans:
    """The pages of a paper after OCR, with the quality of each.

    ``tried`` are the numbers of the pages that OCR has looked at; ``advice`` says what to do about
    others that need it.
    """

    pages: tuple[PrintedPage, ...]
    quality: tuple[float, ...]
    tried: frozenset[int]
    advice: str

    @property
    def ocr_pages(self) -> tuple[int, ...]:
        """The numbers of the pages whose text is that of OCR."""
        return tuple(page.number for page in self.pages if page.ocr is not None)


@cache
def hindrance() -> str | None:
    """What to do before OCR is used here, by settings and machine; ``None`` where it is used."""
    if Settings().ocr == "uit":
        return "zet KAMERSPOOR_OCR op auto"
    return ocr.missing()


@cache
def ocr_version() -> str:
    """The program that reads scans, with its version; empty where none is used."""
    return "" if hindrance() else ocr.engine()


def read_scans(data: bytes, pages: Sequence[PrintedPage]) -> Scans:
    """The pages of the PDF in ``data``, those that need it read by OCR where that is better."""
    quality = [page_quality(page) for page in pages]
    poor = [page for page, share in zip(pages, quality, strict=True) if needs_ocr(page, share)]
    advice = hindrance() if poor else None
    if advice or not poor:
        return Scans(tuple(pages), tuple(quality), frozenset(), advice or "")
    read, in_time = ocr.ocr_pages(data, poor, SECONDS)
    chosen = tuple(
        read[page.number]
        if page.number in read and is_better(read[page.number], page, share)
        else page
        for page, share in zip(pages, quality, strict=True)
    )
    quality = [page_quality(page) for page in chosen]
    return Scans(chosen, tuple(quality), frozenset(read), _FAILED if in_time else _OUT_OF_TIME)
