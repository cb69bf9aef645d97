"""What a paper says about itself: its kind, title, date, number, and who signs it.

Only what stands there: unknown stays ``None``. What a source says of the paper goes before this
(``flows.read``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.document import Kenmerken, Ondertekenaar, Passage
from models.lists import DocumentSoort, PassageSoort

_MONTHS = {
    name: number
    for number, name in enumerate(
        "januari februari maart april mei juni juli augustus september oktober november december".split(),
        start=1,
    )
}
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}})\b"
    r"|\b(?P<d>\d{1,2})[-/](?P<m>\d{1,2})[-/](?P<y>\d{4})\b",
    re.IGNORECASE,
)
_HEAD = 4000

_AH_MARK = re.compile(r"\bah-(tk|ek)-(\d{4})(\d{4})-(\d{1,5})\b")
_KST_MARK = re.compile(r"\bkst-(\d{5})(?:-([A-Z0-9]{1,6}(?:-[A-Z])?))?-([A-Z0-9]{1,5})\b")
_VERGADERJAAR = re.compile(r"[Vv]ergaderjaar (\d{4})[-–](\d{4}|\d{2})\b")
_DOSSIER = re.compile(r"(?m)^(\d{2}) ?(\d{3})(?: ?[-(]? ?([XVI]{1,6}|[A-Z])\)?)?\s+(\S.{3,})$")
_NUMMER = re.compile(r"(?m)^(?:Nr\.|No\.)\s*([A-Z]{0,2}\d{0,4}[A-Z]?)\b\s*(.*)$")
_KAMER = re.compile(
    r"(?m)^(?:(?:Aan )?[Dd]e voorzitter van de )?(?:Tweede|Eerste) Kamer(?: der Staten-Generaal)?\b"
)
_SENT = re.compile(r"\((?:ontvangen|verzonden)\s+([^)]{6,40})\)", re.IGNORECASE)
_PUT_DOWN = re.compile(
    r"(?:Voorgesteld|Ontvangen|Vastgesteld|Ontvangen ter Griffie op|Den Haag,|’s-Gravenhage,)\s+"
    r"(\d{1,2}\s+[a-z]+\s+\d{4})"
)
_DATED = re.compile(r"\bDatum:?\**\s+([^\n]{6,40})")
_SUBJECT = re.compile(r"\**(?:Betreft|Onderwerp)\**:?\s+(?P<title>\S.{3,})", re.DOTALL)
_MINISTRY = re.compile(
    r"\bMinisterie van (?P<name>[A-Z][\w-]+(?:,? (?:en|[A-Z][\w-]+|der|van))*(?<! en)(?<! van))"
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


_KINDS = (
    _Kind(
        DocumentSoort.MOTIE,
        re.compile(r"(?m)^(?:Nr\. ?\d+ )?(?:(?:NADER )?GEWIJZIGDE )?MOTIE VAN "),
    ),
    _Kind(
        DocumentSoort.ANTWOORD_KAMERVRAGEN,
        re.compile(
            r"Aanhangsel van de Handelingen|Vragen van (?:het lid|de leden) [^?]{5,400}Antwoord van ",
            re.S,
        ),
    ),
    _Kind(
        DocumentSoort.STAAT_VAN_DE_UITVOERING,
        re.compile(r"(?m)^(?:# )?(?:De )?Staat van de [Uu]itvoering\b"),
    ),
    _Kind(
        DocumentSoort.STAND_VAN_DE_UITVOERING,
        re.compile(r"(?m)^(?:# )?(?:De )?Stand van (?:de )?[Uu]itvoering\b"),
    ),
    _Kind(
        DocumentSoort.KNELPUNTENBRIEF,
        re.compile(r"(?m)^(?:Betreft:? |Onderwerp:? )?Knelpunten(?:brief\b| in )"),
    ),
    _Kind(DocumentSoort.UITVOERINGSTOETS, re.compile(r"(?m)^(?:Betreft:? )?Uitvoeringstoets\b")),
    _Kind(DocumentSoort.JAARVERSLAG, re.compile(r"(?mi)^jaarverslag\b")),
    _Kind(
        DocumentSoort.NOTA,
        re.compile(
            r"(?mi)^(?:nr\. ?\w+ )?(?:nota naar aanleiding van het (?:nader )?verslag|memorie van (?:toelichting|antwoord))"
        ),
    ),
    _Kind(
        DocumentSoort.VERSLAG,
        re.compile(r"(?mi)^(?:nr\. ?\w+ )?(?:verslag\b|lijst van vragen en antwoorden)"),
    ),
    _Kind(
        DocumentSoort.WETSVOORSTEL,
        re.compile(r"(?m)^(?:Nr\. ?\w+ )?(?:VOORSTEL VAN WET|NOTA VAN WIJZIGING)"),
    ),
    _Kind(
        DocumentSoort.BRIEF,
        re.compile(
            r"(?m)^(?:Nr\. ?\w+ )?BRIEF VAN |\bin deze brief\b|\b[Mm]et deze brief\b|Geachte (?:mevrouw |heer |leden|voorzitter)|(?i:aan de voorzitter van de)|^De voorzitter van de (?:Tweede|Eerste) Kamer"
        ),
    ),
    _Kind(DocumentSoort.BIJLAGE, re.compile(r"\ABijlage\b")),
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
    kenmerken = _kamerstuk(head, text, _stand(head, kenmerken))
    return _identifier(text, kenmerken), kenmerken


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
    lines = []
    length = 0
    for passage in passages:
        piece = passage.span.of(text)
        lines.append(piece.replace("**", "").strip("# "))
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
    match = _MINISTRY.search(_flat(head))
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
            if len(title) > 6 and not re.match(r"Ministerie van\b", title):
                return title
    return None


def _kamerstuk(head: str, text: str, kenmerken: Kenmerken) -> Kenmerken:
    """Dossier, number and heading as a Kamerstuk prints them at its head."""
    mark = _KST_MARK.search(text)
    dossier = _DOSSIER.search(head)
    nummer = _NUMMER.search(head)
    if mark is None and not (dossier and nummer):
        return kenmerken
    found = dict(_dossier(dossier))
    if mark:
        found["dossier_id"] = mark[1] + (f"-{mark[2]}" if mark[2] else "")
        found["ondernummer"] = mark[3]
    elif nummer and nummer[1]:
        found["ondernummer"] = nummer[1]
    kop = _flat(nummer[2]) if nummer and nummer[2] else None
    titel = kop or kenmerken.titel
    return replace(
        kenmerken,
        kop=kop,
        titel=titel,
        dossier_id=found.get("dossier_id"),
        dossier_titel=found.get("dossier_titel"),
        ondernummer=found.get("ondernummer"),
    )


def _dossier(match: re.Match[str] | None) -> Iterator[tuple[str, str]]:
    if match:
        yield "dossier_id", match[1] + match[2] + (f"-{match[3]}" if match[3] else "")
        yield "dossier_titel", _flat(match[4])


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


def _identifier(text: str, kenmerken: Kenmerken) -> str | None:
    """The identifier printed on the paper itself, or made of its dossier and number."""
    head, foot = text[: 3 * _HEAD], text[-_HEAD:]
    answer = _AH_MARK.search(head) or _AH_MARK.search(foot)
    if answer and kenmerken.soort is DocumentSoort.ANTWOORD_KAMERVRAGEN:
        return answer[0]
    if kenmerken.dossier_id and kenmerken.ondernummer:
        return f"kst-{kenmerken.dossier_id}-{kenmerken.ondernummer}"
    return None


def _signatories(text: str, passages: Sequence[Passage]) -> Iterator[Ondertekenaar]:
    """Offices with the name that stands under them, at the end of a letter or of its parts."""
    running = [
        _flat(passage.span.of(text))
        for passage in passages
        if passage.soort in (PassageSoort.ALINEA, PassageSoort.KOP)
    ]
    seen: set[tuple[str, str]] = set()
    for office, name in zip(running, running[1:], strict=False):
        found = _signed(office, name)
        if found and (found.functie, found.naam) not in seen:
            seen.add((found.functie, found.naam))
            yield found


def _signed(office: str, name: str) -> Ondertekenaar | None:
    """A passage that is an office, then one that is a name; or both in one passage."""
    office = _GREETING.sub("", office).strip(" ,")
    match = _OFFICE.fullmatch(office)
    if match and len(office) < 170:
        signed = _NAME.fullmatch(name.strip(" ,"))
        return Ondertekenaar(_office(office), signed[0]) if signed else None
    if match is None and ", " in office and len(office) < 200:
        return _signed_in_one(office)
    return None


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
