"""An alarm reaches a webhook or a mailbox; one that cannot be reached never breaks the run."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from corpus.ledger import Ledger, StandingAlarm
from flows.notify import notify, words
from flows.settings import Settings
from flows.watch import watch
from models.problems import Problem

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ALARM = StandingAlarm(
    "bron_ligt_eruit", "tweedekamer", "fout", "Geen antwoord.", "Kijk of de bron werkt.", "2026"
)


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[index]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def webhook(status: int, got: list[Any], location: str = "") -> Iterator[str]:
    class Sink(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            got.append((self.headers["Content-Type"], json.loads(self.rfile.read(size))))
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_request(self, code: object = "-", size: object = "-") -> None:
            pass

    with serving(HTTPServer(("127.0.0.1", 0), Sink)) as port:
        yield f"http://127.0.0.1:{port}/alarm"


@contextmanager
def mailbox(letters: list[str]) -> Iterator[int]:
    class Sink(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 proef")
            while line := self.rfile.readline().decode().strip():
                if line.upper() == "DATA":
                    self.say("354 ga door")
                    body = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
                    letters.append("\n".join(body))
                self.say("221 dag" if line.upper() == "QUIT" else "250 goed")

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with serving(socketserver.TCPServer(("127.0.0.1", 0), Sink)) as port:
        yield port


def test_a_webhook_gets_the_alarms_and_what_is_over() -> None:
    got: list[Any] = []
    with webhook(204, got) as address:
        settings = Settings(alarm_webhook=address)
        assert notify(settings, [ALARM], [ALARM]) == []
        assert notify(settings, [], []) == []
    ((media_type, payload),) = got
    assert media_type == "application/json"
    assert payload["alarmen"][0]["regel"] == "bron_ligt_eruit"
    assert payload["hersteld"][0]["onderwerp"] == "tweedekamer"
    assert payload["text"] == words([ALARM], [ALARM])
    assert "Geen antwoord. Kijk of de bron werkt." in payload["text"]


def test_a_mail_gets_the_same() -> None:
    letters: list[str] = []
    with mailbox(letters) as port:
        settings = Settings(
            alarm_mail_to="beheer@proef.example", smtp_host="127.0.0.1", smtp_port=port
        )
        assert notify(settings, [ALARM], []) == []
    (letter,) = letters
    assert "To: beheer@proef.example" in letter
    assert "1 alarmen" in letter
    assert "Geen antwoord." in letter


@pytest.mark.parametrize(("status", "location"), [(500, ""), (302, "http://127.0.0.1:9/weg")])
def test_a_webhook_that_fails_is_said_and_not_followed(status: int, location: str) -> None:
    with webhook(status, [], location) as address:
        (problem,) = notify(Settings(alarm_webhook=address), [ALARM], [])
    assert (problem.subject, problem.stap, problem.soort) == ("webhook", "alarm", "niet_bezorgd")


def test_nobody_there_is_said_for_each_way() -> None:
    settings = Settings(
        alarm_webhook="http://127.0.0.1:9/",
        alarm_mail_to="beheer@proef.example",
        smtp_host="127.0.0.1",
        smtp_port=9,
    )
    assert [one.subject for one in notify(settings, [ALARM], [])] == ["webhook", "mail"]


def test_what_could_not_be_told_is_told_when_it_can(tmp_path: Path) -> None:
    """The alarm, and later that it is over; each once."""
    down = Settings(data_dir=tmp_path, alarm_webhook="http://127.0.0.1:9/")
    got: list[Any] = []
    with webhook(204, got) as address:
        up = down.model_copy(update={"alarm_webhook": address})
        # nobody hears the mail: one way is enough
        half = up.model_copy(update={"alarm_mail_to": "a@proef.example", "smtp_port": 9})
        with Ledger(down.rooms.ledger) as ledger:
            ledger.report([Problem("syncfeed/Zaak", "fetch", "storing", "Geen antwoord.")])
        for hours, settings in ((0, down), (3, half), (4, half), (5, up)):
            watch(settings, ["syncfeed"], NOW + timedelta(hours=hours))
        with Ledger(down.rooms.ledger) as ledger:
            ledger.heal("syncfeed/Zaak", "fetch")
        for hours, settings in ((24, down), (25, down), (26, up), (27, up)):
            watched = watch(settings, ["syncfeed"], NOW + timedelta(hours=hours))
            assert bool(watched.over) == (hours == 24)
            assert watched.alarms == ()
    told = [(len(body["alarmen"]), len(body["hersteld"])) for _, body in got]
    assert told == [(1, 0), (0, 1)]
    with Ledger(down.rooms.ledger) as ledger:
        assert (ledger.alarms(), ledger.alarms_over()) == ([], [])


def test_of_what_nobody_heard_nobody_hears_that_it_is_over(tmp_path: Path) -> None:
    down = Settings(data_dir=tmp_path, alarm_webhook="http://127.0.0.1:9/")
    got: list[Any] = []
    with Ledger(down.rooms.ledger) as ledger:
        ledger.report([Problem("syncfeed/Zaak", "fetch", "storing", "Geen antwoord.")])
    watch(down, ["syncfeed"], NOW)
    with Ledger(down.rooms.ledger) as ledger:
        ledger.heal("syncfeed/Zaak", "fetch")
    with webhook(204, got) as address:
        up = down.model_copy(update={"alarm_webhook": address})
        watched = watch(up, ["syncfeed"], NOW + timedelta(hours=1))
    assert ([one.regel for one in watched.over], got) == (["bron_ligt_eruit"], [])


WRONG = [
    {"alarm_webhook": "file:///etc/passwd"},
    {"alarm_webhook": "ftp://proef.example/"},
    {"alarm_mail_to": "geen adres"},
    {"alarm_mail_to": "a@b\r\nBcc: c@d"},
]


@pytest.mark.parametrize("setting", WRONG, ids=str)
def test_only_web_addresses_and_mailboxes_are_settings(setting: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**setting)


def test_a_night_tells_what_went_off_and_that_it_could_not_be_told(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, alarm_webhook="http://127.0.0.1:9/")
    with Ledger(settings.rooms.ledger) as ledger:
        ledger.report([Problem("tweedekamer/Zaak", "fetch", "storing", "Geen antwoord.")])
    watched = watch(settings, ["tweedekamer"])
    assert [one.regel for one in watched.alarms] == ["bron_ligt_eruit"]
    assert [one.subject for one in watched.problems] == ["webhook"]
    with Ledger(settings.rooms.ledger) as ledger:
        ledger.heal("tweedekamer/Zaak", "fetch")
        assert ("webhook", "alarm") in {(one.subject, one.stap) for one, _ in ledger.problems()}
    watched = watch(settings.model_copy(update={"alarm_webhook": None}), ["tweedekamer"])
    assert (watched.alarms, [one.regel for one in watched.over]) == ((), ["bron_ligt_eruit"])
    with Ledger(settings.rooms.ledger) as ledger:
        assert ledger.problems() == []
