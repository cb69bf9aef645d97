"""How moties are named: members, kind, subject. Pieces with what they accept, and the rules."""

from __future__ import annotations

import re

from extractors.rules import Rule

# Voorbeeld, De, Wit-Proef, D’Hondt, Yücel: a word of a name (letters only: no note number)
WOORD = r"[A-ZÀ-ÖØ-ÞŞĞİČŠŽ][^\W\d_]*(?:[-’'‑][^\W\d_]+)*"
# van, van der, de, in 't: in a name, and only before a word of a name
TUSSEN = (
    r"(?:[Vv]an|[Vv]on|[Dd]e[nr]?|[Tt]e[nr]?|[Hh]et|[Ii]n|['’]t|['’]s|[Ee]l|[Bb]in|[Aa]l|op|aan)"
)
# words with a capital that begin no name, also after "de", "van het", "uw"
GEEN_NAAM = (
    rf"(?!(?:(?:{TUSSEN}|[Uu]w|[Ee]en) ){{0,3}}"
    r"(?:Eerste|Tweede|Kamer(?:s|commissie|leden|stuk\w*)?|Staten|Minister(?:ie|s)?|Kabinet"
    r"|Staatssecretaris\w*|Stand|Regering|Europese|Parlement|Volt|Handelingen|Nr|Nummer|Over"
    r"|[A-Z]{2,}\w*|PvdA|PvdD|GroenLinks|ChristenUnie|Moties?|Datum|Onderwerp|Stuk|Indieners?"
    r"|Toezegging\w*|Dictum)\b)"
)
# Jasper van der Voorbeeld; Proefman; Wit-Proef
NAAM = rf"(?:{GEEN_NAAM}(?:{TUSSEN} ){{0,3}}{WOORD}(?: (?:{TUSSEN} ){{0,3}}{WOORD}){{0,3}})"
# ", ", " en ", "/", " / ", "/ "
TUSSEN_NAMEN = r"(?: ?/ ?|, | en | & )"
NAMEN = rf"(?P<namen>{NAAM}(?:{TUSSEN_NAMEN}{NAAM}){{0,12}})"
CUM_SUIS = r"(?: ?c\.? ?s\.?(?![a-z]))?"
# gewijzigde, nader gewijzigde, tweede nader gewijzigde, gew.
SOORT = (
    r"(?:(?P<soort>(?:(?:[Tt]weede|[Dd]erde|[23]e) )?[Nn]adere? gew(?:ijzigde|\.)?"
    r"|[Gg]ew(?:ijzigde|\.)?) )?"
)
# "van het lid", "van de leden", "van kamerlid", "van de heer", "van"
VAN_LID = (
    r"(?:van (?:(?:het|de)(?: de)? )?(?:(?:[Tt]weede |[Ee]erste )?[Kk]amer)?(?:lid|leden)"
    r"|van (?:de heer|mevrouw|mevr\.|de heren)|van(?= (?:[Vv]an|[Dd]e|[A-Z])))"
)
# the note number that stands directly against a word where the paper's own markers are unknown
NOOT = r"(?:<sup>[0-9]{1,3}</sup>|(?<=[a-zé.)])[0-9]{1,2}(?![0-9]))?"
OVER = r"(?:over|inzake|betreffende|met betrekking tot|m\.b\.t\.|omtrent|ten aanzien van|om)"
# "(Kamerstuk 99 001, nr. 3)", "(t.v.v. 99001-12)"; at most one bracket within it
HAAKJES = r"(?: ?\((?:[^()]|\([^()]{0,20}\)){1,120}\))"

# " van 21 september 2099", " d.d. 3 mei 2099" between members and subject
VAN_DATUM = r"(?: (?:van|d\.d\.) [0-9]{1,2} [a-z]{3,9} [0-9]{4})?"

