"""Laws named in a paper: by their names and by the abbreviations the paper gives them.

A name of several words is read in any case ("Algemene Wet Bestuursrecht"), one of a single word
as it is written: a "grondwet" is not the Grondwet. An abbreviation that two laws share ("Pw") is
the one the paper names in full, and a doubt where it names both or neither.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extractors.patterns import citations as patterns
from models.citation import FullCitation
from models.document import Span
from models.identifiers import WetId
from models.lexicon import Naam
from models.lists import VerwijzingSoort

# "(Awb)", "(hierna: Awb)" after the full name of a law
_AFKORTING = re.compile(
    r" ?\((?:hierna:? )?[\"'“‘]?(?:de )?(?P<naam>[A-Z][A-Za-z]{1,11})[\"'”’]?\)"
)
# as far back from the name of a law as its article can stand
_BEFORE_LAW = 200
# as far back as the name stands of what only has the law in its name
_BEFORE_NAME = 80


@dataclass(frozen=True, slots=True)
class _Names:
    """The laws by name in lower case (more than one where a name is shared), and their pattern.

    One of ``signs`` stands in every text that names one, also with a line end in the name.
    """

    laws: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pattern: re.Pattern[str] = re.compile(r"(?!)")
    signs: tuple[re.Pattern[str], ...] = ()


@lru_cache(maxsize=4)
def _names(laws: tuple[Naam, ...]) -> _Names:
    spellings = [(name, law.id) for law in laws for name in (law.naam, *law.aliassen)]
    if not spellings:
        return _Names()
    found: dict[str, tuple[str, ...]] = {}
    for name, bwb in spellings:
        key = _folded(name)
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), bwb)))
    longest_first = sorted((name for name, _ in spellings), key=len, reverse=True)
    rests: dict[str, list[str]] = {}
    for name in longest_first:
        for first, rest in _spelled(name):
            rests.setdefault(first, []).append(rest)
    # each choice begins with a literal, which makes looking for many names cheap
    choices = "|".join(
        f"{first}(?<![0-9A-Za-z-]{first})(?:{'|'.join(each)})" for first, each in rests.items()
    )
    without = {re.escape(name.split()[0]) for name, _ in spellings if not _in_full(name)}
    signs = ("wet(?:boek)?", "Wet(?:boek)?", "|".join(sorted(without)))
    edges = tuple(re.compile(f"(?:{sign})(?![0-9A-Za-z])") for sign in signs if sign)
    return _Names(found, re.compile(f"(?:{choices})(?![0-9A-Za-z-])"), edges)


def _spelled(name: str) -> Iterator[tuple[str, str]]:
    """The first letter of a name and the pattern of the rest, in either case where that is read."""
    first, rest = name[0], re.escape(name[1:]).replace("'", "['’]")
    words = name.count(" ") + 1
    if words > 2 or (words == 2 and _in_full(name)):
        yield first.upper(), f"(?i:{rest})"
        yield first.lower(), f"(?i:{rest})"
    else:
        yield first, rest


def _folded(name: str) -> str:
    return name.lower().replace("’", "'")


def _in_full(name: str) -> bool:
    """Whether a spelling says of itself that it is a law."""
    return "wet" in name.lower()


@dataclass(frozen=True, slots=True)
class _Named:
    """A law named: as written, and where what belongs to the name ends ("(Awb)" included)."""

    span: Span
    name: str
    end: int


class Laws:
    """The laws of a list in one paper, passage by passage: first ``learn``, then ``find_in``."""

    def __init__(self, laws: tuple[Naam, ...]) -> None:
        self._names = _names(laws)
        self._learned: dict[str, str | None] = {}
        self._full: set[str] = set()
        self._matches: dict[str, tuple[re.Match[str], ...]] = {}

    def signs(self, text: str) -> Iterator[int]:
        """Where in an untouched text there may be a law of the list."""
        return (match.start() for sign in self._names.signs for match in sign.finditer(text))

    def learned_signs(self, text: str) -> Iterator[int]:
        """Where in an untouched text there may be an abbreviation that was learned."""
        for name in self._learned:
            yield from (match.start() for match in re.finditer(re.escape(name), text))

    def learn(self, text: str) -> None:
        """Takes from one passage the laws named in full and the abbreviations given to them."""
        matches = self._matches[text] = tuple(self._names.pattern.finditer(text))
        for match in matches:
            ids = self._names.laws[_folded(match[0])]
            if _in_full(match[0]) and not _within_a_name(text, match.start()):
                self._full.update(ids)
                given = _AFKORTING.match(text, match.end())
                if given:
                    self._learned.setdefault(given["naam"], ids[0])

    def find_in(self, text: str, taken: Sequence[Span]) -> list[FullCitation]:
        """The laws named in ``text``, each with the articles meant, outside the ``taken`` spans.

        ``taken`` is in order.
        """
        found: list[FullCitation] = []
        ends = [other.end for other in taken]
        for named in self._named(text):
            # the first of the taken spans that does not end before the name
            index = bisect_right(ends, named.span.start)
            if index < len(taken) and taken[index].overlaps(named.span):
                continue
            if _within_a_name(text, named.span.start):
                continue
            after = max(found[-1].span.end if found else 0, ends[index - 1] if index else 0)
            citations = list(_articles(text, named, self._law(named.name), after))
            if self._meant(text, named, with_article=citations[0].span != named.span):
                found += citations
        return found

    def _named(self, text: str) -> list[_Named]:
        named = {match.start(): match for match in self._matches.get(text, ())}
        for name in self._learned:
            pattern = rf"(?<![0-9A-Za-z-]){re.escape(name)}(?![0-9A-Za-z-])"
            for match in re.finditer(pattern, text) if name in text else ():
                named.setdefault(match.start(), match)
        kept: list[_Named] = []
        for _, match in sorted(named.items()):
            # "(Awb)" behind the full name, and a name within a longer one, are no second mention
            if not kept or match.start() >= kept[-1].end:
                given = _AFKORTING.match(text, match.end())
                end = given.end() if given and given["naam"] in self._learned else match.end()
                kept.append(_Named(Span(*match.span()), match[0], end))
        return kept

    def _law(self, name: str) -> str | None:
        """The law meant; ``None`` where it may be either of two."""
        if name in self._learned:
            return self._learned[name]
        ids = self._names.laws[_folded(name)]
        meant = ids if len(ids) == 1 else [each for each in ids if each in self._full]
        return meant[0] if len(meant) == 1 else None

    def _meant(self, text: str, named: _Named, *, with_article: bool) -> bool:
        """Whether the law is meant, and not the benefit that carries its name."""
        if named.name not in patterns.UITKERINGEN or with_article:
            return True
        before = text[max(0, named.span.start - 40) : named.span.start]
        if patterns.OP_GROND_VAN.search(before):
            return True
        return self._law(named.name) in self._full and before.endswith("de ")


def _within_a_name(text: str, at: int) -> bool:
    return bool(patterns.IN_NAAM.search(text[max(0, at - _BEFORE_NAME) : at]))


def _articles(text: str, named: _Named, bwb: str | None, after: int) -> Iterator[FullCitation]:
    """The law as one citation, or one for each article written before or behind its name."""
    law = named.span
    start = max(after, law.start - _BEFORE_LAW)
    match = patterns.WET.pattern.search(text[start : law.start])
    if not match and after:
        match = patterns.NOG_EEN.fullmatch(text[start : law.start])
    if match:
        spans = _spans(match, start)
        loose = match.re is patterns.NOG_EEN
        whole = Span(spans[0][1].start if loose else start + match.start(), law.end)
    else:
        match = patterns.NA_WET.match(text, named.end)
        if not match:
            yield _cite(law, bwb, None)
            return
        spans = _spans(match, 0)
        whole = Span(law.start, match.end())
    for index, (article, span) in enumerate(spans):
        first = whole.start if index == 0 else span.start
        last = whole.end if index == len(spans) - 1 else span.end
        yield _cite(Span(first, last), bwb, article)


def _spans(match: re.Match[str], start: int) -> list[tuple[str, Span]]:
    """The articles of a match in a text that begins at ``start``, each with where it stands."""
    begin = start + match.start("artikelen")
    return [
        (each["artikel"], Span(*each.span("artikel")).shift(begin))
        for each in patterns.EEN_ARTIKEL.finditer(match["artikelen"])
    ]


def _cite(span: Span, bwb: str | None, article: str | None) -> FullCitation:
    target = str(WetId(bwb, article)) if bwb else None
    return FullCitation(span, VerwijzingSoort.WET, target, patterns.WET.name)
