import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import sniff
from models.problems import UnreadableError


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (b"%PDF-1.7\n...", "brief.pdf", sniff.PDF),
        (b"\r\n  rommel vooraf\n%PDF-1.4", "brief.txt", sniff.PDF),
        (b"<?xml version='1.0'?><officiele-publicatie/>", None, sniff.XML),
        (b"\xef\xbb\xbf<?xml version='1.0'?><kamerstuk/>", None, sniff.XML),
        ("<?xml version='1.0'?><a/>".encode("utf-16"), None, sniff.XML),
        (b"<kamerstuk><kop/></kamerstuk>", None, sniff.XML),
        (b"<!DOCTYPE html><html><p>Brief</p></html>", None, sniff.HTML),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html>\n<html/>", None, sniff.HTML),
        # an error page that claims to be XML, or does not even claim to be a page
        (
            b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE html PUBLIC 'x'>\n<html>",
            "stuk.xml",
            sniff.HTML,
        ),
        (b"<?xml version='1.0'?><?xml-stylesheet href='a'?>\r\n<HTML lang='nl'>", None, sniff.HTML),
        (b"<h1>Pagina niet gevonden</h1>", "kst-99001-4.xml", sniff.HTML),
        (b"<title>503 Service Unavailable</title>", None, sniff.HTML),
        (b"<publicatie><html/></publicatie>", None, sniff.XML),
        (b"<paginering/>", None, sniff.XML),
        (zipped("[Content_Types].xml", "word/document.xml"), None, sniff.DOCX),
        # Word that is called a pdf for an hour, with a pdf in its first kilobyte
        (zipped("[Content_Types].xml", "%PDF-1.7", "word/document.xml"), "a.pdf", sniff.DOCX),
        (zipped("mimetype", "content.xml"), None, sniff.ODT),
        (b"{\\rtf1\\ansi Brief}", None, sniff.RTF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None, sniff.DOC),
        ("Betreft: financiële proef".encode(), "a.txt", sniff.TEXT),
        ("Betreft: financiële proef".encode("cp1252"), None, sniff.TEXT),
        (b"# Stand van de uitvoering", "stand.MD", sniff.MARKDOWN),
        # a stray control character of some extraction
        (
            b"De proef\x02verslagen en al het andere dat erbij hoort te staan.",
            "a.md",
            sniff.MARKDOWN,
        ),
        # a note at the top of a text is not an element
        (b"<sup>1</sup> Kamerstukken II", "noten.md", sniff.MARKDOWN),
        (b"<div align='center'>\n\n# Stand\n\n</div>", "stand.md", sniff.MARKDOWN),
        (b"PKB Schiphol, deel 4", "a.txt", sniff.TEXT),
        # a text that speaks of PDF, or shows a tag further on, stays text
        (b"Zie het PDF-bestand <html> in de bijlage", "a.txt", sniff.TEXT),
    ],
)
def test_the_content_tells_the_kind(data: bytes, name: str | None, media_type: str) -> None:
    assert sniff.sniff(data, name) == media_type


@pytest.mark.parametrize(
    ("data", "soort"),
    [
        (b"", "leeg"),
        (b" \r\n\t", "leeg"),
        (b"\xef\xbb\xbf\n", "leeg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "onbekend_formaat"),
        (b"PK\x03\x04 afgebroken", "onbekend_formaat"),
        (zipped("foto.jpg"), "onbekend_formaat"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "onbekend_formaat"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "onbekend_formaat"),
        (zipped("stuk.pdf"), "onbekend_formaat"),
        (b"PK\x03\x04%PDF-1.7", "onbekend_formaat"),
        (b"PK\x05\x06", "onbekend_formaat"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01", "onbekend_formaat"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "onbekend_formaat"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "onbekend_formaat"),
    ],
)
def test_what_is_no_paper_is_refused_in_one_line(data: bytes, soort: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        sniff.sniff(data, "bestand.pdf")
    assert refused.value.soort == soort
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_a_zip_with_a_list_of_millions_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = zipped("word/document.xml", *(f"{number:0150}" for number in range(6000)))
    # the offset of the list may look like another end
    disguised = bomb[:-6] + b"PK\x05\x06" + bomb[-2:]
    monkeypatch.setattr(zipfile, "ZipFile", None)
    for data in (bomb, disguised):
        with pytest.raises(UnreadableError, match="onbekend soort"):
            sniff.sniff(data)


def test_a_zip_of_the_large_form_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = zipped("word/document.xml")
    at = data.rfind(b"PK\x05\x06")
    large = data[:at] + b"PK\x06\x07" + bytes(16) + data[at:]
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(UnreadableError, match="onbekend soort"):
        sniff.sniff(large)


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind_or_a_clear_refusal(data: bytes) -> None:
    assert outcome(data) in ("gezien", "leeg", "onbekend_formaat")


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_any_damage_to_a_zip_has_a_clear_refusal(before: bytes, after: bytes) -> None:
    data = zipped("word/document.xml", "word/styles.xml")
    for damaged in (b"PK" + before + data[2:], data[:-20] + after, data[: len(after)] + before):
        assert outcome(damaged) in ("gezien", "onbekend_formaat", "leeg")


def outcome(data: bytes) -> str:
    try:
        sniff.sniff(data, None)
    except UnreadableError as error:
        return error.soort
    return "gezien"
