"""What rows say about the whole database: worked out when all rows are in.

A release that goes on from another works it out again only for what may have changed: the
statements are the same, the scope is not. Where it is limited, these temporary tables (one column
``id``) name what may have changed: ``geraakt`` moties and promises, ``verwezen`` identifiers that
came or went, ``vervangen`` papers that a motie may replace, ``dossiers_geraakt``,
``personen_geraakt``. Which rows are new says ``nieuw`` (a column ``rij`` for each table).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from corpus.tables import TABLES

# Each statement looks up the few rows it needs. SQLite cannot know how few they are (a column that
# is mostly empty looks useless to it), hence "indexed by", and "order by +column": without the plus
# it may walk a whole table in that order to spare itself the sorting.

# the moties and promises that a follow-up speaks of take the last thing the cabinet said
_FATE = """
update {table} set (status_kabinet, status_kabinet_op, status_bewijs, opvolgingen) = (
    select coalesce(last.uitspraak, 'geen'), last.datum,
        case when exists (
            select 1 from opvolgingen indexed by idx_opvolgingen_van_id
            where van_id = {table}.id and wie_zegt = 'bewijs' and uitspraak <> 'genoemd'
        ) then 'stuk_gevonden' else 'geen' end,
        (select count(*) from opvolgingen indexed by idx_opvolgingen_van_id
         where van_id = {table}.id and uitspraak <> 'genoemd')
    from (select 1) left join (
        select uitspraak, datum from opvolgingen indexed by idx_opvolgingen_van_id
        where van_id = {table}.id and wie_zegt = 'kabinet' and uitspraak <> 'genoemd'
        order by +datum desc, score desc, id limit 1) last on 1
) where {{findings}}
"""
# the youngest of the moties that replace the one in this paper
_REPLACING = """
select m.id from moties m indexed by idx_moties_vervangt_id where m.vervangt_id = documenten.id
order by +m.datum_ingediend desc, m.id desc limit 1
"""
_HELD = """
(exists (select 1 from documenten d where d.id = doel_id)
 or exists (select 1 from document_aliassen a where a.alias = doel_id))
"""
_ROWS = (
    _FATE.format(table="moties"),
    _FATE.format(table="toezeggingen"),
    """update moties set vermeldingen = (
        select count(*) from motie_vermeldingen n where n.motie_id = moties.id)
    where {findings}""",
    # what the source says goes first; what another motie said gives way
    f"""update documenten set vervangen_door = ({_REPLACING})
    where {{replaced}} and exists ({_REPLACING}) and (vervangen_door is null or exists (
        select 1 from moties m where m.id = vervangen_door and m.vervangt_id = documenten.id))""",
    f"update verwijzingen set doel_in_corpus = {_HELD} where {{references}}",
)
_EVERYWHERE = {"findings": "1", "replaced": "1", "references": "doel_id is not null"}
_LIMITED = {
    "findings": "id in (select id from temp.geraakt)",
    "replaced": "id in (select id from temp.vervangen)",
    "references": "rowid in (select rij from temp.nieuw_verwijzingen union all"
    " select v.rowid from temp.verwezen g join verwijzingen v on v.doel_id = g.id)"
    " and doel_id is not null",
}

# whole rows: a dossier is called what its first paper calls it, else what the register does
_DOSSIERS = """
select g.id, coalesce(
    (select dossier_titel from documenten where dossier_id = g.id and dossier_titel is not null
     order by +id limit 1),
    (select dossier_titel from moties where dossier_id = g.id and dossier_titel is not null
     order by +id limit 1),
    g.id), '[]', null, null
from ({ids}) g
where exists (select 1 from documenten where dossier_id = g.id)
   or exists (select 1 from moties where dossier_id = g.id)
"""
# who signs a motie and is not among the persons of the register
_SIGNING = """
select i.persoon_id, coalesce(i.registernaam, i.naam), '[]', null, null, i.fractie
from motie_indieners i where i.rowid in (
    select (select rowid from motie_indieners where persoon_id = g.id
            order by motie_id, volgorde limit 1)
    from ({ids}) g)
"""
_SEARCHED = """
select datum, sum(count(*)) over (order by datum desc) from documenten
where datum is not null group by datum
"""
# A correction is an error a person found, so precision is at most what they leave; a share of
# right answers is not known, for nobody notes what needs no correction. One that has become what
# the program says by itself still counts.
_CORRECTED = " union all ".join(
    f"""
select 'correcties: {name}.' || veld || ' (bovengrens)',
       1.0 - 1.0 * count(*) / (select count(*) from [{name}]), null, null, null, null, count(*),
       'correcties', coalesce((select versie from runs order by begonnen desc limit 1), ''), max(op)
from correcties where doel_soort = '{name}' and doel_id in (select id from [{name}]) group by veld
"""
    for name, table in TABLES.items()
    if table.key == ("id",)
)
_ALL_DOSSIERS = """
select dossier_id as id from documenten where dossier_id is not null
union select dossier_id from moties where dossier_id is not null
"""
_ALL_SIGNING = """
select distinct persoon_id as id from motie_indieners where persoon_id is not null
"""

# for each table the rows it must have besides those it was given, everywhere or limited
EVERY_ROW: Mapping[str, str] = {
    "gezocht": _SEARCHED,
    "dossiers": _DOSSIERS.format(ids=_ALL_DOSSIERS),
    "personen": _SIGNING.format(ids=_ALL_SIGNING),
    "evaluatie": _CORRECTED,
}
ROWS_TOUCHED: Mapping[str, str] = {
    "gezocht": _SEARCHED,
    "dossiers": _DOSSIERS.format(ids="select id from temp.dossiers_geraakt"),
    "personen": _SIGNING.format(ids="select id from temp.personen_geraakt"),
    "evaluatie": _CORRECTED,
}


def derive_columns(conn: sqlite3.Connection, *, limited: bool = False) -> None:
    """Work out the columns that depend on other rows."""
    for sql in _ROWS:
        conn.execute(sql.format(**(_LIMITED if limited else _EVERYWHERE)))
