"""The hand-checked truth on real papers: what must come out of each page, without its text.

``corpus/gold/papier.jsonl`` holds one page a line. A text is told by two hashes, the first sixteen
digits of a sha256: ``kaal`` with all white space left out, ``gezet`` with every run of it as one
space (null where the paper itself leaves the spaces open). Words broken at a line end are whole
in it, the raised number of a note is left out, list items keep their number or dash, notes do not
keep theirs. Heights and places are points from the top left of the page.

It began as what our reader gave in November 2026; every page was then held beside its picture and
put right: where blocks begin and end, of what kind, what goes on over the page, furniture,
markers, cells. Of the 404 blocks 393 stand to the letter in the text of at least one other
reader (numbers left out); the other eleven run over a page, where the others have its foot.

- ``blokken``: the running text that begins on the page, in reading order: ``soort`` (null where
  two answers are right), ``top``, ``bottom`` of its lines on the page, ``tot`` the page it ends
  on, ``lengte`` in characters without white space, ``kaal``, ``gezet``.
- ``rand``: furniture: ``x0``, ``top``, ``x1``, ``bottom``, ``kaal``. ``vrij``: the same for what
  may be either. Neither may stand within running text.
- ``noten``: places of note markers: ``x``, ``top``, ``nummer``.
- ``tabellen``: ``top`` and ``cellen``: row, column, ``kaal``; a table over several pages counts
  on its first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from models.lists import PassageSoort

TRUTH = Path(__file__).parents[2] / "corpus" / "gold" / "papier.jsonl"

_HASH = re.compile(r"[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PATH = re.compile(r"[\w/-]+\.pdf")
_SOORTEN = {soort.value for soort in PassageSoort} - {"rand", "tabel"}
# as high as the papers here are, in points
_TALLEST = 1200.0


class TruthError(ValueError):
    """A line of the truth that is not of the agreed form."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of running text."""

    soort: str | None
    top: float
    bottom: float
    tot: int
    lengte: int
    kaal: str
    gezet: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of furniture."""

    x0: float
    top: float
    x1: float
    bottom: float
    kaal: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A note marker."""

    x: float
    top: float
    nummer: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``cellen`` are (row, column, hash)."""

    top: float
    cellen: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class TruePage:
    """What must come out of one page."""

    stuk: str
    sha256: str
    pagina: int
    blokken: tuple[Block, ...]
    rand: tuple[Place, ...]
    vrij: tuple[Place, ...]
    noten: tuple[Mark, ...]
    tabellen: tuple[Grid, ...]


def digest(text: str) -> str:
    """The hash a text is told by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# the form


def parse_page(line: str) -> TruePage:
    """One line of the truth; raises :class:`TruthError` for anything that is not of the form."""
    try:
        return _parsed(json.loads(line))
    except json.JSONDecodeError as error:
        raise TruthError(f"no JSON: {error}") from error
    except (TypeError, AttributeError) as error:
        raise TruthError(f"a value of another kind: {error}") from error


def _parsed(row: Any) -> TruePage:
    _keys(row, TruePage)
    page = TruePage(
        stuk=row["stuk"],
        sha256=row["sha256"],
        pagina=row["pagina"],
        blokken=tuple(_made(Block, item) for item in row["blokken"]),
        rand=tuple(_made(Place, item) for item in row["rand"]),
        vrij=tuple(_made(Place, item) for item in row["vrij"]),
        noten=tuple(_made(Mark, item) for item in row["noten"]),
        tabellen=tuple(_grid(item) for item in row["tabellen"]),
    )
    _check_page(page)
    return page


def _keys(row: Any, shape: type) -> None:
    wanted = {one.name for one in fields(shape)}
    if not isinstance(row, dict) or set(row) != wanted:
        raise TruthError(f"{shape.__name__} has {sorted(wanted)} and nothing else")


def _made(shape: Any, row: Any) -> Any:
    _keys(row, shape)
    return shape(**row)


def _grid(row: Any) -> Grid:
    _keys(row, Grid)
    if not all(isinstance(cell, list) and len(cell) == 3 for cell in row["cellen"]):
        raise TruthError("a cell is a row, a column and a hash")
    return Grid(row["top"], tuple((cell[0], cell[1], cell[2]) for cell in row["cellen"]))


def _want(holds: bool, what: str) -> None:
    if not holds:
        raise TruthError(what)


def _check_page(page: TruePage) -> None:
    _want(bool(_PATH.fullmatch(page.stuk)), "stuk is the path of a PDF")
    _want(bool(_SHA256.fullmatch(page.sha256)), "sha256 is 64 hexadecimal digits")
    _want(isinstance(page.pagina, int) and page.pagina >= 1, "pages count from 1")
    for block in page.blokken:
        _check_block(block, page.pagina)
    for place in (*page.rand, *page.vrij):
        _check_hash(place.kaal)
        _check_heights(place.top, place.bottom)
        _want(0 <= place.x0 < place.x1 <= _TALLEST, "x0 lies left of x1")
    for mark in page.noten:
        _want(isinstance(mark.nummer, int) and 0 < mark.nummer < 1000, "a note has a number")
        _want(0 <= mark.x <= _TALLEST and 0 <= mark.top <= _TALLEST, "a marker is on the page")
    for grid in page.tabellen:
        _check_grid(grid)


def _check_block(block: Block, page: int) -> None:
    _want(block.soort is None or block.soort in _SOORTEN, f"no soort: {block.soort}")
    _check_heights(block.top, block.bottom)
    _want(isinstance(block.tot, int) and block.tot >= page, "a block ends where it begins or later")
    _want(isinstance(block.lengte, int) and block.lengte > 0, "a block has characters")
    _check_hash(block.kaal)
    if block.gezet is not None:
        _check_hash(block.gezet)


def _check_hash(text: Any) -> None:
    _want(isinstance(text, str) and bool(_HASH.fullmatch(text)), "a hash is 16 hex digits")


def _check_heights(top: float, bottom: float) -> None:
    _want(0 <= top < bottom <= _TALLEST, "top lies above bottom, both on the page")


def _check_grid(grid: Grid) -> None:
    for row, column, kaal in grid.cellen:
        _want(min(row, column) >= 0, "rows and columns count from 0")
        _check_hash(kaal)
    places = [(row, column) for row, column, _ in grid.cellen]
    _want(len(places) > 3 and len(set(places)) == len(places), "every cell of a table once")


@dataclass(frozen=True, slots=True)
class TruePaper:
    """The checked pages of one paper."""

    stuk: str
    sha256: str
    pages: tuple[TruePage, ...]


def load_truth(path: Path = TRUTH) -> list[TruePaper]:
    """All papers; raises :class:`TruthError` with the number of the line that is wrong."""
    pages: dict[str, list[TruePage]] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            page = parse_page(line)
            before = pages[page.stuk][-1:]
            _want(not before or before[0].pagina < page.pagina, "pages in order, each once")
            _want(not before or before[0].sha256 == page.sha256, "one file, one checksum")
        except TruthError as error:
            raise TruthError(f"{path.name}, line {number}: {error}") from error
        pages[page.stuk].append(page)
    return [TruePaper(stuk, found[0].sha256, tuple(found)) for stuk, found in pages.items()]
