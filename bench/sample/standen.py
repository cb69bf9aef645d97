"""Three yearly Standen van de uitvoering of two organisations, and two papers that cannot be read.

What hampers most returns every year in other words: the partner test at the Voorbeelddienst, the
old link at the Proefregister.
"""

from __future__ import annotations

from bench.sample.shapes import NOTICE, Al, Bijlage, Block, Kop, Lijst

_DIENST = "Voorbeelddienst"
_REGISTER = "Proefregister"


def _stand(number: int, bij: int, organisatie: str, jaar: int, *blocks: Block) -> Bijlage:
    return Bijlage(
        f"blg-99001{number:02d}",
        f"kst-99005-{bij}",
        f"Stand van de uitvoering {jaar} {organisatie}",
        organisatie,
        jaar,
        blocks,
    )


STANDEN = (
    _stand(
        1,
        1,
        _DIENST,
        2024,
        Al(
            "De Voorbeelddienst betaalt ieder jaar aan 610.000 huishoudens een proefvergoeding. "
            "In deze stand beschrijven wij wat wij in 2023 in de uitvoering zagen."
        ),
        Kop("1. Wat goed gaat", 2),
        Al(
            "In 2023 betaalden wij 97 procent van de vergoedingen op de afgesproken dag. Het "
            "nieuwe team voor nabestaanden krijgt van hen gemiddeld een 8,4."
        ),
        Kop("2. Waar de wet knelt", 2),
        Al(
            "De partnertoets in artikel 3 van de Proefwet vergoedingen is zo ingewikkeld dat "
            "mensen niet kunnen nagaan of zij een partner hebben. Wie een zieke ouder in huis "
            "neemt, verliest daardoor soms zijn hele vergoeding. Mantelzorgers krijgen zo een "
            "terugvordering van duizenden euro's zonder dat zij iets verkeerd deden."
        ),
        Al(
            "De begrippen inkomen en huishouden verschillen per wet. Een gezin dat ook een beroep "
            "doet op de Participatiewet, moet drie keer andere gegevens aanleveren."
        ),
        Al(
            "Hoe preciezer wij de vergoeding op iedere situatie afstemmen, hoe minder mensen haar "
            "begrijpen."
        ),
        Kop("3. Systemen en mensen", 2),
        Al(
            "Ons uitkeringssysteem stamt uit 1994. Een wijziging in de wet kunnen wij er alleen "
            "in januari in verwerken. Op de arbeidsmarkt vinden wij te weinig programmeurs die "
            "het systeem nog kennen."
        ),
        Al("Door een tekort aan medewerkers wachtten bellers op maandag gemiddeld 24 minuten."),
        Kop("4. Wat wij vragen", 2),
        Lijst(
            (
                "Wij vragen de wetgever de partnertoets te beperken tot mensen die samen een "
                "huishouding voeren.",
                "Geef ons bij nieuwe wetten ten minste twaalf maanden voorbereidingstijd.",
            ),
            mark="1",
        ),
        Kop("5. Onze top drie", 2),
        Lijst(
            (
                "De partnertoets treft mantelzorgers hard.",
                "Het verouderde systeem laat snelle wijzigingen niet toe.",
                "Te weinig medewerkers om iedereen op tijd te woord te staan.",
            ),
            mark="1",
        ),
    ),
    _stand(
        2,
        1,
        _REGISTER,
        2024,
        Al(
            "Het Proefregister houdt bij waar mensen wonen en met wie. Veertig "
            "overheidsorganisaties gebruiken onze gegevens."
        ),
        Kop("1. Wat goed gaat", 2),
        Al("De juistheid van onze adresgegevens steeg van 96 naar 98 procent."),
        Kop("2. Knelpunten", 2),
        Al(
            "Adreswijzigingen bereiken de Voorbeelddienst pas na een week, omdat de koppeling uit "
            "1998 alleen in het weekend draait. Wie verhuist, krijgt daardoor soms maanden geen "
            "besluit."
        ),
        Al(
            "Wij mogen inkomensgegevens niet leveren aan de Voorbeelddienst, want de Wet "
            "voorbeeldregister noemt dat doel niet."
        ),
        Al(
            "Mensen zonder vast adres komen niet in het register en vragen daarom geen vergoeding "
            "aan, ook al hebben zij er recht op."
        ),
        Kop("3. Dilemma", 2),
        Al(
            "Het snel delen van gegevens helpt mensen vooruit, maar gaat ten koste van hun privacy."
        ),
        Kop("4. Oplossingen", 2),
        Al(
            "Wij stellen voor de koppeling te vervangen door berichten die direct worden "
            "verwerkt. Neem in de Wet voorbeeldregister een grondslag op voor het leveren van "
            "inkomensgegevens."
        ),
    ),
    _stand(
        3,
        2,
        _DIENST,
        2025,
        Al(
            "Dit is onze tweede stand van de uitvoering. Waar wij vorig jaar knelpunten meldden, "
            "geven wij aan of er iets is veranderd."
        ),
        Kop("1. Wat goed gaat", 2),
        Al(
            "De telefoon wordt op maandag nu gemiddeld na elf minuten opgenomen. Het kortere "
            "aanvraagformulier leidde tot een derde minder fouten."
        ),
        Kop("2. Waar de wet knelt", 2),
        Al(
            "Ook dit jaar verloren ruim 1.100 mantelzorgers hun vergoeding doordat een inwonende "
            "ouder als partner meetelt. Aan onze loketten is niet uit te leggen waarom de wet "
            "zorg voor familie bestraft."
        ),
        Al(
            "Artikel 4:17 van de Algemene wet bestuursrecht verplicht ons dwangsommen te betalen "
            "als wij te laat beslissen. In 2024 kostte dat 2,3 miljoen euro, geld dat wij liever "
            "aan extra medewerkers besteden."
        ),
        Kop("3. Systemen en mensen", 2),
        Al(
            "De vervanging van het uitkeringssysteem is een jaar vertraagd. Zolang het oude "
            "systeem draait, moeten medewerkers 14.000 dossiers per jaar met de hand herberekenen."
        ),
        Al(
            "De ruimte voor maatwerk is groter geworden, maar medewerkers durven haar niet altijd "
            "te gebruiken: meer maatwerk voor de een betekent minder gelijkheid voor de ander."
        ),
        Kop("4. Wat wij vragen", 2),
        Al(
            "Wij pleiten ervoor inwonende ouders bij wet uit te zonderen van het partnerbegrip. "
            "Tot die tijd stoppen wij met het terugvorderen van bedragen onder 500 euro."
        ),
        Kop("5. Onze top drie", 2),
        Lijst(
            (
                "Mantelzorgers worden nog altijd geraakt door het partnerbegrip.",
                "Handmatig herberekenen leidt tot fouten en vertraging.",
                "Dwangsommen kosten geld dat nodig is voor dienstverlening.",
            ),
            mark="1",
        ),
    ),
    _stand(
        4,
        2,
        _REGISTER,
        2025,
        Al(
            "In deze stand beschrijft het Proefregister de ervaringen van 2024 met het bijhouden "
            "en leveren van gegevens."
        ),
        Kop("1. Wat goed gaat", 2),
        Al(
            "Sinds juni kunnen inwoners hun verhuizing ook aan het loket van de bibliotheek melden."
        ),
        Kop("2. Knelpunten", 2),
        Al(
            "De verouderde koppeling met de Voorbeelddienst viel in 2024 zeven keer uit. Daardoor "
            "bleven verhuizingen soms drie weken liggen en kregen gezinnen te veel of te weinig "
            "geld."
        ),
        Al(
            "Gemeenten en wij gebruiken verschillende sleutels voor hetzelfde adres. De "
            "samenwerking met 342 gemeenten vraagt telkens nieuwe afspraken."
        ),
        Al(
            "Medewerkers delen gegevens niet uit angst voor een boete op grond van de Algemene "
            "verordening gegevensbescherming, ook waar dat wel mag."
        ),
        Kop("3. Oplossingen", 2),
        Al(
            "Wij adviseren één landelijke adressleutel. Met de Voorbeelddienst bouwen wij een "
            "tijdelijke voorziening die twee keer per week draait."
        ),
        Kop("4. Onze top drie", 2),
        Lijst(
            (
                "De koppeling valt te vaak uit.",
                "Onzekerheid over privacyregels houdt hulp tegen.",
                "Mensen zonder adres blijven buiten beeld.",
            ),
            mark="1",
        ),
    ),
    _stand(
        5,
        3,
        _DIENST,
        2026,
        Al(
            "Met deze derde stand sluiten wij een periode af waarin veel is beloofd en een deel is "
            "gedaan."
        ),
        Kop("1. Wat goed gaat", 2),
        Al(
            "Negen van de tien bellers hebben binnen vijf minuten iemand aan de lijn. In bezwaar "
            "beslissen wij in 88 procent van de zaken op tijd."
        ),
        Kop("2. Waar de wet knelt", 2),
        Al(
            "Zolang de Wet eenvoudige inkomenstoets niet in werking is, blijven mensen die voor "
            "een ouder zorgen hun vergoeding kwijtraken. In 2025 overkwam dat 1.240 huishoudens; "
            "300 van hen kwamen onder het bestaansminimum."
        ),
        Al(
            "De regels voor zelfstandigen staan in vier besluiten die elkaar tegenspreken. Wij "
            "kunnen hun vooraf niet zeggen waar zij recht op hebben."
        ),
        Al(
            "Wij willen fraude tegengaan én mensen vertrouwen: iedere extra controle op misbruik "
            "maakt het aanvragen voor alle anderen zwaarder."
        ),
        Kop("3. Systemen en mensen", 2),
        Al(
            "Het uitkeringssysteem lag in 2025 twaalf dagen stil. Betalingen aan 9.000 "
            "huishoudens kwamen te laat. Een kwart van onze ICT-medewerkers is ingehuurd; "
            "vertrekken zij, dan staat de vernieuwing stil."
        ),
        Kop("4. Wat wij vragen", 2),
        Al(
            "Laat de wet pas ingaan als onze systemen gereed zijn. Maak structureel geld vrij "
            "voor de loketten in de buurt."
        ),
        Kop("5. Onze top drie", 2),
        Lijst(
            (
                "Zorg voor een ouder leidt nog steeds tot verlies van de vergoeding.",
                "Storingen in het uitkeringssysteem raken het inkomen van mensen.",
                "De regels voor zelfstandigen spreken elkaar tegen.",
            ),
            mark="1",
        ),
    ),
    _stand(
        6,
        3,
        _REGISTER,
        2026,
        Al("Het Proefregister leverde in 2025 dagelijks 1,8 miljoen gegevens."),
        Kop("1. Wat goed gaat", 2),
        Al(
            "De tijdelijke voorziening werkt: een verhuizing is nu binnen vier dagen bij de "
            "Voorbeelddienst bekend. De helpdesk voor vragen over het delen van gegevens geeft "
            "snel antwoord."
        ),
        Kop("2. Knelpunten", 2),
        Al(
            "De oude verbinding met de Voorbeelddienst is met losse onderdelen overeind gehouden "
            "en kan ieder moment uitvallen. Verhuisde gezinnen merken dat als eersten: hun "
            "betaling stopt."
        ),
        Al(
            "De grondslag voor het leveren van inkomensgegevens ontbreekt nog steeds. Aanvragers "
            "moeten daarom zelf papieren bewijzen insturen."
        ),
        Al(
            "Door bezuinigingen sluiten drie van onze servicepunten. Ouderen en mensen die "
            "moeilijk lezen, kunnen hun gegevens daardoor niet meer laten aanpassen."
        ),
        Kop("3. Dilemma", 2),
        Al("Wie wij tegen misbruik van zijn gegevens beschermen, kunnen wij minder snel helpen."),
        Kop("4. Oplossingen", 2),
        Al(
            "Wij vragen de minister het wetsvoorstel over gegevenslevering dit jaar in te dienen. "
            "Vervang de verbinding vóór 2028."
        ),
    ),
)

