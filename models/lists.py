"""The closed lists of the contract: one enum each, every member with its definition.

The values are the words that stand in the published tables; the definitions are published too
(table ``begrippen``), so code, documentation and data cannot drift apart.
"""

from __future__ import annotations

from enum import StrEnum


class ClosedList(StrEnum):
    """A closed list: ``value`` is the published word, ``definition`` its meaning in Dutch."""

    definition: str

    def __new__(cls, value: str, definition: str) -> ClosedList:
        """A member with its definition; the value alone is what equals and prints."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member


class DocumentSoort(ClosedList):
    """Kind of paper."""

    MOTIE = "motie", "Een uitspraak of verzoek van de Kamer, ingediend door leden."
    BRIEF = "brief", "Een brief van een bewindspersoon aan een van de Kamers."
    ANTWOORD_KAMERVRAGEN = "antwoord_kamervragen", "Schriftelijke Kamervragen met hun antwoord."
    VERSLAG = "verslag", "Een verslag van een commissie, ook van een schriftelijk overleg."
    HANDELINGEN = "handelingen", "Het woordelijk verslag van een vergadering."
    WETSVOORSTEL = "wetsvoorstel", "Een voorstel van wet of een wijziging daarvan."
    NOTA = "nota", "Een nota naar aanleiding van het verslag, of een memorie."
    STAND_VAN_DE_UITVOERING = (
        "stand_van_de_uitvoering",
        "De jaarlijkse rapportage van één uitvoeringsorganisatie over haar knelpunten.",
    )
    STAAT_VAN_DE_UITVOERING = (
        "staat_van_de_uitvoering",
        "Het rijksbrede beeld over alle uitvoeringsorganisaties samen.",
    )
    KNELPUNTENBRIEF = "knelpuntenbrief", "Een brief die knelpunten in wetten of uitvoering opsomt."
    JAARVERSLAG = "jaarverslag", "Het jaarverslag van een organisatie of ministerie."
    UITVOERINGSTOETS = "uitvoeringstoets", "Een oordeel vooraf over de uitvoerbaarheid."
    BIJLAGE = "bijlage", "Een stuk dat bij een ander stuk hoort."
    OVERIG = "overig", "Elk ander stuk."


class PassageSoort(ClosedList):
    """Kind of passage within a paper."""

    KOP = "kop", "Een titel of tussenkop."
    ALINEA = "alinea", "Een alinea lopende tekst."
    OPSOMMING = "opsomming", "Eén punt van een opsomming."
    NOOT = "noot", "Een voet- of eindnoot."
    TABEL = "tabel", "Een tabel, cellen gescheiden door tabs."
    RAND = "rand", "Kop- en voetregels, kantlijn en briefhoofd: niet de lopende tekst."


class MotieSoort(ClosedList):
    """Kind of motie."""

    MOTIE = "motie", "Een motie zoals zij voor het eerst is ingediend."
    GEWIJZIGD = "gewijzigd", "Een gewijzigde motie, die een eerdere vervangt."
    NADER_GEWIJZIGD = "nader_gewijzigd", "Een nader gewijzigde motie, die een gewijzigde vervangt."


class StatusKamer(ClosedList):
    """What the Chamber did with a motie."""

    INGEDIEND = "ingediend", "Ingediend, nog geen besluit bekend."
    AANGENOMEN = "aangenomen", "De Kamer heeft de motie aangenomen."
    VERWORPEN = "verworpen", "De Kamer heeft de motie verworpen."
    AANGEHOUDEN = "aangehouden", "De indieners hebben de stemming uitgesteld."
    INGETROKKEN = "ingetrokken", "De indieners hebben de motie ingetrokken."
    VERVALLEN = "vervallen", "De motie is vervallen."
    OVERGENOMEN = "overgenomen", "De regering heeft de motie overgenomen; er is niet gestemd."
    ONBEKEND = "onbekend", "Uit de bronnen is geen besluit af te leiden."


class AppreciatieOntbreekt(ClosedList):
    """Why the register has no opinion of the cabinet on a motie before the vote."""

    NIET_BIJGEHOUDEN = "niet_bijgehouden", "Van voor 1 april 2019; toen hield de bron het niet bij."
    GEWIJZIGDE_MOTIE = (
        "gewijzigde_motie",
        "De bron noteert het volgens de regel niet bij wijziging.",
    )
    NIET_GEGEVEN = "niet_gegeven", "Het kabinet gaf geen (uitdrukkelijk) oordeel."
    VOLGT = "volgt", "Het oordeel is nog niet bekend of nog te ontvangen."
    LEEG = "leeg", "De bron zegt er niets over."


class StatusKabinet(ClosedList):
    """What the cabinet says of a motie or toezegging."""

    GEEN = "geen", "Het kabinet heeft er in de gelezen stukken niets over gezegd."
    AFGEDAAN = "afgedaan", "Het kabinet beschouwt de zaak als afgedaan."
    UITGEVOERD = "uitgevoerd", "Het kabinet zegt dat gedaan is wat werd gevraagd."
    IN_UITVOERING = "in_uitvoering", "Het kabinet zegt ermee bezig te zijn."
    DEELS = "deels", "Het kabinet zegt dat een deel is gedaan."
    NIET_UITGEVOERD = "niet_uitgevoerd", "Het kabinet weigert of kan niet."
    LATER_BERICHT = "later_bericht", "Het kabinet komt er later op terug."


class StatusBewijs(ClosedList):
    """What the evidence shows."""

    GEEN = "geen", "Niet gezocht."
    STUK_GEVONDEN = (
        "stuk_gevonden",
        "Er is een stuk gevonden dat past bij het gevraagde.",
    )
    NIET_GEVONDEN = "niet_gevonden", "Gezocht en niets gevonden; waarin gezocht is staat erbij."


class Uitspraak(ClosedList):
    """What a follow-up says of the fate of its target."""

    AFGEDAAN = "afgedaan", "De schrijver beschouwt de zaak als afgedaan."
    UITGEVOERD = "uitgevoerd", "Wat gevraagd was, is gedaan."
    IN_UITVOERING = "in_uitvoering", "Er wordt aan gewerkt."
    DEELS = "deels", "Een deel is gedaan."
    NIET_UITGEVOERD = "niet_uitgevoerd", "Geweigerd of onmogelijk."
    LATER_BERICHT = "later_bericht", "Bericht volgt later."
    GENOEMD = "genoemd", "Genoemd zonder iets over de afloop te zeggen."


class WieZegt(ClosedList):
    """Who makes a follow-up statement."""

    KABINET = "kabinet", "Een bewindspersoon of het kabinet."
    KAMER = "kamer", "De Kamer, een lid of een commissie."
    BEWIJS = "bewijs", "Een stuk dat zelf het gevraagde is."


class Hardheid(ClosedList):
    """How firm a toezegging is."""

    HARD = "hard", "Zal gebeuren."
    ZACHT = "zacht", "Streven, voornemen of verwachting."


class Herkomst(ClosedList):
    """Where a toezegging was made."""

    BRIEF = "brief", "In een brief, antwoord of ander stuk van de regering."
    REGISTER = "register", "In het toezeggingenregister van de Kamer."
    HANDELINGEN = "handelingen", "Mondeling, in een vergadering."


class KnelpuntSoort(ClosedList):
    """Kind of execution signal."""

    KNELPUNT = "knelpunt", "Een concreet probleem, oorzaak of gevolg in wet of uitvoering."
    DILEMMA = "dilemma", "Twee waarden of doelen die tegen elkaar in gaan."
    OPLOSSING = "oplossing", "Een maatregel, wens aan de wetgever of advies."
    BEVORDEREND = "bevorderend", "Wat goed gaat of vooruitgaat."


class Thema(ClosedList):
    """Main theme of a knelpunt: the nearest cause the sentence names, else the effect."""

    COMPLEXE_WETGEVING = (
        "complexe_wetgeving",
        "Regels ingewikkeld, strijdig, vaag of onwerkbaar.",
    )
    HARDVOCHTIGE_GEVOLGEN = "hardvochtige_gevolgen", "Onevenredig leed door juiste toepassing."
    SAMENLOOP_EN_STAPELING = (
        "samenloop_en_stapeling",
        "Regelingen, loketten of taken die elkaar raken of zich opstapelen.",
    )
    GEGEVENSDELING_PRIVACY = (
        "gegevensdeling_privacy",
        "Gegevens die niet gedeeld mogen, kunnen of durven worden, of juist te ruim.",
    )
    ICT_EN_LEGACY = "ict_en_legacy", "Oude, starre, haperende of onvoltooide systemen."
    PERSONEEL_EN_CAPACITEIT = "personeel_en_capaciteit", "Te weinig mensen, plaatsen of tijd."
    FINANCIERING = "financiering", "Te weinig geld, overschrijding, boetes, verkeerde prikkels."
    TOEGANKELIJKHEID_EN_DOENVERMOGEN = (
        "toegankelijkheid_en_doenvermogen",
        "Mensen kunnen het niet vinden, begrijpen, bereiken of volhouden.",
    )
    SAMENWERKING_EN_STURING = (
        "samenwerking_en_sturing",
        "Politiek, beleid, uitvoering of ketenpartners die niet op elkaar aansluiten.",
    )
    IMPLEMENTATIETIJD = "implementatietijd", "Te snel ingevoerd, niet klaar of uitgesteld."
    NIET_GEBRUIK = "niet_gebruik", "Mensen die recht hebben maar niet aanvragen."
    HANDHAVING_EN_FRAUDE = (
        "handhaving_en_fraude",
        "Controle, sanctie of terugvordering te streng, vooringenomen of zonder effect.",
    )
    WACHTTIJDEN_EN_ACHTERSTANDEN = (
        "wachttijden_en_achterstanden",
        "Wachtrijen, overschreden termijnen, late betaling.",
    )
    OVERIG = "overig", "Elk ander of niet nader genoemd probleem."


class VerwijzingSoort(ClosedList):
    """Kind of paper or text a reference points at."""

    KAMERSTUK = "kamerstuk", "Een stuk uit een Kamerstukdossier."
    HANDELINGEN = "handelingen", "Het verslag van een vergadering."
    AANHANGSEL = "aanhangsel", "Vragen en antwoorden in het Aanhangsel van de Handelingen."
    STAATSBLAD = "staatsblad", "Het Staatsblad."
    STAATSCOURANT = "staatscourant", "De Staatscourant."
    WET = "wet", "Een wet, eventueel met artikel."
    TOEZEGGING = "toezegging", "Een nummer uit een toezeggingenregister."
    DOCUMENTNUMMER = "documentnummer", "Een documentnummer van de Tweede Kamer."
    ECLI = "ecli", "Een rechterlijke uitspraak."
    EU = "eu", "Een stuk van de Europese Unie."


class Eenheid(ClosedList):
    """What the value of a cell counts in."""

    EURO = "euro", "Een bedrag in euro."
    DZD_EURO = "dzd_euro", "Een bedrag in duizenden euro."
    MLN_EURO = "mln_euro", "Een bedrag in miljoenen euro."
    MLD_EURO = "mld_euro", "Een bedrag in miljarden euro."
    PROCENT = "procent", "Een percentage."
    AANTAL = "aantal", "Een aantal van wat de rij- of kolomkop noemt."
    JAAR = "jaar", "Een jaartal."
    DATUM = "datum", "Een dag, geschreven als 2027-03-12."
    NVT = "nvt", "De cel zegt dat er geen waarde kan zijn (n.v.t.)."
    PM = "pm", "De cel zegt dat de waarde nog niet bekend is (p.m.)."
    STATUS = "status", "Tekst: de stand van zaken van wat de rijkop noemt."


class Totaal(ClosedList):
    """Whether a printed total is the sum of its parts."""

    KLOPT = "klopt", "Het gedrukte totaal is de som van de delen, afronding meegerekend."
    WIJKT_AF = "wijkt_af", "Het gedrukte totaal is een ander getal dan de som van de delen."


class LinkStatus(ClosedList):
    """What is known of a link in a paper."""

    LEEG = "leeg", "De link gaat nergens heen; in het stuk staat alleen een teken."
    KENMERK = "kenmerk", "De link noemt een stuk bij zijn kenmerk; er is geen adres om te volgen."
    NIET_GEVOLGD = "niet_gevolgd", "Het adres staat op de lijst en wordt nog gevolgd."
    NIET_OP_DE_LIJST = "niet_op_de_lijst", "Het adres staat niet op de lijst van bronnen."
    GOED = "goed", "De link werkt; wat er stond, is bewaard."
    DOOD = "dood", "De server kent het adres niet meer."
    VERVALLEN = "vervallen", "Het adres hoort bij een dienst die is opgeheven."
    MISLUKT = "mislukt", "De laatste poging mislukte; een volgende nacht volgt een nieuwe."


ALL_LISTS: tuple[type[ClosedList], ...] = tuple(ClosedList.__subclasses__())
