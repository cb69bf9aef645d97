"""What may be named in a question to the Tweede Kamer's OData services, by each version's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from corpus.replay.filters import QueryError
from corpus.replay.schema import Field, fields_of
from corpus.replay.table import NESTED, Table, Tables

PAGE = 250


@dataclass(frozen=True, slots=True)
class Dialect:
    """A version of the service: the largest ``$top``, and by entity what its fields are called.

    ``names`` are v4's names and this version's (empty for one that was dropped);
    ``new_promises`` tells that every Toezegging has the shape of 2026, whatever the rows say.
    """

    page: int = PAGE
    most: int | None = None
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    new_promises: bool = False

    def shown(self, entity: str, name: str) -> str:
        """What a field is called here; empty where it is gone."""
        return self.names.get(entity, {}).get(name, name)

    def held(self, entity: str, name: str) -> str:
        """What the rows call a field that is asked for by its name here.

        Raises :class:`QueryError` for a name that only v4 has.
        """
        names = self.names.get(entity, {})
        small = name.lower()
        for held, here in names.items():
            if here.lower() == small:
                return held
        if any(held.lower() == small for held in names):
            raise _unknown(entity, name)
        return name


V4 = Dialect()
V5 = Dialect(
    page=100,
    most=100,
    names={
        "Document": {
            "DocumentNummer": "Nummer",
            "Volgnummer": "Ondernummer",
            "DatumRegistratie": "",
        },
        "Activiteit": {"Voortouwnaam": "VoortouwCommissieNaam"},
        "Kamerstukdossier": {"HoogsteVolgnummer": "AantalDocumenten"},
        "Toezegging": {"ToegezegdAanPersoon": "", "ToegezegdAanFractie": ""},
    },
    missing=frozenset({"ToegezegdAan"}),
    new_promises=True,
)


class Names:
    """The names of one entity. A name is one of its schema, or one that a row of it has.

    All raise :class:`QueryError` for a name that is neither.
    """

    def __init__(self, tables: Tables, entity: str, dialect: Dialect) -> None:
        self._tables = tables
        self.entity = entity
        self.dialect = dialect

    def field(self, name: str) -> Field:
        """The field of this name; the service does not mind capitals."""
        held = self.dialect.held(self.entity, name)
        known = fields_of(self.entity, self._shape)
        found = (known or {}).get(held.lower()) or self._in_rows(held)
        if found is None and known is not None:
            raise _unknown(self.entity, name)
        return found or Field(held)

    def nested(self, name: str) -> tuple[Field, Names]:
        """What is nested under a name, and the names within it."""
        found = self.field(name)
        if not found.mark:
            said = f"Property '{name}' on type '{self.entity}' is not a navigation property."
            raise QueryError(said)
        return found, Names(self._tables, found.entity, self.dialect)

    def path(self, text: str) -> tuple[str, ...]:
        """A path of names as the rows have them."""
        *through, last = text.split("/")
        names, held = self, []
        for name in through:
            found, names = names.nested(name)
            held.append(found.name)
        return (*held, names.field(last).name)

    def within(self, navigation: str) -> tuple[str, Names]:
        """What the rows call a navigation, and the names within it."""
        found, names = self.nested(navigation)
        return found.name, names

    @cached_property
    def _shape(self) -> int:
        """Which shape a Toezegging has: that of 2025 where a letter is told as a string."""
        table = self._tables.get("Toezegging")
        if self.entity != "Toezegging" or self.dialect.new_promises or table is None:
            return 2026
        letters = ((table.peek(key) or {}).get("KamerbriefNakoming") for key in table)
        return 2025 if any(isinstance(letter, str) for letter in letters) else 2026

    def _in_rows(self, name: str) -> Field | None:
        """A field the schema does not have and the rows do."""
        found = None
        table = self._tables.get(self.entity, Table())
        rows = (table.peek(key) or {} for key in table)
        for held, value in (pair for row in rows for pair in row.items()):
            if held.lower() == name.lower():
                mark = "*" if isinstance(value, list) else ">" if isinstance(value, dict) else ""
                found = Field(held, mark, NESTED.get(held, held))
                if mark:
                    break
        return found


def _unknown(entity: str, name: str) -> QueryError:
    return QueryError(
        f"Could not find a property named '{name}' on type 'TK.DA.GGM.OData.{entity}'."
    )
