"""Papers, register and links into the rows of the published tables; pure and streaming.

What a row says about the whole database (how often a motie is named, what the cabinet said of it
last, what a dossier is called) is worked out by ``corpus.derived`` when all rows are in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from corpus import tables
from corpus.leden import TUSSENVOEGSELS, Leden, plain_name
from corpus.link_rows import StateOf, link_rows, not_followed
from models.citation import FullCitation, ShortCitation, Verwijzing
from models.document import Document, Span
from models.findings import (
    Motie,
    MotieVermelding,
    Toezegging,
    Verzoek,
    number_ids,
)
from models.lexicon import Lexicon, Naam
from models.links import KnownMotie, Links
from models.lists import Hardheid, Herkomst, PassageSoort, StatusBewijs, StatusKabinet
from models.paper import Paper
from models.problems import Problem
from models.register import Register, RegisterActor, RegisterMotie, RegisterToezegging, Stem

Row = tuple[str, object]


@dataclass(frozen=True, slots=True)
class ReleaseState:
    """What a release says about itself besides the papers.

    ``versie`` is the version of the program, ``now`` the moment of the release (UTC). All of it
    is given for every release, also for one that goes on from another. ``problems`` are those of
    steps, sources and files; what a published paper says of itself comes with the paper (given
    here as well, it counts once). ``gemeld`` says when a problem was reported (UTC), where that
    was not just now. ``link_of`` tells what came of following an address.
    """

    versie: str
    now: datetime
    problems: tuple[Problem, ...] = ()
    gemeld: Mapping[Problem, str] = field(default_factory=dict)
    runs: tuple[tables.Run, ...] = ()
    dekking: tuple[tables.Dekking, ...] = ()
    correcties: tuple[tables.Correctie, ...] = ()
    evaluatie: tuple[tables.Evaluatie, ...] = ()
    standen: tuple[tables.Stand, ...] = ()
    link_of: StateOf = not_followed


class Kept(Protocol):
    """What stays as it is in a release that goes on from another."""

    def document(self, document_id: str) -> bool:
        """Whether this paper is there and is not written anew."""
        ...

    def motie(self, motie_id: str) -> str | None:
        """The id of a motie that is there and is not written anew; ``None`` for any other."""
        ...

    def cluster(self, knelpunt_id: str) -> str | None:
        """The cluster of a signal where that cluster is not written anew."""
        ...


class _NothingKept:
    """A release from scratch: every row is new."""

    def document(self, document_id: str) -> bool:
        """No paper was there."""
        return False

    def motie(self, motie_id: str) -> str | None:
        """No motie was there."""
        return None

    def cluster(self, knelpunt_id: str) -> str | None:
        """No cluster was there."""
        return None


def rows(
    papers: Iterable[Paper],
    register: Register,
    links: Links,
    lexicon: Lexicon,
    state: ReleaseState,
    kept: Kept | None = None,
) -> Iterator[Row]:
    """Every row of a release as (table name, row), paper by paper; memory stays flat.

    A paper whose id was seen before is left out and becomes a row of ``problemen``.

    Where the release goes on from another (``kept``), the papers, the moties and promises of the
    register, and the links are those that are written anew, and so are the rows. What is about
    the release as a whole is given and written in full: the names of the lexicon, the persons of
    the register, and ``state``.
    """
    release = _Release(register, links, lexicon, state, kept or _NothingKept())
    yield from _names(lexicon)
    yield from _clusters(links)
    for paper in papers:
        yield from release.paper(paper)
    yield from release.moties()
    for toezegging in register.toezeggingen:
        yield from release.register_toezegging(toezegging)
    for persoon in register.personen:
        yield "personen", tables.Persoon(persoon.id, persoon.naam, fractie=persoon.fractie)
    yield from release.state_rows()


def _names(lexicon: Lexicon) -> Iterator[Row]:
    """The names everything else refers to, and the meanings of the closed lists."""
    for name, kind, names in (
        ("ministeries", tables.Ministerie, lexicon.ministeries),
        ("organisaties", tables.Organisatie, lexicon.organisaties),
        ("fracties", tables.Fractie, lexicon.fracties),
        ("wetten", tables.Wet, lexicon.wetten),
    ):
        for naam in names:
            yield (
                name,
                kind(naam.id, naam.naam, _json(naam.aliassen), naam.geldig_van, naam.geldig_tot),
            )
    for thema in tables.themas():
        yield "themas", thema
    for begrip in tables.begrippen():
        yield "begrippen", begrip


def _clusters(links: Links) -> Iterator[Row]:
    """The problems followed over years and organisations."""
    for cluster in links.clusters:
        yield (
            "knelpunt_clusters",
            tables.KnelpuntCluster(
                id=cluster.id,
                label=cluster.label,
                eerste_jaar=min(cluster.jaren, default=None),
                laatste_jaar=max(cluster.jaren, default=None),
                jaren=len(cluster.jaren),
                organisaties=cluster.organisaties,
                meldingen=len(cluster.leden),
                slepend=cluster.slepend,
            ),
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lookup(names: tuple[Naam, ...]) -> dict[str, Naam]:
    """Names by each of their spellings, in lower case; a spelling two names share is left out."""
    found: dict[str, Naam] = {}
    shared: set[str] = set()
    for naam in names:
        for spelling in {s.casefold() for s in (naam.id, naam.naam, *naam.aliassen)}:
            if found.setdefault(spelling, naam) is not naam:
                shared.add(spelling)
    return {spelling: naam for spelling, naam in found.items() if spelling not in shared}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a finding stands: the columns every finding shares."""

    passage_id: str | None
    pagina: int | None
    bbox: str | None


