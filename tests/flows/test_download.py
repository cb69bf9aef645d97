"""Which form of a paper is taken, and what is never taken for a paper."""

import hashlib
from typing import cast

import pytest

from corpus.client import Answer, AnswerError, Client, StatusError
from corpus.sources import FileAt, SourceItem
from flows.download import PATIENCE, download
from models.problems import KamerspoorError

XML = b"<?xml version='1.0'?><kamerstuk><p>Voortgang.</p></kamerstuk>"
PDF = b"%PDF-1.7 voortgang"
RTF = b"{\\rtf1 Voortgang}"
WORD = b"\xd0\xcf\x11\xe0" + b"\x00" * 600
PAGE = b"<!DOCTYPE html><html><body>Er is een storing.</body></html>"
NOT_THERE = b"<!DOCTYPE html><html><body>Pagina niet gevonden</body></html>"
X, P, H = "application/xml", "application/pdf", "text/html"

FORMS = (FileAt("xml", X), FileAt("pdf", P))

Answers = dict[str, bytes | int | str]


class Fake:
    """A client with answers at hand: bytes, a status, or ``"stuk"`` for a source that is down."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def get(self, url: str) -> Answer:
        self.asked.append(url)
        answer = self.answers[url]
        if isinstance(answer, int):
            raise StatusError(answer, url)
        if answer == "stuk":
            raise AnswerError("storing", "De bron ligt eruit.")
        return Answer(url, "application/octet-stream", cast(bytes, answer))


def item(*files: FileAt) -> SourceItem:
    return SourceItem("koop:1", "koop", "1", files, id="kst-99001-1", naam="kst-99001-1")


def test_why_a_better_form_was_missed_is_told() -> None:
    came = download(cast(Client, Fake({"xml": 404, "pdf": PDF})), item(*FORMS))
    assert came.missed is not None
    best = download(cast(Client, Fake({"xml": XML})), item(*FORMS))
    assert best.missed is None


def get(answers: Answers, *files: FileAt, pogingen: int = 0) -> tuple[str, str]:
    came = download(cast(Client, Fake(answers)), item(*files), pogingen)
    return came.file.url, came.media_type


# what stands at xml and pdf, how often it was tried before, the form that is taken
TAKEN = [
    (XML, PDF, 0, ("xml", X)),
    (404, PDF, 0, ("pdf", P)),
    (410, PDF, 0, ("pdf", P)),
    (NOT_THERE, PDF, 0, ("pdf", P)),
    (PAGE, PDF, 0, ("pdf", P)),
    (PDF, PDF, 0, ("pdf", P)),
    # a source that gives no answer is waited for, and not for ever
    ("stuk", PDF, PATIENCE, ("pdf", P)),
    (b"", PDF, PATIENCE, ("pdf", P)),
    # Word under the label of a PDF is kept as what it is
    (404, RTF, 0, ("pdf", "application/rtf")),
    (404, WORD, 0, ("pdf", "application/msword")),
]


@pytest.mark.parametrize(("xml", "pdf", "pogingen", "taken"), TAKEN)
def test_the_best_form_that_can_be_had(
    xml: bytes | int | str, pdf: bytes | int | str, pogingen: int, taken: tuple[str, str]
) -> None:
    assert get({"xml": xml, "pdf": pdf}, *FORMS, pogingen=pogingen) == taken


# what stands at xml and pdf, and what is wrong
REFUSED = [
    (PAGE, PAGE, "foutpagina"),
    ("stuk", PDF, "storing"),
    (PDF, XML, "ander_soort"),
    (b"", PDF, "leeg"),
    (b"\x00\x01\x02" * 40, 404, "onbekend_formaat"),
    (403, 404, "status"),
    (404, 404, "status"),
    (404, XML, "ander_soort"),
    (404, PAGE, "foutpagina"),
]


@pytest.mark.parametrize(("xml", "pdf", "soort"), REFUSED)
def test_what_is_not_the_paper_is_not_taken(
    xml: bytes | int | str, pdf: bytes | int | str, soort: str
) -> None:
    with pytest.raises(KamerspoorError) as raised:
        get({"xml": xml, "pdf": pdf}, *FORMS)
    assert raised.value.soort == soort
    assert "\n" not in str(raised.value)


def test_a_form_that_fails_says_more_than_one_that_is_not_there() -> None:
    with pytest.raises(KamerspoorError, match="foutpagina"):
        get({"xml": 404, "pdf": PAGE}, *FORMS, pogingen=9)


SHA1 = hashlib.sha1(PDF, usedforsecurity=False).hexdigest()

# size and checksum promised, and what is wrong with the bytes
PROMISES = [
    (len(PDF), SHA1, None),
    (len(PDF), SHA1.upper(), None),
    (len(PDF) + 1, None, "lengte"),
    (len(PDF), "0" * 40, "controlegetal"),
]


@pytest.mark.parametrize(("size", "sha1", "soort"), PROMISES)
def test_promised_size_and_checksum_hold(size: int, sha1: str | None, soort: str | None) -> None:
    file = FileAt("pdf", P, size, sha1)
    if soort is None:
        assert get({"pdf": PDF}, file) == ("pdf", P)
        return
    with pytest.raises(KamerspoorError) as raised:
        get({"pdf": PDF}, file)
    assert raised.value.soort == soort


# a page where a page was promised, and whether it is the paper
PAGES = [
    ("<html><head><title>Motie van het lid Voorbeeld over het loket</title></head></html>", True),
    ("<html><head><title>Fout</title></head><body>Er is een fout opgetreden.</body></html>", False),
    ("<html><head><title>404 - Pagina niet gevonden</title></head></html>", False),
    (f"<html><head><title>Motie over de fout {'die bleef ' * 9}</title></head></html>", True),
]


@pytest.mark.parametrize(("page", "is_paper"), PAGES)
def test_html_is_a_paper_only_where_html_was_promised(page: str, is_paper: bool) -> None:
    if is_paper:
        assert get({"html": page.encode()}, FileAt("html", H)) == ("html", H)
    with pytest.raises(KamerspoorError, match="foutpagina"):
        get({"html": page.encode()}, FileAt("html", None if is_paper else H))
