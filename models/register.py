"""The official register: what the Tweede Kamer's open data says of moties, votes and promises.

Shapes only; ``corpus.register`` makes them of OData rows. Unknown values of a source are kept as
text beside the closed list's ``onbekend``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.lists import AppreciatieOntbreekt, StatusKamer


@dataclass(frozen=True, slots=True)
class Stem:
    """One vote row: a fractie (handopsteken) or a member (hoofdelijk).

    ``soort`` is Voor, Tegen or Niet deelgenomen as the source writes it. ``zetels`` is the number
    of seats this row stands for: the fractie's size, or 1 for a member. ``vergissing`` marks a
    vote cast by mistake.
    """

    datum: date | None
    fractie: str | None
    soort: str
    zetels: int
    vergissing: bool
    lid: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterActor:
    """Who signs a motie according to the register (``relatie``: Indiener, Medeindiener)."""

    naam: str
    fractie: str | None
    relatie: str
    persoon_id: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterMotie:
    """A motie in the register.

    ``id`` is ``kst-…`` where the dossier is known, else ``zaak-2022Z05828``; ``aliassen`` are the
    other identifiers it goes or went by. ``dossier_titel`` is the Zaak's Titel, ``onderwerp`` its
    subject as written ("Motie van het lid … over … (t.v.v. 19637-3370)"); what that subject says
    of members, kind and chain is read by ``extractors.onderwerp``. ``vervangt`` are the
    identifiers the register's own relations say it replaces. ``kabinetsappreciatie`` is the
    cabinet's opinion as written; without one ``appreciatie_ontbreekt`` says why.
    """

    id: str
    zaak_id: str
    zaak_nummer: str
    dossier_titel: str | None
    onderwerp: str
    datum: date | None
    vergaderjaar: str | None
    nummer: int | None
    dossier_id: str | None = None
    aliassen: tuple[str, ...] = ()
    vervangt: tuple[str, ...] = ()
    kabinetsappreciatie: str | None = None
    appreciatie_ontbreekt: AppreciatieOntbreekt | None = None
    status: StatusKamer = StatusKamer.ONBEKEND
    status_tekst: str | None = None
    stemming_datum: date | None = None
    stemmen: tuple[Stem, ...] = ()
    actoren: tuple[RegisterActor, ...] = ()
    document_nummers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterToezegging:
    """A promise in the Chamber's own register (oral ones)."""

    id: str
    nummer: str
    tekst: str
    naam: str | None
    functie: str | None
    ministerie: str | None
    status: str | None
    gedaan_op: date | None
    nakoming: date | None
    activiteit_nummer: str | None = None


@dataclass(frozen=True, slots=True)
class Zetel:
    """A seat held for ``fractie`` from ``van`` up to and including ``tot``; ``None`` is open."""

    fractie: str | None
    van: date | None
    tot: date | None


@dataclass(frozen=True, slots=True)
class Persoon:
    """A member of parliament as the register knows them; ``fractie`` is the one of today."""

    id: str
    naam: str
    achternaam: str
    tussenvoegsel: str | None
    voornaam: str | None
    fractie: str | None = None
    initialen: str | None = None
    zetels: tuple[Zetel, ...] = ()

    def zetel_op(self, day: date) -> Zetel | None:
        """The seat held on a day; of two (one fractie left for another that day) the later."""
        held = [
            zetel
            for zetel in self.zetels
            if (zetel.van or date.min) <= day <= (zetel.tot or date.max)
        ]
        return max(held, key=lambda zetel: zetel.van or date.min, default=None)


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the register holds that the later steps need."""

    moties: tuple[RegisterMotie, ...] = ()
    toezeggingen: tuple[RegisterToezegging, ...] = ()
    personen: tuple[Persoon, ...] = ()
