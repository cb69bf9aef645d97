"""The words by which a sentence says that execution hampers, is torn, is helped or goes well.

:data:`SIGNALS` decide the kind, in order; :data:`THEMES` the theme, by the cause the sentence
names nearest to the signal (``effect`` marks themes that count only where no cause is named).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.rules import Rule
from models.lists import KnelpuntSoort, Thema


@dataclass(frozen=True, slots=True)
class SignalRule(Rule):
    """A pattern over one unit and the kind of signal it then is."""

    soort: KnelpuntSoort = KnelpuntSoort.KNELPUNT


@dataclass(frozen=True, slots=True)
class ThemeRule(Rule):
    """Words that name a cause (or an effect) of trouble and the theme they belong to."""

    thema: Thema = Thema.OVERIG
    effect: bool = False


def _signal(
    name: str, soort: KnelpuntSoort, pattern: str, example: str, near_miss: str, score: float
) -> SignalRule:
    compiled = re.compile(rf"\b(?:{pattern})", re.IGNORECASE)
    return SignalRule(name, compiled, example, near_miss, (), score, soort)


SIGNALS: tuple[SignalRule, ...] = (
    _signal(
        "dilemma_woord",
        KnelpuntSoort.DILEMMA,
        r"spanning(?:sveld)?\s+tussen|op\s+gespannen\s+voet|staat\s+haaks\s+op|gaat\s+ten\s+koste\s+van"
        r"|(?:schuurt|wringt|botst)\s+(?:\w+\s+)?met|(?:het|een)\s+dilemma\b(?!['’])",
        "Er is spanning tussen snelheid en zorgvuldigheid.",
        "De dilemma's worden in de bijlage besproken.",
        0.8,
    ),
    _signal(
        "hoe_hoe",
        KnelpuntSoort.DILEMMA,
        r"hoe\s+(?:meer|minder|\w+er)\b[^.]{5,120},?\s+(?:hoe|des\s+te)\s+(?:meer|minder|\w+er)\b",
        "Hoe fijner de regeling, hoe minder mensen haar begrijpen.",
        "Hoe meer boten er varen is niet bekend.",
        0.8,
    ),
    _signal(
        "enerzijds",
        KnelpuntSoort.DILEMMA,
        r"enerzijds\b[^.]{10,200}\banderzijds",
        "Enerzijds wil men snelheid, anderzijds moet elk geval worden bekeken.",
        "Enerzijds is dit bekend.",
        0.6,
    ),
    _signal(
        "onuitvoerbaar",
        KnelpuntSoort.KNELPUNT,
        r"(?:on|niet\s+|moeilijk\s+|slecht\s+|nauwelijks\s+)(?:goed\s+)?uitvoerbaar",
        "De regeling is voor het kantoor niet uitvoerbaar.",
        "De regeling is goed uitvoerbaar.",
        0.8,
    ),
    _signal(
        "in_de_knel",
        KnelpuntSoort.KNELPUNT,
        r"in\s+de\s+knel|tussen\s+wal\s+en\s+schip|(?:loopt|lopen|gelopen)\s+(?:\w+\s+){0,4}?vast\b"
        r"|vast(?:lopen|gelopen)|van\s+het\s+kastje\s+naar\s+de\s+muur|dupe\s+van",
        "Ouderen vallen bij deze regeling tussen wal en schip.",
        "Het veer ligt vast.",
        0.8,
    ),
    _signal(
        "tekort",
        KnelpuntSoort.KNELPUNT,
        r"(?:personeels|capaciteits)?tekort(?:en)?\s+aan|te\s+weinig\s+(?:\w+\s+)?(?:personeel|mensen|capaciteit"
        r"|medewerkers|artsen|tijd|geld|middelen)|onvoldoende\s+(?:\w+\s+)?(?:capaciteit|personeel|middelen|tijd"
        r"|mogelijkheden|ruimte|zicht|toegerust)|ontbreekt\s+het\s+(?:\w+\s+){0,5}?aan\b",
        "Er is een groot tekort aan keurmeesters.",
        "Het tekort is ingelopen.",
        0.75,
    ),
    _signal(
        "achterstand",
        KnelpuntSoort.KNELPUNT,
        r"(?:achterstand(?:en)?|wachttijd(?:en)?|wachtlijst(?:en)?|doorlooptijd(?:en)?)\b[^.]{0,80}"
        r"\b(?:opgelopen|oplopen|lopen|loopt|groeien|groeit|ontstaan|te\s+lang|toegenomen|fors|jaren|maanden)"
        r"|(?:lange|oplopende|grote)\s+(?:achterstand|wachttijd|wachtlijst|doorlooptijd)\w*"
        r"|(?:krijgt|krijgen|wachten|besluit\w*|betaald)\s+(?:\w+\s+){0,4}?niet\s+tijdig",
        "De wachttijden zijn opgelopen tot een half jaar.",
        "De wachttijd is vijf minuten.",
        0.75,
    ),
    _signal(
        "te_complex",
        KnelpuntSoort.KNELPUNT,
        r"(?:te|zeer|erg|onnodig|steeds)\s+(?:complexe?r?|ingewikkelde?r?)|(?:moeilijk|lastig|onmogelijk)\s+(?:te\s+"
        r"(?:begrijpen|volgen|vinden|doorgronden|controleren|handhaven)|uitlegbaar)|onbegrijpelijk",
        "De regels zijn voor veel mensen te ingewikkeld.",
        "De regels zijn eenvoudig.",
        0.7,
    ),
    _signal(
        "verouderd",
        KnelpuntSoort.KNELPUNT,
        r"verouderde?\s+(?:ict|it|systeem|systemen|applicatie\w*|techniek)|(?:systeem|systemen|ict)\b[^.]{0,60}"
        r"\b(?:verouderd|niet\s+(?:stabiel|toereikend|geschikt)|storing\w*|hapert)",
        "Het verouderde systeem kan de wijziging niet aan.",
        "Het systeem is vernieuwd.",
        0.8,
    ),
    _signal(
        "gegevens",
        KnelpuntSoort.KNELPUNT,
        r"gegevens\b[^.]{0,80}\b(?:niet|onvoldoende)\s+(?:\w+\s+){0,2}?(?:worden\s+)?(?:gedeeld|delen|uitgewisseld"
        r"|uitwisselen|verwerkt)|(?:geen|ontbrekende)\s+(?:wettelijke\s+)?grondslag\s+(?:voor|om)\b[^.]{0,60}\b(?:gegevens|delen|deling)",
        "De gegevens mogen niet worden gedeeld met de gemeente.",
        "De gegevens worden gedeeld.",
        0.75,
    ),
    _signal(
        "leidt_tot",
        KnelpuntSoort.KNELPUNT,
        r"(?:leidt|leiden|zorgt|zorgen)\s+(?:er\s+)?(?:\w+\s+){0,4}?(?:tot|voor)\s+(?:\w+\s+){0,4}?(?:problemen|vertraging\w*"
        r"|fouten|onzekerheid|onduidelijkheid|extra\s+(?:kosten|lasten|werk)|terugvordering\w*|schulden|hoge\s+kosten"
        r"|overbelasting|werkdruk|knelpunten|onrechtvaardig\w*|onrust)",
        "De nieuwe regel leidt in de praktijk tot veel fouten.",
        "De nieuwe regel leidt tot een besluit.",
        0.8,
    ),
    _signal(
        "risico",
        KnelpuntSoort.KNELPUNT,
        r"(?:bestaat|is\s+er|ontstaat|vormt|brengt)\s+(?:\w+\s+){0,3}?(?:het|een|hoog|groot)?\s*risico(?:'s)?\s+(?:op|dat|voor)"
        r"|(?:belemmert|bemoeilijkt)\b|(?<!te\s)bemoeilijken\b",
        "Daardoor bestaat het risico dat ouderen te veel betalen.",
        "Het risico op regen is klein.",
        0.7,
    ),
    _signal(
        "knelpunt_woord",
        KnelpuntSoort.KNELPUNT,
        r"(?:is|zijn|blijft|blijven|vormt|vormen|ervaart|ervaren|doet\s+zich)\b[^.]{0,50}\b(?:knelpunt(?:en)?|probleem"
        r"|problematisch|obstakel\w*|bottleneck\w*)",
        "De aanvraag op papier is een hardnekkig knelpunt.",
        "Het overzicht van knelpunten staat in de bijlage.",
        0.7,
    ),
    _signal(
        "oproep",
        KnelpuntSoort.OPLOSSING,
        r"(?:wij|we|ik|uwv|svb|duo|ind)\s+(?:pleit(?:en)?|advise(?:ert|ren)|stel(?:t|len)?\s+voor|beve(?:elt|len)\b|"
        r"roep(?:t|en)?)\b|(?:pleiten|adviseren|verzoeken)\s+(?:wij|we)\b|(?:zou|zouden)\s+(?:\w+\s+){1,8}?"
        r"(?:moeten|kunnen\s+helpen)|verdient\s+aanbeveling|aanbevol?en\s+wordt|wordt\s+aanbevolen",
        "Wij pleiten voor een eenvoudiger aanvraag.",
        "De wet is aangenomen.",
        0.7,
    ),
    _signal(
        "maatregel",
        KnelpuntSoort.OPLOSSING,
        r"(?:om|ter)\b[^.]{0,80}\b(?:op\s+te\s+lossen|weg\s+te\s+nemen|te\s+(?:verbeteren|vereenvoudigen|verkorten|verminderen)"
        r"|verbetering|vereenvoudiging)\b[^.]{0,80}\b(?:hebben|heeft|is|zijn|wordt|worden|zetten|gaan|starten)\b"
        r"|(?:hebben|heeft|is|zijn)\b[^.]{0,80}\bmaatregel(?:en)?\b[^.]{0,40}\b(?:genomen|getroffen|ingevoerd)"
        r"|(?:bieden|bied|biedt)\b[^.]{0,40}\bexcuses",
        "Om de rij te verkorten zijn extra balies geopend en dat wordt uitgebreid.",
        "De maatregel is bekend.",
        0.65,
    ),
    _signal(
        "gaat_goed",
        KnelpuntSoort.BEVORDEREND,
        r"(?:is|zijn|verliep|verloopt)\b[^.]{0,60}\b(?:verbeterd|sterk\s+gestegen|afgenomen\s+tot|goed\s+verlopen"
        r"|ingelopen|weggewerkt|gehalveerd|vruchten)|(?:vruchten|resultaat)\s+afgeworpen|gaat\s+(?:het\s+)?(?:steeds\s+)?"
        r"(?:goed|beter)\b|verliep\s+goed|duidelijke\s+verbetering",
        "De achterstanden zijn bijna geheel ingelopen.",
        "De verbetering staat gepland.",
        0.65,
    ),
)

# a denial, a goal, an announcement or a frame is no signal
NOT_A_SIGNAL = re.compile(
    r"\b(?:geen|nauwelijks|zonder)\s+(?:\w+\s+){0,2}?(?:knelpunt|probleem|problemen|risico|achterstand|tekort|fouten|spanning)"
    r"|\bniet\s+(?:leidt|leiden)\s+tot\b|\bleidt\s+(?:dit\s+)?niet\s+tot\b"
    r"|\b(?:te\s+)?voorkom(?:en|t)\b|\bin\s+kaart\s+(?:ge)?bracht|\binzicht(?:elijk)?\s+in\b|\boverzicht\s+van\b"
    r"|^(?:(?:maar|en|•)\s+)*(?:als|indien|mocht|wanneer|om)\b|\bsignalen\s+\w+\s+opvangen|\bonderzoeken\s+of\b"
    r"|\bvoorstellen\b[^.]{0,60}\bte\b|\bnodig\s+om\b|\bte\s+belemmeren\b|\bgebleken\s+dat\b.{0,40}\bniet\s+het\s+geval"
    r"|\bik\s+informeer\b|\bwordt\s+(?:hier|in)\b[^.]{0,40}\b(?:ingegaan|besproken|beschreven)",
    re.IGNORECASE,
)


def _theme(
    thema: Thema, pattern: str, example: str, near_miss: str, effect: bool = False
) -> ThemeRule:
    compiled = re.compile(pattern, re.IGNORECASE)
    return ThemeRule(f"thema_{thema.value}", compiled, example, near_miss, (), 0.6, thema, effect)


THEMES: tuple[ThemeRule, ...] = (
    _theme(
        Thema.COMPLEXE_WETGEVING,
        r"(?:wet(?:ten)?|wetgeving|regels?|regelgeving|regeling(?:en)?|voorwaarden)\b[^.]{0,60}\b(?:complex\w*|ingewikkeld\w*"
        r"|onduidelijk\w*|tegenstrijdig\w*|onwerkbaar|onuitvoerbaar|niet\s+uitvoerbaar|vaag)"
        r"|(?:complexe|ingewikkelde|tegenstrijdige|knellende|gedetailleerde)\s+(?:\w+\s+)?(?:wet|regel)\w*|complexiteit",
        "ingewikkelde regels",
        "een ingewikkelde reis",
    ),
    _theme(
        Thema.SAMENLOOP_EN_STAPELING,
        r"samenloop|stapeling|meerdere\s+(?:regelingen|loketten|instanties)|multiproblematiek",
        "de samenloop van twee uitkeringen",
        "een loopbrug",
    ),
    _theme(
        Thema.GEGEVENSDELING_PRIVACY,
        r"gegevens(?:deling|uitwisseling)|privacy|\bavg\b|gegevens\s+(?:\w+\s+){0,4}?(?:ge)?de(?:el|l)|grondslag",
        "geen grondslag voor het delen",
        "een stevige basis",
    ),
    _theme(
        Thema.ICT_EN_LEGACY,
        r"\bict\b|\bit-|\bict-|systeem\b|systemen\b|verouderde?\b|legacy|applicatie|storing",
        "de oude ICT",
        "een trap",
    ),
    _theme(
        Thema.PERSONEEL_EN_CAPACITEIT,
        r"personeel|personele|capaciteit|tekort(?:en)?\s+aan\s+\w*(?:artsen|mensen|medewerkers|meesters|kundigen)|werkdruk|krapte|vacatures",
        "te weinig personeel",
        "een persoon",
    ),
    _theme(
        Thema.FINANCIERING,
        r"financ\w+|bezuiniging\w*|budget\w*|middelen|te\s+weinig\s+geld|bekostiging|kostenoverschrijding",
        "de bezuinigingen",
        "de kosteloze veren",
    ),
    _theme(
        Thema.TOEGANKELIJKHEID_EN_DOENVERMOGEN,
        r"doenvermogen|toegankelijk\w*|bereikbaar\w*|laaggeletterd\w*|digitaal\s+(?:minder\s+)?vaardig|begrijp\w*|zelfredzaam\w*|formulier\w*",
        "minder doenvermogen",
        "een vermogen",
    ),
    _theme(
        Thema.SAMENWERKING_EN_STURING,
        r"samenwerking|samenspel|ketenpartners?|\bsturing\b|opdrachtgever\w*|afstemming|regie\b|politieke?\b",
        "gebrek aan regie",
        "een register",
    ),
    _theme(
        Thema.IMPLEMENTATIETIJD,
        r"implementatie\w*|invoering(?:stermijn|sdatum)?\b|te\s+snel|uitgesteld|inwerkingtreding",
        "te weinig implementatietijd",
        "een complement",
    ),
    _theme(
        Thema.NIET_GEBRUIK,
        r"niet-gebruik|(?:vragen|vraagt)\s+(?:\w+\s+){0,4}?niet\s+aan\b|onbenut|niet\s+gebruik",
        "het niet-gebruik van de toeslag",
        "het gebruik",
    ),
    _theme(
        Thema.HANDHAVING_EN_FRAUDE,
        r"handhav\w+|fraude\w*|misbruik|sanctie\w*|controle\w*|boete\w*|terugvorder\w+",
        "strenge handhaving",
        "een hand",
    ),
    _theme(
        Thema.HARDVOCHTIGE_GEVOLGEN,
        r"hardvochtig\w*|onevenredig\w*|schrijnend\w*|hardheid\w*|onbedoelde?\s+gevolg\w*|menselijke\s+maat",
        "hardvochtige gevolgen",
        "een harde wind",
        effect=True,
    ),
    _theme(
        Thema.WACHTTIJDEN_EN_ACHTERSTANDEN,
        r"wacht(?:tijd|lijst|rij)\w*|achterstand\w*|doorlooptijd\w*|niet\s+tijdig|vertraging\w*",
        "lange wachttijden",
        "een wachter",
        effect=True,
    ),
)

EFFECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "wachttijd",
        re.compile(r"wacht(?:tijd|lijst)|achterstand|vertraging|doorlooptijd", re.IGNORECASE),
    ),
    (
        "hard gevolg",
        re.compile(
            r"hardvochtig|onevenredig|schrijnend|in\s+de\s+knel|schulden|terugvorder", re.IGNORECASE
        ),
    ),
    ("niet-gebruik", re.compile(r"niet-gebruik|onbenut", re.IGNORECASE)),
    ("fout", re.compile(r"\bfout(?:en)?\b|onjuiste?\b", re.IGNORECASE)),
    ("verlies van vertrouwen", re.compile(r"vertrouwen\b", re.IGNORECASE)),
    ("kosten", re.compile(r"\bkosten\b|\blasten\b", re.IGNORECASE)),
)
TOO_STRICT = re.compile(
    r"te\s+(?:streng|hard|zwaar)|hardvochtig|onevenredig|vooringenomen|terugvorder|boete",
    re.IGNORECASE,
)
TOO_WEAK = re.compile(
    r"misbruik|fraude|ontduik|ontwijk|niet\s+(?:te\s+)?(?:gehandhaafd|handhav\w+|controle\w*)",
    re.IGNORECASE,
)
GRAVE = re.compile(
    r"bestaans|inkomen\b|schulden|rechtszekerheid|veiligheid|dakloos|in\s+de\s+knel|continuïteit|hardvochtig|onevenredig|uithuis",
    re.IGNORECASE,
)
GENERAL = re.compile(r"\b(?:soms|enige|enkele|mogelijk|kan)\b", re.IGNORECASE)
GROUP = re.compile(
    r"\b(?:burgers|ondernemers|werkgevers|werknemers|uitkeringsgerechtigden|gepensioneerden|deelnemers|studenten|leerlingen"
    r"|ouders|ouderen|jongeren|kinderen|patiënten|cliënten|klanten|asielzoekers|statushouders|zelfstandigen|boeren|reizigers"
    r"|gemeenten|scholen|professionals|medewerkers)\b",
    re.IGNORECASE,
)
ADDRESSEE = re.compile(
    r"\b(?:de\s+wetgever|het\s+kabinet|de\s+minister|de\s+Tweede\s+Kamer|gemeenten)\b",
    re.IGNORECASE,
)

RULES: tuple[Rule, ...] = (*SIGNALS, *THEMES)
