"""The published list of promise phrases: how a member of the cabinet commits to do something.

The list has a version of its own, because figures on toezeggingen are only comparable under the
same list; raise it with every change of meaning.
"""

from __future__ import annotations

import re

from extractors.token_rules import Token, TokenRule, anything, few, words

VERSION = "1"

_WIE = words(
    "ik", "wij", "we", "kabinet", "regering", "minister", "ministers", "staatssecretaris",
    "bewindspersonen",
)  # fmt: skip
_MINISTER = words("minister", "staatssecretaris")
_IK = words("ik", "wij", "we")
_ZAL = words("zal", "zullen")
_GA = words("zal", "zullen", "ga", "gaat", "gaan")
_KAMER = words("kamer", "kamers", "u")
# what is delivered to the Chamber
_LEVEREN = words(
    "informeren", "berichten", "inlichten", "sturen", "toesturen", "toezenden", "zenden",
    "verzenden", "aanbieden", "toekomen", "voorleggen", "delen", "rapporteren", "terugkomen",
    "terugkoppelen", "melden", "indienen", "verstrekken", "nazenden", "presenteren",
)  # fmt: skip
# to the Chamber also: "op de hoogte houden", "op een rij zetten"
_KAMER_LEVEREN = words(*_LEVEREN["LOWER"]["IN"], "houden", "stellen", "brengen", "zetten")
# work with a result that can be asked for
_WERKEN = words(
    "onderzoeken", "bezien", "verkennen", "uitwerken", "opstellen", "vaststellen", "opnemen",
    "aanpassen", "wijzigen", "bespreken", "agenderen", "betrekken", "initiëren", "starten",
    "inventariseren", "evalueren", "monitoren", "publiceren", "ontwikkelen", "instellen",
    "inrichten", "regelen", "besluiten", "doorvoeren", "nagaan", "meenemen", "actualiseren",
    "invoeren", "voorbereiden", "verzoeken", "laten",
)  # fmt: skip
_GELEVERD = words(
    "geïnformeerd", "ingelicht", "bericht", "gestuurd", "toegestuurd", "verzonden", "gezonden",
    "toegezonden", "aangeboden", "voorgelegd", "gedeeld", "toegestuurd", "verstuurd", "ingediend",
)  # fmt: skip
_GEWERKT = words(
    "onderzocht", "verkend", "bezien", "uitgewerkt", "opgesteld", "geïnventariseerd",
    "geëvalueerd", "gepubliceerd", "ontwikkeld", "aangepast", "ingediend",
)  # fmt: skip
_STUK = words(
    "brief", "voorstel", "wetsvoorstel", "besluit", "plan", "reactie", "kabinetsreactie", "visie",
    "beleidsvisie", "aanpak", "rapport", "rapportage", "onderzoek", "evaluatie", "verkenning",
    "handreiking", "actieplan", "kabinetsstandpunt", "beleidsreactie", "voortgangsrapportage",
    "kamerbrief", "nota", "uitwerking",
)  # fmt: skip
_NIET = ("niet", "geen", "oordeel")


def _rule(name: str, example: str, near_miss: str, score: float, *orders: list[Token]) -> TokenRule:
    return TokenRule(name, orders, example, near_miss, score)


