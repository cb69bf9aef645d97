"""The learned parameters that the extractors are given; see ``models/trained``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import skops.io

from extractors.likeness import LETTERS, WORDS, Likeness, Weights
from extractors.ranking import FITS, SETTLES, Ranking

TRAINED = Path(__file__).parents[1] / "models" / "trained"


@cache
def load_likeness() -> Likeness:
    """What tells how alike two subjects of moties are."""
    with np.load(TRAINED / "onderwerp_idf.npz", allow_pickle=False) as stored:
        words, letters = (stored[name].astype(np.float32) for name in ("words", "letters"))
    if words.shape != (WORDS,) or letters.shape != (LETTERS,):
        raise ValueError("onderwerp_idf.npz past niet bij deze versie: python -m bench.learn_idf")
    return Likeness(Weights(words, letters))


@cache
def load_ranking() -> Ranking:
    """What ranks the moties that a mention may mean."""
    models = skops.io.load(TRAINED / "motie_ranking.skops")
    fits, settles = models["fits"], models["settles"]
    widths = (len(FITS), len(SETTLES) + len(FITS))
    if (fits.n_features_in_, settles.n_features_in_) != widths:
        raise ValueError(
            "motie_ranking.skops past niet bij deze versie: python -m bench.learn_ranking"
        )
    return Ranking(load_likeness(), fits, settles)
