"""Plain text and Markdown into passages; the text stays as it is, character for character."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.composed import Composed
from extractors.texttables import TextTable, find_text_tables
from models.document import Link, NoteMarker, Passage, Span
from models.lists import PassageSoort

_LINE = re.compile(r"[^\n]*\n?")
_RULE = re.compile(r"[-*_=]{3,}")
_BULLET = re.compile(r"(?P<label>[•▪◦○■‣∙·*+‒–—-])\s+\S")
_NUMBER = re.compile(
    r"(?P<label>\(?(?:\d{1,2}|[a-z]|[ivx]{1,5}|[IVX]{1,5}|[A-Z])[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\s+\S"
)
_HASHES = re.compile(r"(?P<marks>#{1,6})\s+\S")
_BOLD = re.compile(r"\*\*[^*\n]+\*\*")
_NOTE = re.compile(
    r"(?:<sup>(?P<sup>\d{1,3})</sup>"
    r"|\[\^(?P<caret>\d{1,3})\]:"
    r"|(?P<bare>\d{1,3})(?=\s+(?:Kamerstuk|Handelingen|Zie\b|Stb\.|Stcrt|Aanhangsel|Tweede Kamer|"
    r"Eerste Kamer|https?:|www\.|[A-Z][^.?!]{3,80}, \d{1,2} [a-z]+ \d{4})))\s*"
)
_MARKER = re.compile(
    r"<sup>(?P<sup>\d{1,3})</sup>|\[\^(?P<caret>\d{1,3})\](?!:)"
    r"|(?<=[a-zà-ÿ»”’)])(?P<glued>\d{1,2})(?=[\s.,;:)]|$)"
    r"|(?<=[a-zà-ÿ»”’)][.,;:?])(?P<after>\d{1,2})(?=\s|$)"
)
_LINK = re.compile(r"\[(?P<text>[^\[\]\n]{1,300})\]\((?P<target>[^()\s]{1,500})\)")
_ADDRESS = re.compile(r">\s*Retouradres\b")
_DATUM = re.compile(r"\**Datum\**:?\s")
_BETREFT = re.compile(r"\**(?:Betreft|Onderwerp)\**:?\s")
_MARGIN = re.compile(
    r"(?:\*\*)?(?:Datum|Onze referentie|Ons kenmerk|Kenmerk|Uw referentie|Uw kenmerk|"
    r"Bijlage(?:\(n\)|n)?|Contactpersoon|Onze ref)(?:\*\*)?"
)
_PAGE = re.compile(
    r"(?:Pagina|Blad|Page)\s+\d+(?:\s*(?:van|/|of)\s*\d+)?|\d{1,3}|[-–]\s*\d{1,3}\s*[-–]"
)
# under a letter: "W. Proefman" is no list item
_NAME = re.compile(
    r"(?:[A-Z]\.\s?){1,5}(?:(?:van|de|der|den|ten|ter|te|het|’t) ){0,3}[A-Z][\w’'-]{1,30}"
    r"(?:[ -][A-Z][\w’'-]{1,30}){0,2}"
)
_STOP = (".", ",", ":", ";", "?", "!", "»", "”", "…")
_MOST_HEADING = 110


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file that is not blank, without the white space around it."""

    span: Span
    text: str


def compose_text(text: str) -> tuple[Passage, ...]:
    """The passages of a text; their spans leave out the white space around them."""
    return compose_plain(text).passages


def compose_plain(text: str) -> Composed:
    """A text as it is, with its passages, tables, note markers and links."""
    blocks = _blocks(text)
    tables = find_text_tables([[(row.span, row.text) for row in block] for block in blocks])
    furniture = _furniture(text, blocks)
    passages: list[Passage] = []
    for index, block in enumerate(blocks):
        if index in furniture:
            passages.append(Passage(_around(block), PassageSoort.RAND))
        else:
            passages.extend(_passages(block))
    passages = _with_tables(passages, tables)
    return Composed(
        text=text,
        passages=tuple(passages),
        tables=tuple(table.table for table in tables),
        markers=tuple(_markers(text, passages)),
        links=tuple(_links(text)),
    )


def _blocks(text: str) -> list[list[_Row]]:
    """Lines that stand together: blank lines and form feeds part them."""
    blocks: list[list[_Row]] = [[]]
    for match in _LINE.finditer(text):
        line = match[0]
        bare = line.strip()
        if "\f" in line or not bare or _begins_page(line, blocks[-1], text):
            blocks.append([])
        if bare:
            start = match.start() + line.index(bare[0])
            blocks[-1].append(_Row(Span(start, start + len(bare)), bare))
    return [block for block in blocks if block]


def _begins_page(line: str, block: Sequence[_Row], text: str) -> bool:
    """Whether a line shows the single space that some extraction puts where a page begins."""
    if not block or not re.match(r" [A-Z]", line):
        return False
    return text[block[-1].span.start - 1 : block[-1].span.start] != " "


def _around(rows: Sequence[_Row]) -> Span:
    return Span(rows[0].span.start, rows[-1].span.end)


def _furniture(text: str, blocks: Sequence[Sequence[_Row]]) -> set[int]:
    """Which blocks are letterhead, repeated running heads, page numbers or rules."""
    words = [" ".join(row.text for row in block) for block in blocks]
    counts = Counter(words)
    found = set()
    inside = False
    for index, block in enumerate(blocks):
        first = block[0].text
        if _ADDRESS.match(first):
            inside = True
            if index and "Ministerie van" in words[index - 1]:
                found.add(index - 1)
        elif inside and (_DATUM.match(first) or _BETREFT.match(first)) and not _is_pair(block):
            inside = False
        short = len(words[index]) < 120
        repeated = counts[words[index]] > 1 and _MARGIN.fullmatch(first) is not None and short
        lone = len(block) == 1 and bool(_PAGE.fullmatch(first) or _RULE.fullmatch(first))
        if inside or repeated or lone or (short and _is_pair(block)):
            found.add(index)
    return found


