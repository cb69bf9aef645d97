"""Following links: once, politely, and what stood there is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.client import Answer, StatusError
from corpus.ledger import Ledger
from corpus.shelf import findings_shelf
from corpus.store import Store
from flows.links import Followed, follow_links, links_step, register_links
from flows.prepare import findings_key
from flows.settings import Settings
from models.document import Span
from models.findings import Findings
from models.lists import LinkStatus
from models.paper import RawFile
from models.problems import SourceError
from models.weblink import LinkFound, LinkOutcome

HOST = "bron.example"
PAGE = f"https://{HOST}/documenten/2027/03/05/stand-van-de-uitvoering"
PAPER = f"https://{HOST}/stand.pdf"
KAMERSTUK = "https://zoek.officielebekendmakingen.nl/kst-99001-3.pdf"
DAY = datetime(2027, 3, 5, 3, 0, tzinfo=UTC)
S = LinkStatus


@dataclass
class World:
    """A client that answers as told, and remembers what it was asked."""

    ledger: Ledger
    store: Store
    answers: dict[str, Answer | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, url: str) -> Answer:
        self.asked.append(url)
        answer = self.answers[url]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def follow(self, day: datetime = DAY, limit: int = 100) -> Followed:
        return follow_links(
            self.ledger,
            self.store,
            self,
            hosts=(HOST, "zoek.officielebekendmakingen.nl", "open.overheid.nl"),
            before=day - timedelta(days=90),
            limit=limit,
            now=day,
        )

    def state(self, url: str) -> LinkOutcome:
        found = self.ledger.link(url)
        assert found is not None
        return found


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(Ledger(tmp_path / "kamerspoor.db"), Store(tmp_path / "store"))


def answer(url: str, data: bytes, media_type: str = "text/html") -> Answer:
    return Answer(url, media_type, data)


class RefusedError(SourceError):
    soort = "geweigerd"


HTML = b"<!doctype html><html><body>Stand</body></html>"
PDF = b"%PDF-1.7 stand"


@pytest.mark.parametrize(
    ("url", "said", "status", "http_status"),
    [
        (PAGE, answer(PAGE, HTML), S.GOED, 200),
        (PAPER, answer(PAPER, PDF, "application/pdf"), S.GOED, 200),
        # a picture is kept, whatever it is
        (PAGE, answer(PAGE, b"\x89PNG\r\n\x1a\n....", "image/png"), S.GOED, 200),
        (PAGE, StatusError(404, PAGE), S.DOOD, 404),
        (PAGE, StatusError(410, PAGE), S.DOOD, 410),
        # only this host says 401 where it means 404
        (PAGE, StatusError(401, PAGE), S.MISLUKT, 401),
        ("https://open.overheid.nl/x", StatusError(401, "x"), S.DOOD, 401),
        (PAGE, SourceError("Geen antwoord; probeer het later."), S.MISLUKT, None),
        (PAGE, answer(PAGE, b" \n"), S.MISLUKT, 200),
        # whatever it trips over is of this link alone
        (PAGE, ValueError("xn--0"), S.MISLUKT, None),
        (PAGE, RefusedError("Doorgestuurd naar elders."), S.NIET_OP_DE_LIJST, None),
    ],
)
def test_what_comes_of_following(
    world: World, url: str, said: Answer | Exception, status: LinkStatus, http_status: int | None
) -> None:
    world.ledger.put_links("kst-99001-1", [url])
    world.answers[url] = said
    followed = world.follow()
    state = world.state(url)
    assert (state.status, state.http_status) == (status, http_status)
    assert state.gekeken_op == "2027-03-05T03:00:00+00:00"
    assert (state.sha256 is not None) == (status is S.GOED)
    assert followed.dead == (status is S.DOOD)
    assert bool(followed.problems) == (status is S.MISLUKT)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://elders.example/stand.pdf", S.NIET_OP_DE_LIJST),
        (f"https://{HOST}:8443/stand.pdf", S.NIET_OP_DE_LIJST),
        ("https://bron.example.elders.example/", S.NIET_OP_DE_LIJST),
        ("https://u@bron.example/", S.NIET_OP_DE_LIJST),
        ("https://[bron/", S.NIET_OP_DE_LIJST),
        ("https://opendata.rijksoverheid.nl/v1/documents", S.VERVALLEN),
    ],
)
def test_what_is_never_asked(world: World, url: str, status: LinkStatus) -> None:
    world.ledger.put_links("kst-99001-1", [url])
    assert world.follow() == Followed(0, 0)
    assert world.asked == []
    assert world.state(url).status is status


def test_what_stood_there_is_archived_with_its_checksum(world: World) -> None:
    world.ledger.put_links("kst-99001-1", [PAGE, PAPER, KAMERSTUK])
    world.answers = {
        PAGE: answer(PAGE, HTML),
        PAPER: answer(PAPER, PDF),
        KAMERSTUK: answer(KAMERSTUK, PDF + b"3"),
    }
    world.follow()
    kept = world.store.current()
    assert {key: raw.id for key, raw in kept.items()} == {
        f"link:{PAGE}": None,
        f"link:{PAPER}": None,
        f"link:{KAMERSTUK}": "kst-99001-3",
    }
    assert world.store.bytes_of(world.state(PAGE).sha256 or "") == HTML
    # a page is proof, a PDF is a paper
    assert kept[f"link:{PAGE}"].only_kept
    assert not kept[f"link:{PAPER}"].only_kept


def test_a_link_is_followed_once_and_looked_at_again_after_ninety_days(world: World) -> None:
    world.ledger.put_links("kst-99001-1", [PAGE])
    world.answers[PAGE] = answer(PAGE, HTML)
    world.follow()
    world.follow(DAY + timedelta(days=1))
    assert world.asked == [PAGE]
    world.answers[PAGE] = StatusError(404, PAGE)
    world.follow(DAY + timedelta(days=91))
    assert world.asked == [PAGE, PAGE]
    state = world.state(PAGE)
    # dead now, and what stood there once is still named
    assert (state.status, state.sha256 is not None) == (S.DOOD, True)


def test_what_failed_is_tried_the_next_night_and_heals(world: World) -> None:
    world.ledger.put_links("kst-99001-1", [PAGE])
    world.answers[PAGE] = SourceError("Geen antwoord; probeer het later.")
    world.follow()
    assert [problem.subject for problem, _ in world.ledger.problems()] == [PAGE]
    world.answers[PAGE] = answer(PAGE, HTML)
    world.follow(DAY + timedelta(days=1))
    assert world.ledger.problems() == []


def test_what_failed_is_over_when_no_paper_holds_it_or_it_is_settled_without_asking(
    world: World,
) -> None:
    fails = SourceError("Geen antwoord; probeer het later.")
    world.ledger.put_links("kst-99001-1", [PAGE, PAPER, KAMERSTUK])
    world.answers = {PAGE: fails, PAPER: fails, KAMERSTUK: fails}
    world.follow()
    world.ledger.put_links("kst-99001-1", [PAPER, KAMERSTUK])
    world.store.keep(PDF, RawFile("k", "", "application/pdf", "bron", None, "", id="kst-99001-3"))
    world.ledger.follow(world.store)
    # one that is still to be asked, tonight or later, keeps its problem
    world.follow(DAY + timedelta(days=1), limit=0)
    assert [problem.subject for problem, _ in world.ledger.problems()] == [PAPER]


def test_a_night_asks_no_more_than_its_limit_and_the_next_goes_on(world: World) -> None:
    urls = [f"https://{HOST}/{n}" for n in range(5)]
    world.answers = {url: answer(url, HTML) for url in urls}
    world.ledger.put_links("kst-99001-1", urls)
    for day in range(3):
        world.follow(DAY + timedelta(days=day), limit=2)
    assert world.asked == urls


def test_a_paper_that_is_held_is_not_fetched_through_a_link(world: World) -> None:
    raw = RawFile("k", "", "application/pdf", "bron", None, "", id="kst-99001-3")
    world.store.keep(PDF, raw)
    world.ledger.follow(world.store)
    world.ledger.put_links("kst-99001-1", [KAMERSTUK])
    assert world.follow() == Followed(0, 0)
    assert world.state(KAMERSTUK).status is S.KENMERK


def test_links_of_changed_papers_are_taken_over(world: World, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    raw = world.store.keep(PDF, RawFile("k", "", "application/pdf", "bron", None, "", id="kst-1"))
    links = (
        LinkFound(Span(0, 1), "x", PAGE, S.NIET_GEVOLGD),
        LinkFound(Span(1, 2), "y", "#", S.LEEG),
    )
    findings_shelf(settings.rooms.findings).put(findings_key(raw), Findings("kst-1", links=links))
    assert register_links(settings, world.ledger, world.store) == 1
    assert [state.url for state in world.ledger.links_to_follow(DAY, 10)] == [PAGE]
    assert register_links(settings, world.ledger, world.store) == 0


def test_papers_hear_of_news_about_their_links(world: World) -> None:
    world.ledger.put_links("kst-99001-1", [PAGE])
    world.ledger.put_links("kst-99001-2", [PAGE, PAPER])
    papers, mark = world.ledger.linking_since(0)
    assert papers == {"kst-99001-1", "kst-99001-2"}
    world.answers = {PAGE: StatusError(404, PAGE), PAPER: answer(PAPER, PDF)}
    world.ledger.keep_links([LinkOutcome(PAPER, S.GOED, 200, gekeken_op="2027-01-01")])
    papers, mark = world.ledger.linking_since(mark)
    assert papers == {"kst-99001-2"}
    # looked at again with the same outcome: no news
    world.ledger.keep_links([LinkOutcome(PAPER, S.GOED, 200, gekeken_op="2027-04-01")])
    assert world.ledger.linking_since(mark)[0] == set()
    # a paper that changed and lost its link no longer keeps it alive
    world.ledger.put_links("kst-99001-1", [])
    world.ledger.put_links("kst-99001-2", [])
    assert world.ledger.links_to_follow(DAY, 10) == []


def test_on_a_replay_the_world_outside_is_left_alone(world: World, tmp_path: Path) -> None:
    outside = "https://www.rijksoverheid.nl/documenten/2027/03/05/stand"
    world.ledger.put_links("kst-99001-1", [outside])
    world.ledger.close()
    done, problems = links_step(Settings(data_dir=tmp_path, extra_hosts=("127.0.0.1:1",)))
    assert (done.stap, done.aantal, problems) == ("links", 0, [])
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        # not followed is not the same as not on the list
        assert ledger.link(outside) == LinkOutcome(outside, S.NIET_GEVOLGD)
