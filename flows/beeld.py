"""Pictures of the pages on which findings stand, each with its quote marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from pathlib import Path

from corpus.pdf.picture import draw_page
from flows.workers import Limits, each_done
from models.document import Box, Document, Span
from models.problems import Problem, UnreadableError, UsageError

# a page takes a fifth of a second
_LIMITS = Limits(seconds=60.0)
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_UNDRAWN = "Deze bladzijde kon niet worden getekend; bekijk haar in een pdf-lezer."


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to draw, the places on it to mark, the file to draw it in."""

    page: int
    boxes: tuple[Box, ...]
    file: Path


def pictures_of(
    document: Document, places: Iterable[tuple[str, Span]], folder: Path
) -> Iterator[Picture]:
    """A picture for each page that each place touches; ``places`` are kind and span.

    A file is named ``<paper>-blz<page>-<kind>-<from>-<to>.png``, the last two as ``extract --json``
    gives them.
    """
    name = _NOT_IN_A_NAME.sub("_", document.id)[:80]
    for kind, span in dict.fromkeys(places):
        regions = sorted(document.locate(span), key=lambda region: region.page)
        for page, on_page in groupby(regions, key=lambda region: region.page):
            file = folder / f"{name}-blz{page}-{kind}-{span.start}-{span.end}.png"
            yield Picture(page, tuple(region.box for region in on_page), file)


def draw_pictures(
    paper: Path, pictures: Sequence[Picture], limits: Limits = _LIMITS
) -> list[Problem]:
    """Draw pages of the PDF at ``paper``, in a process with limits; returns what was not drawn.

    Raises :class:`UsageError` where a folder cannot be made or written in.
    """
    for folder in {picture.file.parent for picture in pictures}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder} kan geen map zijn ({error.strerror}).") from error
    problems = []
    for picture, loss in each_done(partial(_draw, paper), pictures, 1, limits):
        if loss or not picture.file.exists():
            soort = loss or "onleesbaar"
            problems.append(Problem(picture.file.name, "beeld", soort, _UNDRAWN))
    return problems


def _draw(paper: Path, picture: Picture) -> None:
    """Draw one page in a worker process; where that cannot be, there is no file."""
    try:
        picture.file.unlink(missing_ok=True)
        with suppress(UnreadableError):
            picture.file.write_bytes(draw_page(_bytes(paper), picture.page, picture.boxes))
    except OSError as error:
        raise UsageError(f"{picture.file} is niet te schrijven ({error.strerror}).") from error


@cache
def _bytes(paper: Path) -> bytes:
    return paper.read_bytes()
