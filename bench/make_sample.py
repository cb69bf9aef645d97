"""Write the sample that ships: ``corpus/sample``, the papers and rows of a fictional parliament.

    python -m bench.make_sample [FOLDER]

The same on every machine, to the byte. The texts are data in ``bench/sample``.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bench.sample import printed, typeset
from bench.sample.brieven import XML_BRIEVEN
from bench.sample.ids import Paper, paper_date, paper_id, parents
from bench.sample.moties import MOTIES
from bench.sample.overig import HANDELINGEN, STUKKEN, VRAGEN
from bench.sample.pdf_brieven import PDF_BRIEVEN
from bench.sample.publications import record
from bench.sample.register import (
    Registered,
    document_rows,
    fractie_row,
    persoon_row,
    placeholder,
    registered,
    tombstone,
    withdrawn_rows,
    zaak_row,
)
from bench.sample.shapes import Bijlage, Brief, Handeling, MotiePaper, Stuk, Vragen
from bench.sample.standen import BIJLAGEN
from bench.sample.toezeggingen import toezegging_rows
from bench.sample.world import FRACTIES, LEDEN

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"

PAPERS: tuple[Paper, ...] = (
    *MOTIES,
    *XML_BRIEVEN,
    *PDF_BRIEVEN,
    *STUKKEN,
    *VRAGEN,
    *HANDELINGEN,
    *BIJLAGEN,
)

_SCAN = Path(__file__).parent / "sample" / "scan.png"

_LAST_DAY = date(2026, 11, 5)


def _typeset(paper: Paper) -> str | None:
    """The XML of a paper that is published in it."""
    match paper:
        case MotiePaper():
            return typeset.motie(paper)
        case Brief(form="xml"):
            return typeset.brief(paper)
        case Stuk():
            return typeset.stuk(paper)
        case Vragen():
            return typeset.vragen(paper)
        case Handeling():
            return typeset.handeling(paper)
        case _:
            return None


def _printed(paper: Paper, day: date) -> bytes | None:
    """The PDF of a paper that is published in it."""
    match paper:
        case Brief(form="pdf"):
            return printed.letter_pdf(paper)
        case Bijlage(form="scan"):
            return printed.scan_pdf(_SCAN, paper.titel)
        case Bijlage(form="afgekapt"):
            return printed.cut_off(printed.report_pdf(paper, day))
        case Bijlage():
            return printed.report_pdf(paper, day)
        case _:
            return None


def _files(papers: Sequence[Paper]) -> dict[str, dict[str, bytes]]:
    """The bytes of each paper by form (xml, pdf)."""
    owners = parents(papers)
    files: dict[str, dict[str, bytes]] = {}
    for paper in papers:
        forms = files.setdefault(paper_id(paper), {})
        if text := _typeset(paper):
            forms["xml"] = text.encode()
        if data := _printed(paper, paper_date(paper, owners)):
            forms["pdf"] = data
    return files


def _jsonl(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _only_tk(paper: Paper) -> bool:
    return isinstance(paper, Brief) and paper.only_tk


def _write_papers(
    folder: Path, known: list[Registered], files: dict[str, dict[str, bytes]]
) -> None:
    """The papers themselves and the listing of those that are officially published."""
    owners = parents([item.paper for item in known])
    records = []
    for item in known:
        forms = files[item.id]
        if "pdf" in forms:
            _write(folder / "resources" / f"{item.document_id}.pdf", forms["pdf"])
        if _only_tk(item.paper):
            continue
        paths = {form: f"papers/{item.id}.{form}" for form in forms}
        for form, data in forms.items():
            _write(folder / paths[form], data)
        records.append(record(item.paper, owners, paths))
    _jsonl(folder / "koop" / "records.jsonl", records)


def _write_register(folder: Path, known: list[Registered]) -> None:
    """The rows of the open data, with a deleted row and one not yet delivered among them."""
    papers = [item.paper for item in known]
    zaken = [zaak_row(k, papers) for k in known if not isinstance(k.paper, Bijlage)]
    personen = [persoon_row(member, n) for n, member in enumerate(LEDEN, 1)]
    fracties = [fractie_row(fractie, n) for n, fractie in enumerate(FRACTIES, 1)]
    rows: dict[str, list[dict[str, Any]]] = {
        "Zaak": [*zaken, tombstone(zaken[0], _LAST_DAY)],
        "Persoon": [*personen, placeholder(personen[0])],
        "Fractie": [*fracties, tombstone(fracties[0], _LAST_DAY)],
        "Document": document_rows(known),
        "Toezegging": toezegging_rows(known),
    }
    for entity, items in rows.items():
        _jsonl(folder / "odata" / f"{entity}.jsonl", items)
    # what a second night brings: a letter is withdrawn
    _jsonl(folder / "later" / "odata" / "Document.jsonl", withdrawn_rows(known, _LAST_DAY))


# what an analyst put right: the rules read no status in "beschouw ik … als uitgevoerd"
_CORRECTIES = """\
doel_soort,doel_id,veld,waarde,reden,wie,op
opvolgingen,opvolging-d48e44deb036,uitspraak,uitgevoerd,\
"De brief zegt: beschouw ik als uitgevoerd.",A. Voorbeeldanalist,2026-11-10
"""


def make(folder: Path) -> None:
    """Write the whole sample into ``folder``, which is emptied first."""
    if folder.exists():
        shutil.rmtree(folder)
    files = _files(PAPERS)
    published = {paper_id(p): tuple(files[paper_id(p)]) for p in PAPERS if not _only_tk(p)}
    known = registered(PAPERS, published)
    _write_papers(folder, known, files)
    _write_register(folder, known)
    _write(folder / "correcties.csv", _CORRECTIES.encode())


def main(arguments: list[str], say: Callable[[str], None] = print) -> None:
    """Write the sample and say how much it is."""
    folder = Path(arguments[0]) if arguments else SAMPLE
    make(folder)
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    say(f"{len(PAPERS)} stukken, {len(sizes)} bestanden, {sum(sizes):,} bytes in {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
