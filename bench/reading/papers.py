"""The papers that are measured: the real PDFs beside the checkout and the official XML."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[3] / "shared" / "data"

_REPOSITORY = "koop/repository/frbr/officielepublicaties"


@dataclass(frozen=True, slots=True)
class Pair:
    """The same published paper in XML and in PDF."""

    id: str
    xml: Path
    pdf: Path


def real_pdfs(data: Path = DATA) -> list[Path]:
    """Every real PDF, in order of path."""
    return sorted(data.rglob("*.pdf"))


def real_pairs(data: Path = DATA) -> Iterator[Pair]:
    """The papers KOOP publishes in both forms."""
    for pdf in sorted((data / _REPOSITORY).rglob("*.pdf")):
        xml = pdf.parents[1] / "xml" / f"{pdf.stem}.xml"
        if xml.is_file():
            yield Pair(pdf.stem, xml, pdf)


def sample_moties(count: int | None, seed: int, data: Path = DATA) -> list[Path]:
    """``count`` of the XML moties, drawn with ``seed``; all of them for ``None``."""
    found = sorted((data / "moties" / "xml").glob("*.xml"))
    if count is None or count >= len(found):
        return found
    return sorted(random.Random(seed).sample(found, count))


def handelingen(data: Path = DATA) -> list[Path]:
    """The XML of the debates."""
    return sorted((data / "handelingen").glob("*.xml"))
