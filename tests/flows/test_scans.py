"""Papers with scans in them, with OCR on this machine and without; all of it made up."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fpdf import FPDF

from flows import scans, version
from flows.findings_json import findings_json
from flows.read import read
from models.document import Document
from models.findings import Findings
from models.paper import RawFile
from tests.scans import needs_tesseract, scanned

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample" / "papers"
SENTENCES = (
    "De regering stuurt de Kamer voor de zomer een brief over de proef met het loket. Daarin staat "
    "hoe vaak mensen langer dan zes weken wachten op een antwoord en wat de dienst eraan doet."
)


def forget() -> None:
    scans.hindrance.cache_clear()
    scans.ocr_version.cache_clear()
    version.reading_version.cache_clear()
    version.linking_version.cache_clear()


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def with_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMERSPOOR_OCR", "auto")


def paper(data: bytes, naam: str = "brief.pdf") -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    raw = RawFile(
        naam, sha256, "application/pdf", "lokaal", None, "2027-03-05T03:00:00Z", None, naam
    )
    return read(raw, data)


def letter(*pages: str) -> bytes:
    made = FPDF(unit="pt", format=(595, 842))
    made.set_font("Times", size=11)
    for text in pages:
        made.add_page()
        made.set_xy(80, 100)
        made.multi_cell(w=400, text=text, align="L")
    return bytes(made.output())


def photo() -> bytes:
    """A page that is all picture, with nothing to read."""
    made = FPDF(unit="pt", format=(595, 842))
    made.add_page()
    for at in range(0, 800, 40):
        made.set_fill_color(at // 4, 90, 200 - at // 5)
        made.ellipse(at / 2, at, 250, 90, style="F")
    return scanned(bytes(made.output()), dpi=60)


SCAN = scanned(letter(SENTENCES))


def test_without_ocr_a_scan_says_what_to_do() -> None:
    found = paper(SCAN)
    assert (found.text, found.ocr_pages, found.page_quality) == ("", (), (0.0,))
    (problem,) = found.problems
    assert (problem.stap, problem.soort) == ("read", "geen_tekstlaag")
    assert "KAMERSPOOR_OCR" in problem.melding


def test_without_tesseract_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, with_ocr: None
) -> None:
    monkeypatch.setattr("corpus.pdf.ocr.missing", lambda: "installeer tesseract")
    found = paper(SCAN)
    assert found.ocr_pages == ()
    assert found.problems[0].melding == ("Pagina 1 zonder tekstlaag (scan): installeer tesseract.")


def test_each_thing_missing_has_a_remedy_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.pdf import ocr

    look = ocr.missing.__wrapped__
    monkeypatch.setattr("corpus.pdf.ocr.find_spec", lambda name: None)
    assert look() == "installeer de extra ocr (pytesseract)"
    monkeypatch.undo()
    pytest.importorskip("pytesseract", reason="de extra ocr is niet geïnstalleerd")
    monkeypatch.setattr("pytesseract.get_languages", lambda: ["eng"])
    assert "tesseract-ocr-nld" in (look() or "")

    def absent() -> list[str]:
        raise FileNotFoundError

    monkeypatch.setattr("pytesseract.get_languages", absent)
    assert "tesseract-ocr en" in (look() or "")


def test_ocr_that_comes_or_changes_makes_papers_be_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    versions = []
    for setting, program in (("uit", "5.3"), ("auto", "5.3"), ("auto", "5.4"), ("uit", "5.4")):
        forget()
        monkeypatch.setenv("KAMERSPOOR_OCR", setting)
        monkeypatch.setattr("corpus.pdf.ocr.missing", lambda: None)
        monkeypatch.setattr("corpus.pdf.ocr.engine", lambda program=program: program)
        versions.append((version.reading_version(), version.linking_version()))
    assert versions[0] == versions[3]
    read, linked = zip(*versions, strict=True)
    assert len(set(read)) == len(set(linked)) == 3


@needs_tesseract
def test_with_ocr_a_scan_is_a_paper_marked_as_such(with_ocr: None) -> None:
    found = paper(SCAN)
    assert " ".join(found.text.split()) == SENTENCES
    assert (found.ocr_pages, found.problems) == ((1,), ())
    assert 0.85 < found.quality < 1
    (passage,) = found.passages
    box = found.box(passage.span)
    assert box is not None
    assert (box.x0, box.top) == pytest.approx((82, 102), abs=5)
    told = findings_json(found, Findings(found.id), "brief.pdf")["document"]
    assert (told["ocr_paginas"], told["paginakwaliteit"]) == ([1], list(found.page_quality))


@needs_tesseract
def test_only_pages_without_usable_text_are_read_from_their_picture(with_ocr: None) -> None:
    mixed = joined(letter(SENTENCES), scanned(letter("De proef duurt drie jaar.")), photo())
    found = paper(mixed)
    assert found.ocr_pages == (2,)
    assert found.text.index("regering stuurt") < found.text.index("De proef duurt drie jaar.")
    (problem,) = found.problems
    assert problem.soort == "geen_tekstlaag"
    assert problem.melding.startswith("Pagina 3 zonder tekstlaag; ook OCR vond er geen")


@needs_tesseract
def test_the_poor_ocr_of_another_is_done_again(with_ocr: None) -> None:
    poor = "Dc re9;er1nq st-,uurt d'c K.arner v_oor _dc zo,rner e,en br1;ef o.v'er d,e pr'oef " * 4
    found = paper(scanned(letter(SENTENCES), hidden=poor))
    assert found.ocr_pages == (1,)
    assert " ".join(found.text.split()) == SENTENCES


@needs_tesseract
def test_what_time_does_not_allow_is_told(monkeypatch: pytest.MonkeyPatch, with_ocr: None) -> None:
    monkeypatch.setattr(scans, "SECONDS", 0.0)
    found = paper(SCAN)
    assert found.ocr_pages == ()
    assert "de tijd voor OCR was op" in found.problems[0].melding


@needs_tesseract
def test_the_scan_of_the_sample_can_be_read(with_ocr: None) -> None:
    found = paper((SAMPLE / "blg-9900201.pdf").read_bytes())
    assert found.ocr_pages == (1,)
    assert "Vragen worden binnen twee werkdagen beantwoord." in " ".join(found.text.split())


def joined(*papers: bytes) -> bytes:
    """One paper of all the pages."""
    from io import BytesIO

    import pypdfium2 as pdfium

    whole, made = pdfium.PdfDocument.new(), BytesIO()
    for data in papers:
        with pdfium.PdfDocument(data) as part:
            whole.import_pages(part)
    whole.save(made)
    whole.close()
    return made.getvalue()
