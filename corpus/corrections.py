"""Corrections of people: a CSV in the data directory, applied again on every run.

Columns: ``doel_soort`` (table), ``doel_id``, ``veld``, ``waarde`` (empty: make the field empty),
``reden``, ``wie``, ``op``.
"""

from __future__ import annotations

import csv
from dataclasses import fields
from pathlib import Path

from corpus.tables import Correctie
from models.problems import UsageError

COLUMNS = tuple(field.name for field in fields(Correctie))


def read_corrections(file: Path) -> tuple[Correctie, ...]:
    """The corrections in ``file``; none where there is no file.

    Raises :class:`UsageError` where a column is missing or a row names no table, row, field,
    reason or person: a correction that cannot be checked is not applied.
    """
    if not file.exists():
        return ()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise UsageError(f"{file} mist de kolom(men) {', '.join(missing)}; voeg ze toe.")
        return tuple(_correction(file, number, row) for number, row in enumerate(reader, start=2))


def _correction(file: Path, number: int, row: dict[str, str]) -> Correctie:
    values = {name: (row[name] or "").strip() for name in COLUMNS}
    empty = [name for name in COLUMNS if name != "waarde" and not values[name]]
    if empty:
        raise UsageError(f"{file}, regel {number}: {', '.join(empty)} is leeg; vul het in.")
    value = values.pop("waarde") or None
    return Correctie(waarde=value, **values)
