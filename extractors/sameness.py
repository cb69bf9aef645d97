"""Whether two papers are one letter: sent to both Chambers, or offered by two sources.

The words are compared, not the layout: sentences as letters only, so that line ends, notes and
page numbers do not matter. A motie that was changed by one word is another motie, and a rectified
report is another report; so only letters and reports are compared, and only within a week.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from models.document import Document, Kenmerken, Span
from models.lists import DocumentSoort, PassageSoort
from models.sameness import Fingerprint
from models.view import smooth

BEIDE_KAMERS = "beide Kamers"
ZELFDE_TEKST = "zelfde tekst"
AFSCHRIFT = "afschrift"

WITHIN = timedelta(days=7)
# how much of the longer paper's words must stand in the other
LEAST_SHARED = 0.8
# a paper with fewer letters says too little to be recognised by
_FEWEST_LETTERS = 400
_SHORTEST = 40
_MOST_SENTENCES = 2000

_S = DocumentSoort
_COMPARED = frozenset(
    {
        _S.BRIEF,
        _S.STAND_VAN_DE_UITVOERING,
        _S.STAAT_VAN_DE_UITVOERING,
        _S.KNELPUNTENBRIEF,
        _S.JAARVERSLAG,
        _S.UITVOERINGSTOETS,
        _S.BIJLAGE,
        _S.OVERIG,
    }
)
_WORDS = frozenset({PassageSoort.ALINEA, PassageSoort.OPSOMMING})
_SENTENCE = re.compile(r"(?<=[.?!;:])\s+")
_NOT_LETTER = re.compile(r"[\W\d_]+")
_KIND = re.compile(r"[a-z]+")

_NOTE = re.compile(
    r"\b(?:bijgevoegd|bijgaand|hierbij|hierbijgevoegd)\b[^.]{0,60}\bafschrift van"
    r" (?:de|mijn|een|onze|deze) (?:brief|reactie|aanbiedingsbrief)\b"
    r"(?:[^.‘'\"“]{0,40}[‘'\"“](?P<titel>[^’\"”]{5,300}?)[’'\"”](?=[\s.,]|$))?",
    re.IGNORECASE,
)
_CHAIR = re.compile(r"\bvoorzitter van de (?P<kamer>Tweede|Eerste) Kamer\b", re.IGNORECASE)
# the letter itself follows its covering note from so many characters on
_WHOLE_LETTER = 2000
_HEAD = 3000


@dataclass(frozen=True, slots=True)
class Afschrift:
    """A covering note that sends a copy of a letter to another Chamber.

    ``span`` is the sentence that says so, ``titel`` the letter it names. ``van`` is the Chamber
    the letter itself went to, ``aan`` the one that gets the copy (``None`` where the paper does
    not say). ``met_brief`` says that the copy follows in the same paper.
    """

    span: Span
    titel: str | None
    van: int | None
    aan: int | None
    met_brief: bool


def fingerprint(document: Document) -> Fingerprint | None:
    """What a paper says, to compare; ``None`` for kinds that are never compared, or too short."""
    if document.kenmerken.soort not in _COMPARED:
        return None
    zinnen = dict(_sentences(document))
    made = Fingerprint(document.id, document.kenmerken.datum, document.kenmerken.kamer, zinnen)
    return made if made.letters >= _FEWEST_LETTERS else None


def same_letter(one: Fingerprint, other: Fingerprint) -> str | None:
    """Why the two are one paper (a reason for ``ledger.same``), or ``None``.

    One letter went to both Chambers where the words agree and the Chambers differ. Within one
    Chamber the words alone count only for papers of two sources (identifiers of another kind):
    there two numbers are two papers.
    """
    if one.document_id == other.document_id or not _close(one, other):
        return None
    if shared(one, other) < LEAST_SHARED:
        return None
    if {one.kamer, other.kamer} == {1, 2}:
        return BEIDE_KAMERS
    return ZELFDE_TEKST if _source_of(one) != _source_of(other) else None


def shared(one: Fingerprint, other: Fingerprint) -> float:
    """The share of the longer paper's letters that stands in both, 0 to 1."""
    both = sum(one.zinnen[zin] for zin in one.zinnen.keys() & other.zinnen.keys())
    return both / max(one.letters, other.letters)


def find_afschrift(document: Document) -> Afschrift | None:
    """The covering note at the head of a paper, if it has one."""
    view = smooth(document.text, Span(0, min(_HEAD, len(document.text))))
    match = _NOTE.search(view.text)
    if match is None:
        return None
    chairs = [
        (found.start(), 2 if found["kamer"].lower() == "tweede" else 1)
        for found in _CHAIR.finditer(view.text, 0, match.end())
    ]
    sent = chairs[-1][1] if chairs else None
    first = chairs[0][1] if len(chairs) > 1 else None
    span = view.back(Span(*match.span()))
    running = sum(len(p.span) for p in document.running() if p.span.start >= span.end)
    return Afschrift(
        span,
        match["titel"],
        van=sent,
        aan=first if first != sent else None,
        met_brief=running >= _WHOLE_LETTER,
    )


def with_afschrift(document: Document) -> Document:
    """The document with Chamber 3 (both) where it is a letter with the note that copies it.

    Where the paper does not say who got the copy, the Chamber of the letter itself stands.
    """
    if document.kenmerken.soort is not _S.BRIEF:
        return document
    note = find_afschrift(document)
    if note is None or not note.met_brief or note.van is None:
        return document
    kamer = 3 if note.aan else note.van
    return replace(document, kenmerken=replace(document.kenmerken, kamer=kamer))


def is_copied(note: Afschrift, sent_on: Kenmerken, letter: Kenmerken) -> bool:
    """Whether ``letter`` is the one that a note (itself a paper, with ``sent_on``) copies."""
    if note.titel is None or letter.titel is None or letter.kamer not in (note.van, None):
        return False
    if not (sent_on.datum and letter.datum) or abs(sent_on.datum - letter.datum) > WITHIN:
        return False
    return _letters(note.titel) in _letters(letter.titel)


def _close(one: Fingerprint, other: Fingerprint) -> bool:
    return bool(one.datum and other.datum and abs(one.datum - other.datum) <= WITHIN)


def _source_of(one: Fingerprint) -> str:
    """The kind of an identifier: that of another source is of another kind."""
    match = _KIND.match(one.document_id)
    return match[0] if match else ""


def _sentences(document: Document) -> Iterator[tuple[str, int]]:
    text = " ".join(
        smooth(document.text, passage.span).text
        for passage in document.passages
        if passage.soort in _WORDS
    )
    count = 0
    for sentence in _SENTENCE.split(text):
        letters = _letters(sentence)
        if len(letters) >= _SHORTEST:
            yield hashlib.sha256(letters.encode()).hexdigest()[:16], len(letters)
            count += 1
            if count == _MOST_SENTENCES:
                return


def _letters(text: str) -> str:
    return _NOT_LETTER.sub("", text.casefold())
