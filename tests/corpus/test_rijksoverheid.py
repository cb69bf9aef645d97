"""The reader of rijksoverheid.nl's search, on composed feeds."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.sources.rijksoverheid as ro
from corpus.client import Answer
from corpus.sources import Page, Window
from corpus.sources.rijksoverheid import Rijksoverheid, is_retired, question, read_feed
from models.problems import SourceError

START = datetime(2026, 11, 1, tzinfo=UTC)
END = datetime(2026, 11, 17, tzinfo=UTC)
STREAM = "stand_van_de_uitvoering"
STAND = "Stand van de uitvoering 2026 Proefdienst"


def item(at: int, moment: datetime = START, title: str = STAND, description: str = "") -> str:
    link = f"https://www.rijksoverheid.nl/documenten/2026/11/12/stand-{at}"
    return (
        f"<item><title>{title}</title><link>{link}</link><description>{description}</description>"
        f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        f'<guid isPermaLink="false">{at}</guid></item>'
    )


def feed(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>x</title>{"".join(items)}</channel></rss>'.encode()


# pages in the feed, how many are seen, whether it is full, whether ours may have been left out
FEEDS = [
    ([], 0, False, False),
    ([item(1)], 1, False, False),
    ([item(1), item(2)], 2, False, False),
    ([item(1, title="Iets anders")], 0, False, False),
    ([item(1, title="Rapport", description="Over de stand van de uitvoering")], 1, False, False),
    ([item(at) for at in range(19)], 19, False, False),
    ([item(at) for at in range(20)], 20, True, True),
    # the best answers come first: after one that is not ours there are none that are
    ([*(item(at) for at in range(15)), *(item(at, title="Iets") for at in range(5))], 15, True, 0),
]


@pytest.mark.parametrize(("items", "seen", "full", "cut_short"), FEEDS)
def test_the_pages_in_a_feed(items: list[str], seen: int, full: bool, cut_short: bool) -> None:
    found = read_feed(feed(*items))
    assert (len(found.seen), found.full, found.cut_short) == (seen, full, bool(cut_short))


# moment of publication, day the site shows
DAYS = [
    ("Thu, 12 Nov 2026 23:00:00 GMT", date(2026, 11, 13)),
    ("Wed, 01 Jul 2026 22:00:00 GMT", date(2026, 7, 2)),
    ("Wed, 01 Jul 2026 21:59:59 GMT", date(2026, 7, 1)),
    ("Thu, 12 Nov 2026 10:00:00 +0100", date(2026, 11, 12)),
    ("gisteren", None),
    ("", None),
    ("Thu, 99 Nov 2026 10:00:00 GMT", None),
    ("Fri, 31 Dec 9999 23:59:59 GMT", None),
]


@pytest.mark.parametrize(("moment", "day"), DAYS)
def test_the_day_a_page_shows(moment: str, day: date | None) -> None:
    written = item(1).partition("<pubDate>")[0]
    data = feed(f"{written}<pubDate>{moment}</pubDate></item>")
    (seen,) = read_feed(data).seen
    assert (seen.bron, seen.titel, seen.datum) == ("rijksoverheid", STAND, day)
    assert seen.url == "https://www.rijksoverheid.nl/documenten/2026/11/12/stand-1"


def test_a_page_without_an_address_is_nowhere_to_be_seen() -> None:
    bad = item(1).replace("https://www.rijksoverheid.nl/documenten", "javascript:alert")
    assert read_feed(feed(bad)).seen == ()


@pytest.mark.parametrize(
    "data",
    [b"", b"<html><body>druk</body></html>", b"<rss/>", b"{}", b" " * (ro._MOST_BYTES + 1)],
)
def test_an_error_is_never_an_empty_feed(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_feed(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_refused(data: bytes) -> None:
    try:
        assert read_feed(data).full is False
    except SourceError:
        return


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_any_date_and_title_are_read(text: str) -> None:
    value = text.replace("&", "&amp;").replace("<", "&lt;")
    data = feed(
        f"<item><title>{value}</title><link>{value}</link><pubDate>{value}</pubDate></item>"
    )
    assert len(read_feed(data).seen) <= 1


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "geheim"
    secret.write_text("geheim", encoding="utf-8")
    bomb = f'<!DOCTYPE rss [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()
    found = read_feed(bomb + feed(item(1, description="&e;")))
    assert "geheim" not in repr(found)


def test_a_question_has_full_moments() -> None:
    asked = json.loads(question(STREAM, START, END))
    assert asked["resultSearchTerm"] == "stand van de uitvoering"
    (period,) = asked["filters"][0]["values"]
    assert (period["from"], period["to"]) == (
        "2026-11-01T00:00:00.000Z",
        "2026-11-17T00:00:00.000Z",
    )


@dataclass
class Site:
    """Stands for the client: a site with pages, of which it lists twenty at most."""

    moments: list[datetime]
    asked: list[tuple[datetime, datetime]] = field(default_factory=list)

    def get(self, url: str, params: Mapping[str, str]) -> Answer:
        (period,) = json.loads(params["query"])["filters"][0]["values"]
        begin, end = (datetime.fromisoformat(period[name]) for name in ("from", "to"))
        self.asked.append((begin, end))
        within = [at for at, moment in enumerate(self.moments) if begin <= moment <= end]
        return Answer(url, "text/xml", feed(*(item(at, self.moments[at]) for at in within[:20])))


def pages_of(site: Site, window: Window) -> list[Page]:
    source = Rijksoverheid("https://x/api/rss", clock=lambda: END)
    return list(source.list_pages(site, STREAM, window))  # type: ignore[arg-type]


def urls(pages: list[Page]) -> set[str]:
    return {one.url for page in pages for one in page.seen}


def test_a_quiet_period_is_one_question() -> None:
    site = Site([START + timedelta(hours=at) for at in range(19)])
    (page,) = pages_of(site, Window(START))
    assert site.asked == [(START, END)]
    assert (page.newest, page.resume) == (START + timedelta(hours=18), END.isoformat())
    assert (page.items, page.problems) == ((), ())


def test_a_page_from_the_future_does_not_carry_the_watermark_along() -> None:
    site = Site([START])
    site.get = lambda url, params: Answer(  # type: ignore[method-assign]
        url, "text/xml", feed(item(1, datetime(9999, 12, 31, tzinfo=UTC)))
    )
    assert [page.newest for page in pages_of(site, Window(START))] == [END]


def test_a_full_feed_is_read_again_in_halves() -> None:
    site = Site([START + timedelta(hours=4 * at) for at in range(90)])
    pages = pages_of(site, Window(START, END))
    assert len(urls(pages)) == 90
    assert [page.problems for page in pages] == [()] * len(pages)
    assert [page.resume for page in pages] == sorted(str(page.resume) for page in pages)


def test_more_than_twenty_pages_on_one_day_is_said_and_loses_nothing_that_was_listed() -> None:
    site = Site([START + timedelta(minutes=at) for at in range(50)] + [END])
    pages = pages_of(site, Window(START, END))
    assert len(urls(pages)) == 21
    (problem,) = [problem for page in pages for problem in page.problems]
    assert (problem.subject, problem.soort) == (f"rijksoverheid/{STREAM}", "afgekapt")
    assert "01-11-2026" in problem.melding


def test_a_list_goes_on_after_the_last_page_that_was_kept() -> None:
    moments = [START + timedelta(hours=4 * at) for at in range(90)]
    first = pages_of(Site(moments), Window(START, END))
    site = Site(moments)
    rest = pages_of(site, Window(START, END, resume=first[0].resume))
    assert site.asked[0] == (datetime.fromisoformat(str(first[0].resume)), END)
    assert urls(first[:1]) | urls(rest) == urls(first)


def test_a_search_that_finds_everything_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ro, "_MOST_QUESTIONS", 10)
    site = Site([START + timedelta(minutes=10 * at) for at in range(2_000)])
    pages = pages_of(site, Window(START, END))
    assert len(site.asked) < 20
    assert any(page.problems for page in pages)


# address, whether it belongs to the service that is no more
RETIRED = [
    ("https://opendata.rijksoverheid.nl/v1/documents?rows=25", True),
    ("http://opendata.rijksoverheid.nl/v1/sources/rijksoverheid/documents/x", True),
    ("https://opendata.rijksoverheid.nl/v1/infotypes/subject", True),
    ("https://opendata.rijksoverheid.nl/v1", True),
    ("https://opendata.rijksoverheid.nl/v1/infotypes/schoolholidays", False),
    ("https://opendata.rijksoverheid.nl/binaries/rijksoverheid/documenten/x.pdf", False),
    ("https://www.rijksoverheid.nl/v1/documents", False),
    ("https://opendata.rijksoverheid.nl.example/v1/documents", False),
    ("https://[kapot/v1/documents", False),
    ("", False),
]


@pytest.mark.parametrize(("url", "retired"), RETIRED)
def test_an_address_of_the_retired_service(url: str, retired: bool) -> None:
    assert is_retired(url) is retired


DATA = Path(__file__).parents[2].parent / "shared" / "data" / "rijksoverheid"


@pytest.mark.real
def test_the_addresses_in_real_answers_of_the_retired_service() -> None:
    files = sorted(DATA.rglob("*.xml"))
    if not files:
        pytest.skip(f"{DATA} is not here")
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    found = set(re.findall(r"https?://[a-z.]*rijksoverheid\.nl[^<>\"'\s]*", text))
    assert {url for url in found if is_retired(url)} == {url for url in found if "/v1/" in url}
    assert len(found) > 20
