"""The command line as a user meets it: exit codes, one-line errors, nothing lost."""

import io
import json
import sqlite3
from pathlib import Path

import pytest

from corpus.ledger import Ledger
from flows.cli import main
from flows.lock import alone
from flows.settings import Settings

CONTRACT = (
    *("demo", "nightly", "backfill", "schedule", "add", "load-register", "extract", "resolve"),
    *("trace", "explain", "fetch", "read", "link", "publish", "serve", "verify", "status"),
    *("train", "evaluate", "compare", "export"),
)

MOTIE = """<?xml version="1.0" encoding="UTF-8"?>
<officiele-publicatie><kamerstuk>
<dossier><dossiernummer><dossiernr>99 077</dossiernr></dossiernummer><titel>Proefdossier</titel>
</dossier><stuk><stuknr>Nr. <ondernummer kamer="2">5</ondernummer></stuknr>
<titel>MOTIE VAN HET LID VOORBEELD</titel>
<datumtekst>Voorgesteld <datum isodatum="2026-03-10">10 maart 2026</datum></datumtekst>
<algemeen><vrije-tekst><tekst status="goed"><al>De Kamer,</al><al>gehoord de beraadslaging,</al>
<al>overwegende dat het loket al drie jaar te vroeg sluit;</al>
<al>verzoekt de regering het loket langer open te houden,</al>
<al>en gaat over tot de orde van de dag.</al><al>Voorbeeld</al>
</tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>
"""

ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    "<officiele-publicatie>&x;</officiele-publicatie>"
)

