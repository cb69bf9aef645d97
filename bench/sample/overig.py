"""Answered questions, a debate, a bill with its nota, and the report of a written consultation."""

from __future__ import annotations

from datetime import date

from bench.sample.moties import MOTIES
from bench.sample.shapes import Al, Beurt, Handeling, Kop, Lijst, Stuk, Vragen


def _motie(nummer: int) -> Beurt:
    paper = next(m for m in MOTIES if m.dossier == "99001" and m.nummer == nummer)
    return Beurt(paper.indieners[0], ("Voorzitter. Ik dien de volgende motie in.",), paper)


VRAGEN = (
    Vragen(
        9901,
        "2024-2025",
        date(2025, 4, 22),
        date(2025, 5, 13),
        "Komma",
        "svz",
        "terugvorderingen bij mensen die zijn verhuisd",
        (
            (
                "Kent u het bericht dat mensen die verhuizen soms maanden geen besluit krijgen?",
                "Ja.",
            ),
            (
                "Klopt het dat een adreswijziging bij de gemeente niet automatisch bij de "
                "Voorbeelddienst aankomt?",
                "Dat klopt voor een deel van de gevallen. De koppeling met het Proefregister "
                "dateert uit 1998 en verwerkt wijzigingen alleen in de nacht van zondag op "
                "maandag. Valt die verwerking uit, dan blijven duizenden wijzigingen liggen.[^1]",
            ),
            (
                (
                    "Bent u bereid terugvorderingen stop te zetten zolang een verhuizing niet is "
                    "verwerkt?"
                ),
                "Ja. Ik heb de Voorbeelddienst gevraagd om bij een gemelde verhuizing zes weken "
                "te wachten met terugvorderen.\nIk zal uw Kamer vóór het zomerreces informeren "
                "over de resultaten daarvan.",
            ),
            (
                "Wanneer wordt de koppeling vervangen?",
                "De vervanging is onderdeel van de vernieuwing van het uitkeringssysteem. Naar "
                "verwachting is zij eind 2027 gereed. Ik streef ernaar uw Kamer in het najaar een "
                "planning te sturen.",
            ),
        ),
        ("Stand van de uitvoering 2025 van het Proefregister, p. 2 (bijlage bij 99 005, nr. 2).",),
    ),
    Vragen(
        9902,
        "2025-2026",
        date(2026, 2, 3),
        date(2026, 2, 24),
        "Trema",
        "svz",
        "de bereikbaarheid van loketten voor ouderen",
        (
            (
                "Hoeveel loketten in de buurt zijn er in 2025 gesloten?",
                (
                    "In 2025 zijn drie van de 42 loketten gesloten, omdat geen personeel te vinden "
                    "was."
                ),
            ),
            (
                "Deelt u de mening dat ouderen hierdoor van hulp verstoken blijven?",
                "Ik deel die zorg. Wie niet digitaal vaardig is, moet in sommige regio's nu "
                "veertig kilometer reizen.",
            ),
            (
                "Bent u bereid te bezien of bibliotheken de loketten kunnen overnemen?",
                "Ik zeg toe dat ik daarover met de bibliotheken in gesprek ga en uw Kamer "
                "uiterlijk 1 juni 2026 over de uitkomst bericht.",
            ),
        ),
    ),
)

_DEBAT = Handeling(
    "2025-2026",
    91,
    7,
    date(2026, 6, 18),
    "Tweeminutendebat Uitvoering voorbeeldregelingen",
    ("99001",),
    (
        Beurt(
            "voorzitter",
            (
                "Aan de orde is het tweeminutendebat Uitvoering voorbeeldregelingen. Ik heet de "
                "staatssecretaris van Voorbeeldzaken van harte welkom en geef als eerste het woord "
                "aan de heer Bram Voorbeeld.",
            ),
        ),
        Beurt(
            "Bram Voorbeeld",
            (
                "Voorzitter. Wie een vergoeding aanvraagt, vult nu in wat de overheid al weet. "
                "Dat is zonde van ieders tijd. Daarom de volgende motie.",
            ),
            _motie(22).motie,
        ),
        Beurt("voorzitter", ("Dank u wel. Het woord is aan mevrouw Punt.",)),
        Beurt(
            "Punt",
            (
                "Voorzitter. Ik sprak een vader die zeven weken zonder inkomen zat. Zijn aanvraag "
                "lag ergens op een stapel. Wat gaat de staatssecretaris daaraan doen?",
            ),
            _motie(23).motie,
        ),
        Beurt(
            "svz",
            (
                "Voorzitter. Dank aan de leden voor hun inbreng. De motie op stuk nr. 22 van de "
                "leden Bram Voorbeeld en Komma geef ik oordeel Kamer.",
                "Ik kan de Kamer toezeggen dat ik vóór het kerstreces een tijdpad stuur voor het "
                "vooraf invullen van bekende gegevens.",
                "De motie op stuk nr. 23 wil ik mevrouw Punt vragen aan te houden. Ik zal de "
                "Kamer in het najaar informeren over een spoedprocedure voor mensen zonder "
                "inkomen.",
            ),
        ),
        Beurt(
            "Punt",
            ("Met die toezegging houd ik mijn motie aan.",),
        ),
        Beurt(
            "voorzitter",
            (
                "Op verzoek van mevrouw Punt stel ik voor haar motie (99 001, nr. 23) aan te "
                "houden. Daartoe wordt besloten.",
                "Over de motie-Bram Voorbeeld/Komma stemmen wij dinsdag.",
            ),
        ),
    ),
)

