"""`explain --beeld` as a user meets it, and what `extract` and `explain` may take."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from extractors.extract import extract, make_tools
from flows import show
from flows.findings_json import findings_json
from flows.glance import Glanced, glance
from flows.held import find_held
from flows.lexicon import load_lexicon
from flows.settings import Settings
from flows.workers import Limits
from models.document import Span
from models.problems import Problem
from tests.flows.test_beeld import document
from tests.flows.test_cli import MOTIE, run
from tests.typeset import Sheet


def letter() -> Sheet:
    """A letter of two pages with a promise on each, the second over the page break."""
    sheet = Sheet()
    sheet.lines(
        80,
        100,
        "Geachte voorzitter,",
        "",
        "In het voorjaar is de proef met het loket begonnen en zijn de uitkomsten bekend.",
        "Ik stuur uw Kamer voor 1 juli 2027 een brief over de wachttijd bij het loket.",
    )
    filling = "In de proef kwam aan het licht dat het loket in de avond veel bezoekers trekt en"
    sheet.lines(80, 170, *[filling] * 42)
    sheet.put(
        80, 758, "ook in het weekend. Ik zal uw Kamer in het najaar van 2027 informeren over de"
    )
    sheet.turn_page()
    sheet.put(80, 100, "kosten van het loket, met de uitkomsten van het onderzoek daarnaar.")
    return sheet


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "brief.pdf"
    labels = b"/PageLabels<</Nums[0<</S/r/St 4>>]>>/Type/Catalog"
    file.write_bytes(letter().data().replace(b"/Type /Catalog", labels))
    monkeypatch.chdir(tmp_path)
    return file


def test_every_finding_has_a_picture_of_each_page_it_stands_on(
    paper: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read = document(paper.read_bytes())
    values = findings_json(read, extract(read, make_tools(load_lexicon())), paper.name)
    promises = values["toezeggingen"]
    assert [(one["pagina"], one["termijn_tot"]) for one in promises] == [
        (1, "2027-06-30"),
        (1, "2027-12-20"),
    ]
    assert values["document"]["paginalabels"] == ["iv", "v"]

    # without the option nothing is drawn
    assert run("explain", str(paper)) == 0
    plain = capsys.readouterr().out
    assert [file.name for file in Path().iterdir()] == [paper.name]

    assert run("explain", str(paper), "--beeld") == 0
    made = {file.name for file in Path("beeld").iterdir()}
    assert capsys.readouterr().out == f"{plain}{len(made)} beelden in beeld.\n"
    name = values["document"]["id"]
    one, other = ((one["van"], one["tot"]) for one in promises)
    assert {file for file in made if "toezeggingen" in file} == {
        f"{name}-blz1-toezeggingen-{one[0]}-{one[1]}.png",
        f"{name}-blz1-toezeggingen-{other[0]}-{other[1]}.png",
        f"{name}-blz2-toezeggingen-{other[0]}-{other[1]}.png",
    }


def test_too_many_pictures_are_not_drawn_and_that_is_said(
    paper: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(show, "MOST_PICTURES", 2)
    places = [("moties", Span(at, at + 5)) for at in (0, 100, 200)]
    assert show.show_pictures(paper, document(paper.read_bytes()), places, Path("uit")) == 0
    assert capsys.readouterr().out == "2 beelden in uit; alleen de eerste 2 van 3.\n"
    assert len(list(Path("uit").iterdir())) == 2


def test_a_paper_without_paper_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "motie.xml"
    file.write_text(MOTIE, encoding="utf-8")
    read = document(file.read_bytes(), file.name)
    assert show.show_pictures(file, read, [("moties", Span(0, 5))], tmp_path / "uit") == 0
    assert "geen papier" in capsys.readouterr().out
    assert not (tmp_path / "uit").exists()


def test_what_is_in_the_data_directory_is_drawn_by_its_identifier(paper: Path) -> None:
    data = paper.read_bytes()
    assert run("--data-dir", "data", "add", str(paper)) == 0
    paper.unlink()
    with closing(sqlite3.connect("data/current/kamer.db")) as connection:
        query = "select id, document_id from toezeggingen order by termijn_tot desc"
        promise, paper_id = connection.execute(query).fetchone()
        query = "select paginalabels from documenten"
        assert connection.execute(query).fetchall() == [('["iv", "v"]',)]
    assert run("--data-dir", "data", "explain", promise, "--beeld") == 0
    drawn = sorted(file.name.rsplit("-", 2)[0] for file in Path("beeld").iterdir())
    assert drawn == [f"{paper_id}-blz{page}-toezeggingen" for page in (1, 2)]
    # of a paper all that stands in it
    held = find_held(Settings(data_dir=Path("data")), paper_id)
    assert (held.data, held.meant) == (data, frozenset())


# what is typed after `explain`
WRONG = [
    ("bestaat-niet.pdf",),
    ("toezegging-000000000000", "--beeld"),
    ("brief.pdf", "uit"),
]


@pytest.mark.parametrize("typed", WRONG, ids=" ".join)
def test_wrong_usage_is_one_clear_line(
    typed: tuple[str, ...], paper: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explain", *typed) == 2
    said = capsys.readouterr().err
    assert said.strip()
    assert "Traceback" not in said


def test_a_file_may_not_take_more_than_its_time(paper: Path) -> None:
    ((_, outcome),) = glance([Glanced(paper)], limits=Limits(seconds=0.001))
    assert isinstance(outcome, Problem)
    assert (outcome.subject, outcome.soort) == (str(paper), "te_traag")
