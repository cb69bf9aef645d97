"""What a paper says about itself: its kind, title, date, number, and who signs it.

Only what stands there: unknown stays ``None``. What a source says of the paper goes before this
(``flows.read``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from models.document import Kenmerken, Ondertekenaar, Passage
from models.lists import DocumentSoort, PassageSoort

_MONTHS = {
    **{"januari": 1, "februari": 2, "maart": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7},
    **{"augustus": 8, "september": 9, "oktober": 10, "november": 11, "december": 12},
}
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}})\b"
    r"|\b(?P<d>\d{1,2})[-/](?P<m>\d{1,2})[-/](?P<y>\d{4})\b",
    re.IGNORECASE,
)
_HEAD = 4000

# as printed in the colophon
_MARK = re.compile(r"(?:ah-(?:tk|ek)|kst)-[0-9A-Za-z-]{5,30}")
_FOOT = re.compile(
    r"(?P<kamer>Tweede|Eerste) Kamer, vergaderjaar (?P<one>\d{4})[-–]\d{2,4}, "
    r"(?P<dossier>\d{2} ?\d{3}(?:[ -]?\(?[XVI]{1,5}\)?)?), (?:nr\. ?)?(?P<number>[A-Z0-9]{1,6})"
)
_VERGADERJAAR = re.compile(r"[Vv]ergaderjaar (\d{4})[-–](\d{4}|\d{2})\b")
_DOSSIER = re.compile(r"(\d{2}) ?(\d{3})(?:[ -]?\(?([XVI]{1,5})\)?)?")
_KAMER = re.compile(
    r"(?m)^(?:(?:Aan )?[Dd]e voorzitter van de )?(?:Tweede|Eerste) Kamer(?: der Staten-Generaal)?\b"
)
_SENT = re.compile(r"\((?:ontvangen|verzonden)\s+([^)]{6,40})\)", re.IGNORECASE)
_PUT_DOWN = re.compile(
    r"(?:Voorgesteld|Ontvangen|Vastgesteld|Ontvangen ter Griffie op|Den Haag,|’s-Gravenhage,)\s+"
    r"(\d{1,2}\s+[a-z]+\s+\d{4})"
)
_ANSWERED = re.compile(
    r"Antwoord van (?:de )?(?P<office>Minister|Staatssecretaris)(?:-President)?\s+"
    r"(?P<name>[^()]{2,60}?)\s*\((?P<portfolio>[^()]{2,120})\)"
)
_DATED = re.compile(r"\bDatum:?\**\s+([^\n]{6,40})")
_SUBJECT = re.compile(r"\**(?:Betreft|Onderwerp)\**:?\s+(?P<title>\S.{3,})", re.DOTALL)
_NO_TITLE = re.compile(
    r"Ministerie van\b|Postbus\b|Retouradres\b|(?:Pagina )?\d+ van \d+|(?:Vraag|Antwoord) \d"
    r"|(?:Versie )?(?:\d{1,2} )?[a-z]+ \d{4}$|BIJLAGE \w+$|Datum\b"
)
_MINISTRY = re.compile(
    r"\bMinisterie van (?P<name>[A-Z][\w-]+(?:,? (?:en|der|van"
    # the street of the letterhead is no part of the name
    r"|(?!\w+(?:straat|plein|weg|laan|kade|markt)\b)[A-Z][\w-]+))*(?<! en)(?<! van))"
)
_ORGANISATION = re.compile(
    r"\bStand van (?:de )?[Uu]itvoering(?:\s+(?:van|door)?)?\s*(?:de |het )?"
    r"(?P<name>[A-Z][\w&. -]{1,60}?)?\s*\(?(?P<year>20\d{2})?\)?$"
)
_OFFICE = re.compile(
    r"(?:Mede namens |Namens )?(?:de|De|DE)\s+"
    r"(?:minister|staatssecretaris|minister-president|Minister|Staatssecretaris|MINISTER"
    r"|STAATSSECRETARIS|Minister-President|MINISTER-PRESIDENT)\b[^\n;:?!]{0,160}",
)
_NAME = re.compile(
    r"(?:(?:[A-Z]\.){1,5}(?:\s?[A-Z]\.)*|[A-Z][\w’'-]+)"
    r"(?:\s+(?:van|de|der|den|ten|ter|te|het|’t|in|op|el|Van|De|Der|Den))*"
    r"(?:\s+[A-Z][\w’'-]+){0,3}"
)
_GREETING = re.compile(r"(?:Hoogachtend|Met vriendelijke groet)[^\n]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of paper and the words, in its head, that tell it."""

    soort: DocumentSoort
    pattern: re.Pattern[str]


