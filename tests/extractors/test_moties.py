from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.moties import find_moties
from extractors.patterns import moties as patterns
from extractors.rules import Rule
from models.document import Document, Kenmerken, Passage, Span
from models.findings import Motie
from models.lists import DocumentSoort, MotieSoort, PassageSoort

KOP = "MOTIE VAN HET LID VOORBEELD C.S."
SLOT = "en gaat over tot de orde van de dag."
PLAIN = (
    "De Kamer,",
    "gehoord de beraadslaging,",
    "constaterende dat het loket in Proefdam om twaalf uur sluit;",
    "overwegende dat inwoners vaak pas na hun werk kunnen komen;",
    "verzoekt de regering het loket 's avonds te openen,",
    SLOT,
    "Voorbeeld",
    "De Wit-Proef",
)


def paper(
    *lines: str, kop: str | None = KOP, soort: DocumentSoort = DocumentSoort.MOTIE
) -> Document:
    """A document of these passages: "# " before a heading, "* " before an item, "~ " an edge."""
    passages, text = [], ""
    marks = {"# ": PassageSoort.KOP, "* ": PassageSoort.OPSOMMING, "~ ": PassageSoort.RAND}
    for line in lines:
        kind = marks.get(line[:2], PassageSoort.ALINEA)
        words = line[2:] if line[:2] in marks else line
        text += "\n" if text else ""
        passages.append(Passage(Span(len(text), len(text) + len(words)), kind))
        text += words
    kenmerken = Kenmerken(soort=soort, kop=kop, datum=date(2030, 1, 15), dossier_id="99001-XII")
    return Document(
        "kst-99001-XII-20", text, kenmerken, "0" * 64, "application/xml", tuple(passages)
    )


def only(document: Document) -> Motie:
    (motie,) = find_moties(document)
    return motie


def quotes(document: Document, motie: Motie) -> tuple[list[str], list[str], list[str]]:
    return (
        [document.quote(span) for span in motie.overwegingen],
        [f"{one.werkwoord} | {document.quote(one.span)}" for one in motie.verzoeken],
        [one.naam for one in motie.indieners],
    )


def test_a_paper_that_is_a_motie_lends_it_its_identifier() -> None:
    document = paper(*PLAIN)
    motie = only(document)
    assert motie.id == "kst-99001-XII-20"
    assert (motie.titel, motie.datum, motie.soort) == (KOP, date(2030, 1, 15), MotieSoort.MOTIE)
    assert (motie.methode, motie.score) == ("motie_slot", 1.0)
    assert motie.gehoord is not None
    assert document.quote(motie.gehoord) == "gehoord de beraadslaging"
    assert document.quote(motie.span).startswith("De Kamer,")
    assert document.quote(motie.span).endswith("De Wit-Proef")
    assert quotes(document, motie) == (
        [
            "constaterende dat het loket in Proefdam om twaalf uur sluit",
            "overwegende dat inwoners vaak pas na hun werk kunnen komen",
        ],
        ["verzoekt de regering | verzoekt de regering het loket 's avonds te openen"],
        ["Voorbeeld", "De Wit-Proef"],
    )


def body(*clauses: str) -> Document:
    return paper("De Kamer,", "gehoord de beraadslaging,", *clauses, SLOT, "Voorbeeld")


VERZOEKEN = [
    # what is asked                                          the verb and the request
    (["verzoekt het kabinet het loket te openen,"], ["verzoekt het kabinet"]),
    (["verzoekt tevens de regering het loket te openen,"], ["verzoekt de regering"]),
    (["verzoekt het aanstaande kabinet het te openen,"], ["verzoekt het aanstaande kabinet"]),
    (["verzoekt het Presidium een rapporteur te benoemen,"], ["verzoekt het presidium"]),
    (["verzoekt de Kamer voor 1 mei te informeren,"], ["verzoekt"]),
    (["spreekt uit dat het loket open moet,"], ["spreekt uit"]),
    (["spreekt zich uit tegen sluiting van het loket,"], ["spreekt zich uit"]),
    (["spreekt haar afkeuring uit over de sluiting,"], ["spreekt uit"]),
    (["roept de regering op om het loket te openen,"], ["roept de regering op"]),
    (["draagt de regering op het loket te openen,"], ["draagt de regering op"]),
    (["nodigt het kabinet uit het loket te bezoeken,"], ["nodigt het kabinet uit"]),
    (["dringt er bij de regering op aan te openen,"], ["dringt er bij de regering aan"]),
    (["zegt het vertrouwen in de Minister op,"], ["zegt het vertrouwen op"]),
    (["besluit een onderzoek naar het loket in te stellen,"], ["besluit"]),
    (["keurt deze handelwijze af,"], ["keurt af"]),
    (["stelt vast dat het loket dicht is,"], ["stelt vast"]),
    (["steunt de inzet voor het loket,"], ["steunt"]),
]


