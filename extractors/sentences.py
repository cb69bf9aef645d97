"""A document in units: sentences of the running text, headings, table cells.

Cutting looks only at the places where a sentence may end; whether the full stop there belongs to
an abbreviation is asked of the spaCy tokenizer that is handed in. Tokenising every word of every
paper would cost more than all rules together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import spacy
from spacy.language import Language

from models.document import Document, Passage, Span
from models.lists import PassageSoort
from models.unit import Unit
from models.view import smooth

# written with a full stop that does not end the sentence, beside those spaCy knows
ABBREVIATIONS = frozenset(
    re.split(
        r"\s+",
        """aanh. afd. art. artt. bijl. blz. bv. c.a. c.q. c.s. ca. cf. d.d. d.w.z. dhr. div. dr.
        drs. e.a. e.d. e.v. enz. evt. excl. fig. gem. hfst. i.c. i.h.k.v. i.o. i.o.v. i.p.v. i.s.m.
        i.v.m. incl. ing. ir. jhr. jl. jo. m.a.w. m.b.t. m.b.v. m.i. m.i.v. m.n. m.u.v. max. mevr.
        mld. mln. mr. mw. n.a.v. n.v.t. nl. no. nos. nr. nrs. o.a. o.b.v. o.g.v. o.i. o.l.v. p. par.
        pag. pp. prof. r.k. resp. rk. s.v.p. sr. st. Stb. Stcrt. t.a.v. t.b.v. t.e.m. t.g.v. t.k.
        t.n.v. t.o.v. t.v.v. t.w. t.z.t. tel. tk. vgl. vgg. vs. w.o. z.g. z.o.z. zgn.""",
    )
)
# spaCy keeps the full stop on these, though in our papers they are words that end a sentence
_WORDS = ("al.", "lid.", "min.", "gen.", "in.", "is.", "op.", "over.", "en.", "de.", "het.")

# ". ", "?» ", ".3 " (the marker of a note stands glued to the stop), ".<sup>3</sup> "
_END = re.compile(
    r"""
    [.!?…]+
    [)\]"'”’»]*
    (?:\d{1,3}(?=\s)|<sup>\d{1,3}</sup>)?
    [)\]"'”’»]*
    (?P<gap>\s+)
    (?=["'“‘„«(\[*_]*[A-ZÀ-Þ0-9])
    """,
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘„«]+$")
# the last letter of "J.P." or "A.-M."
_INITIAL = re.compile(r"(?:.*[.-])?(?:[A-Z]|IJ|Th|Chr?)\.")
# "1." or "2.3." at the beginning of a line numbers what follows
_NUMBER = re.compile(r"(?:^|\n)[^\S\n]*(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})\.$")
_NUMBERED = re.compile(r"(?:n(?:o|os|r|rs)|art|artt|p|pp|blz|pag|par|hfst|fig)\.", re.IGNORECASE)
_NUMBER_AHEAD = re.compile(r"[(\[*_]?(?:\d|[IVX]+\b)")
_LETTER = re.compile(r"[^\W\d_]")
_CELL_EDGE = re.compile(r"[\t\n]+")
# after a single letter these words begin a sentence ("dienstbetrekking A. Het recht …")
_OPENER = re.compile(
    r"(?:Het|Dit|Dat|Een|Deze|Er|Als|Indien|Ook|Voor|Daarom|Daarbij|In|Bij|Op|Met|Wij|Ik|Zij)\s"
)
_BACK = 40


def make_nlp() -> Language:
    """The Dutch language of spaCy, without a trained part, that knows our abbreviations."""
    nlp = spacy.blank("nl")
    tokenizer: Any = nlp.tokenizer
    tokenizer.rules = {form: parts for form, parts in tokenizer.rules.items() if form not in _WORDS}
    for form in ABBREVIATIONS:
        for spelling in (form, form.capitalize()):
            tokenizer.add_special_case(spelling, [{"ORTH": spelling}])
    return nlp


def find_units(document: Document, nlp: Language) -> tuple[Unit, ...]:
    """The units of a document's running text, in order, disjoint, each inside one passage.

    Sentences of paragraphs, list items and notes; headings whole; table cells cut into
    sentences. What holds no letter (a number, a bullet) is no unit, nor is page furniture.
    """
    units: list[Unit] = []
    heading: str | None = None
    for index, passage in enumerate(document.passages):
        if passage.soort is PassageSoort.RAND:
            continue
        if passage.soort is PassageSoort.KOP:
            heading = smooth(document.text, passage.span).text.strip()
            above = None
        else:
            above = heading
        for span in _spans(document, passage, nlp):
            view = smooth(document.text, span, document.torn)
            units.append(Unit(span, view, index, passage.soort, above))
    return tuple(units)


def split_sentences(text: str, span: Span, nlp: Language) -> Iterator[Span]:
    """The sentences within a span of a text, without the white space around them."""
    start = span.start
    for match in _END.finditer(text, span.start, span.end):
        if not _joins(text, start, match, nlp):
            yield from _trimmed(text, start, match.start("gap"))
            start = match.end("gap")
    yield from _trimmed(text, start, span.end)


def _joins(text: str, start: int, match: re.Match[str], nlp: Language) -> bool:
    """Whether the stop at ``match`` belongs to the word before it, so that the sentence goes on."""
    if text[match.start()] != "." or text[match.start() + 1 : match.end()].lstrip()[:1] == ".":
        return False
    before = text[max(start, match.start() - _BACK) : match.start() + 1]
    if _NUMBER.search(before) and match.start() - start < _BACK:
        return True
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    if _NUMBERED.fullmatch(word[0]):
        return _NUMBER_AHEAD.match(text, match.end("gap")) is not None
    if _INITIAL.fullmatch(word[0]):
        return _OPENER.match(text, match.end("gap")) is None
    return _LETTER.search(word[0]) is not None and keeps_stop(word[0], nlp)


def keeps_stop(word: str, nlp: Language) -> bool:
    """Whether the tokenizer reads ``word`` with its full stop as one token ("Stb.").

    >>> nlp = make_nlp()
    >>> keeps_stop("Stb.", nlp), keeps_stop("huis.", nlp)
    (True, False)
    """
    tokens = nlp.tokenizer(word)
    return tokens[len(tokens) - 1].text != "."


def _spans(document: Document, passage: Passage, nlp: Language) -> Iterator[Span]:
    text = document.text
    if passage.soort is PassageSoort.KOP:
        yield from _trimmed(text, passage.span.start, passage.span.end)
    elif passage.soort is PassageSoort.TABEL:
        for cell in _cells(document, passage):
            yield from split_sentences(text, cell, nlp)
    else:
        yield from split_sentences(text, passage.span, nlp)


def _cells(document: Document, passage: Passage) -> Iterator[Span]:
    """The cells of a table, in order of place; those of its lines where no table was read."""
    spans = sorted(cell.span for cell in document.cells(passage.span))
    if spans:
        last = passage.span.start
        for span in spans:
            if last <= span.start:
                yield span
                last = span.end
        return
    start = passage.span.start
    for edge in _CELL_EDGE.finditer(document.text, passage.span.start, passage.span.end):
        yield Span(start, edge.start())
        start = edge.end()
    yield Span(start, passage.span.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The span from ``start`` to ``end`` without white space; none where no letter is in it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end and _LETTER.search(text, start, end):
        yield Span(start, end)
