"""A Word document small enough to make by hand, for what pretends to be something else."""

from __future__ import annotations

import io
import zipfile


def word(text: str = "Fictief voorbeeldstuk van Kamerspoor") -> bytes:
    """The bytes of a Word document that says one thing; the same every time."""
    space = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}/package/2006/content-types"><Default'
        ' Extension="xml" ContentType="application/xml"/><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override'
        ' PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship'
        f' Id="rId1" Type="{space}/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}/wordprocessingml/2006/main"><w:body>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, body in parts.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            archive.writestr(entry(name), head + body)
    return packed.getvalue()


def entry(name: str) -> zipfile.ZipInfo:
    """A place in a zip that is the same on every machine and at any time."""
    info = zipfile.ZipInfo(name, (2026, 11, 1, 0, 0, 0))
    info.create_system = 3
    return info
