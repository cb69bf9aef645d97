"""What was found in one file as plain values, in the shape ``extract --json`` promises.

Every finding carries its exact quote (``tekst``), character offsets into ``document.tekst``
(``van``, ``tot``), its place on paper (``pagina``, ``bbox``; null without paper), the rule or model
that made it (``methode``, ``score``) and the columns of its table.
"""

from __future__ import annotations

from typing import Any

from models.citation import FullCitation, ShortCitation, Verwijzing
from models.document import Document, Span, Table
from models.findings import (
    Findings,
    Knelpunt,
    Motie,
    MotieVermelding,
    Opvolging,
    Tabelfeit,
    Termijn,
    Toezegging,
)
from models.problems import Problem

Values = dict[str, Any]


def findings_json(document: Document, findings: Findings, bestand: str) -> Values:
    """One object for one file."""
    return {
        "document": _document(document, bestand),
        "passages": [
            {**_place(document, passage.span), "soort": passage.soort.value}
            | {"niveau": passage.level, "label": passage.label}
            for passage in document.passages
        ],
        "verwijzingen": [_verwijzing(document, one) for one in findings.verwijzingen],
        "moties": [_motie(document, one) for one in findings.moties],
        "motie_vermeldingen": [_vermelding(document, one) for one in findings.vermeldingen],
        "toezeggingen": [_toezegging(document, one) for one in findings.toezeggingen],
        "opvolgingen": [_opvolging(document, findings, one) for one in findings.opvolgingen],
        "knelpunten": [_knelpunt(document, one) for one in findings.knelpunten],
        "tabellen": [
            _tabel(document, at, table, findings) for at, table in enumerate(document.tables)
        ],
        "problemen": [_problem(one) for one in (*document.problems, *findings.problems)],
    }


def unreadable_json(problem: Problem, bestand: str) -> Values:
    """The object for a file that could not be read: the same keys, empty, with the reason."""
    nothing = ("id", "soort", "titel", "datum", "paginas", "paginalabels", "taal")
    text = ("kwaliteit", "tekst")
    lists = ("passages", "verwijzingen", "moties", "motie_vermeldingen", "toezeggingen")
    more = ("opvolgingen", "knelpunten", "tabellen")
    return {
        "document": {"bestand": bestand, **dict.fromkeys((*nothing, *text))},
        **{name: [] for name in (*lists, *more)},
        "problemen": [_problem(problem)],
    }


def _document(document: Document, bestand: str) -> Values:
    known = document.kenmerken
    return {
        "bestand": bestand,
        "id": document.id,
        "soort": known.soort.value,
        "titel": known.titel,
        "datum": _day(known.datum),
        "paginas": document.pages or None,
        "paginalabels": list(document.page_labels) or None,
        "taal": known.taal,
        "kwaliteit": round(document.quality, 4),
        "paginakwaliteit": list(document.page_quality),
        "ocr_paginas": list(document.ocr_pages),
        "dossier_id": known.dossier_id,
        "ondernummer": known.ondernummer,
        "tekst": document.text,
    }


def _place(document: Document, span: Span) -> Values:
    box = document.box(span)
    return {
        "tekst": document.quote(span),
        "van": span.start,
        "tot": span.end,
        "pagina": document.page(span),
        "bbox": [round(side, 2) for side in (box.x0, box.top, box.x1, box.bottom)] if box else None,
    }


def _found(document: Document, span: Span, methode: str, score: float) -> Values:
    return {**_place(document, span), "methode": methode, "score": round(score, 4)}


def _day(value: object) -> str | None:
    return None if value is None else str(value)


def _verwijzing(document: Document, one: Verwijzing) -> Values:
    cited = one.citation
    pin = cited.pin if isinstance(cited, FullCitation | ShortCitation) else None
    full = cited if isinstance(cited, FullCitation) else None
    return _found(document, one.span, one.methode, one.score) | {
        "soort": one.soort.value,
        "doel_id": one.doel_id,
        "pagina_pin": _pin(pin.first, pin.last) if pin else None,
        "onvolledig": bool(full and full.incomplete),
        "kamer": full.chamber if full else None,
        "vergaderjaar": full.year if full else None,
        "bijlage_bij": bool(full and full.attachment),
    }


