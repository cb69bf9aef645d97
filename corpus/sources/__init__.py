"""One module per source. A source lists; it keeps nothing and decides nothing.

A source is a few pure readers of what it answers, around the one client. What it lists comes in
pages: rows for the register, papers to fetch, and how far the listing has come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from models.document import Kenmerken
from models.problems import Problem

if TYPE_CHECKING:  # who reads the ledger need not load the client
    from corpus.client import Client


@dataclass(frozen=True, slots=True)
class FileAt:
    """One form in which a source offers a paper (KOOP calls it a manifestation).

    ``media_type`` is the kind of file the source promises, ``None`` where its word is worth
    nothing. ``size`` (bytes) and ``sha1`` are what it says of the bytes, where it says so.
    """

    url: str
    media_type: str | None = None
    size: int | None = None
    sha1: str | None = None


@dataclass(frozen=True, slots=True)
class SourceItem:
    """A paper as a source lists it, before its bytes are here.

    ``key`` stays the same as long as the source means the same paper; ``gewijzigd`` changes when
    the source has touched it, so an item seen before with the same value needs no fetching.
    ``files`` are the forms it is offered in, the one we would rather read first; none for a paper
    the source has withdrawn (``ingetrokken``). ``aliassen`` are other identifiers of this very
    paper (the numeric one it had before, the other chamber's, the other source's).
    """

    key: str
    bron: str
    gewijzigd: str
    files: tuple[FileAt, ...] = ()
    id: str | None = None
    naam: str | None = None
    kenmerken: Kenmerken = field(default_factory=Kenmerken)
    bijlage_bij: str | None = None
    ingetrokken: bool = False
    aliassen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is asked for.

    ``since`` and ``until`` bound the moments of change (with time zone; ``until`` is left out by
    the nightly run and given by a backfill). ``resume`` is the :attr:`Page.resume` of the last
    page that was kept, where an earlier run did not get to the end of this same window, or where
    the source goes by its own marks instead of the clock.
    """

    since: datetime
    until: datetime | None = None
    resume: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A source says that a page exists; it need not offer the paper itself.

    ``bron`` is the source that says so, ``url`` the page, ``datum`` the day the page shows.
    ``key`` is the :attr:`SourceItem.key` of the paper behind it, where the source tells that.
    """

    bron: str
    url: str
    titel: str
    datum: date | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a source.

    ``rows`` are rows of ``entity`` for the register, under the names of OData v4/2.0. ``newest``
    is the latest change seen in this answer (``None`` for an empty one), in the source's own
    clock. ``expected`` is how many rows or papers the source says the whole listing has, where it
    says so. ``resume`` is where to go on after this page, ``None`` where the source cannot go on
    from the middle of a list. ``seen`` are pages that exist, whether or not their paper is offered.
    ``problems`` are what is missing from this answer while the rest of it holds: a paper without a
    file, a list that was cut short. They are to be reported; they do not stop the list.
    ``gelijk`` are pairs of identifiers that name one paper, each with the reason; the paper itself
    need not be among the items (another source brings it).
    """

    entity: str | None
    rows: tuple[Mapping[str, Any], ...] = ()
    items: tuple[SourceItem, ...] = ()
    newest: datetime | None = None
    expected: int | None = None
    resume: str | None = None
    seen: tuple[Seen, ...] = ()
    problems: tuple[Problem, ...] = ()
    gelijk: tuple[tuple[str, str, str], ...] = ()


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

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        """What changed in ``stream`` within the window, page by page.

        Raises :class:`models.problems.SourceError` where the source is down or changed its shape.
        """
        ...


class Held(Protocol):
    """The register rows held, as a source may look at them: the ledger."""

    def row(self, entity: str, key: str) -> Mapping[str, Any] | None:
        """The row of ``entity`` with this ``Id``."""
        ...

    def rows_of(self, entity: str, key: str) -> Iterable[Mapping[str, Any]]:
        """The rows of ``entity`` that belong to the row with this ``Id``."""
        ...


@runtime_checkable
class Completing(Protocol):
    """A source whose papers can only be told with rows at hand that came in other lists."""

    def complete(self, page: Page, held: Held) -> Page:
        """The page with the papers in it, and what they are called elsewhere.

        To be asked after the rows of the page were put into the ledger.
        """
        ...
