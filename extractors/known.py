"""The known moties, and the keys they are looked up by: members, words, numbers.

What an answer depends on is the keys that were asked for; a motie that changes concerns only who
asked for one of its keys.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice, product
from typing import Protocol

from rapidfuzz import fuzz, process

from extractors.likeness import stems
from extractors.namen import name_words
from models.links import KnownMotie, MotieFacts, facts_of

# titles of dossiers that say nothing of the motie: hundreds of moties have the same
_EMPTY_TITLE = re.compile(r"(?:Vaststelling|Wijziging)[\w ]{0,25} begroting|Jaarverslag")
# members misspelt in the mention are looked for among all surnames from this likeness on
FUZZY_NAME = 88.0
# ways in which a list of double surnames can be read
_READINGS = 16

LID, LEDEN, WOORD, NUMMER = "lid:", "leden:", "woord:", "nr:"
IDENTIFIER, MISSPELT = "id:", "lid?:"
AND = "|"


class Moties(Protocol):
    """All known moties, to be looked up. Results are in order of id.

    A key is one of those that :func:`motie_keys` gives; an answer depends on nothing but what the
    keys in :attr:`MotieIndex.asked` bring, so a motie that changes concerns only who asked for
    one of its keys.
    """

    def named(self, id_: str) -> MotieFacts | None:
        """The motie with this identifier, whichever of its identifiers it is."""

    def with_key(self, key: str, until: date | None) -> Sequence[MotieFacts]:
        """The moties that have this key and are not from after ``until``.

        One without a date may be from any day. Of very many those dated last are given.
        """

    def surnames(self) -> Sequence[str]:
        """Every surname of a member that signs one of the moties, in order."""


def motie_keys(motie: MotieFacts) -> set[str]:
    """What a motie can be found by: its members with its words or its number, and so on."""
    leden = {LID + lid for lid in surname_keys(motie)}
    words = _word_keys(motie)
    pairs = {lid + AND + other for lid in leden for other in words | _number_key(motie)}
    return words | pairs | _together_key(motie)


def _parts_of_keys(motie: MotieFacts) -> set[str]:
    """What the keys of a motie are made of."""
    leden = {LID + lid for lid in surname_keys(motie)}
    words = _word_keys(motie)
    return leden | words | _number_key(motie) | _together_key(motie)


def _word_keys(motie: MotieFacts) -> set[str]:
    """Its subject and the title of its dossier: a letter may name a motie by either."""
    title = motie.dossier_titel or ""
    if _EMPTY_TITLE.match(title):
        title = ""
    return {WOORD + word for word in stems(f"{motie.onderwerp or ''} {title}")}


def _number_key(motie: MotieFacts) -> set[str]:
    """Register rows from bulk files do not know their dossier: the number within it does."""
    loose = motie.nummer is not None and motie.id.startswith("zaak-")
    return {f"{NUMMER}{motie.nummer}"} if loose else set()


def _together_key(motie: MotieFacts) -> set[str]:
    return set(together([keys_of(naam) for naam in motie.namen]))


def surname_keys(motie: MotieFacts) -> set[str]:
    """The surnames of the members of a motie as :meth:`Moties.surnames` gives them."""
    return {key for naam in motie.namen for key in keys_of(naam)}


def together(names: Sequence[set[str]]) -> list[str]:
    """The key of a list of members, in each way to read their surnames."""
    ways = islice(product(*map(sorted, names)), _READINGS) if names and all(names) else ()
    return [LEDEN + "+".join(sorted(way)) for way in ways]


class HeldMoties:
    """Moties in memory, to be looked up."""

    def __init__(self, moties: Iterable[KnownMotie]) -> None:
        self._moties = sorted(map(facts_of, moties), key=lambda motie: motie.id)
        self._by_id: dict[str, MotieFacts] = {motie.id: motie for motie in self._moties}
        self._by_part: defaultdict[str, set[int]] = defaultdict(set)
        self._surnames: set[str] = set()
        for at, motie in enumerate(self._moties):
            for part in _parts_of_keys(motie):
                self._by_part[part].add(at)
            self._surnames |= surname_keys(motie)

    def also(self, aliases: Mapping[str, str]) -> HeldMoties:
        """The same, found by these other identifiers as well."""
        for alias, id_ in aliases.items():
            if id_ in self._by_id:
                self._by_id.setdefault(alias, self._by_id[id_])
        return self

    def named(self, id_: str) -> MotieFacts | None:
        """See :class:`Moties`."""
        return self._by_id.get(id_)

    def with_key(self, key: str, until: date | None) -> Sequence[MotieFacts]:
        """See :class:`Moties`."""
        parts = sorted((self._by_part.get(part, set()) for part in key.split(AND)), key=len)
        found = (self._moties[at] for at in sorted(set.intersection(*parts)))
        return last_dated([motie for motie in found if not is_after(motie, until)])

    def surnames(self) -> Sequence[str]:
        """See :class:`Moties`."""
        return sorted(self._surnames)


# so many moties are looked at for one key
MOST = 2_000


def is_after(motie: MotieFacts, day: date | None) -> bool:
    """Whether a motie is from after a day, so that a paper of that day cannot mean it."""
    return day is not None and motie.datum is not None and motie.datum > day


def last_dated(moties: Sequence[MotieFacts]) -> Sequence[MotieFacts]:
    """Of very many moties those dated last, in order of id."""
    if len(moties) <= MOST:
        return moties
    newest = sorted(moties, key=lambda one: (one.datum or date.max, one.id), reverse=True)[:MOST]
    return sorted(newest, key=lambda one: one.id)


def spelling(key: str, surnames: Sequence[str]) -> str | None:
    """The surname as it is known: itself, else the one spelt most like it, if nearly so."""
    at = bisect_left(surnames, key)
    if at < len(surnames) and surnames[at] == key:
        return key
    near = process.extractOne(key, surnames, scorer=fuzz.ratio, score_cutoff=FUZZY_NAME)
    return near[0] if near else None


def keys_of(naam: str) -> set[str]:
    """What a surname is found by: its last word and, of a double one, its first."""
    words = name_words(naam)
    if not words:
        return set()
    return {words[-1], words[0]} if "-" in naam else {words[-1]}
