"""What the metadata of an official publication say of it: the same names in HTML and ODT."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.document import Kenmerken
from models.identifiers import Dossier, Vergaderjaar, parse_identifier

_IDENTIFIERS = ("dc.identifier", "dcterms.identifier")
_KAMERS = {"eerste kamer der staten-generaal": 1, "tweede kamer der staten-generaal": 2}


def read_meta(pairs: Iterable[tuple[str, str]]) -> tuple[str | None, Kenmerken]:
    """The identifier of the paper and what else its metadata say; ``pairs`` are name and value.

    A name may carry a scheme before a slash (``OVERHEIDop.ParlID/DC.identifier``). The first
    value of a name counts. Whoever names no identifier of ours is no official publication.
    """
    said: dict[str, str] = {}
    for name, value in pairs:
        words = " ".join(value.split())
        if words:
            said.setdefault(name.rpartition("/")[2].lower(), words)
    number = said.get("overheidop.ondernummer") or said.get("overheidop.aanhangselnummer")
    return _identifier(said), Kenmerken(
        titel=said.get("overheidop.documenttitel"),
        datum=_date(said.get("dcterms.issued")),
        kamer=_KAMERS.get(said.get("dc.creator", "").lower()),
        vergaderjaar=_vergaderjaar(said.get("overheidop.vergaderjaar")),
        dossier_id=_dossier(said.get("overheidop.dossiernummer")),
        dossier_titel=said.get("overheidop.dossiertitel"),
        ondernummer=number,
    )


def _identifier(said: dict[str, str]) -> str | None:
    for name in _IDENTIFIERS:
        try:
            return str(parse_identifier(said.get(name, "")))
        except ValueError:
            continue
    return None


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _vergaderjaar(text: str | None) -> str | None:
    try:
        return str(Vergaderjaar.parse(text or ""))
    except ValueError:
        return None


def _dossier(text: str | None) -> str | None:
    try:
        return str(Dossier.parse(text or ""))
    except ValueError:
        return None
