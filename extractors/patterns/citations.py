"""How papers, laws and judgments are cited: small named pieces, and the rules made of them.

Every piece has above it what it accepts. The rules look at the smoothed text of one passage.
"""

from __future__ import annotations

import re

from extractors.rules import Rule

# 2021/22, 2021-2022, 2021–2022, 2021 - 2022
JAAR = r"[12][0-9]{3} ?[-–—/] ?(?:[12][0-9]{3}|[0-9]{2})(?![0-9])"
# nr. 4, nr.4, nrs. 3, Nr 105, nummer 4, no. 3
NR = r"[Nn](?:rs?|ummers?|os?)(?:\.| |(?=[0-9])) ?"
# 12, 204c, and of the Eerste Kamer: H, AB
NUM = r"(?:[0-9]{1,4}[a-z]?|[A-Z]{1,2})(?![0-9A-Za-z])"
# XV, VIII, IXB
ROMEINS = r"[IVX]{1,6}[AB]?"
# p. 3, pag. 4-6, pagina 13, blz. 4–6, p.3
PIN = (
    r"(?:,? ?(?:pagina(?:'s|’s)?|pag\.?|pp?\.|blz\.?|bladzijden?) ?(?P<pin>[0-9]{1,4})"
    r"(?: ?[-–] ?(?P<pin_tot>[0-9]{1,4}))?)?"
)
# 35 387, 35387, 35.387
DOSSIER = r"(?P<dossier>[0-9]{2}[ .]?[0-9]{3})(?![0-9])"
# the numbered parts of the Council dossier: 21501-02, 21 501-20
RAAD = r"(?:(?<=21501)|(?<=21 501)|(?<=21\.501))(?: ?[-–/] ?| )(?P<raad>[0-9]{2})(?![0-9])"
# XV in "36 200 XV", "36200-XV", "36 200 (XV)", "31700, XVIII, nr. 48"; A in "34 000 A, nr. 67"
TOEVOEGING = (
    rf"(?:{RAAD}"
    rf"|(?: ?[-–] ?| )\(?(?P<hoofdstuk>{ROMEINS})\)?(?![0-9A-Za-z])"
    rf"|, ?(?P<hoofdstuk_los>{ROMEINS})(?=,? ?{NR})"
    rf"|(?: ?[-–] ?| )(?P<letter>[A-HJ])(?=(?: ?[-–] ?[0-9]|,? ?{NR})))?"
)
# the number of a kingdom act, "(R2188)", and further dossiers, "22 112 / 31 544", are read over
RIJKSWET = r"(?: ?-? ?\(R ?[0-9]{3,4}\))?"
MEER_DOSSIERS = (
    r"(?P<meer>(?: ?/ ?[0-9]{2}[ .]?[0-9]{3}(?![0-9])"
    rf"(?:[ -]{ROMEINS}(?![0-9A-Za-z]))?){{1,4}})?"
)
# ", nr. 12", " nr.4"; "-12"; and after a comma the letter of the Eerste Kamer: ", H"
NUMMER = rf",? ?\(?(?P<nr>{NR})(?P<nummer>{NUM})"
KORT = r" ?[-–] ?(?P<kort>[0-9]{1,4})(?![0-9A-Za-z])"
STAART = rf"(?:{NUMMER}|{KORT}|, (?P<ek>[A-Z]{{1,2}})(?![0-9A-Za-z]))"
STUK = rf"{DOSSIER}{TOEVOEGING}{RIJKSWET}{MEER_DOSSIERS}"
# Kamerstuk, Kamerstukken II, TK, "Tweede Kamer, vergaderjaar"
LABEL = (
    r"(?:(?P<label>\b[Kk]amerstuk(?:ken|nummer|nr\.?)?|\b(?:TK|EK)(?=,? ))(?![0-9A-Za-z])"
    r"|\b(?P<kamernaam>Tweede|Eerste) Kamer(?=,? (?:vergaderjaar )?[12][0-9]{3} ?[-–/]))"
)
# a label alone names nothing: a year or a dossier follows, with or without the chamber
DAN_CIJFERS = r"(?=[ ,(:]{1,3}(?:(?:II|I|ll)\)?[ ,(]{1,3})?(?:vergaderjaar |verg\. ?jaar )?[0-9(])"
# II, I, 2, "ll" as some printers have it
KAMER = r"(?:[ ,]{1,2}\(?(?P<kamer>II|I|ll|2|1)(?![0-9A-Za-z])\)?)?"
OVER_JAAR = rf"(?:[ ,(]{{1,3}}(?:vergaderjaar |verg\. ?jaar )?(?P<jaar>{JAAR})\)?)?"
# not in the middle of a larger number: "144 572 621 nr."
LOS = r"(?<![0-9.,€])(?<!\b[0-9] )(?<!\b[0-9]{2} )(?<!\b[0-9]{3} )(?<!€ )"

