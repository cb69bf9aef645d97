"""The demo removes only what a demo made; a replay server tells how it is taken for the world."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from flows.demo import _start_afresh, pointed_at
from flows.settings import Settings
from flows.version import ROOT
from models.problems import UsageError


def test_an_earlier_demo_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    _start_afresh(Settings(data_dir=folder))
    (folder / "kamerspoor.db").write_bytes(b"oud")
    _start_afresh(Settings(data_dir=folder))
    assert not (folder / "kamerspoor.db").exists()


def test_a_folder_with_work_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "werk.txt").write_text("van een ander", encoding="utf-8")
    with pytest.raises(UsageError, match="niet van een demo"):
        _start_afresh(Settings(data_dir=tmp_path))
    assert (tmp_path / "werk.txt").read_text(encoding="utf-8") == "van een ander"


def test_a_replay_server_prints_the_settings_that_point_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "corpus.replay", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        server.terminate()
        printed = server.stdout.read()
    wanted = pointed_at(Settings(), url)
    for setting in shlex.split(printed.replace("export ", "")):
        monkeypatch.setenv(*setting.split("=", 1))
    assert Settings() == wanted
