"""How far a text is from the truth, in characters.

White space is one space everywhere before anything is compared. ``error_rate`` is the edit
distance (insertions, deletions, substitutions) over the length of the truth, order and furniture
included. ``loose_rate`` finds for every paragraph of the truth the piece of the text that is
nearest to it, wherever it stands: what is left are the faults within paragraphs (spelling, torn
and broken words, something else in between); order and what stands between paragraphs cost
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

# a hyphen at the end of a line, as each reader writes it: some mark a broken word as such
_HYPHENS = str.maketrans({"\u00ad": "-", "\u2010": "-"})
_BROKEN = re.compile(r"(?<=\w)-\s*\n\s*(?=[^\W\d_A-Z])|[\ufffe\x02]\s*")
_PAGE_NUMBER = re.compile(r"\d{1,4}")
_FOOT = re.compile(
    r"(?:kst|ah|h|nds|blg)-[\w-]+|ISSN \d{4} ?- ?\d{3}[\dX]|[’'‘]s-Gravenhage \d{4}"
    r"|Tweede Kamer, vergaderjaar \d{4}[-–]\d{4}, (?:Aanhangsel|[\w –-]+, [Nn]r\. \w+)(?: \d+)?"
)


def squeezed(text: str) -> str:
    """Every run of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def bare(text: str) -> str:
    """No white space at all: what blocks are told by."""
    return "".join(unicodedata.normalize("NFC", text).split())


def error_rate(truth: str, text: str) -> float:
    """Edit distance over the length of the truth."""
    truth = squeezed(truth)
    return Levenshtein.distance(truth, squeezed(text)) / max(len(truth), 1)


def loose_rate(paragraphs: Sequence[str], text: str) -> float:
    """The edit distance of each paragraph to the nearest piece of the text, over their length."""
    text = squeezed(text)
    wanted = [squeezed(paragraph) for paragraph in paragraphs]
    total = sum(len(paragraph) for paragraph in wanted)
    return sum(_nearest(paragraph, text) for paragraph in wanted) / max(total, 1)


def _nearest(needle: str, text: str) -> int:
    """The smallest edit distance of ``needle`` to any piece of ``text``.

    Myers' bit vectors (1999) with the whole needle as one number: one step a character.
    """
    if needle in text:
        return 0
    where: dict[str, int] = {}
    for index, char in enumerate(needle):
        where[char] = where.get(char, 0) | 1 << index
    full = (1 << len(needle)) - 1
    last = 1 << len(needle) - 1
    up, down, score = full, 0, len(needle)
    best = score
    for char in text:
        match = where.get(char, 0)
        across = ((match & up) + up ^ up | match) & full
        rise, fall = down | full & ~(across | up), up & across
        if rise & last:
            score += 1
        elif fall & last:
            score -= 1
            best = min(best, score)
        rise, fall = rise << 1 & full, fall << 1 & full
        match |= down
        up, down = fall | full & ~(match | rise), rise & match
    return best


def trimmed(pages: Sequence[str], furniture: Sequence[str], printed: Sequence[str] = ()) -> str:
    """The best a simple rule makes of a peer's text, told what the furniture of the paper is.

    Page numbers, the printed foot and colophon, the ``furniture`` the XML states and what else
    the printer has ``printed`` go where they open or close a line; words broken at a line end are
    joined; ligatures become letters.
    """
    stated = [squeezed(line) for line in furniture if line]
    known = sorted({*stated, *printed}, key=len, reverse=True)
    known = [*known, *(line.replace("-", "–") for line in known if "-" in line)]
    lines = [_cut(line, known) for page in pages for line in _lines(page)]
    # a heading of the furniture may run over two lines
    lines = [line for line in lines if len(line) <= 12 or not any(line in one for one in stated)]
    text = "\n".join(line for line in lines if line)
    return unicodedata.normalize("NFKC", _BROKEN.sub("", text))


def _lines(page: str) -> list[str]:
    return page.translate(_HYPHENS).splitlines()


def _cut(line: str, known: Sequence[str]) -> str:
    line = " ".join(line.split(" ")).strip()
    before = None
    while line != before:
        before = line
        for words in known:
            if line == words or line.startswith(f"{words} "):
                line = line[len(words) :].strip()
            elif len(words) > 3 and line.endswith(f" {words}"):
                line = line[: -len(words)].strip()
        found = _FOOT.match(line)
        if found:
            line = line[found.end() :].strip()
    return "" if _PAGE_NUMBER.fullmatch(line) else line


def in_order(paragraphs: Sequence[str], text: str) -> tuple[int, int]:
    """How many neighbours of the truth are neighbours in the text; of how many.

    A paragraph is where its first 24 letters are found, white space and hyphens left out; two
    neighbours stand right when the second begins after the first with no other paragraph
    beginning in between. Paragraphs that open with words that stand elsewhere too are left out;
    one that is not found at all makes its pairs wrong.
    """
    flat = letters(text)
    openings = [letters(paragraph)[:24] for paragraph in paragraphs]
    whole = letters("".join(paragraphs))
    unique = [one for one in openings if len(one) >= 12 and whole.count(one) == 1]
    places = {opening: flat.find(opening) for opening in unique}
    ranked = sorted((place, opening) for opening, place in places.items() if place >= 0)
    follows = {one: other for (_, one), (_, other) in pairwise(ranked)}
    pairs = list(pairwise(unique))
    return sum(follows.get(one) == other for one, other in pairs), len(pairs)


_NOT_LETTERS = re.compile(r"[\s\u00ad\u2010\ufffe\x02-]+")


def letters(text: str) -> str:
    """Without white space and hyphens: what is left the same by every way to break a line."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text))
