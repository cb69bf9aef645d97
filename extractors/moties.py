"""Moties in any document: opening, considerations, requests, close, signatures.

A motie is one long sentence of the Chamber: "De Kamer, gehoord de beraadslaging, overwegende
dat …; verzoekt de regering …, en gaat over tot de orde van de dag." In a paper of its own each
clause is a paragraph and the signatures follow; quoted in a letter it may stand in one; read
aloud in a meeting the chair says afterwards who proposes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from extractors.onderwerp import read_vervangt
from extractors.patterns import moties as patterns
from extractors.rules import Rule
from models.document import Document, Kenmerken, Passage, Span
from models.findings import Indiener, Motie, Verzoek, number_ids
from models.identifiers import Dossier, KamerstukId
from models.lists import DocumentSoort, MotieSoort, PassageSoort
from models.view import smooth

# a motie is a page or two; what goes on longer is something else
_MOST_CLAUSES = 150
_LONGEST = 30_000
_MOST_NAMES = 75
# how far before "De Kamer" its heading may stand
_HEADING_BACK = 12
# how far after the close the chair says who proposes it
_CHAIR_AHEAD = 5
_CLOSED = (";", ",", ".", ":")
_BESIDE = frozenset({PassageSoort.RAND, PassageSoort.NOOT, PassageSoort.TABEL})
_CLOSING_MARKS = " \t\r\n;,.:"


def find_moties(document: Document) -> tuple[Motie, ...]:
    """The moties in ``document``, in order.

    A motie takes the document's identifier where the paper is that motie and holds no other;
    else its own is made of its content. Terms of requests are left open here.
    """
    found = [
        reading
        for start in patterns.AANHEF.finditer(document.text)
        if (reading := _read(document, start)) is not None
    ]
    is_paper = document.kenmerken.soort is DocumentSoort.MOTIE and len(found) == 1
    if is_paper:
        return (_motie(document, found[0], document.id, is_paper),)
    ids = number_ids("motie", document.id, (document.quote(one.span) for one in found))
    return tuple(
        _motie(document, reading, motie_id, is_paper)
        for reading, motie_id in zip(found, ids, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Clause:
    """A stretch of a passage that one clause of the motie may begin with or go on in."""

    span: Span
    text: str
    passage: int
    starts_passage: bool
    is_item: bool

    @property
    def is_closed(self) -> bool:
        return self.text.endswith(_CLOSED)


@dataclass(slots=True)
class _Part:
    """A clause of the motie with all that goes on in later passages."""

    rule: Rule
    span: Span
    werkwoord: str = ""
    # it only announces items ("verzoekt de regering:")
    is_lead: bool = False
    items: list[Span] = field(default_factory=list)

    def spans(self, text: str) -> Iterator[Span]:
        """The items, or the part itself, without the closing comma."""
        return (_trimmed(text, span) for span in self.items or (self.span,))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A motie as read, before it gets its heading and its name."""

    start: int
    passage: int
    parts: tuple[_Part, ...]
    slot: Span | None
    # where the signatures begin
    after: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def _read(document: Document, start: re.Match[str]) -> _Reading | None:
    passage = document.passage_at(start.start())
    if passage is None or document.passages[passage].soort in _BESIDE:
        return None
    rest = document.text[start.end() : document.passages[passage].span.end][:200].lstrip()
    if rest and _kind(" ".join(rest.split()), 0, False) is None:
        return None
    clauses = islice(_clauses(document, passage, start.end()), _MOST_CLAUSES)
    body, slot = _body(clauses)
    parts = _parts(body)
    if not any(part.rule in _ASKING for part in parts):
        return None
    if slot is None:
        end = max(span.end for span in parts[-1].spans(document.text))
        after = body[-1].span.end
    else:
        end = after = slot.end
    return _Reading(start.start(), passage, parts, slot, after, end)


# the clauses


