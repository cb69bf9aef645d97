"""References to papers, laws and judgments: found as written, settled by what came before.

``find_citations`` looks at one passage at a time; ``resolve`` at the document. A wrong link does
more harm than a missing one: where two papers fit, or none, the answer is "unknown".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

from extractors.kenmerken import read_date
from extractors.laws import Laws
from extractors.patterns import citations as patterns
from extractors.rules import Rule
from extractors.termijnen import prinsjesdag
from models.citation import (
    BackCitation,
    Citation,
    FullCitation,
    PageSpan,
    ShortCitation,
    Verwijzing,
)
from models.document import Document, Link, Span
from models.identifiers import (
    BladId,
    Celex,
    Dossier,
    KamerstukId,
    Vergaderjaar,
    VergaderstukId,
    parse_identifier,
)
from models.lexicon import Lexicon
from models.lists import PassageSoort, VerwijzingSoort
from models.view import smooth

_CHAMBERS = {
    "I": 1, "1": 1, "EK": 1, "Eerste": 1, "Eerste Kamer": 1,
    "II": 2, "2": 2, "ll": 2, "TK": 2, "Tweede": 2, "Tweede Kamer": 2,
}  # fmt: skip
# papers of the Eerste Kamer carried their session in the identifier up to and with this year
_LAST_SESSION = Vergaderjaar(2009)
# "nrs. 3-40" is a range, "nrs. 3-4000" a misprint
_LONGEST_RANGE = 50
_SOORTEN = {
    "kst": VerwijzingSoort.KAMERSTUK,
    "blg": VerwijzingSoort.KAMERSTUK,
    "ah": VerwijzingSoort.AANHANGSEL,
    "h": VerwijzingSoort.HANDELINGEN,
    "stb": VerwijzingSoort.STAATSBLAD,
    "stcrt": VerwijzingSoort.STAATSCOURANT,
}
# the letter of an act in its CELEX number; regulations put the year first from 2015 on
_ACTS = (("verordening", "R"), ("richtlijn", "L"), ("besluit", "D"))
_YEAR_FIRST = "2015"
_LETTER = re.compile(r"[A-Za-z]")
_CELL = re.compile(r"[^\t\n]+")


def find_citations(document: Document, lexicon: Lexicon) -> tuple[Citation, ...]:
    """Every reference in the running text, in order, as written.

    Table cells without a letter are passed over: digits there are amounts. Spans lie in
    ``document.text`` and are disjoint, but for the papers between the ends of a range
    ("nrs. 3 t/m 6"), which share the span of the words between.
    """
    text = document.text
    laws = Laws(lexicon.wetten)
    read = cache(partial(smooth, text))
    signs = set(laws.signs(text))
    for span in _places(document, sorted(signs)):
        laws.learn(read(span).text)
    signs.update(laws.learned_signs(text))
    signs.update(match.start() for sign in patterns.SIGNS for match in sign.finditer(text))
    found: list[Citation] = []
    for span in _places(document, sorted(signs)):
        view = read(span)
        here = _without_loose(_disjoint(_find_in(view.text)))
        here += laws.find_in(view.text, taken=[c.span for c in here])
        found.extend(replace(c, span=view.back(c.span)) for c in here)
    found = _with_links(document, found)
    return tuple(sorted(found, key=lambda c: (c.span.start, c.span.end)))


def _places(document: Document, signs: Sequence[int]) -> Iterator[Span]:
    """The passages with a sign; of a table, the cells with one that are not just digits."""
    running = tuple(document.running())
    starts = [passage.span.start for passage in running]
    for index in sorted({bisect_right(starts, sign) - 1 for sign in signs} - {-1}):
        passage = running[index]
        if passage.soort is not PassageSoort.TABEL:
            yield passage.span
            continue
        for span in _cells(document, passage.span):
            if _has_any(span, signs) and _LETTER.search(document.quote(span)):
                yield span


def _has_any(span: Span, offsets: Sequence[int]) -> bool:
    at = bisect_left(offsets, span.start)
    return at < len(offsets) and offsets[at] < span.end


def _cells(document: Document, passage: Span) -> list[Span]:
    """The cells of a table; without a grid, what stands between tabs and line ends."""
    cells = [cell.span for cell in document.cells(passage)]
    written = _CELL.finditer(document.quote(passage))
    return cells or [Span(*cell.span()).shift(passage.start) for cell in written]


def _find_in(text: str) -> Iterator[Citation]:
    lowered = text.lower()
    makers = _MAKERS if patterns.FIVE_DIGITS.search(text) else _WITHOUT_NUMBER
    for rule, make in makers:
        for match in rule.finditer(text, lowered):
            yield from make(match, rule)


def _disjoint(citations: Iterable[Citation]) -> list[Citation]:
    """The citations that do not overlap, the earliest and of those the longest first.

    Only what one rule found between the ends of a range may share a span.
    """
    kept: list[Citation] = []
    for citation in sorted(citations, key=lambda c: (c.span.start, -c.span.end)):
        last = kept[-1] if kept else None
        if last is None or citation.span.start >= last.span.end or _same_range(last, citation):
            kept.append(citation)
    return kept


def _without_loose(citations: list[Citation]) -> list[Citation]:
    """The citations without a bare ``(nr. 4)`` that follows no paper."""
    kept: list[Citation] = []
    known = False
    for citation in citations:
        known = known or (
            isinstance(citation, FullCitation) and citation.soort is VerwijzingSoort.KAMERSTUK
        )
        if known or citation.rule != patterns.KORT_HAAKJES.name:
            kept.append(citation)
    return kept


def _same_range(one: Citation, other: Citation) -> bool:
    return (
        isinstance(one, FullCitation)
        and isinstance(other, FullCitation)
        and (one.span, one.rule) == (other.span, other.rule)
        and one.target != other.target
    )


# Kamerstukken


def _kamerstuk(match: re.Match[str], rule: Rule) -> Iterator[FullCitation]:
    """The paper named, and those named after it without their dossier."""
    parts = match.groupdict()
    dossier = _dossier(parts)
    if not dossier and not parts.get("jaar"):
        return
    chamber = _chamber(parts.get("kamer"), parts.get("label"), parts.get("kamernaam"))
    year = _year(parts.get("jaar"))
    number = _first(parts, "nummer", "kort", "ek", "kort_vv", "kort_los")
    first = FullCitation(
        span=Span(*match.span()),
        soort=VerwijzingSoort.KAMERSTUK,
        target=_kst(dossier, number, chamber, year),
        rule=rule.name,
        chamber=chamber,
        year=str(year) if year else None,
        pin=_pin(parts),
        incomplete=not (dossier and number),
        attachment=bool(parts.get("bijlage")),
    )
    yield first
    if dossier and number:
        yield from _listed(match, first, dossier, year)


def _listed(
    head: re.Match[str], first: FullCitation, dossier: Dossier, year: Vergaderjaar | None
) -> Iterator[FullCitation]:
    """The papers listed after ``first``: ``en nr. 5``, ``, 6 en 7``, ``; 99 002-4``, ``t/m 9``."""
    parts = head.groupdict()
    plural = (parts.get("nr") or "").strip(" .").endswith("s")
    bare = plural or bool(parts.get("kort"))
    number = parts.get("nummer") or parts.get("kort") or ""
    at = first.span.end
    while match := _next_listed(head.string, at, bare=bare, dash=plural):
        bare = True
        parts = match.groupdict()
        dossier = _dossier(parts) or dossier
        between = _between(number, parts["nummer"]) if parts.get("tot") else ()
        number = parts.get("nummer") or parts["kort"] or ""
        ends = [(n, Span(*match.span("tot"))) for n in between]
        start = match.start("dossier" if parts.get("dossier") else "nummer")
        at = match.end()
        for each, span in (*ends, (number, Span(start, at))):
            target = _kst(dossier, each, first.chamber, year)
            yield replace(first, span=span, target=target, pin=_pin(parts))


def _next_listed(text: str, at: int, *, bare: bool, dash: bool) -> re.Match[str] | None:
    """What is listed next; bare numbers and ranges with a dash only where the list allows."""
    listed = [patterns.VERVOLG_STUK, patterns.VERVOLG_NUMMER, patterns.VERVOLG_TOT]
    listed += [patterns.VERVOLG_STREEP] * dash + [patterns.VERVOLG_KAAL] * bare
    return next((match for pattern in listed if (match := pattern.match(text, at))), None)


def _between(first: str, last: str | None) -> tuple[str, ...]:
    """The numbers strictly between the two; none where that is no sensible range."""
    if not (first.isdigit() and last and 0 < int(last) - int(first) <= _LONGEST_RANGE):
        return ()
    return tuple(str(number) for number in range(int(first) + 1, int(last)))


def _dossier(parts: dict[str, str | None]) -> Dossier | None:
    number = _first(parts, "dossier", "dossier_vv", "dossier_los")
    if not number:
        return None
    suffix = _first(parts, "raad", "hoofdstuk", "hoofdstuk_los", "letter", "deel_vv", "deel_los")
    return Dossier(re.sub(r"[ .]", "", number), suffix)


def _first(parts: dict[str, str | None], *names: str) -> str | None:
    """The first of the named parts of a match that is there."""
    return next((parts[name] for name in names if parts.get(name)), None)


def _kst(
    dossier: Dossier | None, number: str | None, chamber: int | None, year: Vergaderjaar | None
) -> str | None:
    if not dossier or not number:
        return None
    old = chamber == 1 and year is not None and year <= _LAST_SESSION
    return str(KamerstukId(dossier, number, year.sessie if old and year else None))


def _chamber(*names: str | None) -> int | None:
    return next((_CHAMBERS[name] for name in names if name in _CHAMBERS), None)


def _year(text: str | None) -> Vergaderjaar | None:
    """The vergaderjaar written; ``None`` where its two years do not follow one another."""
    try:
        return Vergaderjaar.parse(text or "")
    except ValueError:
        return None


def _pin(parts: dict[str, str | None]) -> PageSpan | None:
    pin, pin_tot = parts.get("pin"), parts.get("pin_tot")
    if not pin:
        return None
    first, last = int(pin), int(pin_tot or pin)
    if last < first and pin_tot:  # "154-56"
        last = int(pin[: -len(pin_tot)] + pin_tot)
    return PageSpan(first, max(first, last))


def _kort(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    """``nr. 24``: the span is the number, not the words that gave it away."""
    yield ShortCitation(
        Span(*match.span("kort")), match["nummer"], rule.name, _pin(match.groupdict())
    )


def _terug(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    yield BackCitation(Span(*match.span()), rule.name)


# The other papers


def _simple(
    match: re.Match[str], rule: Rule, soort: VerwijzingSoort, target: str | None
) -> FullCitation:
    parts = match.groupdict()
    year = _year(parts.get("jaar") or parts.get("jaar_na"))
    return FullCitation(
        span=Span(*match.span()),
        soort=soort,
        target=target,
        rule=rule.name,
        chamber=_chamber(parts.get("kamer")),
        year=str(year) if year else None,
        pin=_pin(parts),
    )


def _handelingen(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    """A meeting item; without an item (before 2010) the paper has no identifier of its own."""
    year = _year(match["jaar"])
    kamer = "ek" if _chamber(match["kamer"]) == 1 else "tk"
    target = None
    item = match["item"] or match["item_kort"]
    if year and item:
        target = str(VergaderstukId("h", (match["nummer"], item), kamer, year.sessie))
    found = _simple(match, rule, VerwijzingSoort.HANDELINGEN, target)
    page = match["blad"]
    yield replace(found, pin=PageSpan(int(page), int(page))) if page else found


def _handelingen_kort(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    """``TK 85-5-7, 25 mei 2023``: meeting, item and page; the day tells the vergaderjaar."""
    year = _year_of(match["datum"]) if match["datum"] else None
    kamer = match["kamer"].lower()
    numbers = (match["nummer"], match["item"])
    yield replace(
        _simple(match, rule, VerwijzingSoort.HANDELINGEN, None),
        target=str(VergaderstukId("h", numbers, kamer, year.sessie)) if year else None,
        year=str(year) if year else None,
        pin=PageSpan(int(match["blad"]), int(match["blad"])),
        incomplete=year is None,
    )


def _year_of(day: str) -> Vergaderjaar | None:
    """The vergaderjaar of a day as written; one begins on Prinsjesdag."""
    meant = read_date(day)
    try:
        return Vergaderjaar(meant.year - (meant < prinsjesdag(meant.year))) if meant else None
    except ValueError:
        return None


def _aanhangsel(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    year = _year(match["jaar"] or match["jaar_na"])
    number = match["nummer"] or match["nummer_voor"]
    kamer = "ek" if _chamber(match["kamer"]) == 1 else "tk"
    target = str(VergaderstukId("ah", (number,), kamer, year.sessie)) if year else None
    yield _simple(match, rule, VerwijzingSoort.AANHANGSEL, target)


def _staatsblad(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    target = str(BladId("stb", match["jaar"], match["nummer"]))
    yield _simple(match, rule, VerwijzingSoort.STAATSBLAD, target)


def _staatscourant(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    target = str(BladId("stcrt", match["jaar"], match["nummer"]))
    yield _simple(match, rule, VerwijzingSoort.STAATSCOURANT, target)


def _toezegging(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    yield _simple(match, rule, VerwijzingSoort.TOEZEGGING, match[0])


def _documentnummer(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    prefix = "tk" if "D" in match[0] else "zaak"
    yield _simple(match, rule, VerwijzingSoort.DOCUMENTNUMMER, f"{prefix}-{match[0]}")


def _ecli(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    yield _simple(match, rule, VerwijzingSoort.ECLI, match[0])


def _celex(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    yield _simple(match, rule, VerwijzingSoort.EU, str(Celex(match["nummer"])))


def _eu_handeling(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    """A regulation or directive by year and number, which is what its CELEX number is made of."""
    letter = next(letter for kind, letter in _ACTS if kind in match["soort"].lower())
    year, number = _year_and_number(match, letter)
    if year and number.strip("0"):
        target = str(Celex(f"3{year}{letter}{int(number):04}"))
        yield replace(_simple(match, rule, VerwijzingSoort.EU, target), year=None)


def _year_and_number(match: re.Match[str], letter: str) -> tuple[str | None, str]:
    """Which part is the year: "2016/679" and "95/46", but before 2015 "1008/2008" of a regulation.

    The year is ``None`` where neither can be one.
    """
    one, two = match["een"], match["twee"]
    last = match["nr"] or (letter == "R" and one < _YEAR_FIRST)
    if _is_year(two) and (last or not _is_year(one)):
        one, two = two, one
    if len(one) == 2:
        one = f"19{one}"
    return (one if _is_year(one) else None), two


def _is_year(text: str) -> bool:
    return len(text) == 4 and "1950" <= text <= "2099"


def _eu_naam(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    number = patterns.EU_NAMEN[match.lastgroup or ""]
    yield _simple(match, rule, VerwijzingSoort.EU, str(Celex(number)))


def _wetsvoorstel(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    """A bill by its dossier: which paper of it is left open."""
    span = Span(*match.span("stuk"))
    yield FullCitation(span, VerwijzingSoort.KAMERSTUK, None, rule.name, incomplete=True)


def _kenmerk(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    """An identifier written out, also in the address of a page."""
    text = match[0][0].lower() + match[0][1:].rstrip("-")
    soort = _soort_of(text)
    if soort:
        yield replace(
            _simple(match, rule, soort, text), span=Span(match.start(), match.start() + len(text))
        )


def _soort_of(identifier: str) -> VerwijzingSoort | None:
    """The kind of paper an identifier names; ``None`` where it is no identifier."""
    try:
        parse_identifier(identifier)
    except ValueError:
        return None
    return _SOORTEN.get(identifier.split("-")[0])


_MAKERS: tuple[tuple[Rule, Callable[[re.Match[str], Rule], Iterator[Citation]]], ...] = (
    (patterns.KAMERSTUK, _kamerstuk),
    (patterns.KAMERSTUK_ZONDER_LABEL, _kamerstuk),
    (patterns.KAMERSTUK_KORT, _kamerstuk),
    (patterns.WETSVOORSTEL, _wetsvoorstel),
    (patterns.HANDELINGEN, _handelingen),
    (patterns.HANDELINGEN_KORT, _handelingen_kort),
    (patterns.AANHANGSEL, _aanhangsel),
    (patterns.STAATSBLAD, _staatsblad),
    (patterns.STAATSCOURANT, _staatscourant),
    (patterns.TOEZEGGING, _toezegging),
    (patterns.DOCUMENTNUMMER, _documentnummer),
    (patterns.ECLI, _ecli),
    (patterns.CELEX, _celex),
    (patterns.EU_HANDELING, _eu_handeling),
    (patterns.EU_NAAM, _eu_naam),
    (patterns.KENMERK, _kenmerk),
    (patterns.KORT_NUMMER, _kort),
    (patterns.KORT_HAAKJES, _kort),
    (patterns.TERUG, _terug),
    (patterns.IBIDEM, _terug),
)
_WITHOUT_NUMBER = tuple(each for each in _MAKERS if each[0].name not in patterns.NUMBERED)


# Links


def _with_links(document: Document, found: list[Citation]) -> list[Citation]:
    """The citations with those that a link of the source itself states, merged on the same spot."""
    running = [passage.span for passage in document.running()]
    for link in document.links:
        target = _target_of(link)
        soort = _soort_of(target) if target else None
        if not target or not soort or not any(span.covers(link.span) for span in running):
            continue
        here = [c for c in found if c.span.overlaps(link.span)]
        found = [c for c in found if not c.span.overlaps(link.span)]
        found.append(_merged(link.span, target, soort, here))
    return found


def _target_of(link: Link) -> str | None:
    match = patterns.LINK.pattern.search(link.target)
    return match["kenmerk"] if match else None


def _merged(span: Span, target: str, soort: VerwijzingSoort, here: list[Citation]) -> FullCitation:
    """The link's target with what the text around it says of year, chamber and page."""
    span = Span(
        min([span.start, *(c.span.start for c in here)]),
        max([span.end, *(c.span.end for c in here)]),
    )
    written = next((c for c in here if isinstance(c, FullCitation)), None)
    if written:
        return replace(
            written,
            span=span,
            soort=soort,
            target=target,
            incomplete=False,
            rule=patterns.LINK.name,
        )
    return FullCitation(span, soort, target, patterns.LINK.name)


