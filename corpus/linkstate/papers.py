"""The papers as the link step knows them: which file is published, what it asks, what it heard."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from models.document import Kenmerken
from models.findings import MotieVermelding, Opvolging
from models.links import Cluster, DocumentAlias, Resolution
from models.paper import RawFile
from models.problems import Problem
from models.weblink import StandLink

SCHEMA = (
    """create table bestanden (key text primary key, document_id text, rang text,
        problemen text)""",
    "create index bestanden_problemen on bestanden (key) where problemen is not null",
    "create table namen (id text, key text, primary key (id, key)) without rowid",
    "create index namen_key on namen (key)",
    """create table stukken (id text primary key, key text, datum text, vraag blob)""",
    "create index stukken_key on stukken (key)",
    "create table stuk_aliassen (alias text primary key, document_id text, reden text)",
    "create index stuk_aliassen_stuk on stuk_aliassen (document_id)",
    "create table toezeggingen (id text, document_id text, primary key (id, document_id))"
    " without rowid",
    "create index toezeggingen_stuk on toezeggingen (document_id)",
    "create table antwoorden (id text primary key, document_id text, twijfel integer, json text)",
    "create index antwoorden_stuk on antwoorden (document_id)",
    "create index antwoorden_twijfel on antwoorden (twijfel)",
    "create table doelen (id text primary key, document_id text, doel text)",
    "create index doelen_stuk on doelen (document_id)",
    """create table vragen (sleutel text, document_id text, datum text,
        primary key (sleutel, document_id)) without rowid""",
    "create index vragen_stuk on vragen (document_id)",
    "create table signalen (id text primary key, document_id text, thema text, json text)",
    "create index signalen_thema on signalen (thema)",
    "create index signalen_stuk on signalen (document_id)",
    "create table rapporten (document_id text primary key, json text)",
    "create table clusters (id text primary key, thema text, json text)",
    "create index clusters_thema on clusters (thema)",
    "create table clusterleden (signaal text primary key, cluster text)",
    "create index clusterleden_cluster on clusterleden (cluster)",
)
# what one run needs while it runs
TEMPORARY = (
    """create temp table if not exists vragend (document_id text primary key) without rowid""",
)

_PROBLEMS = TypeAdapter(tuple[Problem, ...])
_RESOLUTION = TypeAdapter(Resolution)
_CLUSTER = TypeAdapter(Cluster)


@dataclass(frozen=True, slots=True)
class Question:
    """What a paper of ``datum`` in a dossier asks of the moties."""

    datum: date | None
    vermeldingen: tuple[MotieVermelding, ...]
    opvolgingen: tuple[Opvolging, ...]
    dossier_titel: str | None = None


_QUESTION = TypeAdapter(Question)


@dataclass(frozen=True, slots=True)
class Report:
    """What a paper says of Standen: itself one (``kenmerken.vorm``), or leading to some."""

    document_id: str
    kenmerken: Kenmerken
    raw: RawFile
    standen: tuple[StandLink, ...]


_REPORT = TypeAdapter(Report)


class PaperState:
    """The papers, in the database of the link state."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn

    # files: every form and copy that is held

    def put_file(
        self,
        key: str,
        document_id: str | None,
        rang: str,
        problems: tuple[Problem, ...],
        names: set[str],
    ) -> set[str]:
        """Keep what a file is; returns the identifiers it no longer goes by."""
        before = set(self.names_of(key))
        text = _PROBLEMS.dump_json(problems).decode() if problems else None
        self._conn.execute(
            "insert or replace into bestanden values (?, ?, ?, ?)", (key, document_id, rang, text)
        )
        self._conn.execute("delete from namen where key = ?", (key,))
        self._conn.executemany("insert into namen values (?, ?)", ((id_, key) for id_ in names))
        return before - names

    def files_named(self, id_: str) -> list[str]:
        """The keys of the files that go by this identifier."""
        found = self._conn.execute("select key from namen where id = ?", (id_,))
        return [key for (key,) in found]

    def names_of(self, key: str) -> list[str]:
        """The identifiers a file goes by."""
        found = self._conn.execute("select id from namen where key = ? order by id", (key,))
        return [id_ for (id_,) in found]

    def best_of(self, keys: Iterable[str]) -> tuple[str, str] | None:
        """Of these files the key and document id of the one to publish."""
        readable = [
            (rang, key, document_id)
            for key in keys
            for document_id, rang in self._conn.execute(
                "select document_id, rang from bestanden where key = ?", (key,)
            )
            if document_id is not None
        ]
        if not readable:
            return None
        _, key, document_id = max(readable)
        return key, document_id

    def problems(self) -> list[Problem]:
        """All that is wrong with the files held, each once, in order of file."""
        found = self._conn.execute(
            "select problemen from bestanden where problemen is not null order by key"
        )
        return list(
            dict.fromkeys(one for (text,) in found for one in _PROBLEMS.validate_json(text))
        )

    # papers: one per document

    def published_as(self, names: Iterable[str], keys: Iterable[str]) -> set[str]:
        """The ids under which papers with these names or files were published."""
        found: set[str] = set()
        for column, values in (("id", names), ("key", keys)):
            for value in values:
                rows = self._conn.execute(f"select id from stukken where {column} = ?", (value,))
                found |= {id_ for (id_,) in rows}
        return found

    def key_of(self, document_id: str) -> str | None:
        """The file a paper is read from."""
        found = self._conn.execute(
            "select key from stukken where id = ?", (document_id,)
        ).fetchone()
        return found[0] if found else None

    def put(self, document_id: str, key: str, question: Question) -> None:
        """Keep a paper and what it asks."""
        asks = question.vermeldingen or question.opvolgingen
        packed = zlib.compress(_QUESTION.dump_json(question, exclude_defaults=True), 1)
        self._conn.execute(
            "insert or replace into stukken values (?, ?, ?, ?)",
            (document_id, key, _iso(question.datum), packed if asks else None),
        )
        self.ask_again([document_id])

    def remove(self, document_id: str) -> None:
        """Forget a paper and all that hangs on it."""
        self._conn.execute("delete from stukken where id = ?", (document_id,))
        for table in ("stuk_aliassen", "antwoorden", "doelen", "vragen"):
            self._conn.execute(f"delete from {table} where document_id = ?", (document_id,))

    def question(self, document_id: str) -> Question | None:
        """What a paper asks; ``None`` where it asks nothing or is not held."""
        found = self._conn.execute(
            "select vraag from stukken where id = ?", (document_id,)
        ).fetchone()
        if not found or found[0] is None:
            return None
        return _QUESTION.validate_json(zlib.decompress(found[0]))

    def count(self) -> int:
        """How many papers are published."""
        (count,) = self._conn.execute("select count(*) from stukken").fetchone()
        return int(count)

    def ids(self) -> list[str]:
        """The ids of all papers, in order."""
        found = self._conn.execute("select id from stukken order by id")
        return [id_ for (id_,) in found]

    # other identifiers

    def aliases(self, document_id: str | None = None) -> Iterator[DocumentAlias]:
        """The other identifiers of a paper, or of all."""
        of_paper = "where document_id = ?" if document_id else ""
        found = self._conn.execute(
            f"select alias, document_id, reden from stuk_aliassen {of_paper} order by alias",
            (document_id,) if document_id else (),
        )
        return (DocumentAlias(*values) for values in found)

    def put_aliases(self, document_id: str, aliases: Iterable[DocumentAlias]) -> bool:
        """Keep the other identifiers of a paper; returns whether they changed."""
        before, now = set(self.aliases(document_id)), set(aliases)
        self._conn.execute("delete from stuk_aliassen where document_id = ?", (document_id,))
        self._conn.executemany(
            "insert or replace into stuk_aliassen values (?, ?, ?)",
            ((one.alias, one.document_id, one.reden) for one in now),
        )
        return before != now

    # promises: those in papers, and those of the register with no paper

    def put_promises(self, document_id: str, ids: Iterable[str]) -> set[str]:
        """Keep the promises of a paper (or, for ``""``, of the register); returns those changed."""
        before = {
            id_
            for (id_,) in self._conn.execute(
                "select id from toezeggingen where document_id = ?", (document_id,)
            )
        }
        now = set(ids)
        for id_ in before - now:
            self.drop_promise(id_, document_id)
        for id_ in now - before:
            self.add_promise(id_, document_id)
        return before ^ now

    def add_promise(self, id_: str, document_id: str = "") -> None:
        """Keep one promise; without a paper it is one of the register."""
        self._conn.execute("insert or ignore into toezeggingen values (?, ?)", (id_, document_id))

    def drop_promise(self, id_: str, document_id: str = "") -> None:
        """Forget one promise."""
        self._conn.execute(
            "delete from toezeggingen where id = ? and document_id = ?", (id_, document_id)
        )

    def is_promise(self, id_: str) -> bool:
        """Whether a promise with this id is known."""
        return bool(
            self._conn.execute("select 1 from toezeggingen where id = ? limit 1", (id_,)).fetchone()
        )

    # questions and answers

    def ask_again(self, documents: Iterable[str]) -> None:
        """These papers must be asked again what they mean."""
        self._conn.executemany(
            "insert or ignore into temp.vragend values (?)", ((one,) for one in documents)
        )

    def ask_again_about(self, key: str, since: date | None = None) -> None:
        """So must all papers that asked for ``key``, of those with a date from ``since`` on."""
        self._conn.execute(
            "insert or ignore into temp.vragend select document_id from vragen"
            " where sleutel = ?1 and (?2 is null or datum is null or datum >= ?2)",
            (key, _iso(since)),
        )

    def asking(self) -> Iterator[str]:
        """The papers that must be asked again, each once, in order."""
        while found := self._conn.execute(
            "select document_id from temp.vragend order by document_id limit 1"
        ).fetchone():
            self._conn.execute("delete from temp.vragend where document_id = ?", found)
            yield found[0]

    def asked_like(self, prefix: str) -> list[str]:
        """The keys with a prefix that some paper asked for."""
        found = self._conn.execute(
            """with recursive keys (sleutel) as (
                select min(sleutel) from vragen where sleutel >= ?1 union
                select (select min(v.sleutel) from vragen v where v.sleutel > keys.sleutel)
                from keys where keys.sleutel glob ?1 || '*')
            select sleutel from keys where sleutel glob ?1 || '*'""",
            (prefix,),
        )
        return [key for (key,) in found]

    def put_answers(
        self,
        document_id: str,
        datum: date | None,
        resolutions: Mapping[str, Resolution],
        targets: Mapping[str, str],
        asked: Iterable[str],
    ) -> bool:
        """Keep what a paper means and what that depends on; returns whether it means another."""
        answers = {
            (id_, answer.motie_id is None, _RESOLUTION.dump_json(answer).decode())
            for id_, answer in resolutions.items()
        }
        changed = self._replace("antwoorden", "id, twijfel, json", document_id, answers)
        changed |= self._replace("doelen", "id, doel", document_id, set(targets.items()))
        keys = {(key, _iso(datum)) for key in asked}
        self._replace("vragen", "sleutel, datum", document_id, keys)
        return changed

    def _replace(
        self, table: str, columns: str, document_id: str, now: Set[tuple[object, ...]]
    ) -> bool:
        """Let the rows of a paper be these; returns whether they were others."""
        before = set(
            self._conn.execute(
                f"select {columns} from {table} where document_id = ?", (document_id,)
            )
        )
        if before == now:
            return False
        marks = ", ".join("?" * len(columns.split(",")))
        self._conn.execute(f"delete from {table} where document_id = ?", (document_id,))
        self._conn.executemany(
            f"insert or replace into {table} ({columns}, document_id) values ({marks}, ?)",
            ((*values, document_id) for values in now),
        )
        return True

    def answer(self, mention_id: str) -> Resolution | None:
        """What a mention means."""
        found = self._conn.execute(
            "select json from antwoorden where id = ?", (mention_id,)
        ).fetchone()
        return _RESOLUTION.validate_json(found[0]) if found else None

    def target(self, follow_up_id: str) -> str | None:
        """What a follow-up speaks of."""
        found = self._conn.execute(
            "select doel from doelen where id = ?", (follow_up_id,)
        ).fetchone()
        return found[0] if found else None

    def count_answers(self) -> tuple[int, int]:
        """How many mentions there are, and how many of them are in doubt."""
        found = dict(
            self._conn.execute("select twijfel, count(*) from antwoorden group by twijfel")
        )
        return sum(found.values()), found.get(1, 0)

    def ids_of(self, table: str) -> Iterator[str]:
        """The ids of all ``antwoorden`` or ``doelen``."""
        assert table in ("antwoorden", "doelen")
        return (id_ for (id_,) in self._conn.execute(f"select id from {table} order by id"))

    # signals and their clusters

    def put_report(self, report: Report) -> None:
        """Keep what a paper says of Standen; nothing where it says nothing."""
        self.drop_report(report.document_id)
        if report.kenmerken.vorm or report.standen:
            self._conn.execute(
                "insert into rapporten values (?, ?)",
                (report.document_id, _REPORT.dump_json(report, exclude_defaults=True).decode()),
            )

    def drop_report(self, document_id: str) -> None:
        """A paper is no longer published."""
        self._conn.execute("delete from rapporten where document_id = ?", (document_id,))

    def reports(self) -> list[Report]:
        """All papers that say something of Standen, in order of id."""
        found = self._conn.execute("select json from rapporten order by document_id")
        return [_REPORT.validate_json(text) for (text,) in found]

    def put_signals(
        self, document_id: str, signals: Iterable[tuple[str, str | None, str]]
    ) -> tuple[set[str | None], set[str]]:
        """Keep the signals of a paper (id, theme, content); the themes and signals that changed."""
        before = set(
            self._conn.execute(
                "select id, thema, json from signalen where document_id = ?", (document_id,)
            )
        )
        now = set(signals)
        if before == now:
            return set(), set()
        self._conn.execute("delete from signalen where document_id = ?", (document_id,))
        self._conn.executemany(
            "insert or replace into signalen (id, thema, json, document_id) values (?, ?, ?, ?)",
            ((*values, document_id) for values in now),
        )
        changed = before ^ now
        return {thema for _, thema, _ in changed}, {id_ for id_, _, _ in changed}

    def signals(self, thema: str) -> list[str]:
        """The content of all signals of a theme, in order of paper and id."""
        found = self._conn.execute(
            "select json from signalen where thema = ? order by document_id, id", (thema,)
        )
        return [text for (text,) in found]

    def signal(self, id_: str) -> str | None:
        """The content of one signal."""
        found = self._conn.execute("select json from signalen where id = ?", (id_,)).fetchone()
        return found[0] if found else None

    def clusters_of_theme(self, thema: str) -> dict[str, Cluster]:
        """The clusters of a theme, by id."""
        found = self._conn.execute("select json from clusters where thema = ?", (thema,))
        clusters = (_CLUSTER.validate_json(text) for (text,) in found)
        return {cluster.id: cluster for cluster in clusters}

    def cluster(self, id_: str) -> Cluster | None:
        """One cluster."""
        found = self._conn.execute("select json from clusters where id = ?", (id_,)).fetchone()
        return _CLUSTER.validate_json(found[0]) if found else None

    def alone_with(self, signal_id: str) -> Cluster | None:
        """The cluster of a signal that is never put together with others."""
        found = self._conn.execute(
            "select json from clusterleden join clusters on id = cluster"
            " where signaal = ? and thema is null",
            (signal_id,),
        ).fetchone()
        return _CLUSTER.validate_json(found[0]) if found else None

    def cluster_ids(self) -> list[str]:
        """The ids of all clusters, in order."""
        return [id_ for (id_,) in self._conn.execute("select id from clusters order by id")]

    def put_cluster(self, cluster: Cluster, thema: str | None) -> None:
        """Keep a cluster."""
        text = _CLUSTER.dump_json(cluster).decode()
        self._conn.execute(
            "insert or replace into clusters values (?, ?, ?)", (cluster.id, thema, text)
        )
        self._conn.executemany(
            "insert or replace into clusterleden values (?, ?)",
            ((member, cluster.id) for member in cluster.leden),
        )

    def drop_cluster(self, cluster: Cluster) -> None:
        """Forget a cluster."""
        self._conn.execute("delete from clusters where id = ?", (cluster.id,))
        self._conn.execute("delete from clusterleden where cluster = ?", (cluster.id,))

    def papers_with(self, signals: Iterable[str]) -> set[str]:
        """The papers in which these signals stand."""
        return {
            document_id
            for one in signals
            for (document_id,) in self._conn.execute(
                "select document_id from signalen where id = ?", (one,)
            )
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
