"""Every fault strikes what it says it strikes, as often as it was told, and then is over."""

import gzip
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from lxml import etree

from bench.make_sample import SAMPLE
from corpus.client import Manners
from corpus.replay import (
    FAULTS,
    ODATA,
    ODATA5,
    OPENOVERHEID,
    RSS,
    SRU,
    SYNCFEED,
    Fault,
    Faults,
    Replay,
    random_faults,
)
from corpus.replay.__main__ import read_arguments
from corpus.replay.answer import Answer
from corpus.replay.faults import (
    FRBR,
    ODATA4,
    OPENFILE,
    RESOURCE,
    protocol_of,
)

DOCUMENT = "6e0ae1f9-20a9-5a35-b27d-7811125a6cd3"
PAPER = "/frbr/officielepublicaties/kst/99001/kst-99001-3/1/xml/kst-99001-3.xml"
CHANGED = "$filter=ApiGewijzigdOp%20ge%202024-01-01T00:00:00Z&$orderby=ApiGewijzigdOp%20asc"


@pytest.fixture(scope="module")
def served() -> Iterator[Replay]:
    with Replay(SAMPLE) as running:
        running.feed.page = 5
        # the first answer of all sets a cookie
        running.answer("GET", ODATA, {})
        running.change.item(title="Stand van de uitvoering twee", date="2026-11-20", link="/d/2")
        yield running


@pytest.fixture
def replay(served: Replay) -> Iterator[Replay]:
    yield served
    served.faults.clear()


def open_id(replay: Replay) -> str:
    return str(replay.world.documents[0]["id"])


def question(replay: Replay, kind: str, protocol: str) -> str:
    """A question of the protocol that gives the fault something to spoil."""
    key = open_id(replay)
    questions = {
        ODATA4: f"{ODATA}/Document?$top=50&$skip=5&$count=true&{CHANGED}",
        "odata5": f"{ODATA5}/Document?$top=50&$skip=5&$count=true&{CHANGED}",
        "syncfeed": f"{SYNCFEED}/Feed?category=Document&skiptoken=7",
        RESOURCE: f"{SYNCFEED}/Resources/{DOCUMENT}",
        "sru": f"{SRU}?query=dt.type==Kamerstuk&startRecord=11&maximumRecords=5",
        FRBR: PAPER,
        "openoverheid": f"{OPENOVERHEID}/zoek?aantalResultaten=10",
        OPENFILE: f"/documenten/{key}/file",
        "rss": f"{RSS}?query=%7B%7D",
    }
    if protocol == "openoverheid" and kind.startswith(("files_", "hash_", "length_")):
        return f"{OPENOVERHEID}/zoek/{key}"
    return questions[protocol]


CASES = [(name, protocol) for name, kind in FAULTS.items() for protocol in sorted(kind.protocols)]


@pytest.mark.parametrize(("name", "protocol"), CASES)
def test_it_strikes_once_and_is_over(replay: Replay, name: str, protocol: str) -> None:
    path = question(replay, name, protocol)
    assert protocol_of(path) == protocol
    before = replay.answer("GET", path, {})
    assert before.status == 200
    value = 10.0 if name == "504_deep" else 0.01 if name == "500_stall" else None
    replay.faults.add(Fault(name, value=value))
    struck = replay.answer("GET", path, {})
    # what comes late is as good as ever
    assert (struck == before) is (name == "slow")
    assert replay.faults.struck[-1] == (name, path)
    after = replay.answer("GET", path, {})
    # a row that changed stays changed, of all faults only that one
    assert (after == before) is (name != "row_changes")


# arguments after the name of the fault                     the fault
GIVEN = [
    ("503_html", [], Fault("503_html", times=None)),
    ("500_stall", [], Fault("500_stall", times=None, value=30)),
    ("500_stall", ["--value", "2"], Fault("500_stall", times=None, value=2)),
    ("slow", ["--value", "0"], Fault("slow", times=None, value=0)),
    ("429_seconds", ["--after", "3", "--each", "--times", "2"],
     Fault("429_seconds", times=2, after=3, each=True)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "more", "fault"), GIVEN)
def test_a_fault_on_the_command_line(name: str, more: list[str], fault: Fault) -> None:
    assert read_arguments(["dataset", "--fault", name, *more]).faults == [fault]


def test_a_bomb_on_the_command_line_is_more_than_the_client_takes() -> None:
    (bomb,) = read_arguments(["dataset", "--fault", "gzip_bomb"]).faults
    assert (bomb.value or 0) * 1_048_576 > Manners().max_bytes


def test_the_table_says_what_each_does() -> None:
    assert all(kind.does and kind.protocols for kind in FAULTS.values())
    assert all(name == kind.name for name, kind in FAULTS.items())


