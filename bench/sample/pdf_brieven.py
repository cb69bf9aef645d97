"""The letters that come as PDF, in the departmental layout."""

from __future__ import annotations

from datetime import date

from bench.sample.shapes import Al, Brief, Kop, Lijst, Tabel

_VOORTGANG = Brief(
    "99001",
    9,
    date(2024, 6, 17),
    ("mvz", "mpd"),
    "Voortgang uitvoering voorbeeldregelingen, voorjaar 2024",
    (
        Al(
            "Met deze brief informeren wij uw Kamer over de voortgang van de uitvoering van de "
            "voorbeeldregelingen. Wij gaan in op drie moties en doen de toezegging gestand die is "
            "gedaan in het tweeminutendebat van 6 februari 2024.[^1]"
        ),
        Kop("1. Tijdig beslissen op bezwaar"),
        Al(
            "De Voorbeelddienst besliste in mei 2024 in 71 procent van de bezwaarzaken binnen de "
            "wettelijke termijn. Dat was vorig jaar 60 procent. De achterstanden zijn daarmee nog "
            "niet weg, maar de richting is goed."
        ),
        Al(
            "Daarmee is een eerste stap gezet in de uitvoering van de motie van de leden Proefman "
            "en Van der Test over de wettelijke beslistermijn op bezwaar.[^2] Wij blijven uw "
            "Kamer elk halfjaar informeren; de volgende rapportage ontvangt u vóór 1 januari 2025."
        ),
        Kop("2. Vaste contactpersoon"),
        Al(
            "De nader gewijzigde motie van het lid De Wit-Proef c.s. vraagt om een proef met een "
            "vaste contactpersoon voor aanvragers in een kwetsbare positie.[^3] In Proefstad en "
            "Schetsdam beginnen op 1 september 2024 zestien medewerkers als vaste contactpersoon. "
            "Wij sturen uw Kamer in het voorjaar van 2025 een tussenrapportage en uiterlijk 1 "
            "december 2025 het eindverslag."
        ),
        Al(
            "Medewerkers melden dat zij voor deze werkwijze gegevens van andere "
            "uitvoeringsorganisaties nodig hebben. Zolang de wettelijke grondslag ontbreekt, "
            "vragen zij daarvoor per geval toestemming aan de aanvrager.[^2] Wij zijn voornemens "
            "om die grondslag op te nemen in het wetsvoorstel eenvoudige inkomenstoets "
            "voorbeeldregelingen."
        ),
        Kop("3. Bereikbaarheid"),
        Al(
            "In het eerste kwartaal van 2024 hebben wij uw Kamer een verbeterplan voor de "
            "telefonische bereikbaarheid gezonden.[^4] Hiermee is voldaan aan de toezegging van "
            "11 december 2023. Op maandag wordt nu gemiddeld na elf minuten opgenomen. Wij "
            "streven naar vijf minuten en verwachten dat eind 2024 te halen."
        ),
        Kop("4. Vervolg"),
        Al("Wij zeggen uw Kamer het volgende toe:"),
        Lijst(
            (
                (
                    "voor de begrotingsbehandeling ontvangt u een overzicht van de kosten van de "
                    "proef;"
                ),
                "in het najaar informeren wij u over de gevolgen van de partnertoets voor "
                "mantelzorgers;",
                "zo snel mogelijk na ommekomst van het advies van de Adviesraad voor Proefbeleid "
                "sturen wij u onze reactie.",
            ),
            mark="1",
        ),
        Al(
            "De uitvoering van de voorbeeldregelingen vraagt geduld van mensen die al lang "
            "wachten. Wij hechten eraan dat zij merken dat het beter gaat."
        ),
    ),
    (
        "Handelingen II 2023/24, nr. 46, item 7.",
        "Kamerstuk 99 001, nr. 3.",
        "Kamerstukken II 2023/24, 99 001, nr. 8.",
        "Zie de brief van 28 maart 2024, documentnummer 2024D90099.",
    ),
    form="pdf",
    kenmerk="VBZ/2024/0617-09",
    uw_kenmerk="2024Z90011",
)

