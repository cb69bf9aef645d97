"""The letters of the fictional cabinet."""

from __future__ import annotations

from datetime import date

from bench.sample.shapes import Al, Brief, Kop, Lijst, Tabel

_VOORTGANG_2023 = Brief(
    "99001",
    1,
    date(2023, 12, 11),
    ("mvz",),
    "Voortgang uitvoering voorbeeldregelingen, najaar 2023",
    (
        Al(
            "Met deze brief informeer ik uw Kamer over de voortgang van de uitvoering van de "
            "voorbeeldregelingen. Ik ga in op de telefonische bereikbaarheid, de doorlooptijd van "
            "bezwaren en het aanvraagformulier voor de proefvergoeding."
        ),
        Kop("Bereikbaarheid"),
        Al(
            "De Voorbeelddienst is in 2023 minder goed bereikbaar geweest dan afgesproken. Op "
            "maandagochtend wachtte een beller gemiddeld 24 minuten. De dienst heeft inmiddels "
            "veertig medewerkers aangenomen, die in januari hun opleiding afronden."
        ),
        Al(
            "Ik stuur uw Kamer in het eerste kwartaal van 2024 een verbeterplan voor de "
            "telefonische bereikbaarheid."
        ),
        Kop("Doorlooptijd van bezwaren"),
        Al(
            "In vier van de tien bezwaarzaken wordt de termijn van artikel 7:10 van de Algemene "
            "wet bestuursrecht overschreden.[^1] Dat is te vaak. Ik zal uw Kamer vóór de zomer "
            "van 2024 berichten met welke maatregelen de Voorbeelddienst de achterstand wegwerkt."
        ),
        Kop("Aanvraagformulier"),
        Al(
            "Het formulier telt nu 43 vragen. Ik streef ernaar dat aantal eind 2024 te hebben "
            "gehalveerd. Jaarlijks laat ik het formulier toetsen door een panel van aanvragers en "
            "ik informeer uw Kamer telkens over de uitkomst."
        ),
        Al(
            "Over de samenloop met de toeslagen, bedoeld in de Algemene wet inkomensafhankelijke "
            "regelingen, kom ik te zijner tijd bij uw Kamer terug."
        ),
    ),
    ("Jaarbericht bezwaar en beroep 2022, p. 14.",),
)

_REACTIE_MOTIES = Brief(
    "99001",
    7,
    date(2024, 2, 23),
    ("mvz",),
    "Reactie op de moties ingediend bij het tweeminutendebat Uitvoering voorbeeldregelingen",
    (
        Al(
            "Tijdens het tweeminutendebat van 6 februari 2024 heeft uw Kamer een aantal moties "
            "ingediend. In deze brief geef ik aan hoe ik daaraan uitvoering geef."
        ),
        Al(
            "De motie van de leden Proefman en Van der Test over de wettelijke beslistermijn op "
            "bezwaar (Kamerstuk {kst-99001-3|99 001, nr. 3}) is met algemene stemmen aangenomen. "
            "De Voorbeelddienst is begonnen met de uitvoering van deze motie: er is een apart "
            "team gevormd voor zaken die langer dan een halfjaar openstaan. Uw Kamer ontvangt elk "
            "halfjaar een overzicht van het percentage tijdige besluiten, voor het eerst "
            "uiterlijk 1 juli 2024."
        ),
        Al(
            "De gewijzigde motie van de leden De Wit-Proef en Proefman over een vaste "
            "contactpersoon (Kamerstuk {kst-99001-6|99 001, nr. 6}) kan ik in deze vorm niet "
            "uitvoeren. Een vaste contactpersoon voor de hele doelgroep vergt 600 extra "
            "medewerkers, die niet te vinden zijn. Wel ben ik voornemens om in het najaar in twee "
            "regio's met een proef te beginnen."
        ),
        Al(
            "De motie-Inkt over het afschaffen van de proefvergoeding (Kamerstuk "
            "{kst-99001-5|99 001, nr. 5}) is verworpen en behoeft geen verdere behandeling."
        ),
        Al(
            "De motie van het lid Voorbeeld c.s. over een begrijpelijk aanvraagformulier "
            "({kst-99001-2|99 001, nr. 2}) is aangehouden. Vooruitlopend op de stemming kan ik "
            "melden dat ik binnen zes weken met het panel van aanvragers in gesprek ga. Ik zal uw "
            "Kamer van de uitkomst op de hoogte stellen."
        ),
    ),
)

