"""What a paper says became of a motie or toezegging."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.namen import all_among
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
from models.document import Document, Span, Table
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
_FIRST_WORDS = re.compile(r"\s*[.:;,(]")
_WORD = re.compile(r"\w+")
# runs of three words; shorter statements ("in uitvoering") are the same by nature
_WORTH_COMPARING = 12
_NEARLY = 0.8
# where a statement stands, as its method says: a row of a status table, or the running text
TABEL = "statustabel"
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
    rows = list(_status_rows(document, vermeldingen))
    found = [
        *_in_running_text(document, units, vermeldingen, verwijzingen, rows),
        *_in_rows(document, rows, verwijzingen),
        *_in_lists(document, units, vermeldingen),
    ]
    unique: dict[tuple[Span, str, str | None], Opvolging] = {}
    for opvolging in sorted(found, key=lambda o: (o.span, o.uitspraak is Uitspraak.GENOEMD)):
        unique.setdefault((opvolging.span, opvolging.van_soort, opvolging.vermelding_id), opvolging)
    kept = list(unique.values())
    ids = number_ids("opvolging", document.id, (document.quote(o.span) for o in kept))
    numbered = [replace(o, id=number) for o, number in zip(kept, ids, strict=True)]
    return tuple(_mark_pasted(document, numbered))


def _mark_pasted(document: Document, said: Sequence[Opvolging]) -> Iterator[Opvolging]:
    """Of statements that stand, nearly word for word, elsewhere in the paper under another motie:
    which one was the first. One statement on several moties at once is no copy.
    """
    groups: list[tuple[Opvolging, frozenset[tuple[str, ...]]]] = []
    first: dict[str, Opvolging] = {}
    copied: set[str] = set()
    for one in said:
        runs = _runs_of_words(smooth(document.text, one.span).text)
        if one.uitspraak is Uitspraak.GENOEMD or len(runs) < _WORTH_COMPARING:
            continue
        like = next((o for o, others in groups if _nearly_same(runs, others)), None)
        if like is None:
            groups.append((one, runs))
        first[one.id] = like or one
        if like and not like.span.overlaps(one.span):
            copied.add(like.id)
    for one in said:
        group = first.get(one.id)
        yield replace(one, gelijk_aan=group.id) if group and group.id in copied else one


def _runs_of_words(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return frozenset(tuple(words[at : at + 3]) for at in range(len(words) - 2))


def _nearly_same(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= _NEARLY * max(len(one), len(other))


def judge(text: str) -> Judgement | None:
    """What a unit says of the fate of what it names: uitspraak, rule and score."""
    # "Afgedaan. De brief is …"
    word = STATUS_WORDS.get(_FIRST_WORDS.split(text.strip(), maxsplit=1)[0].lower())
    if word is not None:
        return word, "status", 0.95
    if REQUEST.search(text) or text.endswith("?"):
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
    rows: Sequence[_StatusRow],
) -> Iterator[Opvolging]:
    told = {v.id for row in rows for v in row.told}
    cells = [cell for row in rows for cell in row.cells]
    starts = [vermelding.span.start for vermelding in vermeldingen]
    for unit in units:
        if unit.soort is PassageSoort.NOOT:
            continue
        first = bisect_right(starts, unit.span.start - 1)
        named = [v for v in vermeldingen[first:] if v.span.start < unit.span.end]
        judged = judge(unit.text)
        if any(cell.covers(unit.span) for cell in cells):
            # its row speaks for it, except of a motie that is not the row's own
            others = [v for v in named if v.id not in told]
            yield from _of_named(document, unit, judged, others)
            continue
        yield from _of_named(document, unit, judged, named)
        if not named and judged and _speaks_of_motie(unit, judged, first):
            before = vermeldingen[first - 1] if first and not _PLURAL.search(unit.text) else None
            yield _speaks(document, unit, judged, "motie", before)
        yield from _promise(document, unit, judged or _NAMED, verwijzingen)


def _of_named(
    document: Document,
    unit: Unit,
    judged: Judgement | None,
    named: Sequence[MotieVermelding],
) -> Iterator[Opvolging]:
    for vermelding in named:
        yield _speaks(document, unit, judged or _NAMED, "motie", vermelding)


def _promise(
    document: Document, unit: Unit, judged: Judgement, verwijzingen: Sequence[Verwijzing]
) -> Iterator[Opvolging]:
    if unit.soort is not PassageSoort.KOP and TOEZEGGING.search(unit.text):
        number = _number(document, unit, verwijzingen)
        yield _speaks(document, unit, judged, "toezegging", None, number)


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
    return _promise_in(places, verwijzingen)


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
    place: str = "opvolging",
) -> Opvolging:
    uitspraak, rule, score = judged
    return Opvolging(
        id="",
        span=span,
        van_soort=van_soort,
        uitspraak=uitspraak,
        wie_zegt=who,
        methode=f"{place}/{rule}",
        score=score,
        vermelding_id=vermelding.id if vermelding else None,
        doel_id=(vermelding.nummer if vermelding else None) or number,
        datum=document.kenmerken.datum,
    )


def _who(document: Document, heading: str | None) -> WieZegt:
    soort = document.kenmerken.soort
    if soort is DocumentSoort.HANDELINGEN:
        return WieZegt.KABINET if _MINISTER.match(heading or "") else WieZegt.KAMER
    return WieZegt.KAMER if soort in _KAMER_SPEAKS else WieZegt.KABINET


@dataclass(frozen=True, slots=True)
class _StatusRow:
    """A row of a status table: what is spoken of, and what is said.

    ``own`` are the mentions in its first column, ``inside`` those in what is said; ``cells`` are
    the spans of both. ``said`` is the whole statement, also where a note interrupts it.
    """

    subject: tuple[Span, ...]
    span: Span
    said: str
    own: tuple[MotieVermelding, ...]
    inside: tuple[MotieVermelding, ...]
    cells: tuple[Span, ...]

    @property
    def told(self) -> tuple[MotieVermelding, ...]:
        """The mentions that the row speaks for: its own, and these again by their members."""
        again = (v for v in self.inside if any(_same_members(v, own) for own in self.own))
        return (*self.own, *again)

    def number_of(self, vermelding: MotieVermelding) -> str | None:
        """The number of a motie of the row, given with it or where it is named again."""
        again = (v.nummer for v in self.inside if _same_members(v, vermelding) and v.nummer)
        return vermelding.nummer or next(again, None)


def _same_members(again: MotieVermelding, first: MotieVermelding) -> bool:
    """Whether a motie named again may be the first: by some of its members and no other subject."""
    return again.onderwerp is None and all_among(again.namen, first.namen)


def _status_rows(
    document: Document, vermeldingen: Sequence[MotieVermelding]
) -> Iterator[_StatusRow]:
    """The rows of every table with a column of moties or promises and one of their status."""
    for table in document.tables:
        columns = _status_columns(document, table)
        if columns is None:
            continue
        rows: dict[int, dict[int, list[Span]]] = {}
        for cell in table.cells:
            for number in range(cell.row, cell.row + cell.rows):
                rows.setdefault(number, {}).setdefault(cell.column, []).append(cell.span)
        for row in rows.values():
            subject, status = (row.get(column, []) for column in columns)
            yield _status_row(document, subject, status, vermeldingen)


def _status_row(
    document: Document,
    subject: Sequence[Span],
    status: Sequence[Span],
    vermeldingen: Sequence[MotieVermelding],
) -> _StatusRow:
    def among(spans: Sequence[Span]) -> tuple[MotieVermelding, ...]:
        return tuple(v for v in vermeldingen if any(span.covers(v.span) for span in spans))

    cells = (*subject, *status)
    return _StatusRow(
        subject=tuple(subject),
        span=Span(status[0].start, status[-1].end) if status else Span(0, 0),
        said=" ".join(smooth(document.text, span).text for span in status),
        own=among(subject),
        inside=among(status),
        cells=cells,
    )


def _in_rows(
    document: Document, rows: Sequence[_StatusRow], verwijzingen: Sequence[Verwijzing]
) -> Iterator[Opvolging]:
    who = _who(document, None)
    for row in rows:
        if not row.said.strip():
            continue
        judged = judge(row.said) or _NAMED
        for vermelding in row.own:
            number = row.number_of(vermelding)
            yield _opvolging(document, row.span, judged, "motie", who, vermelding, number, TABEL)
        if not row.own and (number := _promise_in(row.subject, verwijzingen)):
            yield _opvolging(document, row.span, judged, "toezegging", who, None, number, TABEL)


def _promise_in(places: Sequence[Span], verwijzingen: Sequence[Verwijzing]) -> str | None:
    """The number of a promise given in one of these places."""
    return next(
        (
            v.doel_id
            for v in verwijzingen
            if v.soort is VerwijzingSoort.TOEZEGGING and any(p.covers(v.span) for p in places)
        ),
        None,
    )


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
