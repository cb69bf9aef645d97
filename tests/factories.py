"""Small papers made to order; everything in them is invented.

``paper("kst-99001-3", "KOP\\n\\nEen alinea.")`` makes a paper out of plain text: blocks apart by
an empty line are passages, a block in capitals is a heading. ``printed=True`` puts it on pages of
40 lines, so findings have a page and a box.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from corpus.rows import ReleaseState
from models.document import Document, Edges, Kenmerken, Line, Passage, Span
from models.findings import (
    Findings,
    Indiener,
    Knelpunt,
    Motie,
    MotieVermelding,
    Opvolging,
    Termijn,
    Toezegging,
    Verzoek,
    finding_id,
)
from models.lexicon import Lexicon, Naam
from models.links import Kandidaat, KnownMotie, Links, Resolution
from models.lists import (
    DocumentSoort,
    Hardheid,
    Herkomst,
    KnelpuntSoort,
    MotieSoort,
    PassageSoort,
    StatusKamer,
    Thema,
    Uitspraak,
    WieZegt,
)
from models.paper import Paper, RawFile
from models.register import Register, RegisterActor, RegisterMotie, RegisterToezegging, Stem

NOW = datetime(2030, 1, 2, 3, 0, tzinfo=UTC)


def document(
    doc_id: str, text: str, kenmerken: Kenmerken | None = None, *, printed: bool = False
) -> Document:
    """A document of plain text."""
    return Document(
        id=doc_id,
        text=text,
        kenmerken=kenmerken or Kenmerken(),
        made_from="0" * 64,
        media_type="application/pdf" if printed else "text/plain",
        passages=tuple(_passages(text)),
        lines=tuple(_lines(text)) if printed else (),
        pages=text.count("\n") // 40 + 1 if printed else 0,
        page_quality=(0.98,) if printed else (),
    )


def _passages(text: str) -> Iterable[Passage]:
    start = 0
    for block in text.split("\n\n"):
        if block.strip():
            soort = PassageSoort.KOP if block.isupper() else PassageSoort.ALINEA
            yield Passage(Span(start, start + len(block)), soort)
        start += len(block) + 2


def _lines(text: str) -> Iterable[Line]:
    start = 0
    for number, line in enumerate(text.split("\n")):
        page, row = number // 40 + 1, number % 40
        if line:
            edges = Edges.of(70.0 + 5 * i for i in range(len(line) + 1))
            top = 60.0 + 16 * row
            yield Line(Span(start, start + len(line)), page, top, top + 12, edges)
        start += len(line) + 1


def raw(key: str, doc_id: str | None = None) -> RawFile:
    """Where a paper came from."""
    return RawFile(
        key=key,
        sha256="0" * 64,
        media_type="text/plain",
        bron="proefbron",
        bron_url=f"https://proef.example/{doc_id or key}.pdf",
        opgehaald_op="2030-01-01T00:00:00+00:00",
        id=doc_id,
    )


def paper(
    doc_id: str,
    text: str,
    kenmerken: Kenmerken | None = None,
    *,
    printed: bool = False,
    **found: tuple[object, ...],
) -> Paper:
    """A paper with its findings, each kind as a tuple under its name in ``Findings``."""
    return Paper(
        raw(f"proef:{doc_id}", doc_id),
        document(doc_id, text, kenmerken, printed=printed),
        Findings(doc_id, **found),  # type: ignore[arg-type]
    )


def span(text: str, part: str) -> Span:
    """Where ``part`` stands in ``text``; it must."""
    start = text.index(part)
    return Span(start, start + len(part))


def toezegging(text: str, quote: str, doc_id: str, *, tot: date | None = None) -> Toezegging:
    """A firm promise."""
    where = span(text, quote)
    termijn = Termijn(where, None, tot, "proef") if tot else None
    return Toezegging(
        finding_id("toezegging", doc_id, quote),
        where,
        where,
        Hardheid.HARD,
        Herkomst.BRIEF,
        "proefregel",
        0.9,
        bewindspersoon="de Minister van Proefzaken",
        aan="de Tweede Kamer",
        termijn=termijn,
    )


def knelpunt(text: str, quote: str, doc_id: str) -> Knelpunt:
    """A problem of old systems."""
    return Knelpunt(
        finding_id("knelpunt", doc_id, quote),
        span(text, quote),
        KnelpuntSoort.KNELPUNT,
        "proefmodel",
        0.8,
        thema=Thema.ICT_EN_LEGACY,
        ernst=2,
    )


def opvolging(
    text: str, quote: str, doc_id: str, uitspraak: Uitspraak = Uitspraak.AFGEDAAN
) -> Opvolging:
    """What the cabinet says of a motie."""
    return Opvolging(
        finding_id("opvolging", doc_id, quote),
        span(text, quote),
        "motie",
        uitspraak,
        WieZegt.KABINET,
        "proefregel",
        0.9,
    )


def vermelding(text: str, quote: str, doc_id: str) -> MotieVermelding:
    """A phrase that names a motie."""
    return MotieVermelding(
        finding_id("vermelding", doc_id, quote),
        span(text, quote),
        ("Voorbeeld",),
        "het loket",
        None,
        "proefregel",
        0.9,
    )


def motie(text: str, motie_id: str, verzoek: str, overweging: str, *namen: str) -> Motie:
    """A motie with one request and one consideration."""
    return Motie(
        id=motie_id,
        span=Span(0, len(text)),
        soort=MotieSoort.MOTIE,
        titel=None,
        indieners=tuple(Indiener(naam, span(text, naam)) for naam in namen),
        overwegingen=(span(text, overweging),),
        verzoeken=(Verzoek(span(text, verzoek), "verzoekt de regering"),),
        methode="proefregel",
        score=1.0,
    )


def register_motie(motie_id: str, onderwerp: str, **more: object) -> RegisterMotie:
    """A motie as the register knows it."""
    _, dossier, nummer = motie_id.rsplit("-", 2)
    known: dict[str, object] = {
        "id": motie_id,
        "zaak_id": f"zaak {motie_id}",
        "zaak_nummer": f"2029Z{int(nummer):05}",
        "dossier_titel": "Proefdossier",
        "onderwerp": onderwerp,
        "datum": date(2029, 3, 1),
        "vergaderjaar": "2028-2029",
        "nummer": int(nummer),
        "dossier_id": dossier,
    }
    return RegisterMotie(**known | more)  # type: ignore[arg-type]


def known(register: RegisterMotie, **more: object) -> KnownMotie:
    """The same motie after linking."""
    return KnownMotie(register.id, register.id, MotieSoort.MOTIE, register=register, **more)  # type: ignore[arg-type]


LEXICON = Lexicon(
    ministeries=(Naam("proefzaken", "Ministerie van Proefzaken", ("PrZ",)),),
    organisaties=(Naam("proefdienst", "Proefdienst", ("PD",)),),
    fracties=(Naam("proefpartij", "Proefpartij"),),
)

MOTIE_TEXT = """MOTIE VAN HET LID VOORBEELD C.S.

