"""What the link step settles: mentions to moties, follow-ups to their targets, chains of moties."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from models.lists import MotieSoort, StatusKamer
from models.register import RegisterMotie


@dataclass(frozen=True, slots=True)
class Kandidaat:
    """A motie that may be meant, with its score from 0 to 1."""

    motie_id: str
    zaak_nummer: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer to "which motie is meant?": one motie, or doubt with its candidates.

    ``motie_id`` and ``zaak_nummer`` are ``None`` in doubt. ``reden`` says in Dutch, in one line,
    why. ``kandidaten`` are best first.
    """

    motie_id: str | None
    zaak_nummer: str | None
    score: float
    methode: str
    reden: str
    kandidaten: tuple[Kandidaat, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownMotie:
    """A motie as known from the register, from a paper, or from both.

    ``id`` is the id it is published under; ``keten_id`` is the id of the first motie of its chain
    of changed moties (its own id where it is alone or first). ``namen`` are the members named in
    its title, ``onderwerp`` the subject phrase after "over". ``datum`` is the day the register
    gives, else that of the paper.
    """

    id: str
    keten_id: str
    soort: MotieSoort
    namen: tuple[str, ...] = ()
    onderwerp: str | None = None
    register: RegisterMotie | None = None
    document_id: str | None = None
    vervangt_id: str | None = None
    datum: date | None = None


@dataclass(frozen=True, slots=True)
class PaperMotie:
    """What of a motie in a paper tells which motie it is.

    ``motie_id``, ``nummer`` and ``vervangt_id`` as in :class:`models.findings.Motie`; ``datum``,
    ``namen`` and ``onderwerp`` as far as the paper says. Title, number and ``aliassen`` (other
    identifiers) of the paper are given only where the paper is that motie.
    """

    document_id: str
    motie_id: str
    nummer: str | None
    soort: MotieSoort
    namen: tuple[str, ...]
    onderwerp: str | None
    datum: date | None
    dossier_titel: str | None = None
    ondernummer: str | None = None
    vervangt_id: str | None = None
    aliassen: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What the motie goes by where no register row says otherwise."""
        return self.nummer or self.motie_id

    @property
    def is_paper(self) -> bool:
        """Whether the paper is this motie; else it was read aloud in it."""
        return self.motie_id == self.document_id

    @property
    def key(self) -> str:
        """Names this place in this paper."""
        return f"{self.document_id}#{self.motie_id}"


@dataclass(frozen=True, slots=True)
class MotieFacts:
    """What of a motie tells whether it is the one meant.

    ``nummer`` is its number within its dossier, ``gestemd`` whether it was adopted or rejected.
    ``dossier_titel`` is the title of that dossier as far as the register gives it.
    """

    id: str
    keten_id: str
    soort: MotieSoort
    namen: tuple[str, ...]
    onderwerp: str | None
    datum: date | None
    nummer: int | None = None
    zaak_nummer: str | None = None
    gestemd: bool = False
    dossier_titel: str | None = None


def facts_of(motie: KnownMotie) -> MotieFacts:
    """The facts of a motie by which it is found."""
    row = motie.register
    return MotieFacts(
        motie.id,
        motie.keten_id,
        motie.soort,
        motie.namen,
        motie.onderwerp,
        motie.datum or (row.datum if row else None),
        row.nummer if row else None,
        (row.zaak_nummer or None) if row else None,
        row is not None and row.status in (StatusKamer.AANGENOMEN, StatusKamer.VERWORPEN),
        row.dossier_titel if row else None,
    )


@dataclass(frozen=True, slots=True)
class DocumentAlias:
    """Another identifier of a paper; ``reden`` says in Dutch why it is the same paper."""

    alias: str
    document_id: str
    reden: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """One problem of execution, followed over years and organisations.

    ``label`` is the quote of its earliest signal, ``jaren`` the years in which it was reported,
    ``leden`` the ids of its signals, ``slepend`` whether it drags on: three years on end or
    three organisations.
    """

    id: str
    label: str
    jaren: tuple[int, ...]
    organisaties: int
    slepend: bool
    leden: tuple[str, ...]


class KnownMoties(Protocol):
    """Every motie that is known, also those that did not change."""

    def published(self, id_: str) -> str | None:
        """The id a motie is published under, by any of its identifiers; ``None`` if unknown."""

    def replaced_by(self, id_: str) -> str | None:
        """The motie that says it replaces the motie (or paper) ``id_``."""


@dataclass(frozen=True, slots=True)
class Links:
    """The outcome of the link step: of everything, or of what :class:`Changes` name.

    ``resolutions`` maps the id of a mention to its answer; ``targets`` maps the id of an
    opvolging to the id of the motie or toezegging it speaks of (absent where unknown);
    ``aliases`` maps every other identifier of these moties to the one it is published under.
    ``document_aliassen`` are the other identifiers of papers; ``vervangen`` maps a paper to the
    paper that its source says replaces it (a motie that replaces another needs no mention here).
    Collections and mappings may be read from disk while they are gone through: keep little.

    ``known`` answers for all moties; where it is not given, ``moties`` are all there are.
    """

    moties: Collection[KnownMotie]
    resolutions: Mapping[str, Resolution]
    targets: Mapping[str, str]
    aliases: Mapping[str, str]
    clusters: Collection[Cluster] = ()
    document_aliassen: Collection[DocumentAlias] = ()
    vervangen: Mapping[str, str] = field(default_factory=dict)
    known: KnownMoties | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.known is None:
            object.__setattr__(self, "known", _All(self.moties, self.aliases))

    def published(self, id_: str) -> str | None:
        """The id a motie is published under, by any of its identifiers; ``None`` if unknown."""
        assert self.known is not None
        return self.known.published(id_)

    def replaced_by(self, id_: str) -> str | None:
        """The motie that says it replaces the motie (or paper) ``id_``; of several the first id."""
        assert self.known is not None
        return self.known.replaced_by(id_)


class _All:
    """The moties of whole ``Links``."""

    def __init__(self, moties: Collection[KnownMotie], aliases: Mapping[str, str]) -> None:
        self._aliases = aliases
        self._ids = {motie.id for motie in moties}
        self._replaced: dict[str, str] = {}
        for motie in moties:
            if motie.vervangt_id:
                first = self._replaced.get(motie.vervangt_id, motie.id)
                self._replaced[motie.vervangt_id] = min(first, motie.id)

    def published(self, id_: str) -> str | None:
        id_ = self._aliases.get(id_, id_)
        return id_ if id_ in self._ids else None

    def replaced_by(self, id_: str) -> str | None:
        return self._replaced.get(id_) or self._replaced.get(self._aliases.get(id_, id_))


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new release must write anew compared with the one in place.

    ``documents`` are the ids of papers whose rows are replaced, or only removed where the paper
    is no longer held; ``moties``, ``toezeggingen`` (those of the register) and ``clusters``
    likewise: whatever is named here and is not among the rows given is gone. A motie that changes
    brings its paper along, a paper brings its moties along, a mention or follow-up whose answer
    changes and a signal that moves to another cluster bring their paper. Where there is no
    release to go on from, everything is new and there are no ``Changes``.
    """

    documents: frozenset[str] = frozenset()
    moties: frozenset[str] = frozenset()
    toezeggingen: frozenset[str] = frozenset()
    clusters: frozenset[str] = frozenset()
