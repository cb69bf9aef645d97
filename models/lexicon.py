"""Names that everything else refers to, as data: ministries, organisations, fracties, laws.

The lists stand in ``extractors/lexicon/*.toml``; ``flows.lexicon`` reads them once and hands a
:class:`Lexicon` to whoever needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Naam:
    """A name with its variants, the days it is valid (either end may be open) and its source.

    ``ministerie`` is the id of the ministry an organisation belongs to, or last belonged to.
    """

    id: str
    naam: str
    aliassen: tuple[str, ...] = ()
    geldig_van: date | None = None
    geldig_tot: date | None = None
    bron: str | None = None
    ministerie: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All the lists. A law's ``id`` is its BWB identifier."""

    ministeries: tuple[Naam, ...] = ()
    organisaties: tuple[Naam, ...] = ()
    fracties: tuple[Naam, ...] = ()
    wetten: tuple[Naam, ...] = ()
