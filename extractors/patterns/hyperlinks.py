"""Links as they stand in papers: addresses in the text, also cut ones, and empty links."""

from __future__ import annotations

import re

from extractors.rules import Rule

ADRES = Rule(
    "link.adres",
    re.compile(r"(?<![\w@/.-])(?:https?://|www\.)[^\s<>\"“”«»‘{}|\\^`\[\]]{3,1500}", re.IGNORECASE),
    example="Zie www.voorbeelddienst.example/standen.",
    near_miss="Zie de pagina voorbeelddienst punt nl.",
    words=("http", "www."),
)
LEEG = Rule(
    "link.leeg",
    re.compile(r"\[(?P<tekst>[^\[\]\n]{1,300})\]\(\s*(?P<doel>#[^()\s]{0,60})?\s*\)"),
    example="rapport '[Oordeel van bewoners](#)'",
    near_miss="[Oordeel van bewoners](https://voorbeeld.example)",
)
# what may follow on the next line where an address was cut: one piece without spaces (the lines of
# a printed passage are joined by a space)
VERVOLG = Rule(
    "link.vervolg",
    re.compile(
        r"(?P<einde>[ \t]*\r?\n[ \t]*| )"
        r"(?P<deel>(?!https?:|www\.)[\w%~+=&?#./-]{2,400})(?=[\s,;)’”]|$)"
    ),
    example="\n2027/03/05/stand-van-de-uitvoering",
    near_miss="\nhttps://voorbeeld.example",
)
# the cut-off piece shows that it belongs to an address
ADRESDEEL = Rule(
    "link.adresdeel",
    re.compile(r"[a-z0-9-][\w%~+.-]*[/_=&%][\w%~+=&?#./-]*|[a-z0-9][\w.-]*\.(?:pdf|html?|aspx)"),
    example="standen/stand-van-de-uitvoering",
    near_miss="De Voorbeelddienst",
)
DOCUMENTNUMMER = Rule(
    "link.documentnummer",
    re.compile(r"//(?:www\.)?tweedekamer\.nl/[^#]*[?&]did=(?P<nummer>\d{4}D\d{5})\b"),
    example="https://www.tweedekamer.nl/kamerstukken/detail?id=2027Z00001&did=2027D00001",
    near_miss="https://www.tweedekamer.nl/kamerstukken/detail?id=2027Z00001",
)
RIJKSOVERHEID = Rule(
    "link.open-overheid",
    re.compile(
        r"//open\.overheid\.nl/documenten/"
        r"(?P<uuid>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:[/?#_]|$)"
    ),
    example="https://open.overheid.nl/documenten/00000000-0000-4000-8000-000000000301/file",
    near_miss="https://open.overheid.nl/documenten/ronl-0001",
)
WET = Rule(
    "link.wet",
    re.compile(r"//wetten\.overheid\.nl/(?P<bwb>BWB[RVW]\d{7})\b"),
    example="https://wetten.overheid.nl/BWBR0000001/2027-01-01",
    near_miss="https://wetten.overheid.nl/zoeken",
)
STAND = Rule(
    "link.stand",
    re.compile(
        r"\b(?P<stand>stand(?:en)?-van-(?:de-)?uitvoering)\b|\b(?P<staat>staat-van-de-uitvoering)\b"
        r"|\b(?P<knelpuntenbrief>knelpuntenbrie(?:f|ven))\b"
    ),
    example="https://voorbeeld.example/2027/03/05/stand-van-de-uitvoering-voorbeelddienst",
    near_miss="https://voorbeeld.example/2027/03/05/stand-van-zaken-uitvoering",
)

RULES: tuple[Rule, ...] = (
    ADRES,
    LEEG,
    VERVOLG,
    ADRESDEEL,
    DOCUMENTNUMMER,
    RIJKSOVERHEID,
    WET,
    STAND,
)