@pytest.mark.parametrize(("clauses", "verbs"), VERZOEKEN)
def test_every_way_to_ask(clauses: list[str], verbs: list[str]) -> None:
    assert [one.werkwoord for one in only(body(*clauses)).verzoeken] == verbs


def test_two_requests_in_one_paragraph() -> None:
    document = body("verzoekt de regering te meten, en verzoekt de Minister te berichten,")
    assert quotes(document, only(document))[1] == [
        "verzoekt de regering | verzoekt de regering te meten",
        "verzoekt de minister | en verzoekt de Minister te berichten",
    ]


def test_each_item_under_a_bare_lead_is_a_request() -> None:
    document = body("verzoekt de regering:", "* te meten hoe druk het is;", "* dit te melden,")
    assert quotes(document, only(document))[1] == [
        "verzoekt de regering | te meten hoe druk het is",
        "verzoekt de regering | dit te melden",
    ]


def test_items_with_their_marker_in_the_text() -> None:
    document = body("verzoekt de regering om: - te meten; - dit te melden,")
    assert [document.quote(one.span) for one in only(document).verzoeken] == [
        "te meten",
        "dit te melden",
    ]


def test_items_that_only_fill_in_a_request_are_one_request() -> None:
    document = body("verzoekt de regering te meten:", "* hoe druk het is;", "* hoe lang men wacht,")
    (verzoek,) = only(document).verzoeken
    assert document.quote(verzoek.span).endswith("hoe lang men wacht")


def test_each_item_under_a_bare_consideration_is_one() -> None:
    document = body("overwegende dat:", "* het druk is;", "* men lang wacht;", "verzoekt te meten,")
    assert quotes(document, only(document))[0] == ["het druk is", "men lang wacht"]


OVERWEGINGEN = [
    (["overwegende dat A; overwegende dat B;"], ["overwegende dat A", "overwegende dat B"]),
    (["voorts constaterende dat A;"], ["voorts constaterende dat A"]),
    (["overwegend dat A;", "van mening dat B;"], ["overwegend dat A", "van mening dat B"]),
    (["gelezen het rapport over Proefdam;"], ["gelezen het rapport over Proefdam"]),
    (["met waardering kennisgenomen van A;"], ["met waardering kennisgenomen van A"]),
    (["in aanmerking nemende dat A;"], ["in aanmerking nemende dat A"]),
    (["beseffende dat A;"], ["beseffende dat A"]),
    # a paragraph cut in two by a line end is one clause
    (["overwegende dat het loket", "passende hulp biedt;"], None),
    # a name in quotation marks is no clause
    (["overwegende dat het rapport «Gewacht. Gezien. Gehoord?» verscheen;"], None),
]


@pytest.mark.parametrize(("clauses", "expected"), OVERWEGINGEN)
def test_one_consideration_per_clause(clauses: list[str], expected: list[str] | None) -> None:
    document = body(*clauses, "verzoekt de regering te meten,")
    expected = expected or ["\n".join(clauses).rstrip(";")]
    assert quotes(document, only(document))[0] == expected


ONDERTEKEND = [
    (["Voorbeeld."], ["Voorbeeld"]),
    (["Voorbeeld,", "Proefman"], ["Voorbeeld", "Proefman"]),
    (["Voorbeeld, Proefman"], ["Voorbeeld", "Proefman"]),
    (["Voorbeeld en Van der Test"], ["Voorbeeld", "Van der Test"]),
    (["Voorbeeld c.s."], ["Voorbeeld"]),
    (["Voorbeeld\nProefman"], ["Voorbeeld", "Proefman"]),
    (["D. van der Test", "van 't Proef"], ["D. van der Test", "van 't Proef"]),
    (["Voorbeeld", "~ kst-99001-XII-20 ISSN 0000 - 0000", "Proefman"], ["Voorbeeld", "Proefman"]),
    (["Voorbeeld", "De Minister antwoordt later."], ["Voorbeeld"]),
    (["Voorbeeld", "# Toelichting", "Proefman"], ["Voorbeeld"]),
]


