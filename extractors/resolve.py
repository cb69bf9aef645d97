"""Which motie is meant? By its number; else by members, subject and date; else doubt.

The answer is given only where one chain of moties stands clear of the rest. Thresholds are chosen
on half of the letter titles that carry a number and reported on the other half
(``tests/real/test_real_verwijzingen.py``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer, strip_accents_unicode
from spacy.lang.nl.stop_words import STOP_WORDS

from extractors.namen import name_words, same_member
from models.identifiers import KamerstukId, parse_identifier
from models.links import Kandidaat, KnownMotie, Resolution
from models.lists import MotieSoort, StatusKamer

_WORD = re.compile(r"\w\w+")
# the share of the likeness of the subject in the score; the rest is that of the names
SUBJECT_SHARE = 0.75
# an answer needs this score, and this lead over the best motie of another chain
THRESHOLD = 0.55
MARGIN = 0.08
# without a subject only these names, in full and once in so many days, settle it
_DAYS_WITHOUT_SUBJECT = 400
# how many candidates are published with a doubt
_CANDIDATES = 5
# members misspelt in the mention are looked for among all surnames from this likeness on
_FUZZY_NAME = 88.0
# moties without a shared name that are looked at, best subject first
_BY_SUBJECT = 50


_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Scored:
    """A candidate by its place in the index."""

    at: int
    score: float


class MotieIndex:
    """All known moties, to be asked for the one that is meant.

    ``dates`` gives the date of moties that the register does not hold, by id. The text index is
    built at the first question that needs it.
    """

    def __init__(self, moties: Sequence[KnownMotie], dates: Mapping[str, date] | None = None):
        self._moties = tuple(moties)
        extra = dates or {}
        self._dates = [
            motie.register.datum if motie.register else extra.get(motie.id) for motie in moties
        ]
        self._by_id: dict[str, int] = {}
        self._by_number: defaultdict[str, list[int]] = defaultdict(list)
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        for at, motie in enumerate(self._moties):
            for id_ in (motie.id, *(motie.register.aliassen if motie.register else ())):
                self._by_id[id_] = at
            if motie.register and motie.register.nummer is not None:
                self._by_number[str(motie.register.nummer)].append(at)
            for key in {key for naam in motie.namen for key in _keys(naam)}:
                self._by_name[key].append(at)

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

    # by number

    def _by_given_number(
        self, namen: tuple[str, ...], onderwerp: str | None, nummer: str, datum: date | None
    ) -> Resolution:
        at = self._by_id.get(nummer)
        if at is not None:
            if self._contradicts(at, namen):
                reden = f"{nummer} is van andere leden dan de tekst noemt."
                return _doubt("nummer", reden, [self._candidate(_Scored(at, 0.5))])
            return self._answer(_Scored(at, 1.0), "nummer", "Het nummer staat in de tekst.")
        # register rows from bulk files do not know their dossier: the number within it does
        same = [at for at in self._numbered(nummer, datum) if self._agree(at, namen)]
        if namen and len(same) > 1 and onderwerp:
            same = [each.at for each in self._clear(self._score(same, namen, onderwerp))]
        if namen and len(same) == 1:
            reden = "Nummer, leden en datum komen overeen."
            return self._answer(_Scored(same[0], 0.95), "nummer_en_leden", reden)
        reden = "Het nummer staat in de tekst; de motie staat niet in het register."
        return Resolution(nummer, None, 0.9, "nummer_in_tekst", reden)

    def _numbered(self, nummer: str, datum: date | None) -> list[int]:
        """Rows without a dossier that carry this number, not from after ``datum``."""
        try:
            stuk = parse_identifier(nummer)
        except ValueError:
            return []
        if not isinstance(stuk, KamerstukId) or not stuk.nummer:
            return []
        rows = self._by_number.get(stuk.nummer, [])
        return self._before((at for at in rows if self._moties[at].id.startswith("zaak-")), datum)

    def _contradicts(self, at: int, namen: tuple[str, ...]) -> bool:
        return bool(namen and self._moties[at].namen) and not self._agree(at, namen)

    def _agree(self, at: int, namen: tuple[str, ...]) -> bool:
        return any(same_member(a, b) for a in namen for b in self._moties[at].namen)

    # by subject and names

    def _by_subject(
        self, namen: tuple[str, ...], onderwerp: str, soort: MotieSoort | None, datum: date | None
    ) -> Resolution:
        rows = self._before(self._with_names(namen), datum) if namen else []
        rows = [at for at in rows if self._agree(at, namen)]
        if not rows:
            rows = self._before(self._like(onderwerp), datum)
        scored = self._score(rows, namen, onderwerp)
        method = "onderwerp_en_leden" if namen else "onderwerp"
        return self._decide(scored, namen, soort, method)

    def _by_names(
        self, namen: tuple[str, ...], soort: MotieSoort | None, datum: date | None
    ) -> Resolution:
        """Without a subject: two members or more, all of them, and one chain in the year before."""
        rows = [
            at
            for at in self._before(self._with_names(namen), datum)
            if self._recent(at, datum) and _name_likeness(namen, self._moties[at].namen) == 1.0
        ]
        one_chain = len(namen) > 1 and len({self._moties[at].keten_id for at in rows}) == 1
        best = self._version([_Scored(at, 0.8) for at in rows], namen, soort) if one_chain else None
        if best:
            return self._answer(best, "leden", "De enige motie van deze leden in het jaar ervoor.")
        reden = f"Geen onderwerp of nummer; {len(rows)} moties van deze leden in het jaar ervoor."
        kandidaten = [self._candidate(_Scored(at, 0.3)) for at in rows[-_CANDIDATES:]]
        return _doubt("leden", reden, kandidaten)

    def _recent(self, at: int, datum: date | None) -> bool:
        own = self._dates[at]
        return bool(own and datum and (datum - own).days <= _DAYS_WITHOUT_SUBJECT)

    def _with_names(self, namen: tuple[str, ...]) -> Iterable[int]:
        """The moties that share a surname, or one spelt nearly so."""
        keys = {key for naam in namen for key in _keys(naam)}
        known = {key for key in keys if key in self._by_name}
        for key in keys - known:
            near = process.extractOne(
                key, self._by_name.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY_NAME
            )
            if near:
                known.add(near[0])
        return sorted({at for key in known for at in self._by_name[key]})

    def _before(self, rows: Iterable[int], datum: date | None) -> list[int]:
        if datum is None:
            return list(rows)
        return [at for at in rows if (own := self._dates[at]) is None or own <= datum]

    # text

    @cached_property
    def _text(self) -> _TextIndex:
        return _TextIndex([motie.onderwerp or "" for motie in self._moties])

    def _like(self, onderwerp: str) -> list[int]:
        return self._text.nearest(onderwerp, _BY_SUBJECT * 4) if self._moties else []

    def _score(self, rows: Sequence[int], namen: tuple[str, ...], onderwerp: str) -> list[_Scored]:
        """The rows with their scores, best first."""
        if not rows:
            return []
        scored = []
        for at, likeness in zip(rows, self._text.likeness(onderwerp, rows), strict=True):
            names = _name_likeness(namen, self._moties[at].namen) if namen else likeness
            score = SUBJECT_SHARE * likeness + (1 - SUBJECT_SHARE) * names
            scored.append(_Scored(at, float(score)))
        return sorted(scored, key=lambda each: -each.score)

    # deciding

    def _clear(self, scored: Sequence[_Scored]) -> list[_Scored]:
        """The best where it is good and stands clear of every other chain; else nothing."""
        if not scored or scored[0].score < THRESHOLD:
            return []
        best = scored[0]
        chain = self._moties[best.at].keten_id
        rival = next((e.score for e in scored if self._moties[e.at].keten_id != chain), 0.0)
        return [best] if best.score - rival >= MARGIN else []

    def _decide(
        self,
        scored: list[_Scored],
        namen: tuple[str, ...],
        soort: MotieSoort | None,
        method: str,
    ) -> Resolution:
        if not self._clear(scored):
            reden = "Geen motie lijkt er genoeg op."
            if scored and scored[0].score >= THRESHOLD:
                reden = "Meer dan één motie past."
            return _doubt(method, reden, [self._candidate(e) for e in scored[:_CANDIDATES]])
        chain = self._moties[scored[0].at].keten_id
        versions = [e for e in scored if self._moties[e.at].keten_id == chain]
        best = self._version(versions, namen, soort)
        if best is None:
            reden = "De motie is gewijzigd en de tekst zegt niet welke versie is bedoeld."
            return _doubt(method, reden, [self._candidate(e) for e in versions[:_CANDIDATES]])
        others = [self._candidate(e) for e in scored[:_CANDIDATES] if e.at != best.at]
        return self._answer(best, method, "Leden en onderwerp komen overeen.", others)

    def _version(
        self, versions: Sequence[_Scored], namen: tuple[str, ...], soort: MotieSoort | None
    ) -> _Scored | None:
        """Of one chain the version meant: of the kind and members named, or the one voted on.

        ``None`` where several remain: then the first and the last are about as often meant.
        """
        score = max(each.score for each in versions)
        if soort:
            # of several of that kind ("tweede nader gewijzigde") the last
            same = [e for e in versions if self._moties[e.at].soort is soort]
            versions = [max(same, key=lambda e: self._order(e.at))] if same else versions
        for keep in (self._closest, self._voted):
            versions = keep(versions, namen)
        return _Scored(versions[0].at, score) if len(versions) == 1 else None

    def _order(self, at: int) -> tuple[date, int]:
        register = self._moties[at].register
        return self._dates[at] or date.min, (register.nummer or 0) if register else 0

    def _closest(self, versions: Sequence[_Scored], namen: tuple[str, ...]) -> Sequence[_Scored]:
        """Those whose members agree best with the names given."""
        agreement = [_name_likeness(namen, self._moties[e.at].namen) for e in versions]
        return [e for e, a in zip(versions, agreement, strict=True) if a == max(agreement)]

    def _voted(self, versions: Sequence[_Scored], _: tuple[str, ...]) -> Sequence[_Scored]:
        """The last one voted on; all of them where none was."""
        voted = [e for e in versions if self._is_voted(e.at)]
        return [max(voted, key=lambda e: self._order(e.at))] if voted else versions

    def _is_voted(self, at: int) -> bool:
        register = self._moties[at].register
        voted = (StatusKamer.AANGENOMEN, StatusKamer.VERWORPEN)
        return register is not None and register.status in voted

    def _candidate(self, scored: _Scored) -> Kandidaat:
        motie = self._moties[scored.at]
        zaak = motie.register.zaak_nummer if motie.register else None
        return Kandidaat(motie.id, zaak, round(scored.score, 4))

    def _answer(
        self, scored: _Scored, method: str, reden: str, others: Sequence[Kandidaat] = ()
    ) -> Resolution:
        best = self._candidate(scored)
        return Resolution(
            best.motie_id, best.zaak_nummer, best.score, method, reden, (best, *others)
        )


class _TextIndex:
    """How alike two subjects are: words, pairs of words and runs of four letters."""

    def __init__(self, texts: Sequence[str]) -> None:
        words = TfidfVectorizer(
            ngram_range=(1, 2),
            sublinear_tf=True,
            preprocessor=_telling,
            dtype=np.float32,
        )
        letters = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(4, 4),
            sublinear_tf=True,
            preprocessor=_telling,
            dtype=np.float32,
        )
        self._vectorizers = (words, letters)
        # a register without any word has no vocabulary
        texts = texts if any(map(_telling, texts)) else ["leeg onderwerp"] * len(texts)
        self._matrices = tuple(v.fit_transform(texts).tocsr() for v in self._vectorizers)

    def likeness(self, text: str, rows: Sequence[int]) -> _Floats:
        """From 0 to 1 for each of the rows."""
        total = np.zeros(len(rows))
        for vectorizer, matrix in zip(self._vectorizers, self._matrices, strict=True):
            total += _dot(matrix[list(rows)], vectorizer.transform([text]))
        return total / len(self._matrices)

    def nearest(self, text: str, count: int) -> list[int]:
        """The rows most alike, best first."""
        total = np.zeros(self._matrices[0].shape[0])
        for vectorizer, matrix in zip(self._vectorizers, self._matrices, strict=True):
            total += _dot(matrix, vectorizer.transform([text]))
        return [int(at) for at in np.argsort(-total, kind="stable")[:count]]


def _telling(text: str) -> str:
    """The words that tell subjects apart, in plain lower case.

    In a small register "van de" would otherwise make two subjects alike.
    """
    words = _WORD.findall(text.lower())
    telling = " ".join(word for word in words if word not in STOP_WORDS)
    return str(strip_accents_unicode(telling))


def _dot(matrix: Any, query: Any) -> _Floats:
    """The products of every row of a sparse matrix with one sparse row."""
    return np.asarray((matrix @ query.T).todense()).ravel().astype(np.float64)


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
