"""In which form a paper reports on execution: told from its content, not from its title alone.

A Stand may be called otherwise, come as a letter or as a chapter of a jaarverslag; and most papers
whose title says "Stand van de uitvoering" are letters that only bring one along. So several
witnesses are heard (title, headings, what the paper calls itself, how often the telling words
occur) and their weights are put together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extractors.patterns import vorm as patterns
from extractors.rules import Rule
from models.document import Document
from models.lexicon import Lexicon, Naam
from models.lists import DocumentSoort, PassageSoort
from models.vorm import Vorm

_S = DocumentSoort
# kinds that are certain from elsewhere: no report on execution comes in this shape
_SETTLED = frozenset(
    {
        _S.MOTIE,
        _S.ANTWOORD_KAMERVRAGEN,
        _S.VERSLAG,
        _S.HANDELINGEN,
        _S.WETSVOORSTEL,
        _S.NOTA,
    }
)
LEAST = 0.6
_HEAD = 4000
# the telling words of a long report show in its first fifth; a paper of a thousand pages must not
# cost minutes
_MOST = 120_000
_MOST_TITLE = 300
_PER_THOUSAND = 2.0
_FEWEST = 3
# organisations named in the text: so often at least, and half as often as the one named most
_NAMED = 5
# spellings that are also plain words say nothing of who reports
_PLAIN_WORDS = frozenset({"politie", "OM"})


@dataclass(frozen=True, slots=True)
class _Read:
    """What the witnesses look at: titles best first, the head, headings and text, smoothed."""

    titels: tuple[str, ...]
    head: str
    koppen: tuple[str, ...]
    tekst: str
    words: int


def with_vorm(document: Document, lexicon: Lexicon) -> Document:
    """The document with its form, and with kind, organisation and year where the form tells them.

    What the source said of organisation and year stays.
    """
    vorm = find_vorm(document, lexicon)
    if vorm is None:
        return document
    kenmerken = document.kenmerken
    names = {naam.id: naam.naam for naam in lexicon.organisaties}
    one = names[vorm.organisaties[0]] if len(vorm.organisaties) == 1 else None
    return replace(
        document,
        kenmerken=replace(
            kenmerken,
            vorm=vorm,
            soort=_S.BRIEF if vorm.aanbieding else vorm.soort,
            organisatie=kenmerken.organisatie or one,
            jaar=kenmerken.jaar or vorm.jaar,
        ),
    )


def find_vorm(document: Document, lexicon: Lexicon) -> Vorm | None:
    """The form of a report on execution, or of what a covering letter brings; else ``None``.

    A motie, question, debate, bill or nota never is one; a paper whose title says it is about
    such a report (a reaction, a decision note) is none either.
    """
    if document.kenmerken.soort in _SETTLED:
        return None
    read = _read(document)
    if any(patterns.OVER.search(titel) for titel in read.titels[:1]):
        return None
    if _to_the_chamber(document, read):
        return _covering(read, lexicon)
    found = max((_weigh(soort, read) for soort in patterns.TITELS), key=lambda vorm: vorm.score)
    if found.score < LEAST:
        return None
    return _about(found, read, lexicon)


def read_titel(titel: str) -> DocumentSoort | None:
    """The form a title names as its own subject; ``None`` where it is about something else.

    >>> read_titel("Stand van de Uitvoering 2027 Voorbeelddienst").value
    'stand_van_de_uitvoering'
    >>> read_titel("Beslisnota bij Stand van de Uitvoering 2027") is None
    True
    """
    if patterns.OVER.search(titel):
        return None
    return _named_form(titel)


def read_jaar(titel: str) -> int | None:
    """The reporting year a title says: "over 2021", else the year after the form, else any year.

    >>> read_jaar("Stand van de Uitvoering over 2026 (2027)"), read_jaar("Jaarplan 2027, Stand van de uitvoering 2026")
    (2026, 2026)
    """  # noqa: E501
    for rule in (patterns.JAAR_OVER, patterns.JAAR_NA, patterns.JAAR):
        match = rule.search(titel)
        if match:
            return int(match["jaar"])
    return None


def named_organisaties(text: str, organisaties: tuple[Naam, ...]) -> tuple[str, ...]:
    """The ids of the organisations a text names, each once, in order of appearance."""
    names, pattern = _spellings(organisaties)
    return tuple(dict.fromkeys(names[match[0]] for match in pattern.finditer(text)))


def named_domein(text: str, ministeries: tuple[Naam, ...]) -> str | None:
    """A field of execution named in a title: the social security, or a ministry (its id)."""
    if patterns.DOMEIN_SOCIALE_ZEKERHEID.search(text):
        return "sociale-zekerheid"
    names, pattern = _spellings(ministeries)
    match = pattern.search(text)
    return names[match[0]] if match else None


def _read(document: Document) -> _Read:
    head: list[str] = []
    length = 0
    koppen, body = [], []
    size = 0
    for passage in document.passages:
        piece = " ".join(passage.span.of(document.text).replace("*", "").split()).strip("# ")
        if length <= _HEAD:
            head.append(piece)
            length += len(piece)
        if passage.soort is PassageSoort.RAND:
            continue
        if passage.soort is PassageSoort.KOP:
            koppen.append(piece)
        body.append(piece)
        size += len(piece)
        if size > _MOST:
            break
    tekst = "\n".join(body)
    return _Read(
        titels=tuple(_titels(document, head, koppen)),
        head="\n".join(head),
        koppen=tuple(koppen),
        tekst=tekst,
        words=max(1, tekst.count(" ")),
    )


def _titels(document: Document, head: list[str], koppen: list[str]) -> Iterator[str]:
    """What may be the title: as known, as printed above it, else the first headings of the head."""
    known = document.kenmerken
    if known.titel:
        yield known.titel[:_MOST_TITLE]
    yield from (kop[:_MOST_TITLE] for kop in koppen[:4] if kop in head[:14] and kop != known.titel)


def _to_the_chamber(document: Document, read: _Read) -> bool:
    """Whether this is a letter of the cabinet to one of the Chambers."""
    if patterns.ADRES.search(read.head):
        return True
    return document.kenmerken.soort is _S.BRIEF and not _is_letter(read)


def _is_letter(read: _Read) -> bool:
    """Whether somebody writes to somebody by name."""
    return bool(patterns.AANHEF.search(read.tekst[:_HEAD]))


def _covering(read: _Read, lexicon: Lexicon) -> Vorm | None:
    """What a letter to the Chamber brings along: named in its subject, or where it offers it."""
    for titel in read.titels[:1]:
        soort = _named_form(titel)
        if soort:
            rules = [patterns.TITELS[soort]]
            if patterns.AANBIEDING.search(read.tekst):
                rules.append(patterns.AANBIEDING)
            return _about(_vorm(soort, rules, aanbieding=True), read, lexicon)
    for line in read.tekst.split("\n"):
        for sentence in _offers(line):
            soort = _named_form(sentence)
            if soort in (
                _S.STAND_VAN_DE_UITVOERING,
                _S.STAAT_VAN_DE_UITVOERING,
                _S.KNELPUNTENBRIEF,
            ):
                vorm = _vorm(soort, [patterns.AANBIEDING], aanbieding=True)
                return _about(vorm, replace(read, titels=(sentence,)), lexicon)
    return None


def _offers(line: str) -> Iterator[str]:
    """The sentences of a passage that offer something, cut at their full stops."""
    for match in patterns.AANBIEDING.finditer(line):
        start = max(line.rfind(". ", 0, match.start()) + 1, 0)
        end = line.find(". ", match.end())
        yield line[start : end if end > 0 else len(line)].strip()


def _named_form(titel: str) -> DocumentSoort | None:
    """The form whose name stands first in a title."""
    found = [
        (match.start(), soort)
        for soort, rule in patterns.TITELS.items()
        if (match := rule.search(titel))
    ]
    return min(found)[1] if found else None


def _weigh(soort: DocumentSoort, read: _Read) -> Vorm:
    """How strongly the witnesses together say that this is a paper of that form."""
    rules: list[Rule] = []
    if any(_named_form(titel) is soort for titel in read.titels if not _is_over(titel)):
        rules.append(patterns.TITELS[soort])
    if patterns.ZELF[soort].search(read.tekst):
        rules.append(patterns.ZELF[soort])
    if soort in patterns.KOPPEN:
        kop = patterns.KOPPEN[soort]
        said = {text.casefold() for text in read.koppen if kop.search(text)}
        rules += [kop] * min(3, len(said))
    telling = patterns.TELWOORDEN[soort]
    count = sum(1 for _ in telling.finditer(read.tekst))
    dense = count >= max(_FEWEST, _PER_THOUSAND * read.words / 1000)
    if dense and (soort is not _S.KNELPUNTENBRIEF or _is_letter(read)):
        rules.append(telling)
    return _vorm(soort, rules)


def _is_over(titel: str) -> bool:
    return patterns.OVER.search(titel) is not None


def _vorm(soort: DocumentSoort, rules: list[Rule], *, aanbieding: bool = False) -> Vorm:
    """The chance that not all of these witnesses are wrong."""
    wrong = 1.0
    for rule in rules:
        wrong *= 1 - rule.score
    names = dict.fromkeys(rule.name.removeprefix("vorm.") for rule in rules)
    return Vorm(soort, f"vorm/{'+'.join(names)}", round(min(0.99, 1 - wrong), 2), aanbieding)


def _about(vorm: Vorm, read: _Read, lexicon: Lexicon) -> Vorm:
    """Whom and which year it is about: as the title says, else whom the text names most."""
    titel = next((titel for titel in read.titels if _named_form(titel)), None)
    titel = titel or next(iter(read.titels), "")
    organisaties = named_organisaties(titel, lexicon.organisaties)
    domein = None if organisaties else named_domein(titel, lexicon.ministeries)
    if vorm.soort is _S.STAAT_VAN_DE_UITVOERING:
        organisaties, domein = ("rijksbreed",), None
    elif not organisaties and not domein and not vorm.aanbieding:
        organisaties = _most_named(read.tekst, lexicon.organisaties)
    return replace(vorm, organisaties=organisaties, domein=domein, jaar=read_jaar(titel))


def _most_named(text: str, organisaties: tuple[Naam, ...]) -> tuple[str, ...]:
    names, pattern = _spellings(organisaties)
    found = (match[0] for match in pattern.finditer(text))
    counts = Counter(names[word] for word in found if word not in _PLAIN_WORDS)
    most = max(counts.values(), default=0)
    if most < _NAMED:
        return ()
    return tuple(name for name, count in counts.most_common() if 2 * count >= most)


@cache
def _spellings(names: tuple[Naam, ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    """Each spelling with the id it stands for, and a pattern that finds the longest of them."""
    found: dict[str, str] = {}
    for naam in names:
        for spelling in (naam.naam, naam.naam.removeprefix("Ministerie van "), *naam.aliassen):
            found[spelling] = naam.id
    longest = sorted(found, key=lambda spelling: (-len(spelling), spelling))
    words = "|".join(map(re.escape, longest)) or r"(?!)"
    return found, re.compile(rf"(?<![\w/]){'(?:' + words + ')'}(?!\w)")
