from __future__ import annotations

import io
import zipfile

import pytest

from corpus import packed as module
from corpus.markup import DEEPEST, parse_part
from corpus.packed import Parts
from models.problems import UnreadableError
from tests.office import packed


def refusal(data: bytes, path: str = "content.xml") -> str:
    with pytest.raises(UnreadableError) as refused:
        Parts(data, "odt").tree(path)
    assert "\n" not in str(refused.value)
    return refused.value.soort


def test_a_part_or_none() -> None:
    parts = Parts(packed({"content.xml": "<a>één</a>"}), "odt")
    root = parts.tree("content.xml")
    assert root is not None
    assert root.text == "één"
    assert parts.tree("styles.xml") is None


def test_a_bomb_is_not_unpacked() -> None:
    assert refusal(packed({"content.xml": b"<a>" + bytes(20_000_000)})) == "te_groot"


def test_the_parts_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    parts = Parts(packed(dict.fromkeys(("een", "twee"), "<a>" + "b" * 600 + "</a>")), "odt")
    assert parts.tree("een") is not None
    with pytest.raises(UnreadableError, match="te groot"):
        parts.tree("twee")


def test_a_size_that_is_a_lie_is_found_out() -> None:
    data = packed({"content.xml": b"<a>" + b" " * 5_000_000 + b"</a>"})
    at = data.rindex(b"PK\x01\x02") + 24
    assert refusal(data[:at] + (10).to_bytes(4, "little") + data[at + 4 :]) == "kapotte_odt"


def test_a_password() -> None:
    data = bytearray(packed({"content.xml": "<a/>"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "versleuteld"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(method: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("content.xml", "<a/>")
    assert refusal(made.getvalue()) == "kapotte_odt"


@pytest.mark.parametrize(
    ("part", "soort"),
    [
        (b"<a>", "kapotte_odt"),
        (b"", "kapotte_odt"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "onveilige_xml"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
         .encode("utf-16"), "onveilige_xml"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a>&x;</a>', "onveilige_xml"),
        (b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1), "onbekend_formaat"),
        (b"<a>" * 5000 + b"</a>" * 5000, "kapotte_odt"),
    ],
)  # fmt: skip
def test_parts_that_are_refused(part: bytes, soort: str) -> None:
    assert refusal(packed({"content.xml": part})) == soort


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "utf-16", "us-ascii", "onzin"])
def test_the_bytes_decide_the_character_set(declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><a>financiële proef</a>'
    assert parse_part(text.encode(), "kapot", "odt").text == "financiële proef"


def test_windows_1252_under_the_name_of_utf_8() -> None:
    text = '<?xml version="1.0" encoding="utf-8"?><a>één “proef”</a>'
    assert parse_part(text.encode("cp1252"), "kapot", "odt").text == "één “proef”"


def test_a_damaged_zip() -> None:
    data = packed({"content.xml": "<a>" + "b" * 5000 + "</a>"})
    assert refusal(data[:60] + b"\xff" * 4 + data[64:]) == "kapotte_odt"
