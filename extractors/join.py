"""The moties of the register and of the papers, each motie once, with what it replaces.

What decides whether two are one hangs on what they have in common: an identifier, or the title of
the dossier with the number in it. So moties can be joined group by group
(:func:`row_keys`, :func:`paper_keys` say what a group shares) and the outcome is the same as when
all are joined together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rapidfuzz import fuzz

from extractors.namen import share_a_member
from extractors.onderwerp import read_onderwerp, title_key
from models.document import Kenmerken
from models.findings import Findings
from models.links import KnownMotie, PaperMotie
from models.lists import MotieSoort
from models.register import RegisterMotie

# a changed motie follows within months what it replaces
_JUST_BEFORE = timedelta(days=200)
# of 100: two spellings of one subject; what the number in a dossier alone joins has to be alike
_ALIKE = 70.0


@dataclass(frozen=True, slots=True)
class Joined:
    """The moties in order of id; every other identifier of one; what each was made of.

    ``sources`` holds, by motie, the ``zaak_id`` of its row and the :attr:`PaperMotie.key` of
    each place in a paper.
    """

    moties: tuple[KnownMotie, ...]
    aliases: dict[str, str]
    sources: dict[str, tuple[str, ...]]


def paper_moties(
    document_id: str, kenmerken: Kenmerken, findings: Findings, aliassen: Sequence[str] = ()
) -> Iterator[PaperMotie]:
    """What joining needs of the moties in a paper; ``aliassen`` are its other identifiers."""
    for motie in findings.moties:
        is_paper = motie.id == document_id
        read = read_onderwerp(motie.titel or kenmerken.titel or kenmerken.kop or "")
        yield PaperMotie(
            document_id=document_id,
            motie_id=motie.id,
            nummer=motie.nummer,
            soort=motie.soort,
            namen=read.namen or tuple(indiener.naam for indiener in motie.indieners),
            onderwerp=read.kern,
            datum=motie.datum or kenmerken.datum,
            dossier_titel=kenmerken.dossier_titel if is_paper else None,
            ondernummer=kenmerken.ondernummer if is_paper else None,
            vervangt_id=motie.vervangt_id,
            aliassen=tuple(aliassen) if is_paper else (),
        )


def row_keys(row: RegisterMotie) -> set[str]:
    """What joins a row of the register with others: its identifiers, its place in the dossier."""
    replaced = _replaced_by_row(row)
    names = (row.id, *row.aliassen, row.zaak_id, *replaced, *_implied(row, replaced))
    numbers = (str(row.nummer or ""), *map(_number_of, replaced))
    return _keys(names, row.dossier_titel, numbers)


def _implied(row: RegisterMotie, replaced: Iterable[str]) -> tuple[str, ...]:
    """The Kamerstuk of a row that knows no dossier, where it replaces one of a known dossier.

    A motie is changed within its dossier: "(t.v.v. 99001-13)" makes number 16 ``kst-99001-16``.
    """
    if row.nummer is None or row.id.startswith("kst-"):
        return ()
    dossiers = {one.rpartition("-")[0] for one in replaced if one.startswith("kst-")}
    return (f"{dossiers.pop()}-{row.nummer}",) if len(dossiers) == 1 else ()


def paper_keys(motie: PaperMotie) -> set[str]:
    """What joins a motie in a paper with others; see :func:`row_keys`."""
    replaced = [motie.vervangt_id] if motie.vervangt_id else []
    numbers = (motie.ondernummer or "", *map(_number_of, replaced))
    return _keys((*_names(motie), *replaced), motie.dossier_titel, numbers)


def _keys(names: Iterable[str], title: str | None, numbers: Iterable[str]) -> set[str]:
    places = {f"nr:{key}|{number}" for number in numbers if (key := title_key(title)) and number}
    return {f"id:{name}" for name in names} | places


def _names(motie: PaperMotie) -> tuple[str, ...]:
    return tuple(dict.fromkeys((motie.id, motie.motie_id, *motie.aliassen)))


def _number_of(identifier: str) -> str:
    """The number within the dossier in ``kst-99001-5`` or in a bare ``5``."""
    return identifier.rpartition("-")[2]


def _replaced_by_row(row: RegisterMotie) -> tuple[str, ...]:
    """What the register's relations and the subject of the row say it replaces."""
    said = read_onderwerp(row.onderwerp).vervangt
    return (*row.vervangt, said) if said else row.vervangt


