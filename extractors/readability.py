"""How much of a text is readable words: low for scans without text and garbled text layers."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\S+")
_STRIP = "«»“”„‘’'\"()[]{}<>.,;:?!…*•–—‒-/|&+=@#~_"
_NUMBER = re.compile(r"[€$£]?\d[\d.,:/%°-]*")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'./&][^\W\d_]+)*\d{0,3}")
_VOWEL = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]", re.IGNORECASE)
_CLUSTER = re.compile(r"[bcdfghjklmnpqrstvwxz]{7,}", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\S+\.(?:nl|eu|com|org)\S*", re.IGNORECASE)

# the commonest words of Dutch and English prose: a page of words without any of them is no prose
_COMMON = frozenset(
    (
        *("de", "het", "een", "en", "van", "in", "op", "te", "dat", "die", "is", "voor", "met"),
        *("zijn", "aan", "niet", "er", "om", "ook", "als", "bij", "door", "of", "over", "wordt"),
        *("worden", "naar", "uit", "tot", "deze", "dit", "heeft", "hebben", "kan", "zal", "wij"),
        *("the", "and", "to", "for", "a"),
    )
)
_ENOUGH = 40
_LEAST_COMMON = 0.04


def readable_share(text: str) -> float:
    """The share, 0 to 1, of the visible characters of ``text`` that are words or numbers.

    >>> readable_share("De regering stuurt de Kamer een brief."), readable_share("\ufffd#§ ¶¶")
    (1.0, 0.0)
    """
    visible = readable = words = common = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        visible += len(token)
        bare = token.strip(_STRIP)
        readable += len(token) if _is_readable(bare, token) else 0
        if bare.isalpha():
            words += 1
            common += bare.lower() in _COMMON
    if not visible:
        return 0.0
    share = readable / visible
    # letters that make no language: a font without a map from glyphs to characters
    return share * 0.2 if words >= _ENOUGH and common < _LEAST_COMMON * words else share


def _is_readable(bare: str, token: str) -> bool:
    if not bare:
        # a dash, a bullet, the dots of a table of contents
        return "\ufffd" not in token and (len(token) <= 2 or len(set(token)) == 1)
    if _NUMBER.fullmatch(bare) or _WEB.fullmatch(token.strip("()[],.;")):
        return True
    if not _WORD.fullmatch(bare):
        return False
    short = len(bare) <= 4 or bare.isupper()
    return short or (bool(_VOWEL.search(bare)) and not _CLUSTER.search(bare))
