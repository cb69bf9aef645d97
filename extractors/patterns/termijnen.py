"""How our papers say when: periods, the words before them, and phrases with a date of their own.

Three tables. A :class:`PeriodRule` spells a stretch of time ("het derde kwartaal van 2024"). A
:class:`RelationRule` spells the words before a period and says which days then keep the promise
("uiterlijk in …"). A :class:`MomentRule` is a whole phrase with a meaning of its own ("voor het
zomerreces"). Which days they stand for is worked out in ``extractors.termijnen``; the meanings
are those of the annotation guide, section 4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from extractors.rules import Rule


class Relation(Enum):
    """Which days keep a promise, given a period."""

    WITHIN = "from its first to its last day"
    BY = "until its last day"
    BEFORE = "until the day before it begins"
    FROM = "from its first day, open end"
    AFTER = "from the day after it, open end"


@dataclass(frozen=True, slots=True)
class PeriodRule(Rule):
    """A stretch of time; ``alone`` holds where it needs no word before it ("dit najaar")."""

    alone: bool = False


@dataclass(frozen=True, slots=True)
class RelationRule(Rule):
    """Words before a period; the group ``periode`` of the pattern is the period itself."""

    relation: Relation = Relation.WITHIN


@dataclass(frozen=True, slots=True)
class MomentRule(Rule):
    """A whole phrase and the days it hangs on: from ``first`` to ``last``, as (month, day).

    Without days it hangs on Prinsjesdag; ``year_before`` holds where a year named in the phrase
    is the year after ("de begroting 2100" is presented in 2099).
    """

    relation: Relation = Relation.BY
    first: tuple[int, int] | None = None
    last: tuple[int, int] | None = None
    year_before: bool = False


MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli",
    "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
# first and last day as (month, day); winter runs into the next year
SEASONS = {
    "voorjaar": ((3, 21), (6, 20)),
    "lente": ((3, 21), (6, 20)),
    "zomer": ((6, 21), (9, 20)),
    "najaar": ((9, 21), (12, 20)),
    "herfst": ((9, 21), (12, 20)),
    "winter": ((12, 21), (3, 20)),
}
# part of a year in months, part of a month in days
YEAR_PARTS = {"begin": (1, 3), "medio": (5, 8), "midden": (5, 8), "eind": (10, 12)}
MONTH_PARTS = {
    "begin": (1, 10), "medio": (11, 20), "midden": (11, 20), "half": (10, 20), "eind": (21, 31),
}  # fmt: skip
ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": 4,
    "1e": 1, "2e": 2, "3e": 3, "4e": 4, "q1": 1, "q2": 2, "q3": 3, "q4": 4,
}  # fmt: skip
NUMBERS = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7,
    "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14,
    "zestien": 16, "achttien": 18,
}  # fmt: skip

_MAAND = rf"(?P<maand>{'|'.join(MONTHS)})"
# 2024, dit jaar, volgend jaar
_JAAR = (
    r"(?:(?:het\s+jaar\s+)?(?P<jaar>20\d\d)\b"
    r"|(?P<ditjaar>dit\s+(?:kalender)?jaar|het\s+(?:lopende\s+)?jaar)\b"
    r"|(?P<volgendjaar>(?:het\s+)?(?:volgende?|komende?|aanstaande)\s+jaar)\b)"
)
_VAN_JAAR = rf"(?:\s+(?:van\s+|in\s+)?{_JAAR})?"
# dit najaar, komende zomer; "volgend" is another matter
_WELK = (
    r"(?:(?:(?P<volgende>volgende?)|dit|deze|het\s+komende?|de\s+komende|komende?|aanstaande?)\s+)?"
)
_LAST = r"(?!(?:\s+20\d\d)?\s+(?:jl\b|jongstleden))"


def _period(
    name: str, pattern: str, example: str, near_miss: str, alone: bool = False
) -> PeriodRule:
    compiled = re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)
    return PeriodRule(name, compiled, example, near_miss, alone=alone)


PERIODS: tuple[PeriodRule, ...] = (
    _period(
        "dag",
        rf"(?:\w{{3,6}}dag\s+)?(?P<dag>[0-3]?\d)(?:e|ste)?\s+{_MAAND}{_LAST}(?:\s+(?P<jaar>20\d\d))?",
        "op 25 februari 2099",
        "op 25 februari jl. is gevraagd",
    ),
    _period(
        "dag_in_cijfers",
        r"(?P<dag>[0-3]?\d)-(?P<maandnummer>[01]?\d)-(?P<jaar>20\d\d)",
        "op 1-4-2099",
        "dossier 1-4-99",
    ),
    _period(
        "deel_van_maand",
        rf"(?P<deel>begin|medio|midden|half|eind)e?\s+(?:van\s+)?(?:de\s+maand\s+)?{_MAAND}{_LAST}{_VAN_JAAR}",
        "half februari",
        "begin met maart",
        alone=True,
    ),
    _period(
        "deel_van_jaar",
        rf"(?P<deel>begin|medio|midden|eind)e?\s+(?:van\s+)?{_JAAR}",
        "eind 2099",
        "eind van het project",
        alone=True,
    ),
    _period(
        "helft",
        rf"(?P<rang>eerste|tweede|1e|2e)\s+helft\s+van\s+(?:{_MAAND}|{_JAAR})",
        "de eerste helft van 2099",
        "de eerste helft van de groep",
        alone=True,
    ),
    _period(
        "halfjaar",
        rf"(?P<rang>eerste|tweede|1e|2e)\s+half\s?jaar{_VAN_JAAR}",
        "het tweede halfjaar",
        "het halfjaar",
        alone=True,
    ),
    _period(
        "kwartaal",
        rf"(?:(?P<rang>eerste|tweede|derde|vierde|laatste|[1-4]e)\s+kwartaal|(?P<q>Q[1-4])"
        rf"|kwartaal\s+(?P<nummer>[1-4])){_VAN_JAAR}",
        "het derde kwartaal",
        "drie kwartalen",
        alone=True,
    ),
    _period(
        "dit_kwartaal",
        r"(?:(?P<volgende>volgende?|komende?)|dit)\s+kwartaal",
        "volgend kwartaal",
        "elk kwartaal",
        alone=True,
    ),
    _period(
        "week",
        r"(?:(?P<volgende>volgende|komende|aanstaande)|deze)\s+week",
        "volgende week",
        "elke week",
        alone=True,
    ),
    _period(
        "deze_maand",
        r"(?:(?P<volgende>volgende)|deze)\s+maand",
        "volgende maand",
        "elke maand",
        alone=True,
    ),
    _period(
        "dit_seizoen",
        r"(?:(?P<volgende>volgende?)|dit|deze|(?:het\s+|de\s+)?komende?|aanstaande?)\s+"
        rf"(?P<seizoen>{'|'.join(SEASONS)})",
        "dit najaar",
        "elk najaar",
        alone=True,
    ),
    _period(
        "seizoen_met_jaar",
        rf"(?P<seizoen>{'|'.join(SEASONS)})\s+(?:van\s+)?{_JAAR}",
        "zomer 2099",
        "de zomer van het leven",
        alone=True,
    ),
    _period("seizoen", rf"(?P<seizoen>{'|'.join(SEASONS)})", "in het najaar", "zomers"),
    _period(
        "maand",
        rf"{_WELK}{_MAAND}{_LAST}{_VAN_JAAR}",
        "in maart",
        "in maart jl.",
    ),
    _period(
        "dit_jaar",
        r"(?<!eerder\s)(?:(?P<volgendjaar>volgend\s+(?:kalender)?jaar)|(?P<ditjaar>dit\s+(?:kalender)?jaar))",
        "nog dit jaar",
        "eerder dit jaar",
        alone=True,
    ),
    _period(
        "het_jaar", r"(?P<ditjaar>het\s+jaar)(?!\s+\d)", "het einde van het jaar", "het jaar 2099"
    ),
    _period("jaar", r"(?:het\s+jaar\s+)?(?P<jaar>20\d\d)(?![-–/]\d)", "in 2099", "2099-2100"),
)

_GROUP_NAME = re.compile(r"\?P<\w+>")


def _any(*names: str) -> str:
    """The spellings of the named periods as one alternative, without the names of their parts."""
    chosen = [rule for rule in PERIODS if not names or rule.name in names]
    return "|".join(_GROUP_NAME.sub("?:", rule.pattern.pattern) for rule in chosen)


def _relation(
    name: str,
    words: str,
    periods: str,
    relation: Relation,
    example: str,
    near_miss: str,
) -> RelationRule:
    pattern = rf"\b{words}\s+(?:het\s+(?!jaar)|de\s+)?(?:maand\s+)?(?P<periode>{periods})"
    compiled = re.compile(pattern, re.IGNORECASE)
    return RelationRule(name, compiled, example, near_miss, relation=relation)


RELATIONS: tuple[RelationRule, ...] = (
    _relation(
        "uiterlijk",
        r"(?:uiterlijk|ten\s+laatste|op\s+zijn\s+laatst|niet\s+later\s+dan)(?:\s+(?:in|op|per|tegen))?",
        _any(),
        Relation.BY,
        "uiterlijk in het eerste kwartaal van 2099",
        "een uiterlijk kenmerk",
    ),
    _relation(
        "voor_einde",
        r"(?:uiterlijk\s+)?(?:voor|vóór|tegen)\s+(?:het\s+)?einde?(?:\s+van)?",
        _any(),
        Relation.BY,
        "voor het einde van het jaar",
        "voor het einde van de dag",
    ),
    # "voor 2099" mostly means "for that year": before a year, quarter or half only with accents
    _relation(
        "voor",
        r"(?:uiterlijk\s+|nog\s+)?(?:voor|vóór|vòòr)",
        _any("dag", "dag_in_cijfers", "deel_van_maand", "dit_seizoen", "seizoen_met_jaar",
             "seizoen", "maand"),
        Relation.BEFORE,
        "vóór 1 april",
        "een bedrag voor 2099",
    ),
    _relation(
        "vóór",
        r"(?:uiterlijk\s+|nog\s+)?(?:vóór|vòòr)",
        _any(),
        Relation.BEFORE,
        "vóór 2099",
        "voor 2099",
    ),
    _relation(
        "vanaf",
        r"(?:vanaf|met\s+ingang\s+van)",
        _any(),
        Relation.FROM,
        "vanaf 1 juli",
        "vanaf de brug",
    ),
    _relation("na", r"na", _any(), Relation.AFTER, "na 1 juli", "na de vergadering"),
    _relation(
        "op_dag",
        r"(?:op|per)",
        _any("dag", "dag_in_cijfers"),
        Relation.WITHIN,
        "per 1 juli",
        "op de brug",
    ),
    _relation(
        "in_periode",
        r"(?:in|tijdens|gedurende|in\s+de\s+loop\s+van|loop\s+van)",
        _any(),
        Relation.WITHIN,
        "in het tweede kwartaal",
        "in de brief",
    ),
)  # fmt: skip


def _moment(
    name: str,
    pattern: str,
    relation: Relation,
    example: str,
    near_miss: str,
    *days: tuple[int, int],
    year_before: bool = False,
) -> MomentRule:
    year = r"(?:\s+(?:van\s+|in\s+)?(?P<jaar>20\d\d)\b)?"
    compiled = re.compile(rf"\b(?:{pattern})(?!\w){year}", re.IGNORECASE)
    first, last = (days[0], days[-1]) if days else (None, None)
    return MomentRule(
        name, compiled, example, near_miss, (), 1.0, relation, first, last, year_before
    )


_VOOR = r"(?:uiterlijk\s+|nog\s+)?(?:voor|vóór)\s+"
_DEZE = r"(?:(?:de|deze|(?:de\s+)?komende|aanstaande)\s+)"
_RECES = r"(?:(?:het|dit|(?:het\s+)?komende?|aanstaande)\s+)"

MOMENTS: tuple[MomentRule, ...] = (
    _moment("voor_zomer", rf"{_VOOR}{_DEZE}zomer", Relation.BY,
            "voor de zomer", "een plan voor zomerse dagen", (6, 30)),
    _moment("voor_zomerreces", rf"{_VOOR}{_RECES}zomerreces", Relation.BY,
            "voor het zomerreces", "tijdens het zomerreces", (7, 7)),
    _moment("voor_kerstreces", rf"{_VOOR}{_RECES}kerstreces", Relation.BY,
            "vóór het kerstreces", "na het kerstreces", (12, 20)),
    _moment("voor_kerst", rf"{_VOOR}(?:de\s+)?kerst(?:mis)?", Relation.BY,
            "voor de kerst", "voor het kerstfeest", (12, 24)),
    _moment("na_zomer", rf"(?:direct\s+|kort\s+)?na\s+(?:{_DEZE}zomer|{_RECES}zomerreces)",
            Relation.FROM, "na de zomer", "voor de zomer", (9, 1), (9, 20)),
    _moment("rond_zomer", rf"(?:rond(?:om)?|omstreeks)\s+{_DEZE}zomer", Relation.WITHIN,
            "rond de zomer", "in de zomer", (6, 1), (9, 30)),
    _moment("bij_voorjaarsnota", r"(?:bij|in|met)\s+de\s+voorjaarsnota", Relation.BY,
            "bij de voorjaarsnota", "na de voorjaarsnota", (6, 1)),
    _moment("voor_prinsjesdag", rf"{_VOOR}prinsjesdag", Relation.BEFORE,
            "vóór Prinsjesdag", "na Prinsjesdag"),
    _moment("met_prinsjesdag", r"(?:met|op|bij|rond)\s+prinsjesdag", Relation.WITHIN,
            "met Prinsjesdag", "voor Prinsjesdag"),
    _moment("bij_begroting",
            r"(?:bij|in|met)\s+de\s+(?:ontwerp|rijks)?begroting(?:\s+voor(?=\s+20))?",
            Relation.WITHIN, "bij de begroting", "bij de begrotingsbehandeling", year_before=True),
    _moment("voor_begrotingsbehandeling", rf"{_VOOR}de\s+begrotings?behandeling(?:en)?",
            Relation.BY, "voor de begrotingsbehandeling", "na de begrotingsbehandeling", (12, 31)),
)  # fmt: skip


def _rule(name: str, pattern: str, example: str, near_miss: str) -> Rule:
    return Rule(name, re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE), example, near_miss)


_TIJD = r"(?:dag(?:en)?|we(?:ek|ken)|maand(?:en)?|kwartaal|kwartalen|jaar|jaren)"
_AANTAL = rf"(?P<aantal>\d{{1,3}}|{'|'.join(NUMBERS)})"
_NA_WAT = (
    r"(?P<anker>(?:inwerkingtreding|ommekomst|ontvangst|afronding|oplevering|publicatie|vaststelling"
    r"|aanvaarding|behandeling|invoering|verschijning|besluitvorming|totstandkoming|afloop|aanvang"
    r"|start|de\s+formatie|het\s+debat|advies)(?:\s+van(?:\s+\w+){1,4}?(?=\s+(?:zal|wordt|kom|ik|het|u)\b"
    r"|[,.;:]|$))?)"
)
_GEREED = (
    r"(?:beschikbaar|gereed|afgerond|bekend|duidelijk(?:heid)?|binnen|klaar|ontvangen|vastgesteld"
    r"|voltooid|opgeleverd|uitgebracht|gepubliceerd|verschenen)"
)

# binnen zes weken: until that many days, weeks, months or years after the date of the paper
DURATION = _rule(
    "binnen",
    rf"(?:uiterlijk\s+)?binnen\s+(?:nu\s+en\s+|een\s+termijn\s+van\s+)?"
    rf"(?:(?P<half>een\s+half\s+jaar)|{_AANTAL}\s+(?P<eenheid>dag|we[ek]k?|maand|jaar)(?:en)?)"
    r"(?!\s+na(?:dat)?\b)",
    "binnen zes weken",
    "binnen zes weken na ontvangst",
)

# what a term depends on: no interval, the anchor is kept
ANCHORS: tuple[Rule, ...] = (
    _rule(
        "na_gebeurtenis",
        rf"(?:(?:binnen\s+)?(?:\w+\s+){{1,2}}?{_TIJD}\s+|direct\s+|kort\s+)?na\s+(?:de\s+|het\s+)?{_NA_WAT}",
        "een jaar na inwerkingtreding",
        "na de zomer",
    ),
    _rule(
        "zodra",
        rf"(?P<anker>(?:zodra|wanneer|als|nadat)\s+[^.;:!?]{{3,90}}?\b(?:{_GEREED}(?:\s+(?:is|zijn|wordt|heb|heeft))?"
        rf"|(?:is|zijn|heb|heeft)\s+{_GEREED}))",
        "zodra het rapport gereed is",
        "als het regent",
    ),
)

# said to come, without a day
OPEN: tuple[Rule, ...] = (
    _rule(
        "zo_snel_mogelijk",
        r"(?:zo\s+(?:snel|spoedig)\s+(?:als\s+)?mogelijk|z\.?s\.?m\.?)",
        "zo spoedig mogelijk",
        "zo goed mogelijk",
    ),
    _rule(
        "spoedig",
        r"(?:op\s+(?:zeer\s+)?korte\s+termijn|spoedig|binnenkort|op\s+afzienbare\s+termijn"
        r"|binnen\s+(?:afzienbare|korte)\s+(?:tijd|termijn))",
        "op korte termijn",
        "voorspoedig",
    ),
    _rule(
        "te_zijner_tijd",
        r"(?:te\s+zijner\s+tijd|t\.z\.t\.|op\s+termijn|op\s+een\s+later\s+moment)",
        "te zijner tijd",
        "in die tijd",
    ),
    _rule(
        "komende_tijd",
        r"(?:(?:in|gedurende)\s+)?(?:de\s+)?(?:komende|eerstkomende)\s+"
        r"(?:\w+\s+)?(?:dagen|weken|maanden|tijd|periode|jaren|kabinetsperiode)",
        "de komende maanden",
        "de afgelopen maanden",
    ),
    _rule(
        "enkele_maanden",
        r"binnen\s+(?:enkele|een\s+paar|een\s+aantal)\s+(?:dagen|weken|maanden)",
        "binnen enkele weken",
        "enkele weken geleden",
    ),
)

RULES: tuple[Rule, ...] = (*MOMENTS, *RELATIONS, *PERIODS, DURATION, *ANCHORS, *OPEN)
