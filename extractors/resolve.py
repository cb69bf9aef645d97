"""Which motie is meant? By its number; else by members, subject and date; else doubt.

The answer is given only where one chain of moties stands clear of the rest. Thresholds are chosen
on half of the letter titles that carry a number and reported on the other half
(``tests/real/test_real_verwijzingen.py``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from typing import Protocol

from rapidfuzz import fuzz, process

from extractors.likeness import Likeness, stems
from extractors.namen import name_words, same_member
from models.identifiers import KamerstukId, parse_identifier
from models.links import Kandidaat, KnownMotie, MotieFacts, Resolution, facts_of
from models.lists import MotieSoort

# the share of the likeness of the subject in the score; the rest is that of the names
SUBJECT_SHARE = 0.75
# an answer needs this score, and this lead over the best motie of another chain
THRESHOLD = 0.52
MARGIN = 0.08
# without a subject only these names, in full and once in so many days, settle it
_DAYS_WITHOUT_SUBJECT = 400
# how many candidates are published with a doubt
_CANDIDATES = 5
# members misspelt in the mention are looked for among all surnames from this likeness on
FUZZY_NAME = 88.0
# a motie that is meant shares one of so many of the rarest words of the subject
_WORDS = 4
# ways in which a list of double surnames can be read
_READINGS = 16

_LID, _LEDEN, _WOORD, _NUMMER = "lid:", "leden:", "woord:", "nr:"
IDENTIFIER, MISSPELT = "id:", "lid?:"
_AND = "|"


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
    leden = {_LID + lid for lid in surname_keys(motie)}
    words = {_WOORD + word for word in stems(motie.onderwerp or "")}
    pairs = {lid + _AND + other for lid in leden for other in words | _number_key(motie)}
    return words | pairs | _together_key(motie)


def _parts_of_keys(motie: MotieFacts) -> set[str]:
    """What the keys of a motie are made of."""
    leden = {_LID + lid for lid in surname_keys(motie)}
    words = {_WOORD + word for word in stems(motie.onderwerp or "")}
    return leden | words | _number_key(motie) | _together_key(motie)


def _number_key(motie: MotieFacts) -> set[str]:
    """Register rows from bulk files do not know their dossier: the number within it does."""
    loose = motie.nummer is not None and motie.id.startswith("zaak-")
    return {f"{_NUMMER}{motie.nummer}"} if loose else set()


def _together_key(motie: MotieFacts) -> set[str]:
    return set(_together([_keys(naam) for naam in motie.namen]))


def surname_keys(motie: MotieFacts) -> set[str]:
    """The surnames of the members of a motie as :meth:`Moties.surnames` gives them."""
    return {key for naam in motie.namen for key in _keys(naam)}


def _together(names: Sequence[set[str]]) -> list[str]:
    """The key of a list of members, in each way to read their surnames."""
    ways = islice(product(*map(sorted, names)), _READINGS) if names and all(names) else ()
    return [_LEDEN + "+".join(sorted(way)) for way in ways]


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
        parts = sorted((self._by_part.get(part, set()) for part in key.split(_AND)), key=len)
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


@dataclass(frozen=True, slots=True)
class _Scored:
    """A candidate with its score."""

    motie: MotieFacts
    score: float


class MotieIndex:
    """All known moties, to be asked for the one that is meant.

    ``asked`` collects the keys that answers depend on; whoever keeps it empties it.
    """

    def __init__(self, moties: Moties, likeness: Likeness) -> None:
        self._moties = moties
        self._likeness = likeness
        self.asked: set[str] = set()

    def resolve(
        self,
        namen: tuple[str, ...],
        onderwerp: str | None,
        nummer: str | None,
        soort: MotieSoort | None,
        datum: date | None,
    ) -> Resolution:
        """The motie named by members, subject, number and kind in a paper of ``datum``.

        A motie from after that day is never meant. ``nummer`` is an identifier (``kst-…``).
        """
        if nummer:
            return self._by_given_number(namen, onderwerp, nummer, datum)
        if onderwerp:
            return self._by_subject(namen, onderwerp, soort, datum)
        if namen:
            return self._by_names(namen, soort, datum)
        return _doubt("geen", "De tekst noemt geen leden, onderwerp of nummer.")

    # looking up

    def named(self, id_: str) -> MotieFacts | None:
        """The motie that goes by this identifier."""
        self.asked.add(IDENTIFIER + id_)
        return self._moties.named(id_)

    def _found(self, keys: Iterable[str], datum: date | None) -> list[MotieFacts]:
        """The moties with one of the keys that are not from after ``datum``, in order of id."""
        found: dict[str, MotieFacts] = {}
        for key in sorted(set(keys)):
            self.asked.add(key)
            found |= {motie.id: motie for motie in self._moties.with_key(key, datum)}
        return sorted(found.values(), key=lambda motie: motie.id)

    def _surnames(self, naam: str) -> set[str]:
        """The known surnames a member may go by; one spelt nearly so where none is known."""
        return {known for key in _keys(naam) if (known := self._spelling(key))}

    def _spelling(self, key: str) -> str | None:
        self.asked.add(MISSPELT + key)
        return spelling(key, self._moties.surnames())

    # by number

    def _by_given_number(
        self, namen: tuple[str, ...], onderwerp: str | None, nummer: str, datum: date | None
    ) -> Resolution:
        motie = self.named(nummer)
        if motie is not None:
            if namen and motie.namen and not _agree(motie, namen):
                reden = f"{nummer} is van andere leden dan de tekst noemt."
                return _doubt("nummer", reden, [_candidate(_Scored(motie, 0.5))])
            return _answer(_Scored(motie, 1.0), "nummer", "Het nummer staat in de tekst.")
        same = self._numbered(namen, nummer, datum)
        if len(same) > 1 and onderwerp:
            same = [each.motie for each in _clear(self._score(same, namen, onderwerp))]
        if len(same) == 1:
            reden = "Nummer, leden en datum komen overeen."
            return _answer(_Scored(same[0], 0.95), "nummer_en_leden", reden)
        reden = "Het nummer staat in de tekst; de motie staat niet in het register."
        return Resolution(nummer, None, 0.9, "nummer_in_tekst", reden)

    def _numbered(
        self, namen: tuple[str, ...], nummer: str, datum: date | None
    ) -> list[MotieFacts]:
        """Moties without a dossier that carry this number and are of these members."""
        try:
            stuk = parse_identifier(nummer)
        except ValueError:
            return []
        if not isinstance(stuk, KamerstukId) or not stuk.nummer:
            return []
        leden = {lid for naam in namen for lid in self._surnames(naam)}
        found = self._found((f"{_LID}{lid}{_AND}{_NUMMER}{stuk.nummer}" for lid in leden), datum)
        return [motie for motie in found if _agree(motie, namen)]

    # by subject and names

    def _by_subject(
        self, namen: tuple[str, ...], onderwerp: str, soort: MotieSoort | None, datum: date | None
    ) -> Resolution:
        leden = {lid for naam in namen for lid in self._surnames(naam)}
        words = self._likeness.rarest(onderwerp, _WORDS)
        if leden:
            keys = (f"{_LID}{lid}{_AND}{_WOORD}{word}" for lid in leden for word in words)
            found = [motie for motie in self._found(keys, datum) if _agree(motie, namen)]
        else:
            found = self._found((_WOORD + word for word in words), datum)
        scored = self._score(found, namen, onderwerp)
        method = "onderwerp_en_leden" if namen else "onderwerp"
        return _decide(scored, namen, soort, method)

    def _by_names(
        self, namen: tuple[str, ...], soort: MotieSoort | None, datum: date | None
    ) -> Resolution:
        """Without a subject: two members or more, all of them, and one chain in the year before."""
        found = [
            motie
            for motie in self._found(_together([self._surnames(naam) for naam in namen]), datum)
            if _recent(motie, datum) and _name_likeness(namen, motie.namen) == 1.0
        ]
        one_chain = len(namen) > 1 and len({motie.keten_id for motie in found}) == 1
        best = _version([_Scored(each, 0.8) for each in found], namen, soort) if one_chain else None
        if best:
            return _answer(best, "leden", "De enige motie van deze leden in het jaar ervoor.")
        reden = f"Geen onderwerp of nummer; {len(found)} moties van deze leden in het jaar ervoor."
        last = sorted(found, key=_order, reverse=True)[:_CANDIDATES]
        return _doubt("leden", reden, [_candidate(_Scored(motie, 0.3)) for motie in last])

    def _score(
        self, moties: Sequence[MotieFacts], namen: tuple[str, ...], onderwerp: str
    ) -> list[_Scored]:
        """The moties with their scores, best first."""
        alike = self._likeness.of(onderwerp, (motie.onderwerp or "" for motie in moties))
        scored = []
        for motie, likeness in zip(moties, alike, strict=True):
            names = _name_likeness(namen, motie.namen) if namen else likeness
            score = SUBJECT_SHARE * likeness + (1 - SUBJECT_SHARE) * names
            scored.append(_Scored(motie, score))
        return sorted(scored, key=lambda each: -each.score)


def spelling(key: str, surnames: Sequence[str]) -> str | None:
    """The surname as it is known: itself, else the one spelt most like it, if nearly so."""
    at = bisect_left(surnames, key)
    if at < len(surnames) and surnames[at] == key:
        return key
    near = process.extractOne(key, surnames, scorer=fuzz.ratio, score_cutoff=FUZZY_NAME)
    return near[0] if near else None


# deciding


def _agree(motie: MotieFacts, namen: tuple[str, ...]) -> bool:
    return any(same_member(a, b) for a in namen for b in motie.namen)


def _recent(motie: MotieFacts, datum: date | None) -> bool:
    own = motie.datum
    return bool(own and datum and (datum - own).days <= _DAYS_WITHOUT_SUBJECT)


def _clear(scored: Sequence[_Scored]) -> list[_Scored]:
    """The best where it is good and stands clear of every other chain; else nothing."""
    if not scored or scored[0].score < THRESHOLD:
        return []
    best = scored[0]
    chain = best.motie.keten_id
    rival = next((e.score for e in scored if e.motie.keten_id != chain), 0.0)
    return [best] if best.score - rival >= MARGIN else []


def _decide(
    scored: list[_Scored], namen: tuple[str, ...], soort: MotieSoort | None, method: str
) -> Resolution:
    if not _clear(scored):
        reden = "Geen motie lijkt er genoeg op."
        if scored and scored[0].score >= THRESHOLD:
            reden = "Meer dan één motie past."
        return _doubt(method, reden, [_candidate(e) for e in scored[:_CANDIDATES]])
    chain = scored[0].motie.keten_id
    versions = [e for e in scored if e.motie.keten_id == chain]
    best = _version(versions, namen, soort)
    if best is None:
        reden = "De motie is gewijzigd en de tekst zegt niet welke versie is bedoeld."
        return _doubt(method, reden, [_candidate(e) for e in versions[:_CANDIDATES]])
    others = [_candidate(e) for e in scored[:_CANDIDATES] if e.motie.id != best.motie.id]
    return _answer(best, method, "Leden en onderwerp komen overeen.", others)


def _version(
    versions: Sequence[_Scored], namen: tuple[str, ...], soort: MotieSoort | None
) -> _Scored | None:
    """Of one chain the version meant: of the kind and members named, or the one voted on.

    ``None`` where several remain: then the first and the last are about as often meant.
    """
    score = max(each.score for each in versions)
    moties = [each.motie for each in versions]
    if soort:
        # of several of that kind ("tweede nader gewijzigde") the last
        same = [motie for motie in moties if motie.soort is soort]
        moties = [max(same, key=_order)] if same else moties
    moties = _closest(moties, namen)
    voted = [motie for motie in moties if motie.gestemd]
    moties = [max(voted, key=_order)] if voted else moties
    return _Scored(moties[0], score) if len(moties) == 1 else None


def _order(motie: MotieFacts) -> tuple[date, int, str]:
    return motie.datum or date.min, motie.nummer or 0, motie.id


def _closest(moties: Sequence[MotieFacts], namen: tuple[str, ...]) -> list[MotieFacts]:
    """Those whose members agree best with the names given."""
    agreement = [_name_likeness(namen, motie.namen) for motie in moties]
    return [m for m, a in zip(moties, agreement, strict=True) if a == max(agreement)]


def _candidate(scored: _Scored) -> Kandidaat:
    return Kandidaat(scored.motie.id, scored.motie.zaak_nummer, round(scored.score, 4))


def _answer(
    scored: _Scored, method: str, reden: str, others: Sequence[Kandidaat] = ()
) -> Resolution:
    best = _candidate(scored)
    return Resolution(best.motie_id, best.zaak_nummer, best.score, method, reden, (best, *others))


def _keys(naam: str) -> set[str]:
    """What a surname is found by: its last word and, of a double one, its first."""
    words = name_words(naam)
    if not words:
        return set()
    return {words[-1], words[0]} if "-" in naam else {words[-1]}


def _name_likeness(mention: tuple[str, ...], known: tuple[str, ...]) -> float:
    """How far the members agree: the mean of the shares of each list found in the other."""
    if not mention or not known:
        return 0.0
    there = sum(any(same_member(a, b) for b in known) for a in mention) / len(mention)
    back = sum(any(same_member(b, a) for a in mention) for b in known) / len(known)
    return (there + back) / 2


def _doubt(method: str, reden: str, kandidaten: Sequence[Kandidaat] = ()) -> Resolution:
    score = kandidaten[0].score if kandidaten else 0.0
    return Resolution(None, None, score, method, reden, tuple(kandidaten))
