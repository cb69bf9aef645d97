"""Write the sample that ships: ``corpus/sample``, the papers and rows of a fictional parliament.

    python -m bench.make_sample [FOLDER]

The same on every machine, to the byte. The texts are data in ``bench/sample``.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bench.sample import open_overheid, printed, typeset
from bench.sample.brieven import XML_BRIEVEN
from bench.sample.eerste_kamer import EERSTE_KAMER
from bench.sample.ids import Paper, paper_date, paper_id, parents
from bench.sample.moties import MOTIES
from bench.sample.overig import HANDELINGEN, STUKKEN, VRAGEN
from bench.sample.pdf_brieven import PDF_BRIEVEN
from bench.sample.publications import eerste_kamer_record, record, replaced_records
from bench.sample.register import (
    Registered,
    again,
    commissie_row,
    document_rows,
    fractie_row,
    persoon_row,
    placeholder,
    registered,
    tombstone,
    withdrawn_rows,
    zaak_row,
)
from bench.sample.shapes import Bijlage, Brief, Handeling, MotiePaper, Stuk, Vote, Vragen
from bench.sample.standen import BIJLAGEN
from bench.sample.toezeggingen import toezegging_rows
from bench.sample.world import FRACTIES, LEDEN
from corpus.replay.word import word

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
# of what a second night brings
_NEXT_DAY = date(2026, 11, 6)


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
        case Brief(form="pdf" | "word"):
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
) -> list[dict[str, Any]]:
    """The papers themselves and the listing of those that are officially published."""
    owners = parents([item.paper for item in known])
    records = []
    for item in known:
        forms = files[item.id]
        if _word_at_first(item.paper):
            _write(folder / "resources" / f"{item.document_id}.docx", word())
        elif "pdf" in forms:
            _write(folder / "resources" / f"{item.document_id}.pdf", forms["pdf"])
        if _only_tk(item.paper):
            continue
        paths = {form: f"papers/{item.id}.{form}" for form in forms}
        for form, data in forms.items():
            _write(folder / paths[form], data)
        records.append(record(item.paper, owners, paths))
    for paper in EERSTE_KAMER:
        path = f"papers/kst-{paper.dossier}-{paper.letter}.xml"
        _write(folder / path, typeset.eerste_kamer(paper).encode())
        records.append(eerste_kamer_record(paper, {"xml": path}))
    _jsonl(folder / "koop" / "records.jsonl", records)
    return records


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
        "Commissie": [
            commissie_row("Voorbeeldzaken", "VBZ", 1),
            commissie_row("Proefzaken en Dienstverlening", "PD", 2),
        ],
    }
    for entity, items in rows.items():
        _jsonl(folder / "odata" / f"{entity}.jsonl", items)


def _write_open_overheid(folder: Path) -> None:
    """The documents at open.overheid.nl and the items at rijksoverheid.nl."""
    report = printed.report_pdf(open_overheid.ALLEEN_HIER, open_overheid.DAG)
    _write(folder / open_overheid.BESTAND, report)
    _jsonl(folder / "openoverheid" / "documents.jsonl", open_overheid.DOCUMENTEN)
    _jsonl(folder / "rss" / "items.jsonl", open_overheid.RSS)


# a paper whose text is put right on a later day: what it said, and what it says
_CORRECTED = ("kst-99002-6", "in de eerste helft van", "in de tweede helft van")
# a motie that is voted on after all
_LATE_VOTE = ("kst-99001-23", Vote(_NEXT_DAY, "Stemmen - aangenomen", "Aangenomen.", ("BvB",)))


def _write_later(
    folder: Path,
    known: list[Registered],
    files: Mapping[str, Mapping[str, bytes]],
    records: Sequence[Mapping[str, Any]],
) -> None:
    """What a second night brings.

    A letter is withdrawn, a paper known by a number gets its real identifier, a motie is voted on
    after all, a paper is put right, a Word document has become a PDF, a report gets its file.
    """
    papers = [item.paper for item in known]
    by_id = {item.id: item for item in known}
    numeric = next(k for k in known if isinstance(k.paper, Brief) and k.paper.koop_id)
    late = next(k for k in known if _word_at_first(k.paper))
    documents = withdrawn_rows(known, _NEXT_DAY)
    documents += [_renamed(numeric, known), _converted(late, known, files[late.id]["pdf"])]
    _jsonl(folder / "odata" / "Document.jsonl", documents)
    identifier, vote = _LATE_VOTE
    tabled = by_id[identifier].paper
    assert isinstance(tabled, MotiePaper)
    voted = replace(tabled, besluiten=(*tabled.besluiten, vote))
    _jsonl(
        folder / "odata" / "Zaak.jsonl", [zaak_row(replace(by_id[identifier], paper=voted), papers)]
    )
    _write(folder / "resources" / f"{late.document_id}.pdf", files[late.id]["pdf"])
    changed = [*_write_classic(folder, numeric, records), _write_corrected(folder, files, records)]
    _jsonl(folder / "koop" / "records.jsonl", changed)
    _jsonl(folder / "openoverheid" / "documents.jsonl", open_overheid.LATER)


def _with_zaak(known: Registered, every: Sequence[Registered]) -> dict[str, Any]:
    """The Document row with its relations."""
    return next(row for row in document_rows(every) if row["Id"] == known.document_id)


def _classic(known: Registered) -> str:
    assert isinstance(known.paper, Brief)
    return f"kst-{known.paper.dossier}-{known.paper.nummer}"


def _converted(known: Registered, every: Sequence[Registered], pdf: bytes) -> dict[str, Any]:
    """The Document whose bytes were Word, now that they are what it always said they were."""
    row = again(_with_zaak(known, every), _NEXT_DAY, ContentLength=len(pdf))
    row["HuidigeDocumentVersie"] = again(row["HuidigeDocumentVersie"], _NEXT_DAY, Versienummer=4)
    return row


def _renamed(known: Registered, every: Sequence[Registered]) -> dict[str, Any]:
    """The Document of a numeric paper after its real identifier became known."""
    row = again(_with_zaak(known, every), _NEXT_DAY)
    version = row["HuidigeDocumentVersie"]
    published = [
        again(one, _NEXT_DAY, Identifier=_classic(known), FileName=f"{_classic(known)}.pdf")
        for one in version["DocumentPublicatie"]
    ]
    row["HuidigeDocumentVersie"] = again(
        version, _NEXT_DAY, ExterneIdentifier=_classic(known), DocumentPublicatie=published
    )
    return row


def _write_classic(
    folder: Path, known: Registered, records: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], ...]:
    """The numeric paper under its real identifier: the same PDF, and now also XML."""
    assert isinstance(known.paper, Brief)
    before = next(one for one in records if one["identifier"] == known.id)
    path = f"papers/{_classic(known)}.xml"
    printed_as = typeset.brief(replace(known.paper, koop_id=None))
    _write(folder / path, printed_as.encode())
    forms = {**before["manifestations"], "xml": path}
    return replaced_records(known.paper, _NEXT_DAY, forms, dict(before))


def _write_corrected(
    folder: Path,
    files: Mapping[str, Mapping[str, bytes]],
    records: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    identifier, old, new = _CORRECTED
    text = files[identifier]["xml"].decode()
    assert old in text
    _write(folder / "papers" / f"{identifier}.xml", text.replace(old, new).encode())
    before = next(one for one in records if one["identifier"] == identifier)
    return {**before, "modified": str(_NEXT_DAY)}


def _word_at_first(paper: Paper) -> bool:
    return isinstance(paper, Brief) and paper.form == "word"


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
    sizes = {name: len(forms["pdf"]) for name, forms in files.items() if "pdf" in forms}
    sizes |= {paper_id(p): len(word()) for p in PAPERS if _word_at_first(p)}
    known = registered(PAPERS, published, sizes)
    records = _write_papers(folder, known, files)
    _write_register(folder, known)
    _write_open_overheid(folder)
    _write_later(folder / "later", known, files, records)
    _write(folder / "correcties.csv", _CORRECTIES.encode())


def main(arguments: list[str], say: Callable[[str], None] = print) -> None:
    """Write the sample and say how much it is."""
    folder = Path(arguments[0]) if arguments else SAMPLE
    make(folder)
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    number = len(PAPERS) + len(EERSTE_KAMER) + 1
    say(f"{number} stukken, {len(sizes)} bestanden, {sum(sizes):,} bytes in {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
