"""Learn how well a motie fits a mention, and when the best settles it.

    python -m bench.learn_ranking [--data FOLDER] [--out FILE]

Learns from the letter titles of :mod:`bench.titles` that are in no held-out split and writes
``models/trained/motie_ranking.skops``. The second model learns from what the first makes of
titles it did not see (five folds), each title once as it is and once with the chain that is meant
taken away, so that it learns to say no. Titles count twice: with the dossier of the letter and
without, because ``kamerspoor resolve`` knows none.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import skops.io
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bench.titles import DATA, known_moties, questions
from extractors.known import HeldMoties
from extractors.ranking import Mention, Model, Ranking, compare, describe
from extractors.resolve import MotieIndex
from flows.trained import load_likeness
from models.links import MotieFacts

OUT = Path(__file__).parents[1] / "models" / "trained" / "motie_ranking.skops"
_FOLDS = 5
_THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


@dataclass(frozen=True)
class Case:
    """A mention, the moties it may mean, and the chain it does mean."""

    mention: Mention
    moties: tuple[MotieFacts, ...]
    chain: str


class _NoModel:
    """Stands in while candidates are only looked up."""

    def predict_proba(self, rows: np.ndarray) -> np.ndarray:
        return np.zeros((len(rows), 2))


def cases(data: Path) -> list[Case]:
    """What is learned from: no title of a held-out split."""
    moties = known_moties(data)
    index = MotieIndex(HeldMoties(moties), Ranking(load_likeness(), _NoModel(), _NoModel()))
    found = []
    for question in questions(moties, data):
        if question.held_out is None and question.agrees:
            candidates = tuple(index.candidates(question.mention))
            for mention in (question.mention, replace(question.mention, dossier_titel=None)):
                found.append(Case(mention, candidates, question.meant.keten_id))
    return found


def learn(found: Sequence[Case]) -> dict[str, Model]:
    """The two models; prints what each threshold gives on titles that a model did not see."""
    rows, kinds = decisions(found)
    meant = [kind == "right" for kind in kinds]
    settles = _model(strength=0.3)
    chances = cross_val_predict(settles, rows, meant, cv=_FOLDS, method="predict_proba")[:, 1]
    for threshold in _THRESHOLDS:
        sure = Counter(kind for kind, at in zip(kinds, chances, strict=True) if at >= threshold)
        right = sure["right"] / max(sure["right"] + sure["wrong"], 1)
        print(
            f"threshold {threshold:.2f}: right {right:.4f}, answered right"
            f" {sure['right'] / len(found):.4f},"
            f" answered without {sure['without'] / len(found):.4f}"
        )
    return {"fits": _fits(found), "settles": settles.fit(rows, meant)}


def decisions(found: Sequence[Case]) -> tuple[np.ndarray, list[str]]:
    """What the second model sees of every title, by a first model that did not see the title.

    Of each: ``right`` or ``wrong`` as the best chain is the one meant, and ``without`` it.
    """
    rows, kinds = [], []
    for fold in range(_FOLDS):
        seen = [case for at, case in enumerate(found) if at // 2 % _FOLDS != fold]
        fits = _fits(seen)
        for at, case in enumerate(found):
            if at // 2 % _FOLDS == fold:
                for row, kind in _decisions(case, fits):
                    rows.append(row)
                    kinds.append(kind)
    return np.array(rows), kinds


def _fits(found: Sequence[Case]) -> Pipeline:
    likeness = load_likeness()
    tables = [describe(case.mention, case.moties, likeness) for case in found if case.moties]
    meant = [motie.keten_id == case.chain for case in found for motie in case.moties]
    return _model(strength=1.0).fit(np.vstack(tables), meant)


def _model(strength: float) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=5000))


def _decisions(case: Case, fits: Model) -> Iterator[tuple[np.ndarray, str]]:
    """The best chain beside the next: with the one meant among them, and without."""
    ranking = Ranking(load_likeness(), fits, _NoModel())
    scored = ranking.score(case.mention, case.moties)
    without = [one for one in scored if one.motie.keten_id != case.chain]
    if scored:
        yield compare(scored), "right" if scored[0].motie.keten_id == case.chain else "wrong"
    if without:
        yield compare(without), "without"


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description="The ranking of moties for a mention.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"no real records at {options.data}: nothing to learn from")
    found = cases(options.data)
    skops.io.dump(learn(found), options.out)
    print(f"{len(found) // 2:,} titles: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
