"""Fetching: listing into the ledger, papers into the store, failures into problems."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from corpus.client import Client, Manners
from corpus.ledger import Ledger
from corpus.places import StoreError
from corpus.replay import ODATA, SRU, Fault, Replay
from corpus.replay.koop import item_path
from corpus.sources import FileAt, Page, Source, SourceItem, Window
from corpus.sources.officielebekendmakingen import OfficieleBekendmakingen
from corpus.sources.tweedekamer import TweedeKamer
from corpus.store import Store
from flows.demo import pointed_at
from flows.fetch import fetch, fetch_step, make_sources
from flows.settings import Settings
from models.problems import Problem, SourceError, UsageError

XML = b"<?xml version='1.0'?><kamerstuk><p>Voortgang.</p></kamerstuk>"
PDF = b"%PDF-1.7 voortgang"
ZAAK = {
    "Id": "z1",
    "Nummer": "2026Z90001",
    "Soort": "Motie",
    "ApiGewijzigdOp": "2026-11-04T08:12:40.5Z",
    "Verwijderd": False,
}
BRIEF = {
    "Id": "d1",
    "DocumentNummer": "2026D90011",
    "Soort": "Brief regering",
    "ContentType": "application/pdf",
    "ApiGewijzigdOp": "2026-11-04T08:12:41Z",
    "Verwijderd": False,
    "Datum": "2026-11-03T00:00:00+01:00",
}
TABLES = ("Persoon", "Fractie", "Zaak", "Besluit", "Stemming", "Toezegging", "Document")


def record(number: int) -> dict[str, object]:
    return {
        "identifier": f"kst-99001-{number}",
        "title": "Voortgang",
        "type": "Kamerstuk",
        "creator": "overige",
        "modified": "2026-11-05",
        "date": "2026-11-03",
        "content_area": "officielepublicaties/kst/99001",
        "documentstatus": "Opgemaakt",
        "manifestations": {"xml": f"papers/{number}.xml"},
    }


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    root = tmp_path / "dataset"
    for folder in ("odata", "koop", "papers", "resources"):
        (root / folder).mkdir(parents=True)
    for table in TABLES:
        rows = {"Zaak": [ZAAK], "Document": [BRIEF]}.get(table, [])
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (root / "odata" / f"{table}.jsonl").write_text(text, encoding="utf-8")
    (root / "resources" / "d1.pdf").write_bytes(PDF)
    (root / "papers" / "4.xml").write_bytes(XML)
    (root / "papers" / "5.xml").write_bytes(XML + b"\n")
    lines = "".join(json.dumps(record(number)) + "\n" for number in (4, 5))
    (root / "koop" / "records.jsonl").write_text(lines, encoding="utf-8")
    return root


@dataclass
class World:
    """Everything a run needs, with the replay server as the world outside."""

    replay: Replay
    client: Client
    store: Store
    ledger: Ledger
    sources: list[Source] = field(default_factory=list)


@pytest.fixture
def world(dataset: Path, tmp_path: Path) -> Iterator[World]:
    with (
        Replay(dataset) as replay,
        Client(replay=[replay.url], manners=Manners(attempts=1)) as client,
        Ledger(tmp_path / "kamerspoor.db") as ledger,
    ):
        sources: list[Source] = [
            TweedeKamer(replay.url + ODATA),
            OfficieleBekendmakingen(replay.url + SRU),
        ]
        yield World(replay, client, Store(tmp_path / "store"), ledger, sources)


def run(world: World) -> tuple[int, int, int, int]:
    done = fetch(world.store, world.ledger, world.client, world.sources)
    return done.rows, done.papers, done.withdrawn, len(done.problems)


def held(world: World) -> dict[str, bytes]:
    current = world.store.current().values()
    return {str(raw.id): world.store.bytes_of(raw.sha256) for raw in current}


def test_a_night_brings_rows_and_papers_and_the_next_nothing(world: World) -> None:
    assert run(world) == (2, 3, 0, 0)
    assert held(world) == {
        "kst-99001-4": XML,
        "kst-99001-5": XML + b"\n",
        "tk-2026D90011": PDF,
    }
    asked = len(world.replay.asked)
    assert run(world) == (0, 0, 0, 0)
    again = world.replay.asked[asked:]
    assert not [path for path in again if "/frbr/" in path or "resource" in path]


def test_the_watermark_is_the_clock_of_the_source(world: World) -> None:
    run(world)
    assert world.ledger.watermark("tweedekamer/Zaak") == datetime(
        2026, 11, 4, 8, 12, 40, 500_000, tzinfo=UTC
    )
    assert world.ledger.watermark("tweedekamer/Persoon") is None
    asked = len(world.replay.asked)
    run(world)
    zaak = next(path for path in world.replay.asked[asked:] if "/Zaak?" in path)
    assert "2026-11-04T07%3A12%3A40Z" in zaak


def test_a_missing_paper_is_a_problem_until_it_is_there(world: World) -> None:
    world.replay.faults.add(Fault("404", times=None, on="kst-99001-5"))
    assert run(world) == (2, 2, 0, 1)
    ((problem, _),) = world.ledger.problems()
    assert (problem.subject, problem.stap) == ("kst-99001-5", "fetch")
    koop = [one for one in world.ledger.coverage() if one.bron == "officielebekendmakingen"]
    assert [(one.periode, one.verwacht, one.aanwezig) for one in koop] == [("2026-11", 2, 1)]
    world.replay.faults.clear()
    assert run(world) == (0, 1, 0, 0)
    assert world.ledger.problems() == []


def test_a_lesser_form_serves_until_the_better_one_is_there(world: World, dataset: Path) -> None:
    (dataset / "papers" / "5.xml").unlink()
    assert run(world) == (2, 3, 0, 0)
    assert world.store.current()["officielebekendmakingen:kst-99001-5"].media_type == "text/html"
    assert [problem.soort for problem, _ in world.ledger.problems()] == ["mindere_vorm"]
    (dataset / "papers" / "5.xml").write_bytes(XML)
    assert run(world) == (0, 1, 0, 0)
    assert held(world)["kst-99001-5"] == XML
    assert world.ledger.problems() == []


def test_a_better_form_that_never_comes_is_given_up(world: World, dataset: Path) -> None:
    (dataset / "papers" / "5.xml").unlink()
    for _ in range(3):
        run(world)
    assert world.ledger.problems() == []
    asked = len(world.replay.asked)
    run(world)
    assert not [path for path in world.replay.asked[asked:] if "/frbr/" in path]


@pytest.mark.parametrize("fault", ["html_200", "html_disguised", "empty_200", "fout404"])
def test_an_error_page_is_never_stored_as_a_paper(world: World, fault: str) -> None:
    world.replay.faults.add(Fault(fault, times=None, on="kst-99001-5"))
    rows, papers, _, failed = run(world)
    assert (rows, papers + failed) == (2, 3)
    assert b"fout" not in held(world).get("kst-99001-5", b"")
    assert [problem.subject for problem, _ in world.ledger.problems()] == ["kst-99001-5"]


def test_the_bytes_that_are_still_the_same_are_not_sent_again(world: World) -> None:
    world.replay.etags = True
    run(world)
    before = world.store.current()["officielebekendmakingen:kst-99001-5"]
    for record in world.replay.records:
        record["modified"] = "2026-11-06"
    assert run(world) == (0, 0, 0, 0)
    assert world.store.current()["officielebekendmakingen:kst-99001-5"] == before
    assert world.ledger.count_queue("officielebekendmakingen") == 0


def test_the_bytes_say_what_a_paper_is_not_the_label(world: World, dataset: Path) -> None:
    (dataset / "resources" / "d1.pdf").write_bytes(b"{\\rtf1 Voortgang}")
    run(world)
    assert world.store.current()["tweedekamer:d1"].media_type == "application/rtf"


def test_a_withdrawn_paper_is_marked_and_kept(world: World) -> None:
    run(world)
    gone = dict.fromkeys(BRIEF) | {
        "Id": "d1",
        "Verwijderd": True,
        "ApiGewijzigdOp": "2026-11-06T00:00:00Z",
    }
    world.replay.tables["Document"]["d1"] = gone
    assert run(world) == (1, 0, 1, 0)
    assert world.store.current()["tweedekamer:d1"].ingetrokken
    assert held(world)["tk-2026D90011"] == PDF


class Broken:
    """A source that breaks off after its first page."""

    name = "kapot"
    streams = ("lijst",)
    overlap = timedelta(0)

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        yield Page("Zaak", ({"Id": "z9", "Verwijderd": False},), newest=datetime.now(UTC))
        raise SourceError("De bron ligt eruit.")


def test_one_source_failing_does_not_stop_the_others(world: World) -> None:
    world.sources.insert(0, Broken())
    assert run(world) == (3, 3, 0, 1)
    ((problem, _),) = world.ledger.problems()
    assert (problem.subject, problem.melding) == ("kapot/lijst", "De bron ligt eruit.")
    assert world.ledger.watermark("kapot/lijst") is None


def test_since_never_leaves_a_gap(world: World) -> None:
    run(world)
    asked = len(world.replay.asked)
    late = datetime(2026, 12, 1, tzinfo=UTC)
    fetch(world.store, world.ledger, world.client, world.sources, late)
    zaak = next(path for path in world.replay.asked[asked:] if "/Zaak?" in path)
    assert "2026-11-04T07" in zaak


def test_the_step_runs_on_settings_alone(world: World, tmp_path: Path) -> None:
    host = world.replay.url.removeprefix("http://")
    settings = Settings(
        data_dir=tmp_path / "data",
        tweedekamer_url=world.replay.url + ODATA,
        koop_url=world.replay.url + SRU,
        extra_hosts=(host,),
    )
    done, problems = fetch_step(settings, None, ("officielebekendmakingen",))
    assert (done.stap, done.aantal, done.fouten, problems) == ("ophalen", 2, 0, [])
    with Ledger(settings.rooms.ledger) as ledger:
        assert [(one.stap, one.aantal, one.fouten) for one in ledger.runs()] == [("ophalen", 2, 0)]


def test_a_source_that_does_not_exist_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="kies uit syncfeed, tweedekamer"):
        make_sources(Settings(), ("staatskrant",))


@dataclass
class Offering:
    """A source that lists these papers, at addresses of the replay server or elsewhere."""

    items: tuple[SourceItem, ...]
    name: str = "proef"
    streams: tuple[str, ...] = ("lijst",)
    overlap: timedelta = timedelta(0)

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        yield Page(None, items=self.items, newest=datetime(2026, 11, 4, tzinfo=UTC))


def offered(key: str, *urls: str, **more: Any) -> SourceItem:
    files = tuple(FileAt(url) for url in urls)
    return SourceItem(f"proef:{key}", "proef", "1", files, id=key, **more)


def offer(world: World, *items: SourceItem) -> tuple[Problem, ...]:
    return fetch(world.store, world.ledger, world.client, [Offering(items)]).problems


def test_other_identifiers_and_the_same_bytes_elsewhere_are_one_paper(world: World) -> None:
    run(world)
    path = item_path(world.replay.records[0], "xml")
    offer(world, offered("blg-1", world.replay.url + path, aliassen=("kst-1999001",)))
    same = world.ledger.same_as("kst-99001-4")
    assert same == {"kst-99001-4", "blg-1", "kst-1999001"}


def test_an_address_elsewhere_is_not_asked_and_is_a_problem(world: World) -> None:
    elsewhere = ("http://127.0.0.1:9/x", "http://10.0.0.1/x", "file:///etc/passwd")
    problems = offer(world, *(offered(f"blg-{n}", url) for n, url in enumerate(elsewhere)))
    assert {problem.subject for problem in problems} == {"blg-0", "blg-1", "blg-2"}
    assert world.replay.asked == []
    assert world.ledger.absent() == {"proef": 3}


def test_a_paper_that_never_comes_is_asked_for_ever_less(world: World) -> None:
    paper = offered("blg-1", world.replay.url + "/frbr/weg")
    asked = []
    for _ in range(6):
        offer(world, paper)
        asked.append(len(world.replay.asked))
    assert asked == [1, 2, 3, 3, 3, 3]
    # touched by its source it is asked for at once
    offer(world, replace(paper, gewijzigd="2"))
    assert len(world.replay.asked) == 4


def test_a_source_without_answers_is_left_alone_and_its_papers_are_not_blamed(
    world: World, tmp_path: Path
) -> None:
    with Replay(tmp_path / "dataset") as gone:
        url = gone.url
    client = Client(replay=[url], manners=Manners(attempts=1, timeout=1))
    papers = tuple(offered(f"blg-{number}", f"{url}/{number}") for number in range(200))
    with client:
        done = fetch(world.store, world.ledger, client, [Offering(papers)])
    subjects = [problem.subject for problem in done.problems]
    assert subjects[-1] == "proef"
    assert len(subjects) < 30
    tries = [one.pogingen for one in world.ledger.queue("proef")]
    assert tries.count(0) > 170
    assert world.ledger.count_queue("proef") == 200


def test_a_paper_that_comes_back_is_in_force_again(world: World) -> None:
    run(world)
    for moment, gone in (("2026-11-06", True), ("2026-11-07", False)):
        row = BRIEF | {"Verwijderd": gone, "ApiGewijzigdOp": f"{moment}T00:00:00Z"}
        world.replay.change.row("Document", row, row["ApiGewijzigdOp"])
        run(world)
        assert world.store.current()["tweedekamer:d1"].ingetrokken == gone


def test_a_moment_in_the_future_does_not_hide_what_comes_before_it(world: World) -> None:
    world.replay.change.row("Zaak", ZAAK, "2999-01-01T00:00:00Z")
    run(world)
    mark = world.ledger.watermark("tweedekamer/Zaak")
    assert mark is not None
    assert mark <= datetime.now(UTC)


def test_a_row_dated_in_the_future_does_not_outlive_its_correction(world: World) -> None:
    world.replay.change.row("Zaak", ZAAK | {"Onderwerp": "fout"}, "2999-01-01T00:00:00Z")
    run(world)
    now = datetime.now(UTC).isoformat()
    world.replay.change.row("Zaak", ZAAK | {"Onderwerp": "goed", "ApiGewijzigdOp": now}, now)
    run(world)
    row = world.ledger.row("Zaak", "z1")
    assert row is not None
    assert row["Onderwerp"] == "goed"
    assert world.ledger.problems() == []


@dataclass
class ByName(Offering):
    """A list in order of name, read a page at a time; the second page may not come."""

    broken: bool = False

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        for nth, item in enumerate(self.items):
            if window.resume and item.key <= window.resume:
                continue
            if nth and self.broken:
                raise SourceError("Geen antwoord.")
            yield Page(None, items=(item,), newest=datetime.now(UTC), resume=item.key)


def test_a_list_taken_up_in_the_middle_is_marked_as_of_when_it_was_begun(world: World) -> None:
    """What changed meanwhile in the part that was read already is listed by the next run."""
    source = ByName((offered("blg-2"), offered("blg-4")), broken=True)
    fetch(world.store, world.ledger, world.client, [source])
    begun = world.ledger.listing("proef/lijst")
    assert begun is not None
    days_ago = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    world.ledger.keep_listing(replace(begun, begonnen=days_ago))
    source.broken = False
    fetch(world.store, world.ledger, world.client, [source])
    assert world.ledger.watermark("proef/lijst") == datetime.fromisoformat(days_ago)


def test_a_disk_that_is_full_is_not_held_against_the_papers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object, **more: object) -> None:
        raise StoreError("De schijf is vol.")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "keep", full)
        for _ in range(4):
            problems = fetch(world.store, world.ledger, world.client, world.sources).problems
    assert {(one.subject, one.soort) for one in problems} == {
        ("tweedekamer", "opslag"),
        ("officielebekendmakingen", "opslag"),
    }
    assert run(world) == (0, 3, 0, 0)
    assert world.ledger.problems() == []


def test_bytes_that_were_lost_are_asked_for_whole(world: World, tmp_path: Path) -> None:
    world.replay.etags = True
    run(world)
    for file in (tmp_path / "store").glob("??/*.xml"):
        file.unlink()
    for record in world.replay.records:
        record["modified"] = "2026-11-06"
    assert run(world)[3] == 0
    assert held(world)["kst-99001-4"] == XML


def test_the_better_form_is_asked_for_again_however_late_the_lesser_came(
    world: World, dataset: Path
) -> None:
    (dataset / "papers" / "5.pdf").write_bytes(PDF)
    world.replay.records[1]["manifestations"]["pdf"] = "papers/5.pdf"
    path = item_path(world.replay.records[1], "xml")
    world.replay.faults.add(Fault("504", times=None, on=path))
    for _ in range(3):
        # every night has a client of its own: it does not know what failed the night before
        with Client(replay=[world.replay.url], manners=Manners(attempts=1)) as client:
            fetch(world.store, world.ledger, client, world.sources)
    kept = world.store.current()["officielebekendmakingen:kst-99001-5"]
    assert kept.media_type == "application/pdf"
    assert {problem.soort for problem, _ in world.ledger.problems()} == {"mindere_vorm"}
    world.replay.faults.clear()
    run(world)
    assert held(world)["kst-99001-5"] == XML + b"\n"
    assert world.ledger.problems() == []


def test_a_paper_that_failed_and_was_then_withdrawn_is_no_problem_any_more(
    world: World, dataset: Path
) -> None:
    (dataset / "resources" / "d1.pdf").unlink()
    run(world)
    assert [problem.subject for problem, _ in world.ledger.problems()] == ["tk-2026D90011"]
    gone = dict.fromkeys(BRIEF) | {"Id": "d1", "Verwijderd": True}
    gone["ApiGewijzigdOp"] = "2026-11-06T00:00:00Z"
    world.replay.change.row("Document", gone, gone["ApiGewijzigdOp"])
    run(world)
    assert world.ledger.problems() == []


def test_a_record_without_a_readable_name_is_a_problem_that_stays(world: World) -> None:
    world.replay.records.append(record(6) | {"identifier": "kst-99001-5 bis"})
    assert run(world)[3] == 1
    run(world)
    ((problem, _),) = world.ledger.problems()
    assert problem.soort == "onbekend_kenmerk"


def test_since_is_a_day_in_the_netherlands(world: World, tmp_path: Path) -> None:
    """At half past midnight in the Netherlands it is still the day before in UTC."""
    world.replay.change.row("Zaak", ZAAK, "2026-11-04T23:30:00Z")
    settings = pointed_at(Settings(data_dir=tmp_path / "data"), world.replay.url)
    done, _ = fetch_step(settings, date(2026, 11, 5), ("tweedekamer",))
    assert done.melding == "1 registerrijen"


def test_a_list_and_its_papers_show_how_far_they_are(world: World) -> None:
    seen: dict[str, list[int]] = {}

    @contextmanager
    def bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
        seen[what] = [total, 0]

        def progress(done: int) -> None:
            seen[what][1] += done

        yield progress

    fetch(world.store, world.ledger, world.client, world.sources, bar=bar)
    assert seen == {"tweedekamer: stukken": [1, 1], "officielebekendmakingen: stukken": [2, 2]}


def test_memory_stays_flat_for_a_long_list(world: World) -> None:
    rows = 8_000

    class Long(Broken):
        def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
            for start in range(0, rows, 250):
                ids = range(start, start + 250)
                yield Page("Zaak", tuple({"Id": f"z{one}", "Tekst": "x" * 500} for one in ids))

    tracemalloc.start()
    done = fetch(world.store, world.ledger, world.client, [Long()])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done.rows == rows
    # the rows are some five megabytes together
    assert peak < 2_500_000