_SCAN = Bijlage(
    "blg-9900201",
    "kst-99002-6",
    "Overeenkomst met het Proefregister (afschrift)",
    _REGISTER,
    2026,
    (
        Al("OVEREENKOMST"),
        Al("Voorbeelddienst en Proefregister spreken af:"),
        Al("1. Vragen worden binnen twee werkdagen beantwoord."),
        Al("2. Kosten worden gelijk verdeeld."),
        Al("Getekend te Proefstad, 24 november 2025."),
    ),
    form="scan",
)
_AFGEKAPT = Bijlage(
    "blg-9900202",
    "kst-99001-24",
    "Overzicht vragen van bewoners 2026",
    _DIENST,
    2026,
    (
        Al(NOTICE),
        *(Al("Overzicht van de vragen die bewoners in 2026 aan de loketten stelden."),) * 12,
    ),
    form="afgekapt",
)
_TOETS = Bijlage(
    "blg-9900203",
    "kst-99004-6",
    "Uitvoeringstoets Wet eenvoudige inkomenstoets",
    _DIENST,
    2025,
    (
        Kop("Conclusie", 2),
        Al(
            "De Voorbeelddienst acht het wetsvoorstel uitvoerbaar, mits zij twaalf maanden "
            "voorbereidingstijd krijgt. Bij invoering per 1 januari 2027 zonder die tijd is de "
            "kans op fouten in de betaling groot."
        ),
        Kop("Gevolgen voor burgers", 2),
        Al(
            "Het wetsvoorstel neemt het belangrijkste knelpunt uit onze stand van de uitvoering "
            "weg: een inwonende ouder telt niet langer als partner. Mensen met een wisselend "
            "inkomen lopen in het eerste jaar wel een groter risico op een terugvordering."
        ),
    ),
)

BIJLAGEN = (*STANDEN, _SCAN, _AFGEKAPT, _TOETS)
