"""`schedule`: the nightly run as a Prefect deployment, at a time of day in the Netherlands.

Prefect's temporary API does not run schedules. Where no server is configured (``PREFECT_API_URL``)
one is started on loopback, with its data in the data directory, and stopped again afterwards.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import FrameType

from flows.console import say
from flows.fetch import make_sources
from flows.nightly import prepare_prefect
from flows.settings import Settings
from models.problems import KamerspoorError, UsageError

ZONE = "Europe/Amsterdam"
DEPLOYMENT = "kamerspoor"

# seconds for the server to come up on a slow machine, and to stop
_START = 180.0
_STOP = 20.0
_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)


def run_schedule(settings: Settings, cron: str, sources: Sequence[str]) -> int:
    """Serve the nightly run until stopped by SIGINT or SIGTERM."""
    chosen = [source.name for source in make_sources(settings, sources)]
    own = not os.environ.get("PREFECT_API_URL")
    if own:
        # before Prefect is imported: it reads this once
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{_free_port()}/api"
    prepare_prefect(settings)
    first = next_run(cron)
    signal.signal(signal.SIGTERM, _stop)
    api = os.environ["PREFECT_API_URL"]
    with _server(api, settings) if own else _configured():
        say(f"Volgende nachtrun: {_words(first)} ({cron}, {ZONE}); Ctrl-C stopt.")
        say(f"Prefect: {api.removesuffix('/api')}")
        _serve(settings, cron, chosen if sources else [])
    return 0


def next_run(cron: str) -> datetime:
    """When ``cron`` (five fields, Dutch time) comes up first.

    Raises :class:`UsageError` for what is not such an expression.
    """
    from prefect.server.schemas.schedules import CronSchedule
    from pydantic import ValidationError

    try:
        dates = asyncio.run(CronSchedule(cron=cron, timezone=ZONE).get_dates(1))
        return dates[0]
    except (ValidationError, ValueError, IndexError):
        raise UsageError(
            f"{cron!r} is geen cron-uitdrukking; schrijf bijvoorbeeld --cron '0 3 * * *'."
        ) from None


def _words(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment:%Y om %H:%M}"


def _serve(settings: Settings, cron: str, sources: Sequence[str]) -> None:
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.scheduled import nightly

    nightly.serve(
        name=DEPLOYMENT,
        schedule=Cron(cron, timezone=ZONE),
        parameters={"data_dir": str(settings.data_dir.resolve()), "sources": list(sources)},
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=False,
        # stopping pauses it; started again it must run again
        paused=False,
        limit=1,
    )


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def _configured() -> Iterator[None]:
    """The user's own server: nothing to start, nothing to stop."""
    yield


@contextmanager
def _server(api: str, settings: Settings) -> Iterator[None]:
    """A Prefect server on loopback for as long as this lasts."""
    host, _, port = api.removeprefix("http://").removesuffix("/api").partition(":")
    home = settings.data_dir / ".prefect"
    command = [sys.executable, "-m", "flows.prefect_server", "--host", host, "--port", port]
    with (home / "server.log").open("ab") as log:
        # in a session of its own: Ctrl-C must reach the flow before its server is gone
        server = subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.PIPE, start_new_session=True
        )
    try:
        _wait_for(server, f"{api}/health", str(home / "server.log"))
        yield
    finally:
        server.terminate()
        try:
            server.wait(_STOP)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(server: subprocess.Popen[bytes], address: str, log: str) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise KamerspoorError(f"De Prefect-server komt niet op; zie {log}.")
