"""The spellings of a motie: its opening, its clauses, its close, its heading, its signatures.

Rules for clauses are tried at the beginning of a clause (``match``); the others anywhere. The
groups of a rule in ``VERZOEKEN`` or ``UITSPRAKEN``, joined, are the phrase that asks.
"""

from __future__ import annotations

import re

from extractors.rules import Rule

_I = re.IGNORECASE

# words that may come before the verb or participle of a clause
_VOORTS = (
    r"(?:(?:en|voorts|verder|tevens|daarnaast|daarbij|eveneens|ook|tegelijkertijd|vervolgens"
    r"|daarom|derhalve|tot slot|ten slotte|bovendien),? ){0,2}"
)

_BIJWOORD = r"(?:tevens|verder|voorts|daarnaast|daarom|ook|eveneens|derhalve|nogmaals)"

# de regering, het demissionaire kabinet, de Algemene Rekenkamer, de tijdelijke commissie
_AANGESPROKENE = (
    r"(?:(?:de|het|haar|zijn|alle|beide) )?(?:\(?(?:[a-zà-ÿ-]{2,24}e|demissionair)\)? ){0,2}"
    r"(?:regering|kabinet|presidium|minister-president|minister|ministers|staatssecretaris"
    r"|staatssecretarissen|bewindspersoon|bewindspersonen|bewindslieden|kamervoorzitter|voorzitter"
    r"|griffier|commissie|kamercommissie|enquêtecommissie|rekenkamer|formateur|informateur"
    r"|formateurs|informateurs|initiatiefnemer|initiatiefnemers|ombudsman|raad van state"
    r"|fracties|partijen|rijksoverheid|overheid)"
)

AANHEF = Rule(
    "motie_aanhef",
    re.compile(
        r"(?:(?<=[:;.\"«„“] )|(?<=[\"«„“\n])|\A)(?:De (?:Eerste |Tweede )?[Kk]amer"
        r"(?: der Staten-Generaal)?(?:\s?,|(?=\s+gehoord\b)))"
    ),
    "De Kamer, gehoord de beraadslaging,",
    "De Kamer heeft de beraadslaging gehoord.",
)

GEHOORD = Rule(
    "motie_gehoord",
    re.compile(r"gehoord (?:hebbende )?(?:de|het) (?:beraadslaging|debat|overleg)", _I),
    "gehoord de beraadslaging,",
    "gehoord de betrokken gemeenten,",
)

OVERWEGING = Rule(
    "motie_overweging",
    re.compile(
        _VOORTS + r"(?:(?:constaterend|overwegend|gelezen|indachtig|vernomen hebbend)e?\b"
        r"|van (?:mening|oordeel)\b|[a-zà-ÿ]{4,24}ende?,? dat\b|gehoord\b|gelet op\b"
        r"|(?:na )?(?:met \w+ )?kennis ?genomen\b|in (?:aanmerking|acht|overweging) nemende?\b"
        r"|(?:erkennend|beseffend|verwijzend|herinnerend|memorerend|onderschrijvend|betreurend"
        r"|onderkennend|waarderend|benadrukkend|onderstrepend)e?\b"
        r"|(?:aangekondigd|bezorgd|verheugd|teleurgesteld|verontrust|gezien)\b"
        r"|(?:zich )?(?:ervan |er zich van )?bewust\b|ervan (?:uitgaande|overtuigd)\b)",
        _I,
    ),
    "voorts overwegende dat de balie in Proefdam om twaalf uur sluit;",
    "aanvullende maatregelen voor de balie in Proefdam;",
)

SLOT = Rule(
    "motie_slot",
    re.compile(r"(?:en )?(?:en )?ga(?:at|an) over tot de (?:orde van de )?(?:orde|dag)\b", _I),
    "en gaat over tot de orde van de dag.",
    "en gaat over tot de verkoop van het gebouw.",
)


def _verzoek(name: str, pattern: str, example: str, near_miss: str) -> Rule:
    return Rule(name, re.compile(_VOORTS + pattern, _I), example, near_miss)


