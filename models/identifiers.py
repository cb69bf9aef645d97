"""The identifiers of papers, laws and cases: written one way, read from many.

Every form of the contract (``kst-35387-16``, ``ah-tk-20202021-3235``, ``BWBR0005537``, …) is a
frozen dataclass whose ``str()`` is the identifier, character for character as it was read.

>>> parse_identifier("lokaal-0123456789ab")
LokaalId(sha='0123456789ab')
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# digits are written out: the class for any digit also accepts those of other scripts

# 2021/22, 2021-2022, 2021–2022, 20212022, 1999/00
_VERGADERJAAR = re.compile(r"\s*([0-9]{4})\s*[-–—/]?\s*([0-9]{4}|[0-9]{2})\s*")

# 36200, 36 200, 36.200; CXXIV for a dossier of the Eerste Kamer
_DOSSIER_NUMMER = r"(?P<nummer>[0-9]{2}[\s.]?[0-9]{3}|[CLXVI]{1,10})"
# XV, IXB, 02, A, J; the kingdom number (R2188) belongs to the bill, not to the identifier
_DOSSIER = re.compile(
    rf"\s*{_DOSSIER_NUMMER}(?:\s?[-–]\s?|\s|(?=\())?"
    rf"\(?(?P<toevoeging>[IVXLC]{{1,8}}[A-C]?|[A-Z]|[0-9]{{2}})?\)?\s*"
)

# the parts of "kst-19971998-25600-XII-204c-h1"
_KST = re.compile(
    r"kst-(?:(?P<sessie>[0-9]{8})-)?(?P<dossier>[0-9]{1,5}|[CLXVI]{1,10}|[clxvi]{1,10})"
    r"(?:-(?P<toevoeging>[0-9A-Za-z]{1,9}))??(?:-(?P<nummer>[0-9A-Za-z]{1,9}))?"
    r"(?:-(?P<bijvoegsel>[abhn][0-9]{1,4}))?"
)
_KST_RAW = re.compile(r"kst-(?P<getal>[0-9]{6,9})")
_BLG = re.compile(r"blg-(?P<getal>[0-9]{1,9})(?:-(?P<bijvoegsel>[abhn][0-9]{1,4}))?")
_AH = re.compile(
    r"ah-(?:(?P<kamer>tk|ek)-(?P<sessie>[0-9]{8})-)?(?P<nummer>[0-9]{1,9}[a-z]?)"
    r"(?:-(?P<bijvoegsel>[bhn][0-9]{1,4}))?"
)
_H = re.compile(
    r"h-(?:(?P<kamer>tk|ek|vv)-(?P<sessie>[0-9]{8})-)?(?P<nummers>[0-9]{1,9}(?:-[0-9]{1,6}){0,3})"
    r"(?:-(?P<bijvoegsel>[bhn][0-9]{1,4}))?"
)
_KV = re.compile(
    r"kv-(?:(?P<kamer>tk|ek)-)?(?P<nummer>[0-9]{4}Z[0-9]{5}|[0-9]{1,12})(?:-(?P<bijvoegsel>[bhn][0-9]{1,4}))?"
)
_NDS = re.compile(
    r"nds-(?:(?P<kamer>tk|ek)-)?(?P<nummer>[0-9]{4}D[0-9]{5}|[a-z]{0,6}[0-9]{1,12})"
    r"(?:-(?P<bijvoegsel>[bhn][0-9]{1,4}))?"
)
_BLAD = re.compile(
    r"(?P<blad>stb|stcrt|trb)-(?P<jaar>[0-9]{4})-(?P<nummer>[0-9]{1,6})(?:-(?P<bijvoegsel>[bhn][0-9]{1,4}))?"
)
_WET = re.compile(r"(?P<bwb>BWB[RVW][0-9]{7})(?:-artikel-(?P<artikel>[0-9A-Za-z.:]{1,16}))?")
_TK = re.compile(r"tk-(?P<nummer>[0-9]{4}D[0-9]{5})")
_ZAAK = re.compile(r"zaak-(?P<nummer>[0-9]{4}[ZA][0-9]{5})")
_RO = re.compile(r"ro-(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_LOKAAL = re.compile(r"lokaal-(?P<sha>[0-9a-f]{12})")
_TOEZEGGING = re.compile(r"(?P<nummer>TZ[0-9]{6}-[0-9]{1,4}|T[0-9]{5})")
_ECLI = re.compile(
    r"ECLI:(?P<land>[A-Z]{2}):(?P<instantie>[A-Z0-9]{1,8}):(?P<jaar>[0-9]{4}):(?P<nummer>[A-Z0-9.]{1,25})"
)
_CELEX = re.compile(r"CELEX:(?P<nummer>[1-9C][0-9]{4}[A-Z]{1,2}[0-9]{4}(?:\([0-9]{2}\))?)")


def _tail(text: str | None) -> str:
    """A last part with its dash, or nothing."""
    return f"-{text}" if text else ""


@dataclass(frozen=True, slots=True, order=True)
class Vergaderjaar:
    """A parliamentary year, from September ``begin`` to September ``begin + 1``.

    Prints as ``2021-2022``. Raises ``ValueError`` outside 1814 to 2999.
    """

    begin: int

    def __post_init__(self) -> None:
        if not 1814 <= self.begin <= 2999:
            raise ValueError(f"geen vergaderjaar: {self.begin}")

    @classmethod
    def parse(cls, text: str) -> Vergaderjaar:
        """Reads ``2021/22``, ``2021-2022``, ``2021–2022`` and ``20212022``.

        Raises ``ValueError`` where the years do not follow one another.
        """
        match = _VERGADERJAAR.fullmatch(text)
        if not match:
            raise ValueError(f"geen vergaderjaar: {text!r}")
        begin, end = int(match[1]), match[2]
        if int(end) != (begin + 1) % 10 ** len(end):
            raise ValueError(f"de jaren volgen elkaar niet op: {text!r}")
        return cls(begin)

    @property
    def sessie(self) -> str:
        """As it stands in identifiers: ``20212022``."""
        return f"{self.begin}{self.begin + 1}"

    def __str__(self) -> str:
        return f"{self.begin}-{self.begin + 1}"


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier: ``35387``, ``36200-XV``, ``21501-02`` or (Eerste Kamer) ``CXXIV``."""

    nummer: str
    toevoeging: str | None = None

    @classmethod
    def parse(cls, text: str) -> Dossier:
        """Reads ``36 200 XV``, ``36.200-XV``, ``36200 (XV)``, ``21501-02`` and ``35 387``.

        Raises ``ValueError`` for anything else.
        """
        match = _DOSSIER.fullmatch(text)
        if not match:
            raise ValueError(f"geen dossiernummer: {text!r}")
        return cls(re.sub(r"[\s.]", "", match["nummer"]), match["toevoeging"])

    def __str__(self) -> str:
        return self.nummer + _tail(self.toevoeging)


