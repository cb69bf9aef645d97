"""References to papers, laws and judgments: found as written, settled by what came before.

``find_citations`` looks at one passage at a time; ``resolve`` at the document. A wrong link does
more harm than a missing one: where two papers fit, or none, the answer is "unknown".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial

from extractors.patterns import citations as patterns
from extractors.rules import Rule
from models.citation import (
    BackCitation,
    Citation,
    FullCitation,
    PageSpan,
    ShortCitation,
    Verwijzing,
)
from models.document import Document, Link, Passage, Span
from models.identifiers import (
    BladId,
    Celex,
    Dossier,
    KamerstukId,
    Vergaderjaar,
    VergaderstukId,
    WetId,
    parse_identifier,
)
from models.lexicon import Lexicon, Naam
from models.lists import PassageSoort, VerwijzingSoort
from models.view import View, smooth

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
_LETTER = re.compile(r"[A-Za-z]")
_CELL = re.compile(r"[^\t\n]+")
_ARTIKEL = re.compile(patterns.ARTIKEL)
# "(Awb)", "(hierna: Awb)" after the full name of a law
_AFKORTING = re.compile(
    r" ?\((?:hierna:? )?[\"'“‘]?(?:de )?(?P<naam>[A-Z][A-Za-z]{1,11})[\"'”’]?\)"
)
# as far back from the name of a law as its article can stand
_BEFORE_LAW = 200


def find_citations(document: Document, lexicon: Lexicon) -> tuple[Citation, ...]:
    """Every reference in the running text, in order, as written.

    Table cells without a letter are passed over: digits there are amounts. Spans lie in
    ``document.text`` and are disjoint, but for the papers between the ends of a range
    ("nrs. 3 t/m 6"), which share the span of the words between.
    """
    laws = _Laws(lexicon.wetten)
    found: list[Citation] = []
    for passage in document.running():
        for view in _views(document, passage):
            in_passage = _disjoint(_find_in(view.text))
            in_passage += laws.find_in(view.text, taken=[c.span for c in in_passage])
            found.extend(replace(c, span=view.back(c.span)) for c in in_passage)
    found = _with_links(document, found)
    return tuple(sorted(found, key=lambda c: (c.span.start, c.span.end)))


def _views(document: Document, passage: Passage) -> Iterator[View]:
    """The smoothed reading of a passage; of a table, each cell that is not just digits."""
    if passage.soort is not PassageSoort.TABEL:
        yield smooth(document.text, passage.span)
        return
    text = passage.span.of(document.text)
    cells = [cell.span for cell in document.cells(passage.span)]
    for span in cells or [Span(*c.span()).shift(passage.span.start) for c in _CELL.finditer(text)]:
        if _LETTER.search(document.quote(span)):
            yield smooth(document.text, span)


def _find_in(text: str) -> Iterator[Citation]:
    lowered = text.lower()
    for rule, make in _MAKERS:
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
    number = _first(parts, "nummer", "kort", "ek", "kort_vv")
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
    number = _first(parts, "dossier", "dossier_vv")
    if not number:
        return None
    suffix = _first(parts, "raad", "hoofdstuk", "hoofdstuk_los", "letter", "deel_vv")
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
    if year and match["item"]:
        target = str(VergaderstukId("h", (match["nummer"], match["item"]), kamer, year.sessie))
    yield _simple(match, rule, VerwijzingSoort.HANDELINGEN, target)


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
    number = match["nummer"] or match["nummer_voor"]
    year = match["jaar"] or match["jaar_na"]
    year = year if len(year) == 4 else f"19{year}"
    letter = "R" if match["soort"].lower() == "verordening" else "L"
    target = str(Celex(f"3{year}{letter}{int(number):04}"))
    yield replace(_simple(match, rule, VerwijzingSoort.EU, target), year=None)


def _kenmerk(match: re.Match[str], rule: Rule) -> Iterator[Citation]:
    """An identifier written out, also in the address of a page."""
    text = match[0].rstrip("-")
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
    (patterns.HANDELINGEN, _handelingen),
    (patterns.AANHANGSEL, _aanhangsel),
    (patterns.STAATSBLAD, _staatsblad),
    (patterns.STAATSCOURANT, _staatscourant),
    (patterns.TOEZEGGING, _toezegging),
    (patterns.DOCUMENTNUMMER, _documentnummer),
    (patterns.ECLI, _ecli),
    (patterns.CELEX, _celex),
    (patterns.EU_HANDELING, _eu_handeling),
    (patterns.KENMERK, _kenmerk),
    (patterns.KORT_NUMMER, _kort),
    (patterns.TERUG, _terug),
)


# Laws


@lru_cache(maxsize=4)
def _law_names(laws: tuple[Naam, ...]) -> tuple[dict[str, str], re.Pattern[str] | None]:
    """Every name of a law with its BWB identifier, and one pattern for all of them."""
    names = {name: law.id for law in laws for name in (*law.aliassen, law.naam)}
    if not names:
        return names, None
    longest_first = sorted(names, key=len, reverse=True)
    choices = "|".join(re.escape(name) for name in longest_first)
    return names, re.compile(rf"(?<![0-9A-Za-z-])(?:{choices})(?![0-9A-Za-z-])")


class _Laws:
    """Finds laws by name, and learns the abbreviation a paper gives one: ``… (Xyz)``."""

    def __init__(self, laws: tuple[Naam, ...]) -> None:
        self._names, self._pattern = _law_names(laws)
        self._learned: dict[str, str] = {}

    def find_in(self, text: str, taken: list[Span]) -> list[FullCitation]:
        """The laws named in ``text``, each with the articles meant, outside the ``taken`` spans."""
        found: list[FullCitation] = []
        for span, bwb in self._named(text):
            if not any(span.overlaps(other) for other in taken):
                found.extend(_articles(text, span, bwb, found[-1].span.end if found else 0))
        return found

    def _named(self, text: str) -> list[tuple[Span, str]]:
        if not self._pattern:
            return []
        named = []
        introduced = set()
        for match in self._pattern.finditer(text):
            named.append((Span(*match.span()), self._names[match[0]]))
            abbreviation = _AFKORTING.match(text, match.end())
            if abbreviation:
                introduced.add(abbreviation.start("naam"))
                self._learned.setdefault(abbreviation["naam"], self._names[match[0]])
        for name in self._learned.keys() - self._names.keys():
            pattern = rf"(?<![0-9A-Za-z-]){re.escape(name)}(?![0-9A-Za-z-])"
            found = re.finditer(pattern, text)
            named += [(Span(*match.span()), self._learned[name]) for match in found]
        # "(Awb)" behind the full name is not a second mention of the law
        named = [each for each in named if each[0].start not in introduced]
        return sorted(named)


def _articles(text: str, law: Span, bwb: str, after: int) -> Iterator[FullCitation]:
    """The law as one citation, or one for each article written before its name."""
    cite = partial(FullCitation, soort=VerwijzingSoort.WET, rule=patterns.WET.name)
    start = max(after, law.start - _BEFORE_LAW)
    match = patterns.WET.pattern.search(text[start : law.start])
    if not match:
        yield cite(span=law, target=bwb)
        return
    begin = start + match.start("artikelen")
    articles = list(_ARTIKEL.finditer(match["artikelen"]))
    for index, article in enumerate(articles):
        first = start + match.start() if index == 0 else begin + article.start()
        last = law.end if index == len(articles) - 1 else begin + article.end()
        yield cite(span=Span(first, last), target=str(WetId(bwb, article[0])))


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
    in the document's own dossier.
    """
    settled: list[Verwijzing] = []
    passage: int | None = None
    before: list[KamerstukId] = []
    for citation in citations:
        here = document.passage_at(citation.span.start)
        if here != passage:
            passage, before = here, []
        verwijzing = _settle(document, citation, before)
        settled.append(verwijzing)
        stuk = _as_kamerstuk(verwijzing.doel_id)
        if stuk:
            before.append(stuk)
    return tuple(settled)


