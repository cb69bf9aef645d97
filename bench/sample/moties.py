"""The moties of the fictional parliament."""

from __future__ import annotations

from datetime import date

from bench.sample.shapes import MotiePaper, Vote

AANGENOMEN = "Stemmen - aangenomen"
VERWORPEN = "Stemmen - verworpen"
AANGEHOUDEN = "Stemmen - aangehouden"


def _voor(datum: date, *tegen: str) -> Vote:
    return Vote(datum, AANGENOMEN, "Aangenomen.", tegen)


def _tegen(datum: date, *tegen: str) -> Vote:
    return Vote(datum, VERWORPEN, "Verworpen.", tegen)


def _zonder(datum: date, soort: str, tekst: str) -> Vote:
    return Vote(datum, soort, tekst)


_FEB = date(2024, 2, 6)
_OKT = date(2024, 10, 8)
_JUNI = date(2025, 6, 19)
_WET = date(2025, 11, 4)
_DEBAT = date(2026, 6, 18)
_NU = date(2026, 10, 29)

_UITVOERING = (
    MotiePaper(
        "99001",
        2,
        _FEB,
        ("Voorbeeld", "Komma", "Trema"),
        "een begrijpelijk aanvraagformulier voor de proefvergoeding",
        (
            "constaterende dat het aanvraagformulier voor de proefvergoeding 43 vragen telt en dat "
            "één op de vijf aanvragers halverwege afhaakt",
            "overwegende dat wie recht heeft op een vergoeding, die ook zonder hulp van een ander "
            "moet kunnen aanvragen",
        ),
        (
            "verzoekt de regering het aanvraagformulier vóór 1 januari 2025 samen met aanvragers "
            "te herzien en het te toetsen op begrijpelijkheid",
        ),
        cs=True,
        besluiten=(
            _zonder(date(2024, 2, 13), AANGEHOUDEN, "Aangehouden."),
            _voor(date(2024, 4, 9), "BvB"),
        ),
    ),
    MotiePaper(
        "99001",
        3,
        _FEB,
        ("Proefman", "Van der Test"),
        "de wettelijke beslistermijn op bezwaar",
        (
            "constaterende dat de Voorbeelddienst in vier van de tien bezwaarzaken de wettelijke "
            "beslistermijn overschrijdt",
            "overwegende dat mensen in die tijd niet weten waar zij financieel aan toe zijn",
            (
                "van mening dat een termijn die de overheid aan een ander stelt, ook voor haarzelf "
                "geldt"
            ),
        ),
        (
            "verzoekt de regering ervoor te zorgen dat de Voorbeelddienst uiterlijk op 1 juli "
            "2025 in ten minste negentig procent van de bezwaarzaken binnen de wettelijke termijn "
            "beslist",
            "verzoekt de regering de Kamer hierover elk halfjaar te informeren",
        ),
        besluiten=(_voor(date(2024, 2, 13)),),
    ),
    MotiePaper(
        "99001",
        4,
        _FEB,
        ("De Wit-Proef",),
        "een vaste contactpersoon voor iedere aanvrager",
        (
            "constaterende dat mensen met een ingewikkelde aanvraag hun verhaal gemiddeld aan vijf "
            "verschillende medewerkers moeten doen",
        ),
        ("verzoekt de regering te regelen dat iedere aanvrager een vaste contactpersoon krijgt",),
        appreciatie="Ontraden, tenzij gewijzigd",
        besluiten=(_zonder(date(2024, 2, 13), AANGEHOUDEN, "Aangehouden."),),
    ),
    MotiePaper(
        "99001",
        5,
        _FEB,
        ("Inkt",),
        "het afschaffen van de proefvergoeding",
        (
            "constaterende dat de uitvoering van de proefvergoeding jaarlijks 38 miljoen euro kost",
            "overwegende dat lagere belastingen eenvoudiger zijn dan het rondpompen van geld",
        ),
        ("verzoekt de regering de proefvergoeding met ingang van 2026 af te schaffen",),
        appreciatie="Ontraden",
        besluiten=(
            _tegen(
                date(2024, 2, 13),
                "VBP",
                "PvdPr",
                "LVT",
                "DSch",
                "FM",
                "GrBl",
                "OuVo",
                "K&C",
                "De Marge",
                "Lid Punt",
            ),
        ),
    ),
    MotiePaper(
        "99001",
        6,
        date(2024, 2, 13),
        ("De Wit-Proef", "Proefman"),
        "een vaste contactpersoon voor aanvragers in een kwetsbare positie",
        (
            "constaterende dat mensen met een ingewikkelde aanvraag hun verhaal gemiddeld aan vijf "
            "verschillende medewerkers moeten doen",
            "overwegende dat een vast gezicht fouten en herhaling voorkomt",
        ),
        (
            "verzoekt de regering te regelen dat aanvragers in een kwetsbare positie een vaste "
            "contactpersoon krijgen",
        ),
        vervangt=4,
        graad="gewijzigde",
        appreciatie="Niet beschikbaar bij gewijzigde moties en/of amendementen",
        besluiten=(_zonder(date(2024, 2, 20), "Stemmen - uitstellen", "Uitgesteld."),),
    ),
    MotiePaper(
        "99001",
        8,
        date(2024, 2, 27),
        ("De Wit-Proef", "Proefman", "Van Alinea", "Trema"),
        "een proef met een vaste contactpersoon voor aanvragers in een kwetsbare positie",
        (
            "constaterende dat mensen met een ingewikkelde aanvraag hun verhaal gemiddeld aan vijf "
            "verschillende medewerkers moeten doen",
            "overwegende dat een vast gezicht fouten en herhaling voorkomt",
            "overwegende dat de Voorbeelddienst bereid is hiermee in twee regio's te beginnen",
        ),
        (
            "verzoekt de regering in 2024 in ten minste twee regio's een proef te doen met een "
            "vaste contactpersoon voor aanvragers in een kwetsbare positie",
            (
                "verzoekt de regering de Kamer in het voorjaar van 2025 over de uitkomsten te "
                "berichten"
            ),
        ),
        cs=True,
        vervangt=6,
        graad="nader gewijzigde",
        appreciatie="Niet beschikbaar bij gewijzigde moties en/of amendementen",
        besluiten=(_voor(date(2024, 3, 5), "BvB", "NVL"),),
    ),
    MotiePaper(
        "99001",
        11,
        _OKT,
        ("Voorbeeld", "Van der Test"),
        "een proef met huisbezoek bij een eerste aanvraag",
        (
            "constaterende dat de helft van de fouten in aanvragen bij de eerste aanvraag ontstaat",
            "overwegende dat een gesprek aan de keukentafel vaak meer oplevert dan een brief",
        ),
        (
            "verzoekt de regering in het eerste kwartaal van 2025 een proef te starten waarin de "
            "Voorbeelddienst mensen bij een eerste aanvraag thuis bezoekt als zij dat willen",
        ),
        besluiten=(_voor(date(2024, 10, 15), "BvB", "NVL", "K&C"),),
    ),
    MotiePaper(
        "99001",
        12,
        _OKT,
        ("Voorbeeld", "Van der Test"),
        "een proef met telefonisch aanvragen",
        (
            "overwegende dat niet iedereen de weg kent in een digitale omgeving",
            "overwegende dat bellen voor veel mensen de kortste weg is",
        ),
        (
            "verzoekt de regering een proef te doen waarin mensen de proefvergoeding telefonisch "
            "kunnen aanvragen, en de Kamer daarover vóór de zomer van 2025 te informeren",
        ),
        besluiten=(_voor(date(2024, 10, 15), "BvB"),),
    ),
    MotiePaper(
        "99001",
        13,
        _OKT,
        ("Komma",),
        "het tegengaan van stapeling van terugvorderingen",
        (
            "constaterende dat 2.300 huishoudens tegelijk aan drie of meer overheidsorganisaties "
            "terugbetalen",
            "overwegende dat daardoor een inkomen onder het bestaansminimum kan ontstaan",
        ),
        (),
        bullets=(
            "verzoekt de regering om:",
            "één overzicht van alle openstaande vorderingen per huishouden te maken;",
            "de organisaties te vragen samen één betaalregeling aan te bieden;",
            "de Kamer hierover uiterlijk 1 maart 2025 te berichten",
        ),
        appreciatie="Ontijdig",
        besluiten=(_voor(date(2024, 10, 15), "BvB", "FM", "NVL"),),
    ),
    MotiePaper(
        "99001",
        14,
        _OKT,
        ("Puntkomma",),
        "een verplicht adviesgesprek vóór iedere terugvordering",
        ("overwegende dat een terugvordering voor veel mensen als een verrassing komt",),
        (
            "verzoekt de regering om voorafgaand aan iedere terugvordering boven € 500 een "
            "adviesgesprek verplicht te stellen",
        ),
        appreciatie="Overbodig",
        besluiten=(_zonder(date(2024, 10, 10), "Stemmen - ingetrokken", "Ingetrokken."),),
    ),
    MotiePaper(
        "99001",
        15,
        _OKT,
        ("Van Alinea", "Trema"),
        "uitspreken dat een vergissing geen fraude is",
        (
            "overwegende dat de meeste fouten in een aanvraag te goeder trouw worden gemaakt",
            "van mening dat vertrouwen het uitgangspunt hoort te zijn in de omgang tussen overheid "
            "en burger",
        ),
        (
            "spreekt uit dat een vergissing bij het invullen van een formulier geen fraude is",
            "verzoekt de regering dit uitgangspunt op te nemen in de werkinstructies van de "
            "Voorbeelddienst",
        ),
        besluiten=(_voor(date(2024, 10, 15)),),
    ),
    MotiePaper(
        "99001",
        18,
        _JUNI,
        ("Van de Griffel",),
        "een maximale wachttijd aan de telefoon",
        ("constaterende dat bellers op maandag gemiddeld 24 minuten wachten",),
        (
            "verzoekt de regering met de Voorbeelddienst een maximale wachttijd aan de telefoon "
            "van vijf minuten af te spreken",
        ),
        appreciatie="Overgenomen",
        besluiten=(_zonder(_JUNI, "Overgenomen", "Overgenomen."),),
        embedded=True,
    ),
    MotiePaper(
        "99001",
        19,
        _JUNI,
        ("Bladwijzer", "Punt", "Kantlijn"),
        "geen invorderingskosten bij een eerste achterstand",
        (
            "constaterende dat een achterstand van veertig euro door bijkomende kosten binnen een "
            "jaar kan oplopen tot meer dan driehonderd euro",
            "overwegende dat de Algemene wet bestuursrecht ruimte laat om van invorderingskosten "
            "af te zien",
        ),
        (
            "verzoekt de regering te bewerkstelligen dat bij een eerste achterstand geen "
            "invorderingskosten in rekening worden gebracht",
        ),
        cs=True,
        appreciatie="Ontraden",
        besluiten=(
            Vote(
                date(2025, 6, 24),
                AANGENOMEN,
                "Aangenomen. (75-69)",
                ("VBP", "LVT", "FM", "BvB"),
                hoofdelijk=True,
            ),
        ),
        embedded=True,
    ),
    MotiePaper(
        "99001",
        20,
        _JUNI,
        ("Kantlijn",),
        "een parlementaire enquête naar de proefvergoeding",
        ("overwegende dat nog altijd niet duidelijk is hoe de problemen konden ontstaan",),
        (
            "besluit een parlementaire enquête in te stellen naar de uitvoering van de "
            "proefvergoeding",
        ),
        appreciatie="Geen (expliciete) appreciatie",
        besluiten=(_tegen(date(2025, 6, 24), "VBP", "LVT", "FM", "NVL", "OuVo", "K&C", "PvdPr"),),
        embedded=True,
    ),
    MotiePaper(
        "99001",
        22,
        _DEBAT,
        ("Bram Voorbeeld", "Komma"),
        "het vooraf invullen van bekende gegevens",
        (
            (
                "constaterende dat aanvragers gegevens moeten aanleveren waarover de overheid al "
                "beschikt"
            ),
            "overwegende dat dit tot fouten en onnodig werk leidt",
        ),
        (
            "verzoekt de regering ervoor te zorgen dat bekende gegevens met ingang van 1 januari "
            "2028 vooraf in het formulier zijn ingevuld",
            "verzoekt de regering de Kamer hierover vóór het kerstreces een tijdpad te sturen",
        ),
        besluiten=(_voor(date(2026, 6, 23), "BvB"),),
        embedded=True,
    ),
    MotiePaper(
        "99001",
        23,
        _DEBAT,
        ("Punt",),
        "een spoedloket voor mensen zonder inkomen",
        ("overwegende dat mensen soms weken zonder inkomen zitten terwijl hun aanvraag loopt",),
        ("verzoekt de regering in iedere provincie een spoedloket te openen",),
        appreciatie="Verzocht motie aan te houden",
        besluiten=(_zonder(_DEBAT, "Stemmen - aangehouden (al tijdens debat)", "Aangehouden."),),
        embedded=True,
    ),
    MotiePaper(
        "99001",
        25,
        _NU,
        ("Trema", "Proefman"),
        "een papieren alternatief voor digitale besluiten",
        (
            "constaterende dat de Voorbeelddienst besluiten sinds september alleen nog digitaal "
            "toestuurt",
            "overwegende dat 140.000 mensen geen digitale postbus gebruiken",
        ),
        (
            "verzoekt de regering te waarborgen dat iedereen op verzoek een besluit op papier "
            "ontvangt",
        ),
        appreciatie="Nog niet bekend",
        embedded=True,
    ),
    MotiePaper(
        "99001",
        26,
        _NU,
        ("Van de Griffel", "De Wit-Proef"),
        "het schrappen van overbodige meldplichten",
        ("overwegende dat ondernemers dezelfde wijziging nu op drie plaatsen moeten melden",),
        (
            "verzoekt de regering in het voorjaar van 2027 een voorstel te doen om ten minste een "
            "derde van de meldplichten te schrappen",
        ),
        appreciatie="Oordeel Kamer, mits verduidelijkt",
        embedded=True,
    ),
    MotiePaper(
        "99001",
        27,
        date(2026, 11, 3),
        ("Punt", "Bladwijzer"),
        "een spoedprocedure voor mensen zonder inkomen",
        (
            "overwegende dat mensen soms weken zonder inkomen zitten terwijl hun aanvraag loopt",
            "overwegende dat een spoedprocedure sneller te regelen is dan een loket",
        ),
        (
            "verzoekt de regering te regelen dat op een aanvraag van iemand zonder inkomen binnen "
            "vijf werkdagen wordt beslist",
        ),
        vervangt=23,
        graad="gewijzigde",
        appreciatie="Niet beschikbaar bij gewijzigde moties en/of amendementen",
        embedded=True,
    ),
)

