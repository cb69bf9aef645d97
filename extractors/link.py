"""Everything found in all papers, settled: one list of moties, mentions and follow-ups to them.

Pure: the register and the findings go in, the links come out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from extractors.namen import same_member
from extractors.onderwerp import read_onderwerp
from extractors.resolve import MotieIndex
from models.document import Kenmerken
from models.findings import Findings, Motie, MotieVermelding, Opvolging
from models.links import KnownMotie, Links, Resolution
from models.lists import MotieSoort
from models.register import Register, RegisterMotie

Paper = tuple[str, Kenmerken, Findings]

_NOT_WORD = re.compile(r"[\W_]+")
# a mention settled by an earlier one in the same paper
_SAME_PAPER = 0.95


def link(register: Register, papers: Iterable[Paper]) -> Links:
    """Settles every mention and follow-up of ``papers`` against register and papers together.

    A motie known from a paper (``kst-…``) and from a register row without a dossier (``zaak-…``)
    is one: the kst form wins, the other becomes an alias. Mentions that leave a doubt keep their
    candidates; a follow-up whose target is unknown is absent from ``targets``.
    """
    held = list(papers)
    known = _Known(register.moties)
    for document_id, kenmerken, findings in held:
        for motie in findings.moties:
            known.add(document_id, kenmerken, motie)
    moties = known.chained()
    promises = {one.id for _, _, findings in held for one in findings.toezeggingen} | {
        one.id for one in register.toezeggingen
    }
    settler = _Settler(moties, known.aliases, known.dates, promises)
    resolutions: dict[str, Resolution] = {}
    targets: dict[str, str] = {}
    for _, kenmerken, findings in held:
        resolutions |= settler.mentions(findings.vermeldingen, kenmerken.datum)
        targets |= settler.targets(findings.opvolgingen, resolutions)
    return Links(moties, resolutions, targets, known.aliases)


def _title_key(title: str | None) -> str:
    """A dossier's title as letters and digits: spelling of spaces and dashes does not matter."""
    return _NOT_WORD.sub("", (title or "").casefold())