HARD: tuple[TokenRule, ...] = (
    _rule(
        "zeg_toe",
        "Dat zeg ik u graag toe.",
        "Mijn voorganger zegde dat toe.",
        0.95,
        [_IK, words("zeg", "zeggen"), anything(*_NIET), words("toe")],
        [words("zeg", "zeggen"), _IK, anything(*_NIET), words("toe")],
    ),
    _rule(
        "kan_toezeggen",
        "Ik wil de heer Proefman toezeggen dat ik dat uitzoek.",
        "Dat kan ik niet toezeggen.",
        0.9,
        [_IK, words("kan", "wil", "ga", "zal", "mag"), anything(*_NIET), words("toezeggen")],
        [words("kan", "wil", "ga", "zal", "mag"), _IK, anything(*_NIET), words("toezeggen")],
    ),
    _rule(
        "is_toezegging",
        "Dat is een toezegging.",
        "Dat was een toezegging van mijn voorganger.",
        0.9,
        [words("dit", "dat"), words("is"), *few(2, *_NIET), words("toezegging")],
    ),
    _rule(
        "zal_kamer",
        "Voor de zomer zal ik uw Kamer hierover informeren.",
        "Ik laat het oordeel aan de Kamer.",
        0.95,
        [_WIE, _GA, anything(*_NIET), _KAMER, anything(*_NIET), _KAMER_LEVEREN],
        [_GA, anything(*_NIET), _WIE, anything(*_NIET), _KAMER, anything(*_NIET), _KAMER_LEVEREN],
        [
            _MINISTER,
            words("van", "voor"),
            *few(6),
            _ZAL,
            anything(*_NIET),
            _KAMER,
            anything(*_NIET),
            _KAMER_LEVEREN,
        ],
        [_ZAL, *few(3, *_NIET), _KAMER, anything(*_NIET), words("worden"), _GELEVERD],
        [_KAMER, _ZAL, anything(*_NIET), _GELEVERD],
    ),
    _rule(
        "kamer_wordt",
        "Uw Kamer wordt hierover dit najaar geïnformeerd.",
        "Uw Kamer is hierover geïnformeerd.",
        0.9,
        [_KAMER, words("wordt", "worden"), anything(*_NIET), _GELEVERD],
        [words("wordt", "worden"), anything(*_NIET), _KAMER, anything(*_NIET), _GELEVERD],
    ),
    _rule(
        "kamer_ontvangt",
        "Uw Kamer ontvangt voor de zomer een brief.",
        "De gemeente ontvangt voor de zomer een brief.",
        0.9,
        [_KAMER, words("ontvangt", "krijgt"), anything(*_NIET), _STUK],
        [words("ontvangt", "krijgt"), *few(3, *_NIET), _KAMER, anything(*_NIET), _STUK],
    ),
    _rule(
        "zal_leveren",
        "Dan zal ik u daarover berichten en de cijfers delen.",
        "De bank zal de cijfers delen.",
        0.8,
        [_WIE, _GA, anything(*_NIET), _LEVEREN],
        [_ZAL, *few(3, *_NIET), _WIE, anything(*_NIET), _LEVEREN],
    ),
    _rule(
        "zal_werken",
        "Ik zal dit punt bespreken met de gemeenten.",
        "De gemeente zal dit punt bespreken.",
        0.7,
        [_WIE, _ZAL, anything(*_NIET), _WERKEN],
        [_ZAL, *few(3, *_NIET), _WIE, anything(*_NIET), _WERKEN],
    ),
    _rule(
        "komt_met",
        "Het kabinet komt in het eerste kwartaal met een besluit.",
        "Het kabinet kwam met een besluit.",
        0.85,
        [
            _WIE,
            words("kom", "komt", "komen"),
            anything(*_NIET, "op", "bij", "waarin"),
            words("met"),
            *few(6),
            _STUK,
        ],
        [
            words("kom", "komt", "komen"),
            _WIE,
            anything(*_NIET, "op", "bij", "waarin"),
            words("met"),
            *few(6),
            _STUK,
        ],
        [
            words("kom", "komt"),
            words("het"),
            _WIE,
            anything(*_NIET, "op", "bij", "waarin"),
            words("met"),
            *few(6),
            _STUK,
        ],
    ),
    _rule(
        "zal_worden_gedaan",
        "Samen met de veren zal worden verkend wat er kan.",
        "Dat werd eerder verkend.",
        0.6,
        [_ZAL, *few(6, *_NIET, "leiden", "waarin"), words("worden"), _GEWERKT],
        [_ZAL, *few(6, *_NIET, "leiden", "waarin"), _GEWERKT, words("worden")],
    ),
)

# counts only with a term, or where the sentence names the Chamber and a later moment
NEEDS_TERM: tuple[TokenRule, ...] = (
    _rule(
        "stuur_kamer",
        "Ik stuur uw Kamer dit najaar een voorstel.",
        "De gemeente stuurt een voorstel.",
        0.9,
        [_WIE, words("stuur", "stuurt", "sturen", "informeer", "informeert", "bied", "biedt",
                     "zend", "bericht", "rapporteer", "rapporteert", "doe", "leg", "deel"),
         anything(*_NIET), _KAMER],
        [words("stuur", "stuurt", "informeer", "informeert", "bied", "biedt", "zend", "bericht",
               "rapporteer", "rapporteert", "doe", "leg", "deel"),
         *few(1), _WIE, anything(*_NIET), _KAMER],
    ),
    _rule(
        "kom_terug",
        "Daar kom ik in het najaar bij uw Kamer op terug.",
        "Het veer komt terug.",
        0.8,
        [_IK, words("kom", "komen"), anything(*_NIET), words("terug")],
        [words("kom", "komen"), _IK, anything(*_NIET), words("terug")],
    ),
    _rule(
        "wordt_gedaan",
        "Er wordt dit jaar een handreiking opgesteld.",
        "Er werd een handreiking opgesteld.",
        0.6,
        [words("wordt", "worden"), anything(*_NIET), _STUK, anything(*_NIET), _GEWERKT],
    ),
)  # fmt: skip