# sure signs of a request, also where the clause before was not closed
VERZOEKEN: tuple[Rule, ...] = (
    _verzoek(
        "motie_verzoekt",
        rf"(verzoekt)(?:(?: {_BIJWOORD})? ({_AANGESPROKENE}))?\b",
        "verzoekt de regering tevens het loket in Proefdam open te houden,",
        "verzoeken aan het loket in Proefdam sneller af te doen,",
    ),
    _verzoek(
        "motie_spreekt_uit",
        r"(spreekt(?: zich)?)\b(?:(?! verzoekt\b)[^;:]){0,160}?(?<= )(uit)\b",
        "spreekt als haar oordeel uit dat het loket in Proefdam open blijft,",
        "spreekt met de gemeente Proefdam over het loket,",
    ),
    _verzoek(
        "motie_roept_op",
        rf"(roept {_AANGESPROKENE})(?: [^;:]{{0,80}}?)?(?<= )(op)\b",
        "roept de regering op om het loket in Proefdam open te houden,",
        "roept bij inwoners van Proefdam vragen op,",
    ),
    _verzoek(
        "motie_draagt_op",
        rf"(draagt {_AANGESPROKENE})(?: [^;:]{{0,80}}?)?(?<= )(op)\b",
        "draagt het kabinet op om het loket in Proefdam open te houden,",
        "draagt bij aan de drukte op het loket in Proefdam,",
    ),
    _verzoek(
        "motie_nodigt_uit",
        rf"(nodigt {_AANGESPROKENE})(?: [^;:]{{0,80}}?)?(?<= )(uit)\b",
        "nodigt de regering uit om met de gemeente Proefdam te spreken,",
        "nodigt inwoners van Proefdam elk jaar uit,",
    ),
    _verzoek(
        "motie_dringt_aan",
        rf"(dringt(?: er)? bij {_AANGESPROKENE})(?: [^;:]{{0,80}}?)?(?<= )(aan)\b",
        "dringt er bij de regering op aan het loket in Proefdam open te houden,",
        "dringt door tot aan het loket in Proefdam,",
    ),
    _verzoek(
        "motie_zegt_vertrouwen_op",
        r"(zegt het vertrouwen)(?: [^;:]{0,80}?)?(?<= )(op)\b",
        "zegt het vertrouwen in de Minister van Proefzaken op,",
        "zegt het vertrouwen in de gemeente te houden,",
    ),
    _verzoek(
        "motie_geeft_in_overweging",
        rf"(geeft {_AANGESPROKENE} in overweging)\b",
        "geeft de regering in overweging het loket te verplaatsen,",
        "geeft de regering meer tijd voor het loket,",
    ),
    _verzoek(
        "motie_doet_beroep",
        r"(doet een(?: \w+)? beroep op)\b",
        "doet een dringend beroep op de gemeenten om het loket te openen,",
        "doet een proef met het loket in Proefdam,",
    ),
)

