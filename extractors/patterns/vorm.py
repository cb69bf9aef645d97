"""What tells a report on execution (Stand, Staat, knelpuntenbrief, …), and what only names one.

The title is one witness among others: headings, the paper's words about itself and how often the
telling words occur weigh as much, for the form of these reports differs from year to year.
"""

from __future__ import annotations

import re

from extractors.rules import Rule
from models.lists import DocumentSoort

_S = DocumentSoort
_I = re.IGNORECASE


def _rule(name: str, pattern: str, example: str, near_miss: str, score: float) -> Rule:
    return Rule(
        f"vorm.{name}", re.compile(pattern, _I | re.MULTILINE), example, near_miss, score=score
    )


# a title that names the form; what was promised or asked also has a "stand van uitvoering"
_NOT_A_REPORT = (
    r"(?! van (?:(?:de|het|een|deze|diverse|volgende|verschillende|gewijzigde|aangenomen) )*"
    r"(?:moties?|toezegging|maatregel|afspra|aanbeveling|actie|programma|plan|akkoord|project|wet\b))"
)
TITEL_STAND = _rule(
    "titel-stand",
    rf"\bstand(?:en)? van (?:de )?uitvoering\b{_NOT_A_REPORT}",
    "Stand van de Uitvoering Voorbeelddienst 2027",
    "Brief over de stand van de uitvoering van diverse moties",
    0.8,
)
TITEL_STAAT = _rule(
    "titel-staat",
    r"\bstaat van de uitvoering\b",
    "Staat van de Uitvoering 2027",
    "Een commissie die losstaat van de uitvoeringsorganisatie",
    0.8,
)
TITEL_KNELPUNTEN = _rule(
    "titel-knelpuntenbrief",
    r"\b(?:knelpunten|signalen)brie(?:f|ven)\b|^knelpunten in (?:de )?wet- en regelgeving\b",
    "Knelpuntenbrief Voorbeelddienst 2027",
    "Aanpak van knelpunten in de proeven",
    0.8,
)
TITEL_JAARVERSLAG = _rule(
    "titel-jaarverslag",
    r"^(?:het )?(?:financieel |geïntegreerd )?jaarverslag(?:en)?\b|\bjaarverslag 20\d\d\b",
    "Jaarverslag 2026 Voorbeelddienst",
    "Proeven met het opnemen van signalen in jaarverslagen",
    0.8,
)
TITEL_TOETS = _rule(
    "titel-uitvoeringstoets",
    r"^(?:(?:gewijzigde|aanvullende|uitkomsten?|rapport|rapportage) )*uitvoeringstoets(?:en)?\b"
    r"|^uitvoerbaarheidstoets\b",
    "Uitvoeringstoets Wet voorbeeldvergoedingen",
    "Voorstel voor een wet zonder uitvoeringstoets",
    0.8,
)

# what only speaks of such a paper: its reaction, its cover note, a request
OVER = _rule(
    "over",
    r"^\W*(?:beslisnota|kabinetsreactie|beleidsreactie|reactie|antwoord|beantwoording|nazending"
    r"|rectificatie|uitstel|rappel|verzoek|voorstel|toestemming|toezegging|position paper|opvolging"
    r"|(?:\w+ )?gewijzigde motie|motie|convocatie|lijst van vragen|toelichting|afdoening"
    r"|herziene|brief (?:van|over)|verslag van|vragen van|inbreng)",
    "Kabinetsreactie op de Staat van de Uitvoering 2027",
    "Stand van de Uitvoering 2027 met beleidsreactie",
    1.0,
)

# the paper about itself
ZELF_STAND = _rule(
    "zelf-stand",
    r"\b(?:deze|onze|dit is onze \w+|voorliggende) stand van de uitvoering\b"
    r"|\bin deze stand\b",
    "In deze Stand van de Uitvoering laten wij zien waar het knelt.",
    "De Voorbeelddienst biedt een Stand van de Uitvoering aan.",
    0.5,
)
ZELF_STAAT = _rule(
    "zelf-staat",
    r"\b(?:deze|onze|voorliggende) staat van de uitvoering\b",
    "In deze Staat van de Uitvoering kijken wij naar alle dienstverleners.",
    "In de Staat van de Uitvoering staat daarover niets.",
    0.5,
)
ZELF_KNELPUNTEN = _rule(
    "zelf-knelpuntenbrief",
    r"\b(?:deze|onze|dit is onze \w+) (?:knelpunten|signalen)brief\b"
    r"|\b(?:met|in) deze brief (?:\w+ ){1,12}knelpunten\b",
    "Met deze brief vragen wij aandacht voor knelpunten in de wet.",
    "De knelpuntenbrief van vorig jaar is beantwoord.",
    0.5,
)
ZELF_JAARVERSLAG = _rule(
    "zelf-jaarverslag",
    r"\b(?:dit|ons|het voorliggende) (?:financieel )?jaarverslag\b",
    "Dit jaarverslag beschrijft wat wij in 2026 deden.",
    "Het jaarverslag van een ander orgaan is gebruikt.",
    0.5,
)
ZELF_TOETS = _rule(
    "zelf-uitvoeringstoets",
    r"\b(?:deze|onze|voorliggende) (?:uitvoeringstoets|uitvoerbaarheidstoets)\b",
    "Deze uitvoeringstoets gaat over het voorstel van oktober.",
    "Een uitvoeringstoets is niet gedaan.",
    0.5,
)

