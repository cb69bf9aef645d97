"""What a paper says became of a motie or toezegging."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.patterns.opvolgingen import (
    BACK,
    LIST_ENTRY,
    LIST_HEADER,
    MOTIE,
    REQUEST,
    RULES,
    STATUS_HEADER,
    STATUS_WORDS,
    SUBJECT_HEADER,
    TOEZEGGING,
)
from models.citation import Verwijzing
from models.document import Cell, Document, Span, Table
from models.findings import MotieVermelding, Opvolging, number_ids
from models.lists import DocumentSoort, PassageSoort, Uitspraak, VerwijzingSoort, WieZegt
from models.unit import Unit
from models.view import smooth

_MINISTER = re.compile(r"(?:Minister|Staatssecretaris|De (?:minister|staatssecretaris))\b")
_KAMER_SPEAKS = frozenset({DocumentSoort.MOTIE, DocumentSoort.VERSLAG})
_SETTLED = frozenset({Uitspraak.AFGEDAAN, Uitspraak.UITGEVOERD, Uitspraak.DEELS})
# of no motie in particular
_PLURAL = re.compile(r"\b(?:(?:een|of) motie|moties)\b", re.IGNORECASE)
_ENTRY_LENGTH = 400
Judgement = tuple[Uitspraak, str, float]
_NAMED: Judgement = (Uitspraak.GENOEMD, "genoemd", 0.6)


def find_opvolgingen(
    document: Document,
    units: Sequence[Unit],
    vermeldingen: Sequence[MotieVermelding],
    verwijzingen: Sequence[Verwijzing],
) -> tuple[Opvolging, ...]:
    """The follow-up statements of a paper, in order of place.

    One for each motie named in a unit and one for the toezegging it names; a unit that begins
    "Hiermee …" speaks of what was named before it. Rows of status tables and of printed
    two-column lists speak of the motie in their left column. A motie named without a word on its
    fate gives ``genoemd``.
    """
    found = [
        *_in_running_text(document, units, vermeldingen, verwijzingen),
        *_in_tables(document, vermeldingen),
        *_in_lists(document, units, vermeldingen),
    ]
    unique: dict[tuple[Span, str, str | None], Opvolging] = {}
    for opvolging in sorted(found, key=lambda o: (o.span, o.uitspraak is Uitspraak.GENOEMD)):
        unique.setdefault((opvolging.span, opvolging.van_soort, opvolging.vermelding_id), opvolging)
    kept = list(unique.values())
    ids = number_ids("opvolging", document.id, (document.quote(o.span) for o in kept))
    return tuple(replace(o, id=number) for o, number in zip(kept, ids, strict=True))


def judge(text: str) -> Judgement | None:
    """What a unit says of the fate of what it names: uitspraak, rule and score."""
    word = STATUS_WORDS.get(text.strip(" .").lower())
    if word is not None:
        return word, "status", 0.95
    if REQUEST.search(text):
        return None
    for rule in RULES:
        if rule.search(text):
            return rule.uitspraak, rule.name, rule.score
    return None


def _in_running_text(
    document: Document,
    units: Sequence[Unit],
    vermeldingen: Sequence[MotieVermelding],
    verwijzingen: Sequence[Verwijzing],
) -> Iterator[Opvolging]:
    starts = [vermelding.span.start for vermelding in vermeldingen]
    for unit in units:
        if unit.soort is PassageSoort.NOOT:
            continue
        first = bisect_right(starts, unit.span.start - 1)
        named = [v for v in vermeldingen[first:] if v.span.start < unit.span.end]
        judged = judge(unit.text)
        if named:
            for vermelding in named:
                yield _speaks(document, unit, judged or _NAMED, "motie", vermelding)
        elif judged and _speaks_of_motie(unit, judged, first):
            before = vermeldingen[first - 1] if first and not _PLURAL.search(unit.text) else None
            yield _speaks(document, unit, judged, "motie", before)
        if unit.soort is not PassageSoort.KOP and TOEZEGGING.search(unit.text):
            number = _number(document, unit, verwijzingen)
            yield _speaks(document, unit, judged or _NAMED, "toezegging", None, number)


def _speaks_of_motie(unit: Unit, judged: Judgement, first: int) -> bool:
    """Whether a unit that names no motie speaks of one: of those before it, or of moties at large.

    Of moties at large only what is settled is told apart from talk about moties.
    """
    if unit.soort is PassageSoort.KOP:
        return False
    if _PLURAL.search(unit.text):
        return judged[0] in _SETTLED
    if MOTIE.search(unit.text):
        return True
    return first > 0 and BACK.match(unit.text) is not None and not TOEZEGGING.search(unit.text)


def _number(document: Document, unit: Unit, verwijzingen: Sequence[Verwijzing]) -> str | None:
    """The number of the toezegging a unit names, in its text or in one of its notes."""
    places = [unit.span]
    for marker in document.markers:
        if unit.span.covers(marker.span):
            places.append(document.passages[marker.note].span)
    for verwijzing in verwijzingen:
        if verwijzing.soort is VerwijzingSoort.TOEZEGGING and any(
            place.covers(verwijzing.span) for place in places
        ):
            return verwijzing.doel_id
    return None


def _speaks(
    document: Document,
    unit: Unit,
    judged: Judgement,
    van_soort: str,
    vermelding: MotieVermelding | None,
    number: str | None = None,
) -> Opvolging:
    who = _who(document, unit.heading)
    return _opvolging(document, unit.span, judged, van_soort, who, vermelding, number)


def _opvolging(
    document: Document,
    span: Span,
    judged: Judgement,
    van_soort: str,
    who: WieZegt,
    vermelding: MotieVermelding | None,
    number: str | None = None,
) -> Opvolging:
    uitspraak, rule, score = judged
    return Opvolging(
        id="",
        span=span,
        van_soort=van_soort,
        uitspraak=uitspraak,
        wie_zegt=who,
        methode=f"opvolging/{rule}",
        score=score,
        vermelding_id=vermelding.id if vermelding else None,
        doel_id=vermelding.nummer if vermelding else number,
        datum=document.kenmerken.datum,
    )


def _who(document: Document, heading: str | None) -> WieZegt:
    soort = document.kenmerken.soort
    if soort is DocumentSoort.HANDELINGEN:
        return WieZegt.KABINET if _MINISTER.match(heading or "") else WieZegt.KAMER
    return WieZegt.KAMER if soort in _KAMER_SPEAKS else WieZegt.KABINET


def _in_tables(document: Document, vermeldingen: Sequence[MotieVermelding]) -> Iterator[Opvolging]:
    for table in document.tables:
        columns = _status_columns(document, table)
        if columns is None:
            continue
        rows: dict[int, dict[int, list[Cell]]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, {}).setdefault(cell.column, []).append(cell)
        for row in rows.values():
            subjects, status = row.get(columns[0], []), row.get(columns[1], [])
            said = " ".join(smooth(document.text, cell.span).text for cell in status)
            if not said:
                continue
            judged, who = judge(said) or _NAMED, _who(document, None)
            for vermelding in vermeldingen:
                if any(subject.span.covers(vermelding.span) for subject in subjects):
                    yield _opvolging(document, status[0].span, judged, "motie", who, vermelding)


def _status_columns(document: Document, table: Table) -> tuple[int, int] | None:
    """The columns of what is spoken of and of its status, by the words of the first row."""
    head = [cell for cell in table.cells if cell.row == 0]
    texts = {cell.column: smooth(document.text, cell.span).text for cell in head}
    status = next((c for c, text in texts.items() if STATUS_HEADER.search(text)), None)
    subject = next(
        (c for c, text in texts.items() if c != status and SUBJECT_HEADER.search(text)), None
    )
    return None if status is None or subject is None else (subject, status)


def _in_lists(
    document: Document, units: Sequence[Unit], vermeldingen: Sequence[MotieVermelding]
) -> Iterator[Opvolging]:
    """Two columns printed one below the other: an entry names a motie, what follows is its fate.

    The best judged unit after an entry speaks for it, else the first.
    """
    current: MotieVermelding | None = None
    following: list[Unit] = []
    listed = False
    for index, passage in enumerate(document.passages):
        text = document.quote(passage.span)
        if LIST_HEADER.search(text) and len(text) < _ENTRY_LENGTH:
            listed = True
        entry = _entry(passage.span, text, vermeldingen) if listed else None
        if entry is not None:
            yield from _fate(document, current, following)
            current, following = entry, []
        elif current is not None and passage.soort is not PassageSoort.RAND:
            following += [u for u in units if u.passage == index]
    yield from _fate(document, current, following)


def _entry(
    span: Span, text: str, vermeldingen: Sequence[MotieVermelding]
) -> MotieVermelding | None:
    if not LIST_ENTRY.match(text) or len(text) > _ENTRY_LENGTH:
        return None
    return next((v for v in vermeldingen if span.covers(v.span)), None)


def _fate(
    document: Document, vermelding: MotieVermelding | None, units: Sequence[Unit]
) -> Iterator[Opvolging]:
    if vermelding is None or not units:
        return
    judged = [(judge(unit.text), unit) for unit in units]
    best = max(judged, key=lambda pair: pair[0][2] if pair[0] else 0.0)
    who = _who(document, None)
    span = best[1].span
    yield _opvolging(document, span, best[0] or _NAMED, "motie", who, vermelding)