KAMERSTUK = Rule(
    "verwijzing.kamerstuk",
    re.compile(
        rf"(?P<bijlage>\b[Bb]ijlagen? bij )?{LABEL}{DAN_CIJFERS}{KAMER}{OVER_JAAR}"
        rf"(?:[ ,(:]{{1,3}}{STUK}{STAART}?|[ ,]{{1,2}}{NR}(?P<los_nummer>{NUM}))?{PIN}"
    ),
    example="Kamerstukken II 2021/22, 99 001, nr. 12, p. 3",
    near_miss="Dit besluit is eerder als Kamerstuk gedeeld.",
    words=("kamerst", "tk ", "ek ", "tk,", "ek,", "kamer"),
)
KAMERSTUK_ZONDER_LABEL = Rule(
    "verwijzing.kamerstuk_zonder_label",
    re.compile(
        rf"{LOS}(?:(?P<jaar>{JAAR})[, ]{{1,2}})?{STUK}"
        rf"(?:{NUMMER}|(?(meer), (?P<ek>[A-Z]{{1,2}})(?![0-9A-Za-z])|(?!))){PIN}"
    ),
    example="de motie op 99 001 XV, nr. 12",
    near_miss="Er zijn 99 001 nieuwe meldingen.",
    words=("nr", "no", "nummer", "/"),
)
KAMERSTUK_KORT = Rule(
    "verwijzing.kamerstuk_kort",
    re.compile(
        rf"(?<![0-9A-Za-z/-])(?:(?P<dossier>[0-9]{{5}})-(?P<hoofdstuk>{ROMEINS})-(?P<kort>[0-9]{{1,4}})"
        rf"|(?:(?<=t\.v\.v\. )|(?<=tvv )|(?<=vervanging van ))(?P<dossier_vv>[0-9]{{5}})"
        rf"(?:-(?P<deel_vv>[A-HJ]|[0-9]{{2}}(?=-)))?-(?P<kort_vv>[0-9]{{1,4}})"
        r"|(?<=\()(?P<dossier_los>[0-9]{2} ?[0-9]{3})"
        rf"(?:[- ](?P<deel_los>{ROMEINS}|[A-HJ]|[0-9]{{2}}(?=-)))?"
        r"-(?P<kort_los>[0-9]{1,4})(?=[);,/]))(?![0-9A-Za-z-])"
    ),
    example="(t.v.v. 99001-12)",
    near_miss="bel 99001-12345",
)
WETSVOORSTEL = Rule(
    "verwijzing.wetsvoorstel",
    re.compile(
        r"\b(?:Wet|[Ww]etsvoorstel|[Vv]oorstel van [Ww]et)\b[^.;:()0-9]{0,120}?(?:, ?| ?\()"
        rf"(?P<stuk>(?P<dossier>[0-9]{{2}} ?[0-9]{{3}})(?:[ -](?P<hoofdstuk>{ROMEINS}))?)(?=[.)]|$)"
    ),
    example="Zie het wetsvoorstel over de proefveren (99 001).",
    near_miss="De wet treft, naar schatting, 99 001 reizigers.",
    words=("wet",),
)
# what may follow a Kamerstuk: "; 99 002-4", " en nr. 5", ", 1186 en 1202", " t/m 7"
VERVOLG_STUK = re.compile(rf"(?:[;,]| en| of|, en) ?(?:op )?{STUK}{KORT}{PIN}")
VERVOLG_NUMMER = re.compile(rf"(?:[;,]| en| of| &|, en) ?{NR}(?P<nummer>{NUM}){PIN}")
VERVOLG_KAAL = re.compile(
    rf"(?:,| en| &|, en) ?(?P<nummer>{NUM})(?=[);:.]|, ?[0-9]{{1,4}}\b| en |$|,)(?! ?[0-9]{{3}}\b)"
)
VERVOLG_TOT = re.compile(r"(?P<tot> t/m | tot en met )(?P<nummer>[0-9]{1,4})(?![0-9A-Za-z])")
VERVOLG_STREEP = re.compile(r"(?P<tot> ?[-–] ?)(?P<nummer>[0-9]{1,4})(?![0-9A-Za-z])")