_FORMULIER = Brief(
    "99001",
    10,
    date(2024, 9, 12),
    ("svz",),
    "Herziening van het aanvraagformulier voor de proefvergoeding",
    (
        Al(
            "Hierbij bied ik uw Kamer het herziene aanvraagformulier voor de proefvergoeding aan. "
            "Het telt nog 19 vragen en is getoetst door 120 aanvragers.[^1]"
        ),
        Al(
            "Met deze brief geef ik uitvoering aan de motie van het lid Voorbeeld c.s. over een "
            "begrijpelijk aanvraagformulier voor de proefvergoeding.[^2] Ik beschouw deze motie "
            "hiermee als afgedaan."
        ),
        Al(
            "Het formulier wordt per 1 januari 2025 ingevoerd. In maart stuur ik uw Kamer de "
            "eerste ervaringen van aanvragers. Als blijkt dat vragen nog steeds verkeerd worden "
            "begrepen, pas ik het formulier in de tweede helft van 2025 opnieuw aan."
        ),
        Kop("Toezegging aan het lid Komma"),
        Al(
            "In het commissiedebat van 5 juni 2024 heb ik het lid Komma toegezegd te onderzoeken "
            "of het formulier ook in eenvoudige stappen op een telefoon kan worden ingevuld "
            "(TZ202406-014). Dat onderzoek is afgerond: het kan, mits de inlogvoorziening wordt "
            "aangepast. Hiermee is aan de toezegging voldaan."
        ),
    ),
    (
        "Het verslag van de toets is als bijlage bij deze brief gevoegd.",
        "Kamerstuk {kst-99001-2|99 001, nr. 2}.",
    ),
)

_WINTER_2024 = Brief(
    "99001",
    16,
    date(2024, 12, 19),
    ("svz",),
    "Stand van zaken proeven in de dienstverlening",
    (
        Al(
            "Uw Kamer heeft op 15 oktober 2024 twee moties aangenomen over nieuwe vormen van "
            "dienstverlening. In deze brief schets ik waar wij staan."
        ),
        Kop("Huisbezoek"),
        Al(
            "De motie-Voorbeeld/Van der Test over een proef met huisbezoek bij een eerste aanvraag "
            "wordt op dit moment uitgevoerd. In Proefstad en Schetsdam bezoeken medewerkers sinds "
            "1 december mensen thuis. De proef loopt tot en met juni 2025. Ik informeer uw Kamer "
            "direct na het zomerreces over de resultaten."
        ),
        Kop("Telefonisch aanvragen"),
        Al(
            "De motie-Voorbeeld/Van der Test over een proef met telefonisch aanvragen kan pas "
            "worden uitgevoerd als medewerkers de identiteit van een beller kunnen vaststellen. "
            "De Voorbeelddienst onderzoekt dat nu. Ik kom hier in het voorjaar van 2025 bij uw "
            "Kamer op terug."
        ),
        Kop("Stapeling van terugvorderingen"),
        Al(
            "De motie van het lid Komma over het tegengaan van stapeling van terugvorderingen "
            "(Kamerstuk {kst-99001-13|99 001, nr. 13}) is deels uitgevoerd. Het gevraagde "
            "overzicht per huishouden is gereed. Eén gezamenlijke betaalregeling blijkt niet "
            "mogelijk zonder wijziging van de Invorderingswet 1990. Naar verwachting kan ik uw "
            "Kamer medio 2025 een voorstel daarvoor toesturen."
        ),
        Al(
            "Aan de motie van de leden Van Alinea en Trema over uitspreken dat een vergissing "
            "geen fraude is ({kst-99001-15|99 001, nr. 15}) is uitvoering gegeven: de "
            "werkinstructies zijn op 1 december 2024 aangepast."
        ),
    ),
)