@dataclass(frozen=True, slots=True)
class _InPaper:
    """What is kept of a motie's paper until the moties are written."""

    motie: Motie | None
    document_id: str
    datum: date | None
    titel: str | None
    dossier_id: str | None
    nummer: str | None
    vergaderjaar: str | None
    indieners: str
    verzoek: str
    pagina: int | None
    bbox: str | None


def _passage_id(document: Document, index: int) -> str:
    return f"{document.id}-p{index + 1}"


def _place(document: Document, span: Span) -> _Place:
    index = document.passage_at(span.start)
    passage_id = None if index is None else _passage_id(document, index)
    return _Place(passage_id, *_on_paper(document, span))


def _on_paper(document: Document, span: Span) -> tuple[int | None, str | None]:
    """Page and box of a span, the box as JSON."""
    box = document.box(span)
    if box is None:
        return None, None
    return document.page(span), _json([round(x, 1) for x in (box.x0, box.top, box.x1, box.bottom)])


def _text(document: Document, span: Span | None) -> str | None:
    return None if span is None else document.quote(span)


def _one_line(text: str) -> str:
    return " ".join(text.split())


class _Release:
    """One pass over the papers, with what must be remembered between them."""

    def __init__(
        self,
        register: Register,
        links: Links,
        lexicon: Lexicon,
        state: ReleaseState,
        kept: Kept,
    ) -> None:
        self._links = links
        self._kept = kept
        self._state = state
        self._known: dict[str, KnownMotie] = {known.id: known for known in links.moties}
        self._organisaties = _lookup(lexicon.organisaties)
        self._ministeries = _lookup(lexicon.ministeries)
        self._leden = Leden(register.personen)
        self._in_paper: dict[str, _InPaper] = {}
        self._cluster_of = {
            member: cluster.id for cluster in links.clusters for member in cluster.leden
        }
        self._aliassen: defaultdict[str, list[tables.DocumentAlias]] = defaultdict(list)
        for one in links.document_aliassen:
            alias = tables.DocumentAlias(one.alias, one.document_id, one.reden)
            self._aliassen[one.document_id].append(alias)
        self._documents: set[str] = set()
        self._problem_ids: set[str] = set()

    # --- one paper

    def paper(self, paper: Paper) -> Iterator[Row]:
        """All rows of one paper."""
        document, findings = paper.document, paper.findings
        if self._is_published(document.id):
            melding = f"{document.id} kwam twee keer binnen; de eerste keer telt."
            yield from self._problem(
                Problem(paper.raw.key, "publish", "dubbel", melding),
                document.id,
                paper.raw.opgehaald_op,
                uit_stuk=True,
            )
            return
        self._documents.add(document.id)
        yield "documenten", self._document(paper)
        for alias in self._aliassen.get(document.id, ()):
            yield "document_aliassen", alias
        yield from _passages(document)
        yield from _verwijzingen(document, findings.verwijzingen)
        for motie in findings.moties:
            yield from self._motie_parts(document, motie)
        for vermelding in findings.vermeldingen:
            yield "motie_vermeldingen", self._vermelding(document, vermelding)
        for toezegging in findings.toezeggingen:
            yield from self._toezegging(document, toezegging)
        yield from self._signals(paper)
        yield from _tabelfeiten(paper)
        for link in link_rows(document, findings.links, self._state.link_of):
            yield "links", link
        for problem in (*document.problems, *findings.problems):
            yield from self._problem(problem, document.id, paper.raw.opgehaald_op, uit_stuk=True)

    def _document(self, paper: Paper) -> tables.Document:
        document, raw = paper.document, paper.raw
        kenmerken = document.kenmerken
        return tables.Document(
            id=document.id,
            soort=kenmerken.soort,
            titel=kenmerken.titel,
            kop=kenmerken.kop,
            datum=kenmerken.datum,
            kamer=kenmerken.kamer,
            vergaderjaar=kenmerken.vergaderjaar,
            dossier_id=kenmerken.dossier_id,
            dossier_titel=kenmerken.dossier_titel if kenmerken.dossier_id else None,
            ondernummer=kenmerken.ondernummer,
            ministerie=self._ministerie(kenmerken.ministerie),
            afzender=kenmerken.afzender,
            ondertekenaars=_json(
                [{"functie": o.functie, "naam": o.naam} for o in kenmerken.ondertekenaars]
            ),
            organisatie_id=self._organisatie(kenmerken.organisatie),
            jaar=kenmerken.jaar,
            taal=kenmerken.taal,
            bron=raw.bron,
            bron_url=raw.bron_url,
            bijlage_bij=raw.bijlage_bij,
            media_type=document.media_type,
            sha256=document.made_from,
            paginas=document.pages,
            paginalabels=_json(document.page_labels) if document.page_labels else None,
            ocr_paginas=len(document.ocr_pages),
            tekens=len(document.text),
            tekst_kwaliteit=round(document.quality, 3),
            opgehaald_op=raw.opgehaald_op,
            ingetrokken=raw.ingetrokken,
            vervangen_door=self._links.vervangen.get(document.id),
        )

    def _is_published(self, document_id: str) -> bool:
        return document_id in self._documents or self._kept.document(document_id)

    def _ministerie(self, written: str | None) -> str | None:
        naam = self._ministeries.get((written or "").casefold())
        return naam.naam if naam else written

    def _organisatie(self, written: str | None) -> str | None:
        naam = self._organisaties.get((written or "").casefold())
        return naam.id if naam else None

    def _published(self, motie_id: str | None) -> str | None:
        """The id a motie is published under; ``None`` where it is not published."""
        if motie_id is None:
            return None
        return self._links.published(motie_id) or self._kept.motie(motie_id)

    def _motie_parts(self, document: Document, motie: Motie) -> Iterator[Row]:
        motie_id = self._published(motie.id) or motie.id
        known = self._known.get(motie_id)
        elsewhere = known and known.document_id not in (None, document.id)
        if motie_id in self._in_paper or elsewhere or self._kept.motie(motie_id):
            return
        self._in_paper[motie_id] = _in_paper(document, motie)
        register = (known.register if known else None) or _NOT_REGISTERED
        yield from _indieners(motie_id, motie, register, self._leden)
        for number, span in enumerate(motie.overwegingen, 1):
            where = _on_paper(document, span)
            text = document.quote(span)
            yield "motie_overwegingen", tables.MotieOverweging(motie_id, number, text, *where)
        for number, verzoek in enumerate(motie.verzoeken, 1):
            yield "motie_verzoeken", _verzoek(document, motie_id, number, verzoek)

    def _vermelding(self, document: Document, found: MotieVermelding) -> tables.MotieVermelding:
        place = _place(document, found.span)
        answer = self._links.resolutions.get(found.id)
        kandidaten = [
            {"motie_id": k.motie_id, "zaak_nummer": k.zaak_nummer, "score": round(k.score, 3)}
            for k in (answer.kandidaten if answer else ())
        ]
        return tables.MotieVermelding(
            id=found.id,
            document_id=document.id,
            passage_id=place.passage_id,
            pagina=place.pagina,
            tekst=document.quote(found.span),
            motie_id=self._published(answer.motie_id) if answer else None,
            namen=_json(found.namen),
            onderwerp=found.onderwerp,
            reden=answer.reden if answer else "Niet gekoppeld.",
            kandidaten=_json(kandidaten),
            bbox=place.bbox,
            methode=answer.methode if answer else found.methode,
            score=answer.score if answer else 0.0,
        )

    def _toezegging(self, document: Document, found: Toezegging) -> Iterator[Row]:
        place, termijn = _place(document, found.span), found.termijn
        yield (
            "toezeggingen",
            tables.Toezegging(
                id=found.id,
                herkomst=found.herkomst,
                document_id=document.id,
                passage_id=place.passage_id,
                pagina=place.pagina,
                citaat=document.quote(found.span),
                bewindspersoon=found.bewindspersoon,
                ministerie=self._ministerie(found.ministerie or document.kenmerken.ministerie),
                aan=found.aan,
                inhoud=_one_line(document.quote(found.inhoud)),
                gedaan_op=found.gedaan_op or document.kenmerken.datum,
                termijn_tekst=_text(document, termijn.span) if termijn else None,
                termijn_van=termijn.van if termijn else None,
                termijn_tot=termijn.tot if termijn else None,
                terugkerend=found.terugkerend,
                hardheid=found.hardheid,
                voorwaarde=_text(document, found.voorwaarde),
                anker=termijn.anker if termijn else None,
                herhaalt_id=None,
                wijzigt_id=None,
                status_kabinet=StatusKabinet.GEEN,
                status_kabinet_op=None,
                status_kamer=None,
                status_bewijs=StatusBewijs.GEEN,
                opvolgingen=0,
                register_nummer=None,
                bbox=place.bbox,
                methode=found.methode,
                score=found.score,
            ),
        )
        for number, wie in enumerate(document.kenmerken.ondertekenaars, 1):
            yield (
                "toezegging_bewindspersonen",
                tables.ToezeggingBewindspersoon(found.id, number, wie.functie, wie.naam),
            )

    def _signals(self, paper: Paper) -> Iterator[Row]:
        """Knelpunten and follow-ups."""
        document = paper.document
        kenmerken = document.kenmerken
        for found in paper.findings.knelpunten:
            place = _place(document, found.span)
            yield (
                "knelpunten",
                tables.Knelpunt(
                    id=found.id,
                    document_id=document.id,
                    passage_id=place.passage_id,
                    pagina=place.pagina,
                    citaat=document.quote(found.span),
                    soort=found.soort,
                    thema=found.thema.value if found.thema else None,
                    gevolg=found.gevolg,
                    richting=found.richting,
                    organisatie_id=self._organisatie(kenmerken.organisatie),
                    jaar=kenmerken.jaar or (kenmerken.datum.year if kenmerken.datum else None),
                    doelgroep=found.doelgroep,
                    wetten=_json(found.wetten),
                    ernst=found.ernst,
                    rang=None,
                    geadresseerde=found.geadresseerde,
                    oplossing_id=None,
                    cluster_id=self._cluster_of.get(found.id) or self._kept.cluster(found.id),
                    bbox=place.bbox,
                    methode=found.methode,
                    score=found.score,
                ),
            )
        for said in paper.findings.opvolgingen:
            place = _place(document, said.span)
            target = self._links.targets.get(said.id)
            yield (
                "opvolgingen",
                tables.Opvolging(
                    id=said.id,
                    van_soort=said.van_soort,
                    van_id=self._published(target) or target,
                    document_id=document.id,
                    passage_id=place.passage_id,
                    pagina=place.pagina,
                    citaat=document.quote(said.span),
                    datum=said.datum or kenmerken.datum,
                    uitspraak=said.uitspraak,
                    wie_zegt=said.wie_zegt,
                    gelijk_aan=said.gelijk_aan,
                    bbox=place.bbox,
                    methode=said.methode,
                    score=said.score,
                ),
            )

    # --- after the papers

    def moties(self) -> Iterator[Row]:
        """Every motie of the register and of the papers, with its votes and its aliases."""
        for known in self._known.values():
            yield from self._motie(known)
        for motie_id, seen in self._in_paper.items():
            if motie_id not in self._known and seen.motie:
                yield from self._motie(KnownMotie(motie_id, motie_id, seen.motie.soort))
        for alias, motie_id in self._links.aliases.items():
            if motie_id in self._known and alias != motie_id:
                yield "motie_aliassen", tables.MotieAlias(alias, motie_id)

    def _motie(self, known: KnownMotie) -> Iterator[Row]:
        register = known.register
        seen = self._in_paper.get(known.id)
        yield "moties", _motie_row(known, seen, self._is_published)
        if register is None:
            return
        if seen is None:
            yield from _register_indieners(known.id, register.actoren)
        for number, stem in enumerate(register.stemmen, 1):
            yield "stemmingen", _stemming(known.id, number, stem)

    def register_toezegging(self, found: RegisterToezegging) -> Iterator[Row]:
        """A promise the Chamber itself registered: no paper, so no place."""
        yield (
            "toezeggingen",
            tables.Toezegging(
                id=found.id,
                herkomst=Herkomst.REGISTER,
                document_id=None,
                passage_id=None,
                pagina=None,
                citaat=found.tekst,
                bewindspersoon=found.naam or found.functie,
                ministerie=self._ministerie(found.ministerie),
                aan=None,
                inhoud=_one_line(found.tekst),
                gedaan_op=found.gedaan_op,
                termijn_tekst=None,
                termijn_van=None,
                termijn_tot=found.nakoming,
                terugkerend=None,
                hardheid=Hardheid.HARD,
                voorwaarde=None,
                anker=None,
                herhaalt_id=None,
                wijzigt_id=None,
                status_kabinet=StatusKabinet.GEEN,
                status_kabinet_op=None,
                status_kamer=found.status,
                status_bewijs=StatusBewijs.GEEN,
                opvolgingen=0,
                register_nummer=found.nummer,
                bbox=None,
                methode="register",
                score=1.0,
            ),
        )
        if found.naam:
            yield (
                "toezegging_bewindspersonen",
                tables.ToezeggingBewindspersoon(found.id, 1, found.functie or "", found.naam),
            )

    def state_rows(self) -> Iterator[Row]:
        """What the release says of itself."""
        for problem in self._state.problems:
            subject = problem.subject if self._is_published(problem.subject) else None
            yield from self._problem(problem, subject, self._state.gemeld.get(problem))
        for name, found in (
            ("runs", self._state.runs),
            ("dekking", self._state.dekking),
            ("correcties", self._state.correcties),
            ("evaluatie", self._state.evaluatie),
            ("standen", self._state.standen),
        ):
            for row in found:
                yield name, row

    def _problem(
        self,
        problem: Problem,
        document_id: str | None,
        when: str | None = None,
        *,
        uit_stuk: bool = False,
    ) -> Iterator[Row]:
        """One row for a problem; the same problem is reported once."""
        about = "\x1f".join((problem.subject, problem.stap, problem.soort, problem.melding))
        (problem_id,) = number_ids("probleem", document_id or "", [about])
        if problem_id in self._problem_ids:
            return
        self._problem_ids.add(problem_id)
        when = when or self._state.now.isoformat(timespec="seconds")
        yield (
            "problemen",
            tables.Probleem(
                problem_id,
                document_id,
                uit_stuk,
                problem.subject,
                problem.stap,
                problem.soort,
                problem.melding,
                when,
            ),
        )