Voorgesteld 1 maart 2029

De Kamer,

gehoord de beraadslaging,

overwegende dat het loket te vroeg sluit;

verzoekt de regering het loket 's avonds te openen,

en gaat over tot de orde van de dag.

Voorbeeld
De Wit-Proef"""

BRIEF_TEXT = """BRIEF VAN DE MINISTER VAN PROEFZAKEN

Met de motie van het lid Voorbeeld over het loket is verzocht om ruimere tijden.

Het loket is sinds april 's avonds open. Daarmee beschouw ik de motie als afgedaan.

Ik stuur uw Kamer voor 1 juli 2029 een <b>evaluatie</b> van de wachttijden.

De motie van het lid Proefman over de bus noem ik hier ook."""

STAND_TEXT = """STAND VAN DE UITVOERING 2028

Door verouderde systemen wachten aanvragers maanden op een besluit."""

MOTIE = register_motie(
    "kst-99001-3",
    "Motie van het lid Voorbeeld c.s. over het loket",
    status=StatusKamer.AANGENOMEN,
    status_tekst="Stemmen - aangenomen",
    stemming_datum=date(2029, 3, 8),
    kabinetsappreciatie="Oordeel Kamer",
    stemmen=(
        Stem(date(2029, 3, 8), "Proefpartij", "Voor", 90, vergissing=False),
        Stem(date(2029, 3, 8), "Voorbeeldlijst", "Tegen", 50, vergissing=False),
        Stem(date(2029, 3, 8), "Testgroep", "Tegen", 10, vergissing=True),
    ),
    actoren=(
        RegisterActor("A. Voorbeeld", "Proefpartij", "Indiener", "p1"),
        RegisterActor("B. de Wit-Proef", "Testgroep", "Medeindiener", "p2"),
        RegisterActor("C. Minister", None, "Gericht aan", "p3"),
    ),
)
LOOSE = register_motie(
    "kst-99001-4", "Motie van het lid Proefman over de bus", status=StatusKamer.AANGENOMEN
)


def small_world() -> tuple[list[Paper], Register, Links]:
    """Three papers, two moties in the register, a mention in doubt, a promise that is overdue."""
    said = opvolging(BRIEF_TEXT, "Daarmee beschouw ik de motie als afgedaan.", "kst-99001-9")
    named = vermelding(BRIEF_TEXT, "de motie van het lid Voorbeeld over het loket", "kst-99001-9")
    doubted = vermelding(BRIEF_TEXT, "De motie van het lid Proefman over de bus", "kst-99001-9")
    promise = toezegging(
        BRIEF_TEXT,
        "Ik stuur uw Kamer voor 1 juli 2029 een <b>evaluatie</b> van de wachttijden.",
        "kst-99001-9",
        tot=date(2029, 6, 30),
    )
    problem = knelpunt(
        STAND_TEXT,
        "Door verouderde systemen wachten aanvragers maanden op een besluit.",
        "blg-990001",
    )
    own = motie(
        MOTIE_TEXT,
        "kst-99001-3",
        "verzoekt de regering het loket 's avonds te openen",
        "overwegende dat het loket te vroeg sluit",
        "Voorbeeld",
        "De Wit-Proef",
    )
    about = Kenmerken(
        soort=DocumentSoort.MOTIE,
        titel="Motie over het loket",
        datum=date(2029, 3, 1),
        dossier_id="99001",
        dossier_titel="Proefdossier",
        ondernummer="3",
    )
    letter = replace(
        about,
        soort=DocumentSoort.BRIEF,
        titel="Brief over het loket",
        datum=date(2029, 5, 1),
        ondernummer="9",
        ministerie="PrZ",
    )
    report = Kenmerken(
        soort=DocumentSoort.STAND_VAN_DE_UITVOERING,
        titel="Stand van de Proefdienst",
        datum=date(2028, 12, 1),
        organisatie="Proefdienst",
        jaar=2028,
    )
    papers = [
        paper("kst-99001-3", MOTIE_TEXT, about, moties=(own,)),
        paper(
            "kst-99001-9",
            BRIEF_TEXT,
            letter,
            printed=True,
            vermeldingen=(named, doubted),
            toezeggingen=(promise,),
            opvolgingen=(said,),
        ),
        paper("blg-990001", STAND_TEXT, report, printed=True, knelpunten=(problem,)),
    ]
    register = Register(
        (MOTIE, LOOSE),
        (
            RegisterToezegging(
                "toezegging-tz1",
                "TZ202903-001",
                "De Minister zegt toe de brug te tellen.",
                "A. Bewind",
                "Minister",
                "Proefzaken",
                "Openstaand",
                date(2029, 3, 2),
                None,
            ),
        ),
    )
    links = Links(
        moties=(known(MOTIE, document_id="kst-99001-3", onderwerp="het loket"), known(LOOSE)),
        resolutions={
            named.id: Resolution("kst-99001-3", "2029Z00003", 0.97, "namen", "Naam en onderwerp."),
            doubted.id: Resolution(
                None,
                None,
                0.4,
                "namen",
                "Twee moties passen even goed.",
                (Kandidaat("kst-99001-4", "2029Z00004", 0.4),),
            ),
        },
        targets={said.id: "kst-99001-3"},
        aliases={"zaak-2029Z00003": "kst-99001-3"},
    )
    return papers, register, links


def state(**more: object) -> ReleaseState:
    """What a release says of itself."""
    return ReleaseState(versie="proef", now=NOW, **more)  # type: ignore[arg-type]