_STATUS_ROWS = (
    (
        "1",
        "Motie van het lid Voorbeeld c.s. over een begrijpelijk aanvraagformulier voor de "
        "proefvergoeding (99 001, nr. 2)",
        "Afgedaan. Het herziene formulier is op 12 september 2024 aan uw Kamer gezonden.",
    ),
    (
        "2",
        "Motie van de leden Proefman en Van der Test over de wettelijke beslistermijn op bezwaar "
        "(99 001, nr. 3)",
        "In uitvoering. In april 2025 werd 84 procent van de bezwaren op tijd beslist.",
    ),
    (
        "3",
        "Nader gewijzigde motie van het lid De Wit-Proef c.s. over een proef met een vaste "
        "contactpersoon (99 001, nr. 8)",
        "In uitvoering. De tussenrapportage is op 14 april 2025 verzonden; het eindverslag volgt "
        "uiterlijk 1 december 2025.[^1]",
    ),
    (
        "4",
        "Motie van de leden Voorbeeld en Van der Test over een proef met huisbezoek bij een eerste "
        "aanvraag (99 001, nr. 11)",
        "In uitvoering. De proef loopt tot en met juni 2025.",
    ),
    (
        "5",
        "Motie van de leden Voorbeeld en Van der Test over een proef met telefonisch aanvragen "
        "(99 001, nr. 12)",
        "Uitgesteld. De identiteit van bellers kan nog niet veilig worden vastgesteld. Uw Kamer "
        "ontvangt hierover in het najaar van 2025 bericht.",
    ),
    (
        "6",
        "Motie van het lid Komma over het tegengaan van stapeling van terugvorderingen (99 001, "
        "nr. 13)",
        "Deels uitgevoerd. Het overzicht per huishouden is gereed; de gezamenlijke betaalregeling "
        "vergt een wetswijziging.",
    ),
    (
        "7",
        "Motie van de leden Van Alinea en Trema over uitspreken dat een vergissing geen fraude is "
        "(99 001, nr. 15)",
        "Uitgevoerd. De werkinstructies zijn op 1 december 2024 aangepast.",
    ),
    (
        "8",
        "Toezegging TZ202402-007: informeren over de achterstand bij bezwaren",
        "Voldaan met de brief van 17 juni 2024 (99 001, nr. 9).",
    ),
    (
        "9",
        "Toezegging TZ202410-022: voorstel voor één gezamenlijke betaalregeling",
        "Deels voldaan. Het voorstel wordt in het derde kwartaal van 2025 verwacht.",
    ),
)

_STAND_VAN_ZAKEN = Brief(
    "99001",
    17,
    date(2025, 5, 26),
    ("svz",),
    "Stand van zaken moties en toezeggingen uitvoering voorbeeldregelingen",
    (
        Al(
            "Hierbij zend ik uw Kamer het halfjaarlijkse overzicht van de moties en toezeggingen "
            "op het terrein van de uitvoering van de voorbeeldregelingen. Per motie en toezegging "
            "is aangegeven wat de stand van zaken is."
        ),
        Al(
            "Van de zeven moties zijn er twee volledig afgehandeld. Over de openstaande moties "
            "informeer ik uw Kamer opnieuw vóór het kerstreces van 2025."
        ),
        Tabel(
            "Tabel 1. Stand van zaken moties en toezeggingen per 20 mei 2025",
            ("Nr.", "Motie of toezegging", "Stand van zaken"),
            _STATUS_ROWS,
            (0.07, 0.46, 0.47),
        ),
        Al(
            "De motie van het lid Puntkomma over een verplicht adviesgesprek vóór iedere "
            "terugvordering is ingetrokken en daarom niet in het overzicht opgenomen."
        ),
        Al(
            "Ik zal uw Kamer over zes maanden het volgende overzicht sturen. Als een motie eerder "
            "is afgehandeld, meld ik dat in een aparte brief."
        ),
    ),
    ("De tussenrapportage is te vinden onder documentnummer 2025D90044.",),
    form="pdf",
    kenmerk="VBZ/2025/0526-17",
)