# file, its bytes, the word that names the problem
BAD_FILES = [
    ("leeg.pdf", b"", "leeg"),
    ("raadsel.bin", bytes(range(256)) * 4, "onbekend_formaat"),
    ("afgebroken.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "kapotte_pdf"),
    ("entiteit.xml", ENTITY.encode(), "onveilige_xml"),
]


def run(*arguments: str) -> int:
    """The exit code of one command."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    code = stopped.value.code
    assert isinstance(code, int)
    return code


def rows(data_dir: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(data_dir / "current" / "kamer.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_help_names_every_command_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    text = capsys.readouterr().out
    assert [name for name in CONTRACT if f"  {name} " not in text] == []


# what is typed, and the exit code
WRONG_USAGE = [
    (("schedule", "--cron", "elke nacht"), 2),
    (("schedule", "--source", "raadsel"), 2),
    (("backfill",), 2),
    (("backfill", "--from", "2026-11-31", "--to", "2026-12-01"), 2),
    (("backfill", "--from", "2026-02-01", "--to", "2026-01-01"), 2),
    (("backfill", "--from", "9000-01-01", "--to", "9000-02-01"), 2),
    (("extract", "bestaat-niet.pdf"), 2),
    (("extract", "x.txt", "--datum", "31-12-2026"), 2),
    (("add", "bestaat-niet"), 2),
    (("load-register", "bestaat-niet.json"), 2),
    (("status",), 2),
    (("trace", "99999-1"), 2),
    (("nightly", "--source", "raadsel"), 2),
    (("geen-opdracht",), 2),
]


@pytest.mark.parametrize(("typed", "code"), WRONG_USAGE, ids=lambda value: str(value))
def test_wrong_usage_is_one_clear_line(
    typed: tuple[str, ...],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    plain = ("--plain",) if typed[0] == "nightly" else ()
    assert run("--data-dir", str(tmp_path / "data"), *typed, *plain) == code
    said = capsys.readouterr()
    assert said.err.strip()
    assert "Traceback" not in said.err + said.out


# what writes to the data directory
WRITES = [
    ("nightly", "--plain"),
    ("backfill", "--from", "2026-10-01", "--to", "2026-10-31", "--plain"),
    ("fetch",),
    ("read",),
    ("link",),
    ("publish",),
    ("add", "motie.xml"),
    ("load-register", "rijen.jsonl"),
    ("verify",),
]
READS = [("status",), ("extract", "motie.xml"), ("explain", "motie.xml")]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data directory that holds something, and files to hand to a command."""
    settings = Settings(data_dir=tmp_path / "data")
    Ledger(settings.rooms.ledger).close()
    (tmp_path / "motie.xml").write_text(MOTIE, encoding="utf-8")
    (tmp_path / "rijen.jsonl").write_text(json.dumps({"Id": "1", "Smaak": "peer"}))
    monkeypatch.chdir(tmp_path)
    # whoever does not wait finds nobody
    for name in ("TWEEDEKAMER", "SYNCFEED", "KOOP", "OPENOVERHEID", "RIJKSOVERHEID"):
        monkeypatch.setenv(f"KAMERSPOOR_{name}_URL", "http://127.0.0.1:9")
    return settings


@pytest.mark.parametrize("typed", WRITES, ids=lambda typed: typed[0])
def test_two_never_write_at_the_same_time(
    files: Settings, typed: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with alone(files):
        assert run(*typed, "--data-dir", str(files.data_dir)) == 1
    assert "is al een run bezig" in capsys.readouterr().err
    with Ledger(files.rooms.ledger) as ledger:
        assert (ledger.runs(), ledger.problems()) == ([], [])


@pytest.mark.parametrize("typed", READS, ids=lambda typed: typed[0])
def test_who_only_reads_does_not_wait(files: Settings, typed: tuple[str, ...]) -> None:
    with alone(files):
        assert run("--data-dir", str(files.data_dir), *typed) == 0


def test_bad_files_are_reported_and_the_good_one_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers, data = tmp_path / "stukken", tmp_path / "data"
    papers.mkdir()
    (papers / "motie.xml").write_text(MOTIE, encoding="utf-8")
    for name, content, _ in BAD_FILES:
        (papers / name).write_bytes(content)

    assert run("--data-dir", str(data), "add", str(papers)) == 1

    said = capsys.readouterr().err
    assert "Traceback" not in said
    for name, _, soort in BAD_FILES:
        assert [line for line in said.splitlines() if name in line and soort in line], name
    reported = dict(rows(data, "select onderwerp, soort from problemen"))
    assert reported == {name: soort for name, _, soort in BAD_FILES}
    assert rows(data, "select id from moties") == [("kst-99077-5",)]
    # what was stored stays when nothing new can be read
    assert run("add", "--data-dir", str(data), str(papers / "leeg.pdf")) == 1
    assert rows(data, "select id from moties") == [("kst-99077-5",)]
    assert run("--data-dir", str(data), "verify") == 0


def test_what_a_paper_says_amiss_is_published_with_it_and_is_no_fault_of_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "2027 2028 2029\n\nLonen 1,5 2,0 2,0\n\nHuur 1,5 1,0 1,0\n\nTotaal 3,0 3,0 9,0\n"
    (tmp_path / "begroting.txt").write_text(f"Begroting (x € mln.)\n\n{table}", encoding="utf-8")
    data = tmp_path / "data"
    assert run("--data-dir", str(data), "add", str(tmp_path / "begroting.txt")) == 0
    assert "tabel_totaal" not in capsys.readouterr().err
    ((soort, melding),) = rows(data, "select soort, melding from problemen where uit_stuk")
    assert (soort, "gedrukt staat 9,0, de delen tellen op tot 3,0" in melding) == (
        "tabel_totaal",
        True,
    )
    assert rows(
        data, "select kolom, totaal, berekend from tabelfeiten where totaal is not null"
    ) == [
        ("2027", "klopt", "3.0"),
        ("2028", "klopt", "3.0"),
        ("2029", "wijkt_af", "3.0"),
    ]


def test_a_strange_register_row_is_reported_and_the_rest_is_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = {
        "Id": "00000000-0000-4000-8000-00000000000a",
        "Nummer": "2026Z90001",
        "Soort": "Motie",
        "Titel": "Proefdossier",
        "Onderwerp": "Motie van het lid Voorbeeld over het loket langer openhouden",
        "GestartOp": "2026-03-10T00:00:00+01:00",
        "Volgnummer": 5,
        "Kabinetsappreciatie": "Oordeel Kamer",
        "ApiGewijzigdOp": "2026-03-11T08:00:00Z",
        "Verwijderd": False,
    }
    strange = {"Id": "1", "Smaak": "peer"}
    file = tmp_path / "rijen.jsonl"
    file.write_text(f"{json.dumps(known)}\n{json.dumps(strange)}\n", encoding="utf-8")
    data = tmp_path / "data"

    assert run("--data-dir", str(data), "load-register", str(file)) == 1
    assert "onbekende_rij" in capsys.readouterr().err
    # works on the register before any publish
    assert run("--data-dir", str(data), "trace", "2026Z90001", "--json") == 0
    trail = json.loads(capsys.readouterr().out)
    assert trail["id"] == "zaak-2026Z90001"
    assert [step["gebeurtenis"] for step in trail["stappen"]] == [
        "ingediend",
        "oordeel van het kabinet",
    ]
    assert trail["gezocht"] == []
    assert run("--data-dir", str(data), "trace", "2026Z90001") == 0
    assert "Er is nog geen stuk gelezen" in capsys.readouterr().out


def test_extract_gives_one_object_per_file_with_places_that_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Geachte voorzitter,\n\nIk stuur uw Kamer vóór 1 juli 2026 een brief over het loket.\n"
    (tmp_path / "brief.txt").write_text(text, encoding="utf-8")
    (tmp_path / "motie.xml").write_text(MOTIE, encoding="utf-8")
    (tmp_path / "leeg.txt").write_bytes(b"")
    assert run("extract", str(tmp_path), "--json", "--datum", "2026-03-01") == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [Path(one["document"]["bestand"]).name for one in found] == [
        "brief.txt",
        "leeg.txt",
        "motie.xml",
    ]
    letter, empty, motie = found
    assert letter["document"]["tekst"] == text
    assert [one["termijn_tot"] for one in letter["toezeggingen"]] == ["2026-06-30"]
    assert [one["soort"] for one in empty["problemen"]] == ["leeg"]
    assert [one["naam"] for one in motie["moties"][0]["indieners"]] == ["Voorbeeld"]
    kinds = ("verwijzingen", "moties", "motie_vermeldingen", "toezeggingen", "opvolgingen")
    for one in found:
        for finding in (f for kind in (*kinds, "knelpunten") for f in one[kind]):
            quoted = one["document"]["tekst"][finding["van"] : finding["tot"]]
            assert finding["tekst"] == quoted
            assert finding["methode"]
            assert 0 <= finding["score"] <= 1


def test_explain_names_the_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "motie.xml").write_text(MOTIE, encoding="utf-8")
    assert run("explain", str(tmp_path / "motie.xml")) == 0
    said = capsys.readouterr().out
    assert "moties: " in said
    assert "docs/regels.md" in said


# what a line says, and the motie it means (the first two have the same member)
MEANT = [
    ("Reactie op de motie-Voorbeeld over het loket langer openhouden", "kst-99077-5"),
    ("Motie van het lid Voorbeeld over kortere formulieren", "kst-99077-6"),
    ("Brief over het loket langer openhouden", None),
    ("Motie van het lid Onbekend over de aanleg van een brug", None),
]


def test_resolve_answers_or_doubts_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rijen.jsonl"
    rows_ = [
        {
            "Id": f"00000000-0000-4000-8000-00000000000{number}",
            "Nummer": f"2026Z9000{number}",
            "Soort": "Motie",
            "Titel": "Proefdossier",
            "Onderwerp": f"Motie van het lid Voorbeeld over {onderwerp}",
            "GestartOp": "2026-03-10T00:00:00+01:00",
            "Volgnummer": number,
            "Kamerstukdossier": [{"Nummer": 99077, "Toevoeging": None}],
            "Kabinetsappreciatie": "Oordeel Kamer",
            "ApiGewijzigdOp": "2026-03-11T08:00:00Z",
            "Verwijderd": False,
        }
        for number, onderwerp in ((5, "het loket langer openhouden"), (6, "kortere formulieren"))
    ]
    file.write_text("\n".join(map(json.dumps, rows_)), encoding="utf-8")
    data = str(tmp_path / "data")
    assert run("--data-dir", data, "load-register", str(file)) == 0
    capsys.readouterr()
    lines = "".join(f"{line}\t2026-05-01\n" for line, _ in MEANT)
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert run("--data-dir", data, "resolve", "--json") == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["motie_id"] for answer in answers] == [motie for _, motie in MEANT]
    names = {"motie_id", "zaak_nummer", "score", "methode", "reden", "kandidaten"}
    assert all(set(answer) == names for answer in answers)
