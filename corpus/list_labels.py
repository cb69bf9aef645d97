"""The label of a list item, where the file only says how it is counted."""

from __future__ import annotations

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 3999
_LETTERS = 26
_LONGEST = 20


def spell(number: int, how: str) -> str:
    """``number`` as a word processor prints it; ``how`` as Word names it (``lowerRoman``, …).

    What has no such form, or is not known, is printed in figures.

    >>> [spell(28, how) for how in ("decimal", "lowerLetter", "upperRoman", "decimalZero")]
    ['28', 'bb', 'XXVIII', '28']
    """
    if how in ("lowerLetter", "upperLetter") and 0 < number <= 10 * _LETTERS:
        letter = chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)
        return letter.upper() if how == "upperLetter" else letter
    if how in ("lowerRoman", "upperRoman") and 0 < number <= _MOST_ROMAN:
        return _roman(number).upper() if how == "upperRoman" else _roman(number)
    return f"{number:02}" if how == "decimalZero" else str(number)


def bullet(mark: str) -> str | None:
    """A bullet as printed; those of symbol fonts have no character of their own.

    >>> bullet("\\uf0b7"), bullet("–"), bullet(" ")
    ('•', '–', None)
    """
    mark = mark.strip()
    if not mark:
        return None
    return "•" if "\ue000" <= mark[0] <= "\uf8ff" else mark[:_LONGEST]


def _roman(number: int) -> str:
    pieces = []
    for value, letters in _ROMAN:
        pieces.append(letters * (number // value))
        number %= value
    return "".join(pieces)
