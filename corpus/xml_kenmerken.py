"""What official XML says of itself: kind, title, date, dossier, number, who signs.

The order of belief: the paper's own elements, then the metadata block it may carry (papers from
before the spring of 2025 carry none), then what the source said of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

from lxml import etree

from models.document import Kenmerken, Ondertekenaar
from models.identifiers import (
    Dossier,
    Identifier,
    KamerstukId,
    Vergaderjaar,
    VergaderstukId,
    parse_identifier,
)
from models.lists import DocumentSoort

_S = DocumentSoort

# the printed heading tells the kind; the first that fits
_KINDS: tuple[tuple[DocumentSoort, re.Pattern[str]], ...] = tuple(
    (soort, re.compile(pattern, re.IGNORECASE))
    for soort, pattern in (
        (_S.MOTIE, r"(?:(?:\w+ )?gewijzigde )?motie\b"),
        (_S.BRIEF, r"(?:\w+ )?brief\b"),
        (_S.NOTA, r"(?:nadere )?(?:nota naar aanleiding|memorie van)\b"),
        (_S.WETSVOORSTEL, r"(?:\w+ )?(?:gewijzigd )?voorstel van (?:rijks)?wet\b"),
        (_S.WETSVOORSTEL, r"(?:\w+ )*(?:nota van wijziging|(?:sub)?amendement)\b"),
        (_S.VERSLAG, r"(?:nader |voorlopig |eind)?verslag\b|lijst van vragen\b"),
        (_S.JAARVERSLAG, r"(?:financieel )?jaarverslag\b"),
    )
)
_MOTIE_TEXT = re.compile(r"De Kamer,\s*gehoord de beraadslaging\b")

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
# 12 november 2026
_DATE = re.compile(rf"\b([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}})\b", re.IGNORECASE)
# "BRIEF VAN DE MINISTER VAN VOORBEELDZAKEN EN PROEVEN", up to a second office
_OFFICE = re.compile(
    r"\b(?:minister|staatssecretaris) van (?P<name>.+?)"
    r"(?=,? en (?:van|voor)\b|,? (?:en )?(?:de )?(?:minister|staatssecretaris)|$)",
    re.IGNORECASE,
)
_KAMERS = {"ek": 1, "tk": 2, "vv": 3}
_SMALL_WORDS = frozenset({"en", "van", "de", "het", "voor", "der"})
_RECORD = re.compile(r"/([a-z]+-[^/]+)/metadata\.xml$")
_YEARS = re.compile(r"[0-9]{4}\s*[-–/]\s*[0-9]{2,4}")


def read_kenmerken(root: etree._Element, said: Kenmerken) -> Kenmerken:
    """What the paper says of itself; ``said`` fills in what it leaves open."""
    kop = _of(root, ".//stuk/titel")
    own = Kenmerken(
        soort=_soort(root, kop),
        titel=_titel(root),
        kop=kop,
        datum=_datum(root),
        kamer=_kamer(root),
        vergaderjaar=_vergaderjaar(root),
        dossier_id=_dossier(root),
        dossier_titel=_of(root, ".//dossier/titel"),
        ondernummer=_of(root, ".//stuknr/ondernummer") or _of(root, ".//kamervraagnummer"),
        ministerie=_ministerie(root, kop),
        taal=said.taal,
        ondertekenaars=tuple(_ondertekenaars(root)),
    )
    return _filled(own, said)


def read_id(root: etree._Element, kenmerken: Kenmerken) -> str | None:
    """The identifier under which the paper is published; ``None`` where it names none.

    Its own record says it best: there the number of a paper under two dossiers, or in a kingdom
    dossier, is certain. Else it is put together from dossier and number.
    """
    recorded = _recorded_id(root)
    return _composed_id(root, kenmerken) if recorded is None else str(recorded)


def _recorded_id(root: etree._Element) -> Identifier | None:
    record = _RECORD.search(next(_meta(root, "OVERHEIDop.externMetadataRecord"), ""))
    named = [record[1]] if record else []
    for text in (*named, *_meta(root, "DC.identifier")):
        try:
            return parse_identifier(text)
        except ValueError:
            continue
    return None


def _composed_id(root: etree._Element, kenmerken: Kenmerken) -> str | None:
    number = kenmerken.ondernummer
    if number is None or not number.isalnum():
        return None
    if kenmerken.dossier_id is not None:
        return str(KamerstukId(Dossier.parse(kenmerken.dossier_id), number))
    if root.find("kamervragen") is None or kenmerken.vergaderjaar is None:
        return None
    chamber = {1: "ek", 2: "tk"}.get(kenmerken.kamer or 0)
    sessie = Vergaderjaar.parse(kenmerken.vergaderjaar).sessie
    return str(VergaderstukId("ah", (number,), chamber, sessie)) if chamber else None


def _filled(own: Kenmerken, said: Kenmerken) -> Kenmerken:
    """``own`` with what it leaves open taken from ``said``."""
    nothing = (None, (), DocumentSoort.OVERIG)
    names = (field.name for field in fields(Kenmerken))
    gaps = {name: getattr(said, name) for name in names if getattr(own, name) in nothing}
    return replace(own, **gaps)


def plain_text(element: etree._Element) -> str:
    """The words of an element without its notes, white space collapsed."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("noot", "nootref"):
            pieces.append(plain_text(child))
            if child.tag in ("voornaam", "voorvoegsels"):
                pieces.append(" ")
        pieces.append(child.tail or "")
    return " ".join("".join(pieces).split())