_GEGEVENS = (
    MotiePaper(
        "99002",
        2,
        date(2025, 3, 11),
        ("Trema", "Van Alinea", "De Wit-Proef"),
        "een helpdesk voor vragen over het delen van gegevens",
        (
            "constaterende dat de regering in haar brief van 10 februari 2025 ({kst-99002-1|99 "
            "002, nr. 1}) erkent dat medewerkers gegevens soms niet delen uit vrees de "
            "privacyregels te overtreden",
            "overwegende dat de Algemene verordening gegevensbescherming meer toestaat dan vaak "
            "wordt gedacht",
        ),
        (
            "verzoekt de regering vóór 1 januari 2026 een helpdesk in te richten waar medewerkers "
            "van uitvoeringsorganisaties binnen twee werkdagen antwoord krijgen",
        ),
        cs=True,
        besluiten=(_voor(date(2025, 3, 18), "K&C"),),
    ),
    MotiePaper(
        "99002",
        3,
        date(2025, 3, 11),
        ("Puntkomma", "Bladwijzer"),
        "een register van alle gegevensleveringen",
        ("overwegende dat burgers moeten kunnen zien wie hun gegevens gebruikt",),
        (
            "verzoekt de regering een openbaar register van alle gegevensleveringen tussen "
            "overheden aan te leggen",
        ),
        appreciatie="Ontraden",
        datumtekst=None,
        besluiten=(_tegen(date(2025, 3, 18), "VBP", "LVT", "PvdPr", "DSch", "NVL"),),
    ),
    MotiePaper(
        "99002",
        4,
        date(2025, 3, 11),
        ("Komma",),
        "een toestemmingsknop in de digitale omgeving",
        ("constaterende dat burgers nu per brief toestemming moeten geven",),
        (
            "verzoekt de regering te onderzoeken of toestemming met één druk op de knop kan worden "
            "gegeven en weer ingetrokken",
        ),
        appreciatie="Nog te ontvangen",
        besluiten=(
            _zonder(date(2025, 3, 18), AANGEHOUDEN, "Aangehouden."),
            _zonder(date(2025, 10, 7), "Stemmen - vervallen", "Vervallen."),
        ),
    ),
)

