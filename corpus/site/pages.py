"""The pages of our own: home, search, and one page for each motie, promise, problem and paper."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.database import Database
from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup

from corpus.fulltext import match_query
from corpus.search import Found, Searcher
from corpus.site.words import highlight
from corpus.tables import fts_table
from corpus.trail import CHAIN, COVERED, OMITTED, SEARCHED, set_beside_request

# the table of each kind of finding and the page that shows one of its rows
PAGES = {
    "moties": "/motie/",
    "toezeggingen": "/toezegging/",
    "knelpunten": "/knelpunt/",
    "documenten": "/document/",
}
_COLUMN_PAGES = {
    "motie_id": "moties",
    "document_id": "documenten",
    "toezegging_id": "toezeggingen",
    "vervangt_id": "moties",
    "keten_id": "moties",
}
# views whose id is that of a table
_VIEW_OF = {
    "toezeggingen_verlopen": "toezeggingen",
    "toezeggingen_binnenkort": "toezeggingen",
    "moties_zonder_opvolging": "moties",
    "knelpunten_nooit_opgepakt": "knelpunten",
}
_HITS = 20
_DEEPEST = 500  # pages of hits
_PASSAGES = 200  # passages on one page of a paper
_STEPS = 100  # steps of a trail shown at once
_WORTH_SHOWING = 0.3  # below this a candidate only shares a word or two

# what is printed on the page that ``{}`` is counted as, where that is something else
_PRINTED = "json_extract(d.paginalabels, '$[' || ({}.pagina - 1) || ']') as gedrukt"

Row = dict[str, Any]


def address(table: str, row_id: str) -> str:
    """Where a row of ``table`` is shown."""
    return PAGES[table] + quote(row_id, safe="")


def address_of(table: str, column: str, value: str) -> str | None:
    """The page a cell leads to, if any."""
    shown = _VIEW_OF.get(table, table) if column == "id" else _COLUMN_PAGES.get(column)
    return address(shown, value) if shown in PAGES else None


# --- asking the database


async def _all(db: Database, sql: str, *params: object) -> list[Row]:
    return [dict(row) for row in (await db.execute(sql, params)).rows]


async def _one(db: Database, sql: str, row_id: str, what: str) -> Row:
    """The one row; an address that leads nowhere is a clear page."""
    found = await _all(db, sql, row_id)
    if not found:
        raise NotFound(f"Deze uitgave kent geen {what} {row_id}.")
    return found[0]


def _db(datasette: Datasette) -> Database:
    return datasette.get_database("kamer")


@lru_cache(maxsize=3)
def _searcher(path: Path) -> Searcher | None:
    """The search index of a release; the last few stay open."""
    return Searcher(path) if path.is_dir() else None


def _index_of(datasette: Datasette) -> Searcher | None:
    return _searcher(Path(_db(datasette).path).parent / "zoek")


async def _page(datasette: Datasette, request: Request, name: str, **context: object) -> Response:
    stamp = Path(_db(datasette).path).parent.name
    html = await datasette.render_template(
        f"{name}.html", {"uitgave": stamp, **context}, request=request
    )
    return Response.html(html)


async def _trail(db: Database, soort: str, row_id: str) -> list[Row]:
    sql = f"""select s.*, d.titel as stuk, d.soort as stuk_soort, d.media_type,
    {_PRINTED.format("s")} from spoor s left join documenten d on d.id = s.document_id
    where s.onderwerp_soort = ? and s.onderwerp_id = ? order by s.volgorde limit {_STEPS}"""
    return await _all(db, sql, soort, row_id)


async def _searched(db: Database, since: str | None) -> list[Row]:
    """Which papers were searched for what came from ``since`` on, by kind of paper."""
    return await _all(db, SEARCHED, since or "")


# --- pages


async def home(datasette: Datasette, request: Request) -> Response:
    """What this is, how much there is, what is new, how to read it."""
    db = _db(datasette)
    counts = await db.table_counts(limit=1000)
    newest = await _all(
        db,
        """select id, soort, titel, datum from documenten where datum is not null
        order by datum desc, id limit 8""",
    )
    overdue = await _all(
        db,
        """select id, citaat, termijn_tot, bewindspersoon from toezeggingen_verlopen limit 5""",
    )
    coverage = await _all(
        db,
        """select bron, min(periode) as van, max(periode) as tot, sum(verwacht) as verwacht,
        sum(aanwezig) as aanwezig, sum(ontbrekend) as ontbrekend from dekking group by bron""",
    )
    return await _page(
        datasette,
        request,
        "home",
        counts=counts,
        newest=newest,
        overdue=overdue,
        coverage=coverage,
    )


async def zoek(datasette: Datasette, request: Request) -> Response:
    """Search over all passages of all papers."""
    db, index = _db(datasette), _index_of(datasette)
    q = (request.args.get("q") or "").strip()
    number = _page_number(request)
    filters = {name: request.args.get(name) or "" for name in ("soort", "ministerie")}
    newest = request.args.get("volgorde") == "nieuwste"
    found = Found(0, ())
    if q and index:
        found = await asyncio.to_thread(
            index.search,
            q,
            filters=filters,
            limit=_HITS,
            offset=(number - 1) * _HITS,
            newest=newest,
        )
    return await _page(
        datasette,
        request,
        "zoek",
        q=q,
        found=found,
        number=number,
        pages=min(-(-found.total // _HITS), _DEEPEST),
        filters=filters,
        newest=newest,
        beside=await _beside(db, q) if q else [],
        exact=await _exact(db, q) if q else [],
        soorten=await _choices(db, "soort"),
        ministeries=await _choices(db, "ministerie"),
        passages=index.passages if index else 0,
        part_of=lambda volgorde: (volgorde - 1) // _PASSAGES + 1,
    )


def _page_number(request: Request, name: str = "pagina", most: int = _DEEPEST) -> int:
    asked = request.args.get(name) or ""
    return min(max(int(asked), 1), most) if re.fullmatch(r"[0-9]{1,6}", asked) else 1


async def _beside(db: Database, q: str) -> list[Row]:
    """How many findings of each kind hold the words."""
    found = []
    for table in ("moties", "toezeggingen", "knelpunten", "opvolgingen"):
        sql = f"select count(*) as n from [{fts_table(table)}] where [{fts_table(table)}] match ?"
        (row,) = await _all(db, sql, match_query(q))
        if row["n"]:
            found.append({"table": table, "n": row["n"]})
    return found


async def _exact(db: Database, q: str) -> list[Row]:
    """The motie or paper whose number was typed."""
    row_id = _as_id(q)
    sql = """select 'moties' as soort, id, titel from moties where id = ?1 or zaak_nummer = ?1
    union all select 'documenten', id, titel from documenten
    where id = ?1 and id not in (select id from moties)
    union all select 'moties', m.id, m.titel from motie_aliassen a join moties m
    on m.id = a.motie_id where a.id = ?1
    union all select 'documenten', d.id, d.titel from document_aliassen a join documenten d
    on d.id = a.document_id where a.alias = ?1"""
    return [row | {"href": address(row["soort"], row["id"])} for row in await _all(db, sql, row_id)]


# 35 387, nr. 12 or kst-35387-12 or Kamerstuk 36 200 XV, nr. 4
_NUMBER = re.compile(
    r"(?:kst-?|kamerstuk(?:ken)?\s*)?(\d{2})[ .]?(\d{3})"
    r"(?:[ -]([IVX]+|[A-H]))?(?:,?\s*n[ro]s?\.?\s*|-)(\d{1,5})",
    re.IGNORECASE,
)


def _as_id(q: str) -> str:
    """``35 387, nr. 12`` as ``kst-35387-12``; what is no number stays as it is."""
    match = _NUMBER.fullmatch(q.strip())
    if not match:
        return q.strip()
    parts = (match[1] + match[2], (match[3] or "").upper(), match[4])
    return "-".join(("kst", *filter(None, parts)))


# a release never changes, so what can be chosen from is asked once
_CHOICES: WeakKeyDictionary[Database, dict[str, list[str]]] = WeakKeyDictionary()


async def _choices(db: Database, column: str) -> list[str]:
    known = _CHOICES.setdefault(db, {})
    if column not in known:
        sql = f"""select [{column}] as waarde from documenten where [{column}] is not null
        group by 1 order by count(*) desc, 1 limit 40"""
        known[column] = [row["waarde"] for row in await _all(db, sql)]
    return known[column]


async def motie(datasette: Datasette, request: Request) -> Response:
    """One motie: what it asks, how the vote went, what came of it."""
    db, motie_id = _db(datasette), request.url_vars["id"]
    alias = await _all(db, "select motie_id from motie_aliassen where id = ?", motie_id)
    if alias:
        return Response.redirect(address("moties", alias[0]["motie_id"]))
    known = "select 1 from moties where id = ? limit 1"
    spoor = await _trail(db, "motie", motie_id)
    if spoor and not await _all(db, known, motie_id):
        # a paper gives its number; register and papers do not have it
        subject = quote(motie_id, safe="")
        return Response.redirect(f"/kamer/spoor?onderwerp_soort=motie&onderwerp_id={subject}")
    row = await _one(
        db,
        f"""select m.*, d.bron_url, d.media_type, d.kop, s.naam as dossier,
        {_PRINTED.format("m")} from moties m left join documenten d on d.id = m.document_id
        left join dossiers s on s.id = m.dossier_id where m.id = ?""",
        motie_id,
        "motie",
    )
    parts = {
        name: await _all(
            db, f"select * from [{table}] where motie_id = ? order by volgorde", motie_id
        )
        for name, table in (
            ("indieners", "motie_indieners"),
            ("overwegingen", "motie_overwegingen"),
            ("verzoeken", "motie_verzoeken"),
            ("stemmen", "stemmingen"),
        )
    }
    keten = await _all(db, CHAIN, row["id"])
    set_beside_request(spoor, {one["id"]: one["verzoek"] for one in keten})
    first = keten[0]["datum_ingediend"] if keten else row["datum_ingediend"]
    return await _page(
        datasette,
        request,
        "motie",
        rij=row,
        **parts,
        keten=keten,
        spoor=spoor,
        weggelaten=await _all(db, OMITTED, row["keten_id"]),
        sinds=first,
        gezocht=await _searched(db, first),
        dekking=await _all(db, COVERED),
        twijfel=await _doubts(db, motie_id),
        uitvoerders=await _organisations(db, (row["titel"], row["verzoek"], *_quoted(spoor))),
    )


def _quoted(spoor: list[Row]) -> list[str | None]:
    return [step["citaat"] for step in spoor if step["uitspraak"]]


async def _organisations(db: Database, texts: Iterable[str | None]) -> list[Row]:
    """The organisations that these texts name, in full or by a short name."""
    said = " ".join(filter(None, texts))
    found = await _all(db, "select id, naam, aliassen from organisaties order by naam")
    return [
        row
        for row in found
        if any(
            re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)
            for name in (row["naam"], *json.loads(row["aliassen"]))
        )
    ]


async def _doubts(db: Database, motie_id: str) -> list[Row]:
    """Places that may name this motie."""
    sql = """select id, tekst, reden, document_id, pagina, datum, bron_url, kandidaten
    from twijfel where instr(kandidaten, ?) order by datum limit 20"""
    found = await _all(db, sql, json.dumps(motie_id))
    return [
        row | {"score": candidate["score"]}
        for row in found
        for candidate in json.loads(row["kandidaten"])
        if candidate["motie_id"] == motie_id and candidate["score"] >= _WORTH_SHOWING
    ]


async def toezegging(datasette: Datasette, request: Request) -> Response:
    """One promise: the quote, who answers for it, by when, and what came of it."""
    db, row_id = _db(datasette), request.url_vars["id"]
    row = await _one(
        db,
        f"""select t.*, d.titel as stuk, d.bron_url, d.media_type, d.datum as stuk_datum,
        {_PRINTED.format("t")} from toezeggingen t
        left join documenten d on d.id = t.document_id where t.id = ?""",
        row_id,
        "toezegging",
    )
    signing = "select * from toezegging_bewindspersonen where toezegging_id = ? order by volgorde"
    return await _page(
        datasette,
        request,
        "toezegging",
        rij=row,
        ondertekenaars=await _all(db, signing, row_id),
        spoor=await _trail(db, "toezegging", row_id),
        gezocht=await _searched(db, row["gedaan_op"]),
    )


async def knelpunt(datasette: Datasette, request: Request) -> Response:
    """One signal of execution: the quote, its theme, who reports it, and since when."""
    db, row_id = _db(datasette), request.url_vars["id"]
    row = await _one(
        db,
        f"""select k.*, {_PRINTED.format("k")},
        d.titel as stuk, d.bron_url, d.media_type, d.datum as stuk_datum,
        o.naam as organisatie, t.naam as thema_naam, t.definitie, c.label as cluster,
        p.tekst as passage, p.sectie, s.citaat as oplossing
        from knelpunten k join documenten d on d.id = k.document_id
        left join organisaties o on o.id = k.organisatie_id
        left join themas t on t.id = k.thema
        left join knelpunt_clusters c on c.id = k.cluster_id
        left join passages p on p.id = k.passage_id
        left join knelpunten s on s.id = k.oplossing_id where k.id = ?""",
        row_id,
        "knelpunt",
    )
    quotes = [(row["citaat"], "knelpunt", address("knelpunten", row_id))]
    return await _page(
        datasette,
        request,
        "knelpunt",
        rij=row | {"wetten": json.loads(row["wetten"])},
        passage=highlight(row["passage"] or row["citaat"], quotes),
        spoor=await _trail(db, "knelpunt", row_id),
        gezocht=await _searched(db, row["stuk_datum"]),
    )


async def document(datasette: Datasette, request: Request) -> Response:
    """One paper: its passages with the findings marked, and what could not be read."""
    db, row_id = _db(datasette), request.url_vars["id"]
    alias = await _all(db, "select document_id from document_aliassen where alias = ?", row_id)
    if alias:
        return Response.redirect(address("documenten", alias[0]["document_id"]))
    row = await _one(
        db,
        """select d.*, o.naam as organisatie, s.naam as dossier,
        (select count(*) from passages p where p.document_id = d.id) as aantal_passages
        from documenten d left join organisaties o on o.id = d.organisatie_id
        left join dossiers s on s.id = d.dossier_id where d.id = ?""",
        row_id,
        "stuk",
    )
    parts = -(-row["aantal_passages"] // _PASSAGES)
    part = _page_number(request, "deel", max(parts, 1))
    passages = await _all(
        db,
        """select * from passages where document_id = ? and volgorde > ? and volgorde <= ?
        order by volgorde""",
        row_id,
        (part - 1) * _PASSAGES,
        part * _PASSAGES,
    )
    quotes = await _quotes(db, row_id)
    for passage in passages:
        marked = quotes[passage["id"]]
        passage["html"] = highlight(passage["tekst"], marked)
        if passage["soort"] == "tabel":
            passage["rijen"] = table_of(passage["tekst"], marked)
    moties = "select id, titel from moties where document_id = ? order by id"
    aliases = "select alias, reden from document_aliassen where document_id = ? order by alias"
    return await _page(
        datasette,
        request,
        "document",
        rij=row,
        passages=passages,
        deel=part,
        aantal_delen=parts,
        moties=await _all(db, moties, row_id),
        vondsten=await _found_in(db, row_id),
        problemen=await _all(db, "select * from problemen where document_id = ?", row_id),
        genoemd_in=await _cited_by(db, row_id),
        aliassen=await _all(db, aliases, row_id),
        opvolger=await _successor(db, row["vervangen_door"]),
    )


async def _successor(db: Database, row_id: str | None) -> Row | None:
    """The paper or motie that replaces a paper, and where it is shown, if it is here."""
    if row_id is None:
        return None
    sql = """select 'documenten' as soort from documenten where id = ?1
    union all select 'moties' from moties where id = ?1 limit 1"""
    found = await _all(db, sql, row_id)
    return {"id": row_id, "href": address(found[0]["soort"], row_id) if found else None}


_QUOTES = """
select passage_id, citaat as tekst, 'toezegging' as soort, '/toezegging/' || id as href
from toezeggingen where document_id = ?1
union all select passage_id, citaat, soort, '/knelpunt/' || id from knelpunten
where document_id = ?1
union all select passage_id, citaat, 'opvolging',
case van_soort when 'motie' then '/motie/' else '/toezegging/' end || van_id
from opvolgingen where document_id = ?1 and van_id is not null and van_soort <> 'knelpunt'
union all select passage_id, tekst, 'vermelding', '/motie/' || motie_id from motie_vermeldingen
where document_id = ?1 and motie_id is not null
union all select passage_id, tekst, 'verwijzing', '/document/' || doel_id from verwijzingen
where document_id = ?1 and doel_in_corpus = 1
"""


def table_of(text: str, quotes: Sequence[tuple[str, str, str]]) -> list[list[Markup]]:
    """The cells of a table row by row; a quote is marked where it stands within one cell."""
    rows = (row.split("\t") for row in text.split("\n"))
    return [[highlight(cell, quotes) for cell in row] for row in rows]


async def _quotes(db: Database, document_id: str) -> dict[str, list[tuple[str, str, str]]]:
    """The findings of a paper by passage: quote, kind, address."""
    quotes: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in await _all(db, _QUOTES, document_id):
        quotes[row["passage_id"]].append((row["tekst"], row["soort"], row["href"]))
    return quotes


async def _found_in(db: Database, document_id: str) -> list[Row]:
    """How many findings of each kind a paper holds."""
    tables = ("toezeggingen", "knelpunten", "opvolgingen", "motie_vermeldingen", "verwijzingen",
              "tabelfeiten")  # fmt: skip
    sql = " union all ".join(
        f"select '{table}' as soort, count(*) as n from [{table}] where document_id = ?1"
        for table in tables
    )
    return [row for row in await _all(db, sql, document_id) if row["n"]]


async def _cited_by(db: Database, document_id: str) -> list[Row]:
    """The papers that refer to a paper."""
    sql = """select distinct d.id, d.titel, d.datum from verwijzingen v
    join documenten d on d.id = v.document_id
    where v.document_id <> ?1 and v.doel_id in (
        select ?1 union all select alias from document_aliassen where document_id = ?1)
    order by d.datum limit 50"""
    return await _all(db, sql, document_id)
