"""Follow the links that papers hold: politely, once, and keep what stood there with its checksum.

Only hosts of the client's list are asked; a link to any other is noted as such. What is behind a
link is archived under the key ``link:<url>``. A paper (PDF, XML) is read like any other; a page is
kept as it was and not guessed at. Links die: after ``link_recheck_days`` each is looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Protocol
from urllib.parse import urlsplit

from corpus.client import HOSTS, Answer, Client, StatusError
from corpus.ledger import Ledger
from corpus.shelf import findings_shelf
from corpus.sniff import sniff
from corpus.store import Store
from extractors.hyperlinks import target_id
from flows.prepare import Prepared, findings_key
from flows.settings import Settings
from flows.steps import Done, note_run
from flows.version import extracting_version
from models.findings import Findings
from models.lists import LinkStatus
from models.paper import LINK_KEY, RawFile
from models.problems import KamerspoorError, Problem, UnreadableError
from models.weblink import LinkOutcome

STEP = "links"
BRON = "link"
# services that were taken down for good; asking them is no use
RETIRED = frozenset({"opendata.rijksoverheid.nl"})
_GONE = frozenset({404, 410})
# open.overheid.nl answers 401 where another site says 404
_GONE_AT_OPEN_OVERHEID = _GONE | {401}
# what the client calls it when it was sent where we do not go
_REFUSED = "geweigerd"
_MARK = "links"


class Getter(Protocol):
    """What is needed of the client."""

    def get(self, url: str) -> Answer:
        """The whole answer; raises :class:`models.problems.SourceError` where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Followed:
    """What following did: how many addresses were asked, how many were dead, what failed."""

    asked: int
    dead: int
    problems: tuple[Problem, ...] = ()


def register_links(settings: Settings, ledger: Ledger, store: Store) -> int:
    """Take over the links of papers that changed since the last time; returns how many papers."""
    ledger.follow(store)
    code, _, at = (ledger.mark(_MARK) or "").partition(" ")
    since = int(at or 0) if code == extracting_version() else 0
    shelf = findings_shelf(settings.rooms.findings)
    papers = 0
    for raw, volg in list(ledger.raws_since(since)):
        findings = shelf.get(findings_key(raw))
        if isinstance(findings, Findings):
            followed = (one.url for one in findings.links if one.status is LinkStatus.NIET_GEVOLGD)
            ledger.put_links(findings.document_id, followed)
            papers += 1
        since = volg
    ledger.set_mark(_MARK, f"{extracting_version()} {since}")
    return papers


def follow_links(
    ledger: Ledger,
    store: Store,
    client: Getter,
    *,
    hosts: Iterable[str],
    ask: Iterable[str] | None = None,
    before: datetime,
    limit: int,
    now: datetime | None = None,
) -> Followed:
    """Follow what is due: never followed, failed, or last asked for before ``before``.

    ``hosts`` are the hosts on the list (with their port where it is not the usual one), ``ask``
    those of them that are asked now (all where it is left out): on a replay of the sources the
    world outside is left alone. ``limit`` bounds how many are asked in one go.
    """
    listed = frozenset(hosts)
    asking = listed if ask is None else frozenset(ask)
    moment = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    asked = dead = 0
    problems: list[Problem] = []
    due = ledger.links_to_follow(before, _MOST)
    settled = {one.url: _without_asking(one, listed, ledger) for one in due}
    ledger.keep_links(
        replace(one, status=status, gekeken_op=moment)
        for one in due
        if (status := settled[one.url]) is not None
    )
    to_ask = (one for one in due if settled[one.url] is None and _place(one.url) in asking)
    for state in islice(to_ask, limit):
        asked += 1
        found, problem = _try(store, client, state, moment)
        ledger.keep_links([found])
        dead += found.status is LinkStatus.DOOD
        ledger.heal(state.url, STEP)
        if problem:
            problems.append(problem)
    ledger.report(problems)
    ledger.heal_links(STEP)
    return Followed(asked, dead, tuple(problems))


# how many addresses are looked at in one go, asked or not
_MOST = 20_000