_HERSTEL = (
    MotiePaper(
        "99003",
        2,
        date(2024, 5, 16),
        ("Punt",),
        "een herdenkingsbord in het gebouw van de Kamer",
        (
            (
                "overwegende dat de Kamer zelf ook een aandeel had in de wet die tot de problemen "
                "leidde"
            ),
        ),
        (
            "draagt het Presidium op een voorstel te doen voor een herdenkingsbord in het gebouw "
            "van de Kamer",
            "roept de regering op daarbij de gedupeerden te betrekken",
        ),
        appreciatie="Geen (expliciete) appreciatie",
        datumtekst="Voorgesteld tijdens het Notaoverleg van",
        besluiten=(_voor(date(2024, 5, 21), "BvB", "FM"),),
    ),
    MotiePaper(
        "99003",
        3,
        date(2024, 5, 16),
        ("Van Alinea", "Voorbeeld"),
        "een uiterste datum voor het herstel",
        (
            "constaterende dat 1.850 gedupeerden al langer dan drie jaar op een besluit wachten",
            "overwegende dat herstel dat te lang duurt, opnieuw schade veroorzaakt",
        ),
        (
            "verzoekt de regering een plan op te stellen waarmee alle gedupeerden uiterlijk op "
            "31 december 2025 een besluit hebben",
            "verzoekt de regering tevens dit plan vóór het zomerreces aan de Kamer te sturen",
        ),
        datumtekst="Voorgesteld tijdens het Notaoverleg van",
        besluiten=(_voor(date(2024, 5, 21)),),
    ),
)