HANDELINGEN = Rule(
    "verwijzing.handelingen",
    re.compile(
        r"\b(?<!Aanhangsel )(?<!Aanhangsel van de )(?:Handelingen|Hand\.) ?"
        r"(?P<kamer>II|I|TK|EK|Tweede Kamer|Eerste Kamer)?"
        rf"[ ,]{{1,2}}(?:vergaderjaar )?(?P<jaar>{JAAR})[, ]{{1,2}}"
        rf"(?:{NR})?(?P<nummer>[0-9]{{1,3}})(?![0-9])"
        rf"(?:,? ?item ?(?P<item>[0-9]{{1,3}})|-(?P<item_kort>[0-9]{{1,3}})"
        rf"(?:-(?P<blad>[0-9]{{1,5}}))?(?![0-9-]))?{PIN}"
    ),
    example="Handelingen II 2024/25, nr. 5, item 7, p. 1-2",
    near_miss="De handelingen van de ambtenaar in 2024-2025.",
    words=("hand",),
)
HANDELINGEN_KORT = Rule(
    "verwijzing.handelingen_kort",
    re.compile(
        r"\b(?P<kamer>TK|EK) (?P<nummer>[0-9]{1,3})-(?P<item>[0-9]{1,3})-(?P<blad>[0-9]{1,5})"
        r"(?![0-9-])(?:, ?(?P<datum>[0-9]{1,2} [a-z]{3,9} [12][0-9]{3})"
        r"(?: (?:TK|EK)\b)?)?"
    ),
    example="TK 85-5-7, 25 mei 2099",
    near_miss="TK 85-5",
    words=("tk ", "ek "),
)
AANHANGSEL = Rule(
    "verwijzing.aanhangsel",
    re.compile(
        r"\bAanhangsel(?:(?: van de)? Handelingen)?(?:[ ,]{1,2}(?P<kamer>II|I|TK|EK))?"
        rf"(?:[ ,(]{{1,2}}(?:vergaderjaar )?(?P<jaar>{JAAR})\)?"
        rf"[, ]{{1,2}}(?:{NR})?(?P<nummer>[0-9]{{1,5}})"
        rf"|[ ,]{{1,2}}{NR}(?P<nummer_voor>[0-9]{{1,5}})"
        rf"[, (]{{1,2}}(?:vergaderjaar )?(?P<jaar_na>{JAAR}))"
    ),
    example="Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 2147",
    near_miss="Het aanhangsel bij de overeenkomst van 2023.",
    words=("aanhangsel",),
)
STAATSBLAD = Rule(
    "verwijzing.staatsblad",
    re.compile(
        rf"\b(?:Stb\.?|Staatsblad) ?(?P<jaar>[12][0-9]{{3}})"
        rf"(?:,? ?(?:{NR})?| ?/ ?)(?P<nummer>[0-9]{{1,4}})\b"
    ),
    example="Stb. 2021, 123",
    near_miss="het Staatsblad van 12 mei 2021",
    words=("stb", "staatsblad"),
)
STAATSCOURANT = Rule(
    "verwijzing.staatscourant",
    re.compile(
        rf"\b(?:Stcrt\.?|Staatscourant) ?(?P<jaar>[12][0-9]{{3}})"
        rf"(?:,? ?(?:{NR})?| ?/ ?)(?P<nummer>[0-9]{{1,6}})\b"
    ),
    example="Stcrt. 2021, nr. 12345",
    near_miss="de Staatscourant van 12 mei 2021",
    words=("stcrt", "staatscourant"),
)
TOEZEGGING = Rule(
    "verwijzing.toezegging",
    re.compile(r"\b(?:TZ[0-9]{6}-[0-9]{1,4}|T0[0-9]{4})\b"),
    example="toezegging TZ202603-130",
    near_miss="kamer T0286",
    words=("tz", "t0"),
)
DOCUMENTNUMMER = Rule(
    "verwijzing.documentnummer",
    re.compile(r"\b(?P<nummer>20[0-9]{2}[DZ][0-9]{5})\b"),
    example="uw brief met kenmerk 2022D12345",
    near_miss="postbus 2022 D 1234",
)
ECLI = Rule(
    "verwijzing.ecli",
    re.compile(r"\bECLI:[A-Z]{2}:[A-Z0-9]{1,8}:[0-9]{4}:[A-Z0-9.]{0,24}[A-Z0-9]\b"),
    example="ECLI:NL:RVS:2099:285",
    near_miss="een ECLI-nummer",
    words=("ecli:",),
)
CELEX = Rule(
    "verwijzing.celex",
    re.compile(r"\b(?:CELEX:? ?)?(?P<nummer>3[12][0-9]{3}[RLD][0-9]{4})\b"),
    example="CELEX:32099R0679",
    near_miss="32099 R",
)
EU_HANDELING = Rule(
    "verwijzing.eu",
    re.compile(
        r"\b(?:EU-|EG-|EEG-)?(?P<soort>(?:[Uu]itvoerings|[Gg]edelegeerde |[Kk]ader)?"
        r"(?:[Vv]erordening|[Rr]ichtlijn|[Bb]esluit(?= \((?:EU|EG|EEG)))) ?"
        r"(?:\((?:EU|EG|EEG)(?:, Euratom)?\) ?|(?:EU|EG|EEG) )?(?P<nr>nr\. ?)?"
        r"(?P<een>[0-9]{1,4})/(?P<twee>[0-9]{1,4})(?:/(?:EU|EG|EEG|JBZ|GBVB))?(?![0-9/])"
    ),
    example="Verordening (EU) 2099/679",
    near_miss="een verordening uit 2099",
    words=("verordening", "richtlijn", "besluit"),
)
EU_NAAM = Rule(
    "verwijzing.eu_naam",
    re.compile(
        r"(?<![0-9A-Za-z-])(?<!Uitvoeringswet )(?:(?P<avg>AVG"
        r"|(?i:algemene verordening gegevensbescherming)(?: \(AVG\))?)"
        r"|(?P<ai>AI-verordening))(?![0-9A-Za-z-])"
    ),
    example="artikel 5 AVG",
    near_miss="de AVG-arts",
    words=("avg", "gegevensbescherming", "ai-verordening"),
)
# the acts that are known by a name rather than by their number
EU_NAMEN = {"avg": "32016R0679", "ai": "32024R1689"}
KENMERK = Rule(
    "verwijzing.kenmerk",
    re.compile(
        r"(?<![0-9A-Za-z-])(?P<blad>[Kk]st|[Bb]lg|ah-tk|ah-ek|h-tk|h-ek|[Ss]tb|[Ss]tcrt)"
        r"-[0-9][0-9A-Za-z-]{2,40}"
    ),
    example="https://zoek.officielebekendmakingen.nl/kst-99001-12.html",
    near_miss="een kst-nummer",
    words=("kst-", "blg-", "ah-", "h-tk", "h-ek", "stb-", "stcrt-"),
)
KORT_NUMMER = Rule(
    "verwijzing.kort",
    re.compile(
        r"(?:(?P<eigen>\b(?:gedrukt onder|[Tt]er vervanging van|[Tt]\.?v\.?v\.?) (?:\w+ ){0,3}?)"
        r"|\b(?:[Mm]otie|[Aa]mendement|[Zz]ie(?: ook)?|[Kk]amerstuk(?:ken)?"
        r"|[Ii]bid(?:em|\.)|[Ii]dem),? )"
        rf"(?P<kort>{NR}(?P<nummer>[0-9]{{1,4}}[a-z]?)(?![0-9A-Za-z/]){PIN})"
    ),
    example="Zie ook nr. 24.",
    near_miss="het bulletin nr. 24",
    words=("nr", "no", "nummer"),
    score=0.9,
)
# only where the same passage cites a paper before it: "(nrs. 1 t/m 4)" may be anything
KORT_HAAKJES = Rule(
    "verwijzing.kort_haakjes",
    re.compile(rf"\((?P<kort>{NR}(?P<nummer>[0-9]{{1,4}}[a-z]?)(?![0-9A-Za-z/]){PIN})"),
    example="(nr. 24)",
    near_miss="(bulletin nr. 24)",
    words=("(n",),
    score=0.9,
)
TERUG = Rule(
    "verwijzing.terug",
    re.compile(
        r"\b(?:[Vv]oornoemde?|[Gg]enoemde?|[Bb]ovengenoemde?|[Ee]erdergenoemde?) "
        r"(?:motie|brief|amendement|Kamerbrief|Kamerstuk)\b"
    ),
    example="voornoemde motie vraagt",
    near_miss="de genoemde bedragen",
    words=("noemd",),
    score=0.8,
)
# at the beginning of a note: what the note before it cites
IBIDEM = Rule(
    "verwijzing.ibidem",
    re.compile(rf"^(?:\W?[0-9]{{1,3}}\W? )? ?(?:[Ii]bid(?:em\b|\.)|[Ii]dem\b)(?!,? {NR}){PIN}"),
    example="Ibidem, p. 4",
    near_miss="en idem dito",
    words=("ibid", "idem"),
    score=0.8,
)
# what stands before a number in the paper's own dossier
EIGEN_DOSSIER = re.compile(
    r"\b(?:gedrukt onder|[Tt]er vervanging van|[Tt]\.?v\.?v\.?)\s(?:\w+\s){0,3}$", re.I
)
# 4:84, 7:673e, 12, 8.1a
ARTIKEL = r"[0-9]{1,4}[a-z]{0,3}(?:[:.][0-9]{1,4}[a-z]{0,3}){0,3}(?![0-9A-Za-z])"
_RANG = (
    r"(?:(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende)|[0-9]{1,2}e)"
)
_EN = r"(?:, | en | of | t/m | tot en met )"
# eerste lid; lid 2 en 3; aanhef en onderdeel a: what narrows an article down is read over
_LID = (
    rf"(?:{_RANG}(?:{_EN}{_RANG}){{0,9}} lid"
    rf"|l(?:id|eden) [0-9]{{1,2}}(?:{_EN}[0-9]{{1,2}}(?![0-9a-z:.])){{0,9}}"
    r"|(?:onder(?:deel|delen)?|sub) [a-z0-9]{1,2}(?![a-z])(?:(?:, | en | of )[a-z](?![a-z])){0,9}"
    r"|aanhef)"
)
_LEDEN = rf"(?:,? (?:en )?{_LID}){{0,4}}+"
_ARTIKEL = r"(?:[Aa]rtikel(?:en)?|[Aa]rt\.?) "
_ARTIKELEN = rf"(?P<artikelen>{ARTIKEL}{_LEDEN}(?:{_EN}(?:{_ARTIKEL})?{ARTIKEL}{_LEDEN}){{0,8}})"
# one of them, with what narrows it down
EEN_ARTIKEL = re.compile(rf"(?P<artikel>{ARTIKEL}){_LEDEN}")
# a law by name, from the lexicon; the pattern here only shows what is read before the name
WET = Rule(
    "verwijzing.wet",
    re.compile(rf"\b{_ARTIKEL}{_ARTIKELEN},? (?:(?:van|uit|in) (?:de |het )?)?$"),
    example="artikel 4:84, eerste lid, van de ",
    near_miss="artikel over de ",
)
# "en 3:4, tweede lid, van de " between two laws: the article of the second
NOG_EEN = re.compile(rf"(?:,| en| of|, en) {_ARTIKELEN},? (?:(?:van|uit|in) (?:de |het )?)?")
# and behind it: ", artikel 3", unless that is an article of another law
NA_WET = re.compile(rf",? \(?{_ARTIKEL}{_ARTIKELEN}(?![0-9A-Za-z:])(?!,? (?:van|uit|in|[A-Z]))")
# "Besluit uitvoering " before a law: that law is part of the name of something else
IN_NAAM = re.compile(
    r"\b(?:[A-Z][a-z]+(?:besluit|regeling)|Besluit|Regeling|ontwerp(?:besluit|regeling)|(?:Invoerings|Wijzigings|Aanpassings)wet)"
    r"(?: (?!(?:van|de|het|in|op|uit|en|of|volgens|krachtens|artikel)\b)[a-zà-ÿ]+){0,3}"
    r"(?: [A-Z]\w+ en)? $"
)
# names that are also those of a benefit: "een AOW van 900 euro" is no reference
UITKERINGEN = frozenset(
    ("AOW", "WW", "WAO", "WIA", "Wajong", "ZW", "TW", "Anw", "AKW", "IOW", "IOAW", "IOAZ", "WAZ")
)
OP_GROND_VAN = re.compile(
    r"\b(?:op grond van|krachtens|ingevolge|conform|bedoeld in|volgens|wijziging van) (?:de )?$"
)
LINK = Rule(
    "verwijzing.link",
    re.compile(r"(?:^|/)(?P<kenmerk>(?:kst|blg|ah|h|stb|stcrt)-[0-9A-Za-z-]+)(?:\.html|\.pdf)?$"),
    example="https://zoek.officielebekendmakingen.nl/kst-99001-12.html",
    near_miss="https://voorbeeld.nl/kst-nummers/uitleg",
)

