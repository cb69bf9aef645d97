"""Identifiers, dates and other small facts that papers, records and register rows share."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bench.sample.shapes import Bijlage, Brief, Handeling, MotiePaper, Stuk, Vragen
from bench.sample.world import BEWINDSPERSONEN, DOSSIERS, lid

Paper = MotiePaper | Brief | Stuk | Vragen | Handeling | Bijlage

_NAMESPACE = uuid.UUID("00000000-0000-4000-8000-000000099000")
_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def guid(*parts: object) -> str:
    """A GUID that is the same on every run."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(map(str, parts))))


def dutch(day: date) -> str:
    """``6 februari 2024``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def vergaderjaar(day: date) -> str:
    """The parliamentary year a day falls in (it begins in September): ``2023-2024``."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}-{first + 1}"


def midnight(day: date) -> str:
    """A day as the open data writes it: local midnight with its offset."""
    return datetime.combine(day, time(), _AMSTERDAM).isoformat()


def changed(day: date, salt: int) -> tuple[str, str]:
    """When a row changed (local, with offset) and when the API showed it (UTC).

    Both on the working morning after ``day``; ``salt`` tells rows of one day apart and varies the
    number of digits of the fraction, as the source does.
    """
    moment = datetime.combine(day + timedelta(days=1), time(9, 12), _AMSTERDAM)
    moment += timedelta(seconds=salt % 3600)
    shown = (moment + timedelta(seconds=37)).astimezone(ZoneInfo("UTC"))
    fraction = f"{salt * 7919 % 10_000_000:07d}"
    local = moment.isoformat()
    local = f"{local[:-6]}.{fraction[: 1 + salt % 7]}{local[-6:]}"
    return local, f"{shown:%Y-%m-%dT%H:%M:%S}.{fraction}Z"


def dossier_number(dossier: str) -> str:
    """A dossier as printed in running text: ``99 200 XV``, ``99 501-02``, ``99 001``."""
    facts = DOSSIERS[dossier]
    number = f"{facts.nummer // 1000} {facts.nummer % 1000:03d}"
    if facts.hoofdstuk:
        return f"{number} {facts.hoofdstuk}"
    return f"{number}-{facts.raadnr}" if facts.raadnr else number


def paper_id(paper: Paper) -> str:
    """The identifier of a paper in the collection of official publications."""
    match paper:
        case Vragen():
            return f"ah-tk-{paper.vergaderjaar.replace('-', '')}-{paper.nummer}"
        case Handeling():
            years = paper.vergaderjaar.replace("-", "")
            return f"h-tk-{years}-{paper.vergadering}-{paper.item}"
        case Bijlage():
            return paper.koop_id
        case Brief(koop_id=str(known)):
            return known
        case _:
            return f"kst-{paper.dossier}-{paper.nummer}"


def parents(papers: Iterable[Paper]) -> dict[str, Brief | Stuk]:
    """The papers that others may be attached to, by identifier."""
    return {paper_id(p): p for p in papers if isinstance(p, Brief | Stuk)}


def paper_date(paper: Paper, parents: Mapping[str, Brief | Stuk]) -> date:
    """The day of a paper; an attachment has the day of what it is attached to."""
    match paper:
        case Vragen():
            return paper.ontvangen
        case Bijlage():
            return parents[paper.bij].datum
        case _:
            return paper.datum


def names(paper: MotiePaper, joiner: str = " en ") -> str:
    """How the members who signed are named in a title: ``het lid X c.s.``, ``de leden X en Y``."""
    if paper.cs or len(paper.indieners) == 1:
        return f"het lid {paper.indieners[0]}{' c.s.' if paper.cs else ''}"
    first, last = paper.indieners[:-1], paper.indieners[-1]
    return f"de leden {', '.join(first)}{joiner}{last}"


def motie_title(paper: MotiePaper) -> str:
    """The title in the register, with what it replaces: ``… over … (t.v.v. 99001-4)``."""
    kind = f"{paper.graad} motie".strip()
    title = f"{kind[0].upper()}{kind[1:]} van {names(paper)} over {paper.onderwerp}"
    return f"{title} (t.v.v. {paper.dossier}-{paper.vervangt})" if paper.vervangt else title


def motie_heading(paper: MotiePaper) -> str:
    """The printed heading in capitals, with what it replaces."""
    heading = f"{paper.graad} motie van {names(paper)}".strip().upper()
    if paper.vervangt:
        heading += f" TER VERVANGING VAN DIE GEDRUKT ONDER NR. {paper.vervangt}"
    return heading


def letter_heading(letter: Brief) -> str:
    """``BRIEF VAN DE MINISTER VAN … EN DE STAATSSECRETARIS VAN …``."""
    offices = [BEWINDSPERSONEN[key].functie for key in letter.afzenders]
    return ("Brief van de " + " en de ".join(offices)).upper()


def paper_title(paper: Paper) -> str:
    """The title of the paper itself."""
    match paper:
        case MotiePaper():
            return motie_title(paper)
        case Vragen():
            office = BEWINDSPERSONEN[paper.bewindspersoon].functie
            member = lid(paper.steller)
            return (
                f"Antwoord op vragen van het lid {member.naam} aan de {office} over "
                f"{paper.onderwerp}"
            )
        case Handeling() | Bijlage():
            return paper.titel
        case _:
            return paper.onderwerp