_WETSVOORSTEL = (
    MotiePaper(
        "99004",
        9,
        _WET,
        ("Proefman", "Trema"),
        "een invoeringstoets na één jaar",
        (
            "overwegende dat de gevolgen van de wet voor mensen met een wisselend inkomen nog "
            "onzeker zijn",
        ),
        (
            "verzoekt de regering een jaar na inwerkingtreding van de wet een invoeringstoets uit "
            "te voeren",
            "verzoekt de regering tevens de uitkomsten daarvan aan beide Kamers te zenden",
        ),
        besluiten=(_voor(date(2025, 11, 11)),),
        embedded=True,
    ),
    MotiePaper(
        "99004",
        10,
        _WET,
        ("Van de Griffel", "Komma"),
        "ten minste twaalf maanden voorbereidingstijd",
        (
            "constaterende dat de Voorbeelddienst in haar uitvoeringstoets twaalf maanden "
            "voorbereidingstijd vraagt",
        ),
        (
            "verzoekt de regering de wet niet eerder in werking te laten treden dan twaalf maanden "
            "na publicatie in het Staatsblad",
        ),
        appreciatie="Ontraden, tenzij gewijzigd",
        embedded=True,
    ),
    MotiePaper(
        "99004",
        11,
        date(2025, 11, 11),
        ("Van de Griffel", "Komma", "Van der Test"),
        "voldoende voorbereidingstijd voor de uitvoering",
        (
            "constaterende dat de Voorbeelddienst in haar uitvoeringstoets twaalf maanden "
            "voorbereidingstijd vraagt",
            "overwegende dat een te snelle invoering eerder tot fouten heeft geleid",
        ),
        (
            "verzoekt de regering de datum van inwerkingtreding pas vast te stellen nadat de "
            "Voorbeelddienst heeft verklaard gereed te zijn",
        ),
        vervangt=10,
        graad="gewijzigde",
        appreciatie="Niet beschikbaar bij gewijzigde moties en/of amendementen",
        besluiten=(_voor(date(2025, 11, 11), "BvB"),),
        embedded=True,
    ),
)

