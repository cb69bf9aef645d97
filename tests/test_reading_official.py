"""The official text as the reading bench takes it: on the papers of the fictional sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.reading.distance import squeezed
from bench.reading.engines import read_document, running_text
from bench.reading.official import read_official

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample" / "papers"
# a table is no paragraph
WITH_TABLE = {"kst-99001-A", "kst-99002-6"}
PAPERS = [path for path in sorted(SAMPLE.glob("*.xml")) if path.stem not in WITH_TABLE]


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_two_readers_of_xml_that_share_nothing_agree(path: Path) -> None:
    official = [paragraph.text for paragraph in read_official(path).paragraphs]
    ours = [squeezed(text) for text in running_text(read_document(path.read_bytes(), path.name))]
    assert official == ours


MOTIE = """\
<officiele-publicatie><kamerstuk>
  <kamerstukkop><tekstregel inhoud="vergaderjaar">Vergaderjaar 2030-2031</tekstregel></kamerstukkop>
  <dossier><dossiernummer><dossiernr>99 001</dossiernr><raadnr>-02</raadnr></dossiernummer>
    <titel>Het veer</titel></dossier>
  <stuk><stuknr>Nr. <ondernummer kamer="2">7</ondernummer></stuknr><titel>MOTIE</titel>
    <algemeen><vrije-tekst><tekst>
      <al>minder CO<inf>2</inf> ( <extref>99 001</extref> , nr. 3 ) ...</al>
      <lijst><li><li.nr>1.</li.nr><al>een steiger;</al><al>en een bank</al></li></lijst>
      <al-groep><al>Verzonnen</al><al>Fictief</al></al-groep>
    </tekst></vrije-tekst></algemeen></stuk>
</kamerstuk></officiele-publicatie>
"""


def test_the_parts_of_a_motie(tmp_path: Path) -> None:
    file = tmp_path / "kst-99001-02-7.xml"
    file.write_text(MOTIE, encoding="utf-8")
    paper = read_official(file)
    assert [(p.kind, p.text, p.grouped) for p in paper.paragraphs] == [
        ("kop", "Het veer", False),
        ("kop", "MOTIE", False),
        ("alinea", "minder CO2 (99 001, nr. 3) ...", False),
        ("item", "1. een steiger;", False),
        ("alinea", "en een bank", False),
        ("alinea", "Verzonnen", False),
        ("alinea", "Fictief", True),
    ]
    assert paper.dossiers == (("99 001-02", "Het veer"),)
    assert paper.furniture == ("Vergaderjaar 2030-2031", "99 001-02", "Nr. 7")
    assert (paper.session, paper.number) == ("2030-2031", "Nr. 7")