# the Chamber says or decides something itself: only where the clause before was closed
UITSPRAKEN: tuple[Rule, ...] = (
    _verzoek(
        "motie_besluit",
        r"(besluit)\b(?! (?:van|tot|over|is|was|wordt)\b)",
        "besluit een onderzoek in te stellen naar het loket in Proefdam,",
        "besluit van de gemeente Proefdam over het loket,",
    ),
    _verzoek(
        "motie_keurt",
        r"(keurt)\b[^;:]{0,200}?(?<= )(af|goed)\b",
        "keurt deze gang van zaken bij het loket af,",
        "keurt elk loket een keer per jaar,",
    ),
    _verzoek(
        "motie_stelt_vast",
        r"(stelt)(?: [^;:]{0,80}?)?(?<= )(vast)\b",
        "stelt vast dat het loket in Proefdam gesloten is,",
        "stelt het loket in Proefdam open,",
    ),
    _verzoek(
        "motie_merkt_op",
        r"(merkt)(?: [^;:]{0,40}?)?(?<= )(op)\b",
        "merkt op dat het loket in Proefdam gesloten is,",
        "merkt dat het loket in Proefdam gesloten is,",
    ),
    _verzoek(
        "motie_wijst_af",
        r"(wijst)\b[^;:]{0,160}?(?<= )(af)\b",
        "wijst het sluiten van het loket in Proefdam af,",
        "wijst de weg naar het loket in Proefdam,",
    ),
    _verzoek(
        "motie_beveelt_aan",
        r"(beveelt)(?: [^;:]{0,120}?)?(?<= )(aan)\b",
        "beveelt de gemeenten aan het loket open te houden,",
        "beveelt de sluiting van het loket,",
    ),
    _verzoek(
        "motie_neemt_kennis",
        r"(neemt(?: met \w+)? kennis van)\b",
        "neemt met instemming kennis van de proef in Proefdam,",
        "neemt de kennis van het loket in Proefdam mee,",
    ),
    _verzoek(
        "motie_zegt_zelf",
        r"(steunt|veroordeelt|erkent|betreurt|onderschrijft|bevestigt|verwerpt|verklaart|machtigt"
        r"|bepleit|pleit|acht|hecht|vindt|meent|wenst|waardeert|betuigt|verwelkomt|adviseert"
        r"|concludeert|onderstreept|benadrukt|bekrachtigt|gelast|waarschuwt|eist|verlangt|vraagt"
        r"|herhaalt|ondersteunt)\b",
        "veroordeelt het sluiten van het loket in Proefdam,",
        "wordt veroordeeld tot het sluiten van het loket,",
    ),
)

# what announces items and asks nothing yet: a request needs its "te …" before the colon
TE = re.compile(r"\bte\s+\w", _I)
# "overwegende dat:", "constaterende dat, zoals bekend:"
KALE_OVERWEGING = re.compile(r"[^,:]{0,60}?(?:\bdat\b\s*(?:,[^:]*)?)?:", _I)

# a clause may begin after these when one paragraph holds several
GRENS = re.compile(r"(?P<teken>[;.:,])[\"»”]?\s+|\s(?=en gaat over tot de )")
# a clause that begins after a mere comma, or after a line that was not closed
STERK = re.compile(
    _VOORTS + r"(?:(?:constaterend|overwegend)e?,? dat\b|van (?:mening|oordeel),? dat\b"
    rf"|gehoord (?:de|het)\b|verzoekt {_AANGESPROKENE}\b|en gaat over tot de )",
    _I,
)
# a bullet or number at the beginning of an item
LABEL = re.compile(r"\s*(?:[-–—•*·]|\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.)°])\s+")

NADER_GEWIJZIGD = Rule(
    "motie_kop_nader_gewijzigd",
    re.compile(r"\b(?:nader|tweede|derde) (?:nader )?gewijzigde motie\b", _I),
    "NADER GEWIJZIGDE MOTIE VAN HET LID VOORBEELD",
    "GEWIJZIGDE MOTIE VAN HET LID VOORBEELD",
    ("motie",),
)
GEWIJZIGD = Rule(
    "motie_kop_gewijzigd",
    re.compile(r"\bgewijzigde motie\b|\bter vervanging van\b|\bt\.?v\.?v\b", _I),
    "MOTIE VAN HET LID PROEFMAN TER VERVANGING VAN DIE GEDRUKT ONDER NR. 7",
    "MOTIE VAN HET LID PROEFMAN C.S.",
)
KOP = Rule(
    "motie_kop",
    re.compile(r"\A(?:(?:\w+ ){0,2}gewijzigde )?motie (?:(?:van )?(?:het|he|de)\b|van )", _I),
    "GEWIJZIGDE MOTIE VAN DE LEDEN VOORBEELD EN PROEFMAN",
    "Moties en toezeggingen van het lid Voorbeeld",
    ("motie",),
)

