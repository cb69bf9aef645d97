"""Invented papers only: names, dossiers and numbers do not exist."""

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import sniff
from extractors.hyperlinks import find_links
from flows.read import merge, read
from models.document import Document, Kenmerken, Ondertekenaar
from models.lists import DocumentSoort, LinkStatus, PassageSoort
from models.paper import RawFile
from models.problems import UnreadableError
from tests.office import assert_holds_together, docx, marker, note, odt, p, run

REAL = Path(__file__).parents[2].parent / "shared" / "data"


def raw(data: bytes, naam: str, id: str | None = None, said: Kenmerken | None = None) -> RawFile:  # noqa: A002
    return RawFile(
        key=naam,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/octet-stream",
        bron="lokaal",
        bron_url=None,
        opgehaald_op="2027-03-05T03:00:00Z",
        id=id,
        naam=naam,
        kenmerken=said or Kenmerken(),
    )


def pdf(*pages: str) -> bytes:
    made = FPDF(unit="pt", format=(595, 842))
    made.set_font("Helvetica", size=10)
    for text in pages:
        made.add_page()
        if text:
            made.set_xy(80, 100)
            made.multi_cell(w=400, text=text, align="L")
        else:
            made.rect(50, 50, 300, 300, style="F")
    return bytes(made.output())


TEXT = "Betreft Proef\n\nDe regering stuurt de Kamer een brief over de proef."
LETTER = pdf("De regering stuurt de Kamer voor de zomer een brief over de proef.")


def test_text_stays_as_it_is() -> None:
    data = TEXT.encode()
    found = read(raw(data, "brief.txt"), data)
    assert found.text == TEXT
    assert found.id == f"lokaal-{hashlib.sha256(data).hexdigest()[:12]}"
    assert (found.media_type, found.pages, found.lines) == ("text/plain", 0, ())
    assert found.kenmerken.titel == "Proef"


def linked(*links: tuple[str, str]) -> bytes:
    """A letter in which words carry a link: text and address."""
    made = FPDF(unit="pt", format=(595, 842))
    made.set_font("Helvetica", size=10)
    made.add_page()
    made.set_xy(80, 100)
    for text, address in links:
        made.write(text="Lees daarover ")
        made.write(text=text, link=address)
        made.write(text=", dat is bijgevoegd. ")
    return bytes(made.output())


def test_where_text_alone_shows_a_dead_link_the_pdf_tells_where_it_leads() -> None:
    address = "https://voorbeeld.example/standen/2027"
    letter = linked(
        ("de Stand van 2027", address), ("het verslag", "mailto:loket@voorbeeld.example")
    )
    (found,) = find_links(read(raw(letter, "brief.pdf"), letter))
    assert (found.tekst, found.url) == ("de Stand van 2027", address)
    # the same letter as text that was saved from it
    text = b"Lees daarover [de Stand van 2027](#), dat is bijgevoegd."
    (dead,) = find_links(read(raw(text, "brief.md"), text))
    assert (dead.tekst, dead.url, dead.status) == ("de Stand van 2027", "#", LinkStatus.LEEG)


def test_a_link_broken_over_lines_is_one_link() -> None:
    address = "https://voorbeeld.example/verslag"
    letter = linked(("het verslag van de proef met het loket in de avond " * 4, address))
    document = read(raw(letter, "brief.pdf"), letter)
    assert len(document.links) > 1
    (found,) = find_links(document)
    assert found.url == address
    assert found.tekst == ("het verslag van de proef met het loket in de avond " * 4).strip()


def test_pages_go_by_what_the_pdf_calls_them() -> None:
    data = pdf("Een voorwoord.", "De proef begon.", "De proef eindigde.")
    labels = b"/PageLabels<</Nums[0<</S/r>>1<</S/D>>]>>/Type/Catalog"
    called = read(raw(data, "brief.pdf"), data.replace(b"/Type /Catalog", labels))
    assert called.page_labels == ("i", "1", "2")
    # as they are counted: nothing to tell
    counted = labels.replace(b"/S/r", b"/S/D").replace(b"1<<", b"1<</St 2")
    for same in (data, data.replace(b"/Type /Catalog", counted)):
        assert read(raw(same, "brief.pdf"), same).page_labels == ()