def _clauses(document: Document, first: int, start: int) -> Iterator[_Clause]:
    """The clauses from ``start`` on, which lies in passage number ``first``."""
    for number, passage in enumerate(document.passages[first:], first):
        begin = max(start, passage.span.start)
        if begin > start + _LONGEST:
            return
        if passage.soort in _BESIDE or begin >= passage.span.end:
            continue
        view = smooth(document.text, Span(begin, min(passage.span.end, start + _LONGEST)))
        is_item = passage.soort is PassageSoort.OPSOMMING or passage.label is not None
        for order, part in enumerate(_cut(view.text)):
            # a marker that stands in the text is no part of the item
            label = patterns.LABEL.match(part.of(view.text))
            clause = Span(part.start + label.end(), part.end) if label else part
            yield _Clause(
                view.back(clause),
                clause.of(view.text),
                number,
                starts_passage=order == 0,
                is_item=label is not None or (is_item and order == 0),
            )


def _cut(text: str) -> Iterator[Span]:
    """The spans of a passage's text that hold one clause each; none is blank."""
    start = 0
    for border in patterns.GRENS.finditer(text):
        if _begins_clause(text, border):
            yield from _not_blank(text, start, border.end())
            start = border.end()
    yield from _not_blank(text, start, len(text))


def _not_blank(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    if piece.strip():
        lead = len(piece) - len(piece.lstrip())
        yield Span(start + lead, start + len(piece.rstrip()))


def _begins_clause(text: str, border: re.Match[str]) -> bool:
    after = border.end()
    if border["teken"] in (";", ":") and patterns.LABEL.match(text, after):
        return True
    if border["teken"] == ";":
        return _kind(text, after, False) is not None
    return bool(patterns.STERK.match(text, after))


_ASKING = frozenset((*patterns.VERZOEKEN, *patterns.UITSPRAKEN))
_SURE = (patterns.SLOT, patterns.GEHOORD, *patterns.VERZOEKEN)
_CLOSED_ONLY = (patterns.OVERWEGING, *patterns.UITSPRAKEN)


def _kind(text: str, start: int, is_broken: bool) -> tuple[Rule, re.Match[str]] | None:
    """The rule whose clause begins at ``start``.

    ``is_broken`` holds where the line before was not closed: then only sure signs count.
    """
    for rule in _SURE:
        if match := rule.pattern.match(text, start):
            return rule, match
    if is_broken and not patterns.STERK.match(text, start):
        return None
    for rule in _CLOSED_ONLY:
        if match := rule.pattern.match(text, start):
            return rule, match
    return None


def _body(clauses: Iterable[_Clause]) -> tuple[list[_Clause], Span | None]:
    """The clauses before the close, and the close; without one, as far as the sentence goes."""
    body: list[_Clause] = []
    for clause in clauses:
        slot = patterns.SLOT.pattern.match(clause.text)
        if slot:
            return body, Span(clause.span.start, clause.span.start + slot.end())
        if patterns.AANHEF.search(clause.text):
            break
        body.append(clause)
    return list(_sentence(body)), None


def _sentence(clauses: Iterable[_Clause]) -> Iterator[_Clause]:
    """The clauses up to the one after a full stop, or up to a signature."""
    is_open, asks = True, False
    for clause in clauses:
        kind = _kind(clause.text, 0, False)
        is_signature = asks and clause.starts_passage and bool(_names(clause.text))
        if kind is None and not clause.is_item and (is_signature or not is_open):
            return
        asks = asks or (kind is not None and kind[0] in _ASKING)
        is_open = not clause.text.endswith(".")
        yield clause


def _parts(body: Iterable[_Clause]) -> tuple[_Part, ...]:
    """The clauses put together; empty where the first is none of a motie."""
    parts: list[_Part] = []
    is_broken = False
    for clause in body:
        kind = _kind(clause.text, 0, is_broken)
        if kind is not None:
            parts.append(_part(clause, *kind))
        elif parts:
            _add(parts[-1], clause, is_broken)
        else:
            return ()
        is_broken = not clause.is_closed
    return tuple(parts)


def _part(clause: _Clause, rule: Rule, match: re.Match[str]) -> _Part:
    if rule in _ASKING:
        werkwoord = " ".join(group for group in match.groups() if group).lower()
        rest = clause.text[match.end() :].strip(" ,:")
        is_lead = not patterns.TE.search(rest) and (
            clause.text.endswith(":") or rest.lower() in ("", "om")
        )
        return _Part(rule, clause.span, werkwoord, is_lead)
    return _Part(rule, clause.span, is_lead=bool(patterns.KALE_OVERWEGING.fullmatch(clause.text)))


def _add(part: _Part, clause: _Clause, is_broken: bool) -> None:
    """Takes a clause that begins nothing new into the part before it."""
    if part.is_lead and is_broken and not part.items and not clause.is_item:
        # the lead was no lead: its sentence goes on
        part.is_lead = False
    if not part.is_lead:
        part.span = Span(part.span.start, clause.span.end)
    elif part.items and is_broken and not clause.is_item:
        part.items[-1] = Span(part.items[-1].start, clause.span.end)
    else:
        part.items.append(clause.span)


def _trimmed(text: str, span: Span) -> Span:
    return Span(span.start, span.start + len(span.of(text).rstrip(_CLOSING_MARKS)))


# the motie


def _motie(document: Document, reading: _Reading, motie_id: str, is_paper: bool) -> Motie:
    kenmerken = document.kenmerken
    kop = _kop(document, reading.passage, is_paper)
    announced = _announced(document, reading)
    indieners = announced.indieners or tuple(_signatures(document, reading, kop, is_paper))
    signed = [one.span.end for one in indieners] if not announced.indieners else []
    texts = [text for text in (kop, kenmerken.titel if is_paper else None) if text]
    soort = announced.soort or _soort(texts)
    text = document.text
    return Motie(
        id=motie_id,
        span=Span(reading.start, max((reading.end, *signed))),
        soort=soort,
        titel=(kenmerken.titel or kop) if is_paper else kop,
        indieners=indieners,
        overwegingen=tuple(
            span
            for part in reading.parts
            if part.rule is patterns.OVERWEGING
            for span in part.spans(text)
        ),
        verzoeken=tuple(
            Verzoek(span, part.werkwoord)
            for part in reading.parts
            if part.rule in _ASKING
            for span in part.spans(text)
        ),
        methode=patterns.SLOT.name if reading.slot else patterns.AANHEF.name,
        score=1.0 if reading.slot else 0.9,
        gehoord=_gehoord(reading, text),
        datum=kenmerken.datum,
        vervangt_id=announced.vervangt_id or _vervangt(texts, soort, kenmerken),
        nummer=announced.nummer,
    )


def _gehoord(reading: _Reading, text: str) -> Span | None:
    for part in reading.parts:
        if part.rule is patterns.GEHOORD:
            return next(part.spans(text))
    return None


def _kop(document: Document, passage: int, is_paper: bool) -> str | None:
    """The heading of the motie; a quoted one has it close before it, if at all."""
    if is_paper and document.kenmerken.kop:
        return document.kenmerken.kop
    back = _HEADING_BACK if is_paper else 2
    for before in reversed(document.passages[max(passage - back, 0) : passage]):
        text = smooth(document.text, before.span).text.strip()
        if len(text) < 400 and patterns.KOP.search(text):
            return text
    return None


def _soort(texts: Iterable[str]) -> MotieSoort:
    joined = "\n".join(texts)
    if patterns.NADER_GEWIJZIGD.search(joined):
        return MotieSoort.NADER_GEWIJZIGD
    return MotieSoort.GEWIJZIGD if patterns.GEWIJZIGD.search(joined) else MotieSoort.MOTIE


def _vervangt(texts: Iterable[str], soort: MotieSoort, kenmerken: Kenmerken) -> str | None:
    """The motie replaced: the printed heading goes before the title."""
    for text in texts:
        if match := patterns.TER_VERVANGING.search(text):
            return _kst(match["dossier"] or kenmerken.dossier_id, match["nummer"])
        if named := read_vervangt(text, soort):
            return named if named.startswith("kst-") else _kst(kenmerken.dossier_id, named)
    return None


def _kst(dossier: str | None, nummer: str | None) -> str | None:
    if dossier is None or nummer is None:
        return None
    try:
        return str(KamerstukId(Dossier.parse(dossier), nummer))
    except ValueError:
        return None


# who signs


def _signatures(
    document: Document, reading: _Reading, kop: str | None, is_paper: bool
) -> Iterator[Indiener]:
    """The names below the close, as long as the lines hold nothing but names.

    Below a quoted motie the text goes on, and a line of one word may be anything: there the
    first name must have been named just before.
    """
    before = document.text[max(reading.start - 1500, 0) : reading.start] + (kop or "")
    known = None if is_paper else before.casefold()
    for span in islice(_lines_after(document, reading), _MOST_NAMES):
        names = _names(span.of(document.text))
        for name in names:
            naam = name.of(span.of(document.text))
            if known is not None and naam.split()[-1].casefold() not in known:
                return
            known = None
            yield Indiener(naam, name.shift(span.start))
        if not names:
            return


def _lines_after(document: Document, reading: _Reading) -> Iterator[Span]:
    """The lines of the running text after the close, up to a heading or list."""
    for passage in _passages_after(document, reading):
        if passage.soort is not PassageSoort.ALINEA and passage.span.start >= reading.after:
            return
        start = max(passage.span.start, reading.after)
        for line in re.finditer(r"[^\n]+", document.text[start : passage.span.end]):
            if line[0].strip(' .,;"»”'):
                yield Span(start + line.start(), start + line.end())


def _passages_after(document: Document, reading: _Reading) -> Iterator[Passage]:
    for passage in document.passages[reading.passage :]:
        if passage.span.end > reading.after and passage.soort not in _BESIDE:
            yield passage


def _names(line: str) -> tuple[Span, ...]:
    """Where the names stand in a line that holds nothing else; empty for any other line."""
    if len(line) > 300:
        return ()
    names = []
    start = 0
    for border in (*patterns.TUSSEN_NAMEN.finditer(line), None):
        end = border.start() if border else len(line)
        piece = line[start:end]
        name = piece.strip(' .,;:"»”')
        if name:
            if not patterns.NAAM.pattern.fullmatch(name):
                return ()
            first = start + piece.index(name)
            names.append(Span(first, first + len(name)))
        start = border.end() if border else end
    return tuple(names)


# what the chair says of a motie read aloud


@dataclass(frozen=True, slots=True)
class _Announced:
    indieners: tuple[Indiener, ...] = ()
    nummer: str | None = None
    soort: MotieSoort | None = None
    vervangt_id: str | None = None


def _announced(document: Document, reading: _Reading) -> _Announced:
    indieners: tuple[Indiener, ...] = ()
    nummer = vervangt_id = None
    for passage in islice(_passages_after(document, reading), _CHAIR_AHEAD):
        view = smooth(document.text, passage.span)
        if patterns.AANHEF.search(view.text):
            break
        if not indieners and (said := patterns.VOORGESTELD.search(view.text)):
            indieners = tuple(
                Indiener(name.of(said["namen"]), view.back(name.shift(said.start("namen"))))
                for name in _names(said["namen"])
            )
        if nummer is None and (number := patterns.KRIJGT_NR.search(view.text)):
            nummer = _kst(number["dossier"], number["nummer"])
            vervangt_id = _kst(number["dossier"], number["was"])
    before = _changed(document, reading.passage)
    soort = before.soort or (MotieSoort.GEWIJZIGD if vervangt_id else None)
    return _Announced(indieners or before.indieners, nummer, soort, vervangt_id)


def _changed(document: Document, passage: int) -> _Announced:
    """What the chair says before reading a changed motie aloud: whose it is, and its kind."""
    for before in document.passages[max(passage - 2, 0) : passage]:
        view = smooth(document.text, before.span)
        if luidt := patterns.LUIDT_THANS.search(view.text):
            said = luidt["namen"] or ""
            indieners = tuple(
                Indiener(name.of(said), view.back(name.shift(luidt.start("namen"))))
                for name in _names(said)
            )
            soort = MotieSoort.NADER_GEWIJZIGD if luidt["nader"] else MotieSoort.GEWIJZIGD
            return _Announced(indieners, soort=soort)
    return _Announced()
