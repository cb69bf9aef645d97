"""Who and what exists in the fictional parliament: fracties, members, cabinet, dossiers.

Every name is a word for paper, print or punctuation, so that nobody can take it for a real one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fractie:
    """A fractie with its seats; ``zetels`` of all of them make 150."""

    afkorting: str
    naam: str
    zetels: int


FRACTIES = (
    Fractie("VBP", "Voorbeeldpartij", 31),
    Fractie("PvdPr", "Partij van de Proef", 26),
    Fractie("LVT", "Lijst Van der Test", 22),
    Fractie("DSch", "Democratische Schets", 18),
    Fractie("FM", "Fictief Midden", 15),
    Fractie("NVL", "Nieuw Voorlopig", 11),
    Fractie("GrBl", "Groene Bladzijde", 9),
    Fractie("OuVo", "Ouderenvoorbeeld", 7),
    Fractie("K&C", "Klad en Concept", 5),
    Fractie("BvB", "Bond van Bladeren", 3),
    Fractie("De Marge", "De Marge", 2),
    Fractie("Lid Punt", "Lid Punt", 1),
)


@dataclass(frozen=True, slots=True)
class Lid:
    """A member: the name as it is signed, its parts, the fractie."""

    initialen: str
    roepnaam: str
    tussenvoegsel: str
    achternaam: str
    fractie: str
    geslacht: str = "vrouw"

    @property
    def naam(self) -> str:
        """The surname as a signature: ``Van der Test``."""
        full = f"{self.tussenvoegsel} {self.achternaam}".strip()
        return full[0].upper() + full[1:]

    @property
    def in_lijst(self) -> str:
        """The name as the register lists it: ``Test, M. van der``."""
        return f"{self.achternaam}, {self.initialen} {self.tussenvoegsel}".strip()

    @property
    def volledig(self) -> str:
        """Initials and name: ``M. van der Test``."""
        return " ".join(p for p in (self.initialen, self.tussenvoegsel, self.achternaam) if p)

    @property
    def aanspreking(self) -> str:
        """The form of address in the verbatim report."""
        return "De heer" if self.geslacht == "man" else "Mevrouw"


# those who sign moties in the sample
NAMED = (
    Lid("E.", "Esmée", "", "Voorbeeld", "VBP"),
    Lid("M.", "Maarten", "van der", "Test", "LVT", "man"),
    Lid("P.J.", "Pieter", "", "Proefman", "PvdPr", "man"),
    Lid("C.", "Cato", "de", "Wit-Proef", "DSch"),
    Lid("R.", "Ruben", "", "Inkt", "BvB", "man"),
    Lid("H.", "Hanneke", "", "Komma", "GrBl"),
    Lid("T.", "Theo", "", "Puntkomma", "FM", "man"),
    Lid("L.", "Loïs", "van", "Alinea", "VBP"),
    Lid("W.", "Wouter", "van de", "Griffel", "NVL", "man"),
    Lid("Ü.", "Ümit", "", "Trema", "OuVo", "man"),
    Lid("F.", "Fenna", "", "Bladwijzer", "K&C"),
    Lid("G.", "Gijs", "", "Kantlijn", "De Marge", "man"),
    Lid("D.", "Dana", "", "Punt", "Lid Punt"),
    Lid("B.", "Bram", "", "Voorbeeld", "PvdPr", "man"),
)

_PAPER_TEXT = (
    "Aanhaling Aantekening Accent Adreslabel Agenda Agrafe Apostrof Archiefdoos Asterisk Balpen "
    "Band Bestekblad Binnenwerk Blaadje Bladspiegel Bladvulling Blanco Blauwdruk Blocnote "
    "Boekband Boeklint Boekrug Bordkrijt Breuk Briefhoofd Broodletter Brochure Bundel Carbon "
    "Cedille Cijfer Circumflex Codex Colofon Concordans Copie Corps Correctie Cursief Dagblad "
    "Dekblad Deelteken Doordruk Doorslag Drukinkt Drukproef Drukvel Dubbelpunt Duimgreep Ellips "
    "Enveloppe Errata Exlibris Facsimile Foliant Folio Formulier Ganzenveer Gedachtestreep Gum "
    "Haakje Handschrift Hechting Hoofdletter Hoofdstuk Index Initiaal Inktlint Inktpot Inlegvel "
    "Inspring Kaftpapier Kalender Kapitaal Karton Kasboek Katern Klapper Kladblok Kleefstrook "
    "Kleinkapitaal Kolom Kopregel Krantenkop Kroontje Lakzegel Leesteken Letterhaak Letterkast "
    "Ligatuur Liniaal Linnenband Logboek Loodletter Losblad Lusje Marginaal Memoblok Naamwijzer "
    "Nawoord Nietje Notitie Omslag Onderkast Onderschrift Opdruk Paginering Palimpsest Paperclip "
    "Papiermes Papyrus Paragraaf Parafe Pennendop Perforator Perkament Plakband Potlood Prent "
    "Proefdruk Puntenslijper Quarto Register Rekenblad Romein Rubriek Ruitjes Schrift Schutblad "
    "Slotzin Snijrand Spatie Stempel Stippellijn Stofomslag Streepje Tabblad Tekstvak Titelblad "
    "Typoscript Uitroep Velletje Vloeiblad Voetnoot Voorplat Voorwoord Vraagteken Vulpen "
    "Watermerk Wenskaart Witregel Zetsel Zinsnede "
)

_INITIALS = tuple(f"{letter}." for letter in "ABCDEFGHIJKLMNOPRSTVWYZ")


def _fill() -> tuple[Lid, ...]:
    """The named members and as many others as the seats of each fractie leave room for."""
    members = list(NAMED)
    words = iter(_PAPER_TEXT.split())
    for fractie in FRACTIES:
        taken = sum(lid.fractie == fractie.afkorting for lid in NAMED)
        for seat in range(fractie.zetels - taken):
            initial = _INITIALS[(seat * 7 + fractie.zetels) % len(_INITIALS)]
            geslacht = "man" if seat % 2 else "vrouw"
            members.append(Lid(initial, "", "", next(words), fractie.afkorting, geslacht))
    return tuple(members)


LEDEN = _fill()


def lid(naam: str) -> Lid:
    """The member who signs with ``naam``; of two namesakes the one with the initial given."""
    for member in LEDEN:
        if naam in (member.naam, f"{member.roepnaam} {member.naam}"):
            return member
    raise KeyError(naam)


@dataclass(frozen=True, slots=True)
class Bewindspersoon:
    """A member of the cabinet: key, office, name, ministry."""

    functie: str
    naam: str
    ministerie: str


BEWINDSPERSONEN = {
    "mvz": Bewindspersoon("Minister van Voorbeeldzaken", "M.A. Fictief", "Voorbeeldzaken"),
    "svz": Bewindspersoon("Staatssecretaris van Voorbeeldzaken", "J. Verzonnen", "Voorbeeldzaken"),
    "mpd": Bewindspersoon(
        "Minister van Proefzaken en Dienstverlening",
        "S. van den Schijn",
        "Proefzaken en Dienstverlening",
    ),
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier: number, what follows it (budget chapter or council number), title."""

    nummer: int
    titel: str
    hoofdstuk: str | None = None
    raadnr: str | None = None

    @property
    def id(self) -> str:
        """As in identifiers: ``99200-XV``, ``99501-02``."""
        suffix = self.hoofdstuk or self.raadnr
        return f"{self.nummer}-{suffix}" if suffix else str(self.nummer)


_DOSSIERS = (
    Dossier(99001, "Uitvoering voorbeeldregelingen"),
    Dossier(99002, "Gegevensuitwisseling tussen voorbeelddiensten"),
    Dossier(99003, "Herstel proefvergoedingen"),
    Dossier(
        99004,
        "Wijziging van de Proefwet vergoedingen in verband met het vereenvoudigen van de "
        "inkomenstoets (Wet eenvoudige inkomenstoets voorbeeldregelingen)",
    ),
    Dossier(99005, "Standen van de uitvoering Voorbeeldzaken"),
    Dossier(
        99200,
        "Vaststelling van de begrotingsstaten van het Ministerie van Voorbeeldzaken (XV) "
        "voor het jaar 2026",
        hoofdstuk="XV",
    ),
    Dossier(99501, "Raad voor Voorbeeldbeleid", raadnr="02"),
)
DOSSIERS = {dossier.id: dossier for dossier in _DOSSIERS}
