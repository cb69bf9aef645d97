"""Fetching from the Tweede Kamer over the wire, by either service and with one of them broken."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from corpus.client import Client, Manners
from corpus.ledger import Ledger
from corpus.register import build_register
from corpus.sources import Source
from corpus.sources.syncfeed import SyncFeed
from corpus.sources.tweedekamer import TweedeKamer
from corpus.store import Store
from flows.fetch import fetch
from models.register import Register

faults = pytest.importorskip("corpus.replay.faults", reason="this replay server has no SyncFeed")

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"


@dataclass
class World:
    """The sample served on loopback, and a client that does not wait."""

    replay: Any
    client: Client
    folder: Path

    def sources(self, feed: bool) -> list[Source]:
        odata = TweedeKamer(self.replay.url + "/OData/v4/2.0", page=20)
        return [SyncFeed(self.replay.url + "/SyncFeed/2.0", odata)] if feed else [odata]

    def night(self, name: str, feed: bool) -> tuple[list[str], int]:
        """One run into a ledger and store of this name: kinds of problems, papers that came."""
        with Ledger(self.folder / f"{name}.db") as ledger:
            store = Store(self.folder / name)
            done = fetch(store, ledger, self.client, self.sources(feed))
            return [problem.soort for problem, _ in ledger.problems()], done.papers

    def held(self, name: str) -> tuple[Register, dict[str, Any]]:
        """Register and papers after all that."""
        with Ledger(self.folder / f"{name}.db") as ledger:
            register = build_register(ledger.register())
        moties = tuple(
            replace(
                motie,
                actoren=tuple(sorted(motie.actoren, key=str)),
                stemmen=tuple(sorted(motie.stemmen, key=str)),
            )
            for motie in register.moties
        )
        current = Store(self.folder / name).current()
        papers = {
            key: (raw.id, raw.sha256, raw.kenmerken, raw.bijlage_bij)
            for key, raw in current.items()
        }
        return replace(register, moties=moties), papers


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    from corpus.replay import Replay

    manners = Manners(attempts=1)
    with (
        Replay(SAMPLE) as replay,
        Client(replay=[replay.url], manners=manners, sleep=lambda seconds: None) as client,
    ):
        yield World(replay, client, tmp_path)


def test_both_services_bring_the_same_and_a_second_night_nothing(world: World) -> None:
    for name, feed in (("odata", False), ("feed", True)):
        problems, papers = world.night(name, feed)
        assert problems == []
        assert papers > 10
        asked = len(world.replay.asked)
        assert world.night(name, feed) == ([], 0)
        assert not [path for path in world.replay.asked[asked:] if "esource" in path]
    assert world.held("feed") == world.held("odata")


def test_what_one_service_brought_the_other_does_not_fetch_again(world: World) -> None:
    world.night("beide", False)
    assert world.night("beide", True) == ([], 0)


# the fault for ever                 where it strikes        the problems of a night of SyncFeed
BROKEN = [
    ("category_500", "category=Besluit", ["terugval"]),
    ("v4_404", "", []),
    ("cut_xml", "category=Toezegging", ["terugval"]),
]


@pytest.mark.parametrize(("name", "on", "problems"), BROKEN)
def test_one_thing_broken_costs_nothing(
    world: World, name: str, on: str, problems: list[str]
) -> None:
    world.night("heel", False)
    world.replay.faults.add(faults.Fault(name, times=None, on=on))
    assert world.night("stuk", True)[0] == problems
    assert world.held("stuk") == world.held("heel")


@pytest.mark.parametrize("name", ["v4_301", "v4_404", "v4_410"])
def test_v5_brings_what_v4_did(world: World, name: str) -> None:
    world.night("v4", False)
    world.replay.faults.add(faults.Fault(name, times=None))
    assert world.night("v5", False)[0] == []
    assert world.held("v5") == world.held("v4")
