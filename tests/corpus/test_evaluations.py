"""Published scores come from a file that a measurement wrote."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.evaluations import interval, read_evaluations, write_evaluations
from corpus.tables import Evaluatie
from models.problems import UsageError

ROW = Evaluatie("motie: soort", 0.9, 0.9, 0.9, 0.8, 0.95, 40, "abc", "0.1.0", "2026-11-23")

# right, of how many, and Wilson's interval to three places
INTERVALS = [
    (0, 0, (0.0, 1.0)),
    (10, 10, (0.722, 1.0)),
    (0, 10, (0.0, 0.278)),
    (50, 100, (0.404, 0.596)),
]


@pytest.mark.parametrize(("right", "total", "bounds"), INTERVALS)
def test_the_interval_of_a_share(right: int, total: int, bounds: tuple[float, float]) -> None:
    assert interval(right, total) == pytest.approx(bounds, abs=0.001)


def test_a_new_measurement_replaces_the_old_of_the_same_part(tmp_path: Path) -> None:
    file = tmp_path / "gold" / "evaluatie.jsonl"
    other = replace(ROW, onderdeel="motie: verzoeken")
    write_evaluations([ROW, other], file)
    newer = replace(ROW, precisie=1.0, versie="0.2.0")
    write_evaluations([newer], file)
    assert read_evaluations(file) == (newer, other)


def test_what_is_no_score_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "evaluatie.jsonl"
    file.write_text('{"onderdeel": "motie: soort"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="regel 1"):
        read_evaluations(file)


def test_the_shipped_scores_can_be_read() -> None:
    parts = {row.onderdeel for row in read_evaluations()}
    assert "motie: indieners (geen hold-out)" in parts