_S = DocumentSoort
_KINDS = tuple(
    _Kind(soort, re.compile(pattern, re.MULTILINE))
    for soort, pattern in (
        (_S.MOTIE, r"^(?:(?:NADER )?GEWIJZIGDE )?MOTIE VAN "),
        (
            _S.ANTWOORD_KAMERVRAGEN,
            r"^Aanhangsel van de Handelingen|^Antwoord van (?:de )?Minister ",
        ),
        (_S.STAAT_VAN_DE_UITVOERING, r"^(?:De )?Staat van de [Uu]itvoering\b"),
        (_S.STAND_VAN_DE_UITVOERING, r"^(?:De )?Stand van (?:de )?[Uu]itvoering\b"),
        (_S.KNELPUNTENBRIEF, r"^(?:(?:Betreft|Onderwerp):? )?Knelpunten(?:brief\b| in )"),
        (_S.UITVOERINGSTOETS, r"^(?:(?:Betreft|Onderwerp):? )?Uitvoeringstoets\b"),
        (_S.JAARVERSLAG, r"^(?:J|j)aarverslag\b|^JAARVERSLAG\b"),
        (_S.NOTA, r"^(?i:nota naar aanleiding van het (?:nader )?verslag|memorie van )"),
        (_S.VERSLAG, r"^(?:(?:NADER )?VERSLAG |(?i:lijst van vragen en antwoorden))"),
        (_S.WETSVOORSTEL, r"^(?:VOORSTEL VAN WET|NOTA VAN WIJZIGING)\b"),
        (_S.BRIEF, r"^BRIEF VAN |^Geachte (?:mevrouw |heer |leden|voorzitter)"),
        (_S.BRIEF, r"^(?:Aan de |De )voorzitter van de (?:Tweede|Eerste) Kamer"),
        (_S.BRIEF, r"\b[MmIi][ent]{1,2} deze brief\b"),
        (_S.BIJLAGE, r"\ABijlage\b"),
    )
)


def find_kenmerken(text: str, passages: Sequence[Passage]) -> tuple[str | None, Kenmerken]:
    """The identifier a paper prints (``kst-…``, ``ah-…``) and what it says about itself."""
    head = _flat_head(text, passages)
    kind = next((kind.soort for kind in _KINDS if kind.pattern.search(head)), None)
    kenmerken = Kenmerken(
        soort=kind or DocumentSoort.OVERIG,
        titel=_title(text, passages),
        datum=_date(head),
        kamer=_chamber(head),
        vergaderjaar=_vergaderjaar(head),
        ministerie=_ministry(head),
        ondertekenaars=tuple(_signatories(text, passages)),
    )
    kenmerken = _answered(head, _stand(head, kenmerken))
    mark = _mark(text, passages)
    kenmerken = _kamerstuk(text, passages, mark, kenmerken)
    if mark is None and kenmerken.dossier_id and kenmerken.ondernummer:
        mark = f"kst-{kenmerken.dossier_id}-{kenmerken.ondernummer}"
    return mark, kenmerken


def read_date(text: str) -> date | None:
    """The first date written in full or in figures; ``None`` where there is none that exists.

    >>> read_date("Den Haag, 5 maart 2021"), read_date("5-3-2021"), read_date("31 februari 2021")
    (datetime.date(2021, 3, 5), datetime.date(2021, 3, 5), None)
    """
    for match in _DATE.finditer(text):
        try:
            if match["day"]:
                month = _MONTHS[match["month"].lower()]
                return date(int(match["year"]), month, int(match["day"]))
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
    return None


def _flat_head(text: str, passages: Sequence[Passage]) -> str:
    """The opening of a paper, one passage a line: where it says what it is."""
    lines: list[str] = []
    length = 0
    for passage in passages:
        piece = _flat(passage.span.of(text).replace("**", "").strip("# "))
        lines.append(piece)
        length += len(piece)
        if length > _HEAD:
            break
    return "\n".join(lines) if lines else text[:_HEAD]


def _date(head: str) -> date | None:
    for pattern in (_SENT, _DATED, _PUT_DOWN):
        for match in pattern.finditer(head):
            found = read_date(match[1])
            if found is not None:
                return found
    return None


def _chamber(head: str) -> int | None:
    match = _KAMER.search(head)
    if match is None:
        return None
    return 2 if "Tweede" in match[0] else 1


def _vergaderjaar(head: str) -> str | None:
    match = _VERGADERJAAR.search(head)
    if match is None:
        return None
    first = int(match[1])
    return f"{first}-{first + 1}"


def _ministry(head: str) -> str | None:
    match = _MINISTRY.search(head)
    return " ".join(match["name"].split()).rstrip(",") if match else None


def _title(text: str, passages: Sequence[Passage]) -> str | None:
    """The subject of a letter, else the first heading near the top."""
    for passage in passages[:60]:
        subject = _SUBJECT.match(text, passage.span.start, passage.span.end)
        if subject:
            return _flat(subject["title"])
    for passage in passages[:12]:
        if passage.soort is PassageSoort.KOP:
            title = _flat(passage.span.of(text).replace("**", "").strip("# "))
            if len(title) > 6 and not _NO_TITLE.match(title):
                return title
    return None