_NAJAAR_2025 = Brief(
    "99001",
    21,
    date(2025, 9, 29),
    ("svz",),
    "Uitkomsten van de proeven in de dienstverlening",
    (
        Al(
            "Zoals toegezegd ontvangt uw Kamer hierbij de uitkomsten van de proef met huisbezoek. "
            "Bij mensen die thuis zijn bezocht, daalde het aantal fouten in de aanvraag met 38 "
            "procent."
        ),
        Al(
            "Het kabinet ziet in deze uitkomst aanleiding om het huisbezoek voort te zetten. Ik "
            "besluit daarover bij de voorjaarsnota en zal uw Kamer dan een voorstel doen."
        ),
        Al(
            "Hiermee beschouw ik de motie-Voorbeeld/Van der Test over een proef met huisbezoek "
            "(Kamerstukken II 2024/25, {kst-99001-11|99 001, nr. 11}) als uitgevoerd."
        ),
        Al(
            "Ook de eerder genoemde motie-Voorbeeld/Van der Test over een proef in de "
            "dienstverlening betrek ik bij dit besluit."
        ),
        Kop("Invorderingskosten"),
        Al(
            "De motie van het lid Bladwijzer c.s. over geen invorderingskosten bij een eerste "
            "achterstand ({kst-99001-19|99 001, nr. 19}) voer ik niet uit. De opbrengst van deze "
            "kosten, € 11 miljoen per jaar, dekt de uitgaven voor schuldhulp. Ik heb uw Kamer dit "
            "in het debat van 19 juni 2025 ook gemeld."
        ),
        Al(
            "Wel heb ik met de Voorbeelddienst afgesproken dat voortaan eerst wordt gebeld "
            "voordat er kosten worden gerekend. Over de effecten van die werkwijze bericht ik uw "
            "Kamer in het derde kwartaal van 2026."
        ),
        Al(
            "Voor het meest recente overzicht verwijs ik naar mijn brief van 26 mei 2025 (99 001, "
            "nr. 17, p. 2), naar Handelingen II 2024/25, nr. 88, item 6 en naar Aanhangsel "
            "Handelingen II 2024/25, nr. 9901."
        ),
    ),
    embedded=True,
)

GEGEVENS_2025 = Brief(
    "99002",
    1,
    date(2025, 2, 10),
    ("mpd",),
    "Knelpunten bij het delen van gegevens tussen uitvoeringsorganisaties",
    (
        Al(
            "Uitvoeringsorganisaties hebben gegevens van elkaar nodig om burgers goed te helpen. "
            "In deze brief beschrijf ik welke knelpunten zij ervaren en wat het kabinet daaraan "
            "doet."
        ),
        Kop("Wat medewerkers ervaren"),
        Al(
            "Medewerkers delen gegevens soms niet uit vrees de privacyregels te overtreden. "
            "Daardoor moeten inwoners dezelfde bewijsstukken bij drie loketten inleveren. "
            "Verordening (EU) 2016/679 verbiedt dat delen niet, maar de uitleg verschilt per "
            "organisatie."
        ),
        Al(
            "Het Proefregister mag inkomensgegevens niet rechtstreeks aan de Voorbeelddienst "
            "leveren, omdat een grondslag in de wet ontbreekt.[^1]"
        ),
        Kop("Wat het kabinet doet"),
        Lijst(
            (
                "Ik stuur uw Kamer uiterlijk 1 april 2025 een handreiking voor medewerkers.",
                "Vóór Prinsjesdag zend ik uw Kamer een wetsvoorstel dat de levering van "
                "inkomensgegevens mogelijk maakt.",
                "Met de Autoriteit Persoonsgegevens wil ik begin 2026 afspraken maken over een "
                "snelle toets van nieuwe leveringen.",
            ),
            mark="1",
        ),
        Al(
            "De uitspraak ECLI:NL:RVS:2024:99991 geeft hiervoor voldoende ruimte. Zodra het advies "
            "van de Afdeling advisering is ontvangen, deel ik met uw Kamer het tijdpad."
        ),
    ),
    ("Zie ook Stcrt. 2024, 99123 en Stb. 2023, 999.",),
)

