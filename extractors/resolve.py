"""Which motie is meant: by number where one is given, else by its members, subject and date.

Candidates are the moties that share a surname with the mention, or where it names nobody all of
them; each is ranked by how much of the subject it shares (TF-IDF over words) and of the members.
An answer is given only where the best candidate is good and well ahead of the next; else the
candidates are returned as a doubt. Changed versions of one motie count as one candidate.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from models.links import Kandidaat, KnownMotie, Resolution
from models.lists import MotieSoort

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

# Chosen on a random half of the letter titles that carry a number (bench/resolve.py prints the
# other half): an answer needs this score, and this lead over the next motie.
LEAST_SCORE = 0.55
LEAST_LEAD = 0.08
SHOWN = 5

# what the subject and the members weigh in a score
SUBJECT, MEMBERS = 0.75, 0.25

_WORD = re.compile(r"\w+")
_PREFIXES = frozenset("van de der den het 't ten ter te in la le el du von al".split())


def surname(name: str) -> str:
    """What is compared of a member's name: letters only, no accents, no prefixes, no first name.

    >>> surname("Van der Test"), surname("Diederik van Proefman"), surname("De Wit-Proef")
    ('test', 'proefman', 'witproef')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [word.strip(".'’`") for word in plain.split()]
    last = [at for at, word in enumerate(words) if word in _PREFIXES]
    kept = words[last[-1] + 1 :] if last else words[-1:]
    return "".join(_WORD.findall("".join(kept)))


class MotieIndex:
    """All known moties, ready to be asked for; the subject index is made at the first need."""

    def __init__(self, moties: Sequence[KnownMotie]) -> None:
        self._moties = moties
        self._by_id: dict[str, KnownMotie] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._names: list[frozenset[str]] = []
        for at, motie in enumerate(moties):
            official = motie.register
            for known in (motie.id, *(official.aliassen if official else ())):
                self._by_id.setdefault(known, motie)
            names = frozenset(filter(None, map(surname, motie.namen)))
            self._names.append(names)
            for name in names:
                self._by_name[name].append(at)

    def resolve(
        self,
        namen: Sequence[str],
        onderwerp: str | None,
        nummer: str | None,
        soort: MotieSoort | None = None,
        datum: date | None = None,
    ) -> Resolution:
        """The motie meant by a mention in a paper of ``datum``, or a doubt with its candidates."""
        if nummer is not None:
            return self._by_number(nummer)
        names = frozenset(filter(None, map(surname, namen)))
        if not onderwerp:
            return _doubt((), "De vermelding noemt nummer noch onderwerp.")
        ranked = self._rank(names, onderwerp, soort, datum)
        if not ranked:
            return _doubt((), "Geen motie in het register past bij namen, onderwerp en datum.")
        return self._decide(ranked)

    def _by_number(self, nummer: str) -> Resolution:
        motie = self._by_id.get(nummer)
        if motie is None:
            return _doubt((), f"{nummer} staat niet in het register.", "nummer")
        only = (Kandidaat(motie.id, _zaak(motie), 1.0),)
        reason = f"Het nummer {nummer} staat in de tekst."
        return Resolution(motie.id, _zaak(motie), 1.0, "nummer", reason, only)

    def _decide(self, ranked: list[tuple[float, int]]) -> Resolution:
        chains: dict[str, tuple[float, KnownMotie]] = {}
        for score, at in ranked:
            motie = self._moties[at]
            chains.setdefault(motie.keten_id, (score, motie))
        best = list(chains.values())[:SHOWN]
        candidates = tuple(Kandidaat(m.id, _zaak(m), round(score, 4)) for score, m in best)
        score, motie = best[0]
        lead = score - best[1][0] if len(best) > 1 else score
        if score < LEAST_SCORE:
            return _doubt(candidates, "Geen motie lijkt genoeg op de vermelding.")
        if lead < LEAST_LEAD:
            return _doubt(candidates, "Meer dan één motie past bij de vermelding.")
        reason = "Namen en onderwerp passen bij precies één motie."
        answer = Kandidaat(motie.id, _zaak(motie), round(score, 4))
        return Resolution(
            answer.motie_id, answer.zaak_nummer, answer.score, METHODE, reason, candidates
        )

    def _rank(
        self,
        names: frozenset[str],
        onderwerp: str,
        soort: MotieSoort | None,
        datum: date | None,
    ) -> list[tuple[float, int]]:
        """Scored candidates, best first; of equals the one of the kind named, then the latest."""
        rows = sorted({at for name in names for at in self._by_name.get(name, ())})
        if not names:
            rows = list(range(len(self._moties)))
        rows = [at for at in rows if _could_be_known(self._moties[at], datum)]
        if not rows:
            return []
        vectorizer, matrix = self._subjects
        alike = (matrix[rows] @ vectorizer.transform([onderwerp]).T).toarray().ravel()
        scored = []
        for at, shared in zip(rows, alike, strict=True):
            members = _overlap(names, self._names[at]) if names else float(shared)
            scored.append((SUBJECT * float(shared) + MEMBERS * members, at))
        scored.sort(key=lambda pair: (-round(pair[0], 3), *self._preference(pair[1], soort)))
        return [pair for pair in scored[: SHOWN * 4] if pair[0] > 0]

    def _preference(self, at: int, soort: MotieSoort | None) -> tuple[bool, int]:
        motie = self._moties[at]
        day = motie.register.datum if motie.register else None
        return (soort is not None and motie.soort is not soort, -(day or date.min).toordinal())

    @cached_property
    def _subjects(self) -> tuple[TfidfVectorizer, csr_matrix]:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, strip_accents="unicode", dtype="float32"
        )
        texts = [motie.onderwerp or "" for motie in self._moties]
        # an index without any subject still has to answer
        return vectorizer, vectorizer.fit_transform([*texts, "motie onderwerp"])


METHODE = "namen_en_onderwerp"


def _doubt(
    candidates: tuple[Kandidaat, ...], reden: str, methode: str = METHODE
) -> Resolution:
    score = candidates[0].score if candidates else 0.0
    return Resolution(None, None, score, methode, reden, candidates)


def _zaak(motie: KnownMotie) -> str | None:
    return motie.register.zaak_nummer if motie.register else None


def _could_be_known(motie: KnownMotie, datum: date | None) -> bool:
    """A paper names no motie that was proposed after it."""
    day = motie.register.datum if motie.register else None
    return datum is None or day is None or day <= datum


def _overlap(asked: Iterable[str], held: frozenset[str]) -> float:
    """The share of the members asked for that signed; a motie "c.s." may have more of them."""
    asked = list(asked)
    return sum(name in held for name in asked) / len(asked) if asked else 0.0