_BEGROTING = (
    MotiePaper(
        "99200-XV",
        11,
        date(2025, 11, 20),
        ("Trema", "Voorbeeld"),
        "structurele middelen voor persoonlijke dienstverlening",
        (
            "constaterende dat de middelen voor de loketten in 2027 aflopen",
            (
                "overwegende dat mensen die niet digitaal vaardig zijn, op die loketten zijn "
                "aangewezen"
            ),
        ),
        (
            "verzoekt de regering bij de voorjaarsnota van 2026 structurele dekking voor de "
            "loketten voor te stellen",
        ),
        besluiten=(_voor(date(2025, 11, 25), "BvB", "NVL", "FM"),),
        embedded=True,
    ),
    MotiePaper(
        "99200-XV",
        12,
        date(2025, 11, 20),
        ("Inkt", "Van de Griffel"),
        "een plafond voor de inhuur van externen",
        ("constaterende dat de Voorbeelddienst een kwart van haar ICT-personeel inhuurt",),
        (
            "verzoekt de regering de inhuur van externen met ingang van 2027 te begrenzen op tien "
            "procent van de personele uitgaven",
        ),
        appreciatie="Ontraden",
        besluiten=(
            _tegen(
                date(2025, 11, 25),
                "VBP",
                "PvdPr",
                "DSch",
                "GrBl",
                "OuVo",
                "De Marge",
                "Lid Punt",
            ),
        ),
        embedded=True,
    ),
)