_BUDGET_ROWS = (
    ("Voorbeelddienst", "210,4", "214,0", "215,5", "209,8", "209,8"),
    ("Proefregister", "48,2", "51,7", "52,0", "52,0", "52,0"),
    ("Loketten in de buurt", "24,0", "24,0", "6,0", "0,0", "0,0"),
    ("Vervanging uitkeringssysteem", "12,5", "31,3", "40,2", "18,6", "4,1"),
    ("Herstel proefvergoedingen", "66,9", "20,0", "5,5", "0,0", "0,0"),
    ("Opleiding en vakmanschap", "8,0", "8,0", "8,0", "8,0", "8,0"),
    ("Onderzoek en evaluatie", "2,3", "2,8", "2,3", "2,8", "2,3"),
    ("Taakstelling", "0,0", "-3,5", "-7,0", "-10,5", "-10,5"),
)


def _totals() -> tuple[str, ...]:
    """The totals, worked out here, so that they cannot be wrong."""
    columns = zip(*(row[1:] for row in _BUDGET_ROWS), strict=True)
    tenths = [sum(round(float(cell.replace(",", ".")) * 10) for cell in col) for col in columns]
    return ("Totaal", *(f"{value // 10},{value % 10}" for value in tenths))


_BEGROTING = Brief(
    "99200-XV",
    8,
    date(2025, 10, 20),
    ("mvz", "svz"),
    "Middelen voor de uitvoering 2026 tot en met 2030",
    (
        Al(
            "Ter voorbereiding op de begrotingsbehandeling geven wij uw Kamer in deze brief "
            "inzicht in de middelen voor de uitvoering. Aanleiding is de toezegging aan de leden "
            "Trema en Voorbeeld in het wetgevingsoverleg van 29 september 2025."
        ),
        Tabel(
            "Tabel 1. Verdeling per onderdeel (bedragen x € 1 mln.)",
            ("Onderdeel", "2026", "2027", "2028", "2029", "2030"),
            _BUDGET_ROWS,
            (0.40, 0.12, 0.12, 0.12, 0.12, 0.12),
            foot=_totals(),
            numbers=True,
        ),
        Al(
            "De middelen voor de loketten in de buurt lopen in 2028 af.[^1] Wij betrekken de "
            "vraag of structurele dekking mogelijk is bij de voorjaarsnota van 2026 en zullen uw "
            "Kamer daarover bij de voorjaarsnota berichten."
        ),
        Al(
            "De kosten van de vervanging van het uitkeringssysteem zijn hoger dan geraamd. Wij "
            "laten de planning toetsen en sturen uw Kamer de uitkomst in februari 2026."
        ),
        Al(
            "De personele gevolgen van de taakstelling worden nog uitgewerkt. Zodra daarover "
            "duidelijkheid is, informeren wij u."
        ),
    ),
    ("Zie ook Kamerstuk 99 005, nr. 2.",),
    form="pdf",
    kenmerk="VBZ/2025/1020-08",
)

_VERZAMEL = Brief(
    "99001",
    24,
    date(2026, 10, 12),
    ("svz",),
    "Verzamelbrief uitvoering voorbeeldregelingen, najaar 2026",
    (
        Al(
            "In deze verzamelbrief ga ik in op de telefonische wachttijd, het vooraf invullen van "
            "gegevens en de ervaringen met bellen vóór het rekenen van invorderingskosten."
        ),
        Kop("Wachttijd aan de telefoon"),
        Al(
            "De overgenomen motie-Van de Griffel over een maximale wachttijd aan de telefoon (99 "
            "001, nr. 18) is uitgevoerd. Met de Voorbeelddienst is per 1 januari 2026 een maximum "
            "van vijf minuten afgesproken. In september werd 93 procent van de telefoontjes "
            "binnen die tijd beantwoord."
        ),
        Kop("Vooraf invullen van bekende gegevens"),
        Al(
            "De motie-Bram Voorbeeld/Komma over het vooraf invullen van bekende gegevens[^1] is "
            "in voorbereiding. Het Proefregister kan inkomensgegevens pas leveren als de wet is "
            "gewijzigd. Ik stuur uw Kamer het gevraagde tijdpad vóór het kerstreces."
        ),
        Kop("Invorderingskosten"),
        Al(
            "Zoals toegezegd bericht ik uw Kamer over de effecten van bellen vóór het rekenen van "
            "invorderingskosten. In zes van de tien gevallen werd na het telefoongesprek betaald "
            "of een regeling getroffen. Deze toezegging is hiermee afgedaan. De eerder gemelde "
            "planning voor een gezamenlijke betaalregeling haal ik niet; ik verwacht het voorstel "
            "nu medio 2027."
        ),
        Kop("Proef met een vaste contactpersoon"),
        Al(
            "Het eindverslag van de proef heeft uw Kamer op 28 november 2025 ontvangen. De nader "
            "gewijzigde motie-De Wit-Proef c.s. (99 001, nr. 8) beschouw ik daarmee als afgedaan. "
            "Binnen acht weken laat ik uw Kamer weten in welke regio's de werkwijze wordt "
            "ingevoerd."
        ),
        Al(
            "Twee overzichten zijn als bijlage bijgevoegd. Volgende week spreek ik met de "
            "gemeenten over de loketten in de buurt."
        ),
    ),
    ("Kamerstuk 99 001, nr. 22.",),
    form="pdf",
    kenmerk="VBZ/2026/1012-24",
)

