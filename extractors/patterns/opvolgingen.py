"""How our papers say what became of a motie or toezegging.

The first rule in the order of :data:`RULES` that fires decides: what limits a statement ("deels",
"niet") goes before what it limits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.rules import Rule
from models.lists import Uitspraak


@dataclass(frozen=True, slots=True)
class OpvolgingRule(Rule):
    """A pattern over a unit that names a motie or toezegging, and what it then says."""

    uitspraak: Uitspraak = Uitspraak.GENOEMD


# as much of one sentence as may stand between two parts of a statement; the stops of "nr." and
# "c.s." end no sentence
_TUSSEN = r"(?:[^.;]|(?<=\bnrs)\.|(?<=\bnr)\.|(?<=\bc)\.(?=s\.)|(?<=\bc\.s)\.){0,180}"
_NU = (
    r"(?:hiermee|hierbij|daarmee|hieraan|met\s+(?:deze|dit)\s+\w+|met\s+het\s+(?:boven|voor)staande"
    r"|met\s+(?:het\s+)?onderstaande?(?:\s+\w+)?|bovenstaande|deze\s+brief|bijgaande?)"
)

# what a motie or promise asks, as the subject of what was done
_GEVRAAGD = r"(?:moties?\b|toezegging(?:en)?\b|(?:dit|deze|het)\s+(?:verzoek|gevraagde)\b|dit\b)"
_GEDAAN = r"(?:uitgevoerd|gerealiseerd|afgerond|opgevolgd)"
_BIJWOORD = (
    r"(?:inmiddels|hiermee|daarmee|dan\s+ook|dus|ook|reeds|al|nu|volledig|geheel|eerder|inderdaad)"
)


def _rule(
    name: str, uitspraak: Uitspraak, pattern: str, example: str, near_miss: str, score: float
) -> OpvolgingRule:
    compiled = re.compile(rf"\b(?:{pattern})", re.IGNORECASE)
    return OpvolgingRule(name, compiled, example, near_miss, (), score, uitspraak)


RULES: tuple[OpvolgingRule, ...] = (
    _rule(
        "deels",
        Uitspraak.DEELS,
        rf"(?:deels|gedeeltelijk|ten\s+dele){_TUSSEN}(?:uitvoering|uitgevoerd|voldaan|afgedaan|gehoor)\b",
        "Daarmee is de motie deels uitgevoerd.",
        "De motie gaat deels over veren.",
        0.85,
    ),
    _rule(
        "niet_uitvoeren",
        Uitspraak.NIET_UITGEVOERD,
        r"voer(?:en)?\s+(?:ik|wij|we)\s+(?:\w+\s+){0,3}niet\s+uit\b"
        r"|(?:niet|geen)\s+(?:\w+\s+){0,4}?(?:uitvoer(?:en|ing|baar)\b|uitgevoerd\s+(?:kan|kunnen|worden|zal)"
        r"|gehoor|gevolg\s+(?:te\s+)?geven)",
        "Aan de motie kan ik geen uitvoering geven.",
        "De motie is nog niet besproken.",
        0.85,
    ),
    _rule(
        "als_afgedaan",
        Uitspraak.AFGEDAAN,
        rf"(?:beschouw\w*|acht)\b{_TUSSEN}\b(?:afgedaan|afgehandeld|voldaan|nagekomen)"
        rf"|als\s+(?:afgedaan|afgehandeld){_TUSSEN}\bbeschouwd"
        rf"|aan\s+(?:de|het|deze|dit)\s+(?:motie|toezegging|verzoek)\b{_TUSSEN}\bis\s+voldaan",
        "Ik beschouw de motie hiermee als afgedaan.",
        "De motie beschouw ik als een aansporing.",
        0.97,
    ),
    _rule(
        "doe_af",
        Uitspraak.AFGEDAAN,
        rf"do(?:e|en)\b{_TUSSEN}\b(?:motie|toezegging)\w*{_TUSSEN}\baf\b(?!\s+te\b)"
        rf"|(?:motie|toezegging)\w*{_TUSSEN}\b(?:is|zijn)\s+(?:\w+\s+)?(?:afgedaan|afgehandeld)",
        "Hiermee doe ik de motie van het lid Proefman af.",
        "De motie doet daar niets aan af.",
        0.95,
    ),
    _rule(
        "hiermee_voldaan",
        Uitspraak.AFGEDAAN,
        rf"{_NU}\b{_TUSSEN}\b(?:voldaan|voldoe\b|voldoet|uitvoering\s+(?:te\s+)?ge(?:geven|ven)"
        r"|invulling\s+(?:te\s+)?ge(?:geven|ven)|gestand|nagekomen|afgedaan)",
        "Hiermee wordt uitvoering gegeven aan twee toezeggingen en een motie.",
        "Hiermee is de motie bekend.",
        0.9,
    ),
    _rule(
        "geef_uitvoering",
        Uitspraak.AFGEDAAN,
        rf"(?:geef|geven|geeft)\s+(?:ik|wij|het\s+kabinet)\b{_TUSSEN}\b(?:uitvoering|invulling|gevolg)\s+aan"
        r"|(?:ter|in)\s+(?:uitvoering|invulling)\s+van\s+(?:de|uw|deze)\s+(?:motie|toezegging)"
        r"|(?:voldoe|kom)\s+ik\s+(?:aan|tegemoet\s+aan)\s+(?:de|mijn|deze)\s+(?:motie|toezegging)",
        "Met deze brief geef ik uitvoering aan de motie-Proefman.",
        "De motie geeft aan dat veren nodig zijn.",
        0.85,
    ),
    _rule(
        "later_bericht",
        Uitspraak.LATER_BERICHT,
        rf"(?<!deze\sbrief\s)(?:zal|zullen|wordt|worden)\b{_TUSSEN}\b(?:geïnformeerd|ingelicht|informeren|berichten)"
        rf"|(?:ontvangt|informeer|bericht)\s+(?:ik\s+)?(?:uw|de|u)\b{_TUSSEN}\b(?:voor|in|dit|na|zodra|eind|begin)\b"
        rf"|(?:kom|komen|komt)\s+(?:ik|wij|we|het\s+kabinet)\b{_TUSSEN}\bterug"
        r"|kamer\s+ontvangt\s+(?:hierover|daarover)\b"
        r"|wil(?:\s+ik)?\s+(?:dit|deze|de\s+motie)\b[^.;]{0,60}\bbezien",
        "Over de motie zal de Kamer voor de zomer worden geïnformeerd.",
        "Over de motie is de Kamer geïnformeerd.",
        0.8,
    ),
    # what was carried out is the motie, or what it asks: a study that was carried out is a step
    _rule(
        "uitgevoerd",
        Uitspraak.UITGEVOERD,
        rf"(?:is|zijn|heb|heeft|hebben)\b{_TUSSEN}\b(?:(?:uitvoering|invulling)\s+gegeven|gestand\s+gedaan)"
        rf"|{_GEVRAAGD}{_TUSSEN}\b(?:is|zijn)\s+(?:{_BIJWOORD}\s+){{0,3}}{_GEDAAN}"
        rf"|(?:heb|heeft|hebben)\b[^.;]{{0,60}}\b{_GEVRAAGD}{_TUSSEN}\b{_GEDAAN}"
        r"|(?:conform|overeenkomstig)\s+(?:de\s+|mijn\s+|uw\s+)?(?:motie|toezegging)",
        "De motie over de veren is inmiddels uitgevoerd.",
        "Naar aanleiding van de motie is een telling van de veren uitgevoerd.",
        0.75,
    ),
    _rule(
        "in_uitvoering",
        Uitspraak.IN_UITVOERING,
        rf"(?:zal|zullen|ga|gaat|gaan|wordt|worden|werk|werkt|werken)\b{_TUSSEN}\b(?:uitvoer(?:en|ing)\b|uitgevoerd"
        r"|betrokken|betrekken|meegenomen|meenemen|opgepakt|oppakken|uitgewerkt|uitwerken|onderzocht"
        r"|ingezet|invulling|monitoren|vormgegeven)|in\s+(?:uitvoering|voorbereiding)\b"
        r"|bij\s+de\s+uitvoering\s+van\s+de\s+motie"
        r"|(?:begonnen|gestart|stap\w*\s+gezet)\s+(?:met|in)\s+de\s+uitvoering",
        "Ik werk aan de uitvoering van de motie.",
        "Aan de motie is veel aandacht besteed.",
        0.7,
    ),
    _rule(
        "stap_gedaan",
        Uitspraak.IN_UITVOERING,
        rf"(?:is|zijn|heb|heeft|hebben)\b{_TUSSEN}\b{_GEDAAN}",
        "Naar aanleiding van de motie is een telling van de veren uitgevoerd.",
        "Naar aanleiding van de motie is om een telling van de veren gevraagd.",
        0.5,
    ),
)

# the whole of a status cell
STATUS_WORDS: dict[str, Uitspraak] = {
    "afgedaan": Uitspraak.AFGEDAAN,
    "afgehandeld": Uitspraak.AFGEDAAN,
    "voldaan": Uitspraak.AFGEDAAN,
    "uitgevoerd": Uitspraak.UITGEVOERD,
    "gereed": Uitspraak.UITGEVOERD,
    "in uitvoering": Uitspraak.IN_UITVOERING,
    "in behandeling": Uitspraak.IN_UITVOERING,
    "loopt": Uitspraak.IN_UITVOERING,
    "lopend": Uitspraak.IN_UITVOERING,
    "deels afgedaan": Uitspraak.DEELS,
    "deels uitgevoerd": Uitspraak.DEELS,
    "niet uitgevoerd": Uitspraak.NIET_UITGEVOERD,
}

# what a motie asks is not what became of it
REQUEST = re.compile(
    r"\b(?:verzoe(?:kt|ken|cht)\b|roept\b.{0,60}\bop\b|vra(?:agt|gen)\s+de\s+kamer|spreekt\s+uit"
    r"|wordt\s+(?:de\s+regering|het\s+kabinet|gevraagd))",
    re.IGNORECASE,
)
TOEZEGGING = re.compile(
    r"\btoezegging(?:en)?\b|\b(?:is|heb|heeft|zoals|eerder|werd)\b.{0,80}\btoegezegd\b",
    re.IGNORECASE,
)
MOTIE = re.compile(r"\bmoties?\b", re.IGNORECASE)
# says of what was named before that it is settled, without naming it again
BACK = re.compile(r"^(?:hiermee|daarmee|hieraan|daaraan)\b", re.IGNORECASE)

SUBJECT_HEADER = re.compile(r"\b(?:motie|toezegging|omschrijving|onderwerp)", re.IGNORECASE)
STATUS_HEADER = re.compile(
    r"stand\s+van\s+zaken|status|stavaza|afdoening|\breactie\b|wijze\s+van|voortgang|uitvoering",
    re.IGNORECASE,
)
# the printed head of a two-column list, and an entry of its left column
LIST_HEADER = re.compile(r"\bmoties?\b.{0,40}stand\s+van\s+zaken", re.IGNORECASE | re.DOTALL)
LIST_ENTRY = re.compile(r"^\W{0,3}(?:(?:nader\s+)?gewijzigde\s+)?motie[\s-]+[A-Z(v]", re.IGNORECASE)