_GEGEVENS_2026 = Brief(
    "99002",
    6,
    date(2026, 3, 16),
    ("mpd",),
    "Voortgang gegevensuitwisseling",
    (
        Al(
            "Met deze brief kom ik terug op mijn brief van 10 februari 2025 (Kamerstuk "
            "{kst-99002-1|99 002, nr. 1}). De handreiking is op 28 maart 2025 verschenen. Het "
            "wetsvoorstel heeft vertraging opgelopen: de Voorbeelddienst heeft meer tijd nodig "
            "voor de uitvoeringstoets. Ik verwacht het wetsvoorstel nu in de eerste helft van "
            "2027 aan uw Kamer te kunnen zenden."
        ),
        Al(
            "Aan de motie van het lid Trema c.s. over een helpdesk voor vragen over het delen van "
            "gegevens (Kamerstukken II 2024/25, {kst-99002-2|99 002, nr. 2}) is voldaan: sinds "
            "1 december 2025 is de helpdesk open. Negen van de tien vragen worden binnen twee "
            "werkdagen beantwoord. Hiermee is de motie afgedaan."
        ),
        Tabel(
            "Vragen aan de helpdesk per kwartaal",
            ("Kwartaal", "Vragen", "Binnen twee werkdagen (%)"),
            (
                ("Vierde kwartaal 2025", "412", "86"),
                ("Eerste kwartaal 2026", "655", "91"),
            ),
            (0.5, 0.2, 0.3),
        ),
        Al(
            "Ik zal uw Kamer elk voorjaar over het gebruik van de helpdesk informeren. Bijgaand "
            "ontvangt u een ingescand afschrift van de overeenkomst met het Proefregister.[^1]"
        ),
    ),
    ("Documentnummer 2026D90077, raadpleegbaar via www.tweedekamer.nl.",),
    embedded=True,
)

_HERSTEL_2024 = Brief(
    "99003",
    1,
    date(2024, 4, 22),
    ("svz",),
    "Voortgang herstel proefvergoedingen, eerste kwartaal 2024",
    (
        Al(
            "Hierbij informeer ik uw Kamer over de voortgang van het herstel voor mensen die door "
            "een fout van de overheid hun proefvergoeding hebben verloren. Van de 9.400 "
            "gedupeerden hebben er 7.550 een besluit gekregen."
        ),
        Al(
            "Het tempo ligt te laag. Voor de 1.850 mensen die nog wachten, is dat pijnlijk; ik "
            "bied hun daarvoor mijn excuses aan. Ik zet alles op alles om het herstel te "
            "versnellen."
        ),
        Al(
            "De wet verplicht de Voorbeelddienst om bij iedere gedupeerde twaalf jaar aan "
            "bewijsstukken te beoordelen. Ik zal voor het zomerreces een plan aan uw Kamer sturen "
            "waarmee een lichtere toets mogelijk wordt. Uw Kamer ontvangt daarnaast ieder kwartaal "
            "een voortgangsrapportage."
        ),
    ),
)

_HERSTEL_2025 = Brief(
    "99003",
    5,
    date(2025, 1, 23),
    ("svz",),
    "Voortgang herstel proefvergoedingen, vierde kwartaal 2024 (herziene versie)",
    (
        Al(
            "Op 20 januari 2025 zond ik uw Kamer een voortgangsbrief met een onjuist aantal "
            "besluiten. Deze brief vervangt die eerdere brief. Het juiste aantal is 8.870."
        ),
        Al(
            "De motie van de leden Van Alinea en Voorbeeld over een uiterste datum voor het "
            "herstel (Kamerstuk {kst-99003-3|99 003, nr. 3}) blijft het uitgangspunt. Ik ga ervan "
            "uit dat alle gedupeerden uiterlijk op 31 december 2025 een besluit hebben. Over de "
            "motie van het lid Punt over een herdenkingsbord in het gebouw van de Kamer "
            "(Kamerstuk {kst-99003-2|99 003, nr. 2}) overleg ik met het Presidium; daarover volgt "
            "later bericht."
        ),
        Al("In april informeer ik uw Kamer over de resterende 530 zaken."),
    ),
)

