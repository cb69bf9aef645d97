"""The Standen as a collection: who is expected to report over which year, and what of it is here.

What is expected stands in ``standen.toml``. What is held are papers recognised by their content
(:class:`models.vorm.Vorm`); what was only seen are pages and links that promise one. The reporting
year of a paper is, in this order: the year its title says, the year the source says, the year that
the covering letter says, the year of its own date, that of the letter. How it was decided is said
in ``opmerking`` where it was not the title.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources

from corpus import tables
from models.document import Kenmerken
from models.lists import DocumentSoort
from models.vorm import Vorm

BRON = "standen"
# the forms in which an organisation may report (motie of 2022: apart, or in the jaarverslag)
FORMS = frozenset(
    {
        DocumentSoort.STAND_VAN_DE_UITVOERING,
        DocumentSoort.STAAT_VAN_DE_UITVOERING,
        DocumentSoort.KNELPUNTENBRIEF,
        DocumentSoort.JAARVERSLAG,
    }
)
# a page and a paper of one organisation and form within so many days are the same report
_SAME = timedelta(days=14)

Key = tuple[str, int, DocumentSoort]


@dataclass(frozen=True, slots=True)
class Verwacht:
    """A report that is expected every ``om_de`` years from ``eerste_jaar`` on."""

    organisatie: str
    vorm: DocumentSoort
    eerste_jaar: int
    bron: str
    om_de: int = 1
    opmerking: str | None = None

    def years(self, until: int) -> range:
        """The reporting years up to and including ``until``."""
        return range(self.eerste_jaar, until + 1, self.om_de)


@dataclass(frozen=True, slots=True)
class Register:
    """What is expected, and which organisations a field stands for where that is certain."""

    verwacht: tuple[Verwacht, ...] = ()
    domeinen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper that is held: a report, or a covering letter that brings some.

    ``organisatie`` is the id of the organisation the source names, where it names one.
    """

    id: str
    kenmerken: Kenmerken
    bron: str
    url: str | None = None
    bijlage_bij: str | None = None
    organisatie: str | None = None


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page or link that promises reports; nothing says that we hold them.

    ``bron`` is who says so (a source, or the paper that links to it); ``datum`` the day the page
    shows. ``domein`` is named where the organisations are not; ``aantal`` is how many it promises.
    """

    bron: str
    url: str
    soort: DocumentSoort
    organisaties: tuple[str, ...] = ()
    domein: str | None = None
    jaar: int | None = None
    datum: date | None = None
    aantal: int | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """The rows of the published table, coverage per organisation and year, and what has no place.

    ``zonder_plaats`` are the ids of reports whose organisation or year nothing tells.
    """

    rows: tuple[tables.Stand, ...]
    dekking: tuple[tables.Dekking, ...]
    zonder_plaats: tuple[str, ...] = ()


@cache
def load_register() -> Register:
    """What ``standen.toml`` says.

    Raises ``TypeError`` or ``ValueError`` for what it does not understand: a fault in the program.
    """
    text = resources.files("corpus").joinpath("standen.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)
    forms = {form.value: form for form in FORMS}
    return Register(
        verwacht=tuple(Verwacht(**row | {"vorm": forms[row["vorm"]]}) for row in said["verwacht"]),
        domeinen={row["id"]: tuple(row["organisaties"]) for row in said["domeinen"]},
    )


def collect_standen(
    register: Register,
    held: Iterable[HeldPaper],
    seen: Iterable[SeenPage],
    *,
    until: int,
    namen: Mapping[str, str],
    ministeries: Mapping[str, str] | None = None,
) -> Collection:
    """Expected against held against seen.

    ``until`` is the last reporting year that is over and so may be expected. ``namen`` are the
    names of the organisations by id; what names another one has no place. ``ministeries`` gives
    the ministry of each, to say of a letter about a whole field whom it may be about.
    """
    work = _Collecting(register, namen, ministeries or {})
    work.hold(held)
    work.expect(until)
    work.see(seen)
    return work.finish()


@dataclass(slots=True)
class _Row:
    """A row in the making."""

    verwacht: bool = False
    document_id: str | None = None
    datum: date | None = None
    bron: str | None = None
    url: str | None = None
    also: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Collecting:
    """One pass over what is held, expected and seen."""

    def __init__(
        self, register: Register, namen: Mapping[str, str], ministeries: Mapping[str, str]
    ) -> None:
        self._register = register
        self._namen = namen
        self._ministeries = ministeries
        self._rows: defaultdict[Key, _Row] = defaultdict(_Row)
        self._letters: dict[str, HeldPaper] = {}
        self._without: list[str] = []

    def hold(self, papers: Iterable[HeldPaper]) -> None:
        """Give every report its rows; keep the letters that bring them."""
        reports: list[tuple[HeldPaper, Vorm]] = []
        for paper in papers:
            vorm = paper.kenmerken.vorm
            if vorm and vorm.aanbieding:
                self._letters[paper.id] = paper
            elif vorm and vorm.soort in FORMS:
                reports.append((paper, vorm))
        for paper, vorm in sorted(reports, key=lambda one: _age(one[0])):
            self._hold(paper, vorm)

    def _hold(self, paper: HeldPaper, vorm: Vorm) -> None:
        letter = self._letters.get(paper.bijlage_bij or "")
        organisaties = self._organisaties(paper, vorm, letter)
        jaar, how = _year(paper, letter)
        if not organisaties or jaar is None:
            self._without.append(paper.id)
            return
        for organisatie in organisaties:
            row = self._rows[organisatie, jaar, vorm.soort]
            if row.document_id:
                row.also.append(row.document_id)
            row.document_id, row.datum = paper.id, paper.kenmerken.datum
            row.bron, row.url = paper.bron, paper.url
            if how:
                row.notes = [how]

    def _organisaties(
        self, paper: HeldPaper, vorm: Vorm, letter: HeldPaper | None
    ) -> tuple[str, ...]:
        """Whom a report is about: as recognised, as the source, its field or its letter says.

        Of a letter that names several organisations nothing says which of them this one is.
        """
        found = vorm.organisaties or ((paper.organisatie,) if paper.organisatie else ())
        found = found or self._field(vorm.domein)
        brought = letter.kenmerken.vorm if letter else None
        if not found and brought:
            found = self._field(brought.domein)
            if len(brought.organisaties) == 1:
                found = brought.organisaties
        return tuple(one for one in found if one in self._namen)

    def _field(self, domein: str | None) -> tuple[str, ...]:
        return self._register.domeinen.get(domein or "", ())

    def expect(self, until: int) -> None:
        """Mark what is expected; where it is not held, say what is known of it."""
        for one in self._register.verwacht:
            for jaar in one.years(until):
                row = self._rows[one.organisatie, jaar, one.vorm]
                row.verwacht = True
                if row.document_id is None:
                    row.notes += self._instead(one.organisatie, jaar, one.vorm)
                if one.opmerking:
                    row.notes.append(one.opmerking)

    def _instead(self, organisatie: str, jaar: int, vorm: DocumentSoort) -> Iterator[str]:
        """Other forms of that year that are held, and letters that say they bring it."""
        for form in sorted(FORMS - {vorm}):
            other = self._rows.get((organisatie, jaar, form))
            if other and other.document_id:
                yield f"wel in de vorm {form.value}: {other.document_id}"
        for letter in self._letters.values():
            brought = letter.kenmerken.vorm
            if brought and organisatie in brought.organisaties and _year(letter, None)[0] == jaar:
                yield f"alleen de aanbiedingsbrief: {letter.id}"

    def see(self, pages: Iterable[SeenPage]) -> None:
        """Lay what was seen beside what is held and expected."""
        for page in sorted(set(pages), key=lambda one: (one.url, one.bron)):
            organisaties = page.organisaties or self._field(page.domein)
            if organisaties:
                for organisatie in organisaties:
                    self._see(page, organisatie)
            elif page.domein:
                self._see_field(page)

    def _see(self, page: SeenPage, organisatie: str) -> None:
        jaar = page.jaar or (page.datum.year if page.datum else None)
        if jaar is None or organisatie not in self._namen or self._is_held(page, organisatie):
            return
        row = self._rows[organisatie, jaar, page.soort]
        if row.document_id is None and row.url is None:
            row.bron, row.url = page.bron, page.url
            row.notes.append(f"gezien bij {page.bron}, niet in huis")
            if page.jaar is None:
                row.notes.append("jaar van de pagina")

    def _is_held(self, page: SeenPage, organisatie: str) -> bool:
        """Whether a paper of about the same day is this one; a page may name another year."""
        return any(
            key[0] == organisatie
            and key[2] is page.soort
            and row.document_id is not None
            and (key[1] == page.jaar or _near(row.datum, page.datum))
            for key, row in self._rows.items()
        )

    def _see_field(self, page: SeenPage) -> None:
        """A letter about a field: it may be about each of its organisations that is missing."""
        year = page.jaar or (page.datum.year if page.datum else None)
        for (organisatie, jaar, soort), row in self._rows.items():
            missing = row.document_id is None and row.url is None and soort is page.soort
            if missing and jaar == year and self._ministeries.get(organisatie) == page.domein:
                row.notes.append(f"misschien bij {page.url} ({page.domein})")

    def finish(self) -> Collection:
        """The rows in order of organisation, year and form."""
        keys = sorted(self._rows)
        rows = tuple(
            tables.Stand(
                organisatie_id=organisatie,
                jaar=jaar,
                vorm=vorm.value,
                verwacht=row.verwacht,
                document_id=row.document_id,
                gevonden_bij=row.bron,
                url=row.url,
                opmerking=_remark(row),
            )
            for organisatie, jaar, vorm in keys
            for row in [self._rows[organisatie, jaar, vorm]]
        )
        return Collection(rows, tuple(self._coverage(rows)), tuple(sorted(self._without)))

    def _coverage(self, rows: Sequence[tables.Stand]) -> Iterator[tables.Dekking]:
        """Per organisation and year: a report counts as held in whatever form it came."""
        by_year: defaultdict[tuple[str, int], list[tables.Stand]] = defaultdict(list)
        for row in rows:
            by_year[row.organisatie_id, row.jaar].append(row)
        for (organisatie, jaar), of_year in sorted(by_year.items()):
            expected = sum(row.verwacht for row in of_year)
            if expected:
                held = min(expected, sum(row.document_id is not None for row in of_year))
                yield tables.Dekking(
                    bron=BRON,
                    soort=self._namen.get(organisatie, organisatie),
                    periode=str(jaar),
                    verwacht=expected,
                    aanwezig=held,
                    ontbrekend=expected - held,
                    laatst_gezien=None,
                )


def _age(paper: HeldPaper) -> tuple[date, str]:
    return (paper.kenmerken.datum or date.min, paper.id)


def _year(paper: HeldPaper, letter: HeldPaper | None) -> tuple[int | None, str | None]:
    """The reporting year, and how it was decided where the title does not say it."""
    said = paper.kenmerken
    if said.vorm and said.vorm.jaar:
        return said.vorm.jaar, None
    if said.jaar:
        return said.jaar, "jaar volgens bron of opschrift"
    brought = letter.kenmerken.vorm if letter else None
    if letter and brought and brought.jaar:
        return brought.jaar, f"jaar volgens de aanbiedingsbrief {letter.id}"
    if said.datum:
        return said.datum.year, "jaar van de datum"
    if letter and letter.kenmerken.datum:
        return letter.kenmerken.datum.year, f"jaar van de aanbiedingsbrief {letter.id}"
    return None, None


def _near(one: date | None, other: date | None) -> bool:
    return bool(one and other and abs(one - other) <= _SAME)


def _remark(row: _Row) -> str | None:
    notes = [*row.notes]
    if row.also:
        notes.insert(0, f"ook: {', '.join(row.also)}")
    return "; ".join(dict.fromkeys(notes)) or None
