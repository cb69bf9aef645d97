"""A link in a paper: where it stands, where it leads, and which Stand it promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.document import Span
from models.lists import DocumentSoort, LinkStatus


@dataclass(frozen=True, slots=True)
class LinkFound:
    """A link as it stands in a paper, before anyone followed it.

    ``span`` is the text that carries it, ``tekst`` that text on one line, ``url`` where it leads
    (whole, also where the paper breaks it over lines; ``#`` and the like as they stand).
    ``doel_id`` is the identifier of the paper it leads to, where the address, or for an empty link
    the text around it, tells one. ``status`` is ``leeg``, ``kenmerk`` or ``niet_gevolgd``.
    """

    span: Span
    tekst: str
    url: str
    status: LinkStatus
    doel_id: str | None = None


@dataclass(frozen=True, slots=True)
class StandLink:
    """A link that leads to a Stand, Staat or knelpuntenbrief, or to the letter that brings them.

    ``organisaties`` are ids; ``domein`` names a field where the paper does not say which
    organisations. ``aantal`` is how many reports are said to be behind it, ``None`` where nothing
    is said. ``jaar`` is the reporting year where address or text tell it, ``datum`` the day in the
    address.
    """

    url: str
    soort: DocumentSoort
    organisaties: tuple[str, ...] = ()
    domein: str | None = None
    aantal: int | None = None
    jaar: int | None = None
    datum: date | None = None


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What came of following an address.

    ``gekeken_op`` is when it was last asked for, ``bewaard_op`` when what stood there was last
    archived, with ``sha256`` (both UTC, ISO 8601). ``http_status`` is the last answer where there
    was one.
    """

    url: str
    status: LinkStatus = LinkStatus.NIET_GEVOLGD
    http_status: int | None = None
    media_type: str | None = None
    sha256: str | None = None
    gekeken_op: str | None = None
    bewaard_op: str | None = None
