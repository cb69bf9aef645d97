"""What is remembered between runs."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from corpus.ledger import Ledger, Lijst, StandingAlarm, merge_rows, sortable_time
from corpus.sources import FileAt, SourceItem
from corpus.store import Store
from models.document import Kenmerken
from models.lists import DocumentSoort
from models.paper import RawFile
from models.problems import Problem, UsageError


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "kamerspoor.db")


def row(at: str | None, **fields: Any) -> dict[str, Any]:
    return {"Id": "z1", "ApiGewijzigdOp": at, "Verwijderd": False, **fields}


OLD, NEW = "2026-11-04T08:12:11Z", "2026-11-04T08:12:11.5Z"

# what was held, what comes in, what is known afterwards
MERGED = [
    (row(OLD, Titel="oud"), row(NEW, Titel="nieuw"), row(NEW, Titel="nieuw")),
    (row(NEW, Titel="nieuw"), row(OLD, Titel="oud"), row(NEW, Titel="nieuw")),
    (row(OLD, Document=[{"Id": "d"}]), row(NEW), row(NEW, Document=[{"Id": "d"}])),
    (row(NEW), row(OLD, Document=[{"Id": "d"}]), row(NEW, Document=[{"Id": "d"}])),
    (row(OLD, Document=[{"Id": "d"}]), row(NEW, Document=[]), row(NEW, Document=[])),
    (
        row(OLD, Titel="oud"),
        row(NEW, Titel=None) | {"Verwijderd": True},
        row(NEW, Titel="oud") | {"Verwijderd": True},
    ),
    (
        row(OLD, Titel="oud") | {"Verwijderd": True},
        row(NEW, Titel="terug"),
        row(NEW, Titel="terug"),
    ),
    (row(NEW, Titel="nieuw"), row(None) | {"Verwijderd": None}, row(NEW, Titel="nieuw")),
]
NAMES = "newer,older late,nested kept,nested added,nested emptied,deleted,returned,placeholder"


@pytest.mark.parametrize(("held", "comes", "known"), MERGED, ids=NAMES.split(","))
def test_of_two_rows_the_newest_holds(
    ledger: Ledger, held: dict[str, Any], comes: dict[str, Any], known: dict[str, Any]
) -> None:
    assert merge_rows(held, comes) == known
    ledger.put_rows("Zaak", [held])
    ledger.put_rows("Zaak", [comes])
    assert list(ledger.rows("Zaak")) == [known]


def test_both_in_one_batch_is_the_same(ledger: Ledger) -> None:
    ledger.put_rows("Zaak", [row(NEW, Titel="nieuw"), row(OLD, Titel="oud"), {"Id": None}])
    assert list(ledger.rows("Zaak")) == [row(NEW, Titel="nieuw")]


def test_the_same_row_again_is_no_change(ledger: Ledger) -> None:
    rows = [row(OLD, Id=f"z{number}") for number in range(1_200)]
    assert ledger.put_rows("Zaak", rows) == 1_200
    assert ledger.put_rows("Zaak", rows) == 0
    assert ledger.entities() == {"Zaak": 1_200}


def test_a_gap_of_rows_without_id_does_not_end_the_load(ledger: Ledger) -> None:
    rows = [{"Titel": "geen rij"}] * 1_200 + [row(OLD)]
    assert ledger.put_rows("Zaak", rows) == 1


# how a moment is written, in order of time
MOMENTS = [
    None,
    "0001-01-01T00:00:00Z",
    "2026-11-04T08:12:11Z",
    "2026-11-04T09:12:11.25+01:00",
    "2026-11-04T08:12:11.5Z",
    "2026-11-04T08:12:11.5000001Z",
]


def test_moments_sort_by_time_however_they_are_written() -> None:
    assert [sortable_time(one) for one in MOMENTS] == sorted(map(sortable_time, MOMENTS))
    assert len({sortable_time(one) for one in MOMENTS}) == len(MOMENTS)


def test_a_watermark_never_moves_back(ledger: Ledger) -> None:
    early, late = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2))
    assert ledger.watermark("tweedekamer/Zaak") is None
    ledger.set_watermark("tweedekamer/Zaak", late)
    ledger.set_watermark("tweedekamer/Zaak", early)
    assert ledger.watermark("tweedekamer/Zaak") == late


def item(changed: str) -> SourceItem:
    return SourceItem("koop:kst-99001-4", "koop", changed, (FileAt("https://x"),), id="kst-99001-4")


def waiting(ledger: Ledger, bron: str, now: str = "9999") -> list[SourceItem]:
    return [one.item for one in ledger.queue(bron, now)]


def test_a_paper_waits_in_the_queue_until_it_is_done(ledger: Ledger) -> None:
    assert ledger.enqueue([item("1")]) == 1
    assert waiting(ledger, "koop") == [item("1")]
    assert waiting(ledger, "tweedekamer") == []
    ledger.done(item("1"))
    assert waiting(ledger, "koop") == []
    assert ledger.enqueue([item("1")]) == 0
    assert ledger.enqueue([item("2")]) == 1


def test_a_paper_that_changes_while_it_waits_is_fetched_once(ledger: Ledger) -> None:
    ledger.enqueue([item("1")])
    ledger.enqueue([item("2")])
    assert waiting(ledger, "koop") == [item("2")]


def test_a_paper_that_changes_while_it_is_fetched_is_fetched_again(ledger: Ledger) -> None:
    ledger.enqueue([item("1")])
    (taken,) = waiting(ledger, "koop")
    ledger.enqueue([item("2")])
    ledger.done(taken)
    assert waiting(ledger, "koop") == [item("2")]
    ledger.done(item("2"))
    assert waiting(ledger, "koop") == []


def test_the_pause_between_tries_grows_and_a_change_ends_it(ledger: Ledger) -> None:
    ledger.enqueue([item("1")])
    now = datetime.now(UTC)
    pauses = []
    for _ in range(9):
        until = datetime.fromisoformat(ledger.put_off(item("1")).niet_voor)
        pauses.append(round((until - now).total_seconds() / 3600))
    # hours: a night later at first, then not every night, and never longer than a month
    assert pauses == [0, 0, 18, 42, 90, 186, 378, 762, 762]
    ledger.enqueue([item("1")])
    assert waiting(ledger, "koop", now.isoformat()) == []
    assert [one.pogingen for one in ledger.queue("koop")] == [9]
    ledger.enqueue([item("2")])
    assert waiting(ledger, "koop", now.isoformat()) == [item("2")]


def test_a_long_queue_comes_by_once_whatever_happens_to_it(ledger: Ledger) -> None:
    items = [replace(item("1"), key=f"koop:{number}") for number in range(1_300)]
    ledger.enqueue(items)
    assert ledger.count_queue("koop") == 1_300
    seen = []
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    for number, one in enumerate(ledger.queue("koop", now)):
        seen.append(one.item)
        if number % 2:
            ledger.done(one.item)
        else:
            ledger.put_off(one.item)
    assert seen == items
    assert ledger.count_queue("koop") == 650
    assert [(bron, papers, failed) for bron, papers, failed, _ in ledger.waiting()] == [
        ("koop", 650, 650)
    ]


def test_how_far_a_list_was_read_is_kept(ledger: Ledger) -> None:
    half = Lijst("koop/lijst", "2026-11-01T00:00:00+00:00", None, "bladzijde 3")
    ledger.keep_listing(half)
    assert ledger.listing("koop/lijst") == half
    done = replace(half, voort=None, gelezen="2026-11-02T03:00:00+00:00")
    ledger.keep_listing(done)
    assert ledger.listings() == [done]
    ledger.forget_listing("koop/lijst")
    assert ledger.listing("koop/lijst") is None


def listed(number: int, bron: str, soort: str, day: str | None, **more: Any) -> SourceItem:
    kenmerken = Kenmerken(
        soort=DocumentSoort(soort), datum=date.fromisoformat(day) if day else None
    )
    return SourceItem(
        f"{bron}:{number}",
        bron,
        "1",
        (FileAt("https://x"),),
        id=f"blg-{number}",
        kenmerken=kenmerken,
        **more,
    )


def test_coverage_counts_what_was_listed_and_what_is_held_wherever_it_came_from(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "store")
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        ledger.enqueue(
            [
                listed(1, "koop", "brief", "2026-11-03"),
                listed(2, "koop", "brief", "2026-11-05"),
                listed(3, "koop", "motie", None),
                listed(1, "oo", "brief", "2026-11-03"),
                listed(4, "oo", "brief", "2026-11-03"),
                listed(5, "koop", "motie", "2026-11-03"),
            ]
        )
        # withdrawn by its source: no longer expected
        ledger.enqueue([SourceItem("koop:5", "koop", "2", ingetrokken=True)])
        store.keep(b"een", paper("koop:1", id="blg-1", bron_url="https://x"))
        ledger.follow(store)
        ledger.count_coverage()
        assert [
            (one.bron, one.soort, one.periode, one.verwacht, one.aanwezig, one.ontbrekend)
            for one in ledger.coverage()
        ] == [
            ("koop", "brief", "2026-11", 2, 1, 1),
            ("koop", "motie", "onbekend", 1, 0, 1),
            ("oo", "brief", "2026-11", 2, 1, 1),
        ]
        late = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        assert [(bron, count) for bron, count, _ in ledger.missing_since(late)] == [
            ("koop", 2),
            ("oo", 1),
        ]


def test_a_paper_that_only_the_register_knows_is_expected_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")

    def document(number: int, **more: Any) -> dict[str, Any]:
        known = {"DocumentNummer": f"2026D{number}", "Soort": "Motie", "Datum": "2026-11-03T00:00"}
        return {"Id": f"d{number}", "Verwijderd": False, **known, **more}

    with Ledger(tmp_path / "kamerspoor.db") as ledger:

        def counted() -> list[tuple[str, str, int, int]]:
            ledger.follow(store)
            ledger.count_coverage()
            return [(one.bron, one.soort, one.verwacht, one.aanwezig) for one in ledger.coverage()]

        ledger.put_rows("Document", [document(number) for number in (1, 2, 3)])
        ledger.put_rows("Document", [document(4, Verwijderd=True), {"Id": "d5"}])
        assert counted() == [("register", "Motie", 3, 0)]
        # one is published elsewhere, one is offered by a source after all
        ledger.same("tk-2026D1", "kst-99001-4", "register")
        store.keep(b"een", paper("koop:1", id="kst-99001-4"))
        ledger.enqueue([replace(listed(2, "tweedekamer", "motie", None), key="tweedekamer:d2")])
        assert counted() == [("register", "Motie", 2, 1), ("tweedekamer", "motie", 1, 0)]
        assert ledger.absent() == {"tweedekamer": 1}


def test_an_alarm_stands_until_it_is_over(ledger: Ledger) -> None:
    alarm = StandingAlarm("bron_stil", "koop", "waarschuwing", "Stil.", "Kijk.", "2026-11-01")
    ledger.keep_alarm(alarm)
    ledger.keep_alarm(replace(alarm, gemeld_op="2026-11-02"))
    assert ledger.alarms() == [replace(alarm, gemeld_op="2026-11-02")]
    ledger.end_alarm(alarm)
    assert ledger.alarms() == []


def test_the_next_good_run_heals_a_problem(ledger: Ledger) -> None:
    broken = Problem("kst-99001-4", "fetch", "bron", "Geen antwoord.")
    other = Problem("kst-99001-4", "read", "leeg", "Leeg.")
    ledger.report([broken, broken, other])
    assert [problem for problem, _ in ledger.problems()] == [broken, other]
    ledger.heal("kst-99001-4", "fetch")
    assert [problem for problem, _ in ledger.problems()] == [other]


def test_runs_are_kept_last_one_first(ledger: Ledger) -> None:
    first, second = ledger.begin_run("ophalen", "a1"), ledger.begin_run("lezen", "a1")
    ledger.end_run(first, 12, 1)
    runs = ledger.runs()
    assert [(run.id, run.stap, run.aantal, run.fouten) for run in runs] == [
        (second, "lezen", 0, 0),
        (first, "ophalen", 12, 1),
    ]
    assert runs[0].geeindigd is None


def test_everything_is_there_after_opening_again(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kamerspoor.db"
    with Ledger(path) as ledger:
        ledger.put_rows("Zaak", [row(OLD)])
    with Ledger(path) as ledger:
        assert list(ledger.rows("Zaak")) == [row(OLD)]


def test_a_ledger_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "kamerspoor.db"
    with Ledger(path) as ledger:
        ledger._db.conn.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="nieuwere versie"):
        Ledger(path)


def paper(key: str, sha256: str = "0" * 64, **more: object) -> RawFile:
    known: dict[str, object] = {"bron_url": None, "opgehaald_op": "2026-11-05"}
    return RawFile(key, sha256, "application/xml", "koop", **known | more)  # type: ignore[arg-type]


def test_the_manifest_is_followed_from_where_it_was_left(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    one, two = store.keep(b"een", paper("koop:1")), store.keep(b"twee", paper("koop:2"))
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        assert [ledger.follow(store), ledger.follow(store)] == [2, 0]
        assert list(ledger.raws_since()) == [(one, 1), (two, 2)]
        changed = store.keep(b"anders", paper("koop:1"))
        assert ledger.follow(store) == 1
        assert list(ledger.raws_since(2)) == [(changed, 3)]
        assert (ledger.raw("koop:1"), ledger.raw("koop:3")) == (changed, None)
        assert ledger.count_papers() == 2


def test_rows_are_numbered_by_change(tmp_path: Path) -> None:
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        ledger.put_rows("Zaak", [{"Id": "a"}, {"Id": "b"}])
        assert [(row["Id"], volg) for _, row, volg in ledger.rows_since(0)] == [("a", 1), ("b", 2)]
        ledger.put_rows("Zaak", [{"Id": "a"}, {"Id": "b", "Nummer": "2026Z1"}])
        assert [(entity, row["Id"], volg) for entity, row, volg in ledger.rows_since(2)] == [
            ("Zaak", "b", 3)
        ]
        assert ledger.row("Zaak", "b") == {"Id": "b", "Nummer": "2026Z1"}


def test_identifiers_of_one_paper_are_one_however_they_are_linked(tmp_path: Path) -> None:
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        assert ledger.same("kst-1999001", "kst-99001-12", "nummer")
        assert not ledger.same("kst-99001-12", "kst-1999001", "nummer")
        ledger.same("kst-99001-12", "tk-2026D1", "register")
        assert ledger.same_as("tk-2026D1") == {"kst-1999001", "kst-99001-12", "tk-2026D1"}
        assert ledger.same_as("kst-99001-13") == {"kst-99001-13"}


def test_a_ledger_of_the_first_format_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "kamerspoor.db"
    old = sqlite3.connect(path)
    old.executescript(
        """create table register (entity text, id text, nummer text, api_gewijzigd_op text,
        verwijderd integer, json text, primary key (entity, id));
        insert into register values ('Zaak', 'a', null, '', 0, '{"Id":"a"}');
        create table wachtrij (key text primary key, bron text, item text, sinds text);
        insert into wachtrij values ('koop:1', 'koop',
        '{"key":"koop:1","bron":"koop","url":"https://x/1","gewijzigd":"1","media_type":null}',
        '2026-11-01T00:00:00+00:00');
        create table dekking (bron text, periode text, verwacht integer, aanwezig integer,
        ontbrekend integer, laatst_gezien text, primary key (bron, periode));
        pragma user_version = 1;"""
    )
    old.close()
    with Ledger(path) as ledger:
        (waits,) = ledger.queue("koop")
        assert (waits.item.files, waits.pogingen) == ((FileAt("https://x/1"),), 0)
        ledger.put_rows("Zaak", [{"Id": "b"}])
        assert [(row["Id"], volg) for _, row, volg in ledger.rows_since(0)] == [("a", 1), ("b", 2)]