GENOEMD_LID = Rule(
    "vermelding.leden",
    re.compile(
        rf"\b{SOORT}(?P<motie>[Mm]oties?)(?:[-‑]|,? {VAN_LID} | ){NAMEN}{CUM_SUIS}"
        rf"(?P<noot>{NOOT})(?P<haakjes>{HAAKJES}{{0,2}}{VAN_DATUM})(?P<over>,? {OVER} )?"
    ),
    example="de motie van het lid Proefman c.s. over kortere formulieren",
    near_miss="de motie van de Kamer over kortere formulieren",
    words=("motie",),
)
GENOEMD_ONDERWERP = Rule(
    "vermelding.onderwerp",
    re.compile(
        rf"\b{SOORT}(?P<motie>[Mm]otie)(?P<haakjes>{HAAKJES}?)"
        r"(?P<over>,? (?:over|inzake|betreffende) )"
    ),
    example="de aangenomen motie over kortere formulieren",
    near_miss="moties over formulieren",
    words=("motie",),
    score=0.9,
)
GENOEMD_NUMMER = Rule(
    "vermelding.nummer",
    re.compile(
        rf"\b{SOORT}(?P<motie>[Mm]otie)"
        r"(?= ?\(|,? (?:op |met )?(?:nr\.|nummer|[Kk]amerst|[0-9]{2} ?[0-9]{3}))"
    ),
    example="onze motie (Kamerstuk 99 001, nr. 3)",
    near_miss="de motie is aangenomen",
    words=("motie",),
)
TERUG = Rule(
    "vermelding.terug",
    re.compile(
        r"\b(?:[Vv]oornoemde?|[Gg]enoemde?|[Bb]ovengenoemde?|[Ee]erdergenoemde?|[Bb]ovenstaande"
        r"|[Dd]eze|[Dd]ie|[Dd]ezelfde)(?: (?:aangenomen|gewijzigde))? motie(?![\w-])"
    ),
    example="met deze brief is voornoemde motie afgedaan",
    near_miss="de genoemde moties en amendementen",
    words=("motie",),
    score=0.8,
)
# the heading of a column whose cells each name a motie
KOLOM = Rule(
    "vermelding.kolom",
    re.compile(r"^\s*[Mm]oties?(?: en toezeggingen?)?\s*$"),
    example="Motie",
    near_miss="Stand van zaken van de motie",
)

# where the subject of a motie ends: the sentence, a bracket, the next motie, or what is said of it
_NOG_EEN = (
    r",? (?:en|alsmede|evenals|alsook) (?:(?:op|aan|in|over|met|bij|uit|naar) )?(?:van )?"
    r"(?:de |het |een )?(?:(?:(?:tweede |nader )?gewijzigde|aangenomen|aangehouden) )?"
    r"(?:motie|amendement|toezegging)"
)
_GEZEGDE = (
    r",? (?:waarin|waarmee|waarbij|verzoekt|vraagt|roept|wordt|worden|werd|is|zijn|was|heb|heeft"
    r"|hebben|had|zal|zullen|kan|kunnen|beschouwt?|beschouwen|doe|doet|stelt|geeft|luidt"
    r"|(?:hiermee |hierbij )?(?:als )?afgedaan|af te doen|te beschouwen|uit te voeren)(?![\w-])"
)
_NA_KOMMA = (
    r", (?:die|dat|welke|geef|heb|stuur|informeer|bied|zoals|conform|door|van de leden"
    r"|van het lid|en|ingediend)(?![\w-])"
)
EINDE_ONDERWERP = re.compile(
    r"[;?!\n\t]|\.(?= |$)|:(?= )| \(|<sup>|(?<=[a-zé])[0-9]{1,2}(?=[ .,;)]|$)"
    rf"|{_NOG_EEN}|(?P<gezegde>{_GEZEGDE})|{_NA_KOMMA}|,? (?:t\.?v\.?v\.?|ter vervanging) "
)
LANGSTE_ONDERWERP = 320
# after one of these a verb belongs to the subject: "over een toets die wordt herhaald"
BIJZIN = re.compile(r"\b(?:hoe|die|dat|of|waar|waarop|wat|wie|welke?|zodat|wanneer|dan|om)\b")

# the beginning of a register subject: "Gewijzigde motie van de leden … c.s. …"
ONDERWERP = Rule(
    "onderwerp.motie",
    re.compile(
        rf"\s*{SOORT}[Mm]oties?(?: ?[-‑] ?"
        # "va het lid", "van van de leden", "van de lelden", "van de leden lid": clerks slip
        r"| ?(?:(?:van|va|an) ){0,2}(?:het |de ){0,2}(?:le[lv]?den|li[ds]|Kamerlid) "
        r"(?:(?:van )?(?:(?:de|het) )?(?:leden|lid|motie) )?| van (?=Van)| (?:van de )?(?=bijz)"
        r"|(?=[A-Z])| (?:[Mm]otie )?)"
        rf"(?:bijzondere? gedelegeerden? )?{NAMEN}{CUM_SUIS}"
    ),
    example="Gewijzigde motie van de leden Voorbeeld en De Wit-Proef c.s. over wachttijden",
    near_miss="Aanbieding van het jaarverslag",
)

RULES: tuple[Rule, ...] = (
    GENOEMD_LID,
    GENOEMD_ONDERWERP,
    GENOEMD_NUMMER,
    TERUG,
    KOLOM,
    ONDERWERP,
)
