"""Small files of Word and OpenDocument, made from the markup between their tags."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

from models.document import Document
from models.lists import PassageSoort

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WORD = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODF = " ".join(
    (
        *(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "text", "table", "style")),
        f'xmlns:draw="{OASIS}:drawing:1.0" xmlns:meta="{OASIS}:meta:1.0"',
        f'xmlns:svg="{OASIS}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"',
    )
)


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def docx(body: str, relations: dict[str, tuple[str, str]] | None = None, **parts: str) -> bytes:
    """A Word file: ``parts`` hold what stands in styles, numbering, footnotes, header1, ….

    ``relations`` are kind and target by identifier; a target with a colon lies outside.
    """
    roots = {"header": "hdr", "footer": "ftr"}
    named = {f"{name}.xml": inside for name, inside in parts.items()}
    kinds = {f"r{name}": (name.rstrip("0123456789"), f"{name}.xml") for name in parts}
    files: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {W} {R} {MC}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": rels({**kinds, **(relations or {})}),
    }
    for name in named:
        files[f"word/_rels/{name}.rels"] = rels(relations or {})
    for name, inside in named.items():
        kind = name.removesuffix(".xml").rstrip("0123456789")
        root = roots.get(kind, kind)
        files[f"word/{name}"] = f"<w:{root} {W} {R} {MC}>{inside}</w:{root}>"
    return packed(files)


def rels(relations: dict[str, tuple[str, str]]) -> str:
    """The part that says what another part refers to."""
    inside = "".join(
        f'<Relationship Id="{key}" Type="{WORD}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for key, (kind, target) in relations.items()
    )
    return f"<Relationships>{inside}</Relationships>"


def p(inside: str, properties: str = "") -> str:
    """A paragraph of Word; bare words become a run."""
    if not inside.startswith("<"):
        inside = run(inside)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def run(words: str, properties: str = "") -> str:
    """A run of Word."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>'


def marker(kind: str, note: int, more: str = "") -> str:
    """The marker of a footnote or endnote of Word."""
    return f'<w:r><w:{kind}Reference w:id="{note}" {more}/></w:r>'


def note(kind: str, number: int, words: str) -> str:
    """A footnote or endnote of Word, in its own part."""
    return f'<w:{kind} w:id="{number}">{p(f"<w:r><w:{kind}Ref/></w:r>" + run(words))}</w:{kind}>'


def odt(
    body: str, automatic: str = "", master: str = "", meta: str = "", styles: str = ""
) -> bytes:
    """An OpenDocument text: body, automatic styles, master pages, metadata, named styles."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {ODF}><office:styles>{styles}</office:styles>"
            f"<office:master-styles>{master}</office:master-styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {ODF}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
        }
    )


def assert_holds_together(document: Document) -> None:
    """Every span lies in the text, passages are in order and hold all of it."""
    spans = [passage.span for passage in document.passages]
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(len(span) and span.end <= len(document.text) for span in spans)
    assert "".join(document.text.split()) == "".join(
        "".join(document.quote(span).split()) for span in spans
    )
    for inner in (*(link.span for link in document.links), *(t.span for t in document.tables)):
        assert any(span.covers(inner) for span in spans)
    for table in document.tables:
        assert all(table.span.covers(cell.span) for cell in table.cells)
    for marker in document.markers:
        assert marker.span.end <= len(document.text)
        assert document.passages[marker.note].soort is PassageSoort.NOOT
