"""Corrections of people: read as they stand, refused where they cannot be checked."""

from pathlib import Path

import pytest

from corpus.corrections import COLUMNS, read_corrections
from corpus.tables import Correctie
from models.problems import UsageError

HEAD = ",".join(COLUMNS)
GOOD = "moties,kst-99001-4,status_kabinet,uitgevoerd,verkeerd gelezen,A. Proef,2026-11-01"


def written(folder: Path, *lines: str) -> Path:
    file = folder / "correcties.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_no_file_is_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "correcties.csv") == ()


def test_a_correction_is_read(tmp_path: Path) -> None:
    assert read_corrections(written(tmp_path, HEAD, GOOD)) == (Correctie(*GOOD.split(",")),)


def test_an_empty_value_empties_the_field(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD, GOOD.replace("uitgevoerd", ""))
    assert read_corrections(file)[0].waarde is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([HEAD.replace("reden,", ""), GOOD], "reden"),
        ([HEAD, GOOD.replace("A. Proef", "")], "wie"),
        ([HEAD, "moties,kst-99001-4"], "veld"),
    ],
    ids=["a column is missing", "nobody answers for it", "a row cut short"],
)
def test_what_cannot_be_checked_is_refused(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_corrections(written(tmp_path, *lines))
