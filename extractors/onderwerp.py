"""What the subject of a register row says: kind, members, subject proper, what it replaces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.patterns import onderwerp as vervangt
from extractors.patterns import vermeldingen as patterns
from models.identifiers import Dossier, KamerstukId
from models.lists import MotieSoort

_SOORT = re.compile(rf"\s*{patterns.SOORT}[Mm]otie")
_BRACKETS = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)?")
_LEAD = re.compile(rf"^[\s,.:)]*(?:(?:{patterns.OVER}|dat|waarin) )*", re.I)
_SEPARATOR = re.compile(patterns.TUSSEN_NAMEN)
_NOT_WORD = re.compile(r"[\W_]+")
_REPRINT = re.compile(r"\(?\b[Hh]erdruk\b\)?")


@dataclass(frozen=True, slots=True)
class Onderwerp:
    """A subject taken apart.

    ``namen`` are the members as printed, without "c.s."; ``kern`` is the subject after "over",
    ``None`` where none is given. ``vervangt`` is the identifier of the motie replaced
    (``kst-19637-3370``), or its bare number (``12``) where the dossier is left to be understood.
    """

    soort: MotieSoort
    namen: tuple[str, ...]
    kern: str | None
    vervangt: str | None


def read_onderwerp(text: str) -> Onderwerp:
    """Takes apart a subject such as "Gewijzigde motie van het lid … over … (t.v.v. …)".

    What does not begin as a motie is all subject: ``kern`` is the whole text.
    """
    text = " ".join(text.split())
    head = patterns.ONDERWERP.pattern.match(text)
    rest = text[head.end() :] if head else text
    named = _SOORT.match(text)
    soort = motie_soort(named["soort"] if named else None)
    replaced, rest = _replaced(rest, soort)
    if replaced and soort is MotieSoort.MOTIE:
        soort = MotieSoort.GEWIJZIGD
    rest = _REPRINT.sub("", _BRACKETS.sub(" ", rest) if head else rest)
    kern = " ".join(_LEAD.sub("", rest).split()).strip(" ,.;()")
    return Onderwerp(
        soort=soort,
        namen=split_names(head["namen"]) if head else (),
        kern=kern or None,
        vervangt=replaced,
    )


def motie_soort(text: str | None) -> MotieSoort:
    """The kind that "gewijzigde", "nader gewijzigde" and their abbreviations name."""
    if not text:
        return MotieSoort.MOTIE
    return MotieSoort.NADER_GEWIJZIGD if "nader" in text.lower() else MotieSoort.GEWIJZIGD


def split_names(text: str) -> tuple[str, ...]:
    """The members in "Voorbeeld, De Wit-Proef en Proefman" or "Voorbeeld/Proefman"."""
    return tuple(name.strip() for name in _SEPARATOR.split(text) if name.strip())


def read_vervangt(text: str, soort: MotieSoort) -> str | None:
    """The identifier, or the bare number, of what a text of a motie of this kind says it replaces.

    >>> read_vervangt("Gewijzigde motie van het lid Proef (t.v.v. 99001, nr, 8)", MotieSoort.MOTIE)
    'kst-99001-8'
    """
    return _replaced(text, soort)[0]


_OF_ANY = (vervangt.VERVANGT_STUK, vervangt.VERVANGT_VERMINKT, vervangt.VERVANGT_NUMMER)
# a changed motie with a number between brackets, or at the end: that is what it replaces
_OF_A_CHANGED = (*_OF_ANY, vervangt.HAAKJES, vervangt.EINDE)


def _replaced(text: str, soort: MotieSoort) -> tuple[str | None, str]:
    """What a text says is replaced, and the text without saying so."""
    for rule in _OF_ANY if soort is MotieSoort.MOTIE else _OF_A_CHANGED:
        if match := rule.pattern.search(text):
            between = match.groupdict().get("tussen") or ""
            return _named(match), f"{text[: match.start()]} {between}{text[match.end() :]}"
    return None, text


def _named(match: re.Match[str]) -> str:
    """``kst-99001-8``, or ``8`` where the dossier is not named or cannot be read."""
    parts = match.groupdict()
    number = parts["nummer"] or parts["letters"].upper()
    if not parts.get("dossier"):
        return number
    part = parts["raad"] or (parts["deel"] or "").upper().replace("1", "I") or None
    return str(KamerstukId(Dossier(re.sub(r"[ .]", "", parts["dossier"]), part), number))


def title_key(title: str | None) -> str:
    """A dossier's title as letters and digits: spelling of spaces and dashes does not matter."""
    return _NOT_WORD.sub("", (title or "").casefold())