_RAAD = (
    MotiePaper(
        "99501-02",
        22,
        date(2025, 3, 25),
        ("De Wit-Proef", "Van der Test"),
        "geen verdere verzwaring van de rapportageplicht",
        (
            "overwegende dat het voorstel van de Europese Commissie de uitvoering met een vierde "
            "jaarlijkse rapportage belast",
        ),
        ("verzoekt de regering zich in de Raad tegen deze verzwaring uit te spreken",),
        besluiten=(_voor(date(2025, 3, 27), "PvdPr", "GrBl", "De Marge"),),
    ),
    MotiePaper(
        "99501-02",
        23,
        date(2025, 3, 25),
        ("Komma", "Punt"),
        "een Europese standaard voor begrijpelijke brieven",
        ("van mening dat ook Europese regels in gewone taal kunnen worden uitgelegd",),
        (
            "verzoekt de regering zich in Europees verband in te zetten voor een standaard voor "
            "begrijpelijke brieven",
        ),
        appreciatie="Oordeel Kamer",
        besluiten=(_voor(date(2025, 3, 27), "BvB", "K&C", "NVL"),),
    ),
)

MOTIES = _UITVOERING + _GEGEVENS + _HERSTEL + _WETSVOORSTEL + _BEGROTING + _RAAD