@dataclass(frozen=True, slots=True)
class KamerstukId:
    """A paper in a dossier: ``kst-35387-16``, ``kst-19971998-25600-XII-204c``.

    ``nummer`` is a number, a number with a letter, or (Eerste Kamer) letters; ``None`` where the
    identifier names the dossier only. ``sessie`` is the vergaderjaar in eight digits that papers
    of the Eerste Kamer carried until 2010. ``bijvoegsel`` is an attachment, note or reprint
    (``b1``, ``n1``, ``h1``).
    """

    dossier: Dossier
    nummer: str | None
    sessie: str | None = None
    bijvoegsel: str | None = None

    def __str__(self) -> str:
        sessie = f"{self.sessie}-" if self.sessie else ""
        return f"kst-{sessie}{self.dossier}{_tail(self.nummer)}{_tail(self.bijvoegsel)}"


@dataclass(frozen=True, slots=True)
class PublicatieNummer:
    """A paper published under a running number only, before it gets its own: ``kst-1268678``.

    ``soort`` is ``kst`` or ``blg`` (attachments always).
    """

    soort: str
    getal: str
    bijvoegsel: str | None = None

    def __str__(self) -> str:
        return f"{self.soort}-{self.getal}{_tail(self.bijvoegsel)}"


@dataclass(frozen=True, slots=True)
class VergaderstukId:
    """What belongs to a year of a chamber: Aanhangsel (``ah``) or Handelingen (``h``).

    ``nummers`` are the numbers after the year: one for the Aanhangsel, number, item and pages for
    Handelingen. ``kamer`` (``tk``, ``ek``, ``vv``) and ``sessie`` are ``None`` for a running
    number (``ah-1183363``).
    """

    soort: str
    nummers: tuple[str, ...]
    kamer: str | None = None
    sessie: str | None = None
    bijvoegsel: str | None = None

    def __str__(self) -> str:
        parts = (self.soort, self.kamer, self.sessie, *self.nummers, self.bijvoegsel)
        return "-".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class InzendingId:
    """A question sent in (``kv-tk-2018Z04999``), an unprinted paper (``nds-tk-2020D52817``)."""

    soort: str
    nummer: str
    kamer: str | None = None
    bijvoegsel: str | None = None

    def __str__(self) -> str:
        parts = (self.soort, self.kamer, self.nummer, self.bijvoegsel)
        return "-".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class BladId:
    """An issue of the Staatsblad, Staatscourant or Tractatenblad: ``stb-2021-123``."""

    blad: str
    jaar: str
    nummer: str
    bijvoegsel: str | None = None

    def __str__(self) -> str:
        return f"{self.blad}-{self.jaar}-{self.nummer}{_tail(self.bijvoegsel)}"


