"""A dataset for the replay server out of papers and rows that lie elsewhere.

    python -m corpus.replay.dataset FOLDER --papers XML --rows zaken.jsonl.gz --gold gold.jsonl.gz

The bytes stay where they are: records name them by their absolute path. Whatever a row does not
say is left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]

_NAMESPACE = uuid.UUID("00000000-0000-4000-8000-000000099001")
_IDENTIFIER = re.compile(r"kst-(?P<dossier>.+)-(?P<nummer>[^-]+)")


def make_dataset(
    folder: Path,
    *,
    papers: Path,
    rows: Path | None = None,
    gold: Path | None = None,
    limit: int | None = None,
) -> int:
    """Write the rows and records of a dataset into ``folder``; gives the number of papers.

    ``papers`` is a folder of XML (and PDF) named by identifier. ``rows`` are Zaak rows with their
    Documents nested, ``gold`` more about each paper (key ``kst``), both JSON lines, packed with
    gzip or not. At most ``limit`` papers are taken.
    """
    forms = _forms(papers, limit)
    facts = {str(one["kst"]): one for one in _lines(gold) if one.get("kst")}
    zaken = [_with_dossier(one) for one in _lines(rows)]
    documents = {name: row for zaak in zaken for name, row in _documents(zaak)}
    records = [
        record(name, paths, documents.get(name, {}), facts.get(name, {}))
        for name, paths in forms.items()
    ]
    kept = [zaak for zaak in zaken if limit is None or any(n in forms for n, _ in _documents(zaak))]
    _write(folder / "koop" / "records.jsonl", records)
    _write(folder / "odata" / "Zaak.jsonl", kept)
    return len(records)


def record(identifier: str, paths: Mapping[str, str], document: Row, gold: Row) -> dict[str, Any]:
    """The record KOOP would have of a paper, as far as the row and what else is known tell."""
    match = _IDENTIFIER.fullmatch(identifier)
    dossier, number = (match["dossier"], match["nummer"]) if match else (None, None)
    day = _day(gold.get("datum") or document.get("Datum"))
    title = gold.get("onderwerp") or document.get("Onderwerp")
    dossier_title = gold.get("dossiertitel") or document.get("Titel")
    kind = _kind(gold.get("document_soort") or document.get("Soort"))
    facts = {
        "identifier": identifier,
        "title": "; ".join(part for part in (dossier_title, kind, title) if part) or identifier,
        "type": "Kamerstuk",
        "creator": "Tweede Kamer der Staten-Generaal",
        "modified": _day(document.get("ApiGewijzigdOp")) or day,
        "gewijzigd": document.get("ApiGewijzigdOp"),
        "date": day,
        "issued": day,
        "available": _published(document) or day,
        "content_area": f"officielepublicaties/kst/{dossier or 'onopgemaakt'}",
        "documentstatus": "Opgemaakt na onopgemaakt",
        "documenttitel": title,
        "dossiertitel": dossier_title,
        "dossiernummer": dossier,
        "ondernummer": number,
        "subrubriek": kind,
        "vergaderjaar": gold.get("vergaderjaar") or document.get("Vergaderjaar"),
        "publicatienaam": "Kamerstuk",
        "indiener": gold.get("indieners_official") or gold.get("ondertekenaars"),
        "manifestations": dict(paths),
    }
    return {name: value for name, value in facts.items() if value}


def _forms(papers: Path, limit: int | None) -> dict[str, dict[str, str]]:
    """The absolute path of each form of each paper, by identifier."""
    forms: dict[str, dict[str, str]] = {}
    for path in sorted(papers.resolve().iterdir()):
        kind = path.suffix.removeprefix(".")
        if kind in ("xml", "pdf") and (limit is None or path.stem in forms or len(forms) < limit):
            forms.setdefault(path.stem, {})[kind] = str(path)
    return forms


def _documents(zaak: Row) -> Iterator[tuple[str, Row]]:
    """The Documents of a Zaak by the identifier KOOP gave them."""
    for document in zaak.get("Document") or ():
        version = document.get("HuidigeDocumentVersie") or {}
        if name := version.get("ExterneIdentifier"):
            yield str(name), document


def _with_dossier(zaak: Row) -> Row:
    """The Zaak with its dossier, which rows of one entity alone do not name."""
    name = next((name for name, _ in _documents(zaak)), "")
    match = _IDENTIFIER.fullmatch(name)
    if match is None or "Kamerstukdossier" in zaak:
        return zaak
    number, _, addition = match["dossier"].partition("-")
    if not number.isdigit():
        return zaak
    dossier = {
        "Id": str(uuid.uuid5(_NAMESPACE, match["dossier"])),
        "Titel": zaak.get("Titel"),
        "Nummer": int(number),
        "Toevoeging": addition or None,
        "HoogsteVolgnummer": None,
        "Afgesloten": False,
        "Kamer": "Tweede Kamer",
        **{name: zaak.get(name) for name in ("GewijzigdOp", "ApiGewijzigdOp", "Verwijderd")},
    }
    return {**zaak, "Kamerstukdossier": [dossier]}


def _kind(soort: Any) -> str | None:
    """The kind as KOOP calls it."""
    if not soort:
        return None
    word = str(soort).partition(" ")[0]
    return word if word in ("Motie", "Brief", "Amendement", "Verslag") else str(soort)


def _day(moment: Any) -> str | None:
    return str(moment)[:10] if moment else None


def _published(document: Row) -> str | None:
    version = document.get("HuidigeDocumentVersie") or {}
    published = version.get("DocumentPublicatie") or ()
    return next((day for one in published if (day := _day(one.get("PublicatieDatum")))), None)


def _lines(file: Path | None) -> Iterator[dict[str, Any]]:
    if file is None:
        return
    data = file.read_bytes()
    for line in (gzip.decompress(data) if file.suffix == ".gz" else data).splitlines():
        if line.strip():
            yield json.loads(line)


def _write(file: Path, rows: list[Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def main(arguments: list[str] | None = None) -> None:
    """Make a dataset and say how many papers it has."""
    parser = argparse.ArgumentParser(prog="python -m corpus.replay.dataset", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--papers", type=Path, required=True)
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--limit", type=int)
    given = parser.parse_args(arguments)
    number = make_dataset(
        given.folder, papers=given.papers, rows=given.rows, gold=given.gold, limit=given.limit
    )
    sys.stdout.write(f"{number} stukken in {given.folder}\n")


if __name__ == "__main__":
    main()
