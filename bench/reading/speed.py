"""How long each reader takes over the real PDFs: one process, the best of several runs.

Process time is counted, not the clock, so that others at work on the machine count less; of
pdftotext, which runs outside, it is the time of its process, start included. What takes more than
ten seconds is not timed again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.reading.engines import (
    missing,
    peers,
    pymupdf_rawdict,
    pymupdf_rawdict_text,
    read_boxes,
    read_passages,
)
from models.problems import UnreadableError

BOXES = "kamerspoor boxes"
PASSAGES = "kamerspoor passages"
# as it comes it also unpacks every image, which no other reader here does
RAWDICT = "pymupdf rawdict"
RAWDICT_TEXT = "the same, no images"

_UNTIMED = float("inf")
# what takes so many seconds is not timed again: noise is small against it
_LONG = 10.0


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds of process time of every reader over one file; ``None`` where it could not read."""

    name: str
    pages: int
    seconds: dict[str, float | None]


def readers() -> dict[str, Callable[[bytes], object]]:
    """Who is timed: ours twice, the peers' text, and PyMuPDF's characters with their boxes."""
    timed: dict[str, Callable[[bytes], object]] = {BOXES: read_boxes, PASSAGES: read_passages}
    if "pymupdf" not in missing():
        timed |= {RAWDICT: pymupdf_rawdict, RAWDICT_TEXT: pymupdf_rawdict_text}
    # its plain text is not what ours is measured against
    return timed | {peer.name: peer.pages for peer in peers() if peer.name != "pymupdf"}


def time_files(paths: list[Path], runs: int, pages: Callable[[bytes], int]) -> Iterator[Timed]:
    """Each file in turn, every reader in turn, ``runs`` times over."""
    timed = readers()
    for path in paths:
        data = path.read_bytes()
        best: dict[str, float | None] = {}
        for _ in range(runs):
            for name, read in timed.items():
                best[name] = _better(best.get(name, _UNTIMED), read, data)
        yield Timed(path.name, pages(data), best)


def _better(before: float | None, read: Callable[[bytes], object], data: bytes) -> float | None:
    """The best time so far; what cannot be read, or takes long, is not tried again."""
    if before is None or _LONG < before < _UNTIMED:
        return before
    taken = _seconds(read, data)
    return None if taken is None else min(before, taken)


def _seconds(read: Callable[[bytes], object], data: bytes) -> float | None:
    start, outside = time.process_time(), _outside()
    try:
        read(data)
    except (UnreadableError, ValueError, RuntimeError, OSError):
        return None
    return time.process_time() - start + _outside() - outside


def _outside() -> float:
    """Process time of the children that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def totals(rows: list[Timed]) -> dict[str, float]:
    """Seconds per reader over the files that all of them read."""
    read = [row for row in rows if None not in row.seconds.values()]
    names = read[0].seconds if read else {}
    return {name: sum(row.seconds[name] or 0.0 for row in read) for name in names}