def _passages(document: Document) -> Iterator[Row]:
    heading: str | None = None
    for index, passage in enumerate(document.passages):
        text = document.quote(passage.span)
        yield (
            "passages",
            _passage_row(document, index, heading, text),
        )
        if passage.soort is PassageSoort.KOP:
            heading = _one_line(text)


def _passage_row(document: Document, index: int, heading: str | None, text: str) -> tables.Passage:
    passage = document.passages[index]
    pagina, bbox = _on_paper(document, passage.span)
    return tables.Passage(
        id=_passage_id(document, index),
        document_id=document.id,
        volgorde=index + 1,
        pagina=pagina,
        soort=passage.soort,
        sectie=heading,
        tekst=text,
        bbox=bbox,
    )


def _verwijzingen(document: Document, found: tuple[Verwijzing, ...]) -> Iterator[Row]:
    quotes = [document.quote(v.span) for v in found]
    ids = number_ids("verwijzing", document.id, quotes)
    for verwijzing, quote, row_id in zip(found, quotes, ids, strict=True):
        citation, place = verwijzing.citation, _place(document, verwijzing.span)
        pin = citation.pin if isinstance(citation, FullCitation | ShortCitation) else None
        yield (
            "verwijzingen",
            tables.Verwijzing(
                id=row_id,
                document_id=document.id,
                passage_id=place.passage_id,
                pagina=place.pagina,
                tekst=quote,
                soort=verwijzing.soort,
                doel_id=verwijzing.doel_id,
                doel_in_corpus=False,
                pagina_pin=_pin(pin.first, pin.last) if pin else None,
                onvolledig=isinstance(citation, FullCitation) and citation.incomplete,
                bbox=place.bbox,
                methode=verwijzing.methode,
                score=verwijzing.score,
            ),
        )