# times, after, each, on                              which of four questions are struck
COUNTS = [
    (Fault("503_html"), [True, False, False, False]),
    (Fault("503_html", times=2), [True, True, False, False]),
    (Fault("503_html", times=None), [True, True, True, True]),
    (Fault("503_html", after=2), [False, False, True, False]),
    (Fault("503_html", on="kst-99001-3"), [True, False, False, False]),
    (Fault("503_html", each=True), [True, True, False, False]),
    (Fault("503_html", on="elders"), [False, False, False, False]),
]


@pytest.mark.parametrize(("fault", "expected"), COUNTS)
def test_how_often_it_strikes(replay: Replay, fault: Fault, expected: list[bool]) -> None:
    replay.faults.add(fault)
    other = PAPER.replace("99001-3", "99001-4")
    paths = [PAPER, other, PAPER, other]
    assert [replay.answer("GET", path, {}).status == 503 for path in paths] == expected


def test_two_faults_may_strike_one_answer(replay: Replay) -> None:
    replay.faults.add(Fault("charset"), Fault("clock_skew", value=-5))
    answer = replay.answer("GET", PAPER, {})
    assert answer.media_type.endswith("charset=iso-8859-1")
    assert answer.date is not None
    assert len(replay.faults.struck) >= 2


@pytest.mark.parametrize("names", [("cut_xml", "duplicates"), ("duplicates", "cut_xml")])
def test_what_one_fault_cut_off_another_leaves_as_it_is(
    replay: Replay, names: tuple[str, str]
) -> None:
    replay.faults.add(*(Fault(name, times=None) for name in names))
    feed = f"{SYNCFEED}/Feed?category=Document&skiptoken=7"
    cut_off = replay.answer("GET", feed, {}).body
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(cut_off)


def test_a_fault_that_has_nothing_to_spoil_waits(replay: Replay) -> None:
    replay.faults.add(Fault("cut_xml"))
    diagnostic = f"{SRU}?query=onzin"
    assert replay.answer("GET", diagnostic, {}).body.endswith(b">")
    feed = f"{SYNCFEED}/Feed?category=Document&skiptoken=7"
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(replay.answer("GET", feed, {}).body)


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(KeyError):
        Faults([Fault("onzin")])


@pytest.mark.parametrize(
    "path", ["/kst-99001-3.xml", "/blg-9900101.pdf", "/kst-99001-3/metadata.xml"]
)
def test_the_portal_has_its_faults_too(replay: Replay, path: str) -> None:
    replay.faults.add(Fault("fout404"))
    assert [fetch(replay, path).status_code for _ in range(2)] == [302, 200]


def test_a_mixture_is_the_same_for_the_same_seed_and_ends_by_itself() -> None:
    assert random_faults(7) == random_faults(7) != random_faults(8)
    for fault in (one for seed in range(50) for one in random_faults(seed)):
        assert FAULTS[fault.name].heals
        assert fault.times is not None
        assert fault.times <= 2


@pytest.mark.parametrize("seed", range(5))
def test_after_a_mixture_all_is_as_it_was(replay: Replay, seed: int) -> None:
    paths = [question(replay, "", protocol) for _, protocol in CASES[:9]]
    before = [replay.answer("GET", path, {}) for path in paths]
    replay.faults.add(*random_faults(seed))
    for _ in range(40):
        again = [replay.answer("GET", path, {}) for path in paths]
    assert again == before


# how it looks on the wire


def fetch(replay: Replay, path: str = PAPER) -> httpx.Response:
    return httpx.get(replay.url + path)


def test_a_reset_is_a_broken_connection(replay: Replay) -> None:
    replay.faults.add(Fault("reset"))
    with pytest.raises(httpx.TransportError):
        fetch(replay)
    assert fetch(replay).status_code == 200