def join(rows: Iterable[RegisterMotie], papers: Iterable[PaperMotie]) -> Joined:
    """Every motie of ``rows`` and ``papers`` once, whatever their order.

    A motie known from a paper (``kst-…``) and from a register row without a dossier (``zaak-…``)
    is one: the kst form wins, the other becomes an alias. A paper is joined with a row by
    identifier, else by title and number of the dossier and the day, where one row fits.
    """
    groups = _Groups(rows)
    for motie in sorted(papers, key=lambda one: (not one.is_paper, one.key)):
        groups.add(motie)
    return groups.joined()


@dataclass(slots=True)
class _Group:
    """One motie: its row, if any, and the places in papers where it stands, the best first."""

    row: RegisterMotie | None
    papers: list[PaperMotie] = field(default_factory=list)
    replaced: tuple[str, ...] = field(init=False)
    # the number its row implies, where it goes by it
    implied: str | None = None

    def __post_init__(self) -> None:
        self.replaced = _replaced_by_row(self.row) if self.row else ()

    @property
    def id(self) -> str:
        if self.row and (self.row.id.startswith("kst-") or not self.papers):
            return self.row.id
        return self.papers[0].id

    @property
    def sources(self) -> tuple[str, ...]:
        own = (self.row.zaak_id,) if self.row else ()
        return (*own, *(paper.key for paper in self.papers))

    def names(self) -> Iterator[str]:
        if self.row:
            yield from (self.row.id, *self.row.aliassen)
        if self.implied:
            yield self.implied
        for paper in self.papers:
            yield from _names(paper)

    def known(self) -> KnownMotie:
        best = self.papers[0] if self.papers else None
        if self.row is None:
            assert best is not None
            return KnownMotie(
                self.id, self.id, best.soort, best.namen, best.onderwerp, None, best.document_id,
                datum=best.datum,
            )  # fmt: skip
        read = read_onderwerp(self.row.onderwerp)
        known = KnownMotie(
            self.id, self.id, read.soort, read.namen, read.kern, self.row, datum=self.row.datum
        )
        if best is None:
            return known
        return replace(
            known,
            document_id=best.document_id,
            # a subject that leaves out "gewijzigde" does not outweigh the printed heading
            soort=best.soort if read.soort is MotieSoort.MOTIE else read.soort,
            namen=read.namen or best.namen,
            onderwerp=read.kern or best.onderwerp,
            datum=self.row.datum or best.datum,
        )

    def is_just_before(self, later: _Group) -> bool:
        """Whether this may be what ``later`` replaces: not long before it, a member in common."""
        one, other = self.known(), later.known()
        if one.datum is None or other.datum is None:
            return False
        near = timedelta(0) <= other.datum - one.datum <= _JUST_BEFORE
        return near and share_a_member(one.namen, other.namen)

    def is_another_motie(self, later: _Group) -> bool:
        """Whether ``later`` cannot replace this: no member in common and no subject alike."""
        one, other = self.known(), later.known()
        if not one.namen or not other.namen:
            return False
        if share_a_member(one.namen, other.namen):
            return False
        return fuzz.token_set_ratio(one.onderwerp or "", other.onderwerp or "") < _ALIKE

    def replaces(self) -> Iterator[tuple[str, str | None]]:
        """What it says it replaces, each with the title of the dossier it is said in."""
        for paper in self.papers:
            if paper.vervangt_id:
                yield paper.vervangt_id, paper.dossier_titel
        if self.row:
            yield from ((named, self.row.dossier_titel) for named in self.replaced)