@pytest.mark.parametrize(("lines", "names"), ONDERTEKEND)
def test_signatures_in_order(lines: list[str], names: list[str]) -> None:
    document = paper(*PLAIN[:6], *lines)
    motie = only(document)
    assert [one.naam for one in motie.indieners] == names
    assert [document.quote(one.span) for one in motie.indieners] == names


@pytest.mark.parametrize(
    "slot",
    ["En gaat over tot de orde van de dag;", "gaat over tot de orde van de dag.", "en gaan over tot"
     " de orde van de dag,", "en gaat over tot de dag."],
)  # fmt: skip
def test_a_close_in_other_words(slot: str) -> None:
    motie = only(paper(*PLAIN[:5], slot, "Voorbeeld"))
    assert motie.methode == "motie_slot"
    assert [one.naam for one in motie.indieners] == ["Voorbeeld"]


def test_a_motie_without_its_close_ends_before_the_signatures() -> None:
    document = paper(*PLAIN[:5], "Voorbeeld", "Proefman")
    motie = only(document)
    assert (motie.methode, motie.score) == ("motie_aanhef", 0.9)
    assert quotes(document, motie)[1:] == (
        ["verzoekt de regering | verzoekt de regering het loket 's avonds te openen"],
        ["Voorbeeld", "Proefman"],
    )


CHAINS = [
    ("MOTIE VAN HET LID VOORBEELD", MotieSoort.MOTIE, None),
    (
        "GEWIJZIGDE MOTIE VAN HET LID VOORBEELD TER VERVANGING VAN DIE GEDRUKT ONDER NR. 7",
        MotieSoort.GEWIJZIGD,
        "kst-99001-XII-7",
    ),
    (
        "MOTIE VAN HET LID VOORBEELD TER VERVANGING VAN DIE GEDRUKT ONDER NR. 7",
        MotieSoort.GEWIJZIGD,
        "kst-99001-XII-7",
    ),
    (
        "NADER GEWIJZIGDE MOTIE VAN DE LEDEN VOORBEELD EN PROEFMAN TER VERVANGING VAN DIE GEDRUKT"
        " ONDER NR. 12",
        MotieSoort.NADER_GEWIJZIGD,
        "kst-99001-XII-12",
    ),
    ("Gewijzigde motie over A (t.v.v. 99002-3370)", MotieSoort.GEWIJZIGD, "kst-99002-3370"),
    ("Gewijzigde motie over A (t.v.v. 99501-08-31)", MotieSoort.GEWIJZIGD, "kst-99501-08-31"),
    ("Gewijzigde motie over A (t.v.v. 99 002 XVI, nr. 4)", MotieSoort.GEWIJZIGD, "kst-99002-XVI-4"),
    ("Gewijzigde motie over A (tvv 99002-A-33)", MotieSoort.GEWIJZIGD, "kst-99002-A-33"),
    ("Gewijzigde motie over A (t.v.v. nr. 33)", MotieSoort.GEWIJZIGD, "kst-99001-XII-33"),
    ("Motie over de vervanging van nr. 33", MotieSoort.MOTIE, None),
]


@pytest.mark.parametrize(("kop", "soort", "vervangt"), CHAINS)
def test_what_a_motie_replaces(kop: str, soort: MotieSoort, vervangt: str | None) -> None:
    motie = only(paper(*PLAIN, kop=kop))
    assert (motie.soort, motie.vervangt_id) == (soort, vervangt)


def test_the_heading_is_looked_for_where_nothing_is_known() -> None:
    assert only(paper("~ 2", f"# {KOP}", "Voorgesteld", *PLAIN, kop=None)).titel == KOP


def test_a_motie_in_one_paragraph_of_a_letter() -> None:
    document = paper(
        "Aan de Voorzitter",
        "De motie van het lid Voorbeeld luidt:",
        "«" + " ".join(PLAIN[:6]).replace(";", ",\n") + "»",
        "Toelichting",
        soort=DocumentSoort.BRIEF,
        kop=None,
    )
    motie = only(document)
    assert motie.id.startswith("motie-")
    overwegingen, verzoeken, indieners = quotes(document, motie)
    assert len(overwegingen) == 2
    assert verzoeken == [
        "verzoekt de regering | verzoekt de regering het loket 's avonds te openen"
    ]
    # a single word below a quoted motie is no signature
    assert indieners == []


