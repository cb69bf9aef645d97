"""Who in the cabinet promises what, to whom, by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.patterns.toezeggingen import (
    CONDITION,
    CUE,
    HARD,
    NEEDS_TERM,
    NOT_OURS,
    NOW,
    RECURRING,
    REPORTED,
    RULES,
    ZACHT,
)
from extractors.termijnen import find_termijnen
from extractors.token_rules import TokenRule, first_match
from models.document import Document, Span
from models.findings import Termijn, Toezegging, number_ids
from models.lists import DocumentSoort, Hardheid, Herkomst, PassageSoort
from models.unit import Unit

# papers in which no member of the cabinet speaks
_OTHERS_SPEAK = frozenset(
    {
        DocumentSoort.MOTIE,
        DocumentSoort.STAND_VAN_DE_UITVOERING,
        DocumentSoort.STAAT_VAN_DE_UITVOERING,
        DocumentSoort.UITVOERINGSTOETS,
        DocumentSoort.JAARVERSLAG,
        DocumentSoort.WETSVOORSTEL,
    }
)
_MINISTER = re.compile(r"(?:Minister|Staatssecretaris|De (?:minister|staatssecretaris))\b")
_CABINET = re.compile(r"\b(?:het kabinet|de regering|wij|we)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"\b[Dd]e (?P<functie>(?:minister|staatssecretaris) (?:van|voor) (?:[A-Z][\w-]+|en|,| )+)"
)
_CHAMBER = re.compile(r"\b(?P<kamer>Eerste|Tweede) Kamer\b")
_KAMER = re.compile(r"\bkamers?\b", re.IGNORECASE)
_COMES_BACK = re.compile(r"\bkamer\b.*\bterug\b", re.IGNORECASE)
_QUOTE = re.compile(r"[\"“‘„«]")
_SOFT = re.compile(r"\bnaar verwachting\b|\bstre(?:ef|ven)\b|\bvoornemens\b", re.IGNORECASE)


def find_toezeggingen(document: Document, units: Sequence[Unit]) -> tuple[Toezegging, ...]:
    """The promises of members of the cabinet in a paper, in order.

    One per unit; the first rule of the published list that fires names it. Nothing is found in
    papers in which others than the cabinet speak, nor in what members say in a debate.
    """
    if document.kenmerken.soort in _OTHERS_SPEAK:
        return ()
    found = []
    for unit in units:
        rule = _fires(document, unit)
        if rule is not None:
            found.append(_toezegging(document, unit, rule))
    ids = number_ids("toezegging", document.id, (document.quote(t.span) for t in found))
    return tuple(replace(t, id=number) for t, number in zip(found, ids, strict=True))


def _fires(document: Document, unit: Unit) -> TokenRule | None:
    """The rule by which this unit is a promise."""
    text = unit.text
    if not CUE.search(text) or not _may_promise(document, unit):
        return None
    rule = first_match(RULES, text)
    if rule is None or (rule in REPORTED and not RECURRING.search(text)):
        return None
    if rule in NEEDS_TERM and not _says_when(document, unit):
        return None
    if NOW.search(text) and not (rule in HARD and _term(document, unit)):
        return None
    return rule


def _may_promise(document: Document, unit: Unit) -> bool:
    """Whether a member of the cabinet may be promising here: no question, quote or request."""
    text = unit.text
    if unit.soort in (PassageSoort.KOP, PassageSoort.NOOT):
        return False
    if text.endswith("?") or _QUOTE.match(text) or NOT_OURS.search(text):
        return False
    soort = document.kenmerken.soort
    if soort is DocumentSoort.HANDELINGEN:
        return _MINISTER.match(unit.heading or "") is not None
    return soort is not DocumentSoort.OVERIG or _KAMER.search(text) is not None


def _says_when(document: Document, unit: Unit) -> bool:
    """Whether something later is meant: a term, a recurrence, coming back to the Chamber."""
    if _term(document, unit) or RECURRING.search(unit.text):
        return True
    return _COMES_BACK.search(unit.text) is not None


def _term(document: Document, unit: Unit) -> Termijn | None:
    """The term of a unit, pointing into the document: one with days before one without.

    Of several the one nearest to the word "Kamer" is taken, for it is the Chamber that waits.
    """
    termijnen = find_termijnen(unit.text, document.kenmerken.datum)
    if not termijnen:
        return None
    kamer = _KAMER.search(unit.text)
    at = kamer.start() if kamer else 0
    best = min(termijnen, key=lambda t: (not (t.van or t.tot), abs(t.span.start - at)))
    return replace(best, span=unit.view.back(best.span))


def _toezegging(document: Document, unit: Unit, rule: TokenRule) -> Toezegging:
    kenmerken = document.kenmerken
    soft = rule in ZACHT or _SOFT.search(unit.text)
    recurring = RECURRING.search(unit.text)
    spoken = kenmerken.soort is DocumentSoort.HANDELINGEN
    return Toezegging(
        id="",
        span=unit.span,
        inhoud=_content(unit),
        hardheid=Hardheid.ZACHT if soft else Hardheid.HARD,
        herkomst=Herkomst.HANDELINGEN if spoken else Herkomst.BRIEF,
        methode=f"toezegging/{rule.name}",
        score=rule.score,
        bewindspersoon=_who(document, unit),
        ministerie=kenmerken.ministerie,
        aan=_to(unit.text),
        gedaan_op=kenmerken.datum,
        termijn=_term(document, unit),
        terugkerend=recurring[0].lower() if recurring else None,
        voorwaarde=_condition(unit),
    )


def _content(unit: Unit) -> Span:
    """The promised thing: the sentence without its closing stop."""
    kept = unit.text.rstrip(" .;")
    return unit.view.back(Span(0, len(kept))) if kept else unit.span


def _condition(unit: Unit) -> Span | None:
    match = CONDITION.search(unit.text)
    return unit.view.back(Span(*match.span())) if match else None


def _who(document: Document, unit: Unit) -> str | None:
    """Who answers: named, else the speaker, else the signature of the letter."""
    named = _NAMED.search(unit.text)
    if named:
        return named["functie"].strip(" ,")
    if document.kenmerken.soort is DocumentSoort.HANDELINGEN:
        return (unit.heading or "").rstrip(" :") or None
    signatures = document.kenmerken.ondertekenaars
    if _CABINET.search(unit.text) and len(signatures) > 1:
        return "; ".join(signature.functie for signature in signatures)
    for signature in signatures:
        return signature.functie
    return "het kabinet" if _CABINET.search(unit.text) else None


def _to(text: str) -> str:
    match = _CHAMBER.search(text)
    return f"{match['kamer']} Kamer" if match else "Tweede Kamer"
