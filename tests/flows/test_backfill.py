"""A period, slice by slice: each read once, resumed after a failure, watermarks left alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.client import Client, Manners
from corpus.ledger import Ledger
from corpus.sources import Page, Window
from corpus.store import Store
from flows.backfill import backfill, check_period, run_backfill, slices
from flows.settings import Settings
from models.problems import SourceError, UsageError

# first and last day, and the slices: from, up to and without
PERIODS = [
    ("2026-11-03", "2026-11-03", ["2026-11-03..2026-11-04"]),
    ("2026-11-01", "2026-11-30", ["2026-11-01..2026-12-01"]),
    (
        "2025-12-31",
        "2026-02-01",
        ["2025-12-31..2026-01-01", "2026-01-01..2026-02-01", "2026-02-01..2026-02-02"],
    ),
    ("2024-02-29", "2024-02-29", ["2024-02-29..2024-03-01"]),
]


@pytest.mark.parametrize(("first", "last", "expected"), PERIODS)
def test_a_period_is_cut_into_months(first: str, last: str, expected: list[str]) -> None:
    parts = list(slices(date.fromisoformat(first), date.fromisoformat(last)))
    assert [part.naam for part in parts] == expected
    assert all(one.until == two.since for one, two in pairwise(parts))


def test_a_day_is_a_day_in_the_netherlands() -> None:
    (part,) = slices(date(2026, 3, 29), date(2026, 3, 29))
    # the clock goes forward that night: the day has 23 hours
    assert part.until.timestamp() - part.since.timestamp() == 23 * 3600


@dataclass
class Calendar:
    """A source that lists one row per month, and fails in the months named."""

    fails: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    name: str = "proef"
    streams: tuple[str, ...] = ("lijst",)
    overlap: timedelta = timedelta(hours=1)

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        assert window.until is not None
        self.asked.append(f"{window.since.astimezone(window.until.tzinfo):%Y-%m-%d}")
        month = window.until.month
        if month in self.fails:
            raise SourceError("De bron ligt eruit.")
        yield Page("Zaak", ({"Id": f"z{month}"},), newest=window.until)


def run(ledger: Ledger, store: Store, source: Calendar, last: str) -> list[str]:
    """Backfill from New Year; returns what went wrong."""
    with Client(manners=Manners(attempts=1)) as client:
        done = backfill(store, ledger, client, [source], date(2026, 1, 1), date.fromisoformat(last))
    return [problem.subject for problem in done.problems]


def test_a_slice_is_read_once_and_one_that_failed_again(tmp_path: Path) -> None:
    store, source = Store(tmp_path / "store"), Calendar(fails={3})
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        failed = run(ledger, store, source, "2026-03-31")
        assert failed == ["backfill proef/lijst 2026-02-01..2026-03-01"]
        assert ledger.entities() == {"Zaak": 2}
        source.fails.clear()
        source.asked.clear()
        assert run(ledger, store, source, "2026-03-31") == []
        assert len(source.asked) == 1
        assert ledger.entities() == {"Zaak": 3}
        assert ledger.problems() == []
        # the nightly run goes on where it was
        assert ledger.watermark("proef/lijst") is None


def test_a_slice_that_is_not_over_is_read_again(tmp_path: Path) -> None:
    store, source = Store(tmp_path / "store"), Calendar()
    today = datetime.now().date().isoformat()
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        run(ledger, store, source, today)
        first = list(source.asked)
        run(ledger, store, source, today)
    assert source.asked == [*first, first[-1]]


def test_a_period_must_make_sense() -> None:
    today = date(2026, 11, 25)
    check_period(date(2026, 11, 1), date(2026, 12, 31), today)
    with pytest.raises(UsageError, match="draai ze om"):
        check_period(date(2026, 11, 2), date(2026, 11, 1), today)
    with pytest.raises(UsageError, match="toekomst"):
        check_period(date(2026, 11, 26), date(2026, 11, 27), today)


def test_what_goes_by_its_own_marks_cannot_be_asked_for_a_period(tmp_path: Path) -> None:
    day = date(2026, 11, 1)
    with pytest.raises(UsageError, match="kies --source tweedekamer"):
        run_backfill(Settings(data_dir=tmp_path), day, day, ["syncfeed"], plain=True)
