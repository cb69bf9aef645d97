"""Text printed twice; the papers are made up."""

import hashlib

import pytest
from fpdf import FPDF

from extractors.repeated import find_repeated
from flows.read import read
from models.document import Document
from models.paper import RawFile

BOX = (
    "De manier waarop wij in de proef met de dienst- verlening rekening houden met de wensen "
    "van inwoners van Voorbeeldstad en de ondernemers in die gemeente."
)
AGAIN = BOX.replace("dienst- verlening", "dienstverlening")
OTHER = "In deze bijlage staat wat de proefdienst dit jaar heeft gedaan en wat nog volgt."


def read_file(name: str, data: bytes) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    return read(RawFile(name, sha256, "", "lokaal", None, "2030-03-05T03:00:00Z", naam=name), data)


def file(*blocks: str) -> Document:
    return read_file("proef.txt", "\n\n".join(blocks).replace("- ", "-\n").encode())


def pages(*texts: str) -> Document:
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_font("Helvetica", size=9)
    for text in texts:
        pdf.add_page()
        pdf.set_xy(80, 100)
        pdf.multi_cell(400, 11, text)
    return read_file("proef.pdf", bytes(pdf.output()))


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (file(BOX, OTHER, "• " + AGAIN), 1),
        (file(BOX, *[f"{OTHER} Dat is {n}." for n in range(100)], AGAIN), 0),
        (file("Een korte zin komt terug.", OTHER, "Een korte zin komt terug."), 0),
        (pages(f"{AGAIN}\n\n{OTHER}\n\n{AGAIN}"), 1),
        (pages(AGAIN, f"{OTHER}\n\n{AGAIN}"), 1),
        (pages(AGAIN, OTHER, AGAIN), 0),
    ],
    ids=["kader", "ver", "kort", "bladzijde", "naast-elkaar", "later"],
)
def test_a_long_text_that_stands_twice_side_by_side_is_found(
    document: Document, found: int
) -> None:
    assert [problem.soort for problem in find_repeated(document)] == ["dubbele_tekst"] * found


def test_the_problem_names_the_pages() -> None:
    (problem,) = find_repeated(pages(OTHER, AGAIN, f"{OTHER} Dat is nieuw.\n\n{AGAIN}"))
    assert problem.melding.startswith("Pagina's 2-3: dezelfde tekst staat er twee keer")


def test_the_torn_words_of_a_file_are_kept_apart_from_its_text() -> None:
    document = file("De departe  mentale proef loopt door.")
    assert document.text == "De departe  mentale proef loopt door."
    assert [span.of(document.text) for span in document.torn] == ["  "]
