"""Nights one after the other give what one night over all of it gives.

The heart of linking what changed: random papers and register rows come, change and go; after each
night the state of the links holds the same rows as a state made anew, and whatever differs from
the night before was named among the changes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from corpus.ledger import Ledger
from corpus.linkstate import LinkState
from corpus.linkstate.views import changes_since, links_of, promises_of
from corpus.register import build_moties
from corpus.rows import rows
from corpus.shelf import document_shelf, findings_shelf
from corpus.store import Store
from extractors.clusters import Signal, find_clusters
from extractors.join import join, paper_moties
from extractors.known import HeldMoties
from extractors.link import settle
from extractors.resolve import MotieIndex
from flows import linking
from flows.collect import papers
from flows.linking import STEP, find_signals, link_changes, open_state
from flows.prepare import document_key, findings_key
from flows.publish import Release, base_release
from flows.settings import Rooms, Settings
from flows.steps import Publishing, link_step
from flows.trained import load_ranking
from models.document import Document, Kenmerken, Passage, Span
from models.findings import (
    Findings,
    Indiener,
    Knelpunt,
    Motie,
    MotieVermelding,
    Opvolging,
    finding_id,
    number_ids,
)
from models.links import Changes, PaperMotie
from models.lists import (
    DocumentSoort,
    KnelpuntSoort,
    MotieSoort,
    PassageSoort,
    Thema,
    Uitspraak,
    WieZegt,
)
from models.paper import Paper, RawFile
from models.problems import Problem
from models.register import Register
from tests import factories
from tests.flows.test_renewal import everything

AT = Span(0, 1)
NAMES = ("Proefman", "Tester", "De Wit-Proef", "Proefmann", "Onbekend")
SUBJECTS = (
    "sneller bezorgen van de post",
    "bezorgen van pakketten en post",
    "bussen in dunbevolkt gebied",
)
DAYS = (date(2099, 3, 1), date(2099, 6, 1), date(2099, 9, 1))
THEMES = (None, Thema.OVERIG, Thema.ICT_EN_LEGACY, Thema.ICT_EN_LEGACY, Thema.ICT_EN_LEGACY)
PLAINTS = ("De systemen zijn verouderd en traag.", "De oude systemen zijn traag en verouderd.")


# what a row is a row of, its table, the row
Held = tuple[str | None, str, str]


# a pdf or xml under its own name, under a number, one that cannot be read, one of another paper
FORMS = ("pdf", "xml", "nummer", "kapot", "ander")


def kst(number: int) -> str:
    return f"kst-99001-{number}"


@dataclass
class World:
    """A data directory in which nights pass without worker processes."""

    root: Path
    clock: int = 0
    current: dict[str, RawFile] = field(default_factory=dict)

    @property
    def rooms(self) -> Rooms:
        return Rooms(self.root)

    def tick(self) -> str:
        self.clock += 1
        return (datetime(2099, 1, 1) + timedelta(seconds=self.clock)).isoformat() + "Z"

    def put(self, key: str, document: Document | Problem, findings: Findings, **more: Any) -> None:
        """A paper comes in, is read and searched."""
        moment = self.tick()
        id_ = document.id if isinstance(document, Document) else None
        fields = {"id": id_, "media_type": "application/pdf"} | more
        raw = RawFile(key, "", bron="proef", bron_url=None, opgehaald_op=moment, **fields)
        raw = Store(self.rooms.store).keep(f"{key} {moment}".encode(), raw)
        document_shelf(self.rooms.documents).put(document_key(raw), document)
        findings_shelf(self.rooms.findings).put(findings_key(raw), findings)
        self.current[key] = raw

    def withdraw(self, key: str) -> None:
        """The source takes a paper back; what it says is read once more."""
        if raw := self.current.get(key):
            document = document_shelf(self.rooms.documents).get(document_key(raw))
            findings = findings_shelf(self.rooms.findings).get(findings_key(raw))
            raw = Store(self.rooms.store).note(replace(raw, ingetrokken=True))
            assert document
            assert findings
            document_shelf(self.rooms.documents).put(document_key(raw), document)
            findings_shelf(self.rooms.findings).put(findings_key(raw), findings)
            self.current[key] = raw

    def row(self, entity: str, key: str, **fields: Any) -> None:
        """A row of the register comes in."""
        moment = self.tick()
        with Ledger(self.rooms.ledger) as ledger:
            row = {"Id": key, "ApiGewijzigdOp": moment, "Verwijderd": False, **fields}
            ledger.put_rows(entity, [row])

    def night(self) -> tuple[set[Held], Changes]:
        """Link; all rows that would be published, and what changed."""
        with Ledger(self.rooms.ledger) as ledger:
            ledger.follow(Store(self.rooms.store))
            with open_state(self.rooms, ledger) as state:
                before = state.number("generatie")
                link_changes(self.rooms, ledger, state)
                changes = changes_since(state, before)
                self.check(ledger, state, changes)
                return self.rows(ledger, state), changes

    def publish(self, *, compare: bool = False) -> tuple[Release, Release | None]:
        """Link and publish; also from scratch, of the same moment, to ``compare`` with."""
        settings = Settings(data_dir=self.root)
        _, linked = link_step(settings)
        with Ledger(self.rooms.ledger) as ledger, open_state(self.rooms, ledger) as state:
            publishing = Publishing(settings, ledger, state, linked)
            before = base_release(self.root)
            release = publishing.go_on(None)
            assert not publishing.notes
            assert (release is None) == (not before)
            if release is None or compare:
                scratch = publishing.from_scratch()
            return release or scratch, scratch if compare else None

    def anew(self) -> set[Held]:
        """The same rows from a state made anew."""
        state = LinkState(self.root / "anew" / "links.db", "proef", None)
        with Ledger(self.rooms.ledger) as ledger, state:
            mark = ledger.mark(STEP)
            link_changes(self.rooms, ledger, state)
            ledger.set_mark(STEP, mark)
            return self.rows(ledger, state)

    def check(self, ledger: Ledger, state: LinkState, changes: Changes) -> None:
        """The links are those of all moties and papers in memory; the changes are whole."""
        links = links_of(state, None)
        held = list(papers(self.rooms, ledger, state, None))
        joined = join(
            build_moties(ledger.register()), (one for paper in held for one in parts(state, paper))
        )
        assert tuple(links.moties) == joined.moties
        assert dict(links.aliases) == joined.aliases
        index = MotieIndex(HeldMoties(joined.moties).also(joined.aliases), load_ranking())
        promises = {one.id for one in promises_of(state, None)}
        settled = [
            settle(
                index,
                promises.__contains__,
                one.findings,
                one.document.kenmerken.datum,
                one.document.kenmerken.dossier_titel,
            )
            for one in held
        ]
        answers = (one.resolutions.items() for one in settled)
        assert dict(links.resolutions) == dict(chain.from_iterable(answers))
        targets = (one.targets.items() for one in settled)
        assert dict(links.targets) == dict(chain.from_iterable(targets))
        signals = [one for paper in held for one in find_signals(paper.document, paper.findings)]
        assert links.clusters == find_clusters(signals)
        for motie in links.moties:
            if motie.document_id:
                assert (motie.id in changes.moties) == (motie.document_id in changes.documents)
        touched = [one.id for one in signals if papers_of_signal(held, one) in changes.documents]
        for cluster in links.clusters:
            assert cluster.id in changes.clusters or not {*cluster.leden} & {*touched}

    def rows(self, ledger: Ledger, state: LinkState) -> set[Held]:
        """Every row that would be published."""
        release = replace(factories.state(), problems=tuple(state.papers.problems()))
        found = rows(
            papers(self.rooms, ledger, state, None),
            Register(toezeggingen=promises_of(state, None)),
            links_of(state, None),
            factories.LEXICON,
            release,
        )
        return {(_subject(name, row), name, repr(row)) for name, row in found}


def parts(state: LinkState, paper: Paper) -> Iterator[PaperMotie]:
    aliassen = [one.alias for one in state.papers.aliases(paper.document.id)]
    kenmerken = paper.document.kenmerken
    return paper_moties(paper.document.id, kenmerken, paper.findings, aliassen)


def papers_of_signal(held: list[Paper], signal: Signal) -> str:
    return next(
        paper.document.id
        for paper in held
        if signal.id in {one.id for one in paper.findings.knelpunten}
    )


_OF_A_PAPER = ("documenten", "motie_vermeldingen")


def _subject(table: str, row: Any) -> str | None:
    """What a row is a row of: a paper, a motie, a promise of the register, a cluster."""
    if table in ("moties", "knelpunt_clusters"):
        return f"{'motie' if table == 'moties' else 'cluster'} {row.id}"
    if hasattr(row, "motie_id") and table not in _OF_A_PAPER:
        return f"motie {row.motie_id}"
    if paper := row.id if table == "documenten" else getattr(row, "document_id", None):
        return f"document {paper}"
    return f"toezegging {row.id}" if table == "toezeggingen" else None


# what can happen by day


def document(id_: str, text: str, kenmerken: Kenmerken) -> Document:
    passages = (Passage(Span(0, len(text)), PassageSoort.ALINEA),)
    return Document(id_, text, kenmerken, "0" * 64, "text/plain", passages)


def title(namen: tuple[str, ...], onderwerp: str, replaces: int | None) -> str:
    changed = "Gewijzigde motie" if replaces else "Motie"
    members = f"van de leden {' en '.join(namen)}" if len(namen) > 1 else f"van het lid {namen[0]}"
    back = f" (t.v.v. 99001-{replaces})" if replaces else ""
    return f"{changed} {members} over {onderwerp}{back}"


members = st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True).map(tuple)
numbers = st.integers(1, 4)
maybe_number = st.none() | numbers
subjects = st.sampled_from(SUBJECTS)
days = st.sampled_from(DAYS)


@st.composite
def motie_paper(draw: Any) -> tuple[Any, ...]:
    number, replaces = draw(numbers), draw(maybe_number)
    namen, form = draw(members), draw(st.sampled_from(FORMS))
    return "motie", number, namen, draw(subjects), draw(days), replaces, form


@st.composite
def letter(draw: Any) -> tuple[Any, ...]:
    mention = st.tuples(
        st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
        st.none() | subjects,
        maybe_number,
        st.booleans(),
    )
    return (
        "brief",
        draw(st.integers(1, 4)),
        draw(st.none() | days),
        draw(st.lists(mention, max_size=3)),
        draw(st.sampled_from(THEMES)),
        draw(st.sampled_from(PLAINTS)),
    )


@st.composite
def debate(draw: Any) -> tuple[Any, ...]:
    return "debat", draw(maybe_number), draw(members), draw(subjects), draw(days)


@st.composite
def zaak(draw: Any) -> tuple[Any, ...]:
    return (
        "zaak",
        draw(st.integers(1, 5)),
        draw(numbers),
        draw(members),
        draw(subjects),
        draw(days),
        draw(maybe_number),
        draw(st.booleans()),
        draw(st.sampled_from(("Motie", "Motie", "Motie", "Brief", "weg"))),
        draw(maybe_number),
    )


def one_of(name: str, *parts: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(st.just(name), *parts)


events = st.one_of(
    motie_paper(),
    letter(),
    debate(),
    zaak(),
    zaak(),
    one_of("besluit", numbers, st.sampled_from(("aangenomen", "verworpen", "weg")), numbers),
    one_of("stem", numbers, st.sampled_from(("Voor", "Tegen"))),
    one_of("document", st.integers(1, 5), maybe_number),
    one_of("toezegging", numbers, st.booleans()),
    one_of("gelijk", numbers, numbers),
    one_of("terug", numbers, st.sampled_from(("pdf", "xml", "nummer"))),
)


def happen(world: World, event: tuple[Any, ...]) -> None:
    name, *facts = event
    getattr(_Happens(world), name)(*facts)


class _Happens:
    def __init__(self, world: World) -> None:
        self.world = world

    def motie(
        self,
        number: int,
        namen: tuple[str, ...],
        onderwerp: str,
        day: date,
        replaces: int | None,
        form: str,
    ) -> None:
        id_ = f"kst-990010{number}" if form == "nummer" else kst(number)
        id_ = kst(number % 4 + 1) if form == "ander" else id_
        kop = title(namen, onderwerp, replaces)
        kenmerken = Kenmerken(
            soort=DocumentSoort.MOTIE,
            titel=kop,
            datum=day,
            dossier_id="99001",
            dossier_titel="Proef-dossier",
            ondernummer=str(number),
        )
        motie = Motie(
            id_,
            AT,
            MotieSoort.GEWIJZIGD if replaces else MotieSoort.MOTIE,
            kop,
            tuple(Indiener(naam, AT) for naam in namen),
            (),
            (),
            "proef",
            1.0,
            vervangt_id=kst(replaces) if replaces else None,
        )
        paper: Document | Problem = document(id_, kop, kenmerken)
        if form == "kapot":
            paper = Problem(f"stuk {number}", "read", "kapot", "Kapot.")
        key = f"koop:{number}:{'nummer' if form == 'nummer' else 'pdf' if form == 'pdf' else 'xml'}"
        media_type = "application/pdf" if form in ("pdf", "nummer") else "application/xml"
        findings = Findings(id_, moties=(motie,))
        self.world.put(key, paper, findings, id=id_, media_type=media_type)

    def brief(
        self,
        number: int,
        day: date | None,
        mentions: list[tuple[tuple[str, ...], str | None, int | None, bool]],
        thema: Thema | None,
        plaint: str,
    ) -> None:
        id_ = f"tk-2099D0000{number}"
        ids = number_ids("vermelding", id_, ["x"] * len(mentions))
        found = tuple(
            MotieVermelding(
                mention_id,
                AT,
                namen,
                onderwerp,
                kst(nummer) if nummer else None,
                "proef",
                1.0,
                terugverwijzing=terug,
            )
            for mention_id, (namen, onderwerp, nummer, terug) in zip(ids, mentions, strict=True)
        )
        said = tuple(
            Opvolging(
                finding_id("opvolging", id_, one.id),
                AT,
                "motie",
                Uitspraak.AFGEDAAN,
                WieZegt.KABINET,
                "proef",
                1.0,
                vermelding_id=one.id,
            )
            for one in found
        )
        promise = Opvolging(
            finding_id("opvolging", id_, "toezegging"),
            AT,
            "toezegging",
            Uitspraak.AFGEDAAN,
            WieZegt.KABINET,
            "proef",
            1.0,
            doel_id=f"TZ209900-00{number}",
        )
        signal = Knelpunt(
            finding_id("knelpunt", id_, plaint),
            Span(0, len(plaint)),
            KnelpuntSoort.KNELPUNT,
            "proef",
            1.0,
            thema=thema,
        )
        kenmerken = Kenmerken(soort=DocumentSoort.BRIEF, datum=day, organisatie=f"Org {number}")
        findings = Findings(
            id_, vermeldingen=found, opvolgingen=(*said, promise), knelpunten=(signal,)
        )
        self.world.put(f"tk:{number}", document(id_, plaint, kenmerken), findings)

    def debat(self, number: int | None, namen: tuple[str, ...], onderwerp: str, day: date) -> None:
        id_ = "h-tk-20982099-1-1"
        motie = Motie(
            finding_id("motie", id_, onderwerp),
            AT,
            MotieSoort.MOTIE,
            title(namen, onderwerp, None),
            tuple(Indiener(naam, AT) for naam in namen),
            (),
            (),
            "proef",
            1.0,
            datum=day,
            nummer=kst(number) if number else None,
        )
        kenmerken = Kenmerken(soort=DocumentSoort.HANDELINGEN, datum=day)
        self.world.put(
            "koop:h", document(id_, "De Kamer,", kenmerken), Findings(id_, moties=(motie,))
        )

    def zaak(
        self,
        zaak_id: int,
        number: int,
        namen: tuple[str, ...],
        onderwerp: str,
        day: date,
        replaces: int | None,
        dossier: bool,
        soort: str,
        replaced_zaak: int | None,
    ) -> None:
        if soort == "weg":
            self.world.row("Zaak", f"z{zaak_id}", Verwijderd=True)
            return
        self.world.row(
            "Zaak",
            f"z{zaak_id}",
            Nummer=f"2099Z0000{zaak_id}",
            Soort=soort,
            Titel="Proefdossier",
            Onderwerp=title(namen, onderwerp, replaces),
            GestartOp=f"{day}T00:00:00",
            Vergaderjaar="2098-2099",
            Volgnummer=number,
            Kamerstukdossier=[{"Id": "k", "Nummer": 99001}] if dossier else [],
            VervangenVanuit=[{"Id": f"z{replaced_zaak}"}] if replaced_zaak else [],
            Besluit=[{"Id": f"b{zaak_id}", "BesluitSoort": "Ingediend", "Status": "Besluit"}],
        )

    def besluit(self, number: int, soort: str, zaak_id: int) -> None:
        if soort == "weg":
            self.world.row("Besluit", f"b{number}", Verwijderd=True)
            return
        self.world.row(
            "Besluit",
            f"b{number}",
            BesluitSoort=f"Stemmen - {soort}",
            Status="Besluit",
            Zaak=[{"Id": f"z{zaak_id}"}],
        )

    def stem(self, number: int, soort: str) -> None:
        self.world.row(
            "Stemming",
            f"s{number}",
            Besluit_Id=f"b{number}",
            Soort=soort,
            ActorNaam="Proefpartij",
            ActorFractie="Proefpartij",
            FractieGrootte=5,
        )

    def document(self, zaak_id: int, number: int | None) -> None:
        self.world.row(
            "Document",
            f"d{zaak_id}",
            Soort="Motie",
            DocumentNummer=f"2099D1000{zaak_id}",
            Zaak=[{"Id": f"z{zaak_id}"}],
            HuidigeDocumentVersie={"ExterneIdentifier": kst(number) if number else None},
        )

    def toezegging(self, number: int, gone: bool) -> None:
        self.world.row(
            "Toezegging",
            f"t{number}",
            Nummer=f"TZ209900-00{number}",
            Tekst="Een belofte.",
            Verwijderd=gone,
        )

    def gelijk(self, one: int, other: int) -> None:
        with Ledger(self.world.rooms.ledger) as ledger:
            ledger.same(f"kst-990010{one}", kst(other if other == 4 else one), "Proefreden.")

    def terug(self, number: int, form: str) -> None:
        self.world.withdraw(f"koop:{number}:{form}")


@given(
    first=st.lists(events, max_size=16),
    later=st.lists(st.lists(events, min_size=1, max_size=2), min_size=6, max_size=8),
)
# a failing example is hardly smaller for shrinking, which takes minutes
@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_nights_one_by_one_are_one_night(
    first: list[tuple[Any, ...]], later: list[list[tuple[Any, ...]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        before: set[Held] = set()
        for night in (first, *later):
            for event in night:
                happen(world, event)
            after, changes = world.night()
            assert after == world.anew()
            assert _different(before, after) <= _named(changes)
            before = after


def _different(before: set[Held], after: set[Held]) -> set[str]:
    """Of what the rows differ."""
    return {subject for subject, _, _ in before ^ after if subject}


def _named(changes: Changes) -> set[str]:
    return {
        f"{kind} {id_}"
        for kind, ids in (
            ("document", changes.documents),
            ("motie", changes.moties),
            ("toezegging", changes.toezeggingen),
            ("cluster", changes.clusters),
        )
        for id_ in ids
    }


@given(
    first=st.lists(events, min_size=4, max_size=12),
    later=st.lists(st.lists(events, min_size=1, max_size=2), min_size=3, max_size=4),
)
@settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_a_release_that_goes_on_night_after_night_is_the_one_from_scratch(
    first: list[tuple[Any, ...]], later: list[list[tuple[Any, ...]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for number in range(10, 30):  # so many that a few events change less than half
            happen(world, ("brief", number, DAYS[0], [], None, PLAINTS[0]))
        for event in first:
            happen(world, event)
        world.publish()
        for night in later:
            for event in night:
                happen(world, event)
            went_on, scratch = world.publish(compare=night is later[-1])
        assert scratch
        ours, theirs = everything(went_on.path), everything(scratch.path)
        for name in theirs:
            assert ours[name] == theirs[name], name


def test_a_night_that_breaks_leaves_the_state_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    happen(world, ("motie", 1, ("Proefman",), SUBJECTS[0], DAYS[0], None, "pdf"))
    before, _ = world.night()
    happen(world, ("motie", 2, ("Tester",), SUBJECTS[2], DAYS[0], None, "pdf"))
    with monkeypatch.context() as broken:
        broken.setattr(linking, "settle", lambda *_: 1 / 0)
        happen(world, ("brief", 1, DAYS[1], [(("Tester",), SUBJECTS[2], None, False)], None, ""))
        with pytest.raises(ZeroDivisionError):
            world.night()
    with Ledger(world.rooms.ledger) as ledger, open_state(world.rooms, ledger) as state:
        assert world.rows(ledger, state) == before
    after, changes = world.night()
    assert after == world.anew()
    assert changes.documents == {"kst-99001-2", "tk-2099D00001"}


@pytest.mark.parametrize("lost", ["state", "ledger", "broken", "other code"])
def test_a_state_that_does_not_fit_is_made_anew(
    tmp_path: Path, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    happen(world, ("motie", 1, ("Proefman",), SUBJECTS[0], DAYS[0], None, "pdf"))
    happen(world, ("zaak", 1, 1, ("Proefman",), SUBJECTS[0], DAYS[0], None, False, "Motie", None))
    first, changes = world.night()
    if lost == "state":
        world.rooms.links.unlink()
    elif lost == "ledger":
        with Ledger(world.rooms.ledger) as ledger:
            ledger.set_mark(STEP, "put back from a copy")
    elif lost == "broken":
        world.rooms.links.write_bytes(b"no database at all" * 1000)
    else:
        monkeypatch.setattr(linking, "linking_version", lambda: "other code")
    again, everything_again = world.night()
    assert again == first
    assert everything_again == changes


def test_a_night_without_news_changes_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    happen(world, ("motie", 1, ("Proefman",), SUBJECTS[0], DAYS[0], None, "pdf"))
    world.night()
    _, changes = world.night()
    assert changes == Changes()


def test_a_vote_that_comes_late_concerns_its_motie_and_no_paper_that_names_another(
    tmp_path: Path,
) -> None:
    world = World(tmp_path)
    happen(world, ("zaak", 1, 1, ("Proefman",), SUBJECTS[0], DAYS[0], None, True, "Motie", None))
    happen(world, ("zaak", 2, 2, ("Tester",), SUBJECTS[2], DAYS[0], None, True, "Motie", None))
    happen(world, ("brief", 1, DAYS[1], [((), None, 1, False)], None, PLAINTS[0]))
    happen(world, ("brief", 2, DAYS[1], [((), None, 2, False)], None, PLAINTS[0]))
    world.night()
    happen(world, ("besluit", 1, "aangenomen", 1))
    happen(world, ("stem", 1, "Voor"))
    _, changes = world.night()
    assert changes == Changes(moties=frozenset({"kst-99001-1"}))


def test_a_letter_hears_of_another_name_of_a_motie(tmp_path: Path) -> None:
    world = World(tmp_path)
    happen(world, ("motie", 1, ("Proefman",), SUBJECTS[0], DAYS[0], None, "pdf"))
    happen(world, ("brief", 1, DAYS[1], [((), None, 4, False)], None, PLAINTS[0]))
    before, _ = world.night()
    assert "kst-99001-1" not in str(of(before, "motie_vermeldingen"))
    happen(world, ("gelijk", 1, 1))
    happen(world, ("gelijk", 1, 4))
    after, changes = world.night()
    (mention,) = of(after, "motie_vermeldingen")
    assert "motie_id='kst-99001-1'" in mention
    assert "tk-2099D00001" in changes.documents
    assert of(after, "document_aliassen") == [
        "DocumentAlias(alias='kst-99001-4', document_id='kst-99001-1', reden='Proefreden.')",
        "DocumentAlias(alias='kst-9900101', document_id='kst-99001-1', reden='Proefreden.')",
    ]


def test_a_letter_that_names_a_number_doubts_when_the_motie_gets_other_members(
    tmp_path: Path,
) -> None:
    world = World(tmp_path)
    happen(world, ("motie", 1, ("Proefman",), SUBJECTS[0], DAYS[0], None, "pdf"))
    happen(world, ("brief", 1, DAYS[1], [(("Proefman",), None, 1, False)], None, PLAINTS[0]))
    before, _ = world.night()
    happen(world, ("motie", 1, ("Tester",), SUBJECTS[0], DAYS[0], None, "pdf"))
    after, _ = world.night()
    for held, answer in ((before, "motie_id='kst-99001-1'"), (after, "motie_id=None")):
        (mention,) = of(held, "motie_vermeldingen")
        assert answer in mention


def test_a_file_that_turns_out_to_be_another_paper_leaves_the_first_to_its_other_form(
    tmp_path: Path,
) -> None:
    world = World(tmp_path)
    for form in ("pdf", "xml"):
        happen(world, ("motie", 1, ("Proefman",), SUBJECTS[0], DAYS[0], None, form))
    world.night()
    happen(world, ("motie", 1, ("Proefman",), SUBJECTS[0], DAYS[0], None, "ander"))
    after, _ = world.night()
    papers_held = sorted(subject for subject, table, _ in after if table == "documenten")
    assert papers_held == ["document kst-99001-1", "document kst-99001-2"]


@pytest.mark.parametrize(
    ("forms", "chosen"),
    [
        (["pdf"], "koop:1:pdf"),
        (["pdf", "xml"], "koop:1:xml"),
        (["xml", "pdf"], "koop:1:xml"),
        # withdrawn: the form that is still in force
        (["pdf", "xml", "-xml"], "koop:1:pdf"),
        (["pdf", "-pdf"], "koop:1:pdf"),
        # it can no longer be read
        (["pdf", "xml", "kapot"], "koop:1:pdf"),
        (["xml", "kapot"], None),
    ],
)
def test_a_paper_is_published_in_its_best_form(
    tmp_path: Path, forms: list[str], chosen: str | None
) -> None:
    world = World(tmp_path)
    for form in forms:
        if form.startswith("-"):
            happen(world, ("terug", 1, form[1:]))
        else:
            happen(world, ("motie", 1, ("Proefman",), SUBJECTS[0], DAYS[0], None, form))
        world.night()
    with Ledger(world.rooms.ledger) as ledger, open_state(world.rooms, ledger) as state:
        assert state.papers.key_of("kst-99001-1") == chosen
        assert [one.soort for one in state.papers.problems()] == ["kapot"] * ("kapot" in forms)


def test_a_signal_that_finds_company_leaves_the_cluster_it_was_alone_in(tmp_path: Path) -> None:
    world = World(tmp_path)
    for number in (1, 2):
        happen(world, ("brief", number, DAYS[0], [], None, PLAINTS[0]))
    before, _ = world.night()
    assert len(of(before, "knelpunt_clusters")) == 2
    for number in (1, 2):
        happen(world, ("brief", number, DAYS[0], [], Thema.ICT_EN_LEGACY, PLAINTS[0]))
    after, _ = world.night()
    assert len(of(after, "knelpunt_clusters")) == 1
    assert len(of(after, "knelpunten")) == 2


def of(held: set[Held], table: str) -> list[str]:
    """The rows of one table."""
    return sorted(row for _, name, row in held if name == table)
