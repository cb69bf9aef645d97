"""Which member a printed name means: by surname, first name or initials, and a seat on the day."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from models.register import Persoon

# the words before a surname, in plain letters
TUSSENVOEGSELS = frozenset(("van", "von", "de", "den", "der", "te", "ten", "ter", "el", "t", "het"))

_NOT_LETTERS = re.compile(r"[\W\d_]+")


class Leden:
    """The members of the register, found by name; an answer only where one member fits.

    Where the register knows seats, a member must have held one on the day asked for.
    """

    def __init__(self, personen: Iterable[Persoon]) -> None:
        self._by_name: defaultdict[str, list[Persoon]] = defaultdict(list)
        self._seats_known = False
        for persoon in personen:
            self._seats_known = self._seats_known or bool(persoon.zetels)
            for name in _names(persoon):
                self._by_name[name].append(persoon)

    def find(
        self, naam: str, op: date | None, among: Collection[str] | None = None
    ) -> Persoon | None:
        """The one member of this name on this day; ``None`` where none or several fit.

        ``among`` are the ids of the only members it can be (who signed, by the register); these
        need no seat. Without a day, every member of the register is looked at.
        """
        found = self._by_name.get(plain_name(naam), [])
        if among is not None:
            found = [persoon for persoon in found if persoon.id in among]
        elif self._seats_known and op is not None:
            found = [persoon for persoon in found if persoon.zetel_op(op)]
        return found[0] if len(found) == 1 else None


def plain_name(naam: str) -> str:
    """A name as plain lower-case words; case, accents, dashes and note numbers do not matter.

    >>> plain_name("Çelik-Van 't Proef1")
    'celik van t proef'
    """
    folded = unicodedata.normalize("NFKD", naam)
    folded = "".join(char for char in folded if not unicodedata.combining(char)).casefold()
    return " ".join(_NOT_LETTERS.split(folded)).strip()


def _names(persoon: Persoon) -> Iterator[str]:
    """Every way to write a member: with and without first name or initials."""
    surname = " ".join(part for part in (persoon.tussenvoegsel, persoon.achternaam) if part)
    first_names = (None, persoon.voornaam, persoon.initialen)
    written = (" ".join(part for part in (first, surname) if part) for first in first_names)
    yield from dict.fromkeys(map(plain_name, written))
