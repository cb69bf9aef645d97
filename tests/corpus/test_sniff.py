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
        (zipped("[Content_Types].xml", "word/document.xml"), None, sniff.DOCX),
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
    ],
)
def test_what_is_no_paper_is_refused_in_one_line(data: bytes, soort: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        sniff.sniff(data, "bestand.pdf")
    assert refused.value.soort == soort
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind_or_a_clear_refusal(data: bytes) -> None:
    assert outcome(data) in ("gezien", "leeg", "onbekend_formaat")


def outcome(data: bytes) -> str:
    try:
        sniff.sniff(data, None)
    except UnreadableError as error:
        return error.soort
    return "gezien"
