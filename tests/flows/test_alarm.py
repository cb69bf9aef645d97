"""When an alarm goes off, when it is told, and when it is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from corpus.ledger import Ledger, Lijst
from corpus.sources import FileAt, SourceItem
from flows.alarm import (
    RULES,
    Health,
    in_recess,
    is_working_day,
    look,
    mark_told,
    settle,
    sound,
    working_days,
)
from flows.settings import Settings
from flows.watch import mend_backfills, watch
from models.problems import Problem

# a Wednesday outside any recess, before dawn
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def health(**known: Any) -> Health:
    return replace(Health(NOW), **known)


def problem(subject: str, soort: str, stap: str = "fetch") -> Problem:
    return Problem(subject, stap, soort, "Er is iets.")


def lijst(begun: datetime, read: bool = False) -> Lijst:
    return Lijst(
        "koop/stukken",
        "2026-11-01T00:00:00+00:00",
        gelezen="2026-11-02T03:00:00+00:00" if read else None,
        begonnen=begun.isoformat(timespec="seconds"),
    )


def newest(source: str, *day_and_hour: int) -> dict[str, Any]:
    return {"newest": {source: datetime(2026, 11, *day_and_hour, tzinfo=UTC)}, "sources": (source,)}


OF_SYNCFEED = {"asked": frozenset({"syncfeed"}), "papers": frozenset({"tweedekamer"})}

# what is known, and which alarms go off about what
GOES_OFF = [
    ({}, []),
    ({"problems": (problem("tweedekamer/Zaak", "storing"),)}, [("bron_ligt_eruit", "tweedekamer")]),
    ({"problems": (problem("openoverheid", "ligt_stil"),)}, [("bron_ligt_eruit", "openoverheid")]),
    ({"problems": (problem("syncfeed/Zaak", "vorm"),)}, [("bron_veranderd", "syncfeed")]),
    ({"problems": (problem("syncfeed/Zaak", "status"),)}, [("bron_veranderd", "syncfeed")]),
    ({"problems": (problem("syncfeed/Zaak", "terugval"),)}, []),
    (
        # told to whoever asked for it, that day
        {"problems": (problem("backfill tweedekamer/Zaak 2026-01-01..2026-02-01", "te_druk"),)},
        [],
    ),
    ({"problems": (problem("backfill tweedekamer/Zaak 2026-01-01..2", "geweigerd"),)}, []),
    # by hand, of a source that is not of this night; its papers are
    (
        {"problems": (problem("tweedekamer/Zaak", "storing"),)} | OF_SYNCFEED,
        [],
    ),
    (
        {"problems": (problem("tweedekamer", "ligt_stil"),)} | OF_SYNCFEED,
        [("bron_ligt_eruit", "tweedekamer")],
    ),
    # one paper that does not come is no source that is down
    ({"problems": (problem("kst-99001-4", "storing"),)}, []),
    ({"problems": (problem("kst-99001-4", "geweigerd"),)}, [("adres_geweigerd", "adressen")]),
    ({"problems": (problem("uitgave", "controle", "publish"),)}, [("controle_mislukt", "uitgave")]),
    (
        {"problems": (problem("nacht", "nacht_afgebroken", "nacht"),)},
        [("nacht_afgebroken", "nacht")],
    ),
    ({"problems": (problem("x", "ontbreekt", "opslag"),)}, [("opslag_beschadigd", "opslag")]),
    ({"missing": (("openoverheid", 3, "2026-11-01"),)}, [("stukken_ontbreken", "openoverheid")]),
    # Monday's changes, looked for on Wednesday before dawn: a whole Tuesday without any
    (newest("syncfeed", 23, 16), [("bron_stil", "syncfeed")]),
    (newest("syncfeed", 24, 16), []),
    (newest("openoverheid", 23, 16), []),
    # a list of which nothing ever came
    (
        {"begun": {"syncfeed": NOW - timedelta(days=2)}, "sources": ("syncfeed",)},
        [("bron_stil", "syncfeed")],
    ),
    ({"begun": {"syncfeed": NOW - timedelta(days=1)}, "sources": ("syncfeed",)}, []),
    (newest("een bron die niet bewaakt wordt", 1, 1), []),
    (
        {"problems": (problem("syncfeed/Zaak", "toekomst"),)},
        [("klok_loopt_scheef", "syncfeed")],
    ),
    ({"problems": (problem("backfill syncfeed/Zaak 2026-01-01..2026-02-01", "toekomst"),)}, []),
    (
        {"lists": (lijst(NOW - timedelta(days=3)),), "sources": ("koop",)},
        [("lijst_staat_stil", "koop/stukken")],
    ),
    ({"lists": (lijst(NOW - timedelta(days=1)),), "sources": ("koop",)}, []),
    ({"lists": (lijst(NOW - timedelta(days=3), read=True),), "sources": ("koop",)}, []),
    ({"lists": (lijst(NOW - timedelta(days=3)),), "sources": ()}, []),
]


@pytest.mark.parametrize(("known", "expected"), GOES_OFF)
def test_an_alarm_goes_off_for_what_needs_a_person(
    known: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert [(one.regel, one.onderwerp) for one in sound(health(**known))] == expected


def test_every_rule_can_go_off_and_says_what_to_do() -> None:
    seen = {name for _, expected in GOES_OFF for name, _ in expected}
    assert seen == {rule.naam for rule in RULES}
    assert all(rule.doen.endswith(".") and "\n" not in rule.doen for rule in RULES)


# a day, and whether people work on it
DAYS = [
    ("2026-11-25", True),
    ("2026-11-28", False),
    ("2026-12-25", False),
    ("2027-03-29", False),  # Tweede Paasdag
    ("2027-05-06", False),  # Hemelvaartsdag
    ("2027-04-27", False),
    ("2031-04-26", False),  # Koningsdag, a day earlier because the 27th is a Sunday
    ("2031-04-28", True),
]


@pytest.mark.parametrize(("day", "works"), DAYS)
def test_a_source_may_be_silent_when_nobody_works(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) == works


def test_a_weekend_and_a_recess_are_no_silence() -> None:
    friday, monday, tuesday = (date(2026, 11, day) for day in (20, 23, 24))
    assert (working_days(friday, monday), working_days(friday, tuesday)) == (0, 1)
    assert working_days(monday, friday) == 0
    assert in_recess(date(2026, 8, 1))
    assert not in_recess(tuesday)
    summer = datetime(2026, 8, 5, 2, 0, tzinfo=UTC)
    quiet = {"syncfeed": summer - timedelta(days=6)}
    assert sound(Health(summer, newest=quiet, sources=("syncfeed",))) == []
    quiet = {"syncfeed": summer - timedelta(days=20)}
    assert [one.regel for one in sound(Health(summer, newest=quiet, sources=("syncfeed",)))] == [
        "bron_stil"
    ]


def test_an_alarm_is_told_when_new_then_daily_and_when_it_is_over(tmp_path: Path) -> None:
    down = (problem("tweedekamer/Zaak", "storing"),)
    told: list[tuple[int, int, int]] = []
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        for hours, problems in ((0, down), (1, down), (24, down), (25, ()), (26, ()), (48, down)):
            now = NOW + timedelta(hours=hours)
            outcome = settle(ledger, sound(replace(health(problems=problems), now=now)), now)
            mark_told(ledger, outcome)
            told.append((len(outcome.standing), len(outcome.tell), len(outcome.ended)))
        (stands,) = ledger.alarms()
    assert told == [(1, 1, 0), (1, 0, 0), (1, 1, 0), (0, 0, 1), (0, 0, 0), (1, 1, 0)]
    assert stands.sinds == (NOW + timedelta(hours=48)).isoformat(timespec="seconds")


def test_two_refused_addresses_are_one_alarm_whichever_comes_first(tmp_path: Path) -> None:
    one, other = (problem(f"kst-99001-{number}", "geweigerd") for number in (4, 5))
    told = []
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        for hours, problems in enumerate(((one, other), (other, one), (other,))):
            now = NOW + timedelta(hours=hours)
            outcome = settle(ledger, sound(replace(health(problems=problems), now=now)), now)
            mark_told(ledger, outcome)
            told.append((len(outcome.standing), len(outcome.tell), len(outcome.over)))
    assert told == [(1, 1, 0), (1, 0, 0), (1, 0, 0)]


def test_a_source_of_which_nothing_ever_came_is_silent_from_when_it_was_begun(
    tmp_path: Path,
) -> None:
    settings = Settings(data_dir=tmp_path)
    with Ledger(settings.rooms.ledger) as ledger:
        at = NOW.isoformat(timespec="seconds")
        ledger.keep_listing(Lijst("syncfeed/Zaak", "2008", gelezen=at, begonnen=at))
    sounded = []
    for days in (0, 1, 2):
        now = NOW + timedelta(days=days)
        with Ledger(settings.rooms.ledger) as ledger:  # every night reads the list anew
            at = now.isoformat(timespec="seconds")
            ledger.keep_listing(Lijst("syncfeed/Zaak", "2008", gelezen=at, begonnen=at))
        sounded.append([one.regel for one in watch(settings, ["syncfeed"], now).alarms])
    assert sounded == [[], [], ["bron_stil"]]


def test_a_night_of_one_source_says_nothing_of_the_others(tmp_path: Path) -> None:
    """Neither that they are over, nor once more that they are not."""
    settings = Settings(data_dir=tmp_path)
    with Ledger(settings.rooms.ledger) as ledger:
        ledger.report([problem("openoverheid/stukken", "storing")])
        old = (NOW - timedelta(days=9)).isoformat()
        ledger.keep_listing(Lijst("syncfeed/Zaak", "2026-11-01", nieuwste=old, gelezen=old))
    everything = ["syncfeed", "openoverheid"]
    stands = {("bron_ligt_eruit", "openoverheid"), ("bron_stil", "syncfeed")}
    first = watch(settings, everything, NOW)
    assert {(one.regel, one.onderwerp) for one in first.alarms} == stands
    other = watch(settings, ["officielebekendmakingen"], NOW + timedelta(days=1))
    assert (other.alarms, other.over) == ((), ())
    with Ledger(settings.rooms.ledger) as ledger:
        assert {(one.regel, one.onderwerp) for one in ledger.alarms()} == stands
        ledger.heal("openoverheid/stukken", "fetch")
    last = watch(settings, everything, NOW + timedelta(days=2))
    assert [one.regel for one in last.alarms] == ["bron_stil"]
    assert [one.regel for one in last.over] == ["bron_ligt_eruit"]


# a period that failed, one that was read to its end (and when), and whether that mends it
MENDING = [
    ("2026-10-15..2026-11-01", "2026-10-01..2026-11-01", "2026-11-20", True),
    # read after it was over, before the other failed: nothing can have been added
    ("2026-10-15..2026-11-01", "2026-10-01..2026-11-01", "2026-11-02", True),
    ("2026-11-01..2026-12-01", "2026-11-01..2026-11-20", "2026-11-25", False),
    ("2026-10-01..2026-11-01", "2026-10-15..2026-11-01", "2026-11-20", False),
    ("2026-11-01..2026-11-20", "2026-11-01..2026-12-01", "2026-11-02", False),
    ("2026-10-15..2026-11-01", "2026-10-01..2026-11-01", None, False),
]


@pytest.mark.parametrize(("failed", "other", "read", "mended"), MENDING)
def test_a_backfill_is_mended_by_one_that_holds_it(
    tmp_path: Path, failed: str, other: str, read: str | None, mended: bool
) -> None:
    name = "backfill koop/stukken"
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        for period, gelezen in ((failed, None), (other, read)):
            begin, end = (f"{day}T00:00:00+00:00" for day in period.split(".."))
            at = f"{gelezen}T03:00:00+00:00" if gelezen else None
            ledger.keep_listing(Lijst(f"{name} {period}", begin, end, gelezen=at))
        ledger.report([problem(f"{name} {failed}", "storing")])
        ledger._db.conn.execute("update problemen set op = '2026-11-10T00:00:00+00:00'")
        ledger._db.conn.commit()
        ledger.report([problem("backfill koop/stukken elders", "storing")])
        mend_backfills(ledger)
        assert len(ledger.problems()) == 2 - mended


def test_what_the_ledger_knows_of_the_sources(tmp_path: Path) -> None:
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        ledger.enqueue([SourceItem("koop:1", "koop", "1", (FileAt("https://x"),))])
        ledger.report([problem("koop/stukken", "bron")])
        for name, moment in (("a", "2026-11-03"), ("b", "2026-11-04"), ("c", None)):
            at = f"{moment}T00:00:00+00:00" if moment else None
            ledger.keep_listing(Lijst(f"koop/{name}", "2026-11-01", nieuwste=at))
        soon, late = (look(ledger, ["koop"], datetime.now(UTC) + timedelta(days=d)) for d in (0, 9))
    assert soon.newest == {"koop": datetime(2026, 11, 4, tzinfo=UTC)}
    assert (soon.missing, [(name, count) for name, count, _ in late.missing]) == ((), [("koop", 1)])
    assert [one.subject for one in soon.problems] == ["koop/stukken"]
