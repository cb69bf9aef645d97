"""What the subject of a register row says: kind, members, subject proper, what it replaces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.patterns import citations as citation_patterns
from extractors.patterns import vermeldingen as patterns
from models.identifiers import Dossier, KamerstukId
from models.lists import MotieSoort

_VERVANGT_STUK = re.compile(rf"\s?{citation_patterns.STUK}{citation_patterns.STAART}")
_BARE_STUK = re.compile(
    rf"\((?:[Kk]amerstuk )?{citation_patterns.STUK}{citation_patterns.STAART}\)"
)
_VERVANGT_NUMMER = re.compile(rf"\s?{citation_patterns.NR}(?P<nummer>[0-9]{{1,4}})")
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
    soort = motie_soort(head["soort"] if head else None)
    vervangt, rest = _replaced(rest, soort)
    rest = _REPRINT.sub("", _BRACKETS.sub(" ", rest) if head else rest)
    kern = " ".join(_LEAD.sub("", rest).split()).strip(" ,.;()")
    return Onderwerp(
        soort=soort,
        namen=split_names(head["namen"]) if head else (),
        kern=kern or None,
        vervangt=vervangt,
    )


def motie_soort(text: str | None) -> MotieSoort:
    """The kind that "gewijzigde", "nader gewijzigde" and their abbreviations name."""
    if not text:
        return MotieSoort.MOTIE
    return MotieSoort.NADER_GEWIJZIGD if "nader" in text.lower() else MotieSoort.GEWIJZIGD


def split_names(text: str) -> tuple[str, ...]:
    """The members in "Voorbeeld, De Wit-Proef en Proefman" or "Voorbeeld/Proefman"."""
    return tuple(name.strip() for name in _SEPARATOR.split(text) if name.strip())


def _replaced(text: str, soort: MotieSoort) -> tuple[str | None, str]:
    """What a text says is replaced, and the text without saying so."""
    lead = patterns.VERVANGT.search(text)
    if not lead and soort is not MotieSoort.MOTIE:
        # a changed motie with nothing but a number between brackets: that is what it replaces
        bare = _BARE_STUK.search(text)
        return (
            (_kst(bare), text[: bare.start()] + " " + text[bare.end() :]) if bare else (None, text)
        )
    if not lead:
        return None, text
    stuk = _VERVANGT_STUK.match(text, lead.end())
    if stuk:
        return _kst(stuk), text[: lead.start()] + " " + text[stuk.end() :]
    nummer = _VERVANGT_NUMMER.match(text, lead.end())
    if nummer:
        return nummer["nummer"], text[: lead.start()] + " " + text[nummer.end() :]
    return None, text


def _kst(match: re.Match[str]) -> str:
    names = ("raad", "hoofdstuk", "hoofdstuk_los", "letter")
    suffix = next((match[name] for name in names if match[name]), None)
    dossier = Dossier(re.sub(r"[ .]", "", match["dossier"]), suffix)
    return str(KamerstukId(dossier, match["nummer"] or match["kort"] or match["ek"]))


def title_key(title: str | None) -> str:
    """A dossier's title as letters and digits: spelling of spaces and dashes does not matter."""
    return _NOT_WORD.sub("", (title or "").casefold())