_STEMMINGEN = Handeling(
    "2024-2025",
    94,
    12,
    date(2025, 6, 24),
    "Stemmingen moties Uitvoering voorbeeldregelingen",
    ("99001",),
    (
        Beurt("voorzitter", ("Mevrouw Bladwijzer heeft om hoofdelijke stemming gevraagd.",)),
        Beurt(
            "Kantlijn",
            (
                "Voorzitter. Een korte stemverklaring. Wij stemmen voor de motie-Bladwijzer c.s. "
                "over geen invorderingskosten bij een eerste achterstand (99 001, nr. 19).",
            ),
        ),
        Beurt(
            "voorzitter",
            (
                "Ik constateer dat de motie-Bladwijzer c.s. (99 001, nr. 19) is aangenomen.",
                "Ik constateer dat de motie-Kantlijn over een parlementaire enquête naar de "
                "proefvergoeding (99 001, nr. 20) is verworpen.",
            ),
        ),
    ),
)

HANDELINGEN = (_DEBAT, _STEMMINGEN)

_WETSVOORSTEL = Stuk(
    "99004",
    2,
    date(2025, 4, 14),
    "VOORSTEL VAN WET",
    "Voorstel van wet",
    "Voorstel van wet",
    (
        Al(
            "Alzo Wij in overweging genomen hebben, dat het wenselijk is de inkomenstoets in de "
            "Proefwet vergoedingen te vereenvoudigen;"
        ),
        Kop("ARTIKEL I"),
        Al("De Proefwet vergoedingen wordt als volgt gewijzigd:"),
        Al(
            "In artikel 3, tweede lid, wordt «het gezamenlijke inkomen van de aanvrager, zijn "
            "partner en zijn medebewoners» vervangen door «het inkomen van de aanvrager en zijn "
            "partner»."
        ),
        Kop("ARTIKEL II"),
        Al(
            "Op besluiten die zijn genomen voor de inwerkingtreding van deze wet blijft artikel "
            "4:17 van de Algemene wet bestuursrecht van toepassing."
        ),
        Kop("ARTIKEL III"),
        Al("Deze wet treedt in werking op een bij koninklijk besluit te bepalen tijdstip."),
    ),
)

_NOTA = Stuk(
    "99004",
    6,
    date(2025, 9, 15),
    "NOTA NAAR AANLEIDING VAN HET VERSLAG",
    "Nota n.a.v. het verslag",
    "Nota naar aanleiding van het verslag",
    (
        Kop("1. Inleiding"),
        Al(
            "De regering heeft met belangstelling kennisgenomen van het verslag. Zij dankt de "
            "leden voor hun vragen en gaat daar hieronder op in."
        ),
        Kop("2. Uitvoerbaarheid"),
        Al(
            "De leden van de VBP-fractie vragen of de Voorbeelddienst de wet per 1 januari 2027 "
            "kan uitvoeren. Uit de uitvoeringstoets blijkt dat de dienst daarvoor twaalf maanden "
            "nodig heeft. De huidige inkomenstoets is zo verweven met het uitkeringssysteem uit "
            "1994 dat iedere wijziging met de hand moet worden getest."
        ),
        Al(
            "De leden van de fractie van de Democratische Schets vragen naar de gevolgen voor "
            "mensen met een wisselend inkomen. Hoe nauwkeuriger de toets aansluit bij het inkomen "
            "van iedere maand, hoe moeilijker hij te begrijpen is. De regering kiest daarom voor "
            "een vast inkomen per kwartaal."
        ),
        Al(
            "De regering zal de Kamer in het eerste kwartaal van 2026 informeren over de "
            "voortgang van de voorbereiding.[^1]"
        ),
        Kop("3. Evaluatie"),
        Al(
            "De wet wordt vijf jaar na inwerkingtreding geëvalueerd. De regering is voornemens al "
            "na een jaar een invoeringstoets te doen en stuurt de uitkomst daarvan aan beide "
            "Kamers."
        ),
        Lijst(
            (
                "de tijdigheid van besluiten;",
                "het aantal terugvorderingen;",
                "het gebruik door mensen met een laag inkomen.",
            ),
        ),
    ),
    (
        (
            "Zie artikel 7:10 van de Algemene wet bestuursrecht en Kamerstuk "
            "{kst-99004-2|99 004, nr. 2}."
        ),
    ),
    afzender="mvz",
)

_VERSLAG = Stuk(
    "99002",
    5,
    date(2025, 10, 3),
    "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG",
    "Verslag van een schriftelijk overleg",
    "Verslag van een schriftelijk overleg over gegevensuitwisseling",
    (
        Kop("I Vragen en opmerkingen vanuit de fracties"),
        Al(
            "De leden van de fractie van Klad en Concept hebben kennisgenomen van de brief van "
            "10 februari 2025 ({kst-99002-1|99 002, nr. 1}). Zij vragen wanneer het toegezegde "
            "wetsvoorstel komt."
        ),
        Kop("II Antwoord van de minister"),
        Al(
            "Het wetsvoorstel kan ik niet meer vóór Prinsjesdag aanbieden. De afstemming met de "
            "Autoriteit Persoonsgegevens kost meer tijd. Ik stuur het wetsvoorstel in de eerste "
            "helft van 2026 aan uw Kamer."
        ),
        Al(
            "De motie van het lid Trema c.s. over een helpdesk ({kst-99002-2|99 002, nr. 2}) wordt "
            "uitgevoerd; de helpdesk gaat op 1 december 2025 open."
        ),
    ),
    afzender="mpd",
)

STUKKEN = (_WETSVOORSTEL, _NOTA, _VERSLAG)
