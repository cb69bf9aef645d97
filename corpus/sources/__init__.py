"""One module per source. A source lists; it keeps nothing and decides nothing.

A source is a few pure readers of what it answers, around the one client. What it lists comes in
pages: rows for the register, papers to fetch, and how far the listing has come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from models.document import Kenmerken

if TYPE_CHECKING:  # who reads the ledger need not load the client
    from corpus.client import Client


@dataclass(frozen=True, slots=True)
class SourceItem:
    """A paper as a source lists it, before its bytes are here.

    ``key`` stays the same as long as the source means the same paper; ``gewijzigd`` changes when
    the source has touched it, so an item seen before with the same value needs no fetching.
    ``url`` is ``None`` for a paper the source has withdrawn (``ingetrokken``). ``media_type`` is
    the kind of file the source promises, ``None`` where its word is worth nothing.
    """

    key: str
    bron: str
    url: str | None
    gewijzigd: str
    id: str | None = None
    naam: str | None = None
    media_type: str | None = None
    kenmerken: Kenmerken = field(default_factory=Kenmerken)
    bijlage_bij: str | None = None
    ingetrokken: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a source.

    ``rows`` are rows of ``entity`` for the register. ``newest`` is the latest change seen in this
    answer (``None`` for an empty one), in the source's own clock. ``expected`` is how many rows
    or papers the source says the whole listing has, where it says so.
    """

    entity: str | None
    rows: tuple[Mapping[str, Any], ...] = ()
    items: tuple[SourceItem, ...] = ()
    newest: datetime | None = None
    expected: int | None = None


class Source(Protocol):
    """What the nightly run needs of a source."""

    @property
    def name(self) -> str:
        """The name used in problems, coverage and watermarks."""
        ...

    @property
    def streams(self) -> tuple[str, ...]:
        """The lists this source has; each has a watermark of its own."""
        ...

    @property
    def overlap(self) -> timedelta:
        """How far before its watermark a list is read again: rows appear out of order."""
        ...

    def list_pages(self, client: Client, stream: str, since: datetime) -> Iterator[Page]:
        """What changed in ``stream`` since that moment (with time zone), page by page.

        Raises :class:`models.problems.SourceError` where the source is down or changed its shape.
        """
        ...
