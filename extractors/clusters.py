"""The same problem in other words: signals of several years and organisations as one cluster.

First version, on the side of keeping apart: two signals are one problem when their theme is the
same and their words are much alike. A wrong cluster would invent a trend, a missing one only
hides it; the issue on knelpunten makes this a model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import snowballstemmer
from sklearn.feature_extraction.text import TfidfVectorizer
from spacy.lang.nl.stop_words import STOP_WORDS

from models.links import Cluster
from models.lists import Thema

# how much of their words two signals must share (cosine of TF-IDF over stems)
LEAST_ALIKE = 0.5
# a problem drags on from so many years on end, or with so many organisations
DRAGGING = 3

_STEMMER = snowballstemmer.stemmer("dutch")


@dataclass(frozen=True, slots=True)
class Signal:
    """A knelpunt or dilemma as clustering sees it: its words, theme, and who reported it when."""

    id: str
    quote: str
    thema: Thema | None
    organisatie: str | None
    jaar: int | None


def find_clusters(signals: Sequence[Signal]) -> tuple[Cluster, ...]:
    """Every signal in exactly one cluster, often alone; clusters in order of their id.

    A cluster is named after its earliest member, so it keeps its name when others join.
    """
    by_theme: defaultdict[Thema | None, list[Signal]] = defaultdict(list)
    for signal in signals:
        by_theme[signal.thema].append(signal)
    found = [
        _cluster(members)
        for same in by_theme.values()
        for members in _alike(sorted(same, key=_age))
    ]
    return tuple(sorted(found, key=lambda cluster: cluster.id))


def stays_alone(thema: Thema | str | None) -> bool:
    """Whether signals of this theme are never put together: it says too little."""
    return thema in (None, Thema.OVERIG)


def _age(signal: Signal) -> tuple[int, str]:
    return (signal.jaar or 9999, signal.id)


def _alike(signals: list[Signal]) -> list[list[Signal]]:
    """Groups of signals that are alike, oldest first; without a theme each stays alone."""
    if stays_alone(signals[0].thema) or len(signals) == 1:
        return [[signal] for signal in signals]
    vectors = TfidfVectorizer(analyzer=_stems, sublinear_tf=True).fit_transform(
        [signal.quote for signal in signals]
    )
    likeness = vectors @ vectors.T
    groups: list[list[int]] = []
    for at in range(len(signals)):
        # alike to every member, not only to the last: a chain of small steps is no sameness
        home = next(
            (
                group
                for group in groups
                if all(likeness[at, member] >= LEAST_ALIKE for member in group)
            ),
            None,
        )
        if home is None:
            groups.append([at])
        else:
            home.append(at)
    return [[signals[at] for at in group] for group in groups]


def _stems(text: str) -> list[str]:
    words = "".join(letter if letter.isalpha() else " " for letter in text.casefold()).split()
    kept = [word for word in words if word not in STOP_WORDS]
    # a signal of stop words only still needs a word to be told by
    stems: list[str] = _STEMMER.stemWords(kept or words or ["-"])
    return stems


def _cluster(members: list[Signal]) -> Cluster:
    years = sorted({signal.jaar for signal in members if signal.jaar is not None})
    organisations = {signal.organisatie for signal in members if signal.organisatie}
    return Cluster(
        id=f"cluster-{members[0].id.rpartition('-')[2]}",
        label=" ".join(members[0].quote.split()),
        jaren=tuple(years),
        organisaties=len(organisations),
        slepend=_longest_run(years) >= DRAGGING or len(organisations) >= DRAGGING,
        leden=tuple(signal.id for signal in members),
    )


def _longest_run(years: Sequence[int]) -> int:
    """The most years on end."""
    best = run = 0
    for at, year in enumerate(years):
        run = run + 1 if at and year == years[at - 1] + 1 else 1
        best = max(best, run)
    return best
