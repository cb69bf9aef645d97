from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.read_xml import read_xml
from models.document import Document, Kenmerken, Ondertekenaar
from models.lists import DocumentSoort
from models.paper import RawFile
from models.problems import UnreadableError
from tests.office import assert_holds_together

RAW = RawFile(
    "proef", "0123456789abcdef" * 4, "application/xml", "proef", None, "2030-01-15T00:00Z"
)


def read(xml: str, raw: RawFile = RAW) -> Document:
    return read_xml(xml.encode(), raw)


def kamerstuk(
    body: str,
    title: str = "MOTIE VAN HET LID VOORBEELD C.S.",
    number: str = "<dossiernr>99 001</dossiernr>",
    datumtekst: str = '<datumtekst>Voorgesteld <datum isodatum="2030-01-15">15 januari 2030</datum>'
    "</datumtekst>",
    metadata: str = "",
    jaar: str = "Vergaderjaar 2029-2030",
) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <officiele-publicatie><metadata>{metadata}</metadata><kamerstuk>
      <kamerstukkop>
        <tekstregel inhoud="vergaderjaar">{jaar}</tekstregel>
        <tekstregel inhoud="kameraanduiding">Tweede Kamer der Staten-Generaal</tekstregel>
        <tekstregel inhoud="kamernummer">2</tekstregel>
      </kamerstukkop>
      <dossier><dossiernummer>{number}</dossiernummer><titel>Proef met loketten</titel></dossier>
      <stuk><stuknr>Nr. <ondernummer kamer="2">7</ondernummer></stuknr>
        <titel>{title}</titel>{datumtekst}
        <algemeen><vrije-tekst><tekst status="goed">{body}</tekst></vrije-tekst></algemeen>
      </stuk></kamerstuk></officiele-publicatie>"""


def running(document: Document) -> list[tuple[str, int, str | None, str]]:
    """The passages after the furniture, titles and date."""
    return [
        (passage.soort.value, passage.level, passage.label, document.quote(passage.span))
        for passage in document.passages[8:]
    ]


def paragraph(inside: str) -> str:
    (found,) = running(read(kamerstuk(f"<al>{inside}</al>")))
    return found[3]


def test_a_motie_in_passages() -> None:
    document = read(kamerstuk("<al>De Kamer,</al><al-groep><al>A</al><al>B</al></al-groep>"))
    assert [(p.soort.value, p.level, document.quote(p.span)) for p in document.passages] == [
        ("rand", 0, "Vergaderjaar 2029-2030"),
        ("rand", 0, "Tweede Kamer der Staten-Generaal"),
        ("rand", 0, "2"),
        ("rand", 0, "99 001"),
        ("kop", 1, "Proef met loketten"),
        ("rand", 0, "Nr. 7"),
        ("kop", 2, "MOTIE VAN HET LID VOORBEELD C.S."),
        ("alinea", 0, "Voorgesteld 15 januari 2030"),
        ("alinea", 0, "De Kamer,"),
        ("alinea", 0, "A"),
        ("alinea", 0, "B"),
    ]
    assert (document.id, document.pages, document.problems) == ("kst-99001-7", 0, ())
    assert document.kenmerken == Kenmerken(
        soort=DocumentSoort.MOTIE,
        kop="MOTIE VAN HET LID VOORBEELD C.S.",
        datum=date(2030, 1, 15),
        kamer=2,
        vergaderjaar="2029-2030",
        dossier_id="99001",
        dossier_titel="Proef met loketten",
        ondernummer="7",
    )


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("dienst<?xpp afbreek?>verlening", "dienstverlening"),
        ("CO<inf>2</inf> en m<sup>2</sup>", "CO2 en m2"),
        ('een <nadruk type="vet">vet</nadruk> woord', "een vet woord"),
        ("een<!-- opmerking --> woord", "een woord"),
        ("  op \n\t drie\n   regels ", "op drie regels"),
        # layout of the source, not of the text
        ("de wet (\n <extref doc='kst-99001-3'>\n 99 001\n </extref>\n , nr.\n <inf>3</inf>\n ).",
         "de wet (99 001, nr. 3)."),
        ("niet <nadruk>zo</nadruk> . Toch", "niet zo . Toch"),
    ],
)  # fmt: skip
def test_text_of_a_paragraph(inside: str, text: str) -> None:
    assert paragraph(inside) == text


def test_a_note_leaves_no_marker_in_the_text() -> None:
    document = read(
        kamerstuk(
            '<al>Het loket<noot id="n1" type="voet"><noot.nr>1</noot.nr><noot.al>Zie <extref '
            'doc="kst-99001-3">99 001, nr. 3</extref>.</noot.al><noot.al>Bijlage.</noot.al></noot>'
            ' sluit.</al><al>Weer<nootref refid="n1"/>.</al>'
        )
    )
    assert running(document) == [
        ("alinea", 0, None, "Het loket sluit."),
        ("noot", 0, "1", "Zie 99 001, nr. 3. Bijlage."),
        ("alinea", 0, None, "Weer."),
    ]
    first, second = document.markers
    assert first.note == second.note == 9
    assert document.text[: first.span.start].endswith("Het loket")
    assert document.text[: second.span.start].endswith("Weer")
    assert len(first.span) == 0
    (link,) = document.links
    assert (document.quote(link.span), link.target) == ("99 001, nr. 3", "kst-99001-3")


def test_lists_keep_their_labels_apart() -> None:
    document = read(
        kamerstuk(
            "<al>Punten:</al><lijst><li><li.nr>1.</li.nr><al>een</al><al>nog eens</al><lijst><li>"
            "<li.nr>a)</li.nr><al>diep</al></li></lijst></li><li><li.nr>2.</li.nr><al>twee</al>"
            "</li></lijst><al>Slot</al>"
        )
    )
    assert running(document) == [
        ("alinea", 0, None, "Punten:"),
        ("opsomming", 1, "1.", "een"),
        ("opsomming", 1, None, "nog eens"),
        ("opsomming", 2, "a)", "diep"),
        ("opsomming", 1, "2.", "twee"),
        ("alinea", 0, None, "Slot"),
    ]


def test_headings_have_levels() -> None:
    document = read(
        kamerstuk(
            "<divisie><kop><nr>1</nr><titel>Begin</titel></kop>"
            '<tussenkop kopopmaak="vet">Vet</tussenkop><tussenkop kopopmaak="cur">Schuin'
            '</tussenkop><tussenkop kopopmaak="rom">Dit is een hele zin.</tussenkop>'
            "<divisie><kop><titel>Dieper</titel></kop><al>A</al></divisie></divisie>"
        )
    )
    assert running(document) == [
        ("kop", 3, None, "1 Begin"),
        ("kop", 4, None, "Vet"),
        ("kop", 5, None, "Schuin"),
        ("alinea", 0, None, "Dit is een hele zin."),
        ("kop", 4, None, "Dieper"),
        ("alinea", 0, None, "A"),
    ]


TABLE = """<table><title>Tabel 1</title><tgroup cols="3">
 <colspec colnum="1" colname="c1"/><colspec colnum="2" colname="c2"/><colspec colname="c3"/>
 <thead><row><entry namest="c1" nameend="c2"><al>Loket</al></entry>
   <entry colname="c3"><al>Stand</al></entry></row></thead>
 <tfoot><row><entry><al>Totaal</al></entry><entry/><entry><al>5</al></entry></row></tfoot>
 <tbody><row><entry colname="c1" morerows="1"><al>Proefdam</al></entry>
   <entry colname="c2"><al>open</al><al>laat</al></entry>
   <entry colname="c3"><al>2</al></entry></row>
   <row><entry><al>dicht</al></entry><entry><al>3</al></entry></row></tbody></tgroup></table>"""


def test_a_table_with_spans() -> None:
    document = read(kamerstuk(TABLE))
    assert running(document) == [
        ("kop", 3, None, "Tabel 1"),
        ("tabel", 0, None, "Loket\tStand\nProefdam\topen laat\t2\ndicht\t3\nTotaal\t\t5"),
    ]
    (table,) = document.tables
    assert table.title is not None
    assert document.quote(table.title) == "Tabel 1"
    cells = [
        (document.quote(c.span), c.row, c.column, c.heading, c.columns, c.rows) for c in table.cells
    ]
    assert cells == [
        ("Loket", 0, 0, True, 2, 1),
        ("Stand", 0, 2, True, 1, 1),
        ("Proefdam", 1, 0, False, 1, 2),
        ("open laat", 1, 1, False, 1, 1),
        ("2", 1, 2, False, 1, 1),
        ("dicht", 2, 1, False, 1, 1),
        ("3", 2, 2, False, 1, 1),
        ("Totaal", 3, 0, False, 1, 1),
        ("", 3, 1, False, 1, 1),
        ("5", 3, 2, False, 1, 1),
    ]


def test_an_empty_table_is_no_passage() -> None:
    assert running(read(kamerstuk("<table><tgroup><tbody><row><entry/></row></tbody></tgroup>"
                                  "</table><al>A</al>"))) == [("alinea", 0, None, "A")]  # fmt: skip


DOSSIERS = [
    ("<dossiernr>99 410</dossiernr> <begrotingshoofdstuk>XII</begrotingshoofdstuk>", "99410-XII"),
    ("<dossiernr>99 501</dossiernr>-<raadnr>08</raadnr>", "99501-08"),
    ("<dossiernr>99 001</dossiernr> <rijkswetnr>(R2160)</rijkswetnr>", "99001"),
    ("<dossiernr>CXXIV</dossiernr>", "CXXIV"),
]


@pytest.mark.parametrize(("number", "dossier"), DOSSIERS)
def test_dossiers(number: str, dossier: str) -> None:
    document = read(kamerstuk("<al>A</al>", number=number))
    assert (document.kenmerken.dossier_id, document.id) == (dossier, f"kst-{dossier}-7")


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" scheme="" content="{content}"/>'


RECORD = "https://voorbeeld.example/kst-99002-B-7/metadata.xml"


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        (meta("OVERHEIDop.externMetadataRecord", RECORD), "kst-99002-B-7"),
        (meta("DC.identifier", "kst-99002-C-7"), "kst-99002-C-7"),
        (meta("DC.identifier", "../../etc/passwd"), "kst-99001-7"),
    ],
)
def test_the_record_of_the_paper_goes_before_what_is_put_together(
    metadata: str, expected: str
) -> None:
    assert read(kamerstuk("<al>A</al>", metadata=metadata)).id == expected


SOORTEN = [
    ("NADER GEWIJZIGDE MOTIE VAN HET LID VOORBEELD", DocumentSoort.MOTIE),
    ("BRIEF VAN DE MINISTER VAN PROEFZAKEN", DocumentSoort.BRIEF),
    ("NOTA NAAR AANLEIDING VAN HET VERSLAG", DocumentSoort.NOTA),
    ("MEMORIE VAN TOELICHTING", DocumentSoort.NOTA),
    ("VERSLAG VAN EEN SCHRIFTELIJK OVERLEG", DocumentSoort.VERSLAG),
    ("VOORSTEL VAN WET", DocumentSoort.WETSVOORSTEL),
    ("TWEEDE NOTA VAN WIJZIGING", DocumentSoort.WETSVOORSTEL),
    ("AMENDEMENT VAN HET LID VOORBEELD", DocumentSoort.WETSVOORSTEL),
    ("ADVIES VAN DE PROEFRAAD", DocumentSoort.OVERIG),
]


@pytest.mark.parametrize(("title", "soort"), SOORTEN)
def test_the_heading_tells_the_kind(title: str, soort: DocumentSoort) -> None:
    assert read(kamerstuk("<al>A</al>", title=title)).kenmerken.soort is soort


def test_without_a_telling_heading_the_text_does() -> None:
    body = "<al>De Kamer,</al><al>gehoord de beraadslaging,</al>"
    assert read(kamerstuk(body, title="STUK")).kenmerken.soort is DocumentSoort.MOTIE


MINISTERIES = [
    ("BRIEF VAN DE MINISTER VAN PROEF, TEST EN SPORT", "Proef, Test en Sport"),
    ("BRIEF VAN DE STAATSSECRETARIS VAN PROEFZAKEN", "Proefzaken"),
    ("BRIEF VAN DE MINISTERS VAN PROEFZAKEN EN VAN TESTEN", None),
    ("BRIEF VAN DE MINISTER VAN PROEFZAKEN EN DE STAATSSECRETARIS VAN TESTEN", "Proefzaken"),
    ("BRIEF VAN DE MINISTER VOOR PROEVEN", None),
]


@pytest.mark.parametrize(("title", "ministerie"), MINISTERIES)
def test_the_ministry_as_named(title: str, ministerie: str | None) -> None:
    assert read(kamerstuk("<al>A</al>", title=title)).kenmerken.ministerie == ministerie


SIGNED = """<ondertekening><functie>De Minister van Proefzaken,</functie><naam><voornaam>M.
</voornaam><achternaam>Proef</achternaam></naam></ondertekening>
<ondertekening><functie>De Staatssecretaris,</functie><deze>T. Test</deze></ondertekening>"""


@pytest.mark.parametrize(
    "body", [f"<al>A</al>{SIGNED}", f"<al>A</al><tekst-sluiting>{SIGNED}</tekst-sluiting>"]
)
def test_who_signs_wherever_it_stands(body: str) -> None:
    document = read(kamerstuk(body, title="BRIEF VAN DE MINISTER VAN PROEFZAKEN"))
    assert document.kenmerken.ondertekenaars == (
        Ondertekenaar("De Minister van Proefzaken", "M. Proef"),
        Ondertekenaar("De Staatssecretaris", "T. Test"),
    )
    assert running(document)[2][3] == "M. Proef"


def test_a_letter_bears_its_date_in_the_text() -> None:
    body = "<al>Aan de Voorzitter</al><al>Proefdam, 3 maart 2030</al><al>Op 1 mei 1999.</al>"
    assert read(kamerstuk(body, datumtekst="")).kenmerken.datum == date(2030, 3, 3)


@pytest.mark.parametrize("text", ["31 februari 2030", "ooit"])
def test_an_impossible_date_is_unknown(text: str) -> None:
    datum = f'<datumtekst><datum isodatum="2030-02-31">{text}</datum></datumtekst>'
    assert read(kamerstuk("<al>A</al>", datumtekst=datum)).kenmerken.datum is None


def test_what_the_source_says_fills_the_gaps_only() -> None:
    said = Kenmerken(titel="Motie over loketten", kamer=1, afzender="lid Voorbeeld")
    kenmerken = read(kamerstuk("<al>A</al>"), replace(RAW, kenmerken=said)).kenmerken
    assert (kenmerken.titel, kenmerken.kamer, kenmerken.afzender) == (
        "Motie over loketten",
        2,
        "lid Voorbeeld",
    )


VRAGEN = """<officiele-publicatie><metadata/><kamervragen>
 <kamervraagkop><tekstregel inhoud="vergaderjaar">Vergaderjaar 2029-2030</tekstregel>
  <tekstregel inhoud="kameraanduiding">Tweede Kamer der Staten-Generaal</tekstregel></kamervraagkop>
 <kamervraagnummer>12</kamervraagnummer>
 <kamervraagomschrijving type="vraag">Vragen van het lid <naam><voornaam>Jo</voornaam><achternaam>
  Voorbeeld</achternaam></naam> (ingezonden <datum isodatum="2030-01-02">2 januari 2030</datum>).
 </kamervraagomschrijving>
 <kamervraagomschrijving type="antwoord">Antwoord (<organisatie>Proefzaken</organisatie>) (ontvangen
  <datum isodatum="2030-01-20">20 januari 2030</datum>).</kamervraagomschrijving>
 <vraag><nr>Vraag 1</nr><al>Is het loket open?</al></vraag>
 <antwoord><nr>Antwoord 1</nr><al>Ja.</al></antwoord></kamervragen></officiele-publicatie>"""


def test_answered_questions() -> None:
    document = read(VRAGEN)
    kenmerken = document.kenmerken
    assert document.id == "ah-tk-20292030-12"
    assert kenmerken.soort is DocumentSoort.ANTWOORD_KAMERVRAGEN
    assert (kenmerken.datum, kenmerken.ministerie) == (date(2030, 1, 20), "Proefzaken")
    assert kenmerken.titel == "Vragen van het lid Jo Voorbeeld (ingezonden 2 januari 2030)."
    assert [document.quote(p.span) for p in document.passages][-4:] == [
        "Vraag 1",
        "Is het loket open?",
        "Antwoord 1",
        "Ja.",
    ]


HANDELINGEN = f"""<officiele-publicatie><metadata>{
    meta("OVERHEIDop.externMetadataRecord", "https://v.example/h-tk-20292030-7-3/metadata.xml")
}</metadata><handelingen><agendapunt><nr>3</nr><item-titel>Loketten</item-titel>
<spreekbeurt><spreker><voorvoegsels>De heer</voorvoegsels> <naam><achternaam>Voorbeeld</achternaam>
</naam> (
<politiek>
PP
</politiek>
):</spreker><tekst><al>Ik dien een motie in.</al>
<motie><kop><titel>Motie</titel></kop><al>De Kamer,</al></motie></tekst></spreekbeurt>
</agendapunt></handelingen></officiele-publicatie>"""


def test_handelingen() -> None:
    document = read(HANDELINGEN)
    kenmerken = document.kenmerken
    assert document.id == "h-tk-20292030-7-3"
    assert (kenmerken.soort, kenmerken.kamer) == (DocumentSoort.HANDELINGEN, 2)
    assert (kenmerken.titel, kenmerken.vergaderjaar) == ("Loketten", "2029-2030")
    assert [(p.soort.value, document.quote(p.span)) for p in document.passages] == [
        ("rand", "3"),
        ("kop", "Loketten"),
        ("kop", "De heer Voorbeeld (PP):"),
        ("alinea", "Ik dien een motie in."),
        ("kop", "Motie"),
        ("alinea", "De Kamer,"),
    ]


def deep(levels: int) -> str:
    return "<x>" * levels + "diep" + "</x>" * levels


UNREADABLE = [
    ('<!DOCTYPE a [<!ENTITY x "y">]><officiele-publicatie>&x;</officiele-publicatie>', "onveilige"),
    (
        '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><officiele-publicatie x="&b;"/>',
        "onveilige",
    ),
    ('<!DOCTYPE a SYSTEM "file:///proef"><officiele-publicatie>&x;</officiele-publicatie>',
     "onveilige"),
    ("<officiele-publicatie><al>", "kapotte"),
    ("geen xml", "kapotte"),
    ("", "kapotte"),
    ("<html><p>A</p></html>", "onbekend"),
    (f"<officiele-publicatie>{deep(150)}</officiele-publicatie>", "onbekend"),
    (f"<officiele-publicatie>{deep(5000)}</officiele-publicatie>", "kapotte"),
]  # fmt: skip
SOORT = {"onveilige": "onveilige_xml", "kapotte": "kapotte_xml", "onbekend": "onbekend_formaat"}


@pytest.mark.parametrize(("xml", "why"), UNREADABLE)
def test_refused_in_one_clear_line(xml: str, why: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(xml)
    assert refused.value.soort == SOORT[why]
    assert "\n" not in str(refused.value)


def test_an_entity_in_another_encoding_is_refused_too() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    with pytest.raises(UnreadableError) as refused:
        read_xml(text.encode("utf-16"), RAW)
    assert refused.value.soort == "onveilige_xml"


def test_a_harmless_doctype_is_read() -> None:
    document = read("<!DOCTYPE x><officiele-publicatie><al>A</al></officiele-publicatie>")
    assert document.text == "A"
    assert document.id == "lokaal-0123456789ab"
    assert read_xml(b"<officiele-publicatie/>", replace(RAW, id="tk-2030D00001")).problems != ()


def test_windows_1252_and_byte_order_mark() -> None:
    xml = kamerstuk("<al>één</al>")
    assert "één" in read_xml(xml.replace("UTF-8", "windows-1252").encode("cp1252"), RAW).text
    assert "één" in read_xml(b"\xef\xbb\xbf" + xml.encode(), RAW).text


TAGS = [
    *("al", "al-groep", "lijst", "li", "li.nr", "noot", "noot.al", "extref", "nadruk", "iets"),
    *("table", "tgroup", "tbody", "row", "entry", "kop", "titel", "tussenkop", "divisie"),
]
TREES = st.recursive(
    st.sampled_from(["woord", " ", "\n ", "1.", "(", ".", ""]),
    lambda inside: st.tuples(st.sampled_from(TAGS), st.lists(inside, max_size=4)).map(
        lambda pair: f'<{pair[0]} doc="kst-99001-3">{"".join(pair[1])}</{pair[0]}>'
    ),
    max_leaves=25,
)


@given(st.lists(TREES, max_size=6))
def test_whatever_the_markup_spans_lie_in_the_text_in_order(trees: list[str]) -> None:
    document = read(f"<officiele-publicatie>{''.join(trees)}</officiele-publicatie>")
    assert_holds_together(document)
