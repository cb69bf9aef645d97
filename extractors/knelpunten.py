"""Signals of execution: what hampers, what is torn, what would help, what goes well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.patterns.knelpunten import (
    ADDRESSEE,
    EFFECTS,
    GENERAL,
    GRAVE,
    GROUP,
    NOT_A_SIGNAL,
    SIGNALS,
    THEMES,
    TOO_STRICT,
    TOO_WEAK,
    SignalRule,
)
from models.document import Document
from models.findings import Knelpunt, number_ids
from models.lexicon import Lexicon
from models.lists import DocumentSoort, KnelpuntSoort, PassageSoort, Thema
from models.unit import Unit

_CONSIDERATION = re.compile(
    r"(?:overwegende|constaterende|van mening|van oordeel)\b", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:is|zijn|niet|leidt|leiden|kan|kunnen|moet|wordt|worden|loopt|lopen|heeft|hebben)\b",
    re.IGNORECASE,
)
_PROBLEM = (KnelpuntSoort.KNELPUNT, KnelpuntSoort.DILEMMA)
_SHORTEST = 25


def find_knelpunten(
    document: Document, units: Sequence[Unit], lexicon: Lexicon
) -> tuple[Knelpunt, ...]:
    """The signals of a paper, one per unit, in order.

    In a motie only its considerations are looked at; nothing is found in debates, notes,
    questions and in headings that assert nothing. Laws are those literally named in the unit.
    """
    soort = document.kenmerken.soort
    if soort is DocumentSoort.HANDELINGEN:
        return ()
    laws = _law_pattern(lexicon)
    found = []
    for unit in units:
        if soort is DocumentSoort.MOTIE and not _CONSIDERATION.match(unit.text):
            continue
        fired = _fires(unit)
        if fired is not None:
            found.append(_knelpunt(unit, *fired, laws))
    ids = number_ids("knelpunt", document.id, (document.quote(k.span) for k in found))
    return tuple(replace(k, id=number) for k, number in zip(found, ids, strict=True))


def _fires(unit: Unit) -> tuple[SignalRule, int] | None:
    """The first rule by which this unit is a signal, and where in the text it fired."""
    text = unit.text
    if unit.soort is PassageSoort.NOOT or text.endswith("?") or len(text) < _SHORTEST:
        return None
    if unit.soort is PassageSoort.KOP and not _VERB.search(text):
        return None
    for rule in SIGNALS:
        match = rule.search(text)
        if match:
            return None if NOT_A_SIGNAL.search(text) else (rule, match.start())
    return None


def _knelpunt(unit: Unit, rule: SignalRule, at: int, laws: re.Pattern[str] | None) -> Knelpunt:
    text = unit.text
    problem = rule.soort in _PROBLEM
    thema = _theme(text, at) if problem else None
    group = GROUP.search(text)
    addressee = ADDRESSEE.search(text) if rule.soort is KnelpuntSoort.OPLOSSING else None
    return Knelpunt(
        id="",
        span=unit.span,
        soort=rule.soort,
        methode=f"knelpunt/{rule.name}",
        score=rule.score,
        thema=thema,
        gevolg=_effect(text) if problem else None,
        richting=_direction(text) if thema is Thema.HANDHAVING_EN_FRAUDE else None,
        doelgroep=group[0].lower() if group else None,
        wetten=tuple(dict.fromkeys(laws.findall(text))) if laws else (),
        ernst=_gravity(text) if problem else None,
        geadresseerde=addressee[0].lower() if addressee else None,
    )


def _theme(text: str, at: int) -> Thema:
    """The theme of the cause named nearest to the signal, else of the effect, else overig."""
    found = [
        (rule.effect, abs(match.start() - at), rule.thema)
        for rule in THEMES
        for match in rule.finditer(text)
    ]
    return min(found)[2] if found else Thema.OVERIG


def _effect(text: str) -> str | None:
    return next((name for name, pattern in EFFECTS if pattern.search(text)), None)


def _direction(text: str) -> str | None:
    if TOO_STRICT.search(text):
        return "te_streng"
    return "te_zwak" if TOO_WEAK.search(text) else None


def _gravity(text: str) -> int:
    if GRAVE.search(text):
        return 3
    return 1 if GENERAL.search(text) else 2


def _law_pattern(lexicon: Lexicon) -> re.Pattern[str] | None:
    """Any name or abbreviation of a law, the longest first."""
    spellings = {spelling for wet in lexicon.wetten for spelling in (wet.naam, *wet.aliassen)}
    if not spellings:
        return None
    longest_first = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