@dataclass(frozen=True, slots=True)
class WetId:
    """A law by its BWB identifier, with an article where one is meant.

    ``BWBR0005537``, ``BWBR0005537-artikel-4:84``.
    """

    bwb: str
    artikel: str | None = None

    def __str__(self) -> str:
        return self.bwb + (f"-artikel-{self.artikel}" if self.artikel else "")


@dataclass(frozen=True, slots=True)
class DocumentNummer:
    """A document number of the Tweede Kamer: ``tk-2022D12345``."""

    nummer: str

    def __str__(self) -> str:
        return f"tk-{self.nummer}"


@dataclass(frozen=True, slots=True)
class ZaakNummer:
    """A case of the Tweede Kamer whose dossier is not known yet: ``zaak-2022Z05828``."""

    nummer: str

    def __str__(self) -> str:
        return f"zaak-{self.nummer}"


@dataclass(frozen=True, slots=True)
class RijksoverheidId:
    """A paper of rijksoverheid.nl: ``ro-<uuid>``."""

    uuid: str

    def __str__(self) -> str:
        return f"ro-{self.uuid}"


@dataclass(frozen=True, slots=True)
class LokaalId:
    """A file of one's own: the first twelve hexadecimal digits of its sha256."""

    sha: str

    def __str__(self) -> str:
        return f"lokaal-{self.sha}"


@dataclass(frozen=True, slots=True)
class ToezeggingNummer:
    """A number in a register of promises: ``TZ202603-130`` (Tweede), ``T02867`` (Eerste Kamer)."""

    nummer: str

    def __str__(self) -> str:
        return self.nummer


@dataclass(frozen=True, slots=True)
class Ecli:
    """A judgment: ``ECLI:NL:RVS:2022:285``."""

    land: str
    instantie: str
    jaar: str
    nummer: str

    def __str__(self) -> str:
        return f"ECLI:{self.land}:{self.instantie}:{self.jaar}:{self.nummer}"


@dataclass(frozen=True, slots=True)
class Celex:
    """A paper of the European Union: ``CELEX:32016R0679``."""

    nummer: str

    def __str__(self) -> str:
        return f"CELEX:{self.nummer}"


Identifier = (
    KamerstukId
    | PublicatieNummer
    | VergaderstukId
    | InzendingId
    | BladId
    | WetId
    | DocumentNummer
    | ZaakNummer
    | RijksoverheidId
    | LokaalId
    | ToezeggingNummer
    | Ecli
    | Celex
)


def _kst(match: re.Match[str]) -> Identifier:
    dossier = Dossier(match["dossier"], match["toevoeging"])
    return KamerstukId(dossier, match["nummer"], match["sessie"], match["bijvoegsel"])


def _ah(match: re.Match[str]) -> Identifier:
    nummers = (match["nummer"],)
    return VergaderstukId("ah", nummers, match["kamer"], match["sessie"], match["bijvoegsel"])


def _h(match: re.Match[str]) -> Identifier:
    nummers = tuple(match["nummers"].split("-"))
    return VergaderstukId("h", nummers, match["kamer"], match["sessie"], match["bijvoegsel"])


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Identifier]], ...] = (
    # the running number first: read as a dossier it would be another paper
    (_KST_RAW, lambda m: PublicatieNummer("kst", m["getal"])),
    (_KST, _kst),
    (_BLG, lambda m: PublicatieNummer("blg", m["getal"], m["bijvoegsel"])),
    (_AH, _ah),
    (_H, _h),
    (_KV, lambda m: InzendingId("kv", m["nummer"], m["kamer"], m["bijvoegsel"])),
    (_NDS, lambda m: InzendingId("nds", m["nummer"], m["kamer"], m["bijvoegsel"])),
    (_BLAD, lambda m: BladId(m["blad"], m["jaar"], m["nummer"], m["bijvoegsel"])),
    (_WET, lambda m: WetId(m["bwb"], m["artikel"])),
    (_TK, lambda m: DocumentNummer(m["nummer"])),
    (_ZAAK, lambda m: ZaakNummer(m["nummer"])),
    (_RO, lambda m: RijksoverheidId(m["uuid"])),
    (_LOKAAL, lambda m: LokaalId(m["sha"])),
    (_TOEZEGGING, lambda m: ToezeggingNummer(m["nummer"])),
    (_ECLI, lambda m: Ecli(m["land"], m["instantie"], m["jaar"], m["nummer"])),
    (_CELEX, lambda m: Celex(m["nummer"])),
)


def parse_identifier(text: str) -> Identifier:
    """The identifier that ``text`` is, whole; ``str()`` of the answer is ``text`` again.

    Raises ``ValueError`` where it is none of the known forms.
    """
    for pattern, make in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            return make(match)
    raise ValueError(f"geen bekend kenmerk: {text!r}")