def _is_pair(block: Sequence[_Row]) -> bool:
    """A label of the margin column with its value: ``**Datum**``, then ``5-3-2021``."""
    return 1 < len(block) <= 3 and _MARGIN.fullmatch(block[0].text) is not None


def _passages(block: Sequence[_Row]) -> Iterator[Passage]:
    """A block cut where a heading, list item or note begins."""
    groups: list[list[_Row]] = []
    for index, row in enumerate(block):
        if not groups or _begins(block, index, groups[-1]):
            groups.append([row])
        else:
            groups[-1].append(row)
    for group in groups:
        yield _passage(group)


def _begins(block: Sequence[_Row], index: int, group: Sequence[_Row]) -> bool:
    text, last = block[index].text, block[index - 1].text
    if _HASHES.match(text) or _HASHES.match(last) or _RULE.fullmatch(text):
        return True
    if _DATUM.match(last) or _BETREFT.match(text) or _NOTE.match(text):
        return True
    if _BULLET.match(text):
        dash = text[0] in "‒–—-"
        return not dash or last.endswith(_STOP) or _BULLET.match(group[0].text) is not None
    if _NUMBER.match(text):
        return last.endswith(_STOP) or _NUMBER.match(group[0].text) is not None
    return len(group) == 1 and _heads(block, index - 1)


def _heads(block: Sequence[_Row], index: int) -> bool:
    """A short line above lines that fill the width: a heading without a blank line under it."""
    text, below = block[index].text, block[index + 1 :]
    width = max(len(row.text) for row in below)
    return (
        _is_title(text)
        and not text.endswith(")")
        and below[0].text[:1].isupper()
        and width > 50
        and len(text) + len(below[0].text.split()[0]) < 0.75 * width
    )


def _passage(group: Sequence[_Row]) -> Passage:
    span = _around(group)
    text = group[0].text
    note = _NOTE.match(text)
    if note:
        return Passage(span, PassageSoort.NOOT, 0, note["sup"] or note["caret"] or note["bare"])
    hashes = _HASHES.match(text)
    if hashes:
        return Passage(span, PassageSoort.KOP, len(hashes["marks"]), _number(text.lstrip("# ")))
    if _RULE.fullmatch(text) or (_DATUM.match(text) and len(text) < 45):
        return Passage(span, PassageSoort.RAND)
    if _BETREFT.match(text) and len(group) <= 3:
        return Passage(span, PassageSoort.KOP, 1)
    if len(group) == 1 and (_BOLD.fullmatch(text) or _is_title(text)):
        return Passage(span, PassageSoort.KOP, _depth(text), _number(text))
    item = _BULLET.match(text) or _NUMBER.match(text)
    if item and not (len(group) == 1 and _NAME.fullmatch(text)):
        return Passage(span, PassageSoort.OPSOMMING, 1, item["label"])
    return Passage(span, PassageSoort.ALINEA)


def _is_title(text: str) -> bool:
    """A line that could be a heading: short, no stop, begins with a capital or a number."""
    bare = text.replace("**", "")
    if len(bare) > _MOST_HEADING or bare.endswith(_STOP) or _BULLET.match(bare):
        return False
    begins = bare[:1].isupper() or bare[:1] in "‘'“\"" or bool(re.match(r"\d", bare))
    words = re.findall(r"[^\W\d_]{2,}", bare)
    return begins and bool(words) and "http" not in bare and not _NAME.fullmatch(bare)


def _depth(text: str) -> int:
    number = _number(text)
    return number.strip(".").count(".") + 1 if number and number[0].isdigit() else 2


def _number(text: str) -> str | None:
    match = _NUMBER.match(text.replace("**", "")) or re.match(
        r"(?P<label>\d{1,2})\s+[A-Z]", text.replace("**", "")
    )
    return match["label"] if match else None


def _with_tables(passages: list[Passage], tables: Iterable[TextTable]) -> list[Passage]:
    """The passages with each table in the place of the lines it is made of."""
    spans = [piece for table in tables for piece in table.pieces]
    kept = [
        passage for passage in passages if not any(span.overlaps(passage.span) for span in spans)
    ]
    kept.extend(Passage(span, PassageSoort.TABEL) for span in spans)
    return sorted(kept, key=lambda passage: passage.span)


def _markers(text: str, passages: Sequence[Passage]) -> Iterator[NoteMarker]:
    """The places that point at a note: the next note of that number, else the last before."""
    notes: dict[str, list[int]] = defaultdict(list)
    for index, passage in enumerate(passages):
        if passage.soort is PassageSoort.NOOT and passage.label:
            notes[passage.label].append(index)
    for passage in passages:
        if passage.soort in (PassageSoort.NOOT, PassageSoort.RAND):
            continue
        for match in _MARKER.finditer(text, passage.span.start, passage.span.end):
            label = next(group for group in match.groups() if group)
            after = [at for at in notes[label] if passages[at].span.start > match.start()]
            if after or notes[label]:
                note = after[0] if after else notes[label][-1]
                yield NoteMarker(Span(match.start(), match.end()), note)


def _links(text: str) -> Iterator[Link]:
    for match in _LINK.finditer(text):
        yield Link(Span(*match.span("text")), match["target"])
