"""Places that name a motie: by its members, its subject, its number, or by pointing back.

A mention is a phrase for one motie; what is said of moties in general names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.onderwerp import motie_soort, read_onderwerp, split_names
from extractors.patterns import vermeldingen as patterns
from extractors.rules import Rule
from models.citation import FullCitation, Verwijzing
from models.document import Document, Passage, Span, Table
from models.findings import MotieVermelding, number_ids
from models.lists import MotieSoort, PassageSoort, VerwijzingSoort
from models.view import View, smooth

# a number given after the phrase stands this close to it: "… formulieren (Kamerstuk 99 001, …"
_REACH = 4
_CELL = re.compile(r"[^\t\n]+")
# "3 Kamerstukken II, …": a note whose label the reader did not take apart
_NOTE_LABEL = re.compile(r"\s*(?:<sup>)?([0-9]{1,3})(?:</sup>)?[\s.)]")
_MARKER_AFTER = re.compile(r"(?:<sup>)?([0-9]{1,3})(?:</sup>)?(?![0-9])")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A mention as found in the text of one view, before it has a number and an identifier."""

    span: Span
    rule: Rule
    namen: tuple[str, ...] = ()
    onderwerp: str | None = None
    soort: MotieSoort | None = None
    terug: bool = False


def find_vermeldingen(
    document: Document, verwijzingen: Sequence[Verwijzing]
) -> tuple[MotieVermelding, ...]:
    """Every phrase that names a motie, in order; spans are disjoint and lie in ``document.text``.

    ``verwijzingen`` are the settled references of the same document: a number is taken from one
    that stands within or directly after the phrase, or in the note the phrase points at.
    """
    phrases: list[_Phrase] = []
    for passage in document.running():
        for view in _views(document, passage):
            phrases += [replace(p, span=view.back(p.span)) for p in _disjoint(_phrases(view.text))]
    for table in document.tables:
        phrases += _cells(document, table, [phrase.span for phrase in phrases])
    phrases.sort(key=lambda phrase: phrase.span)
    ids = number_ids("vermelding", document.id, (document.quote(p.span) for p in phrases))
    numbers = _Numbers(document, verwijzingen)
    found = (_finish(phrase, id_, numbers) for phrase, id_ in zip(phrases, ids, strict=True))
    return tuple(v for v in found if v.namen or v.onderwerp or v.nummer or v.terugverwijzing)


def _views(document: Document, passage: Passage) -> Iterator[View]:
    """What is read as one text: a passage without its note markers, or one cell of a table."""
    if "otie" not in passage.span.of(document.text):
        return
    spans = [passage.span]
    if passage.soort is PassageSoort.TABEL:
        text = passage.span.of(document.text)
        cells = [cell.span for cell in document.cells(passage.span)]
        spans = cells or [Span(*c.span()).shift(passage.span.start) for c in _CELL.finditer(text)]
    for span in spans:
        yield _unmarked(document, span)


def _unmarked(document: Document, span: Span) -> View:
    """The smoothed reading of a span, without the note markers in it."""
    view = smooth(document.text, span)
    markers = [marker.span for marker in document.markers if span.covers(marker.span)]
    if not any(markers):
        return view
    kept = [
        index
        for index, origin in enumerate(view.origin)
        if not any(marker.start <= origin < marker.end for marker in markers)
    ]
    return View("".join(view.text[i] for i in kept), tuple(view.origin[i] for i in kept))


# Phrases


def _phrases(text: str) -> Iterator[_Phrase]:
    lowered = text.lower()
    for rule in (patterns.GENOEMD_LID, patterns.GENOEMD_ONDERWERP, patterns.GENOEMD_NUMMER):
        for match in rule.finditer(text, lowered):
            yield _read(match, rule)
    for match in patterns.TERUG.finditer(text, lowered):
        yield _Phrase(Span(*match.span()), patterns.TERUG, terug=True)


def _read(match: re.Match[str], rule: Rule) -> _Phrase:
    """The members, kind and subject of a phrase; its span ends with its subject."""
    parts = match.groupdict()
    namen = split_names(parts["namen"]) if parts.get("namen") else ()
    end, onderwerp = match.end(), None
    if parts.get("over"):
        subject = _subject(match.string, match.end())
        if subject:
            end, onderwerp = subject.end, subject.of(match.string)
    if onderwerp is None:
        # a note number, a bracket or "over" without a subject is not part of the phrase
        first = next((name for name in ("noot", "haakjes") if name in parts), None)
        end = len(match.string[: match.start(first) if first else end].rstrip(" ,"))
    soort = motie_soort(parts["soort"]) if parts.get("soort") else None
    return _Phrase(Span(match.start(), end), rule, namen, onderwerp, soort)