_ONOPGEMAAKT = Brief(
    "99001",
    28,
    date(2026, 10, 30),
    ("mvz",),
    "Reactie op verzoek om een brief over storingen in het uitkeringssysteem",
    (
        Al(
            "Uw Kamer heeft mij op 27 oktober 2026 verzocht om een brief over de storingen in het "
            "uitkeringssysteem van de Voorbeelddienst."
        ),
        Al(
            "Op 19 en 20 oktober 2026 was het systeem in totaal elf uur niet beschikbaar. "
            "Daardoor zijn 6.200 betalingen een dag te laat verricht. Alle betalingen zijn "
            "inmiddels gedaan."
        ),
        Al(
            "Ik laat een onafhankelijk onderzoek doen naar de oorzaak en zend uw Kamer de "
            "uitkomsten uiterlijk 15 december 2026. Wie schade heeft geleden, kan die tot en met "
            "31 maart 2027 melden."
        ),
    ),
    form="pdf",
    kenmerk="VBZ/2026/1030-28",
    uw_kenmerk="2026Z90061",
    koop_id="kst-1999001",
)

_ALLEEN_TK = Brief(
    "99001",
    29,
    date(2026, 11, 3),
    ("svz",),
    "Uitstel beantwoording vragen over besluiten op papier",
    (
        Al(
            "De vragen van het lid Trema over besluiten op papier kunnen niet binnen de "
            "gebruikelijke termijn worden beantwoord, omdat afstemming met het Proefregister meer "
            "tijd vergt. Ik streef ernaar de vragen binnen drie weken te beantwoorden."
        ),
    ),
    form="pdf",
    kenmerk="VBZ/2026/1103-29",
    only_tk=True,
)

_HERSTEL_INGETROKKEN = Brief(
    "99003",
    4,
    date(2025, 1, 20),
    ("svz",),
    "Voortgang herstel proefvergoedingen, vierde kwartaal 2024",
    (
        Al(
            "Hierbij informeer ik uw Kamer over de voortgang van het herstel. Inmiddels hebben "
            "9.120 gedupeerden een besluit gekregen."
        ),
    ),
    form="pdf",
    kenmerk="VBZ/2025/0120-04",
    only_tk=True,
    withdrawn=True,
)

_EERST_WORD = Brief(
    "99002",
    7,
    date(2026, 11, 4),
    ("mpd",),
    "Uitstel van de planning van het wetsvoorstel gegevenslevering",
    (
        Al(
            "De planning van het wetsvoorstel over de levering van inkomensgegevens vergt nog "
            "overleg met de Voorbeelddienst en het Proefregister."
        ),
        Al("Ik stuur uw Kamer de planning uiterlijk 15 januari 2027."),
    ),
    form="word",
    kenmerk="PD/2026/1104-07",
    only_tk=True,
)

PDF_BRIEVEN = (
    _VOORTGANG,
    _STAND_VAN_ZAKEN,
    _BEGROTING,
    _VERZAMEL,
    _ONOPGEMAAKT,
    _ALLEEN_TK,
    _HERSTEL_INGETROKKEN,
    _EERST_WORD,
)