def test_a_pdf_knows_its_page_and_box() -> None:
    found = read(raw(LETTER, "brief.pdf"), LETTER)
    (passage,) = found.passages
    assert passage.soort is PassageSoort.ALINEA
    assert found.quote(passage.span).startswith("De regering stuurt")
    assert found.page(passage.span) == 1
    box = found.box(passage.span)
    assert box is not None
    assert 75 < box.x0 < 90
    assert 95 < box.top < box.bottom < 140
    assert found.page_quality == (1.0,)
    assert found.problems == ()


def test_the_source_names_the_paper_and_goes_first() -> None:
    said = Kenmerken(titel="Proef in het register", datum=date(2027, 1, 2))
    data = TEXT.encode()
    found = read(raw(data, "brief.txt", "tk-2027D00001", said), data)
    assert found.id == "tk-2027D00001"
    assert (found.kenmerken.titel, found.kenmerken.datum) == (said.titel, said.datum)


def test_what_the_source_leaves_open_is_filled_in() -> None:
    said = Kenmerken(titel="Proef", soort=DocumentSoort.OVERIG)
    signed = (Ondertekenaar("Minister van Voorbeeldzaken", "C. Proef"),)
    told = Kenmerken(titel="Anders", soort=DocumentSoort.BRIEF, kamer=2, ondertekenaars=signed)
    assert merge(said, told) == Kenmerken(
        titel="Proef", soort=DocumentSoort.BRIEF, kamer=2, ondertekenaars=signed
    )


def test_a_scanned_page_is_reported_once() -> None:
    data = pdf("De brief over de proef is gestuurd.", "", "")
    found = read(raw(data, "scan.pdf"), data)
    assert found.page_quality == (1.0, 0.0, 0.0)
    (problem,) = found.problems
    assert (problem.subject, problem.stap, problem.soort) == ("scan.pdf", "read", "geen_tekstlaag")
    assert problem.melding.startswith("Pagina's 2-3 zonder tekstlaag")


def test_an_unreadable_text_layer_is_reported() -> None:
    data = pdf("#$% &*@ {}| ~^` " * 30)
    (problem,) = read(raw(data, "rommel.pdf"), data).problems
    assert problem.soort == "onleesbaar"


@pytest.mark.parametrize(
    ("data", "naam", "soort"),
    [
        (b"", "leeg.pdf", "leeg"),
        (b"%PDF-1.7", "half.pdf", "kapotte_pdf"),
        (b"\x00\x01\x02\x03", "x.bin", "onbekend_formaat"),
        (b"<!DOCTYPE html><html><p>Brief</p></html>", "brief.html", "onbekend_formaat"),
        (b"<title>503 Service Unavailable</title>", "kst-99001-7.xml", "onbekend_formaat"),
        (b"{\\rtf1 Brief}", "brief.rtf", "onbekend_formaat"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "brief.doc", "onbekend_formaat"),
    ],
)
def test_what_cannot_be_read_says_so_in_one_line(data: bytes, naam: str, soort: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(raw(data, naam), data)
    assert refused.value.soort == soort
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("data", [b"<?xml version='1.0'?><a>b</a>", b"<?xml version='1.0'?><a>"])
def test_xml_of_another_kind_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(raw(data, "x.xml"), data)


PAGE = b"""<!DOCTYPE html><html><head><meta name="DC.identifier" content="kst-99001-7"/></head>
<body><div id="broodtekst"><h1 class="stuktitel"><span class="stuknummer">Nr. 7</span> BRIEF VAN DE
MINISTER VAN VOORBEELDZAKEN</h1><p>Den Haag, 5 maart 2027</p><p>De proef<a class="nootnum"
href="#n1">1</a> is gestart.</p><div class="noot" id="n1"><p>Zie nr. 3.</p></div></div></body>
</html>"""
WORD = docx(
    p("Betreft Proef", '<w:outlineLvl w:val="0"/>') + p("Den Haag, 5 maart 2027")
    + p(run("De proef") + marker("footnote", 2) + run(" is gestart."))
    + "<w:tbl><w:tr><w:tc>" + p("loket") + "</w:tc><w:tc>" + p("open") + "</w:tc></w:tr></w:tbl>",
    footnotes=note("footnote", 2, "Zie nr. 3."),
)  # fmt: skip
OPEN = odt(
    '<text:h text:outline-level="1">Betreft Proef</text:h><text:p>Den Haag, 5 maart 2027</text:p>'
    '<text:p>De proef<text:note text:id="a"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>Zie nr. 3.</text:p></text:note-body></text:note> is gestart.</text:p>"
)


@pytest.mark.parametrize(
    ("data", "naam", "media_type", "named"),
    [
        (PAGE, "brief.html", sniff.HTML, "kst-99001-7"),
        # Word arrives under the label of a PDF
        (WORD, "brief.pdf", sniff.DOCX, "lokaal-"),
        (OPEN, "brief.odt", sniff.ODT, "lokaal-"),
    ],
)
def test_every_form_gives_the_same_document(
    data: bytes, naam: str, media_type: str, named: str
) -> None:
    found = read(raw(data, naam), data)
    assert found.id.startswith(named)
    assert (found.media_type, found.pages, found.lines) == (media_type, 0, ())
    assert found.made_from == hashlib.sha256(data).hexdigest()
    assert found.kenmerken.datum == date(2027, 3, 5)
    (marker,) = found.markers
    assert found.text[: marker.span.start].endswith("De proef")
    assert found.quote(found.passages[marker.note].span) == "Zie nr. 3."
    assert found.page(found.passages[0].span) is None
    assert read(raw(data, naam, "tk-2027D00001"), data).id == "tk-2027D00001"


def outcome(data: bytes) -> Document | str:
    """The document, or the word for why there is none; any other exception fails the test."""
    try:
        return read(raw(data, "brief"), data)
    except UnreadableError as error:
        return error.soort


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=400),
        st.builds(lambda at: LETTER[:at], st.integers(0, len(LETTER))),
        st.builds(lambda tail: b"%PDF-1.4\n" + tail, st.binary(max_size=200)),
        st.builds(lambda tail: b"<?xml version='1.0'?>" + tail, st.binary(max_size=200)),
    )
)
def test_hostile_bytes_are_read_or_refused(data: bytes) -> None:
    assert isinstance(outcome(data), Document | str)