def aloud(said: str, number: str, *before: str) -> Document:
    chair = ("# De voorzitter:", said, number)
    return paper(*before, *PLAIN[:6], *chair, soort=DocumentSoort.HANDELINGEN, kop=None)


def test_read_aloud_the_chair_names_members_and_number() -> None:
    motie = only(
        aloud(
            "Deze motie is voorgesteld door de leden Voorbeeld, Van der Test en De Wit-Proef."
            " Naar mij blijkt, wordt de indiening ervan voldoende ondersteund.",
            "Zij krijgt nr. 346 (99001-XII).",
        )
    )
    assert [one.naam for one in motie.indieners] == ["Voorbeeld", "Van der Test", "De Wit-Proef"]
    assert (motie.nummer, motie.vervangt_id) == ("kst-99001-XII-346", None)
    assert motie.soort is MotieSoort.MOTIE


def test_read_aloud_as_changed() -> None:
    motie = only(
        aloud(
            "Naar mij blijkt, wordt de indiening ervan voldoende ondersteund.",
            "Zij krijgt nr. 26, was nr. 19 (99501-08).",
            "De motie-Voorbeeld (99501-08, nr. 19) is in die zin gewijzigd dat zij thans luidt:",
            "# Motie",
        )
    )
    assert motie.soort is MotieSoort.GEWIJZIGD
    assert (motie.nummer, motie.vervangt_id) == ("kst-99501-08-26", "kst-99501-08-19")
    assert [one.naam for one in motie.indieners] == ["Voorbeeld"]


def test_two_moties_in_one_meeting_have_two_identifiers() -> None:
    document = paper(*PLAIN[:6], *PLAIN[:6], soort=DocumentSoort.HANDELINGEN, kop=None)
    first, second = find_moties(document)
    assert first.id != second.id
    assert first.span.end <= second.span.start


NO_MOTIE = [
    "De Kamer, zo bleek uit de beraadslaging, verzoekt de regering om haast.",
    "De Kamer heeft, gehoord de beraadslaging, de Minister bedankt.",
    "Ik verzoek de Kamer, gehoord de beraadslaging, om geduld.",
    "De Kamer,\ngehoord de beraadslaging,\nen gaat over tot de orde van de dag.",
    "",
]


@pytest.mark.parametrize("text", NO_MOTIE)
def test_what_is_no_motie(text: str) -> None:
    assert find_moties(paper(text)) == ()


AT_THE_START = (
    patterns.GEHOORD,
    patterns.OVERWEGING,
    patterns.SLOT,
    *patterns.VERZOEKEN,
    *patterns.UITSPRAKEN,
)


def fires(rule: Rule, text: str) -> bool:
    if rule is patterns.NAAM:
        return bool(rule.pattern.fullmatch(text))
    if rule in AT_THE_START:
        return bool(rule.pattern.match(text))
    return bool(rule.search(text))


@pytest.mark.parametrize("rule", patterns.RULES, ids=lambda rule: rule.name)
def test_every_rule_fires_on_its_example_only(rule: Rule) -> None:
    assert fires(rule, rule.example)
    assert not fires(rule, rule.near_miss)


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in patterns.RULES}) == len(patterns.RULES)


def spans(motie: Motie) -> Iterator[Span]:
    yield from motie.overwegingen
    yield from (one.span for one in motie.verzoeken)


@given(
    st.lists(
        st.sampled_from([*PLAIN, "verzoekt de regering:", "* te meten;", "~ 2", "# Kop", "tekst"])
        | st.text(max_size=30),
        max_size=20,
    )
)
def test_parts_lie_in_the_motie_in_order_and_apart(lines: list[str]) -> None:
    document = paper(*(line for line in lines if line[2:].strip()))
    for motie in find_moties(document):
        assert motie.verzoeken
        inside = sorted(spans(motie))
        assert all(motie.span.covers(span) and len(span) for span in inside)
        assert all(one.end <= two.start for one, two in pairwise(inside))
        assert all(document.quote(one.span) == one.naam for one in motie.indieners)


def test_a_hostile_text_takes_no_long_time() -> None:
    document = paper(*PLAIN[:2], "overwegende dat " + "spreekt, en verzoekt, " * 20_000, SLOT)
    assert len(find_moties(document)) <= 1
    document = paper("De Kamer, gehoord de beraadslaging. " * 5_000)
    assert find_moties(document) == ()