# What must stand in a passage before any rule but that of the laws can fire, in the text as it
# is: a passage without is not read. Each begins with a literal (or a set of them), which
# makes a pass over a whole document cheap. A word broken over a line end is a sign by itself.
SIGNS: tuple[re.Pattern[str], ...] = tuple(
    map(
        re.compile,
        (
            r"[0-9]{2}[\s.]{0,3}[0-9]{3}",
            r"/(?<=[0-9]/)[0-9]",
            r"amerst",
            r"Kamer,?\s+(?:vergaderjaar\s+)?[12][0-9]{3}",
            r"TK[\s,]",
            r"EK[\s,]",
            r"Handelingen",
            r"Hand\.",
            r"anhangsel",
            r"tb[-.\s0-9](?<=[Ss]tb.)",
            r"lg-[0-9]",
            r"tcrt",
            r"taatsblad",
            r"taatscourant",
            r"ECLI:",
            r"[Nn](?:rs?|os?|ummers?)[.\s]*[0-9]",
            r"noemde?\s",
            r"ibid",
            r"Ibid",
            r"idem",
            r"Idem",
            r"AVG",
            r"egevensbescherming",
            r"AI-verordening",
            r"-[ \t]*\r?\n[ \t]*[a-zà-ÿ]",
            r"\u00ad[ \t]*\r?\n[ \t]*[a-zà-ÿ]",
            r"\ufffe[ \t]*\r?\n[ \t]*[a-zà-ÿ]",
        ),
    )
)

# the rules that look for a number of five digits or more, and the sign of one
NUMBERED: frozenset[str] = frozenset(
    rule.name
    for rule in (
        KAMERSTUK_ZONDER_LABEL,
        KAMERSTUK_KORT,
        WETSVOORSTEL,
        TOEZEGGING,
        DOCUMENTNUMMER,
        CELEX,
    )
)
FIVE_DIGITS = re.compile(r"[0-9]{2}[ .]?[0-9]{3}")

RULES: tuple[Rule, ...] = (
    KAMERSTUK,
    KAMERSTUK_ZONDER_LABEL,
    KAMERSTUK_KORT,
    WETSVOORSTEL,
    HANDELINGEN,
    HANDELINGEN_KORT,
    AANHANGSEL,
    STAATSBLAD,
    STAATSCOURANT,
    TOEZEGGING,
    DOCUMENTNUMMER,
    ECLI,
    CELEX,
    EU_HANDELING,
    EU_NAAM,
    KENMERK,
    KORT_NUMMER,
    KORT_HAAKJES,
    TERUG,
    IBIDEM,
    WET,
    LINK,
)