_RAPPORT_NOOT = "De rapporten zijn als bijlage bij deze brief gevoegd en raadpleegbaar via {0}."


def _standen(nummer: int, datum: date, jaar: int, extra: tuple[Al, ...]) -> Brief:
    return Brief(
        "99005",
        nummer,
        datum,
        ("mvz", "mpd"),
        f"Aanbieding standen van de uitvoering {jaar}",
        (
            Al(
                f"Hierbij bieden wij uw Kamer de standen van de uitvoering {jaar} van de "
                "Voorbeelddienst en het Proefregister aan.[^1] De organisaties beschrijven daarin "
                "zelf wat goed gaat, wat beter moet en waar wetgeving knelt."
            ),
            *extra,
        ),
        (_RAPPORT_NOOT.format("www.tweedekamer.nl"),),
        embedded=jaar > 2025,
    )


_STAND_2024 = _standen(
    1,
    date(2024, 1, 29),
    2024,
    (
        Al(
            "Het kabinet herkent het beeld dat de partnertoets te ingewikkeld is. Wij sturen uw "
            "Kamer vóór het kerstreces van 2024 een beleidsreactie op de genoemde knelpunten."
        ),
    ),
)
_STAND_2025 = _standen(
    2,
    date(2025, 1, 27),
    2025,
    (
        Al(
            "De toegezegde beleidsreactie vergt meer tijd. Uw Kamer ontvangt deze niet vóór het "
            "kerstreces van 2024, maar uiterlijk 1 juni 2025."
        ),
        Al(
            "Het knelpunt rond de partnertoets nemen wij mee in het wetsvoorstel eenvoudige "
            "inkomenstoets voorbeeldregelingen."
        ),
    ),
)
_STAND_2026 = _standen(
    3,
    date(2026, 1, 26),
    2026,
    (
        Al(
            "Met de indiening van het wetsvoorstel (Kamerstuk {kst-99004-2|99 004, nr. 2}) geven "
            "wij gevolg aan het belangrijkste knelpunt uit de vorige standen. Voor de vervanging "
            "van het uitkeringssysteem komen wij rond de zomer met een plan van aanpak."
        ),
    ),
)

_BEGROTING_2026 = Brief(
    "99200-XV",
    15,
    date(2026, 2, 9),
    ("mvz",),
    "Uitvoering van moties begrotingsbehandeling Voorbeeldzaken",
    (
        Al(
            "Bij de begrotingsbehandeling in november 2025 heeft uw Kamer de "
            "motie-Trema/Voorbeeld over structurele middelen voor persoonlijke dienstverlening "
            "aangenomen (Kamerstuk {kst-99200-XV-11|99 200 XV, nr. 11}). Over deze motie kan ik "
            "nog geen uitsluitsel geven; de weging vindt plaats bij de voorjaarsnota."
        ),
        Al(
            "Ik zeg uw Kamer toe de gevolgen van het aflopen van de middelen per regio in kaart te "
            "brengen en u het overzicht vóór 1 mei 2026 te zenden."
        ),
        Al(
            "Voor de begrotingsbehandeling van 2027 ontvangt uw Kamer een evaluatie van de "
            "loketten. Indien de evaluatie daartoe aanleiding geeft, doe ik met Prinsjesdag een "
            "voorstel."
        ),
    ),
    embedded=True,
)

XML_BRIEVEN = (
    _VOORTGANG_2023,
    _REACTIE_MOTIES,
    _FORMULIER,
    _WINTER_2024,
    _NAJAAR_2025,
    GEGEVENS_2025,
    _GEGEVENS_2026,
    _HERSTEL_2024,
    _HERSTEL_2025,
    _STAND_2024,
    _STAND_2025,
    _STAND_2026,
    _BEGROTING_2026,
)
