"""Which link of a paper leads to whose Stand van de uitvoering.

The address tells it, or else the sentence before the links: "de Standen van A, van B en van C" and
then three addresses. One letter may bring the Standen of a whole field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from extractors.patterns import hyperlinks, vorm
from extractors.vorm import named_domein, named_organisaties, read_jaar
from models.document import Document
from models.lexicon import Lexicon, Naam
from models.lists import DocumentSoort
from models.weblink import LinkFound, StandLink

_FORMS = {
    "stand": DocumentSoort.STAND_VAN_DE_UITVOERING,
    "staat": DocumentSoort.STAAT_VAN_DE_UITVOERING,
    "knelpuntenbrief": DocumentSoort.KNELPUNTENBRIEF,
}
_DAY = re.compile(r"/(20\d\d)/(\d\d)/(\d\d)/")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# "… van DUO, van vijf dienstverleners in het domein van Proef, van de sociale zekerheid en van …"
_ITEM = re.compile(r"(?:,| en|,? en) (?=van\b)")
_COUNTS = {
    word: number
    for number, word in enumerate(
        ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"), start=2
    )
}
_COUNT = re.compile(rf"\b({'|'.join(_COUNTS)}|\d{{1,2}})\b(?= [a-z])")
# how far before the first address the sentence that lists them may stand
_NEAR = 1500
_PLAIN_SLUGS = frozenset({"om", "na", "at"})


def find_standenlinks(
    document: Document, links: Iterable[LinkFound], lexicon: Lexicon
) -> tuple[StandLink, ...]:
    """The links to reports on execution, each address once, with whom they are about."""
    first: dict[str, LinkFound] = {}
    for link in links:
        if hyperlinks.STAND.search(_slug(link.url)):
            first.setdefault(link.url, link)
    found = [_by_address(url, lexicon) for url in first]
    items = _listed(document, first)
    if len(items) == len(found):
        found = [_by_text(one, item, lexicon) for one, item in zip(found, items, strict=True)]
    return tuple(found)


def _slug(text: str) -> str:
    return _NOT_SLUG.sub("-", text.casefold()).strip("-")


def _by_address(url: str, lexicon: Lexicon) -> StandLink:
    slug = _slug(url.rstrip("/").rsplit("/", 1)[-1])
    match = hyperlinks.STAND.search(_slug(url))
    form = match.lastgroup if match and match.lastgroup else "stand"
    organisaties = _named(slug, lexicon.organisaties)
    domein = None if organisaties else next(iter(_named(slug, lexicon.ministeries)), None)
    return StandLink(
        url,
        _FORMS[form],
        organisaties,
        domein,
        jaar=read_jaar(slug.replace("-", " ")),
        datum=_day(url),
    )


def _day(url: str) -> date | None:
    match = _DAY.search(url)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _named(slug: str, names: tuple[Naam, ...]) -> tuple[str, ...]:
    """The ids whose name stands in a slug, as whole words."""
    found, pattern = _slugs(names)
    return tuple(dict.fromkeys(found[match[0]] for match in pattern.finditer(slug)))


@cache
def _slugs(names: tuple[Naam, ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    found = {}
    for naam in names:
        for spelling in (naam.naam, naam.naam.removeprefix("Ministerie van "), *naam.aliassen):
            found[_slug(spelling)] = naam.id
    longest = sorted(found.keys() - _PLAIN_SLUGS, key=lambda slug: (-len(slug), slug))
    words = "|".join(map(re.escape, longest)) or r"(?!)"
    return found, re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])")


def _listed(document: Document, first: dict[str, LinkFound]) -> list[str]:
    """The parts of the sentence that lists the Standen the addresses below it lead to."""
    if len(first) < 2:
        return []
    start = min(link.span.start for link in first.values())
    before = " ".join(document.text[max(0, start - _NEAR) : start].split())
    titles = list(vorm.TITEL_STAND.finditer(before))
    for title in reversed(titles):
        sentence = before[title.end() :].partition(". ")[0].rstrip(". ")
        items = _ITEM.split(sentence)
        if len(items) > 1:
            return items
    return []


def _by_text(found: StandLink, item: str, lexicon: Lexicon) -> StandLink:
    """What the address tells, completed with what its part of the sentence tells."""
    count = _COUNT.search(item)
    aantal = int(_COUNTS.get(count[1], 0) or count[1]) if count else None
    organisaties = found.organisaties or named_organisaties(item, lexicon.organisaties)
    domein = found.domein or (None if organisaties else named_domein(item, lexicon.ministeries))
    return replace(
        found,
        organisaties=organisaties,
        domein=domein,
        aantal=aantal or (len(organisaties) or None),
        jaar=found.jaar or read_jaar(item),
    )
