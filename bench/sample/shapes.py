"""The shapes the fictional papers are written in: what a paper says, apart from how it is printed.

Inside any text a little markup is understood by every writer:

    [^2]                     a marker of note 2 of the paper
    {kst-99001-3|99 001, nr. 3}   a reference that XML papers carry as a link
    **word**                 bold
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

NOTICE = "Fictief voorbeeldstuk van Kamerspoor"


@dataclass(frozen=True, slots=True)
class Al:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Kop:
    """A heading; ``level`` 1 is a chapter of a report, 2 a section, 3 a heading in a letter."""

    text: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Lijst:
    """A list; ``mark`` is a bullet or ``"1"`` for numbers."""

    items: tuple[str, ...]
    mark: str = "•"


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table; ``widths`` are shares of the text width, ``foot`` is a last row of totals."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    foot: tuple[str, ...] | None = None
    numbers: bool = False


Block = Al | Kop | Lijst | Tabel


@dataclass(frozen=True, slots=True)
class Vote:
    """A decision on a motie. ``tegen`` are the fracties against; all others are in favour."""

    datum: date
    soort: str
    tekst: str
    tegen: tuple[str, ...] | None = None
    hoofdelijk: bool = False


@dataclass(frozen=True, slots=True)
class MotiePaper:
    """A motie. ``vervangt`` is the number in the same dossier of the motie it replaces."""

    dossier: str
    nummer: int
    datum: date
    indieners: tuple[str, ...]
    onderwerp: str
    overwegingen: tuple[str, ...]
    verzoeken: tuple[str, ...]
    cs: bool = False
    vervangt: int | None = None
    graad: str = ""
    bullets: tuple[str, ...] = ()
    appreciatie: str | None = "Oordeel Kamer"
    besluiten: tuple[Vote, ...] = ()
    datumtekst: str | None = "Voorgesteld"
    embedded: bool = False

    @property
    def soort(self) -> str:
        """The kind as the open data writes it."""
        return "Motie (gewijzigd/nader)" if self.vervangt else "Motie"


@dataclass(frozen=True, slots=True)
class Brief:
    """A letter of one or more members of the cabinet.

    ``form`` is ``xml`` (typeset), ``pdf`` (departmental layout) or ``word`` (as a ``pdf``, but
    on its first day the bytes are still those of a Word document). ``koop_id`` is set where KOOP
    knows the paper by another identifier than its dossier and number; ``only_tk`` holds where
    KOOP does not have it at all.
    """

    dossier: str
    nummer: int
    datum: date
    afzenders: tuple[str, ...]
    onderwerp: str
    blocks: tuple[Block, ...]
    noten: tuple[str, ...] = ()
    form: str = "xml"
    kenmerk: str = ""
    uw_kenmerk: str = ""
    koop_id: str | None = None
    only_tk: bool = False
    withdrawn: bool = False
    embedded: bool = False


@dataclass(frozen=True, slots=True)
class EersteKamerBrief:
    """A paper of the other chamber, numbered with a letter.

    ``kop`` is its printed heading. ``brief`` is the letter to the Tweede Kamer of which this is
    the copy sent to the Eerste Kamer; without it the paper has ``blocks`` of its own.
    """

    dossier: str
    letter: str
    datum: date
    kop: str
    onderwerp: str
    blocks: tuple[Block, ...] = ()
    brief: Brief | None = None


@dataclass(frozen=True, slots=True)
class Stuk:
    """A typeset paper that is no motie or letter (nota, wetsvoorstel, verslag)."""

    dossier: str
    nummer: int
    datum: date
    kop: str
    soort: str
    onderwerp: str
    blocks: tuple[Block, ...]
    noten: tuple[str, ...] = ()
    afzender: str | None = None


@dataclass(frozen=True, slots=True)
class Vragen:
    """Answered questions."""

    nummer: int
    vergaderjaar: str
    ingezonden: date
    ontvangen: date
    steller: str
    bewindspersoon: str
    onderwerp: str
    paren: tuple[tuple[str, str], ...]
    noten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beurt:
    """A turn of a speaker; ``motie`` is the number of a motie read aloud at the end of it."""

    spreker: str
    alineas: tuple[str, ...]
    motie: MotiePaper | None = None


@dataclass(frozen=True, slots=True)
class Handeling:
    """An item of the verbatim report of a plenary meeting."""

    vergaderjaar: str
    vergadering: int
    item: int
    datum: date
    titel: str
    dossiers: tuple[str, ...]
    beurten: tuple[Beurt, ...]


@dataclass(frozen=True, slots=True)
class Bijlage:
    """An attachment of a letter, always a PDF.

    ``form`` is ``rapport``, ``scan`` (a page that is only a picture) or ``afgekapt`` (cut off).
    """

    koop_id: str
    bij: str
    titel: str
    organisatie: str
    jaar: int
    blocks: tuple[Block, ...]
    noten: tuple[str, ...] = field(default=())
    form: str = "rapport"
