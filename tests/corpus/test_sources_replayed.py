"""The sources against the replay server: the same client, over the same wire."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from corpus.client import Client
from corpus.replay import OPENOVERHEID, RSS, SRU, Fault, Replay
from corpus.sources import Page, Source, SourceItem, Window
from corpus.sources.aliases import same_pairs
from corpus.sources.eerstekamer import overview_period
from corpus.sources.officielebekendmakingen import OfficieleBekendmakingen
from corpus.sources.openoverheid import OpenOverheid
from corpus.sources.rijksoverheid import Rijksoverheid
from models.problems import SourceError

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
BEGIN = datetime(2008, 1, 1, tzinfo=UTC)
STREAM = "stand_van_de_uitvoering"


def source_of(name: str, url: str) -> tuple[Source, str]:
    sources: dict[str, tuple[Source, str]] = {
        "koop": (OfficieleBekendmakingen(url + SRU, page=20), "stukken"),
        "openoverheid": (OpenOverheid(url + OPENOVERHEID), STREAM),
        "rijksoverheid": (Rijksoverheid(url + RSS), STREAM),
    }
    return sources[name]


def pages_of(
    replay: Replay, name: str, window: Window | None = None, stream: str | None = None
) -> list[Page]:
    source, usual = source_of(name, replay.url)
    with Client(replay=[replay.url], sleep=lambda _: None) as client:
        return list(source.list_pages(client, stream or usual, window or Window(BEGIN)))


def named(pages: list[Page]) -> set[str]:
    """What was listed: the keys of papers, the addresses of pages."""
    papers = {item.key for page in pages for item in page.items}
    return papers | {one.url for page in pages for one in page.seen}


def items_of(pages: list[Page]) -> dict[str, SourceItem]:
    return {str(item.id): item for page in pages for item in page.items}


def dataset(folder: Path, name: str, rows: list[dict[str, Any]]) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


# fault, source, whether the list is read to its end all the same
FAULTS = [
    ("429_seconds", "koop", True),
    ("503_html", "koop", True),
    ("truncated", "koop", True),
    ("duplicates", "koop", True),
    ("charset", "koop", True),
    ("diagnostic_200", "koop", False),
    ("next_loops", "koop", False),
    ("empty_source", "koop", False),
    ("cut_xml", "koop", False),
    ("html_200", "koop", False),
    ("redirect_port", "koop", False),
    ("500", "openoverheid", True),
    ("reset", "openoverheid", True),
    ("html_200", "openoverheid", False),
    ("empty_200", "openoverheid", False),
    ("redirect_private", "openoverheid", False),
    ("503_html", "rijksoverheid", True),
]


@pytest.mark.parametrize(("fault", "name", "to_the_end"), FAULTS)
def test_a_fault_loses_nothing_and_the_next_run_has_everything(
    fault: str, name: str, to_the_end: bool
) -> None:
    with Replay(SAMPLE) as replay:
        everything = named(pages_of(replay, name))
        assert everything
        # not at once: the list breaks off halfway where it is long enough for that
        after = 0 if name == "rijksoverheid" else 1
        replay.faults.add(Fault(fault, times=1, after=after))
        if to_the_end:
            assert named(pages_of(replay, name)) == everything
        else:
            with pytest.raises(SourceError):
                pages_of(replay, name)
        replay.faults.clear()
        assert named(pages_of(replay, name)) == everything


def test_a_list_that_broke_off_goes_on_where_it_was() -> None:
    with Replay(SAMPLE) as replay:
        everything = named(pages_of(replay, "koop"))
        source, stream = source_of("koop", replay.url)
        kept: list[Page] = []
        replay.faults.add(Fault("diagnostic_200", times=1, after=2))
        with Client(replay=[replay.url]) as client:
            pages = source.list_pages(client, stream, Window(BEGIN))
            with pytest.raises(SourceError, match="weigert de vraag"):
                kept.extend(pages)
        rest = pages_of(replay, "koop", Window(BEGIN, resume=kept[-1].resume))
    assert len(kept) == 2
    assert named(kept) | named(rest) == everything
    assert not named(kept) & named(rest)


def test_a_running_number_first_and_its_own_number_later_are_one_paper(tmp_path: Path) -> None:
    record = {
        "identifier": "kst-1999001",
        "title": "Brief over X",
        "type": "Kamerstuk",
        "creator": "Tweede Kamer der Staten-Generaal",
        "modified": "2026-11-03",
        "date": "2026-11-03",
        "content_area": "officielepublicaties/kst/onopgemaakt",
        "documentstatus": "Onopgemaakt",
        "manifestations": {"pdf": "papers/een.pdf"},
    }
    forms = {"xml": "papers/een.xml", "pdf": "papers/een.pdf"}
    with Replay(dataset(tmp_path, "koop/records.jsonl", [record])) as replay:
        (first,) = items_of(pages_of(replay, "koop")).values()
        replay.change.classic_id("kst-1999001", "kst-99001-7", manifestations=forms)
        later = items_of(pages_of(replay, "koop"))
    assert (first.id, first.aliassen) == ("kst-1999001", ())
    assert [file.media_type for file in first.files] == ["application/pdf"]
    assert later["kst-1999001"].aliassen == ("kst-99001-7",)
    assert same_pairs(later["kst-1999001"])[0][:2] == ("kst-1999001", "kst-99001-7")
    assert later["kst-99001-7"].files[0].media_type == "application/xml"


def test_the_overview_of_open_promises_is_held_for_its_half_year() -> None:
    with Replay(SAMPLE) as replay:
        overviews = items_of(pages_of(replay, "koop", stream="toezeggingen_ek"))
        papers = items_of(pages_of(replay, "koop"))
    assert {overview_period(item) for item in overviews.values()} == {"2026-H1"}
    assert all(papers[name] == item for name, item in overviews.items())


def test_the_attachments_of_a_letter_are_found_by_its_number() -> None:
    with Replay(SAMPLE) as replay, Client(replay=[replay.url]) as client:
        source = OfficieleBekendmakingen(replay.url + SRU)
        found = source.list_attachments(client, "kst-99005-1")
    assert found
    assert {item.bijlage_bij for item in found} == {"kst-99005-1"}


def test_the_file_of_open_overheid_is_what_its_detail_says() -> None:
    with Replay(SAMPLE) as replay:
        items = items_of(pages_of(replay, "openoverheid"))
        with Client(replay=[replay.url]) as client:
            for item in items.values():
                for file in item.files:
                    assert len(client.get(file.url).data) == file.size


def test_a_document_that_is_withdrawn_and_one_that_changes() -> None:
    with Replay(SAMPLE) as replay:
        before = items_of(pages_of(replay, "openoverheid"))
        one, other = list(before)[:2]
        replay.change.document(one.removeprefix("ro-"), gepubliceerd=False)
        replay.change.document(other.removeprefix("ro-"), omschrijving="Stand van de uitvoering")
        after = items_of(pages_of(replay, "openoverheid"))
    assert (after[one].ingetrokken, after[one].files) == (True, ())
    assert after[other].gewijzigd != before[other].gewijzigd
    assert after[one].gewijzigd != before[one].gewijzigd


def test_a_day_with_more_pages_than_the_feed_holds_is_said(tmp_path: Path) -> None:
    rows = [
        {"title": f"Stand van de uitvoering {at}", "date": date, "link": f"/stand/{at}"}
        for at, date in enumerate(["2026-11-02"] * 25 + ["2026-10-30", "2026-11-05"])
    ]
    with Replay(dataset(tmp_path, "rss/items.jsonl", rows)) as replay:
        window = Window(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 10, tzinfo=UTC))
        pages = pages_of(replay, "rijksoverheid", window)
    assert len(named(pages)) == 22
    assert [one.soort for page in pages for one in page.problems] == ["afgekapt"]