def test_a_reset_is_not_a_goodbye(replay: Replay) -> None:
    replay.faults.add(Fault("reset"))
    host, port = urlsplit(replay.url).hostname, urlsplit(replay.url).port
    with socket.create_connection((host, port), timeout=5) as asker:
        asker.sendall(f"GET {PAPER} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        with pytest.raises(ConnectionResetError):
            asker.recv(1)


def test_a_good_answer_may_be_slow(replay: Replay) -> None:
    whole = fetch(replay).content
    replay.faults.add(Fault("slow", value=0.3))
    begun = time.monotonic()
    assert fetch(replay).content == whole
    assert time.monotonic() - begun >= 0.3


@pytest.mark.parametrize("path", [PAPER, f"{ODATA}/Zaak", f"{SYNCFEED}/Feed?category=Zaak"])
def test_a_cut_off_answer_is_noticed(replay: Replay, path: str) -> None:
    replay.faults.add(Fault("truncated"))
    with pytest.raises(httpx.RemoteProtocolError):
        fetch(replay, path)


def test_bytes_without_a_length_may_be_cut_off(replay: Replay) -> None:
    replay.faults.add(Fault("chunked_cut"))
    with httpx.stream("GET", replay.url + PAPER) as answer:
        assert "content-length" not in answer.headers
        with pytest.raises(httpx.RemoteProtocolError):
            answer.read()


def test_a_length_that_is_too_short_is_not_noticed(replay: Replay) -> None:
    whole = fetch(replay).content
    replay.faults.add(Fault("short_length"))
    assert len(fetch(replay).content) == len(whole) // 2


def test_a_slow_answer_is_whole(replay: Replay) -> None:
    whole = fetch(replay).content
    replay.faults.add(Fault("drip", value=0.0001))
    assert fetch(replay).content == whole


def test_a_bomb_is_small_until_it_is_unpacked(replay: Replay) -> None:
    replay.faults.add(Fault("gzip_bomb", value=2))
    with httpx.stream("GET", replay.url + PAPER) as answer:
        packed = b"".join(answer.iter_raw())
    assert len(packed) < 10_000
    assert len(gzip.decompress(packed)) == 2 * 1_048_576


def test_the_clock_of_the_source_is_hours_off(replay: Replay) -> None:
    replay.faults.add(Fault("clock_skew", value=-6))
    shown = parsedate_to_datetime(fetch(replay).headers["date"])
    assert abs((datetime.now(UTC) - shown).total_seconds() - 6 * 3600) < 120


# the fault                 where it sends the asker: scheme, host
REDIRECTS = [
    ("redirect_foreign", "https", "vreemd.example.invalid"),
    ("redirect_port", "http", "127.0.0.1"),
    ("redirect_private", "http", "10.0.0.1"),
    ("redirect_metadata", "http", "169.254.169.254"),
    ("redirect_file", "file", None),
]


@pytest.mark.parametrize(("name", "scheme", "host"), REDIRECTS)
def test_where_a_redirect_leads(replay: Replay, name: str, scheme: str, host: str | None) -> None:
    replay.faults.add(Fault(name))
    answer = fetch(replay)
    target = urlsplit(answer.headers["location"])
    assert (answer.status_code, target.scheme, target.hostname) == (302, scheme, host)
    assert not answer.headers["location"].startswith(replay.url)


def test_not_found_may_be_a_page_that_is_found(replay: Replay) -> None:
    replay.faults.add(Fault("fout404"))
    answer = httpx.get(replay.url + PAPER, follow_redirects=True)
    assert (answer.status_code, len(answer.history)) == (200, 1)
    assert b"niet gevonden" in answer.content


def test_when_to_come_back_in_seconds_or_as_a_date(replay: Replay) -> None:
    replay.faults.add(Fault("429"), Fault("429_seconds", value=3), Fault("429_date", value=60))
    replay.faults.add(Fault("503_html"), Fault("503_seconds", value=4))
    bare, seconds, date, page, later = (fetch(replay) for _ in range(5))
    assert [one.status_code for one in (bare, seconds, date)] == [429, 429, 429]
    assert [one.status_code for one in (page, later)] == [503, 503]
    assert [one.headers.get("retry-after") for one in (page, later)] == [None, "4"]
    assert "retry-after" not in bare.headers
    assert seconds.headers["retry-after"] == "3"
    assert parsedate_to_datetime(date.headers["retry-after"]) > datetime.now(UTC)


def test_one_category_may_be_out_of_order_for_ever(replay: Replay) -> None:
    replay.faults.add(Fault("category_500", times=None, on="category=Besluit"))
    for _ in range(3):
        broken = fetch(replay, f"{SYNCFEED}/Feed?category=Besluit")
        assert (broken.status_code, broken.text) == (
            500,
            "<Error><Message>An error has occurred.</Message></Error>",
        )
    assert fetch(replay, f"{SYNCFEED}/Feed?category=Zaak").status_code == 200


def test_a_version_that_is_gone_may_point_at_the_next(replay: Replay) -> None:
    replay.faults.add(Fault("v4_301", times=None))
    moved = httpx.get(f"{replay.url}{ODATA}/Document?$top=1", follow_redirects=True)
    assert str(moved.url) == f"{replay.url}{ODATA5}/Document?$top=1"
    assert "Ondernummer" in moved.json()["value"][0]


def test_a_server_that_stops_answers_no_more(tmp_path: Path) -> None:
    with Replay(tmp_path) as replay:
        port = urlsplit(replay.url).port or 0
        assert isinstance(replay.answer("GET", "/", {}), Answer)
    with pytest.raises(OSError, match=r"refused|reset"):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