@dataclass(slots=True)
class _Known:
    """The moties of the register, joined by those that papers bring."""

    register: tuple[RegisterMotie, ...]
    moties: dict[str, KnownMotie] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    _replaces: dict[str, str] = field(default_factory=dict)
    _rows: defaultdict[tuple[str, str], list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        for row in self.register:
            read = read_onderwerp(row.onderwerp)
            self.moties[row.id] = KnownMotie(
                row.id, row.id, read.soort, read.namen, read.kern, register=row
            )
            self.aliases |= {alias: row.id for alias in row.aliassen if alias != row.id}
            replaced = row.vervangt[0] if row.vervangt else read.vervangt
            if replaced:
                self._replaces[row.id] = replaced
            if row.nummer is not None:
                self._rows[_title_key(row.dossier_titel), str(row.nummer)].append(row.id)

    def add(self, document_id: str, kenmerken: Kenmerken, motie: Motie) -> None:
        """Adds a motie of a paper, or joins it with the register row it is."""
        id_ = motie.nummer or motie.id
        read = read_onderwerp(motie.titel or kenmerken.titel or kenmerken.kop or "")
        namen = read.namen or tuple(i.naam for i in motie.indieners)
        of_paper = KnownMotie(id_, id_, motie.soort, namen, read.kern, document_id=document_id)
        is_paper = motie.id == document_id
        row_id = self._row_of(id_, kenmerken, motie) if is_paper else self.published(id_)
        row = self.moties.get(row_id) if row_id else None
        if row is None:
            self.moties.setdefault(id_, of_paper)
            if datum := motie.datum or kenmerken.datum:
                self.dates[id_] = datum
        elif is_paper or not row.document_id:
            self._join(row, of_paper)
        if motie.id != id_:
            self.aliases[motie.id] = self.published(id_)
        if motie.vervangt_id:
            self._replaces[self.published(id_)] = motie.vervangt_id

    def published(self, id_: str) -> str:
        """The id a motie is published under."""
        return self.aliases.get(id_, id_)

    def _row_of(self, id_: str, kenmerken: Kenmerken, motie: Motie) -> str | None:
        """The register row of a motie paper: by its id, else by number, title and day."""
        if self.published(id_) in self.moties:
            return self.published(id_)
        datum = motie.datum or kenmerken.datum
        rows = self._rows.get(
            (_title_key(kenmerken.dossier_titel), kenmerken.ondernummer or ""), []
        )
        same = [row for row in rows if row.startswith("zaak-") and self._on(row, datum)]
        return same[0] if len(same) == 1 else None

    def _on(self, row_id: str, datum: date | None) -> bool:
        row = self.moties[row_id].register
        return row is not None and (datum is None or row.datum is None or row.datum == datum)

    def _join(self, row: KnownMotie, paper: KnownMotie) -> None:
        """One motie of the two: the kst form wins, what the register says of it stays."""
        id_ = row.id if row.id.startswith("kst-") else paper.id
        joined = replace(
            row,
            id=id_,
            keten_id=id_,
            document_id=paper.document_id,
            # a subject that leaves out "gewijzigde" does not outweigh the printed heading
            soort=paper.soort if row.soort is MotieSoort.MOTIE else row.soort,
            namen=row.namen or paper.namen,
            onderwerp=row.onderwerp or paper.onderwerp,
        )
        del self.moties[row.id]
        self.moties[id_] = joined
        if row.id != id_:
            others = row.register.aliassen if row.register else ()
            self.aliases |= {alias: id_ for alias in (row.id, *others) if alias != id_}
            if row.id in self._replaces:
                self._replaces[id_] = self._replaces.pop(row.id)

    def chained(self) -> tuple[KnownMotie, ...]:
        """All moties, each with what it replaces and the first of its chain."""
        before = {id_: self._replaced_by(id_) for id_ in self.moties}
        return tuple(
            replace(motie, vervangt_id=before[id_], keten_id=_first(id_, before))
            for id_, motie in self.moties.items()
        )

    def _replaced_by(self, id_: str) -> str | None:
        """The motie that ``id_`` replaces: an id, also where we do not hold that motie."""
        named = self._replaces.get(id_)
        if not named:
            return None
        if self.published(named) in self.moties:
            return self.published(named)
        number = named.rsplit("-", 1)[-1]
        row = self.moties[id_].register
        rows = self._rows.get((_title_key(row.dossier_titel), number), []) if row else []
        same = {self.published(other) for other in rows} - {id_}
        if len(same) == 1:
            return same.pop()
        return named if named.startswith("kst-") else None


def _first(id_: str, before: Mapping[str, str | None]) -> str:
    """The first motie of the chain that ends in ``id_``, among those we hold."""
    seen = [id_]
    while (earlier := before.get(seen[-1])) and earlier in before and earlier not in seen:
        seen.append(earlier)
    return seen[-1]


class _Settler:
    """Answers mentions and follow-ups, paper by paper."""

    def __init__(
        self,
        moties: tuple[KnownMotie, ...],
        aliases: Mapping[str, str],
        dates: Mapping[str, date],
        promises: Container[str],
    ) -> None:
        self._promises = promises
        self._moties = moties
        self._aliases = aliases
        self._dates = dates
        self._ids = {motie.id for motie in moties}

    @cached_property
    def _index(self) -> MotieIndex:
        return MotieIndex(self._moties, self._dates)

    def mentions(
        self, vermeldingen: Sequence[MotieVermelding], datum: date | None
    ) -> dict[str, Resolution]:
        """An answer for each mention of one paper of ``datum``."""
        answers = {
            v.id: self._ask(v, datum)
            for v in vermeldingen
            if not v.terugverwijzing and (v.nummer or v.onderwerp)
        }
        last: Resolution | None = None
        for v in vermeldingen:
            if v.id not in answers:
                answers[v.id] = self._by_context(v, vermeldingen, answers, last, datum)
            last = answers[v.id]
        return answers

    def _ask(self, v: MotieVermelding, datum: date | None) -> Resolution:
        nummer = self._aliases.get(v.nummer, v.nummer) if v.nummer else None
        return self._index.resolve(v.namen, v.onderwerp, nummer, v.soort, datum)

    def _by_context(
        self,
        v: MotieVermelding,
        all_: Sequence[MotieVermelding],
        answers: Mapping[str, Resolution],
        last: Resolution | None,
        datum: date | None,
    ) -> Resolution:
        """A mention that says too little alone: settled by the others of the same paper."""
        if v.terugverwijzing:
            return _same_as(last, "terugverwijzing", "Verwijst naar de motie ervoor.")
        named = [o for o in all_ if o.id in answers and o.namen and _all_in(v.namen, o.namen)]
        named = [o for o in named if not o.terugverwijzing and (o.nummer or o.onderwerp)]
        if not named:
            return self._ask(v, datum)
        if len({answers[o.id].motie_id for o in named}) > 1:
            reden = "Het stuk noemt meer moties van deze leden."
            return Resolution(None, None, 0.0, "eerder_genoemd", reden)
        reden = "Elders in het stuk met nummer of onderwerp genoemd."
        return _same_as(answers[named[0].id], "eerder_genoemd", reden)

    def targets(
        self, opvolgingen: Iterable[Opvolging], resolutions: Mapping[str, Resolution]
    ) -> dict[str, str]:
        """The motie or promise of each follow-up, as far as known."""
        found = {(o.id, self._target(o, resolutions)) for o in opvolgingen}
        return {id_: target for id_, target in sorted(found, key=str) if target}

    def _target(self, o: Opvolging, resolutions: Mapping[str, Resolution]) -> str | None:
        """Only what is published can be pointed at: a number nobody knows is no target."""
        answer = resolutions.get(o.vermelding_id) if o.vermelding_id else None
        named = (answer.motie_id if answer else None) or o.doel_id
        target = self._aliases.get(named, named) if named else None
        return target if target in self._ids or target in self._promises else None


def _all_in(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether every member of the one is among the other."""
    return all(any(same_member(name, other) for other in others) for name in names)


def _same_as(answer: Resolution | None, method: str, reden: str) -> Resolution:
    if answer is None or answer.motie_id is None:
        candidates = answer.kandidaten if answer else ()
        reden = "De motie waarnaar wordt verwezen is niet zeker."
        return Resolution(None, None, 0.0, method, reden, candidates)
    score = round(answer.score * _SAME_PAPER, 4)
    return replace(answer, score=score, methode=method, reden=reden)