# Settling


def resolve(document: Document, citations: Iterable[Citation]) -> tuple[Verwijzing, ...]:
    """Each citation with its paper; ``None`` where the text leaves a doubt.

    A short or back citation is settled only by what was cited before it in the same passage, and
    only where that is one dossier (short) or one paper (back). "Gedrukt onder nr. 12" is a number
    in the document's own dossier. "Ibidem" at the beginning of a note is what the note before it
    cites, where that is one thing.
    """
    settled: list[Verwijzing] = []
    by_passage: dict[int | None, _Cited] = {}
    for citation in citations:
        here = document.passage_at(citation.span.start)
        cited = before = by_passage.setdefault(here, _Cited())
        if citation.rule == patterns.IBIDEM.name:
            before = by_passage.get(_one_before(document, here), _Cited())
        verwijzing = _settle(document, citation, before)
        settled.append(verwijzing)
        if verwijzing.doel_id:
            cited.add(verwijzing.doel_id)
    return tuple(settled)


@dataclass(slots=True)
class _Cited:
    """What a passage has cited so far: all of it, the Kamerstukken, and their dossiers."""

    all: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    dossiers: set[Dossier] = field(default_factory=set)

    def add(self, identifier: str) -> None:
        """Takes one in."""
        if identifier not in self.all:
            self.all.add(identifier)
            stuk = _as_kamerstuk(identifier)
            if stuk:
                self.papers.add(identifier)
                self.dossiers.add(stuk.dossier)