def _settle(document: Document, citation: Citation, before: list[KamerstukId]) -> Verwijzing:
    match citation:
        case FullCitation(target=target, rule=rule):
            return Verwijzing(citation, target, rule, 1.0 if target else 0.0)
        case ShortCitation(number=number):
            target = _short_target(document, citation, number, before)
            score = patterns.KORT_NUMMER.score
        case BackCitation():
            target = str(before[-1]) if len(set(before)) == 1 else None
            score = patterns.TERUG.score
    return Verwijzing(citation, target, citation.rule, score if target else 0.0)


def _short_target(
    document: Document, citation: ShortCitation, number: str, before: list[KamerstukId]
) -> str | None:
    if patterns.EIGEN_DOSSIER.search(
        document.text, max(0, citation.span.start - 60), citation.span.start
    ):
        own = document.kenmerken.dossier_id
        return str(KamerstukId(Dossier.parse(own), number)) if own else None
    dossiers = {stuk.dossier for stuk in before}
    return str(KamerstukId(dossiers.pop(), number)) if len(dossiers) == 1 else None


def _as_kamerstuk(identifier: str | None) -> KamerstukId | None:
    if not identifier or not identifier.startswith("kst-"):
        return None
    found = parse_identifier(identifier)
    return found if isinstance(found, KamerstukId) else None
