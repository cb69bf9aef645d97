"""Bulk rows from files into the ledger."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.ledger import Ledger
from flows.load_register import load_register, run_load_register
from flows.settings import Settings
from models.problems import UsageError

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "odata"


def zaak(number: int) -> dict[str, Any]:
    return {
        "Id": f"z{number}",
        "Nummer": f"2026Z{90_000 + number}",
        "Soort": "Motie",
        "Onderwerp": "Motie van het lid Voorbeeld over een test",
        "GestartOp": "2026-11-03T00:00:00+01:00",
        "ApiGewijzigdOp": "2026-11-04T08:12:40Z",
        "Verwijderd": False,
    }


ZAKEN = [zaak(1), zaak(2)]
PERSOON = {"Id": "m1", "Achternaam": "Test", "Roepnaam": "Maarten"}
LINES = "".join(json.dumps(row) + "\n" for row in ZAKEN)

# the forms a file comes in
FORMS = {
    "regels.jsonl": LINES.encode(),
    "regels.json": LINES.encode(),
    "lege-regels.jsonl": ("\n".join(LINES.splitlines(keepends=True)) + "\n\n").encode(),
    "lijst.json": json.dumps(ZAKEN).encode(),
    "lijst-op-regels.json": json.dumps(ZAKEN, indent=2).encode(),
    "pagina.json": json.dumps({"@odata.context": "x", "value": ZAKEN}).encode(),
    "pagina-op-regels.json": json.dumps({"value": ZAKEN}, indent=1).encode(),
    "paginas.jsonl": b"".join(json.dumps({"value": [row]}).encode() + b"\n" for row in ZAKEN),
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "kamerspoor.db") as one:
        yield one


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_file(tmp_path: Path, ledger: Ledger, name: str, packed: bool) -> None:
    file = tmp_path / (name + ".gz" if packed else name)
    file.write_bytes(gzip.compress(FORMS[name]) if packed else FORMS[name])
    loaded = load_register([file], ledger)
    assert (loaded.rows, loaded.changed, loaded.problems) == ({"Zaak": 2}, 2, ())
    assert list(ledger.rows("Zaak")) == ZAKEN
    assert load_register([file], ledger).changed == 0


def test_a_folder_is_all_its_files(tmp_path: Path, ledger: Ledger) -> None:
    folder = tmp_path / "rijen"
    folder.mkdir()
    (folder / "zaken.jsonl").write_text(LINES, encoding="utf-8")
    (folder / "personen.json").write_text(json.dumps([PERSOON]), encoding="utf-8")
    (folder / "LEESMIJ.txt").write_text("niet laden", encoding="utf-8")
    told: list[int] = []
    assert load_register([folder], ledger, told.append).rows == {"Zaak": 2, "Persoon": 1}
    assert sum(told) == 3


# what is wrong in the file                              the kind of problem, and what it says
BROKEN = [
    (LINES + '{"Id":"x","Kleur":"rood"}\n' * 3, "onbekende_rij", "3 rijen"),
    (LINES + '{"Achternaam":"geen Id","Roepnaam":"A"}\n', "onbekende_rij", "1 rijen"),
    (LINES + "[1]\n", "onbekende_rij", "zoals 1"),
    (LINES + '{"Id": "half\n', "onleesbaar", "regel 3"),
    (LINES + "12\n", "onleesbaar", "geen rijen"),
]


@pytest.mark.parametrize(("text", "soort", "says"), BROKEN)
def test_what_is_wrong_is_reported_and_the_rest_goes_on(
    tmp_path: Path, ledger: Ledger, text: str, soort: str, says: str
) -> None:
    file = tmp_path / "rijen.jsonl"
    file.write_text(text, encoding="utf-8")
    loaded = load_register([file], ledger)
    assert loaded.rows == {"Zaak": 2}
    ((problem, _),) = ledger.problems()
    assert loaded.problems == (problem,)
    assert problem.soort == soort
    assert says in problem.melding
    file.write_text(LINES, encoding="utf-8")
    load_register([file], ledger)
    assert ledger.problems() == []


@pytest.mark.parametrize(
    "data",
    [b"", b"geen json", b"\xff\xfe\x00", gzip.compress(LINES.encode())[:-20], b"\x1f\x8bgeen gzip"],
    ids=["empty", "text", "bytes", "torn gz", "no gz"],
)
def test_a_file_that_is_nothing_is_a_problem(tmp_path: Path, ledger: Ledger, data: bytes) -> None:
    file = tmp_path / "rijen.jsonl.gz"
    file.write_bytes(data)
    assert [problem.soort for problem in load_register([file], ledger).problems] == ["onleesbaar"]


@pytest.mark.parametrize("start", [b"[", b"{"])
def test_a_bomb_is_not_unpacked(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr("flows.load_register._LONGEST_LINE", 1_000_000)
    monkeypatch.setattr("flows.load_register._LARGEST_WHOLE", 1_000_000)
    file = tmp_path / "bom.json.gz"
    file.write_bytes(gzip.compress(start + bytes(20_000_000), 1))
    (problem,) = load_register([file], ledger).problems
    assert "te groot" in problem.melding


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path, ledger: Ledger) -> None:
    good = tmp_path / "rijen.jsonl"
    good.write_text(LINES, encoding="utf-8")
    with pytest.raises(UsageError, match="bestaat niet"):
        load_register([good, tmp_path / "weg.jsonl"], ledger)
    assert ledger.entities() == {}
    (tmp_path / "leeg").mkdir()
    with pytest.raises(UsageError, match="geen bestanden"):
        load_register([tmp_path / "leeg"], ledger)


def test_the_names_of_v5_are_read_too(tmp_path: Path, ledger: Ledger) -> None:
    row = {"Id": "d1", "Nummer": "2026D1", "Ondernummer": 4, "ContentLength": 9}
    file = tmp_path / "documenten.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    load_register([file], ledger)
    (held,) = ledger.rows("Document")
    assert (held["DocumentNummer"], held["Volgnummer"]) == ("2026D1", 4)


def test_the_command_tells_what_came_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rijen.jsonl"
    file.write_text(LINES, encoding="utf-8")
    assert run_load_register(Settings(data_dir=tmp_path / "data"), [file]) == 0
    assert "2 rijen nieuw of gewijzigd." in capsys.readouterr().out


@pytest.mark.real
def test_every_real_page_is_recognised(ledger: Ledger) -> None:
    if not DATA.exists():
        pytest.skip(f"{DATA} is not here")
    loaded = load_register([DATA / "paginas", DATA / "zaak_met_documenten.jsonl.gz"], ledger)
    assert loaded.problems == ()
    assert loaded.rows["Zaak"] == 2_077
    assert sum(loaded.rows.values()) == 2_077 + 1_882
