"""How much of a text is readable words, and what shows that its characters were mistaken.

Low for glyph numbers shown as text, for shifted or swapped characters, for poor OCR. A table, a
list of names, a page in English, French or German, web addresses and the numbers of laws are words
and numbers like any other: no list of words is needed, only which letters follow each other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from models.document import Span

_TOKEN = re.compile(r"\S+")
# a sign that is repeated (the dots of a table of contents) says no more than one
_REPEATED = re.compile(r"([^\w\s]|_)\1{2,}")
_STRIP = "«»“”„‘’'\"()[]{}<>.,;:?!…*•–—‒-/|&+=@#~_%"
# a figure or a sign in the middle of a word, as poor OCR has it: "w0ord", "pr;oef", "K.amer"; not
# "2027Z01234", "n.v.t", "pagina.Volgende", "rapport.pdf"
_BROKEN = re.compile(
    r"[^\W\d_][,;:!?\"][a-zà-ÿ]|[a-zà-ÿ]\d+[a-zà-ÿ]|[^\W\d_]{2}\.[a-zà-ÿ]{2}(?![a-z]{0,2}$)"
    r"|\b[A-Z]\.[a-zà-ÿ]{2}"
)
# a dash, a bullet, "(…).", "€"; not ",'-"
_SIGN = re.compile(r"[(\[]?([^\w\s.,;:'])\1*[)\]]?[.,;:]?|(.)\2*|[+-]/-")
_PART = re.compile(r"[^\W\d_]+|\d+")
_VOWEL = re.compile(r"[aeiouyæœø]")
_CLUSTER = re.compile(r"[bcdfghjklmnpqrstvwxz]{7,}")
# an address, also the second half of one that runs over a line, and the name of a file
_WEB = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|\S+\.(?:nl|eu|com|org|pdf|html?|docx?|xlsx?)\b\S*"
    r"|\S*\?\w+=\S+",
    re.IGNORECASE,
)
# accents are left out: é counts as e
_ACCENTS = dict.fromkeys(range(0x300, 0x370))

# the letters that usually follow each letter within words of Dutch, English and French: these 200
# of the 676 pairs are nine in ten of those in a page of any of them, three in ten of swapped ones
# (learnt from moties, the manual of Perl and a French text of our own; no text is kept)
_USUAL = {
    "a": "abcdgiklmnprstv", "b": "aeiloru", "c": "aehilotu", "d": "aeios",
    "e": "acdefghiklmnprstuvx", "f": "efio", "g": "aeir", "h": "aeiot",
    "i": "abcdefgjlmnorstv", "j": "ak", "k": "aekot", "l": "adeilotuy", "m": "abeimop",
    "n": "acdefginost", "o": "bcdegilmnoprstuv", "p": "aelort", "q": "u",
    "r": "adegijklmnorstuvwz", "s": "aceilopstu", "t": "aehiorstuw", "u": "abdeiklmnrst",
    "v": "aeio", "w": "aeio", "z": "eo",
}  # fmt: skip
_PAIRS = frozenset(one + other for one, others in _USUAL.items() for other in others)

# measured: 1,488 stretches of 2,500 characters of real agency papers have 0.84 and more of usual
# pairs, lists of names 0.89; 300 with their letters swapped have 0.63 and less, half of them 0.28
_LANGUAGE = 0.7
_GARBAGE = 0.5
# fewer pairs than this (a dozen long words) prove nothing
_ENOUGH_PAIRS = 60
_LONG = 5
_USUAL_LENGTH = 30

# utf-8 read as windows-1252 or latin-1: one character shows as two or three
_TAIL = r"[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_UTF8 = re.compile(rf"[\u00c2-\u00df]{_TAIL}|[\u00e0-\u00ef]{_TAIL}{{2}}")
# no character at all, or a control, in or against a word: there a letter is lost
_LOST = re.compile(r"(?<=[^\W\d_])[\ufffd\u0080-\u009f]+|[\ufffd\u0080-\u009f]+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text reads: ``share`` of its visible characters that are readable words or numbers.

    ``pairs`` counts the letter pairs in long words: what the judgement rests on.
    """

    share: float
    pairs: int

    @property
    def proven(self) -> bool:
        """Whether there are words enough to call it language."""
        return self.pairs >= _ENOUGH_PAIRS and self.share >= _LANGUAGE