class _Groups:
    """The moties while they are joined."""

    def __init__(self, rows: Iterable[RegisterMotie]) -> None:
        self._groups = [_Group(row) for row in _distinct(sorted(rows, key=_by_zaak))]
        self._of: dict[str, _Group] = {}
        self._placed: defaultdict[str, list[_Group]] = defaultdict(list)
        for group in self._groups:
            assert group.row
            self._of[group.row.id] = group
            if key := title_key(group.row.dossier_titel):
                self._placed[f"{key}|{group.row.nummer}"].append(group)
        for group in self._groups:
            assert group.row
            for name in (*group.row.aliassen, group.row.zaak_id):
                self._of.setdefault(name, group)
        self._imply()

    def _imply(self) -> None:
        """Moties go by the number that their rows imply too, where no other has or implies it."""
        implied: defaultdict[str, list[_Group]] = defaultdict(list)
        for group in self._groups:
            assert group.row
            for name in _implied(group.row, group.replaced):
                implied[name].append(group)
        for name, groups in implied.items():
            if len(groups) == 1 and name not in self._of:
                self._of[name] = groups[0]
                groups[0].implied = name

    def add(self, motie: PaperMotie) -> None:
        """Give a motie in a paper its group; those that are papers come before those heard."""
        names = _names(motie) if motie.is_paper else (motie.id,)
        group = next((self._of[name] for name in names if name in self._of), None)
        if group is None and motie.is_paper:
            group = self._by_place(motie)
        if group is None:
            group = _Group(None)
            self._groups.append(group)
        group.papers.append(motie)
        for name in _names(motie):
            self._of.setdefault(name, group)

    def _by_place(self, motie: PaperMotie) -> _Group | None:
        """The row without a dossier at this title and number, of that day; ``None`` in doubt."""
        placed = self._placed.get(f"{title_key(motie.dossier_titel)}|{motie.ondernummer}", ())
        same = [group for group in placed if group.row and _fits(group.row, motie.datum)]
        return same[0] if len(same) == 1 else None

    def joined(self) -> Joined:
        """What came of it."""
        before = {group.id: self._replaced(group) for group in self._groups}
        groups = sorted(self._groups, key=lambda group: group.id)
        moties = tuple(
            replace(group.known(), vervangt_id=before[group.id], keten_id=first(group.id, before))
            for group in groups
        )
        aliases = {
            name: group.id
            for group in groups
            for name in group.names()
            if name not in before and self._of[name] is group
        }
        return Joined(moties, aliases, {group.id: group.sources for group in groups})

    def _replaced(self, group: _Group) -> str | None:
        """The motie that a group replaces: an id, also where we do not hold that motie."""
        named = list(group.replaces())
        for one, title in named:
            if found := self._held(one, title, group):
                return found
        others = (one for one, _ in named if self._of.get(one) is not group)
        return next((one for one in others if one.startswith("kst-")), None)

    def _held(self, named: str, title: str | None, by: _Group) -> str | None:
        group = self._of.get(named)
        if group:
            return group.id if group is not by else None
        placed = self._placed.get(f"{title_key(title)}|{_number_of(named)}", ())
        others = [other for other in placed if other is not by and not other.is_another_motie(by)]
        if len(others) > 1:
            # dossiers of several years may have one title ("Nota over de toestand van …")
            others = [other for other in others if other.is_just_before(by)]
        return others[0].id if len(others) == 1 else None


def _by_zaak(row: RegisterMotie) -> str:
    return row.zaak_id


def _distinct(rows: Iterable[RegisterMotie]) -> Iterator[RegisterMotie]:
    """The rows; of two Zaken that name one Kamerstuk the second goes by its Zaak."""
    taken: set[str] = set()
    for row in rows:
        if row.id in taken:
            row = by_zaak(row)
        taken.add(row.id)
        yield row


def by_zaak(row: RegisterMotie) -> RegisterMotie:
    """The row under the name of its Zaak."""
    name = f"zaak-{row.zaak_nummer or row.zaak_id}"
    return replace(row, id=name, aliassen=tuple(one for one in row.aliassen if one != name))


def _fits(row: RegisterMotie, datum: date | None) -> bool:
    on = datum is None or row.datum is None or row.datum == datum
    return row.id.startswith("zaak-") and on


def first(id_: str, before: Mapping[str, str | None]) -> str:
    """The first motie of the chain that ends in ``id_``, among those we hold.

    Of moties that replace each other in a circle it is the one with the first id.
    """
    seen = [id_]
    while (earlier := before.get(seen[-1])) and earlier in before:
        if earlier in seen:
            return min(seen[seen.index(earlier) :])
        seen.append(earlier)
    return seen[-1]
