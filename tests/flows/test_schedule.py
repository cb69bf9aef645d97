"""The night on a schedule: registered in Dutch time, on a server of its own, gone afterwards."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.nightly import prefect_environment
from flows.schedule import ZONE, next_run
from flows.version import ROOT
from models.problems import UsageError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prefect keeps its files here, not in the home directory."""
    for name, value in prefect_environment(tmp_path / ".prefect").items():
        monkeypatch.setenv(name, value)


# what is no cron expression
WRONG = ["", "elke nacht", "61 3 * * *", "* * * *", "0 3 * * * ; rm"]


@pytest.mark.parametrize("cron", WRONG)
def test_a_wrong_expression_is_wrong_usage(cron: str) -> None:
    with pytest.raises(UsageError, match="--cron '0 3"):
        next_run(cron)


def test_three_at_night_is_three_in_the_netherlands() -> None:
    first = next_run("0 3 * * *")
    assert (first.hour, first.minute) == (3, 0)
    assert first.utcoffset() in (timedelta(hours=1), timedelta(hours=2))


def ask(api: str, path: str) -> Any:
    request = urllib.request.Request(
        f"{api}{path}", data=b"{}", headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read() or b"null")


@contextmanager
def serving(data_dir: Path, end: signal.Signals) -> Iterator[tuple[str, str]]:
    """``kamerspoor schedule`` until the end of the block: what it said, and where its API is."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "flows.cli", "--data-dir", str(data_dir)]
    served = subprocess.Popen(
        [*command, "schedule", "--cron", "0 3 1 1 *", "--source", "tweedekamer"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert served.stdout is not None
    try:
        said = ""
        while "Prefect: http" not in said:
            line = served.stdout.readline()
            assert line, said
            said += line
        yield said, said.rsplit("Prefect: ", 1)[1].strip() + "/api"
    finally:
        served.send_signal(end)
        served.communicate(timeout=60)


def the_deployment(api: str) -> dict[str, Any]:
    """The one deployment there is, as soon as it is there and will run."""
    found = []
    for _ in range(300):
        found = ask(api, "/deployments/filter")
        if found and not found[0]["paused"]:
            (deployment,) = found
            return dict(deployment)
        time.sleep(0.1)
    raise AssertionError(f"not scheduled: {found}")


def is_gone(api: str) -> bool:
    """Whether the server stops answering; one whose starter was killed takes a moment."""
    for _ in range(200):
        try:
            ask(api, "/deployments/filter")
        except (urllib.error.URLError, ConnectionError):
            return True
        time.sleep(0.1)
    return False


def test_the_night_is_served_until_it_is_stopped_and_again_when_started(tmp_path: Path) -> None:
    with serving(tmp_path / "data", signal.SIGTERM) as (said, api):
        assert "1 januari" in said
        assert api.startswith("http://127.0.0.1:")
        first = the_deployment(api)
        (schedule,) = first["schedules"]
        assert schedule["schedule"]["timezone"] == ZONE == "Europe/Amsterdam"
        assert schedule["schedule"]["cron"] == "0 3 1 1 *"
        assert schedule["active"]
        assert first["parameters"] == {
            "data_dir": str((tmp_path / "data").resolve()),
            "sources": ["tweedekamer"],
        }
        # what Prefect does by itself when it is stopped a little later than here
        ask(api, f"/deployments/{first['id']}/pause_deployment")
    assert is_gone(api)
    with serving(tmp_path / "data", signal.SIGKILL) as (_, api):
        assert the_deployment(api)["id"] == first["id"]
    assert is_gone(api)