def _only(ids: set[str]) -> str | None:
    return next(iter(ids)) if len(ids) == 1 else None


def _one_before(document: Document, index: int | None) -> int:
    """The passage of the same kind before this one; -1 where there is none."""
    if index is None:
        return -1
    soort = document.passages[index].soort
    return next((i for i in range(index - 1, -1, -1) if document.passages[i].soort is soort), -1)


def _settle(document: Document, citation: Citation, before: _Cited) -> Verwijzing:
    match citation:
        case FullCitation(target=target, rule=rule):
            return Verwijzing(citation, target, rule, 1.0 if target else 0.0)
        case ShortCitation(number=number):
            target = _short_target(document, citation, number, before)
            score = patterns.KORT_NUMMER.score
        case BackCitation(rule=rule):
            target = _only(before.all if rule == patterns.IBIDEM.name else before.papers)
            score = patterns.TERUG.score
    return Verwijzing(citation, target, citation.rule, score if target else 0.0)


def _short_target(
    document: Document, citation: ShortCitation, number: str, before: _Cited
) -> str | None:
    if patterns.EIGEN_DOSSIER.search(
        document.text, max(0, citation.span.start - 60), citation.span.start
    ):
        own = document.kenmerken.dossier_id
        return str(KamerstukId(Dossier.parse(own), number)) if own else None
    if len(before.dossiers) != 1:
        return None
    return str(KamerstukId(next(iter(before.dossiers)), number))


def _as_kamerstuk(identifier: str | None) -> KamerstukId | None:
    if not identifier or not identifier.startswith("kst-"):
        return None
    found = parse_identifier(identifier)
    return found if isinstance(found, KamerstukId) else None