# 99 001-XII, 99001 XII, 99 001-02
_DOSSIER = (
    r"(?P<dossier>[0-9]{2}[ .]?[0-9]{3}"
    r"(?:(?: ?[-–] ?| )?(?:[IVXLC]{1,7}[A-C]?|[A-Z]|[0-9]{2}(?=[-,)]))(?![0-9A-Za-z]))?)"
)
# 12, 12a, or the letter of a paper of the Eerste Kamer
_NUMMER = r"(?P<nummer>[0-9]{1,5}|[A-Z]{1,3})\b"

TER_VERVANGING = Rule(
    "motie_ter_vervanging",
    re.compile(
        rf"\bter vervanging van (?:die|de motie|het) ?(?:gedrukt )?onder (?:nrs?\.?|letter) ?"
        rf"{_NUMMER}(?: \({_DOSSIER}\))?",
        _I,
    ),
    "TER VERVANGING VAN DIE GEDRUKT ONDER NR. 7",
    "ter vervanging van de balie onder nummer 7",
    ("vervanging",),
)
# read aloud: the chair says who proposes the motie and which number it gets
VOORGESTELD = Rule(
    "motie_voorgesteld",
    re.compile(
        r"\bmotie is voorgesteld door (?:het lid|de leden) (?P<namen>[^.;:]{2,400})(?:\.|;|$)", _I
    ),
    "Deze motie is voorgesteld door de leden Voorbeeld en Proefman.",
    "Deze oplossing is voorgesteld door de leden van de commissie.",
    ("voorgesteld",),
)
KRIJGT_NR = Rule(
    "motie_krijgt_nr",
    re.compile(
        rf"\bzij krijgt nr\. ?{_NUMMER}(?:, was nr\. ?(?P<was>[0-9]{{1,5}}))? ?\({_DOSSIER}\)", _I
    ),
    "Zij krijgt nr. 12, was nr. 7 (99001-XII).",
    "Zij krijgt nr. 12 van de wachtlijst.",
    ("krijgt nr",),
)
LUIDT_THANS = Rule(
    "motie_luidt_thans",
    re.compile(
        r"(?:\bmotie-(?P<namen>[^().;:]{2,120}?) ?\([^()]{3,60}\) is )?"
        r"\bin die zin (?P<nader>nader )?gewijzigd\b[^.]{0,80}\bluidt\b",
        _I,
    ),
    "De motie-Voorbeeld (99001, nr. 7) is in die zin gewijzigd dat zij thans luidt:",
    "De motie-Voorbeeld (99001, nr. 7) is in die zin gewijzigd overgenomen.",
    ("luidt",),
)

# Voorbeeld, De Wit-Proef, Jan van der Test, Van 't Proef, D. van Dam; no more than six words
_DEEL = (
    r"(?:[A-ZÀ-ÞĀ-Ž][\w'’.-]*|['’‘][ts]|van|von|de|den|der|des|te|ten|ter|tot|la|le|el|al|op|in)"
)
NAAM = Rule(
    "motie_ondertekenaar",
    re.compile(rf"(?=.{{0,60}}[A-ZÀ-ÞĀ-Ž])(?:{_DEEL}[ -]){{0,5}}[A-ZÀ-ÞĀ-Ž'][\w'’-]+"),
    "De Wit-Proef",
    "het loket blijft open",
)
# what stands between names on one line
TUSSEN_NAMEN = re.compile(r"\s*(?:[,;/&]|\ben\b|\n|(?<=\w)\.?\s+c\.\s?s\.)[\s.]*", _I)
CUM_SUIS = re.compile(r",?\s*\bc\.\s?s\.?", _I)

RULES: tuple[Rule, ...] = (
    AANHEF,
    GEHOORD,
    OVERWEGING,
    SLOT,
    *VERZOEKEN,
    *UITSPRAKEN,
    NADER_GEWIJZIGD,
    GEWIJZIGD,
    KOP,
    TER_VERVANGING,
    VOORGESTELD,
    KRIJGT_NR,
    LUIDT_THANS,
    NAAM,
)
