"""The link step: what changed since it last finished is settled again, and nothing else.

A changed row of the register gives the moties to make anew, a changed file the paper to publish
anew; moties that hang together are joined anew; papers that asked for what changed are asked
again. The first time everything has changed, so there is one way to do it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from corpus.kinship import ENTITIES
from corpus.ledger import Ledger
from corpus.linkstate import CLUSTER, DOCUMENT, MOTIE, TOEZEGGING, LinkState
from corpus.linkstate.papers import Question
from corpus.linkstate.papers import Report as StandReport
from corpus.register import build_moties, build_toezegging
from corpus.shelf import Shelf, document_shelf, findings_shelf
from extractors.clusters import Signal, find_clusters, stays_alone
from extractors.join import join, paper_keys, paper_moties, row_keys
from extractors.known import IDENTIFIER, MISSPELT, motie_keys, spelling, surname_keys
from extractors.link import PROMISE, settle
from extractors.resolve import MotieIndex
from extractors.sameness import WITHIN, fingerprint, same_letter
from flows.prepare import changed_papers, document_key, findings_key
from flows.settings import Rooms
from flows.trained import load_ranking
from flows.version import linking_version
from models.document import Document
from models.findings import Findings
from models.links import Cluster, DocumentAlias, KnownMotie, MotieFacts, facts_of
from models.lists import KnelpuntSoort
from models.paper import RawFile
from models.problems import Problem

STEP = "verbinden"

# where one paper is held in several forms, the richest form is published
_PREFERENCE = ("application/xml", "text/html", "application/pdf")
_SOURCES = ("officielebekendmakingen", "tweedekamer", "openoverheid")
# kst-99001-12, blg-9900101 and ah-tk-… before the Eerste Kamer's kst-99001-A, that before
# kst-1999001 and ah-1999001, and those before tk-…
_RENOWN = (
    (3, re.compile(r"kst-.+-[A-Z]+$")),
    (4, re.compile(r"(?:kst|h|ah|kv|nds|stb|stcrt)-(?!\d{6,}$)|blg-")),
    (2, re.compile(r"(?:kst|ah)-\d{6,}$")),
    (1, re.compile(r"tk-")),
)
# raw files and Zaken looked at in one go
_CHUNK = 1_000
_ZAKEN = 200

_SIGNAL = TypeAdapter(Signal)


@dataclass(frozen=True, slots=True)
class Report:
    """How many papers were asked what they mean, and how many mentions these hold."""

    papers: int
    mentions: int


def open_state(rooms: Rooms, ledger: Ledger) -> LinkState:
    """The state of the link step; empty where it was made by other code or from another ledger."""
    return LinkState(rooms.links, linking_version(), ledger.mark(STEP))


def link_changes(rooms: Rooms, ledger: Ledger, state: LinkState) -> Report:
    """Bring the state up to date with the ledger; one transaction."""
    linking = _Linking(rooms, ledger, state)
    with state.changing():
        linking.register()
        linking.papers()
        linking.moties()
        report = linking.answers()
        linking.clusters()
        state.close_circle()
        state.end_generation()
        token = state.new_token()
    ledger.set_mark(STEP, token)
    return report


class _Linking:
    """One run of the link step."""

    def __init__(self, rooms: Rooms, ledger: Ledger, state: LinkState) -> None:
        self._ledger = ledger
        self._state = state
        self._documents: Shelf[Document] = document_shelf(rooms.documents)
        self._findings: Shelf[Findings] = findings_shelf(rooms.findings)
        self._themes: set[str] = set()
        self._alone: set[str] = set()

    # rows of the register

    def register(self) -> None:
        """Make the moties and promises anew that changed rows are a part of."""
        volg = self._state.number("register")
        for entity, row, number in self._ledger.rows_since(volg):
            volg = number
            if entity == "Toezegging":
                changed = self._state.moties.put_promise(row["Id"], build_toezegging(row))
                self._promises_changed(changed)
            elif self._concerns_moties(entity, row):
                self._state.kinship.take(entity, row)
        for zaken in self._state.kinship.touched(_ZAKEN):
            self._make_rows(zaken)
        self._state.set_mark("register", volg)

    def _concerns_moties(self, entity: str, row: Mapping[str, Any]) -> bool:
        if entity == "Zaak" and row.get("Soort") != "Motie":
            return self._state.moties.has_row(row["Id"])
        return entity in ENTITIES

    def _promises_changed(self, ids: set[str]) -> None:
        for id_ in ids:
            if self._state.moties.promise(id_):
                self._state.papers.add_promise(id_)
            else:
                self._state.papers.drop_promise(id_)
            self._state.papers.ask_again_about(PROMISE + id_)
        self._state.touch(TOEZEGGING, ids)

    def _make_rows(self, zaken: Sequence[str]) -> None:
        made_of = self._state.kinship.made_of(zaken)
        rows = {
            entity: [row for key in sorted(ids) if (row := self._ledger.row(entity, key))]
            for entity, ids in made_of.items()
        }
        made = {motie.zaak_id: motie for motie in build_moties(rows)}
        for zaak_id in zaken:
            motie = made.get(zaak_id)
            self._state.moties.put_row(zaak_id, motie, row_keys(motie) if motie else ())

    # raw files

    def papers(self) -> None:
        """Choose the file of each paper that changed; take over what it says."""
        for id_, ook, number in self._ledger.same_since(self._state.number("gelijk")):
            self._choose({id_, ook})
            self._state.set_mark("gelijk", number)
        for raws, volg in changed_papers(self._ledger, self._state.number("stukken"), _CHUNK):
            for raw in raws:
                self._take_file(raw)
            self._state.set_mark("stukken", volg)
        followed, last = self._ledger.linking_since(self._state.number("links"))
        self._state.touch(DOCUMENT, (one for one in followed if self._state.papers.key_of(one)))
        self._state.set_mark("links", last)

    def _take_file(self, raw: RawFile) -> None:
        read = self._load(raw)
        document = read if isinstance(read, _Read) else None
        if document:
            self._find_same(document.document)
        document_id = document.document.id if document else None
        problems = document.problems if document else (read,) if isinstance(read, Problem) else ()
        names = {name for name in (raw.id, document_id) if name}
        before = self._state.papers.put_file(raw.key, document_id, _richness(raw), problems, names)
        known = self._choose(names, raw.key, document)
        for name in sorted(before - known):  # the paper it was a form of until now
            self._choose({name})

    def _find_same(self, document: Document) -> None:
        """Say of a paper that it is the same as one held already, where the words tell."""
        made = fingerprint(document)
        if made is None:
            return
        self._ledger.put_fingerprint(made)
        for other_id in self._ledger.resembling(made, WITHIN):
            key = self._state.papers.key_of(other_id)
            read = self._reload(key) if key else None
            other = fingerprint(read.document) if read else None
            reason = same_letter(made, other) if other else None
            if reason:
                self._ledger.same(document.id, other_id, reason)

    def _load(self, raw: RawFile) -> _Read | Problem | None:
        document = self._documents.get(document_key(raw))
        if not isinstance(document, Document):
            return document
        findings = self._findings.get(findings_key(raw))
        return _Read(raw, document, findings)

    def _choose(
        self, names: set[str], changed: str | None = None, read: _Read | None = None
    ) -> set[str]:
        """Which file is published of the paper that goes by these names; returns all its names.

        ``changed`` is the key of the file that changed, if any, and ``read`` what is in it.
        """
        papers = self._state.papers
        names, keys = self._one_paper(names, changed)
        best = papers.best_of(keys)
        for document_id in papers.published_as(names, keys):
            if best is None or document_id != best[1]:
                self._remove(document_id)
        if best is not None:
            key, document_id = best
            aliases = self._aliases(document_id, names)
            news = papers.put_aliases(document_id, aliases)
            if news or key == changed or papers.key_of(document_id) != key:
                held = read if read and key == changed else self._reload(key)
                if held and held.document.id == document_id:
                    self._put(key, held, aliases)
        return names

    def _reload(self, key: str) -> _Read | None:
        """What is in a file taken before; if that is no longer so, it is still to be taken."""
        raw = self._ledger.raw(key)
        read = self._load(raw) if raw else None
        return read if isinstance(read, _Read) else None

    def _one_paper(self, names: set[str], key: str | None) -> tuple[set[str], set[str]]:
        """All identifiers and all files of the paper that these names (and a file) are of."""
        keys = {key} if key else set[str]()
        known: set[str] = set()
        todo = set(names)
        while todo:
            name = todo.pop()
            known.add(name)
            files = set(self._state.papers.files_named(name)) - keys
            keys |= files
            todo |= self._ledger.same_as(name)
            todo |= {other for key in files for other in self._state.papers.names_of(key)}
            todo -= known
        return known, keys

    def _aliases(self, document_id: str, names: set[str]) -> list[DocumentAlias]:
        """The other identifiers, those of files and those the sources name."""
        reasons = self._ledger.reasons(names, document_id)
        return [
            DocumentAlias(name, document_id, reasons.get(name, _OTHER_NAME))
            for name in sorted(names - {document_id})
        ]

    def _put(self, key: str, read: _Read, aliases: Sequence[DocumentAlias]) -> None:
        papers, moties = self._state.papers, self._state.moties
        document, findings = read.document, read.searched
        known = document.kenmerken
        question = Question(
            known.datum, findings.vermeldingen, findings.opvolgingen, known.dossier_titel
        )
        papers.put(document.id, key, question)
        others = [one.alias for one in aliases]
        parts = {one.key: one for one in paper_moties(document.id, known, findings, others)}
        for gone in moties.parts_of(document.id) - parts.keys():
            moties.drop_part(gone)
        for part in parts.values():
            moties.put_part(part, paper_keys(part))
        promises = (one.id for one in findings.toezeggingen)
        self._ask_about_promises(papers.put_promises(document.id, promises))
        self._take_signals(document.id, find_signals(document, findings))
        papers.put_report(StandReport(document.id, known, read.raw, findings.standen))
        self._state.touch(DOCUMENT, [document.id])

    def _remove(self, document_id: str) -> None:
        papers, moties = self._state.papers, self._state.moties
        papers.remove(document_id)
        papers.drop_report(document_id)
        for key in moties.parts_of(document_id):
            moties.drop_part(key)
        self._ask_about_promises(papers.put_promises(document_id, ()))
        self._take_signals(document_id, ())
        self._state.touch(DOCUMENT, [document_id])

    def _ask_about_promises(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            self._state.papers.ask_again_about(PROMISE + id_)

    def _take_signals(self, document_id: str, signals: Iterable[Signal]) -> None:
        rows = (
            (one.id, one.thema.value if one.thema else None, _SIGNAL.dump_json(one).decode())
            for one in signals
        )
        themes, changed = self._state.papers.put_signals(document_id, rows)
        self._themes |= {thema for thema in themes if thema and not stays_alone(thema)}
        self._alone |= changed

    # moties

    def moties(self) -> None:
        """Join anew what changed and what hangs together with it."""
        moties = self._state.moties
        before = list(moties.surnames())
        for number in range(moties.open_groups()):
            joined = join(*moties.group(number))
            names: defaultdict[str, list[str]] = defaultdict(list)
            for alias, id_ in joined.aliases.items():
                names[id_].append(alias)
            for motie in joined.moties:
                facts = facts_of(motie)
                sources, keys = joined.sources[motie.id], motie_keys(facts)
                moties.put(motie, sources, names[motie.id], keys, surname_keys(facts))
        for was, now in moties.close_groups():
            self._motie_changed(was, now)
        for name, id_ in moties.names_changed():
            self._state.papers.ask_again_about(IDENTIFIER + name)
            self._state.touch(MOTIE, [id_])
        moties.forget_groups()
        self._surnames_changed(before, moties.surnames())

    def _motie_changed(self, was: KnownMotie | None, now: KnownMotie | None) -> None:
        both = [motie for motie in (was, now) if motie]
        self._state.touch(MOTIE, {motie.id for motie in both})
        # a paper says which motie replaced it
        replaced = {motie.vervangt_id for motie in both if motie.vervangt_id}
        papers = {self._state.moties.paper_of(one) for one in replaced} | replaced
        papers |= {motie.document_id for motie in both}
        held = (one for one in papers if one and self._state.papers.key_of(one))
        self._state.touch(DOCUMENT, held)
        facts = [facts_of(motie) for motie in both]
        if len(facts) < 2 or facts[0] != facts[1]:
            self._facts_changed(facts)

    def _facts_changed(self, facts: Sequence[MotieFacts]) -> None:
        """A motie dated after a paper concerns it no more than one that is not there."""
        dates = [one.datum for one in facts]
        since = min((day for day in dates if day), default=None) if all(dates) else None
        for key in set[str]().union(*map(motie_keys, facts)):
            self._state.papers.ask_again_about(key, since)
        for one in facts:
            for name in (one.id, *self._state.moties.aliases(one.id)):
                self._state.papers.ask_again_about(IDENTIFIER + name)

    def _surnames_changed(self, before: Sequence[str], now: Sequence[str]) -> None:
        """Another surname is known: who asked for one that is now read otherwise asks again."""
        if before == now:
            return
        for key in self._state.papers.asked_like(MISSPELT):
            asked = key.removeprefix(MISSPELT)
            if spelling(asked, before) != spelling(asked, now):
                self._state.papers.ask_again_about(key)

    # what papers mean

    def answers(self) -> Report:
        """Ask the papers again that changed, and those that asked for what changed."""
        papers, moties = self._state.papers, self._state.moties
        index = MotieIndex(moties, load_ranking())
        asked = mentions = 0
        for document_id in papers.asking():
            question = papers.question(document_id)
            if question is None:
                changed = papers.put_answers(document_id, None, {}, {}, ())
            else:
                findings = Findings(
                    document_id,
                    vermeldingen=question.vermeldingen,
                    opvolgingen=question.opvolgingen,
                )
                settled = settle(
                    index, papers.is_promise, findings, question.datum, question.dossier_titel
                )
                changed = papers.put_answers(
                    document_id,
                    question.datum,
                    settled.resolutions,
                    settled.targets,
                    settled.asked,
                )
                asked, mentions = asked + 1, mentions + len(settled.resolutions)
            if changed:
                self._state.touch(DOCUMENT, [document_id])
        return Report(asked, mentions)

    # clusters of signals

    def clusters(self) -> None:
        """Cluster the themes anew in which a signal changed."""
        papers = self._state.papers
        for signal_id in sorted(self._alone):
            text = papers.signal(signal_id)
            signal = _SIGNAL.validate_json(text) if text else None
            alone = [signal] if signal and stays_alone(signal.thema) else []
            held = papers.alone_with(signal_id)
            before = {held.id: held} if held else {}
            self._clusters_changed(before, find_clusters(alone), None)
        for thema in sorted(self._themes):
            signals = [_SIGNAL.validate_json(text) for text in papers.signals(thema)]
            before = papers.clusters_of_theme(thema)
            self._clusters_changed(before, find_clusters(signals), thema)

    def _clusters_changed(
        self, before: dict[str, Cluster], now: Sequence[Cluster], thema: str | None
    ) -> None:
        papers = self._state.papers
        kept = {cluster.id: cluster for cluster in now}
        changed = [one for one in before.values() if kept.get(one.id) != one]
        fresh = [one for one in now if before.get(one.id) != one]
        for cluster in changed:
            papers.drop_cluster(cluster)
        for cluster in fresh:
            papers.put_cluster(cluster, thema)
        self._state.touch(CLUSTER, {cluster.id for cluster in (*changed, *fresh)})
        members = (one for cluster in (*changed, *fresh) for one in cluster.leden)
        self._state.touch(DOCUMENT, papers.papers_with(members))


_OTHER_NAME = "Hetzelfde stuk onder een ander kenmerk."


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that could be read."""

    raw: RawFile
    document: Document
    findings: Findings | Problem | None

    @property
    def searched(self) -> Findings:
        """What was found; nothing where the paper could not be searched: it is still published."""
        found = self.findings
        return found if isinstance(found, Findings) else Findings(self.document.id)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file; what the paper itself says amiss is no fault of the run."""
        failed = (self.findings,) if isinstance(self.findings, Problem) else ()
        return (*failed, *self.document.problems)


def find_signals(document: Document, findings: Findings) -> Iterator[Signal]:
    """The problems a paper reports, as clustering sees them."""
    known = document.kenmerken
    year = known.jaar or (known.datum.year if known.datum else None)
    for one in findings.knelpunten:
        if one.soort in (KnelpuntSoort.KNELPUNT, KnelpuntSoort.DILEMMA):
            quote = document.quote(one.span)
            yield Signal(one.id, quote, one.thema, known.organisatie, year)


def _richness(raw: RawFile) -> str:
    """Sorts papers still in force first, then the richer form, then the better known name.

    Two sources with the same form of one paper are settled by name and source, so that it does
    not matter which of them answered first; what was fetched last decides only what is left.
    """
    form = (
        len(_PREFERENCE) - _PREFERENCE.index(raw.media_type) if raw.media_type in _PREFERENCE else 0
    )
    source = len(_SOURCES) - _SOURCES.index(raw.bron) if raw.bron in _SOURCES else 0
    return f"{int(not raw.ingetrokken)} {form} {_renown(raw.id)} {source} {raw.opgehaald_op}"


def _renown(id_: str | None) -> int:
    """How well a paper is known by this identifier: as printed, as numbered, as registered."""
    if id_ is None:
        return 0
    return next((rank for rank, pattern in _RENOWN if pattern.match(id_)), 0)
