"""What the text above a table says of its totals, where the two disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.cells import SCALES
from models.document import Document, Passage
from models.findings import Tabelfeit
from models.lists import Eenheid, PassageSoort, Totaal
from models.problems import Problem

_EUROS = {Eenheid.EURO: 1, **dict(SCALES.values())}
_AMOUNT = re.compile(
    r"(?P<about>\b(?:circa|ca\.|ongeveer|bijna|ruim|zo’n|meer dan|minder dan|maximaal|minimaal) )?"
    r"(?:€ ?)?(?P<number>\d{1,3}(?:\.\d{3})*(?:,\d+)?|\d+(?:,\d+)?) "
    r"(?P<scale>duizend|mln|miljoen|mld|miljard)\.?(?: euro)?(?: in (?P<year>20\d{2}))?(?!\d)"
)
# so many passages above a table may speak of it
_REACH = 12


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount in the text, in euro, the year it is said of, and how it is written."""

    euros: Decimal
    year: int | None
    text: str


def find_disagreements(document: Document, facts: Sequence[Tabelfeit]) -> tuple[Problem, ...]:
    """A problem for each amount in the text that is not the total the table gives for that year.

    Only a passage above the table that names another of its totals exactly speaks of the table;
    only totals that were verified are held against it. A note to the total comes along.
    """
    return tuple(
        Problem(document.id, "extract", "tabel_tekst", melding)
        for index in range(len(document.tables))
        for melding in _told(document, index, [fact for fact in facts if fact.table == index])
    )


def _told(document: Document, index: int, facts: Sequence[Tabelfeit]) -> Iterator[str]:
    verified = [fact for fact in facts if fact.totaal is Totaal.KLOPT]
    totals = [fact for fact in verified if fact.eenheid in _EUROS and fact.kolom]
    by_year = {fact.jaar_van: fact for fact in totals if fact.jaar_van == fact.jaar_tot}
    printed = {_euros(fact) for fact in totals} - {Decimal(0)}
    for passage in _above(document, index) if totals else ():
        amounts = list(_amounts(" ".join(document.quote(passage.span).split())))
        for amount in amounts:
            total = by_year.get(amount.year) if amount.year else None
            others = {other.euros for other in amounts if other is not amount}
            if total is None or not others & printed or _euros(total) == amount.euros:
                continue
            yield (
                f"de tekst noemt {amount.text!r}, tabel {index + 1} telt voor {amount.year} "
                f"{total.waarde.replace('.', ',')} ({total.eenheid})"
                f"{_note(document, index, total)}; leg het stuk ernaast"
            )


def _above(document: Document, index: int) -> list[Passage]:
    """The passages of the running text above a table, the nearest of them."""
    start = document.tables[index].span.start
    text = (PassageSoort.ALINEA, PassageSoort.OPSOMMING)
    return [p for p in document.passages if p.span.start < start and p.soort in text][-_REACH:]


def _amounts(text: str) -> Iterator[_Amount]:
    for match in _AMOUNT.finditer(text):
        if match["about"] is None:
            number = Decimal(match["number"].replace(".", "").replace(",", "."))
            year = int(match["year"]) if match["year"] else None
            yield _Amount(number * SCALES[match["scale"]][1], year, match[0])


def _euros(fact: Tabelfeit) -> Decimal:
    return Decimal(fact.waarde) * _EUROS[fact.eenheid or Eenheid.EURO]


def _note(document: Document, index: int, total: Tabelfeit) -> str:
    """The note under or above a table that the star behind its total points at."""
    if not total.rij.endswith("*"):
        return ""
    at = document.passage_at(document.tables[index].span.start)
    near = document.passages[max(0, (at or 0) - 3) : (at or 0) + 4]
    for passage in near:
        text = " ".join(document.quote(passage.span).split())
        if text.startswith("*") and passage.soort is not PassageSoort.TABEL:
            return f"; noot: {text[:300]!r}"
    return ""
