"""The operator's page says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

import corpus.client
from bench.beheer import alarms_table, beheer_page, settings_table
from flows.cli import app
from flows.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "beheer.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_lists_every_setting_and_no_other() -> None:
    named = set(re.findall(r"^\| `KAMERSPOOR_([A-Z_]+)`", TEXT, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_the_page_is_as_the_code_writes_it() -> None:
    assert beheer_page(PAGE) == TEXT
    assert all(row in TEXT for row in (*settings_table(), *alarms_table()))


def test_the_commands_an_operator_needs_are_on_the_page_and_exist() -> None:
    known = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"kamerspoor ([a-z-]+)", TEXT))
    assert {"nightly", "status", "verify", "serve", "add", "demo"} <= named & known


def test_every_kind_of_failure_of_the_client_is_explained() -> None:
    kinds = re.findall(r"^([a-z_]+) {2,}\S", corpus.client.__doc__ or "", re.MULTILINE)
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", TEXT, re.MULTILINE))
    assert set(kinds) <= explained
    assert {"geweigerd", "te_druk", "controlegetal"} <= explained


@pytest.mark.parametrize("mark", ["instellingen", "alarmen"])
def test_a_page_without_its_marks_is_told(mark: str, tmp_path: Path) -> None:
    page = tmp_path / "beheer.md"
    page.write_text(TEXT.replace(f"<!-- {mark} -->", ""), encoding="utf-8")
    with pytest.raises(ValueError, match=mark):
        beheer_page(page)