def _of(root: etree._Element, path: str) -> str | None:
    found = root.find(path)
    return (plain_text(found) or None) if found is not None else None


def _meta(root: etree._Element, name: str) -> Iterator[str]:
    for meta in root.iterfind("metadata/meta"):
        content = (meta.get("content") or "").strip()
        if meta.get("name") == name and content:
            yield content


def _soort(root: etree._Element, kop: str | None) -> DocumentSoort:
    if root.find("handelingen") is not None:
        return _S.HANDELINGEN
    if root.find("kamervragen/antwoord") is not None:
        return _S.ANTWOORD_KAMERVRAGEN
    for title in (kop, *_meta(root, "OVERHEIDop.documenttitel")):
        for soort, pattern in _KINDS:
            if title and pattern.match(title):
                return soort
    opening = " ".join(
        plain_text(al) for _, al in zip(range(2), root.iterfind(".//al"), strict=False)
    )
    return _S.MOTIE if _MOTIE_TEXT.match(opening) else _S.OVERIG


def _titel(root: etree._Element) -> str | None:
    titles = (next(_meta(root, "OVERHEIDop.documenttitel"), None), _of(root, ".//item-titel"))
    return next(
        (title for title in titles if title), _of(root, "kamervragen/kamervraagomschrijving")
    )


def _datum(root: etree._Element) -> date | None:
    # an answered question bears the date of the question first and that of the answer last
    for path in (".//stuk/datumtekst//datum", ".//kamervraagomschrijving[@type='antwoord']//datum"):
        for element in root.iterfind(path):
            found = _iso(element.get("isodatum")) or _written_date(plain_text(element))
            if found:
                return found
    meeting = _of(root, ".//vergaderdatum")
    if meeting:
        return _written_date(meeting)
    return _letter_date(root) or _iso(next(_meta(root, "DCTERMS.issued"), None))


def _letter_date(root: etree._Element) -> date | None:
    """The date of a letter: "Den Haag, 12 november 2026" is its first or second paragraph."""
    for _, paragraph in zip(range(3), root.iterfind(".//vrije-tekst//al"), strict=False):
        text = plain_text(paragraph)
        if len(text) < 80 and (found := _written_date(text)):
            return found
    return None


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _written_date(text: str) -> date | None:
    match = _DATE.search(text)
    if not match:
        return None
    try:
        return date(int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1]))
    except ValueError:
        return None


def _kamer(root: etree._Element) -> int | None:
    chamber = (_of(root, ".//tekstregel[@inhoud='kameraanduiding']") or "").lower()
    first, second = "eerste" in chamber, "tweede" in chamber
    if first or second or "verenigde" in chamber:
        return 1 if first and not second else 2 if second and not first else 3
    number = _of(root, ".//tekstregel[@inhoud='kamernummer']")
    return {"1": 1, "2": 2}.get(number or "") or _KAMERS.get(_meeting(root).kamer or "")


def _vergaderjaar(root: etree._Element) -> str | None:
    line = _of(root, ".//tekstregel[@inhoud='vergaderjaar']") or ""
    for text in (line, *_meta(root, "OVERHEIDop.vergaderjaar")):
        match = _YEARS.search(text)
        try:
            return str(Vergaderjaar.parse(match[0] if match else text))
        except ValueError:
            continue
    sessie = _meeting(root).sessie
    return str(Vergaderjaar.parse(sessie)) if sessie else None


def _meeting(root: etree._Element) -> VergaderstukId:
    """The identifier of Handelingen, which alone say which chamber and year they are of."""
    recorded = _recorded_id(root)
    return recorded if isinstance(recorded, VergaderstukId) else VergaderstukId("h", ())


def _dossier(root: etree._Element) -> str | None:
    """The first dossier: a kingdom number ("(R2188)") is no part of it."""
    number = root.find(".//dossiernummer")
    if number is None:
        return None
    parts = (_of(number, name) for name in ("dossiernr", "begrotingshoofdstuk", "raadnr"))
    try:
        return str(Dossier.parse(" ".join(part for part in parts if part)))
    except ValueError:
        return None


def _ministerie(root: etree._Element, kop: str | None) -> str | None:
    named = _of(root, ".//kamervraagomschrijving[@type='antwoord']/organisatie")
    if named:
        return named
    office = _OFFICE.search(kop or "")
    if not office:
        return None
    name = office["name"].strip(" ,.")
    return _title_case(name) if name.isupper() else name


def _title_case(name: str) -> str:
    words = (word.lower() for word in name.split())
    return " ".join(word if word in _SMALL_WORDS else word.capitalize() for word in words)


def _ondertekenaars(root: etree._Element) -> Iterator[Ondertekenaar]:
    for signature in root.iter("ondertekening"):
        naam = _of(signature, ".//naam") or _of(signature, ".//deze")
        functie = (_of(signature, ".//functie") or "").rstrip(" ,")
        if naam:
            yield Ondertekenaar(functie, naam)
