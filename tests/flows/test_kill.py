"""`kill -9` at random moments of a night: the next one ends where an undisturbed one ends."""

import random
from pathlib import Path

from bench.faults import kills, small_dataset
from corpus.replay import Replay


def test_a_night_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    chance = random.Random(20261125)
    with Replay(small_dataset(tmp_path / "dataset")) as replay:
        outcomes = list(kills(replay, tmp_path, 10, chance, in_a_row=(3, 4)))
    assert [f"{what}: {wrong}" for what, wrong, _ in outcomes if wrong] == []
    # most of them hit a night that was still going on
    assert sum(hit for _, _, hit in outcomes) >= 5