def repacked(data: bytes, name: str, part: bytes) -> bytes:
    """The same packed file with other bytes in one part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return made.getvalue()


def mutated(data: bytes, at: int, change: bytes) -> bytes:
    at %= len(data)
    return data[:at] + change + data[at + len(change) :]


def mutated_part(data: bytes, which: int, at: int, change: bytes) -> bytes:
    """A packed file of which one part is changed after unpacking."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [info.filename for info in archive.infolist() if info.file_size]
        name = names[which % len(names)]
        part = archive.read(name)
    return repacked(data, name, mutated(part, at, change))


CHANGES = st.one_of(
    st.binary(min_size=1, max_size=6),
    st.sampled_from([b"<", b">", b"/>", b'"', b"&#0;", b"&x;", b"\xe9", b"<!--", b"]]>", b"9" * 9]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.builds(mutated, st.sampled_from([PAGE, WORD, OPEN]), st.integers(0), CHANGES),
        st.builds(
            mutated_part, st.sampled_from([WORD, OPEN]), st.integers(0), st.integers(0), CHANGES
        ),
        st.builds(lambda data, at: data[: at % len(data)], st.sampled_from([PAGE, WORD]),
                  st.integers(0)),
        st.builds(lambda tail: b"<html>" + tail, st.binary(max_size=200)),
        st.builds(lambda part: repacked(WORD, "word/document.xml", part), st.binary(max_size=200)),
        st.builds(lambda part: repacked(OPEN, "content.xml", part), st.binary(max_size=200)),
    )
)  # fmt: skip
def test_damaged_files_are_read_or_refused(data: bytes) -> None:
    found = outcome(data)
    # the net under all readers is for bytes that nobody foresaw
    assert found != "onleesbaar"
    if isinstance(found, Document) and found.media_type in (sniff.HTML, sniff.DOCX, sniff.ODT):
        assert_holds_together(found)


@pytest.mark.real
@pytest.mark.parametrize("name", ["kst-32545-143", "ah-tk-20202021-3235"])
def test_a_published_pdf_reads_as_its_xml(name: str) -> None:
    folders = list(REAL.glob(f"koop/repository/frbr/*/*/*/{name}/1"))
    if not folders:
        pytest.skip(f"{name} is not at {REAL}")
    texts = []
    for kind in ("pdf", "xml"):
        data = (folders[0] / kind / f"{name}.{kind}").read_bytes()
        found = read(raw(data, f"{name}.{kind}"), data)
        texts.append(
            " ".join(" ".join(map(found.quote, (p.span for p in found.running()))).split())
        )
        assert found.id == name
    assert texts[0] == texts[1]