def judge(text: str) -> Reading:
    """How a text reads; an empty one has share 0.

    >>> judge("De regering stuurt de Kamer een brief.").share, judge("\ufffd#§ ,'-").share
    (1.0, 0.0)
    """
    visible = readable = pairs = usual = 0
    for token in _TOKEN.findall(text):
        good, in_token, usual_in_token = _weigh(token)
        visible += len(token)
        readable += len(token) * good
        pairs += in_token
        usual += usual_in_token
    share = readable / visible if visible else 0.0
    if pairs >= _ENOUGH_PAIRS:
        share *= min(1.0, max(0.0, (usual / pairs - _GARBAGE) / (_LANGUAGE - _GARBAGE)))
    return Reading(share, pairs)


def _weigh(token: str) -> tuple[bool, int, int]:
    """Whether a token is readable, how many letter pairs its long words have, how many usual."""
    # the same words come back all the time; a hostile text must not fill the memory
    return _weigh_word(token) if len(token) <= _USUAL_LENGTH else _weigh_anew(token)


def _weigh_anew(token: str) -> tuple[bool, int, int]:
    pairs = [
        one + other
        for word in _PART.findall(_plain(token))
        if len(word) >= _LONG
        for one, other in pairwise(word)
    ]
    if pairs and _WEB.fullmatch(token.strip(_STRIP)):
        pairs = []
    return _is_readable(token), len(pairs), sum(pair in _PAIRS for pair in pairs)


_weigh_word = lru_cache(maxsize=20_000)(_weigh_anew)


def _plain(token: str) -> str:
    """Small letters without accents."""
    token = token.lower()
    if token.isascii():
        return token
    return unicodedata.normalize("NFD", token).translate(_ACCENTS)


def _is_readable(token: str) -> bool:
    if "\ufffd" in token or (not token.isascii() and has_damage(token)):
        return False
    token = _REPEATED.sub(r"\1", token)
    bare = token.strip(_STRIP)
    parts = _PART.findall(_plain(bare))
    if not parts:
        return bool(_SIGN.fullmatch(token))
    if _WEB.fullmatch(bare):
        return True
    # "n.v.t", "(on)veilig", "IENW/BSK-2027/1234", "4=1+2+3"; not "12/26,A.-/A0,,/3", ".>:/3"
    if _BROKEN.search(bare):
        return False
    known = sum(map(len, parts))
    most = 1 + known if bare.upper() == bare.lower() else 1 + len(bare) // 4
    around = len(token) - len(bare)
    return len(bare) - known <= most and around <= known + 3 and all(map(_is_word, parts))


def _is_word(part: str) -> bool:
    """Figures, an abbreviation, or letters that can be said."""
    if len(part) <= 5 or part.isdigit() or not part.isascii():
        return True
    return bool(_VOWEL.search(part)) and not _CLUSTER.search(part)


def find_damage(text: str) -> tuple[Span, ...]:
    """Where characters were mistaken for others or lost, in order: ``Ã«`` for ë, ``be�indigd``.

    A pair as ``Ã«`` counts only where undoing it gives one character of text.
    """
    found = [Span(*match.span()) for match in _UTF8.finditer(text) if _undone(match[0])]
    lost = (Span(*match.span()) for match in _LOST.finditer(text))
    known = {at for span in found for at in range(span.start, span.end)}
    return tuple(sorted([*found, *(span for span in lost if span.start not in known)]))


def has_damage(text: str) -> bool:
    """Whether any character of ``text`` was mistaken or lost; see :func:`find_damage`."""
    return bool(find_damage(text))


def _undone(found: str) -> bool:
    for encoding in ("windows-1252", "latin-1"):
        try:
            letter = found.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return len(letter) == 1 and letter.isprintable()
    return False