def _pin(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _tabelfeiten(paper: Paper) -> Iterator[Row]:
    document, found = paper.document, paper.findings.tabelfeiten
    keys = [f"{f.table} {f.rij} {f.kolom} {f.waarde}" for f in found]
    for feit, row_id in zip(found, number_ids("tabelfeit", document.id, keys), strict=True):
        place = _place(document, feit.span)
        yield (
            "tabelfeiten",
            tables.Tabelfeit(
                id=row_id,
                document_id=document.id,
                passage_id=place.passage_id,
                pagina=place.pagina,
                tabel=feit.table + 1,
                rij=feit.rij,
                kolom=feit.kolom,
                waarde=feit.waarde,
                eenheid=feit.eenheid,
                jaar_van=feit.jaar_van,
                jaar_tot=feit.jaar_tot,
                structureel=feit.structureel,
                totaal=feit.totaal,
                berekend=feit.berekend,
                bbox=place.bbox,
            ),
        )


def _in_paper(document: Document, motie: Motie) -> _InPaper:
    kenmerken = document.kenmerken
    own = motie.id == document.id
    return _InPaper(
        motie=motie,
        document_id=document.id,
        datum=motie.datum or kenmerken.datum,
        titel=motie.titel or (kenmerken.titel if own else None),
        dossier_id=kenmerken.dossier_id if own else None,
        nummer=kenmerken.ondernummer if own else None,
        vergaderjaar=kenmerken.vergaderjaar,
        indieners=", ".join(indiener.naam for indiener in motie.indieners),
        verzoek="\n".join(_one_line(document.quote(v.span)) for v in motie.verzoeken),
        pagina=document.page(motie.span),
        bbox=_on_paper(document, motie.span)[1],
    )


def _indieners(motie_id: str, motie: Motie, register: RegisterMotie, leden: Leden) -> Iterator[Row]:
    """The signatures in order, each with what the register knows of that member."""
    datum = register.datum or motie.datum
    for number, indiener in enumerate(motie.indieners, 1):
        actor = _actor(indiener.naam, register.actoren, leden) or _member(
            indiener.naam, datum, leden
        )
        yield (
            "motie_indieners",
            tables.MotieIndiener(
                motie_id=motie_id,
                volgorde=number,
                persoon_id=actor.persoon_id if actor else None,
                naam=indiener.naam,
                registernaam=actor.naam if actor else None,
                fractie=actor.fractie if actor else None,
                relatie=actor.relatie or None if actor else None,
            ),
        )


def _actor(naam: str, actoren: tuple[RegisterActor, ...], leden: Leden) -> RegisterActor | None:
    """The one actor of the motie with this name; ``None`` in doubt.

    The register writes initials, the paper a first name where two members share a surname: who
    the actor is says which first name is theirs.
    """
    signing = [actor for actor in actoren if _signs(actor)]
    ending = f" {plain_name(naam)}"
    found = [actor for actor in signing if f" {plain_name(actor.naam)}".endswith(ending)]
    if len(found) > 1:
        # Voorbeeld is not Van Voorbeeld
        found = [actor for actor in found if not _goes_on(actor, ending)] or found
    if not found:
        known = leden.find(naam, None, {actor.persoon_id for actor in signing if actor.persoon_id})
        found = [actor for actor in signing if known and actor.persoon_id == known.id]
    return found[0] if len(found) == 1 else None


def _goes_on(actor: RegisterActor, ending: str) -> bool:
    """Whether the surname of an actor has a tussenvoegsel before what the paper prints."""
    before = f" {plain_name(actor.naam)}".removesuffix(ending).split()
    return bool(before) and before[-1] in TUSSENVOEGSELS


def _member(naam: str, datum: date | None, leden: Leden) -> RegisterActor | None:
    """The member of this name on the day of the motie, where the register names no actors."""
    found = leden.find(naam, datum)
    if found is None:
        return None
    zetel = found.zetel_op(datum) if datum else None
    return RegisterActor(found.naam, zetel.fractie if zetel else None, "", found.id)


def _register_indieners(motie_id: str, actoren: tuple[RegisterActor, ...]) -> Iterator[Row]:
    for number, actor in enumerate(filter(_signs, actoren), 1):
        yield (
            "motie_indieners",
            tables.MotieIndiener(
                motie_id=motie_id,
                volgorde=number,
                persoon_id=actor.persoon_id,
                naam=actor.naam,
                registernaam=actor.naam,
                fractie=actor.fractie,
                relatie=actor.relatie,
            ),
        )


def _verzoek(
    document: Document, motie_id: str, number: int, verzoek: Verzoek
) -> tables.MotieVerzoek:
    termijn = verzoek.termijn
    pagina, bbox = _on_paper(document, verzoek.span)
    return tables.MotieVerzoek(
        motie_id=motie_id,
        volgorde=number,
        tekst=document.quote(verzoek.span),
        werkwoord=verzoek.werkwoord,
        termijn_tekst=document.quote(termijn.span) if termijn else None,
        termijn_van=termijn.van if termijn else None,
        termijn_tot=termijn.tot if termijn else None,
        pagina=pagina,
        bbox=bbox,
    )


def _stemming(motie_id: str, number: int, stem: Stem) -> tables.Stemming:
    return tables.Stemming(
        motie_id=motie_id,
        volgorde=number,
        datum=stem.datum,
        fractie=stem.fractie,
        lid=stem.lid,
        soort=stem.soort,
        zetels=stem.zetels,
        vergissing=stem.vergissing,
    )


def zetels(stemmen: Iterable[Stem], soort: str) -> int:
    """Seats behind ``soort`` (Voor, Tegen); votes cast by mistake do not count."""
    return sum(s.zetels for s in stemmen if s.soort == soort and not s.vergissing)


def _motie_row(
    known: KnownMotie, seen: _InPaper | None, is_published: Callable[[str], bool]
) -> tables.Motie:
    """One motie out of the register, its paper, or both; the register goes first."""
    register = known.register or _NOT_REGISTERED
    paper = seen or _NOT_READ
    nummer = paper.nummer if register.nummer is None else str(register.nummer)
    votes = bool(register.stemmen)
    dossier_id = register.dossier_id or paper.dossier_id
    return tables.Motie(
        id=known.id,
        document_id=_document_id(known, seen, is_published),
        dossier_id=dossier_id,
        dossier_titel=register.dossier_titel,
        nummer=nummer,
        vergaderjaar=register.vergaderjaar or paper.vergaderjaar,
        titel=register.onderwerp or paper.titel,
        onderwerp=known.onderwerp,
        soort=known.soort,
        vervangt_id=known.vervangt_id,
        keten_id=known.keten_id,
        datum_ingediend=register.datum or paper.datum,
        indieners=paper.indieners or _signing(register.actoren) or ", ".join(known.namen) or None,
        verzoek=paper.verzoek or None,
        status_kamer=register.status,
        status_kamer_tekst=register.status_tekst,
        stemming_datum=register.stemming_datum,
        zetels_voor=zetels(register.stemmen, "Voor") if votes else None,
        zetels_tegen=zetels(register.stemmen, "Tegen") if votes else None,
        kabinetsappreciatie=register.kabinetsappreciatie,
        appreciatie_ontbreekt=register.appreciatie_ontbreekt,
        status_kabinet=StatusKabinet.GEEN,
        status_kabinet_op=None,
        status_bewijs=StatusBewijs.GEEN,
        vermeldingen=0,
        opvolgingen=0,
        zaak_nummer=register.zaak_nummer or None,
        pagina=paper.pagina,
        bbox=paper.bbox,
        methode=paper.motie.methode if paper.motie else "register",
        score=paper.motie.score if paper.motie else 1.0,
    )


def _document_id(
    known: KnownMotie, seen: _InPaper | None, is_published: Callable[[str], bool]
) -> str | None:
    if seen:
        return seen.document_id
    return known.document_id if known.document_id and is_published(known.document_id) else None


def _signing(actoren: tuple[RegisterActor, ...]) -> str:
    return ", ".join(actor.naam for actor in actoren if _signs(actor))


def _signs(actor: RegisterActor) -> bool:
    """Whether the actor is an indiener or medeindiener."""
    return actor.relatie.casefold() in {"indiener", "medeindiener"}


_NOT_REGISTERED = RegisterMotie("", "", "", None, "", None, None, None)
_NOT_READ = _InPaper(None, "", None, None, None, None, None, "", "", None, None)
