"""How well each known motie fits a mention, and whether the best one settles it.

Two small models learned from letter titles that carry a number (``models/trained``): the first
weighs what a mention and a motie have in common, the second looks at the best chain of moties
beside the next best and says how sure the answer is. Both give a calibrated share, 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from extractors.likeness import Likeness
from extractors.namen import same_member
from extractors.onderwerp import title_key
from models.links import MotieFacts

Table = npt.NDArray[np.float64]

# what the first model looks at, in order: one column each
FITS = (
    "likeness of the subjects",
    "share of the mention in the subject",
    "share of the subject in the mention",
    "share of the mention in the title of the dossier",
    "share of the mention in subject and title",
    "words in common, in any order",
    "letters in common, in order",
    "members agree, both ways",
    "members of the mention that sign",
    "members in the mention, at most 3",
    "days between, as a logarithm",
    "within 400 days",
    "likeness with subject and title",
    "weight of the words in common",
    "the paper is of the same dossier",
)
# what the second looks at besides the columns of the best motie
SETTLES = (
    "how well the best fits",
    "how well the best of another chain fits",
    "its lead",
    "chains that might be meant, as a logarithm",
    "its lead in likeness of the subject",
)
_YEAR = 400
# where the paper has no date: the usual time between a motie and the letter on it
_USUAL_DAYS = 78
_MOST_NAMES, _MOST_CHAINS = 3, 50
# brings the weight of the words in common to the order of the other columns
_WEIGHT = 20.0
_ALMOST = 1e-4


class Model(Protocol):
    """A classifier of scikit-learn: a row of numbers in, the chances of no and yes out."""

    def predict_proba(self, rows: Table) -> Any:
        """An array of as many rows with two columns, no and yes."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention: members and subject as printed, and of its paper the day and the dossier."""

    namen: tuple[str, ...]
    onderwerp: str | None
    datum: date | None = None
    dossier_titel: str | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with how well it fits, 0 to 1, and the row of numbers that says so."""

    motie: MotieFacts
    score: float
    row: Table


class Ranking:
    """The two models, with what tells how alike two subjects are."""

    def __init__(self, likeness: Likeness, fits: Model, settles: Model) -> None:
        self.likeness = likeness
        self._fits = fits
        self._settles = settles

    def score(self, mention: Mention, moties: Sequence[MotieFacts]) -> list[Scored]:
        """The moties with how well each fits, best first; equals stay in order."""
        if not moties:
            return []
        rows = describe(mention, moties, self.likeness)
        chances = self._fits.predict_proba(rows)[:, 1]
        scored = map(Scored, moties, map(float, chances), rows)
        return sorted(scored, key=lambda one: -one.score)

    def certainty(self, scored: Sequence[Scored]) -> float:
        """How sure it is that the chain of the first of ``scored`` is the one meant, 0 to 1."""
        if not scored:
            return 0.0
        return float(self._settles.predict_proba(compare(scored)[None, :])[0, 1])


def describe(mention: Mention, moties: Sequence[MotieFacts], likeness: Likeness) -> Table:
    """One row for each motie, its columns as in :data:`FITS`."""
    subjects = [motie.onderwerp or "" for motie in moties]
    wholes = [f"{motie.onderwerp or ''} {motie.dossier_titel or ''}" for motie in moties]
    alike = likeness.of(mention.onderwerp or "", subjects)
    with_title = likeness.of(mention.onderwerp or "", wholes)
    rows = [
        (
            one,
            *_words(mention, motie, likeness),
            *_members(mention, motie, one),
            *_days(mention, motie),
        )
        for one, motie in zip(alike, moties, strict=True)
    ]
    around = [_around(mention, motie, likeness) for motie in moties]
    return np.column_stack((np.array(rows, np.float64), with_title, np.array(around, np.float64)))


def _words(mention: Mention, motie: MotieFacts, likeness: Likeness) -> tuple[float, ...]:
    about, subject = mention.onderwerp or "", motie.onderwerp or ""
    said, own = likeness.words(about), likeness.words(subject)
    title = likeness.words(motie.dossier_titel or "")
    return (
        _share(said, own),
        _share(own, said),
        _share(said, title),
        _share(said, {**title, **own}),
        fuzz.token_set_ratio(about, subject) / 100,
        fuzz.ratio(about.lower(), subject.lower()) / 100,
    )


def _share(words: dict[str, float], others: dict[str, float]) -> float:
    """The share of the weight of ``words`` that is in ``others`` too."""
    weight = sum(words.values())
    return sum(w for word, w in words.items() if word in others) / weight if weight else 0.0


def _members(mention: Mention, motie: MotieFacts, alike: float) -> tuple[float, ...]:
    """How far the members agree; where none is named the subject has to speak for them."""
    if not mention.namen:
        return alike, alike, 0.0
    signed = share_of_members(mention.namen, motie.namen)
    return name_likeness(mention.namen, motie.namen), signed, min(len(mention.namen), _MOST_NAMES)


def share_of_members(names: Sequence[str], others: Sequence[str]) -> float:
    """The share of the members in ``names`` that are among the others."""
    found = sum(any(same_member(name, other) for other in others) for name in names)
    return found / len(names) if names else 0.0


def name_likeness(mention: Sequence[str], known: Sequence[str]) -> float:
    """How far the members agree: the mean of the shares of each list found in the other."""
    if not mention or not known:
        return 0.0
    return (share_of_members(mention, known) + share_of_members(known, mention)) / 2


def _days(mention: Mention, motie: MotieFacts) -> tuple[float, ...]:
    days = _USUAL_DAYS
    if mention.datum and motie.datum:
        days = max((mention.datum - motie.datum).days, 0)
    return float(np.log1p(days)), float(days <= _YEAR)


def _around(mention: Mention, motie: MotieFacts, likeness: Likeness) -> tuple[float, ...]:
    said, own = likeness.words(mention.onderwerp or ""), likeness.words(motie.onderwerp or "")
    common = sum(weight for word, weight in said.items() if word in own)
    title = title_key(mention.dossier_titel)
    same = bool(title) and title == title_key(motie.dossier_titel)
    return common / _WEIGHT, float(same)


def lead(scored: Sequence[Scored]) -> float:
    """How many times likelier the best of ``scored`` is than the best of another chain (odds).

    As a logarithm; 0 where two fit equally well.
    """
    rival = _rival(scored)
    return _logit(scored[0].score) - _logit(rival.score if rival else 0.0)


def compare(scored: Sequence[Scored]) -> Table:
    """The best of ``scored`` (best first) beside the best of another chain: see :data:`SETTLES`."""
    best, rival = scored[0], _rival(scored)
    chains = {one.motie.keten_id for one in scored}
    first, second = _logit(best.score), _logit(rival.score if rival else 0.0)
    nearer = best.row[0] - (rival.row[0] if rival else 0.0)
    many = float(np.log1p(min(len(chains), _MOST_CHAINS)))
    return np.array([first, second, first - second, many, nearer, *best.row])


def _rival(scored: Sequence[Scored]) -> Scored | None:
    """The best of another chain than the best of all."""
    chain = scored[0].motie.keten_id
    return next((one for one in scored if one.motie.keten_id != chain), None)


def _logit(chance: float) -> float:
    return float(np.log((chance + _ALMOST) / (1 - chance + _ALMOST)))
