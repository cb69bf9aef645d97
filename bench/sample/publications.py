"""What the collection of official publications lists of the fictional papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bench.sample.ids import Paper, paper_date, paper_id, paper_title, vergaderjaar
from bench.sample.shapes import (
    Bijlage,
    Brief,
    EersteKamerBrief,
    Handeling,
    MotiePaper,
    Stuk,
    Vragen,
)
from bench.sample.world import BEWINDSPERSONEN, DOSSIERS, lid


def _common(paper: Paper, day: date, manifestations: dict[str, str]) -> dict[str, Any]:
    numeric = isinstance(paper, Bijlage) or (isinstance(paper, Brief) and paper.koop_id)
    status = "Onopgemaakt" if numeric else "Opgemaakt na onopgemaakt"
    return {
        "identifier": paper_id(paper),
        "title": paper_title(paper),
        "type": "Kamerstuk",
        "creator": "Tweede Kamer der Staten-Generaal",
        "modified": str(day + timedelta(days=2)),
        "date": str(day),
        "issued": str(day),
        "available": str(day + timedelta(days=1)),
        "content_area": "officielepublicaties/kst/onopgemaakt",
        "documentstatus": status,
        "documenttitel": paper_title(paper),
        "vergaderjaar": vergaderjaar(day),
        "publicatienaam": "Kamerstuk",
        "manifestations": manifestations,
    }


def _subrubriek(paper: MotiePaper | Brief | Stuk) -> str:
    match paper:
        case MotiePaper():
            return "Motie"
        case Brief():
            return "Brief"
        case Stuk(soort=soort):
            return soort


def _signed(paper: MotiePaper | Brief | Stuk) -> list[str]:
    match paper:
        case MotiePaper(indieners=signed):
            return [lid(naam).volledig for naam in signed]
        case Brief(afzenders=senders):
            return [BEWINDSPERSONEN[key].naam for key in senders]
        case Stuk(afzender=sender):
            return [BEWINDSPERSONEN[sender].naam] if sender else []


def _kamerstuk(paper: MotiePaper | Brief | Stuk) -> dict[str, Any]:
    dossier = DOSSIERS[paper.dossier]
    kind = _subrubriek(paper)
    return {
        "title": f"{dossier.titel}; {kind}; {paper_title(paper)}",
        "content_area": f"officielepublicaties/kst/{paper.dossier}",
        "dossiertitel": dossier.titel,
        "dossiernummer": paper.dossier,
        "ondernummer": str(paper.nummer),
        "subrubriek": kind,
        "indiener": _signed(paper),
    }


def _bijlage(paper: Bijlage, letter: Brief | Stuk) -> dict[str, Any]:
    return {
        "type": "Bijlage",
        "issued": None,
        "documenttitel": None,
        "content_area": "officielepublicaties/blg/onopgemaakt",
        "dossiernummer": letter.dossier,
        "ondernummer": str(letter.nummer),
        "hoofddocument": paper.bij,
    }


def _vragen(paper: Vragen) -> dict[str, Any]:
    years = paper.vergaderjaar.replace("-", "")
    return {
        "type": "Aanhangsel van de Handelingen",
        "content_area": f"officielepublicaties/ah-tk/{years}",
        "vergaderjaar": paper.vergaderjaar,
        "publicatienaam": "Kamervragen (Aanhangsel)",
        "subrubriek": "Antwoord",
        "indiener": [lid(paper.steller).volledig],
        "aanhangselnummer": str(paper.nummer),
    }


def _handeling(paper: Handeling) -> dict[str, Any]:
    years = paper.vergaderjaar.replace("-", "")
    return {
        "type": "Handeling",
        "content_area": f"officielepublicaties/h-tk/{years}",
        "documentstatus": "Opgemaakt",
        "publicatienaam": "Handelingen",
        "subrubriek": "Debat",
        "behandeldDossier": list(paper.dossiers),
    }


def eerste_kamer_record(paper: EersteKamerBrief, manifestations: dict[str, str]) -> dict[str, Any]:
    """The record of a paper of the Eerste Kamer."""
    dossier = DOSSIERS[paper.dossier]
    return {
        "identifier": f"kst-{paper.dossier}-{paper.letter}",
        "title": f"{dossier.titel}; Brief; {paper.onderwerp}",
        "type": "Kamerstuk",
        "creator": "Eerste Kamer der Staten-Generaal",
        "modified": str(paper.datum + timedelta(days=2)),
        "date": str(paper.datum),
        "issued": str(paper.datum),
        "available": str(paper.datum + timedelta(days=1)),
        "content_area": f"officielepublicaties/kst/{paper.dossier}",
        "documentstatus": "Opgemaakt",
        "documenttitel": paper.onderwerp,
        "dossiertitel": dossier.titel,
        "dossiernummer": paper.dossier,
        "ondernummer": paper.letter,
        "subrubriek": "Brief",
        "vergaderjaar": vergaderjaar(paper.datum),
        "publicatienaam": "Kamerstuk",
        "manifestations": manifestations,
    }


def replaced_records(
    paper: Brief, day: date, manifestations: dict[str, str], before: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The record of a numeric paper under its real identifier, and what is left of the old one."""
    classic = f"kst-{paper.dossier}-{paper.nummer}"
    facts = {
        **_common(paper, paper.datum, manifestations),
        **_kamerstuk(paper),
        "identifier": classic,
        "documentstatus": "Opgemaakt na onopgemaakt",
        "modified": str(day),
    }
    return facts, {**before, "modified": str(day), "isReplacedBy": classic}


def record(
    paper: Paper, letters: Mapping[str, Brief | Stuk], manifestations: dict[str, str]
) -> dict[str, Any]:
    """One record of the listing, as flat facts; the replay server gives it its XML form."""
    facts = _common(paper, paper_date(paper, letters), manifestations)
    match paper:
        case Bijlage():
            facts |= _bijlage(paper, letters[paper.bij])
        case Vragen():
            facts |= _vragen(paper)
        case Handeling():
            facts |= _handeling(paper)
        case Brief(koop_id=str()):
            pass
        case _:
            facts |= _kamerstuk(paper)
    return {key: value for key, value in facts.items() if value is not None}