def _pin(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _motie(document: Document, one: Motie) -> Values:
    known = document.kenmerken
    return _found(document, one.span, one.methode, one.score) | {
        "id": one.id,
        "soort": one.soort.value,
        "titel": one.titel,
        "dossier_id": known.dossier_id,
        "nummer": known.ondernummer,
        "vergaderjaar": known.vergaderjaar,
        "datum_ingediend": _day(one.datum),
        "vervangt_id": one.vervangt_id,
        "gehoord": _place(document, one.gehoord) if one.gehoord else None,
        "indieners": [
            {**_place(document, signed.span), "naam": signed.naam} for signed in one.indieners
        ],
        "overwegingen": [_place(document, span) for span in one.overwegingen],
        "verzoeken": [
            {**_place(document, asked.span), "werkwoord": asked.werkwoord}
            | _termijn(document, asked.termijn)
            for asked in one.verzoeken
        ],
    }


def _vermelding(document: Document, one: MotieVermelding) -> Values:
    return _found(document, one.span, one.methode, one.score) | {
        "id": one.id,
        "motie_id": one.nummer,
        "namen": list(one.namen),
        "onderwerp": one.onderwerp,
        "soort": one.soort.value if one.soort else None,
        "terugverwijzing": one.terugverwijzing,
        "kandidaten": [],
    }


def _termijn(document: Document, term: Termijn | None) -> Values:
    return {
        "termijn_tekst": document.quote(term.span) if term else None,
        "termijn_van": _day(term.van) if term else None,
        "termijn_tot": _day(term.tot) if term else None,
    }


def _toezegging(document: Document, one: Toezegging) -> Values:
    return (
        _found(document, one.span, one.methode, one.score)
        | _termijn(document, one.termijn)
        | {
            "id": one.id,
            "herkomst": one.herkomst.value,
            "inhoud": document.quote(one.inhoud),
            "bewindspersoon": one.bewindspersoon,
            "ministerie": one.ministerie,
            "aan": one.aan,
            "gedaan_op": _day(one.gedaan_op),
            "terugkerend": one.terugkerend,
            "hardheid": one.hardheid.value,
            "voorwaarde": document.quote(one.voorwaarde) if one.voorwaarde else None,
            "anker": one.termijn.anker if one.termijn else None,
        }
    )


def _opvolging(document: Document, findings: Findings, one: Opvolging) -> Values:
    mention = next((v for v in findings.vermeldingen if v.id == one.vermelding_id), None)
    return _found(document, one.span, one.methode, one.score) | {
        "id": one.id,
        "van_soort": one.van_soort,
        "van_id": one.doel_id or (mention.nummer if mention else None),
        "vermelding_id": one.vermelding_id,
        "vermelding": document.quote(mention.span) if mention else None,
        "uitspraak": one.uitspraak.value,
        "wie_zegt": one.wie_zegt.value,
        "gelijk_aan": one.gelijk_aan,
        "datum": _day(one.datum),
    }


def _knelpunt(document: Document, one: Knelpunt) -> Values:
    known = document.kenmerken
    return _found(document, one.span, one.methode, one.score) | {
        "id": one.id,
        "soort": one.soort.value,
        "thema": one.thema.value if one.thema else None,
        "gevolg": one.gevolg,
        "richting": one.richting,
        "organisatie": known.organisatie,
        "jaar": known.jaar,
        "doelgroep": one.doelgroep,
        "wetten": list(one.wetten),
        "ernst": one.ernst,
        "geadresseerde": one.geadresseerde,
    }


def _tabel(document: Document, at: int, table: Table, findings: Findings) -> Values:
    return {
        **_place(document, table.span),
        "titel": document.quote(table.title) if table.title else None,
        "feiten": [_tabelfeit(document, fact) for fact in findings.tabelfeiten if fact.table == at],
    }


def _tabelfeit(document: Document, fact: Tabelfeit) -> Values:
    return {
        **_place(document, fact.span),
        "rij": fact.rij,
        "kolom": fact.kolom,
        "waarde": fact.waarde,
        "eenheid": fact.eenheid,
        "jaar_van": fact.jaar_van,
        "jaar_tot": fact.jaar_tot,
        "structureel": fact.structureel,
        "totaal": fact.totaal,
        "berekend": fact.berekend,
    }


def _problem(one: Problem) -> Values:
    return {"stap": one.stap, "soort": one.soort, "melding": one.melding}