ZACHT: tuple[TokenRule, ...] = (
    _rule(
        "voornemens",
        "Ik ben voornemens de regeling te wijzigen.",
        "Het kabinet is niet voornemens de regeling te wijzigen.",
        0.8,
        [_WIE, words("ben", "is", "zijn"), *few(6, *_NIET), words("voornemens")],
        [words("ben", "is", "zijn"), *few(1), _WIE, *few(6, *_NIET), words("voornemens")],
    ),
    _rule(
        "streef_ernaar",
        "Ik streef ernaar het voorstel in mei in te dienen.",
        "De school streeft ernaar te groeien.",
        0.8,
        [_WIE, words("streef", "streeft", "streven"), *few(4), words("ernaar")],
        [words("streef", "streeft", "streven"), *few(1), _WIE, *few(4), words("ernaar")],
    ),
    _rule(
        "verwacht_te",
        "Ik verwacht uw Kamer dit najaar te informeren.",
        "Ik verwacht dat het veer vaart.",
        0.85,
        [_WIE, words("verwacht", "verwachten", "hoop", "hopen"), anything(*_NIET, "dat"),
         words("te"), _LEVEREN],
        [words("verwacht", "hoop"), _WIE, anything(*_NIET, "dat"), words("te"), _LEVEREN],
    ),
    _rule(
        "wil_doen",
        "Het kabinet wil dit in samenhang bezien.",
        "Het kabinet wil dat het werkt.",
        0.6,
        [_WIE, words("wil", "willen"), anything(*_NIET, "dat"), words(
            "informeren", "terugkomen", "bezien", "onderzoeken", "verkennen", "uitwerken")],
        [words("wil", "willen"), *few(1), _WIE, anything(*_NIET, "dat"), words(
            "informeren", "terugkomen", "bezien", "onderzoeken", "verkennen", "uitwerken")],
    ),
)  # fmt: skip

# a promise made before and still to be kept: only a recurring one is told from one that was kept
REPORTED: tuple[TokenRule, ...] = (
    _rule(
        "is_toegezegd",
        "Er is toegezegd de Kamer jaarlijks te informeren.",
        "Dat zeg ik toe.",
        0.6,
        [words("is", "heb", "heeft", "hebben"), anything(*_NIET), words("toegezegd")],
    ),
)

RULES: tuple[TokenRule, ...] = (*HARD, *NEEDS_TERM, *ZACHT, *REPORTED)

# a unit without one of these is not tokenised at all
CUE = re.compile(
    r"\bz(?:al|ullen)\b|\btoe\b|toezeg|toegezegd|voornemens|stre(?:ef|ven)|\bkom(?:t|en)?\b|kamer\b"
    r"|\bwil(?:len)?\b|verwacht|\bhoop\b|\bwordt\b|\bworden\b",
    re.IGNORECASE,
)
# what the paper itself does, here and now
NOW = re.compile(
    r"\b(?:hierbij|hiermee|bijgaande?|bijgevoegde?|heden|onderstaande?|hieronder|(?:met|in|bij)\s+deze"
    r"\s+(?:brief|beantwoording|nota)|deze\s+(?:kamer)?brief\s+\w+\s+ik|nu\s+kort|eerst|straks|zo\s+(?:nog|meteen)"
    r"|nog\s+even|in\s+een\s+volgend\s+blok|tot\s+slot\s+zal\s+ik)\b",
    re.IGNORECASE,
)
# what others ask or do, and what is refused
NOT_OURS = re.compile(
    r"\b(?:verzoek(?:t|en)\s+(?:de\s+)?(?:regering|kabinet)|vra(?:ag|agt|gen)\s+(?:de\s+\w+\s+)?(?:of|om|wanneer)"
    r"|leden\s+van\s+de\b.{0,60}\bfractie|(?:in|met)\s+de\s+motie\b.{0,60}\b(?:vraagt|verzocht|gevraagd)"
    r"|oordeel\s+(?:\w+\s+){0,4}?aan\s+(?:de|uw)\s+kamer|overgelaten|overlaten|niet\s+voornemens|volgend\s+kabinet|zou(?:den)?\s+(?:ik|willen))",
    re.IGNORECASE,
)
RECURRING = re.compile(
    r"\b(?:half)?jaarlijkse?\b|\bperiodieke?\b|\bmaandelijkse?\b|\bregelmatige?\b|\bdoorlopend\b"
    r"|\b(?:elk|ieder)e?\s+(?:jaar|half\s*jaar|kwartaal|maand|voorjaar|najaar|zomer)\b"
    r"|\bper\s+(?:kwartaal|half\s*jaar|jaar)\b|\btwee\s*maal\s+per\s+jaar\b",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:indien|mits|als|wanneer|zodra|mocht(?:en)?|voor\s+zover)\b[^.;,]{3,160}|\bwaar\s+nodig\b",
    re.IGNORECASE,
)