def _subject(text: str, start: int) -> Span | None:
    """From ``start`` as far as the subject goes; ``None`` where there is none."""
    stop = min(len(text), start + patterns.LANGSTE_ONDERWERP)
    # from the space before, so that a verb right after "over" leaves no subject
    ends = patterns.EINDE_ONDERWERP.finditer(text, start - 1, stop)
    match = next((m for m in ends if not _within_clause(m, start)), None)
    end = match.start() if match else stop
    if not match and stop < len(text):
        end = text.rfind(" ", start, stop)  # never within a word
    end = len(text[: max(start, end)].rstrip(" ,"))
    return Span(start, end) if end > start else None


def _within_clause(match: re.Match[str], start: int) -> bool:
    """Whether a verb belongs to a clause of the subject itself: "hoe … kan worden"."""
    if not match["gezegde"] or match["gezegde"].startswith(","):
        return False
    return bool(patterns.BIJZIN.search(match.string, start, max(start, match.start())))


def _disjoint(phrases: Iterator[_Phrase]) -> list[_Phrase]:
    """The phrases that do not overlap: the earliest, and of those the one with members."""
    kept: list[_Phrase] = []
    for phrase in sorted(phrases, key=lambda p: (p.span.start, not p.namen, -p.span.end)):
        if not kept or phrase.span.start >= kept[-1].span.end:
            kept.append(phrase)
    return kept


# Tables


def _cells(document: Document, table: Table, taken: list[Span]) -> Iterator[_Phrase]:
    """The cells below a heading "Motie" that do not say so themselves."""
    columns = {
        cell.column
        for cell in table.cells
        if cell.row == 0 and patterns.KOLOM.pattern.search(document.quote(cell.span))
    }
    for cell in table.cells:
        if cell.row == 0 or cell.column not in columns or not len(cell.span):
            continue
        if any(span.overlaps(cell.span) for span in taken):
            continue
        onderwerp = read_onderwerp("motie " + document.quote(cell.span))
        if onderwerp.namen:
            yield _Phrase(
                cell.span, patterns.KOLOM, onderwerp.namen, onderwerp.kern, onderwerp.soort
            )


# Numbers


class _Numbers:
    """The identifiers of Kamerstukken by where they stand, and the notes they stand in."""

    def __init__(self, document: Document, verwijzingen: Sequence[Verwijzing]) -> None:
        self._document = document
        self._stukken = [
            v
            for v in verwijzingen
            if v.doel_id and v.soort is VerwijzingSoort.KAMERSTUK and not _is_attachment(v)
        ]

    def of(self, span: Span) -> str | None:
        """The one number the phrase at ``span`` gives; ``None`` where it gives none or several."""
        return self._near(span) or self._in_note(span)

    def _near(self, span: Span) -> str | None:
        near = [v for v in self._stukken if span.start <= v.span.start <= span.end + _REACH]
        text = self._document.text
        for v in near:
            between = text[span.end : v.span.start] if v.span.start > span.end else ""
            if "." not in between and "," not in between:
                return v.doel_id
        return None

    def _in_note(self, span: Span) -> str | None:
        markers = [
            marker
            for marker in self._document.markers
            if span.start <= marker.span.start <= span.end + 1
        ]
        notes = [self._document.passages[marker.note] for marker in markers]
        if not markers:
            notes = self._note_by_label(span)
        found = {v.doel_id for note in notes for v in self._stukken if note.span.covers(v.span)}
        return found.pop() if len(found) == 1 else None

    def _note_by_label(self, span: Span) -> list[Passage]:
        """The note whose number stands right behind the phrase, where no marker is known."""
        text = self._document.text
        marker = _MARKER_AFTER.match(text, span.end)
        if not marker:
            return []
        notes = [
            passage
            for passage in self._document.passages
            if passage.span.start > span.end and _label(passage, text) == marker[1]
        ]
        return notes[:1]


def _label(passage: Passage, text: str) -> str | None:
    """The number a note begins with."""
    if passage.label:
        return passage.label.strip("().[] ")
    match = _NOTE_LABEL.match(text, passage.span.start, passage.span.end)
    return match[1] if match else None


def _is_attachment(verwijzing: Verwijzing) -> bool:
    citation = verwijzing.citation
    return isinstance(citation, FullCitation) and citation.attachment


def _finish(phrase: _Phrase, id_: str, numbers: _Numbers) -> MotieVermelding:
    return MotieVermelding(
        id=id_,
        span=phrase.span,
        namen=phrase.namen,
        onderwerp=phrase.onderwerp,
        nummer=None if phrase.terug else numbers.of(phrase.span),
        methode=phrase.rule.name,
        score=phrase.rule.score,
        soort=phrase.soort,
        terugverwijzing=phrase.terug,
    )
