"""A paper on its way: the bytes that came in, the document read from them, what was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.document import Document, Kenmerken
from models.findings import Findings

# what stood behind a link in a paper is kept under this and its address
LINK_KEY = "link:"
_PAPERS = frozenset({"application/pdf", "application/xml"})


@dataclass(frozen=True, slots=True)
class RawFile:
    """The bytes of a paper as they came in, by checksum, and where they came from.

    ``key`` stays the same when the bytes change (the source and its identifier of the paper); a
    later line of the manifest with the same key replaces the earlier one. ``id`` is the identifier
    the source gives the paper (``None`` where it gives none: the reader finds one in the text or
    makes ``lokaal-…``). ``kenmerken`` is what the source says of it. ``opgehaald_op`` is a UTC
    time in ISO 8601. ``ingetrokken`` marks a paper its source has withdrawn: we keep the bytes.
    ``bijlage_bij`` is the identifier of the paper this one is attached to.
    """

    key: str
    sha256: str
    media_type: str
    bron: str
    bron_url: str | None
    opgehaald_op: str
    id: str | None = None
    naam: str | None = None
    kenmerken: Kenmerken = field(default_factory=Kenmerken)
    bijlage_bij: str | None = None
    ingetrokken: bool = False

    @property
    def only_kept(self) -> bool:
        """Whether this is a page behind a link: kept as proof, never read as a paper."""
        return self.key.startswith(LINK_KEY) and self.media_type not in _PAPERS


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper with everything that is known of it alone."""

    raw: RawFile
    document: Document
    findings: Findings
