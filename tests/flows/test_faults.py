"""Every fault of the replay server alone, and some mixtures: the night ends, nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.faults import (
    State,
    fetch_once,
    mixtures,
    settings_for,
    small_dataset,
    state_of,
    survive,
    unexplained,
)
from corpus.replay import FAULTS, Fault, Replay

HEAL = sorted(name for name, kind in FAULTS.items() if kind.heals)
STAY = sorted(name for name, kind in FAULTS.items() if not kind.heals)


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    with Replay(small_dataset(tmp_path_factory.mktemp("bron") / "dataset")) as server:
        yield server


@pytest.fixture(scope="module")
def undisturbed(replay: Replay, tmp_path_factory: pytest.TempPathFactory) -> State:
    settings = settings_for(replay, tmp_path_factory.mktemp("ongestoord"))
    assert fetch_once(settings).problems == ()
    return state_of(settings)


def test_there_is_something_to_lose(undisturbed: State) -> None:
    sources = {key.partition(":")[0] for key in undisturbed.papers}
    assert {"tweedekamer", "officielebekendmakingen"} <= sources
    assert (undisturbed.waiting, undisturbed.problems) == ((), ())


@pytest.mark.parametrize("name", HEAL)
def test_a_night_with_it_loses_nothing_and_the_next_one_mends_it(
    name: str, replay: Replay, undisturbed: State, tmp_path: Path
) -> None:
    before = len(replay.faults.struck)
    assert survive(replay, tmp_path, [Fault(name, times=None)], undisturbed, nights=1) == ""
    struck = {one for one, _ in replay.faults.struck[before:]}
    # a list of four papers has no position ten thousand
    assert struck == ({name} if name != "504_deep" else set())


@pytest.mark.parametrize("name", STAY)
def test_what_does_not_mend_itself_is_held_or_told(
    name: str, replay: Replay, undisturbed: State, tmp_path: Path
) -> None:
    settings = settings_for(replay, tmp_path)
    replay.faults.clear()
    replay.faults.add(Fault(name, times=4))
    try:
        told = fetch_once(settings)
        if name not in ("empty_source", "row_changes"):
            assert unexplained(undisturbed, settings) == ""
        assert len({problem.subject for problem in told.problems}) == len(told.problems)
    finally:
        replay.faults.clear()
    fetch_once(settings)
    found = state_of(settings)
    # nothing is doubled, and what is not here is waiting for its source
    assert found.papers.keys() | set(found.waiting) == undisturbed.papers.keys()


def test_mixtures_of_faults(replay: Replay, tmp_path: Path) -> None:
    wrong = [f"{what}: {why}" for what, why in mixtures(replay, tmp_path, range(7, 12)) if why]
    assert wrong == []