# headings, one line each
KOP_STAND = _rule(
    "kop-stand",
    r"^\W*(?:\d[\d.]* +)?(?:wat (?:er )?goed (?:gaat|ging)|(?:waar (?:de wet|het)|wat er) knelt"
    r"|(?:onze |de )?(?:grootste )?(?:knelpunten|dilemma['’]?s)\b"
    r"(?: en (?:dilemma|oplossing|kans).*)?"
    r"|knel(?:punten|lende) (?:in )?wet.*|wat wij vragen|(?:onze )?top (?:3|drie).*"
    r"|(?:belangrijkste )?signalen(?: uit de (?:praktijk|uitvoering))?"
    r"|wat vraagt (?:extra )?aandacht.*"
    r"|wat (?:beter|anders) (?:kan|moet).*)\W*$",
    "2. Waar de wet knelt",
    "Wat knelt er niet in deze lange zin over iets anders",
    0.25,
)
KOP_JAARVERSLAG = _rule(
    "kop-jaarverslag",
    r"^\W*(?:\d[\d.]* +)?(?:jaarrekening(?: 20\d\d)?|bestuursverslag|balans per .*"
    r"|verslag van de raad van (?:toezicht|commissarissen)|controleverklaring.*"
    r"|staat van baten en lasten.*|kerncijfers(?: 20\d\d)?|bericht van (?:het|de) bestuur)\W*$",
    "5. Jaarrekening 2026",
    "De jaarrekening wordt later gestuurd aan de raad",
    0.25,
)
KOP_TOETS = _rule(
    "kop-uitvoeringstoets",
    r"^\W*(?:\d[\d.]* +)?(?:uitvoerbaarheid|handhaafbaarheid"
    r"|(?:eenmalige |structurele )?uitvoeringskosten|uitvoeringsgevolgen"
    r"|invoerings(?:termijn|datum)|gevolgen voor de uitvoering"
    r"|fraudebestendigheid|interactie burgers.*|complexiteitsgevolgen|beslag portfolio.*"
    r"|eindoordeel|beschrijving voorstel.*)\W*$",
    "3. Handhaafbaarheid",
    "De handhaafbaarheid is in orde volgens de raad",
    0.25,
)

# words that a report of this form uses again and again
TEL_STAND = _rule(
    "tel-stand",
    r"\b(?:knelpunt(?:en)?|dilemma['’]?s?|knellende|in de knel|menselijke maat|signalen"
    r"|schrijnend\w*|maatwerk|uitvoerbaarheid|stand van de uitvoering|dienstverleners?|wetgever)\b",
    "Het grootste knelpunt is de partnertoets.",
    "Het spel werd gespeeld met knikkers.",
    0.45,
)
TEL_JAARVERSLAG = _rule(
    "tel-jaarverslag",
    r"\b(?:jaarrekening|bestuursverslag|baten en lasten|balanstotaal|controleverklaring|verslagjaar"
    r"|resultaatbestemming|egalisatiereserve|raad van toezicht)\b",
    "Het resultaat in dit verslagjaar staat in de jaarrekening.",
    "Het oordeel van dit jaar staat in de rekening.",
    0.45,
)
TEL_TOETS = _rule(
    "tel-uitvoeringstoets",
    r"\b(?:uitvoeringstoets(?:en)?|(?:niet |wel )?uitvoerbaar|uitvoeringskosten"
    r"|handhaafbaar(?:heid)?|inwerkingtreding|invoeringsdatum|fraudebestendig|wetsvoorstel|uitvoeringsconsequenties)\b",
    "Wij achten het wetsvoorstel uitvoerbaar.",
    "Wij achten het voorstel goed.",
    0.45,
)
RIJKSBREED = _rule(
    "rijksbreed",
    r"\brijksbre(?:ed|de)\b|\balle (?:publieke )?(?:uitvoeringsorganisaties|dienstverleners)\b",
    "Een rijksbreed beeld van alle uitvoeringsorganisaties",
    "Een breed beeld van het rijk",
    0.3,
)

