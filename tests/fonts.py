"""PDFs written by hand, for what no library would write: fonts that say the wrong thing or nothing.

Everything printed is invented.
"""

from __future__ import annotations

_WINANSI = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"
# three shapes, called by names that stand for no character
_TYPE3 = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 700 700] /FontMatrix [0.001 0 0 0.001 0 0] "
    b"/FirstChar 33 /LastChar 90 /Widths [%s] /Resources << >> "
    b"/Encoding << /Type /Encoding /Differences [33 %s] >> /CharProcs << /g1 6 0 R >>"
)
_GLYPH = b"700 0 0 0 700 700 d1 50 50 600 600 re f"


def written(font: bytes, lines: list[bytes], *extra: bytes, mode: int = 0) -> bytes:
    """A page with these lines in one font of 11 points, shown in a text mode (3: hidden)."""
    shown = b" ".join(b"(%s) Tj 0 -16 Td" % line for line in lines)
    content = b"BT /F1 11 Tf %d Tr 70 760 Td %s ET" % (mode, shown)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        _stream(content),
        font,
        *extra,
    ]
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n"
        b"%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(made))
    )


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def plain(lines: list[bytes], mode: int = 0) -> bytes:
    """A font as it should be."""
    return written(_WINANSI + b" >>", lines, mode=mode)


def shifted(lines: list[bytes], by: int) -> bytes:
    """A font whose table of characters is a few places off: it looks right and reads wrong."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap "
        b"1 begincodespacerange <20> <7E> endcodespacerange "
        b"1 beginbfrange <21> <7D> <%04X> endbfrange endcmap end" % (0x21 + by)
    )
    return written(_WINANSI + b" /ToUnicode 6 0 R >>", lines, _stream(cmap))


def type3(lines: list[bytes]) -> bytes:
    """A font of drawings without names that mean anything."""
    widths, names = b"700 " * 58, b"/g1 " * 58
    return written(_TYPE3 % (widths, names) + b" >>", lines, _stream(_GLYPH))


def glyph_numbers(lines: list[bytes]) -> bytes:
    """A font that is called by the numbers of its glyphs and says of none what it is."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Proef /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R] >>"
    )
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Proef /DW 500 /CIDToGIDMap /Identity "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    numbered = [b"".join(b"\\000\\%03o" % max(3, char - 29) for char in line) for line in lines]
    return written(font, numbered, descendant)