def _mark(text: str, passages: Sequence[Passage]) -> str | None:
    """The identifier the colophon prints; one in the running text belongs to another paper."""
    for passage in passages:
        if passage.soort is PassageSoort.RAND:
            match = _MARK.match(text, passage.span.start, passage.span.end)
            if match:
                return match[0].rstrip("-")
    return None


def _kamerstuk(
    text: str, passages: Sequence[Passage], mark: str | None, kenmerken: Kenmerken
) -> Kenmerken:
    """Dossier, number and headings of a Kamerstuk, from its foot and its head."""
    foot = next(_matches(_FOOT, text, passages), None)
    if mark is not None and mark.startswith("ah-"):
        return replace(kenmerken, ondernummer=mark.rsplit("-", 1)[1])
    dossier = foot["dossier"] if foot else _lone_dossier(text, passages)
    match = _DOSSIER.fullmatch(dossier or "")
    if match is None:
        return kenmerken
    headings = [_flat(passage.span.of(text)) for passage in passages[:20] if _is_kop(passage)]
    headings = [heading for heading in headings if not _DOSSIER.fullmatch(heading)]
    return replace(
        kenmerken,
        dossier_id=match[1] + match[2] + (f"-{match[3]}" if match[3] else ""),
        dossier_titel=headings[0] if headings and foot else None,
        kop=headings[1] if len(headings) > 1 and foot else None,
        titel=kenmerken.titel if foot is None else None,
        ondernummer=foot["number"] if foot else None,
    )


def _is_kop(passage: Passage) -> bool:
    return passage.soort is PassageSoort.KOP


def _matches(
    pattern: re.Pattern[str], text: str, passages: Sequence[Passage]
) -> Iterator[re.Match[str]]:
    for passage in passages:
        if passage.soort is PassageSoort.RAND:
            match = pattern.match(text, passage.span.start, passage.span.end)
            if match:
                yield match


def _lone_dossier(text: str, passages: Sequence[Passage]) -> str | None:
    """A dossier number that stands alone at the head of a nota or memorie."""
    for passage in passages[:4]:
        piece = passage.span.of(text).strip()
        if _DOSSIER.fullmatch(piece):
            return piece
    return None


def _answered(head: str, kenmerken: Kenmerken) -> Kenmerken:
    """Who answers, as an Aanhangsel says at its head."""
    match = _ANSWERED.search(head)
    if match is None or kenmerken.soort is not DocumentSoort.ANTWOORD_KAMERVRAGEN:
        return kenmerken
    portfolio = _flat(match["portfolio"])
    signed = Ondertekenaar(f"{match['office']} ({portfolio})", _flat(match["name"]))
    return replace(kenmerken, ministerie=portfolio, ondertekenaars=(signed,))


def _stand(head: str, kenmerken: Kenmerken) -> Kenmerken:
    """The organisation and year of a Stand van de uitvoering."""
    if kenmerken.soort is not DocumentSoort.STAND_VAN_DE_UITVOERING:
        return kenmerken
    for line in head.split("\n"):
        match = _ORGANISATION.search(line.strip())
        if match and (match["name"] or match["year"]):
            name = match["name"].strip() if match["name"] else None
            year = int(match["year"]) if match["year"] else None
            return replace(kenmerken, organisatie=name, jaar=year)
    return kenmerken


def _signatories(text: str, passages: Sequence[Passage]) -> Iterator[Ondertekenaar]:
    """Offices with the name that stands under them, at the end of a letter or of its parts."""
    running = [
        _flat(passage.span.of(text))
        for passage in passages
        if passage.soort in (PassageSoort.ALINEA, PassageSoort.KOP)
    ]
    seen: set[tuple[str, str]] = set()
    for office, name in pairwise([*running, ""]):
        found = _signed(office, name)
        if found and (found.functie, found.naam) not in seen:
            seen.add((found.functie, found.naam))
            yield found


def _signed(office: str, name: str) -> Ondertekenaar | None:
    """A passage that is an office, then one that is a name; or both in one passage."""
    office = _GREETING.sub("", office).strip(" ,")
    if len(office) > 200:
        return None
    signed = _signed_in_one(office)
    if signed is None and _OFFICE.fullmatch(office):
        below = _NAME.fullmatch(name.strip(" ,"))
        return Ondertekenaar(_office(office), below[0]) if below else None
    return signed


def _signed_in_one(text: str) -> Ondertekenaar | None:
    """``De Minister van Voorbeeldzaken, C. Proef``."""
    office, _, name = text.rpartition(", ")
    if not _OFFICE.fullmatch(office) or not re.fullmatch(r"(?:[A-Z]\.)+.*", name):
        return None
    signed = _NAME.fullmatch(name)
    return Ondertekenaar(_office(office), signed[0]) if signed else None


def _office(text: str) -> str:
    return re.sub(r"^[Dd][Ee]\s+", "", text.strip(" ,"))


def _flat(text: str) -> str:
    return " ".join(text.split())