# letters
ADRES = _rule(
    "brief-adres",
    r"^(?:aan )?(?:de )?voorzitter van de (?:tweede|eerste) kamer\b|^aan de voorzitter\b"
    r"|^brief van de (?:minister|staatssecretaris)",
    "De voorzitter van de Tweede Kamer der Staten-Generaal",
    "Vorige week sprak ik de voorzitter van de Tweede Kamer",
    0.9,
)
AANHEF = _rule(
    "brief-aanhef",
    r"^geachte (?:mevrouw|heer|voorzitter|leden|minister|staatssecretaris)\b",
    "Geachte mevrouw Proefman,",
    "De zeer geachte afgevaardigde",
    0.6,
)
GROET = _rule(
    "brief-groet",
    r"^(?:hoogachtend|met vriendelijke groet)\b",
    "Hoogachtend,",
    "Zij groeten hoogachtend terug",
    0.6,
)
AANBIEDING = _rule(
    "aanbieding",
    r"\b(?:(?:bied|zend|stuur|doe) (?:ik|wij) (?:u|hierbij|uw)|bieden wij (?:u|uw|hierbij)"
    r"|(?:hierbij|bijgaand|bijgevoegd|bij deze) (?:bied|zend|stuur|ontvang|treft|vind|gaat)\w*"
    r"|treft u .{0,60}aan|(?:is|zijn|heb) .{0,40}als bijlage (?:bij|toe)"
    r"|hier vindt u (?:een )?links?)\b",
    "Hierbij bied ik uw Kamer de Stand van de uitvoering aan.",
    "De Voorbeelddienst biedt goede dienstverlening.",
    0.7,
)

# the reporting year in a title, the surest first
_JAAR = r"(?<![-–/\d])(?P<jaar>20\d\d)(?![-–/\d])"
JAAR_OVER = _rule(
    "jaar-over",
    rf"\bover (?:het (?:verslag)?jaar )?{_JAAR}",
    "Stand van de Uitvoering over 2026 van de Voorbeelddienst",
    "Brief over 12 proeven",
    1.0,
)
JAAR_NA = _rule(
    "jaar-na",
    rf"\b(?:(?:stand(?:en)?|staat) van (?:de )?uitvoering|(?:knelpunten|signalen)brie(?:f|ven)"
    rf"|jaarverslag|uitvoeringstoets)\b[^.;]{{0,90}}?{_JAAR}",
    "Jaarplan 2027 en de Stand van de uitvoering 2026",
    "Stand van de uitvoering in vergaderjaar 2026-2027",
    0.95,
)
JAAR = _rule("jaar", _JAAR, "UWV Knelpuntenbrief 2027", "Kamerstuk 2026-2027", 0.8)

DOMEIN_SOCIALE_ZEKERHEID = _rule(
    "domein-sociale-zekerheid",
    r"\bsociale zekerheid\b",
    "Stand van de uitvoering sociale zekerheid",
    "Stand van de uitvoering zekerheid",
    0.9,
)

TITELS: dict[DocumentSoort, Rule] = {
    _S.STAND_VAN_DE_UITVOERING: TITEL_STAND,
    _S.STAAT_VAN_DE_UITVOERING: TITEL_STAAT,
    _S.KNELPUNTENBRIEF: TITEL_KNELPUNTEN,
    _S.JAARVERSLAG: TITEL_JAARVERSLAG,
    _S.UITVOERINGSTOETS: TITEL_TOETS,
}
ZELF: dict[DocumentSoort, Rule] = {
    _S.STAND_VAN_DE_UITVOERING: ZELF_STAND,
    _S.STAAT_VAN_DE_UITVOERING: ZELF_STAAT,
    _S.KNELPUNTENBRIEF: ZELF_KNELPUNTEN,
    _S.JAARVERSLAG: ZELF_JAARVERSLAG,
    _S.UITVOERINGSTOETS: ZELF_TOETS,
}
KOPPEN: dict[DocumentSoort, Rule] = {
    _S.STAND_VAN_DE_UITVOERING: KOP_STAND,
    _S.JAARVERSLAG: KOP_JAARVERSLAG,
    _S.UITVOERINGSTOETS: KOP_TOETS,
}
TELWOORDEN: dict[DocumentSoort, Rule] = {
    _S.STAND_VAN_DE_UITVOERING: TEL_STAND,
    _S.STAAT_VAN_DE_UITVOERING: RIJKSBREED,
    _S.KNELPUNTENBRIEF: TEL_STAND,
    _S.JAARVERSLAG: TEL_JAARVERSLAG,
    _S.UITVOERINGSTOETS: TEL_TOETS,
}

RULES: tuple[Rule, ...] = (
    *TITELS.values(),
    OVER,
    *ZELF.values(),
    *KOPPEN.values(),
    TEL_STAND,
    TEL_JAARVERSLAG,
    TEL_TOETS,
    RIJKSBREED,
    ADRES,
    AANHEF,
    GROET,
    AANBIEDING,
    JAAR_OVER,
    JAAR_NA,
    JAAR,
    DOMEIN_SOCIALE_ZEKERHEID,
)
