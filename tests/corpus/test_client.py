"""The polite client, against a server on loopback that does what it is told."""

import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from corpus.client import Client, Manners, StatusError
from models.problems import SourceError

Send = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each path with the next thing scripted for it; the last one repeats."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.append(self.headers["User-Agent"])
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
        self.agents: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some of these tests are about."""


def answer(
    status: int = 200, body: bytes = b"goed", length: int | None = None, **headers: str
) -> Send:
    def send(handler: Handler) -> None:
        handler.send_response(status)
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
def waited() -> list[float]:
    return []


@pytest.fixture
def client(server: Server, waited: list[float]) -> Iterator[Client]:
    manners = Manners(timeout=5, attempts=3, first_wait=0.5, longest_wait=60, max_bytes=100_000)
    with Client(replay=[server.url], manners=manners, sleep=waited.append) as one:
        yield one


def test_it_says_who_it_is_and_what_came(server: Server, client: Client) -> None:
    server.script["/stuk"] = [answer(body=b"<a/>", Content_Type="text/xml; charset=x")]
    got = client.get(f"{server.url}/stuk", {"$filter": "Soort eq 'Motie'"})
    assert (got.data, got.media_type) == (b"<a/>", "text/xml")
    assert "Kamerspoor" in server.agents[0]
    assert "Soort" in server.asked[0]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(
    server: Server, client: Client, waited: list[float], status: int
) -> None:
    server.script["/"] = [answer(status, b"<html>druk</html>"), answer()]
    assert client.get(f"{server.url}/").data == b"goed"
    assert len(server.asked) == 2
    assert waited[0] > 0


def test_it_waits_as_long_as_it_is_asked(
    server: Server, client: Client, waited: list[float]
) -> None:
    server.script["/"] = [answer(503, Retry_After="17"), answer()]
    client.get(f"{server.url}/")
    assert waited == [17.0]


@pytest.mark.parametrize("after", ["3600", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_a_long_rest_is_left_to_the_next_run(server: Server, client: Client, after: str) -> None:
    server.script["/"] = [answer(503, Retry_After=after)]
    with pytest.raises(SourceError, match="rust"):
        client.get(f"{server.url}/")
    assert len(server.asked) == 1


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
    with pytest.raises(SourceError, match="volledig"):
        client.get(f"{server.url}/")
    server.script["/"] = [answer(body=b"half", length=400), answer(body=b"heel")]
    assert client.get(f"{server.url}/").data == b"heel"


def test_what_is_packed_is_unpacked(server: Server, client: Client) -> None:
    body = b"regel\n" * 10_000
    server.script["/"] = [answer(body=gzip.compress(body), Content_Encoding="gzip")]
    assert client.get(f"{server.url}/").data == body


@pytest.mark.parametrize(
    ("send", "says"),
    [
        (answer(body=b"x" * 100_001), "groter"),
        (answer(body=gzip.compress(bytes(50_000_000), 1), Content_Encoding="gzip"), "groter"),
        (answer(body=gzip.compress(b"x" * 999)[:-9], Content_Encoding="gzip"), "afgebroken"),
        (answer(body=b"geen gzip", Content_Encoding="gzip"), "beschadigd"),
        (answer(Content_Encoding="br"), "ingepakt"),
    ],
    ids=["too large", "bomb", "torn", "damaged", "unasked packing"],
)
def test_a_bad_body_is_refused(server: Server, client: Client, send: Send, says: str) -> None:
    server.script["/"] = [send]
    with pytest.raises(SourceError, match=says):
        client.get(f"{server.url}/")


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
    "http://127.0.0.1:1/",
    "http://127.0.0.1/",
    "http://localhost/",
    "http://169.254.169.254/latest",
    "https://example.org/",
    "https://repository.overheid.nl.example.org/",
    "https://repository.overheid.nl:8443/",
    "https://user:secret@repository.overheid.nl/",
    "ftp://repository.overheid.nl/",
    "file:///etc/passwd",
    "geen adres",
    "http://[",
]


@pytest.mark.parametrize("url", FORBIDDEN)
def test_nowhere_else(client: Client, url: str) -> None:
    with pytest.raises(SourceError, match=r"lijst|adres"):
        client.get(url)


@pytest.mark.parametrize("url", FORBIDDEN[:9])
def test_nowhere_else_by_redirect_either(server: Server, client: Client, url: str) -> None:
    server.script["/"] = [answer(302, Location=url)]
    with pytest.raises(SourceError, match="lijst"):
        client.get(f"{server.url}/")


def test_requests_to_one_host_keep_their_distance(server: Server) -> None:
    from corpus.client import _Pace

    waited: list[float] = []
    pace = _Pace(waited.append, lambda: 100.0)
    for host in ("a", "a", "b", "a"):
        pace.keep(host, 1.0)
    assert waited == [1.0, 2.0]


def test_a_host_that_does_not_answer_is_an_error_in_one_line() -> None:
    url = "http://127.0.0.1:9"
    with (
        Client(replay=[url], manners=Manners(attempts=1)) as client,
        pytest.raises(SourceError, match="later") as caught,
    ):
        client.get(url)
    assert "\n" not in str(caught.value)
