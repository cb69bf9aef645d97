"""The demo removes only what a demo made."""

from pathlib import Path

import pytest

from flows.demo import _start_afresh
from models.problems import UsageError


def test_an_earlier_demo_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    _start_afresh(folder)
    (folder / "kamerspoor.db").write_bytes(b"oud")
    _start_afresh(folder)
    assert not (folder / "kamerspoor.db").exists()


def test_a_folder_with_work_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "werk.txt").write_text("van een ander", encoding="utf-8")
    with pytest.raises(UsageError, match="niet van een demo"):
        _start_afresh(tmp_path)
    assert (tmp_path / "werk.txt").read_text(encoding="utf-8") == "van een ander"