def _without_asking(
    state: LinkOutcome, listed: frozenset[str], ledger: Ledger
) -> LinkStatus | None:
    """What can be said of an address without the network; ``None`` where it must be asked."""
    place = _place(state.url)
    if place in RETIRED:
        return LinkStatus.VERVALLEN
    if place not in listed:
        return LinkStatus.NIET_OP_DE_LIJST
    doel_id = target_id(state.url)
    if doel_id and ledger.holds(doel_id):
        return LinkStatus.KENMERK
    return None


def _place(url: str) -> str:
    """Host and port of an address as it stands there; empty where it is no address."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _try(
    store: Store, client: Getter, state: LinkOutcome, moment: str
) -> tuple[LinkOutcome, Problem | None]:
    """Follow one address, whatever it trips over: one link must not cost the night."""
    try:
        return _ask(store, client, state, moment)
    except Exception as error:
        melding = f"Onverwachte fout bij deze link ({type(error).__name__}: {error}); meld dit."
        soort = error.soort if isinstance(error, KamerspoorError) else "onverwacht"
        failed = replace(state, status=LinkStatus.MISLUKT, http_status=None, gekeken_op=moment)
        return failed, Problem(state.url, STEP, soort, melding)


def _ask(
    store: Store, client: Getter, state: LinkOutcome, moment: str
) -> tuple[LinkOutcome, Problem | None]:
    """Follow one address; what came of it, and what went wrong if anything did."""
    state = replace(state, gekeken_op=moment)
    try:
        answer = client.get(state.url)
    except StatusError as error:
        if error.status in _gone_at(state.url):
            return replace(state, status=LinkStatus.DOOD, http_status=error.status), None
        state = replace(state, status=LinkStatus.MISLUKT, http_status=error.status)
        return state, Problem(state.url, STEP, error.soort, str(error))
    except KamerspoorError as error:
        if error.soort == _REFUSED:  # sent on to a host that is not on the list
            return replace(state, status=LinkStatus.NIET_OP_DE_LIJST, http_status=None), None
        state = replace(state, status=LinkStatus.MISLUKT, http_status=None)
        return state, Problem(state.url, STEP, error.soort, str(error))
    if not answer.data.strip():
        state = replace(state, status=LinkStatus.MISLUKT, http_status=200)
        return state, Problem(state.url, STEP, "leeg", f"Op {state.url} staat niets.")
    raw = store.keep(answer.data, _raw(state.url, answer, moment))
    return (
        replace(
            state,
            status=LinkStatus.GOED,
            http_status=200,
            media_type=raw.media_type,
            sha256=raw.sha256,
            bewaard_op=raw.opgehaald_op,
        ),
        None,
    )


def _gone_at(url: str) -> frozenset[int]:
    return _GONE_AT_OPEN_OVERHEID if urlsplit(url).hostname == "open.overheid.nl" else _GONE


def _raw(url: str, answer: Answer, moment: str) -> RawFile:
    name = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1] or None
    try:
        media_type = sniff(answer.data, name)
    except UnreadableError:  # a picture, a spreadsheet: kept, not read
        media_type = answer.media_type or "application/octet-stream"
    return RawFile(
        key=f"{LINK_KEY}{url}",
        sha256="",
        media_type=media_type,
        bron=BRON,
        bron_url=url,
        opgehaald_op=moment,
        id=target_id(url),
        naam=name,
    )


def links_step(settings: Settings) -> tuple[Done, list[Problem]]:
    """The links step of the nightly run: after extracting, before linking."""
    before = datetime.now(UTC) - timedelta(days=settings.link_recheck_days)
    replay = [f"http://{host}" for host in settings.extra_hosts]
    store = Store(settings.rooms.store)
    with note_run(settings, STEP) as note:
        with Ledger(settings.rooms.ledger) as ledger, Client(replay=replay) as client:
            register_links(settings, ledger, store)
            followed = follow_links(
                ledger,
                store,
                client,
                hosts=(*HOSTS, *settings.extra_hosts),
                ask=settings.extra_hosts or None,
                before=before,
                limit=settings.links_per_night,
            )
        done = note(Prepared(followed.asked, len(followed.problems), 0))
    return replace(done, melding=f"{followed.dead} dood"), list(followed.problems)
