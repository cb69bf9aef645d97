"""The polite client, against a server on loopback that does what it is told."""

import gzip
import hashlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.client import (
    HOSTS,
    Answer,
    Client,
    HostDownError,
    Manners,
    RefusedError,
    StatusError,
    Unchanged,
    Validators,
    _unpacked,
    check_promise,
)
from corpus.pace import PROBE, Health, Host, Turns
from models.problems import SourceError

Send = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each path with the next thing scripted for it; the last one repeats."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append(dict(self.headers))
        script = self.server.script[self.path.partition("?")[0]]
        (script.pop(0) if len(script) > 1 else script[0])(self)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: dict[str, list[Send]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some of these tests are about."""


class Time:
    """A clock that stands still until somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


def answer(
    status: int = 200, body: bytes = b"goed", length: int | None = None, **headers: str
) -> Send:
    def send(handler: Handler) -> None:
        handler.send_response_only(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = length is not None

    return send


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def time() -> Time:
    return Time()


MANNERS = Manners(timeout=5, attempts=3, first_wait=0.5, longest_wait=60, max_bytes=100_000)


@pytest.fixture
def client(server: Server, time: Time) -> Iterator[Client]:
    with Client(replay=[server.url], manners=MANNERS, sleep=time.sleep, clock=time.clock) as one:
        yield one


def test_it_says_who_it_is_and_what_came(server: Server, client: Client) -> None:
    server.script["/stuk"] = [answer(body=b"<a/>", Content_Type="text/xml; charset=x")]
    got = client.get(f"{server.url}/stuk", {"$filter": "Soort eq 'Motie'"})
    assert (got.data, got.media_type) == (b"<a/>", "text/xml")
    assert "Kamerspoor" in server.headers[0]["User-Agent"]
    assert "Soort" in server.asked[0]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(
    server: Server, client: Client, time: Time, status: int
) -> None:
    server.script["/"] = [answer(status, b"<html>druk</html>"), answer()]
    assert client.get(f"{server.url}/").data == b"goed"
    assert len(server.asked) == 2
    assert 0.5 <= time.slept[0] <= 1.0


def test_it_waits_longer_each_time(server: Server, time: Time) -> None:
    server.script["/"] = [answer(500)]
    manners = Manners(attempts=6, first_wait=1, longest_wait=6, most_failures=9)
    with (
        Client(replay=[server.url], manners=manners, sleep=time.sleep, clock=time.clock) as client,
        pytest.raises(SourceError, match="status 500"),
    ):
        client.get(f"{server.url}/")
    backoffs = [1, 2, 4, 6, 6]
    assert all(low <= waited <= low + 1 for waited, low in zip(time.slept, backoffs, strict=True))


def test_no_attempt_begins_after_its_patience(server: Server, time: Time) -> None:
    server.script["/"] = [answer(500)]
    manners = Manners(attempts=99, first_wait=10, longest_wait=10, patience=35)
    with (
        Client(replay=[server.url], manners=manners, sleep=time.sleep, clock=time.clock) as client,
        pytest.raises(SourceError),
    ):
        client.get(f"{server.url}/")
    assert 3 <= len(server.asked) <= 5


THEN = datetime(2026, 11, 5, 3, tzinfo=UTC)


def http_date(seconds: int) -> str:
    return format_datetime(THEN + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "rest"),
    [
        ({"Retry_After": "17"}, 17),
        # the source's own clock counts, hours off as it may be
        ({"Retry_After": http_date(25), "Date": http_date(0)}, 25),
        ({"Retry_After": http_date(-25), "Date": http_date(0)}, 0),
        # long ago by our clock, as the source does not tell its own
        ({"Retry_After": "Fri, 01 Jan 1999 00:00:00 GMT"}, 0),
        ({"Retry_After": "straks"}, 0),
        ({"Retry_After": "-5"}, 0),
        ({"Retry_After": "²"}, 0),
        ({"Retry_After": "9" * 40}, 0),
        ({"Retry_After": ""}, 0),
        ({"Retry_After": "Thu, 99 Foo 2026 00:00:00 GMT", "Date": "gisteren"}, 0),
    ],
)
def test_it_waits_as_long_as_it_is_asked(
    server: Server, client: Client, time: Time, headers: dict[str, str], rest: float
) -> None:
    server.script["/"] = [answer(503, **headers), answer()]
    client.get(f"{server.url}/")
    # never shorter than its own backoff
    assert max(0.5, rest - 0.01) <= sum(time.slept) <= max(1.0, rest + 0.01)


@pytest.mark.parametrize("after", ["3600", "999999999", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_who_asks_for_a_long_rest_is_left_alone(
    server: Server, client: Client, time: Time, after: str
) -> None:
    server.script["/"] = [answer(503, Retry_After=after), answer()]
    with pytest.raises(SourceError, match="rust") as caught:
        client.get(f"{server.url}/")
    assert caught.value.soort == "te_druk"
    with pytest.raises(HostDownError, match="rust"):
        client.get(f"{server.url}/andere")
    assert len(server.asked) == 1
    time.now += 1e12
    assert client.get(f"{server.url}/").data == b"goed"


def test_it_gives_up_after_its_attempts(server: Server, client: Client) -> None:
    server.script["/"] = [answer(500)]
    with pytest.raises(SourceError, match="status 500"):
        client.get(f"{server.url}/")
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_will_not_change_is_not_tried_again(
    server: Server, client: Client, status: int
) -> None:
    server.script["/"] = [answer(status)]
    with pytest.raises(StatusError) as caught:
        client.get(f"{server.url}/")
    assert caught.value.status == status
    assert len(server.asked) == 1


def test_a_body_cut_short_is_never_taken_for_whole(server: Server, client: Client) -> None:
    server.script["/"] = [answer(body=b"half", length=400)]
    with pytest.raises(SourceError, match="volledig") as caught:
        client.get(f"{server.url}/")
    assert caught.value.soort == "afgebroken"
    server.script["/"] = [answer(body=b"half", length=400), answer(body=b"heel")]
    assert client.get(f"{server.url}/").data == b"heel"


def test_what_is_packed_is_unpacked(server: Server, client: Client) -> None:
    body = b"regel\n" * 10_000
    server.script["/"] = [answer(body=gzip.compress(body), Content_Encoding="gzip")]
    assert client.get(f"{server.url}/").data == body


def chunked(*parts: bytes, ends: bool = True) -> Send:
    def send(handler: Handler) -> None:
        handler.send_response_only(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in parts:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        if ends:
            handler.wfile.write(b"0\r\n\r\n")
        handler.close_connection = True

    return send


def reset(after: bytes) -> Send:
    """Send so much, then break the connection instead of closing it."""

    def send(handler: Handler) -> None:
        handler.wfile.write(after)
        handler.wfile.flush()
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()
        handler.close_connection = True

    return send


def test_a_body_in_chunks_is_whole(server: Server, client: Client) -> None:
    server.script["/"] = [chunked(b"heel ", b"en ", b"al")]
    assert client.get(f"{server.url}/").data == b"heel en al"


@pytest.mark.parametrize(
    ("send", "soort"),
    [
        (answer(body=b"x" * 100_001), "te_groot"),
        (answer(body=gzip.compress(bytes(50_000_000), 1), Content_Encoding="gzip"), "te_groot"),
        (answer(body=gzip.compress(b"x" * 999)[:-9], Content_Encoding="gzip"), "afgebroken"),
        (answer(body=b"geen gzip", Content_Encoding="gzip"), "afgebroken"),
        (answer(body=gzip.compress(b"x") + b"rommel", Content_Encoding="gzip"), "afgebroken"),
        (answer(Content_Encoding="br"), "verpakking"),
        (chunked(b"half", ends=False), "afgebroken"),
        (reset(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhalf"), "afgebroken"),
        (reset(b""), "niet_bereikbaar"),
        (reset(b"dit is geen HTTP\r\n\r\n"), "niet_bereikbaar"),
        (answer(302, Location="/"), "doorgestuurd"),
        (answer(429), "te_druk"),
        (answer(503, b"<html>druk</html>"), "te_druk"),
        (answer(500), "storing"),
        (answer(504), "storing"),
        (answer(404), "status"),
        (answer(401), "status"),
        (answer(304, b""), "status"),
        (answer(204, b""), "status"),
    ],
)
def test_each_way_to_fail_has_its_word(
    server: Server, client: Client, send: Send, soort: str
) -> None:
    server.script["/"] = [send]
    with pytest.raises(SourceError) as caught:
        client.get(f"{server.url}/")
    assert caught.value.soort == soort
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_body_longer_than_promised_spoils_nothing_that_comes_after(
    server: Server, client: Client
) -> None:
    def send(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf" + b"de rest" * 9)

    server.script["/lang"] = [send]
    server.script["/"] = [answer()]
    assert client.get(f"{server.url}/lang").data == b"half"
    assert client.get(f"{server.url}/").data == b"goed"


def test_a_body_that_drips_is_not_waited_for(server: Server, time: Time) -> None:
    """Each byte comes in time; all of them together do not."""

    def clock() -> float:
        time.now += 1.0
        return time.now

    server.script["/"] = [chunked(*[b"x"] * 400)]
    manners = Manners(attempts=2, deadline=20)
    with (
        Client(replay=[server.url], manners=manners, sleep=time.sleep, clock=clock) as client,
        pytest.raises(SourceError, match="te lang") as caught,
    ):
        client.get(f"{server.url}/")
    assert caught.value.soort == "te_traag"


def without_end(begin: bytes, again: bytes) -> Send:
    """Begin, and then send a little of the same for as long as anybody listens."""

    def send(handler: Handler) -> None:
        handler.wfile.write(begin)
        while True:
            handler.wfile.write(again)
            sleep(0.02)

    return send


@pytest.mark.parametrize(
    "send",
    [
        without_end(b"HTTP/1.1 200 OK\r\nX: ", b"a"),
        without_end(b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"),
        without_end(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"a"),
        without_end(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"a"),
        # connected, and then nothing at all
        lambda handler: sleep(10),
    ],
    ids=("a header", "interim answers", "a body", "a chunk", "nothing"),
)
def test_no_answer_is_waited_for_longer_than_its_deadline(server: Server, send: Send) -> None:
    server.script["/"] = [send, answer(), send]
    server.script["/goed"] = [answer()]
    manners = Manners(timeout=5, deadline=0.6, attempts=2, first_wait=0)
    with Client(replay=[server.url], manners=manners) as client:
        # a connection that is used again has a deadline too; what is too slow is tried again
        assert client.get(f"{server.url}/goed").data == b"goed"
        begun = monotonic()
        assert client.get(f"{server.url}/").data == b"goed"
        with pytest.raises(SourceError) as caught:
            client.get(f"{server.url}/")
        assert caught.value.soort == "te_traag"
        assert monotonic() - begun < 6
        assert client.get(f"{server.url}/goed").data == b"goed"


@given(size=st.integers(0, 3), more=st.integers(-3, 3), pieces=st.integers(1, 3))
def test_what_was_packed_comes_out_the_same(size: int, more: int, pieces: int) -> None:
    body = bytes(max(0, size * 1024 * 1024 + more))
    packed = gzip.compress(body, 1) * pieces
    response = httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=Stream(packed))
    parts = list(_unpacked(response, httpx.URL("https://open.overheid.nl/")))
    assert b"".join(parts) == body * pieces
    assert all(len(part) <= 1024 * 1024 for part in parts)


class Stream(httpx.SyncByteStream):
    def __init__(self, data: bytes) -> None:
        self.data = data

    def __iter__(self) -> Iterator[bytes]:
        yield from (self.data[at : at + 1000] for at in range(0, len(self.data), 1000))


# what has not changed


def test_what_the_source_says_of_its_answer_is_kept(server: Server, client: Client) -> None:
    server.script["/"] = [
        answer(ETag='W/"1"', Last_Modified=http_date(0), Date=http_date(7)),
        answer(ETag="\xff" * 9, Last_Modified="x" * 501, Date="gisteren"),
    ]
    first, second = client.get(f"{server.url}/"), client.get(f"{server.url}/")
    assert first.validators == Validators('W/"1"', http_date(0))
    assert first.date == THEN + timedelta(seconds=7)
    assert second.validators == Validators()
    assert second.date is None


def test_a_source_may_say_that_nothing_changed(server: Server, client: Client) -> None:
    server.script["/"] = [answer(304, b""), answer()]
    known = Validators('"1"', http_date(0))
    assert isinstance(client.get(f"{server.url}/", known=known), Unchanged)
    assert server.headers[0]["If-None-Match"] == '"1"'
    assert server.headers[0]["If-Modified-Since"] == http_date(0)
    # one that knows no validators just answers
    got = client.get(f"{server.url}/", known=known)
    assert isinstance(got, Answer)
    assert got.data == b"goed"


def test_without_validators_nothing_is_asked_of_the_source(server: Server, client: Client) -> None:
    server.script["/"] = [answer()]
    client.get(f"{server.url}/", known=Validators())
    assert not {"If-None-Match", "If-Modified-Since"} & server.headers[0].keys()


def test_a_cookie_is_taken_and_let_go(server: Server, client: Client) -> None:
    server.script["/"] = [answer(Set_Cookie="TS01abc=1; Path=/"), answer(Set_Cookie=";;=;")]
    for _ in range(3):
        assert client.get(f"{server.url}/").data == b"goed"
    assert not any("Cookie" in headers for headers in server.headers)


# where it goes


def test_it_follows_to_where_it_may_go(server: Server, client: Client) -> None:
    server.script["/oud"] = [answer(301, Location="/nieuw")]
    server.script["/nieuw"] = [answer(body=b"hier")]
    got = client.get(f"{server.url}/oud")
    assert (got.data, got.url) == (b"hier", f"{server.url}/nieuw")


def test_it_does_not_follow_for_ever(server: Server, client: Client) -> None:
    server.script["/rond"] = [answer(302, Location="/rond")]
    with pytest.raises(SourceError, match="te vaak"):
        client.get(f"{server.url}/rond")


FORBIDDEN = [
    # loopback and its other spellings
    "http://127.0.0.1:1/",
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "http://localhost/",
    "HTTP://LOCALHOST:80/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://0.0.0.0/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    # private addresses
    "http://10.0.0.1/",
    "http://192.168.1.1/stuk.pdf",
    "http://169.254.169.254/latest",
    "http://[fd00::1]/",
    # names that look like ours
    "https://example.org/",
    "//example.org/",
    "https://repository.overheid.nl.example.org/",
    "https://xrepository.overheid.nl/",
    "https://overheid.nl/",
    "https://repository.overheid.nl./",
    "https://repository.overheid.nl%2eexample.org/",
    "https://repository.overheid.nl\\@example.org/",
    "https://example.org#@repository.overheid.nl/",
    "https://example.org/?@repository.overheid.nl/",
    # ours, but not as we go there
    "https://repository.overheid.nl:8443/",
    "https://repository.overheid.nl:0/",
    "http://repository.overheid.nl:8123/",
    "https://user:secret@repository.overheid.nl/",
    "https://repository.overheid.nl@example.org/",
    # other schemes
    "ftp://repository.overheid.nl/",
    "file:///etc/passwd",
    "file://repository.overheid.nl/etc/passwd",
    "data:text/html,stuk",
    "gopher://127.0.0.1:70/",
    "javascript:alert(1)",
]
UNREADABLE = [
    "https://xn--0/",
    "https://xn--zz-/",
    "http://[",
    "http://0177.0.0.1/",
    "https://repository.overheid.nl:port/",
]
ONLY_FROM_US = [
    "geen adres",
    "",
    "https:///stuk",
    "https:repository.overheid.nl/",
    "https://repository.overheid.nl/\x07",
]


@pytest.mark.parametrize("url", FORBIDDEN + UNREADABLE + ONLY_FROM_US)
def test_nowhere_else(client: Client, url: str) -> None:
    with pytest.raises(RefusedError) as caught:
        client.get(url)
    assert caught.value.soort == "geweigerd"
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", FORBIDDEN + UNREADABLE)
def test_nowhere_else_by_redirect_either(server: Server, client: Client, url: str) -> None:
    server.script["/"] = [answer(302, Location=url)]
    with pytest.raises(RefusedError):
        client.get(f"{server.url}/")
    assert server.asked == ["/"]


def test_another_port_of_the_replay_machine_is_refused(server: Server, client: Client) -> None:
    with Server() as other:
        for url in (other.url, server.url.replace("http:", "https:"), "http://127.0.0.1"):
            with pytest.raises(RefusedError, match=r"127\.0\.0\.1"):
                client.get(f"{url}/")
        assert other.asked == []


def test_a_refused_address_is_named(client: Client) -> None:
    with pytest.raises(RefusedError, match=r"https://example\.org:8443/stuk\.pdf"):
        client.get("https://wie:geheim@example.org:8443/stuk.pdf")


@pytest.mark.parametrize(
    ("url", "goes_to"),
    [
        ("http://repository.overheid.nl/sru", "https://repository.overheid.nl/sru"),
        ("HTTPS://Repository.Overheid.NL:443/sru", "https://repository.overheid.nl/sru"),
        ("http://open.overheid.nl:80/x", "https://open.overheid.nl/x"),
    ],
)
def test_a_listed_host_is_always_spoken_to_over_https(
    client: Client, url: str, goes_to: str
) -> None:
    assert str(client._allowed(httpx.URL(url))) == goes_to


def test_every_listed_host_has_its_pace() -> None:
    assert all(host.pace > 0 and 1 <= host.at_once <= 2 for host in HOSTS.values())
    assert HOSTS["repository.overheid.nl"].at_once == 1


# how it treats a host


def test_requests_to_one_host_keep_their_distance() -> None:
    time = Time()
    turns = Turns(time.slept.append, time.clock)
    for name in ("a", "a", "b", "a"):
        with turns.at(name, Host(1.0)):
            pass
    assert time.slept == [1.0, 2.0]
    turns.rest("b", 30.0)
    with turns.at("b", Host(1.0)):
        pass
    assert time.slept[2:] == [30.0]


@pytest.mark.parametrize("at_once", [1, 2])
def test_so_many_at_once_and_no_more(server: Server, at_once: int) -> None:
    busy, most = 0, 0
    lock, meeting = threading.Lock(), threading.Barrier(at_once)

    def send(handler: Handler) -> None:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        meeting.wait(5)
        with lock:
            busy -= 1
        answer()(handler)

    server.script["/"] = [send]
    with Client(replay=[server.url], replay_host=Host(0.0, at_once)) as client:
        threads = [threading.Thread(target=client.get, args=(f"{server.url}/",)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.asked) == 6
    assert most == at_once


def test_a_service_that_keeps_failing_is_left_alone_and_the_others_are_not(
    server: Server, client: Client
) -> None:
    for number in range(8):
        server.script[f"/lijst/{number}"] = [answer(500)]
    server.script["/stuk/1"] = [answer()]
    got = [outcome(client, f"{server.url}/lijst/{number}") for number in range(8)]
    assert got == ["storing"] * 3 + ["ligt_stil"] * 5
    assert len(server.asked) == 9
    assert client.get(f"{server.url}/stuk/1").data == b"goed"


def test_two_hundred_papers_of_a_dead_host_cost_little(time: Time) -> None:
    url = "http://127.0.0.1:9"
    with Client(replay=[url], sleep=time.sleep, clock=time.clock) as client:
        words = [outcome(client, f"{url}/stuk/{number}") for number in range(200)]
    assert words[:4] == ["niet_bereikbaar"] * 3 + ["ligt_stil"]
    # and now and then it is asked whether it is back
    assert words.count("niet_bereikbaar") == 3 + 197 // PROBE
    assert sum(time.slept) < 120


def test_papers_that_always_fail_do_not_keep_the_others_waiting(
    server: Server, client: Client
) -> None:
    for number in range(5):
        server.script[f"/stuk/{number}"] = [answer(500)]
    for number in range(5, 40):
        server.script[f"/stuk/{number}"] = [answer(body=b"%d" % number)]
    got = [outcome(client, f"{server.url}/stuk/{number}") for number in range(40)]
    assert got[:12] == ["storing"] * 3 + ["ligt_stil"] * 9
    assert got[12:] == [f"{number}" for number in range(12, 40)]


def test_bytes_that_are_not_there_yet_say_nothing_of_those_that_are(
    server: Server, client: Client
) -> None:
    resources = "/SyncFeed/2.0/Resources"
    for letter in "abcdefgh":
        server.script[f"{resources}/{letter}"] = [answer(500)]
    server.script[f"{resources}/i"] = [answer()]
    server.script[f"{resources}/j"] = [answer(500), answer(body=b"toch")]
    got = [outcome(client, f"{server.url}{resources}/{letter}") for letter in "abcdefghij"]
    assert got == ["status"] * 8 + ["goed", "toch"]
    assert len(server.asked) == 8 * 2 + 1 + 2


def outcome(client: Client, url: str) -> str:
    """The body, or the word for what went wrong."""
    try:
        return client.get(url).data.decode()
    except SourceError as error:
        return error.soort


@pytest.mark.parametrize("status", [200, 404])
def test_an_answer_of_any_kind_shows_that_a_host_is_there(
    server: Server, client: Client, status: int
) -> None:
    server.script["/1"] = [answer(500)]
    server.script["/2"] = [answer(status)]
    got = [outcome(client, f"{server.url}/{number}") for number in (1, 1, 2) * 4]
    assert "ligt_stil" not in got
    assert len(server.asked) == 4 * 7


def test_a_host_is_held_apart_from_its_services() -> None:
    health = Health(2, lambda: 0.0)
    for _ in range(2):
        health.note_failure("https://a/lijst")
    assert "https://a/lijst" in (health.why_not("https://a", "https://a/lijst") or "")
    assert health.why_not("https://a", "https://a/stuk") is None
    for _ in range(2):
        health.note_failure("https://a")
    assert health.why_not("https://a", "https://a/stuk") is not None
    health.note_success("https://a")
    assert health.why_not("https://a", "https://a/stuk") is None
    assert health.is_failing("https://a", "https://a/lijst")


def test_a_host_that_does_not_answer_is_an_error_in_one_line() -> None:
    url = "http://127.0.0.1:9"
    with (
        Client(replay=[url], manners=Manners(attempts=1)) as client,
        pytest.raises(SourceError, match="later") as caught,
    ):
        client.get(url)
    assert caught.value.soort == "niet_bereikbaar"
    assert "\n" not in str(caught.value)


# what was promised

SHA1 = hashlib.sha1(b"stuk", usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(
    ("size", "sha1"),
    [
        (None, None),
        (4, SHA1),
        (4, SHA1.upper()),
        (0, ""),
        (-1, " "),
        # no checksum, so no promise
        (None, "onbekend"),
        (None, SHA1[:39]),
    ],
)
def test_a_promise_that_is_kept(size: int | None, sha1: str | None) -> None:
    assert check_promise(b"stuk", size, sha1) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    ("size", "sha1", "soort"),
    [
        (5, SHA1, "lengte"),
        (3, None, "lengte"),
        (4, "0" * 40, "controlegetal"),
        (None, "0" * 40, "controlegetal"),
    ],
)
def test_a_promise_that_is_not(size: int | None, sha1: str | None, soort: str) -> None:
    with pytest.raises(SourceError) as caught:
        check_promise(b"stuk", size, sha1)
    assert caught.value.soort == soort
