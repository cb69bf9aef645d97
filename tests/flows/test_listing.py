"""A list is taken up where it was left, and its end is told by reaching it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from corpus.client import Client
from corpus.ledger import Ledger
from corpus.sources import FileAt, Page, SourceItem, Window
from flows.listing import Reading, read_list, silent
from models.problems import SourceError

DAY = datetime(2026, 11, 4, tzinfo=UTC)
CLIENT = cast(Client, None)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "kamerspoor.db") as held:
        yield held


def page(number: int, resume: str | None = None, rows: int = 1) -> Page:
    ids = range(number * 1_000, number * 1_000 + rows)
    item = SourceItem(f"proef:{number}", "proef", "1", (FileAt("https://x"),))
    return Page(
        "Zaak",
        tuple({"Id": f"z{one}"} for one in ids),
        (item,),
        DAY + timedelta(hours=number),
        resume=resume,
    )


class Listed:
    """A source of pages; a page that is an error is raised."""

    name = "proef"
    streams = ("lijst",)
    overlap = timedelta(hours=1)

    def __init__(self, pages: list[Any], by_mark: bool = False) -> None:
        self.pages = pages
        self.by_mark = by_mark
        self.windows: list[Window] = []

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        self.windows.append(window)
        start = int(window.resume or 0)
        for one in self.pages[start:]:
            if isinstance(one, Exception):
                raise one
            yield one


def reading(source: Listed, since: datetime = DAY, **more: Any) -> Reading:
    return Reading(source, "lijst", "proef/lijst", Window(since), **more)


def read(ledger: Ledger, source: Listed, **more: Any) -> str | None:
    """Read the list; returns what went wrong."""
    listed = read_list(ledger, CLIENT, reading(source, **more), silent)
    return listed.error and listed.error.soort


def test_a_list_broken_off_goes_on_in_the_middle(ledger: Ledger) -> None:
    source = Listed([page(0, "1"), page(1, "2"), SourceError("Stuk."), page(3)])
    assert read(ledger, source) == "bron"
    assert (ledger.entities(), ledger.count_queue("proef")) == ({"Zaak": 2}, 2)
    source.pages[2] = page(2, "3")
    assert read(ledger, source) is None
    assert [window.resume for window in source.windows] == [None, "2"]
    assert ledger.entities() == {"Zaak": 4}
    held = ledger.listing("proef/lijst")
    assert held is not None
    assert (held.voort, held.nieuwste) == (None, (DAY + timedelta(hours=3)).isoformat())
    assert held.gelezen


def test_an_earlier_day_than_the_list_that_was_left_begins_a_new_one(ledger: Ledger) -> None:
    source = Listed([page(0, "1"), SourceError("Stuk.")])
    read(ledger, source)
    read(ledger, source, since=DAY + timedelta(hours=1))
    read(ledger, source, since=DAY - timedelta(days=1))
    assert [(one.since, one.resume) for one in source.windows] == [
        (DAY, None),
        (DAY, "1"),
        (DAY - timedelta(days=1), None),
    ]


def test_a_place_that_is_gone_is_given_up(ledger: Ledger) -> None:
    source = Listed([page(0, "1"), SourceError("Stuk.")])
    for _ in range(3):
        read(ledger, source)
    assert [window.resume for window in source.windows] == [None, "1", None]


def test_a_source_that_goes_by_its_own_marks_keeps_the_last_one(ledger: Ledger) -> None:
    source = Listed([page(0, "1"), page(1, "2")], by_mark=True)
    read(ledger, source)
    source.pages.append(page(2, "3"))
    read(ledger, source)
    source.pages.append(SourceError("Stuk."))
    assert read(ledger, source) == "bron"
    assert [window.resume for window in source.windows] == [None, "2", "3"]
    read(ledger, source, again=True)
    assert source.windows[-1].resume is None


def surprise() -> Exception:
    return KeyError("value")


# what goes wrong in a list, and the kind of problem it becomes
TROUBLE: list[tuple[Callable[[], Exception], str]] = [
    (lambda: SourceError("De bron ligt eruit."), "bron"),
    (surprise, "vorm"),
    (lambda: RecursionError("te diep"), "vorm"),
]


@pytest.mark.parametrize(("make", "soort"), TROUBLE)
def test_whatever_a_source_trips_over_is_its_problem_alone(
    ledger: Ledger, make: Callable[[], Exception], soort: str
) -> None:
    assert read(ledger, Listed([page(0, "1"), make()])) == soort


def test_a_list_that_goes_round_in_a_circle_ends(ledger: Ledger) -> None:
    assert read(ledger, Listed([page(0, "1"), page(1, "2")] * 5_000)) == "vorm"


def test_rows_that_came_another_way_are_complete_and_leave_the_mark(ledger: Ledger) -> None:
    class AnotherWayError(SourceError):
        soort = "terugval"

    source = Listed([page(0, "1"), page(1), AnotherWayError("Uit OData.")], by_mark=True)
    listed = read_list(ledger, CLIENT, reading(source), silent)
    assert (listed.complete, listed.rows) == (True, 2)
    held = ledger.listing("proef/lijst")
    assert held is not None
    assert (held.voort, bool(held.gelezen)) == ("1", True)


# a row of a source that no database can hold
ODD: list[dict[str, Any]] = [
    {"Id": "vreemd", "Onderwerp": "half een teken \ud83d"},
    {"Id": "vreemd", "Nummer": 2**70},
    {"Id": "vreemd", "Nummer": ["een", "lijst"]},
]


@pytest.mark.parametrize("row", ODD, ids=str)
def test_an_odd_row_costs_itself_and_nothing_else(ledger: Ledger, row: dict[str, Any]) -> None:
    good = page(0, "1", rows=2)
    source = Listed([replace(good, rows=(*good.rows, row)), page(1)])
    listed = read_list(ledger, CLIENT, reading(source), silent)
    assert (listed.complete, listed.rows, listed.papers) == (True, 3, 2)
    assert [(one.subject, one.soort) for one in listed.problems] == [("Zaak vreemd", "vreemd")]
    assert [problem for problem, _ in ledger.problems()] == list(listed.problems)
    # it is over when the source writes it as it should be
    mended = replace(good, rows=({"Id": "vreemd", "Nummer": "2026Z90001"},))
    read(ledger, Listed([mended]))
    assert ledger.problems() == []
    assert ledger.entities() == {"Zaak": 4}


def test_an_odd_paper_costs_itself_and_nothing_else(ledger: Ledger) -> None:
    good = page(0)
    odd = replace(good.items[0], key="proef:vreemd", naam="half een teken \ud83d")
    listed = read_list(
        ledger, CLIENT, reading(Listed([replace(good, items=(odd, *good.items))])), silent
    )
    assert (listed.complete, listed.papers) == (True, 1)
    assert [one.subject for one in listed.problems] == ["proef:vreemd"]


def test_a_change_of_tomorrow_is_told_and_counts_as_of_now(ledger: Ledger) -> None:
    tomorrow = replace(page(0), newest=datetime.now(UTC) + timedelta(days=400))
    listed = read_list(ledger, CLIENT, reading(Listed([tomorrow])), silent)
    assert [(one.subject, one.soort) for one in listed.problems] == [("proef/lijst", "toekomst")]
    held = ledger.listing("proef/lijst")
    assert held is not None
    assert datetime.fromisoformat(held.nieuwste or "") <= datetime.now(UTC)
