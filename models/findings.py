"""What is found in a paper: moties, mentions of them, toezeggingen, knelpunten, follow-ups.

A finding points with a :class:`~models.document.Span` and names the rule or model that made it
(``methode``) with its ``score`` (0 to 1). Its identifier is made of content, so a better parser
does not rename it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.citation import Verwijzing
from models.document import Span
from models.lists import (
    Eenheid,
    Hardheid,
    Herkomst,
    KnelpuntSoort,
    MotieSoort,
    Thema,
    Totaal,
    Uitspraak,
    WieZegt,
)
from models.problems import Problem
from models.weblink import LinkFound, StandLink

_NOT_WORD = re.compile(r"[\W_]+")


def finding_id(kind: str, document_id: str, quote: str, occurrence: int = 0) -> str:
    """The identifier of a finding: kind, document, the quote's letters and digits, occurrence.

    ``kind`` is a short Dutch noun (``toezegging``); ``occurrence`` counts, from 0, the findings
    of that kind in that document with the same normalised quote.

    >>> finding_id("toezegging", "kst-99001-3", "Ik stuur u een brief.")
    'toezegging-e138261687d1'
    """
    quote = _NOT_WORD.sub("", quote.casefold())
    digest = hashlib.sha256("\x1f".join((kind, document_id, quote, str(occurrence))).encode())
    return f"{kind}-{digest.hexdigest()[:12]}"


def number_ids(kind: str, document_id: str, quotes: Iterable[str]) -> list[str]:
    """An identifier for each quote, in order; equal quotes are told apart by occurrence."""
    seen: Counter[str] = Counter()
    ids = []
    for quote in quotes:
        key = _NOT_WORD.sub("", quote.casefold())
        ids.append(finding_id(kind, document_id, quote, seen[key]))
        seen[key] += 1
    return ids


@dataclass(frozen=True, slots=True)
class Termijn:
    """A time phrase and the first and last day that keep the promise (either may be open).

    ``anker`` is the event a term depends on ("inwerkingtreding"); then there is no interval.
    """

    span: Span
    van: date | None
    tot: date | None
    regel: str
    anker: str | None = None


@dataclass(frozen=True, slots=True)
class Indiener:
    """A member who signs a motie: the name as printed, without trailing punctuation."""

    naam: str
    span: Span


@dataclass(frozen=True, slots=True)
class Verzoek:
    """One request of a motie: the whole of it, and its verb apart.

    ``werkwoord`` is the phrase that asks ("verzoekt de regering", "spreekt uit"), normalised to
    lower case; a bulleted request repeats the verb of its lead. ``span`` is the request with its
    verb where that stands directly before it, without the closing comma.
    """

    span: Span
    werkwoord: str
    termijn: Termijn | None = None


@dataclass(frozen=True, slots=True)
class Motie:
    """A motie as it stands in a paper.

    ``id`` is the paper's identifier (``kst-35387-12``) where the paper is that motie, else made
    of content (a motie read aloud). ``span`` runs from "De Kamer" to the last signature.
    ``vervangt_id`` is the motie this one replaces ("t.v.v. 35387-3"), as far as the text says.
    ``nummer`` is the identifier the chair gives a motie read aloud ("Zij krijgt nr. 3 (35387)").
    """

    id: str
    span: Span
    soort: MotieSoort
    titel: str | None
    indieners: tuple[Indiener, ...]
    overwegingen: tuple[Span, ...]
    verzoeken: tuple[Verzoek, ...]
    methode: str
    score: float
    gehoord: Span | None = None
    datum: date | None = None
    vervangt_id: str | None = None
    nummer: str | None = None


@dataclass(frozen=True, slots=True)
class MotieVermelding:
    """A phrase that names a motie: its members, its subject, its number, as far as given.

    ``nummer`` is the identifier where the phrase or its note gives one. ``terugverwijzing`` holds
    for "genoemde motie" and its kin, which point at the mention before.
    """

    id: str
    span: Span
    namen: tuple[str, ...]
    onderwerp: str | None
    nummer: str | None
    methode: str
    score: float
    soort: MotieSoort | None = None
    terugverwijzing: bool = False


@dataclass(frozen=True, slots=True)
class Toezegging:
    """A promise of a member of the cabinet that parliament can hold them to.

    ``bewindspersoon`` is the office or name that answers for it, ``aan`` who it is promised to.
    ``voorwaarde`` is the span of a condition, ``terugkerend`` the recurrence ("jaarlijks").
    """

    id: str
    span: Span
    inhoud: Span
    hardheid: Hardheid
    herkomst: Herkomst
    methode: str
    score: float
    bewindspersoon: str | None = None
    ministerie: str | None = None
    aan: str | None = None
    gedaan_op: date | None = None
    termijn: Termijn | None = None
    terugkerend: str | None = None
    voorwaarde: Span | None = None


@dataclass(frozen=True, slots=True)
class Opvolging:
    """A unit that says what became of a motie or toezegging named in it or before it.

    ``vermelding_id`` is the :class:`MotieVermelding` it speaks of, ``doel_id`` the identifier
    where the text itself gives one; both ``None`` where the target cannot be told. ``gelijk_aan``
    is the id of the first of the statements in this paper that say the same, nearly word for word,
    of several moties (also in that first one); ``None`` where the text was not copied.
    """

    id: str
    span: Span
    van_soort: str
    uitspraak: Uitspraak
    wie_zegt: WieZegt
    methode: str
    score: float
    vermelding_id: str | None = None
    doel_id: str | None = None
    datum: date | None = None
    gelijk_aan: str | None = None


@dataclass(frozen=True, slots=True)
class Knelpunt:
    """A signal of execution. ``richting`` (te_streng, te_zwak) only for handhaving.

    ``ernst`` is 1 (mild or general), 2 (hampers a group or process) or 3 (income, rights, safety
    or continuity at stake); ``None`` where it is no problem. ``wetten`` as named in the unit.
    """

    id: str
    span: Span
    soort: KnelpuntSoort
    methode: str
    score: float
    thema: Thema | None = None
    gevolg: str | None = None
    richting: str | None = None
    doelgroep: str | None = None
    wetten: tuple[str, ...] = ()
    ernst: int | None = None
    geadresseerde: str | None = None


@dataclass(frozen=True, slots=True)
class Tabelfeit:
    """A typed cell of a table that matters: its row and column headings and its value.

    ``waarde`` is a number with a decimal point, a day or year, "n.v.t." or "p.m.", or the text of
    a status; ``eenheid`` says which, ``None`` for a number whose unit is not told. Where a note
    interrupts a cell its ``span`` ends before the note, and ``waarde`` is the whole of it.

    ``jaar_van`` and ``jaar_tot`` are the years its column (else its row) is about, ``jaar_tot``
    open after "e.v."; ``structureel`` holds where it is for good. Of a total, ``totaal`` says
    whether it is the sum of its parts and ``berekend`` gives that sum, exactly.
    """

    table: int
    span: Span
    rij: str
    kolom: str
    waarde: str
    eenheid: Eenheid | None
    jaar_van: int | None = None
    jaar_tot: int | None = None
    structureel: bool = False
    totaal: Totaal | None = None
    berekend: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the extractors found in one document, each kind in order of its span.

    ``problems`` is what the paper itself says amiss (a total that is not the sum of its parts): it
    is published with the paper, and no fault of the run.
    """

    document_id: str
    verwijzingen: tuple[Verwijzing, ...] = ()
    moties: tuple[Motie, ...] = ()
    vermeldingen: tuple[MotieVermelding, ...] = ()
    toezeggingen: tuple[Toezegging, ...] = ()
    opvolgingen: tuple[Opvolging, ...] = ()
    knelpunten: tuple[Knelpunt, ...] = ()
    tabelfeiten: tuple[Tabelfeit, ...] = ()
    links: tuple[LinkFound, ...] = ()
    standen: tuple[StandLink, ...] = ()
    problems: tuple[Problem, ...] = ()
