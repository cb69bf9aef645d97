"""Damaged papers and bombs are read or refused; what breaks a limit costs itself only."""

import zlib
from pathlib import Path

import pytest
from fpdf import FPDF

from bench.fuzz import fuzz
from corpus.shelf import document_shelf
from corpus.store import Store
from flows import prepare
from flows.prepare import Prepared, document_key, read_all
from flows.settings import Rooms
from flows.workers import Limits
from models.paper import RawFile
from models.problems import Problem

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample" / "papers"


def letter() -> bytes:
    pdf = FPDF()
    pdf.set_font("Helvetica", size=10)
    for number in range(3):
        pdf.add_page()
        pdf.text(80, 100, f"Bladzijde {number} van een verzonnen brief over de proef.")
    return bytes(pdf.output())


def test_damaged_papers_are_read_or_refused(tmp_path: Path) -> None:
    (tmp_path / "brief.pdf").write_bytes(letter())
    for file in sorted(SAMPLE.glob("*.xml"))[:10]:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    tally = fuzz(tmp_path, inputs=600, seconds=10.0, seed=1, workers=2)
    known = {"gelezen", "geweigerd: kapotte_pdf", "geweigerd: kapotte_xml"}
    assert tally.faults() == 0, tally.counts
    assert known <= set(tally.counts)


def bomb(piece: bytes, megabytes: int, layers: int) -> bytes:
    """A PDF of a few kilobytes whose only page is so much of ``piece`` when unpacked."""
    packer = zlib.compressobj(9)
    block = piece * ((1 << 20) // len(piece))
    content = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    for _ in range(layers - 1):
        content = zlib.compress(content, 9)
    return b"""%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</Font<</F1 <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>> endobj
4 0 obj <</Length %d/Filter[%s]>> stream
%s
endstream endobj
trailer <</Root 1 0 R>>
%%%%EOF""" % (len(content), b"/FlateDecode" * layers, content)


def test_a_bomb_costs_one_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "LIMITS", Limits(seconds=20.0, memory=384 << 20))
    rooms = Rooms(tmp_path)
    store = Store(rooms.store)
    papers = {
        "brief.pdf": letter(),
        "nullen.pdf": bomb(b"\0", 400, 3),
        "tekst.pdf": bomb(b"BT /F1 10 Tf 80 700 Td (Proef) Tj ET\n", 40, 2),
        "nog een brief.pdf": letter() + b"\n",
    }
    assert max(map(len, papers.values())) < 10_000
    raws = [
        store.keep(data, RawFile(name, "", "", "lokaal", None, "2026-01-01T00:00:00Z", naam=name))
        for name, data in papers.items()
    ]
    assert read_all(rooms, raws, workers=2) == Prepared(handled=4, failed=2, known=0)
    for raw in raws:
        outcome = document_shelf(rooms.documents).get(document_key(raw))
        soort = outcome.soort if isinstance(outcome, Problem) else None
        assert soort in ((None,) if "brief" in raw.key else ("vastgelopen", "te_groot", "te_traag"))
