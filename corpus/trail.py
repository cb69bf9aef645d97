"""The trail of one subject: its steps, where it stands, and what was searched.

The site and the terminal ask the same questions here, so both say the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.fulltext import stems
from corpus.tables import TABLES
from models.lists import Uitspraak

Row = dict[str, object]

# of what was searched: the papers of the day of the subject or later, by kind
SEARCHED = """
select soort, count(*) as aantal, min(datum) as van, max(datum) as tot
from documenten where datum >= ? group by soort order by aantal desc, soort
"""
# and of each source which periods are held, and how much of what it named
COVERED = """
select bron, min(periode) as van, max(periode) as tot, sum(aanwezig) as aanwezig,
       sum(verwacht) as verwacht
from dekking where bron <> 'tekst van moties in het register' group by bron order by bron
"""
OMITTED = "select * from moties_weggelaten where id in (select id from moties where keten_id = ?)"
# the versions of a motie, by any of them
CHAIN = """
select id, soort, datum_ingediend, titel, status_kamer, verzoek from moties
where keten_id = (select keten_id from moties where id = ?) order by datum_ingediend, id
"""
_STEPS = """
select volgorde, onderwerp_soort, onderwerp_id, versie_id, datum, gebeurtenis, wie_zegt, uitspraak,
       document_id, stuk_soort, pagina, citaat, ook_bij, bron_url, methode, score
from spoor where onderwerp_id = ? order by volgorde
"""
_SUBJECTS = ("moties", "toezeggingen", "knelpunten")
# shorter words ("de", "van", "dat") say nothing of the subject
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Trail:
    """What is known of one subject.

    ``standen`` are the three that are never merged; of a motie those of ``versie_id``, the last of
    its chain, for that is the one the Chamber decided on.
    """

    soort: str
    id: str
    titel: str | None
    keten: Sequence[Row]
    standen: Row
    stappen: Sequence[Row]
    weggelaten: Sequence[Row]
    gezocht: Sequence[Row]
    dekking: Sequence[Row]


def shared_words(asked: str | None, answered: str | None) -> tuple[int, int] | None:
    """How many of the words of a request stand in an answer, in any Dutch form, and of how many.

    Words in common are no fulfilment; few in common say that the answer is about something else,
    or says it otherwise. ``None`` where one of the two is not held.

    >>> shared_words("het loket te openen", "De loketten zijn open.")
    (1, 2)
    """
    if not asked or not answered:
        return None
    words = {word for word in stems(asked).split() if len(word) >= _SHORTEST}
    return len(words & set(stems(answered).split())), len(words)


def set_beside_request(steps: Sequence[Row], requests: Mapping[object, object]) -> None:
    """Give every step how many words (``gedeeld`` of ``gevraagd``) it shares with the request.

    ``requests`` holds what each version asks, as far as its paper is held; other steps get two
    times ``None``.
    """
    for step in steps:
        says = step["uitspraak"] not in (None, Uitspraak.GENOEMD)
        asked = _text(requests.get(step["versie_id"])) if says else None
        found = shared_words(asked, _text(step["citaat"])) or (None, None)
        step["gedeeld"], step["gevraagd"] = found


def read_trail(db: sqlite3.Connection, wanted: str) -> Trail | None:
    """The trail of a motie (by any id of it or of its chain), promise or problem.

    ``db`` gives rows by column name. ``None`` where nothing goes by that id. Raises
    ``sqlite3.OperationalError`` where the database was made by an older version.
    """
    alias = _rows(db, "select motie_id from motie_aliassen where id = ?", wanted)
    id_ = str(alias[0]["motie_id"]) if alias else wanted
    steps = _rows(db, _STEPS, id_)
    if not steps:
        return None
    chain = _rows(db, CHAIN, id_)
    set_beside_request(steps, {one["id"]: one["verzoek"] for one in chain})
    first = chain[0]["datum_ingediend"] if chain else steps[0]["datum"]
    subject = next(_subject(db, id_), {})
    last = str(chain[-1]["id"]) if chain else id_
    stands = next(_subject(db, last), {})
    return Trail(
        soort=str(steps[0]["onderwerp_soort"]),
        id=id_,
        titel=_text(subject.get("titel") or subject.get("citaat")),
        keten=chain,
        standen={
            "versie_id": last,
            "kamer": stands.get("status_kamer"),
            "kabinet": stands.get("status_kabinet"),
            "kabinet_op": stands.get("status_kabinet_op"),
            "bewijs": stands.get("status_bewijs"),
        },
        stappen=steps,
        weggelaten=_rows(db, OMITTED, chain[0]["id"]) if chain else [],
        gezocht=_rows(db, SEARCHED, first or ""),
        dekking=_rows(db, COVERED),
    )


def _rows(db: sqlite3.Connection, sql: str, *params: object) -> list[Row]:
    return [dict(row) for row in db.execute(sql, params)]


def _subject(db: sqlite3.Connection, id_: str) -> Iterator[Row]:
    for table in _SUBJECTS:
        assert TABLES[table].key == ("id",)
        yield from _rows(db, f"select * from [{table}] where id = ?", id_)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
