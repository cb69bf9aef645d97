"""The links as the publish step is given them: read from the state while they are gone through."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from corpus.linkstate import CLUSTER, DOCUMENT, MOTIE, TOEZEGGING, LinkState
from models.links import (
    Changes,
    Cluster,
    DocumentAlias,
    KnownMotie,
    Links,
    Resolution,
)
from models.register import RegisterToezegging


def changes_since(state: LinkState, generation: int) -> Changes:
    """What must be published anew over a release that holds a generation."""
    return Changes(
        documents=state.touched_since(DOCUMENT, generation),
        moties=state.touched_since(MOTIE, generation),
        toezeggingen=state.touched_since(TOEZEGGING, generation),
        clusters=state.touched_since(CLUSTER, generation),
    )


def together(state: LinkState, one: Changes, other: Changes) -> Changes:
    """Both changes, with what stands in the same rows."""
    moties, documents = one.moties | other.moties, one.documents | other.documents
    documents |= {paper for motie in moties if (paper := state.moties.paper_of(motie))}
    moties |= {motie for paper in documents for motie in state.moties.in_paper(paper)}
    promises = one.toezeggingen | other.toezeggingen
    return Changes(documents, moties, promises, one.clusters | other.clusters)


def links_of(state: LinkState, changes: Changes | None) -> Links:
    """The links of what changed, or of everything."""
    moties = state.moties.ids() if changes is None else sorted(changes.moties)
    return Links(
        moties=_Moties(state, moties),
        resolutions=_Answers(state),
        targets=_Targets(state),
        aliases=_Aliases(state, moties),
        clusters=_clusters(state, changes),
        document_aliassen=_document_aliases(state, changes),
        known=state.moties,
    )


def promises_of(state: LinkState, changes: Changes | None) -> tuple[RegisterToezegging, ...]:
    """The promises of the register that changed, or all."""
    ids = state.moties.promise_ids() if changes is None else sorted(changes.toezeggingen)
    found = (state.moties.promise(id_) for id_ in ids)
    return tuple(promise for promise in found if promise)


def papers_of(state: LinkState, changes: Changes | None) -> Iterator[tuple[str, str]]:
    """The papers that changed, or all: id and file, in order of id."""
    for id_ in state.papers.ids() if changes is None else sorted(changes.documents):
        key = state.papers.key_of(id_)
        if key is not None:
            yield id_, key


def _clusters(state: LinkState, changes: Changes | None) -> tuple[Cluster, ...]:
    ids = state.papers.cluster_ids() if changes is None else sorted(changes.clusters)
    found = (state.papers.cluster(id_) for id_ in ids)
    return tuple(cluster for cluster in found if cluster)


def _document_aliases(state: LinkState, changes: Changes | None) -> tuple[DocumentAlias, ...]:
    if changes is None:
        return tuple(state.papers.aliases())
    return tuple(alias for id_ in sorted(changes.documents) for alias in state.papers.aliases(id_))


class _Moties(Collection[KnownMotie]):
    """Moties, one at a time."""

    def __init__(self, state: LinkState, ids: Sequence[str]) -> None:
        self._state = state
        self._ids = [id_ for id_ in ids if state.moties.published(id_) == id_]

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[KnownMotie]:
        for id_ in self._ids:
            if motie := self._state.moties.motie(id_):
                yield motie

    def __contains__(self, motie: object) -> bool:
        return isinstance(motie, KnownMotie) and self._state.moties.motie(motie.id) == motie


class _Answers(Mapping[str, Resolution]):
    """What each mention means."""

    def __init__(self, state: LinkState) -> None:
        self._papers = state.papers

    def __getitem__(self, mention_id: str) -> Resolution:
        answer = self._papers.answer(mention_id)
        if answer is None:
            raise KeyError(mention_id)
        return answer

    def __iter__(self) -> Iterator[str]:
        return self._papers.ids_of("antwoorden")

    def __len__(self) -> int:
        return self._papers.count_answers()[0]


class _Targets(Mapping[str, str]):
    """What each follow-up speaks of."""

    def __init__(self, state: LinkState) -> None:
        self._papers = state.papers

    def __getitem__(self, follow_up_id: str) -> str:
        target = self._papers.target(follow_up_id)
        if target is None:
            raise KeyError(follow_up_id)
        return target

    def __iter__(self) -> Iterator[str]:
        return self._papers.ids_of("doelen")

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Aliases(Mapping[str, str]):
    """Of any motie the id it is published under; gone through, the aliases of some moties."""

    def __init__(self, state: LinkState, ids: Sequence[str]) -> None:
        self._moties = state.moties
        self._ids = ids

    def __getitem__(self, name: str) -> str:
        found = self._moties.published(name)
        if found is None or found == name:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        for id_ in self._ids:
            yield from self._moties.aliases(id_)

    def __len__(self) -> int:
        return sum(1 for _ in self)
