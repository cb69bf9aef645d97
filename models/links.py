"""What the link step settles: mentions to moties, follow-ups to their targets, chains of moties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.lists import MotieSoort
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
    its title, ``onderwerp`` the subject phrase after "over".
    """

    id: str
    keten_id: str
    soort: MotieSoort
    namen: tuple[str, ...] = ()
    onderwerp: str | None = None
    register: RegisterMotie | None = None
    document_id: str | None = None
    vervangt_id: str | None = None


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


@dataclass(frozen=True, slots=True)
class DocumentAlias:
    """Another identifier of a paper; ``reden`` says in Dutch why it is the same paper."""

    alias: str
    document_id: str
    reden: str


@dataclass(frozen=True, slots=True)
class Links:
    """The outcome of the link step.

    ``resolutions`` maps the id of a mention to its answer; ``targets`` maps the id of an
    opvolging to the id of the motie or toezegging it speaks of (absent where unknown);
    ``aliases`` maps every other identifier of a motie to the one it is published under.
    ``document_aliassen`` are the other identifiers of papers; ``vervangen`` maps a paper to the
    paper that its source says replaces it (a motie that replaces another needs no mention here).
    """

    moties: tuple[KnownMotie, ...]
    resolutions: dict[str, Resolution]
    targets: dict[str, str]
    aliases: dict[str, str]
    clusters: tuple[Cluster, ...] = ()
    document_aliassen: tuple[DocumentAlias, ...] = ()
    vervangen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new release must write anew compared with the one in place.

    ``documents`` are the ids of papers whose rows are replaced, or only removed where the paper
    is no longer held; ``moties`` and ``toezeggingen`` (those of the register) likewise. A motie
    that changes brings its paper along, and a paper brings its moties along. Where there is no
    release to go on from, everything is new and there are no ``Changes``.

    A paper has changed where any of its rows has: also where a mention now means another motie,
    or a signal now belongs to another cluster. ``clusters`` are the clusters that came, changed
    or went, and :attr:`Links.clusters` then need hold only what is left of those and the clusters
    of ``documents``; ``None`` where it holds them all, so that they can be compared.
    """

    documents: frozenset[str] = frozenset()
    moties: frozenset[str] = frozenset()
    toezeggingen: frozenset[str] = frozenset()
    clusters: frozenset[str] | None = None
