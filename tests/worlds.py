"""Invented worlds that change from night to night, and what changed between two of them.

A world is a handful of papers, a register, corrections and problems. What must be written anew to
get from one to the other is worked out here by brute force: by comparing every row of both. So the
tests of publishing do not lean on the step that works it out in earnest.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from corpus import tables
from corpus.rows import Kept, ReleaseState, rows
from corpus.tables import TABLES
from extractors.clusters import Signal, find_clusters
from extractors.link import link
from flows.trained import load_ranking
from models.citation import FullCitation, Verwijzing
from models.document import Kenmerken
from models.findings import number_ids
from models.links import Changes, DocumentAlias, Links
from models.lists import DocumentSoort, StatusKamer, Uitspraak, VerwijzingSoort
from models.paper import Paper
from models.problems import Problem
from models.register import Persoon, Register, RegisterActor, RegisterMotie, RegisterToezegging
from tests import factories

SUBJECTS = ("het loket", "de bus", "de brug", "het gemaal", "de veerpont")
NAMES = ("Voorbeeld", "Proefman", "De Wit-Proef")
WORDS = ("wachttijd", "overgang", "vergunning", "formulier", "meting", "zolder", "archief")
_MOTIES = tuple(f"kst-99001-{n}" for n in range(3, 8))
_LETTERS = tuple(f"kst-9900{1 + n % 2}-{n}" for n in range(20, 26))
_REPORTS = tuple(f"blg-99000{n}" for n in range(1, 5))
_PROMISES = tuple(f"toezegging-tz{n}" for n in range(3))
_DAY = date(2029, 3, 1)


@dataclass(slots=True)
class World:
    """What is held at one moment; each thing under its id."""

    papers: dict[str, Paper] = field(default_factory=dict)
    moties: dict[str, RegisterMotie] = field(default_factory=dict)
    toezeggingen: dict[str, RegisterToezegging] = field(default_factory=dict)
    personen: dict[str, Persoon] = field(default_factory=dict)
    aliassen: dict[str, str] = field(default_factory=dict)
    vervangen: dict[str, str] = field(default_factory=dict)
    correcties: dict[tuple[str, str, str], tables.Correctie] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)

    def register(self) -> Register:
        """What the register holds."""
        return Register(
            tuple(self.moties[one] for one in sorted(self.moties)),
            tuple(self.toezeggingen[one] for one in sorted(self.toezeggingen)),
            tuple(self.personen[one] for one in sorted(self.personen)),
        )

    def links(self) -> Links:
        """Everything settled."""
        papers = [self.papers[one] for one in sorted(self.papers)]
        findings = [(p.document.id, p.document.kenmerken, p.findings) for p in papers]
        found = link(self.register(), findings, load_ranking())
        signals = [
            Signal(one.id, p.document.quote(one.span), one.thema, "Proefdienst", 2028)
            for p in papers
            for one in p.findings.knelpunten
        ]
        aliassen = tuple(
            DocumentAlias(alias, one, "proef")
            for alias, one in sorted(self.aliassen.items())
            if one in self.papers
        )
        return replace(
            found,
            clusters=find_clusters(signals),
            document_aliassen=aliassen,
            vervangen=dict(self.vervangen),
        )

    def state(self) -> ReleaseState:
        """What a release of this world says of itself."""
        return factories.state(
            correcties=tuple(self.correcties[one] for one in sorted(self.correcties)),
            problems=tuple(self.problems[one] for one in sorted(self.problems)),
        )

    def rows(self) -> Iterator[tuple[str, object]]:
        """Every row."""
        papers = [self.papers[one] for one in sorted(self.papers)]
        return rows(papers, self.register(), self.links(), factories.LEXICON, self.state())

    def rows_of(self, changes: Changes, kept: Kept) -> Iterator[tuple[str, object]]:
        """The rows of what changed, from no more than the part that changed."""
        register, links = self.register(), self.links()
        papers = [self.papers[one] for one in sorted(changes.documents & self.papers.keys())]
        mentions = {one.id for paper in papers for one in paper.findings.vermeldingen}
        said = {one.id for paper in papers for one in paper.findings.opvolgingen}
        part = replace(
            links,
            moties=tuple(one for one in links.moties if one.id in changes.moties),
            resolutions={k: v for k, v in links.resolutions.items() if k in mentions},
            targets={k: v for k, v in links.targets.items() if k in said},
            aliases={k: v for k, v in links.aliases.items() if v in changes.moties},
            clusters=tuple(one for one in links.clusters if one.id in changes.clusters),
            document_aliassen=tuple(
                one for one in links.document_aliassen if one.document_id in changes.documents
            ),
        )
        touched = tuple(one for one in register.toezeggingen if one.id in changes.toezeggingen)
        register = replace(register, moties=(), toezeggingen=touched)
        return rows(papers, register, part, factories.LEXICON, self.state(), kept)


def random_world(rng: random.Random) -> World:
    """A world that holds about half of what there may be."""
    world = World()
    for _ in range(25):
        change(world, rng)
    return world


def change(world: World, rng: random.Random) -> None:
    """Something comes, goes or becomes different."""
    held: dict[Any, Any]
    held, key, made = rng.choice(_KINDS)(world, rng)
    if key in held and rng.random() < 0.4:
        del held[key]
    else:
        held[key] = made


def _a_motie_paper(world: World, rng: random.Random) -> tuple[Any, str, Paper]:
    doc_id = rng.choice(_MOTIES)
    subject, name = rng.choice(SUBJECTS), rng.choice(NAMES)
    asks = f"verzoekt de regering {subject} te openen"
    because = f"overwegende dat de {rng.choice(WORDS)} te lang is"
    text = f"MOTIE VAN HET LID {name.upper()}\n\n{because};\n\n{asks},\n\n{name}"
    found = factories.motie(text, doc_id, asks, because, name)
    about = Kenmerken(
        soort=DocumentSoort.MOTIE,
        titel=rng.choice((f"Motie van het lid {name} over {subject}", None)),
        datum=_DAY + timedelta(rng.randrange(9)),
        dossier_id="99001",
        dossier_titel=rng.choice(("Proefdossier", "Dossier van de proef", None)),
        ondernummer=doc_id.rsplit("-", 1)[1],
    )
    return world.papers, doc_id, factories.paper(doc_id, text, about, moties=(found,))


def _a_letter(world: World, rng: random.Random) -> tuple[Any, str, Paper]:
    doc_id = rng.choice(_LETTERS)
    subject, name, word = rng.choice(SUBJECTS), rng.choice(NAMES), rng.choice(WORDS)
    target = rng.choice((*_MOTIES, *_LETTERS, "tk-2029D00001", "stb-2021-1"))
    mention = f"de motie van het lid {name} over {subject}"
    said = f"Daarmee is {mention} afgedaan."
    promise = f"Ik stuur uw Kamer voor 1 juli een brief over de {word}."
    quote = f"Zie {target}."
    text = f"BRIEF\n\n{said}\n\n{promise}\n\n{quote}\n\nNog iets over {rng.choice(WORDS)}."
    cited = FullCitation(
        factories.span(text, target), VerwijzingSoort.KAMERSTUK, target, "proefregel"
    )
    dossier = doc_id.split("-")[1]
    about = Kenmerken(
        soort=DocumentSoort.BRIEF,
        titel=f"Brief over {subject}",
        datum=rng.choice((None, _DAY + timedelta(rng.randrange(60)))),
        dossier_id=dossier,
        dossier_titel=rng.choice((f"Dossier {dossier}", None)),
    )
    uitspraak = rng.choice((Uitspraak.AFGEDAAN, Uitspraak.DEELS, Uitspraak.GENOEMD))
    made = factories.paper(
        doc_id,
        text,
        about,
        printed=True,
        verwijzingen=(Verwijzing(cited, target, "proefregel", 1.0),),
        vermeldingen=(factories.vermelding(text, mention, doc_id),),
        toezeggingen=(factories.toezegging(text, promise, doc_id, tot=date(2029, 6, 30)),),
        opvolgingen=(factories.opvolging(text, said, doc_id, uitspraak),),
        problems=(_problem(doc_id, rng),) if rng.random() < 0.3 else (),
    )
    return world.papers, doc_id, made


def _a_report(world: World, rng: random.Random) -> tuple[Any, str, Paper]:
    doc_id = rng.choice(_REPORTS)
    signal = f"Door verouderde systemen wachten aanvragers lang op een {rng.choice(WORDS)}."
    text = f"STAND VAN DE UITVOERING\n\n{signal}"
    about = Kenmerken(
        soort=DocumentSoort.STAND_VAN_DE_UITVOERING,
        titel="Stand van de Proefdienst",
        datum=date(2028, 12, 1),
        organisatie=rng.choice(("Proefdienst", "PD", "Onbekend")),
        jaar=2028,
    )
    found = factories.knelpunt(text, signal, doc_id)
    return world.papers, doc_id, factories.paper(doc_id, text, about, knelpunten=(found,))


def _a_registered_motie(world: World, rng: random.Random) -> tuple[Any, str, RegisterMotie]:
    motie_id = rng.choice(_MOTIES)
    name, subject = rng.choice(NAMES), rng.choice(SUBJECTS)
    older = [one for one in _MOTIES if one < motie_id]
    fractie = rng.choice(("Proefpartij", "Testgroep"))
    signs = RegisterActor(f"A. {name}", fractie, "Indiener", rng.choice(("p1", "p2", "p3")))
    made = factories.register_motie(
        motie_id,
        f"Motie van het lid {name} over {subject}",
        status=rng.choice((StatusKamer.AANGENOMEN, StatusKamer.VERWORPEN)),
        dossier_titel=rng.choice(("Proefdossier", "Registerdossier")),
        aliassen=(f"zaak-{motie_id}",),
        vervangt=(rng.choice(older),) if older and rng.random() < 0.4 else (),
        actoren=(signs,),
        stemmen=factories.MOTIE.stemmen[: rng.randrange(3)],
    )
    return world.moties, motie_id, made


def _a_promise(world: World, rng: random.Random) -> tuple[Any, str, RegisterToezegging]:
    one = rng.choice(_PROMISES)
    text = f"De Minister zegt toe de {rng.choice(WORDS)} te tellen."
    made = RegisterToezegging(
        one, one[-3:], text, rng.choice(("A. Bewind", None)), "Minister", None, "Open", _DAY, None
    )
    return world.toezeggingen, one, made


def _a_person(world: World, rng: random.Random) -> tuple[Any, str, Persoon]:
    one = rng.choice(("p1", "p2", "p4"))
    return world.personen, one, Persoon(one, f"A. {rng.choice(NAMES)}", "x", None, None, None)


def _an_alias(world: World, rng: random.Random) -> tuple[Any, str, str]:
    return world.aliassen, rng.choice(("tk-2029D00001", "blg-1", "blg-2")), rng.choice(_LETTERS)


def _a_successor(world: World, rng: random.Random) -> tuple[Any, str, str]:
    return world.vervangen, rng.choice(_LETTERS), rng.choice(_LETTERS)


def _a_correction(world: World, rng: random.Random) -> tuple[Any, Any, tables.Correctie]:
    letter = rng.choice(_LETTERS)
    (promise,) = number_ids("toezegging", letter, ["x"])
    table, row_id, column, value = rng.choice(
        (
            ("moties", rng.choice(_MOTIES), "titel", rng.choice(("Verbeterd", "Kaatsbal"))),
            ("moties", rng.choice(_MOTIES), "status_kabinet", rng.choice(("deels", "onzin"))),
            ("moties", rng.choice(_MOTIES[1:]), "vervangt_id", _MOTIES[0]),
            ("documenten", letter, "titel", "Een kaatsbal"),
            ("documenten", letter, "dossier_id", "99003"),
            ("documenten", letter, "datum", "2029-12-31"),
            ("dossiers", "99001", "naam", rng.choice(("Het kaatsdossier", "Ander"))),
            ("personen", rng.choice(("p1", "p3")), "naam", "B. Kaatser"),
            ("organisaties", "proefdienst", "naam", "Kaatsdienst"),
            ("toezeggingen", rng.choice(_PROMISES), "citaat", "Een kaatsbal is toegezegd."),
            ("toezeggingen", promise, "citaat", "Past nergens."),
            ("knelpunten", "weg", "ernst", "1"),
        )
    )
    made = tables.Correctie(table, row_id, column, value, "proef", "tester", "2030-01-01")
    return world.correcties, (table, row_id, column), made


def _a_problem(world: World, rng: random.Random) -> tuple[Any, str, Problem]:
    subject = rng.choice((*_LETTERS, "bron x"))
    return world.problems, subject, _problem(subject, rng)


def _problem(subject: str, rng: random.Random) -> Problem:
    return Problem(subject, "read", "leeg", rng.choice(("Leeg; bekijk het.", "Half leeg.")))


_KINDS = (
    _a_motie_paper,
    _a_motie_paper,
    _a_letter,
    _a_letter,
    _a_letter,
    _a_report,
    _a_registered_motie,
    _a_registered_motie,
    _a_promise,
    _a_person,
    _an_alias,
    _a_successor,
    _a_correction,
    _a_correction,
    _a_problem,
)


# --- what changed


Owner = tuple[str, str]


def changes_between(old: World, new: World, also: Changes) -> Changes:
    """What must be written anew to get from one world to the other; ``also`` must be as well."""
    before, after = _by_owner(old), _by_owner(new)
    touched = {owner for owner in before | after if before.get(owner) != after.get(owner)}
    touched |= {("documenten", one) for one in also.documents}
    touched |= {("moties", one) for one in also.moties}
    touched |= {("toezeggingen", one) for one in also.toezeggingen}
    together = _together(old) + _together(new)
    while more := {b for a, b in together if a in touched} - touched:
        touched |= more
    was = {one.id: one for one in old.links().clusters}
    now = {one.id: one for one in new.links().clusters}
    differ = frozenset(one for one in was | now if was.get(one) != now.get(one))
    named = (
        frozenset(row_id for table, row_id in touched if table == kind)
        for kind in ("documenten", "moties", "toezeggingen")
    )
    return Changes(*named, clusters=differ)


def _by_owner(world: World) -> dict[Owner, list[str]]:
    """The rows that come and go with each paper, motie and promise of the register."""
    found: dict[Owner, list[str]] = defaultdict(list)
    held = list(world.rows())
    paper_of = {row.id: row.document_id for _, row in held if isinstance(row, tables.Toezegging)}
    for name, row in held:
        owner = _owner(name, row)
        if owner and owner[0] == "toezeggingen" and paper_of.get(owner[1]):
            owner = ("documenten", str(paper_of[owner[1]]))
        if owner:
            found[owner].append(repr(row))
    return found


def _owner(name: str, row: object) -> Owner | None:
    if isinstance(row, tables.Probleem):
        return ("documenten", str(row.document_id)) if row.uit_stuk else None
    held = [(owner, getattr(row, column)) for owner, column in TABLES[name].owners]
    named = [(owner, str(one)) for owner, one in held if one]
    return named[-1] if named else None


def _together(world: World) -> list[tuple[Owner, Owner]]:
    """A motie and its paper change together."""
    pairs = [
        (("moties", row.id), ("documenten", row.document_id))
        for _, row in world.rows()
        if isinstance(row, tables.Motie) and row.document_id
    ]
    return pairs + [(b, a) for a, b in pairs]
