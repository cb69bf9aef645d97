"""The same published paper in XML, HTML, ODT and PDF gives the same running text.

What may differ, and why, stands in ``MAY_DIFFER``; everything else must be equal.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flows.read import read
from models.document import Document, Passage
from models.lists import PassageSoort
from models.paper import RawFile

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "koop" / "repository"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"geen echte stukken in {DATA}"),
]

# the furniture: the html prints none of the lines above the paper, the odt adds the colophon and
# the footers, the pdf prints them on every page, and all stand in another order than in the xml
MAY_DIFFER = PassageSoort.RAND
PAPERS = {"kst-32545-143": 13, "ah-tk-20202021-3235": 39}
FORMS = ("html", "odt", "pdf")


def document(name: str, form: str) -> Document:
    found = list(DATA.glob(f"frbr/*/*/*/{name}/1/{form}/{name}.{form}"))
    if not found:
        pytest.skip(f"{name} in {form} is niet in {DATA}")
    data = found[0].read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    raw = RawFile(name, sha256, "", "lokaal", None, "2027-03-05T03:00:00Z", naam=found[0].name)
    return read(raw, data)


def running(paper: Document) -> list[tuple[str, int, str | None, str]]:
    def row(passage: Passage) -> tuple[str, int, str | None, str]:
        text = paper.quote(passage.span)
        return passage.soort.value, passage.level, passage.label, text

    return [row(passage) for passage in paper.passages if passage.soort is not MAY_DIFFER]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", PAPERS)
def test_the_running_text_is_that_of_the_xml(name: str, form: str) -> None:
    expected = running(document(name, "xml"))
    assert len(expected) == PAPERS[name]
    assert running(document(name, form)) == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", PAPERS)
def test_what_the_paper_says_of_itself_is_that_of_the_xml(name: str, form: str) -> None:
    xml, other = document(name, "xml"), document(name, form)
    assert (other.id, other.kenmerken.kop) == (name, xml.kenmerken.kop)
    for field in ("soort", "datum", "kamer", "vergaderjaar", "dossier_id", "dossier_titel"):
        assert getattr(other.kenmerken, field) == getattr(xml.kenmerken, field), field
    for field in ("ondernummer", "ministerie"):
        assert getattr(other.kenmerken, field) == getattr(xml.kenmerken, field), field


def test_links_of_the_html_are_those_of_the_xml() -> None:
    for name in PAPERS:
        xml, html = document(name, "xml"), document(name, "html")
        assert [(html.quote(link.span), link.target) for link in html.links] == [
            (xml.quote(link.span), link.target) for link in xml.links
        ]


def test_the_odt_prints_the_words_of_a_link_and_not_where_it_leads() -> None:
    assert all(document(name, "odt").links == () for name in PAPERS)
