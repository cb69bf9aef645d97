"""The published views, described once: questions a visitor asks, answered by the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A view: what it answers (Dutch, published) and the query that does."""

    description: str
    sql: str


# The steps of every motie of a chain, for each of its moties: m is asked about, x is the version a
# step is about. A day that no source gives ("oordeel") has a place in time all the same.
_OF_CHAIN = "from moties m join moties x on x.keten_id = m.keten_id"
_ALSO_UNDER = """
(select group_concat(coalesce(p.van_id, 'een motie in twijfel'), ', ') from opvolgingen p
 where p.document_id = o.document_id and p.gelijk_aan = o.gelijk_aan and p.id <> o.id)
""".strip()
_TRAIL = f"""
select 'motie' as onderwerp_soort, m.id as onderwerp_id, 1 as rang, x.datum_ingediend as datum,
       x.datum_ingediend as plaats,
       case when x.vervangt_id is null then 'ingediend'
            else 'ingediend in plaats van ' || x.vervangt_id end as gebeurtenis,
       'kamer' as wie_zegt, x.id as versie_id, x.document_id, x.pagina,
       coalesce(x.verzoek, x.titel) as citaat, null as uitspraak, null as ook_bij,
       x.methode, x.score
{_OF_CHAIN}
union all
select 'motie', m.id, 2, null, x.datum_ingediend, 'oordeel van het kabinet', 'kabinet', x.id, null,
       null, x.kabinetsappreciatie, null, null, 'register', 1.0
{_OF_CHAIN} where x.kabinetsappreciatie is not null
union all
select 'motie', m.id, 3, x.stemming_datum, x.stemming_datum, x.status_kamer, 'kamer', x.id, null,
       null, case when x.zetels_voor is null then x.status_kamer_tekst
            else x.zetels_voor || ' zetels voor, ' || x.zetels_tegen || ' tegen' end,
       null, null, 'register', 1.0
{_OF_CHAIN} where x.stemming_datum is not null
union all
select 'motie', m.id, 4, d.datum, d.datum, 'genoemd', null, x.id, n.document_id, n.pagina,
       coalesce(p.tekst, n.tekst), null, null, n.methode, n.score
{_OF_CHAIN}
join motie_vermeldingen n on n.motie_id = x.id
join documenten d on d.id = n.document_id
left join passages p on p.id = n.passage_id
where not exists (
    select 1 from opvolgingen o where o.van_id = n.motie_id and o.passage_id = n.passage_id)
union all
select 'motie', m.id, 5, o.datum, o.datum, o.uitspraak || ' (' || o.wie_zegt || ')', o.wie_zegt,
       x.id, o.document_id, o.pagina, o.citaat, o.uitspraak, {_ALSO_UNDER}, o.methode, o.score
{_OF_CHAIN} join opvolgingen o on o.van_id = x.id and o.van_soort = 'motie'
union all
select o.van_soort, o.van_id, 5, o.datum, o.datum, o.uitspraak || ' (' || o.wie_zegt || ')',
       o.wie_zegt, o.van_id, o.document_id, o.pagina, o.citaat, o.uitspraak, {_ALSO_UNDER},
       o.methode, o.score
from opvolgingen o where o.van_id is not null
  and (o.van_soort <> 'motie' or not exists (select 1 from moties m where m.id = o.van_id))
union all
select 'toezegging', t.id, 1, t.gedaan_op, t.gedaan_op, 'toegezegd', 'kabinet', t.id,
       t.document_id, t.pagina, t.citaat, null, null, t.methode, t.score
from toezeggingen t
union all
select 'toezegging', t.id, 6, t.termijn_tot, t.termijn_tot, 'termijn loopt af', 'kabinet', t.id,
       t.document_id, t.pagina, t.termijn_tekst, null, null, t.methode, t.score
from toezeggingen t where t.termijn_tot is not null
union all
select 'toezegging', t.herhaalt_id, 2, t.gedaan_op, t.gedaan_op, 'herhaald', 'kabinet', t.id,
       t.document_id, t.pagina, t.citaat, null, null, t.methode, t.score
from toezeggingen t where t.herhaalt_id is not null
union all
select 'toezegging', t.wijzigt_id, 2, t.gedaan_op, t.gedaan_op, 'gewijzigd', 'kabinet', t.id,
       t.document_id, t.pagina, t.citaat, null, null, t.methode, t.score
from toezeggingen t where t.wijzigt_id is not null
union all
select 'knelpunt', k.id, 1, d.datum, d.datum, 'gemeld', null, k.id, k.document_id, k.pagina,
       k.citaat, null, null, k.methode, k.score
from knelpunten k join documenten d on d.id = k.document_id
union all
select 'knelpunt', k.id, 2, d.datum, d.datum, 'ook gemeld', null, a.id, a.document_id, a.pagina,
       a.citaat, null, null, a.methode, a.score
from knelpunten k
join knelpunten a on a.cluster_id = k.cluster_id and a.id <> k.id
join documenten d on d.id = a.document_id
"""

# A debate: first versions of one day in one dossier. A table that reports on two of them or more
# is about that debate; which others it leaves out is a fact, why it does is not.
_OMITTED = """
with rij as (
    select distinct o.document_id, e.id as keten_id, e.datum_ingediend as dag,
           coalesce(e.dossier_id, e.dossier_titel) as dossier
    from opvolgingen o join moties m on m.id = o.van_id join moties e on e.id = m.keten_id
    where o.methode glob 'statustabel/*'
), debat as (
    select document_id, dag, dossier, count(*) as genoemd from rij
    where dag is not null and dossier is not null group by 1, 2, 3 having count(*) > 1
)
select l.id, l.titel, l.status_kamer, l.kabinetsappreciatie, b.dag as debat, b.dossier,
       b.document_id, d.datum,
       'de tabel noemt ' || b.genoemd || ' van de ' || (
           select count(*) from moties a where a.datum_ingediend = b.dag and a.keten_id = a.id
           and coalesce(a.dossier_id, a.dossier_titel) = b.dossier
       ) || ' moties die deze dag in dit dossier zijn ingediend; rijen waarvan niet'
       || ' vaststaat welke motie uit het register het is: ' || (
           select count(*) from opvolgingen o where o.document_id = b.document_id
           and o.methode glob 'statustabel/*' and (o.van_id is null or not exists (
               select 1 from moties k where k.id = o.van_id))
       ) as vergeleken
from debat b join documenten d on d.id = b.document_id
join moties m on m.datum_ingediend = b.dag and m.keten_id = m.id
    and coalesce(m.dossier_id, m.dossier_titel) = b.dossier
join moties l on l.id = (
    select v.id from moties v where v.keten_id = m.id
    order by v.datum_ingediend desc, v.id desc limit 1)
where l.status_kamer in ('aangenomen', 'overgenomen', 'ingediend', 'onbekend')
  and not exists (
    select 1 from rij r where r.document_id = b.document_id and r.keten_id = m.id)
order by d.datum desc, b.document_id, l.id
"""

# how the tests of a law before or after it comes into force are called, by any of their forms
_TEST_WORDS = (
    "uitvoeringstoets* OR doenvermogentoets* OR invoeringstoets* OR afwegingskader* OR iak"
)
_TESTS = f"""
select 'motie' as soort, m.id, m.id as motie_id, m.datum_ingediend as datum,
       coalesce(m.verzoek, m.titel) as citaat, m.document_id, m.pagina, m.methode, m.score
from moties m
where m.rowid in (select rowid from moties_fts where moties_fts match '{_TEST_WORDS}')
union all
select 'opvolging', o.id, case o.van_soort when 'motie' then o.van_id end, o.datum, o.citaat,
       o.document_id, o.pagina, o.methode, o.score
from opvolgingen o
where o.rowid in (select rowid from opvolgingen_fts where opvolgingen_fts match '{_TEST_WORDS}')
"""

# a promise is settled when cabinet or Chamber says that it is over
_OPEN = """
t.status_kabinet not in ('afgedaan', 'uitgevoerd', 'niet_uitgevoerd')
and coalesce(t.status_kamer, '') not in ('Voldaan', 'Vervallen')
"""

_PROMISE = """
t.id, t.termijn_tot, t.termijn_tekst, t.citaat, t.bewindspersoon, t.ministerie, t.gedaan_op,
t.hardheid, t.status_kabinet, t.status_kamer, t.opvolgingen, t.document_id, t.pagina, t.methode,
t.score
"""

# how many papers that were read are younger than a day
_YOUNGER = """
coalesce((select g.stukken from gezocht g where g.datum > {day} order by g.datum limit 1), 0)
"""

VIEWS: Mapping[str, View] = {
    "spoor": View(
        "Het spoor van elke motie (met alle versies van haar keten), toezegging en elk knelpunt:"
        " elke stap met citaat en vindplaats. `versie_id` is de versie waar de stap over gaat;"
        " `ook_bij` de andere moties waarbij (bijna) dezelfde tekst staat: zwak bewijs.",
        f"""
select s.onderwerp_soort, s.onderwerp_id,
       row_number() over (
           partition by s.onderwerp_soort, s.onderwerp_id
           order by s.plaats is null, s.plaats, s.rang, s.versie_id, s.document_id, s.citaat,
                    s.gebeurtenis, s.pagina, s.methode, s.score
       ) as volgorde,
       s.datum, s.gebeurtenis, s.wie_zegt, s.versie_id, s.document_id, b.soort as stuk_soort,
       s.pagina, s.citaat, s.uitspraak, s.ook_bij, b.bron_url, s.methode, s.score
from ({_TRAIL}) s left join documenten b on b.id = s.document_id
""",
    ),
    "toezeggingen_verlopen": View(
        "Toezeggingen waarvan de termijn voorbij is en waarvan niemand zegt dat ze zijn afgedaan.",
        f"select {_PROMISE} from toezeggingen t where t.termijn_tot < date('now') and {_OPEN}"
        " order by t.termijn_tot desc",
    ),
    "toezeggingen_binnenkort": View(
        "Open toezeggingen waarvan de termijn binnen zestig dagen afloopt.",
        f"select {_PROMISE} from toezeggingen t where {_OPEN}"
        " and t.termijn_tot between date('now') and date('now', '+60 days')"
        " order by t.termijn_tot",
    ),
    "moties_zonder_opvolging": View(
        "Moties die de Kamer niet verwierp en waarover in de gelezen stukken niets is gevonden;"
        " hoe ver gezocht is staat erbij.",
        f"""
select m.id, m.datum_ingediend, m.titel, m.indieners, m.status_kamer, m.vermeldingen,
       'gezocht in ' || m.gezocht_stukken || ' stukken tot en met '
       || coalesce((select max(datum) from gezocht), 'onbekend') as gezocht,
       m.gezocht_stukken, m.document_id
from (select *, {_YOUNGER.format(day="datum_ingediend")} as gezocht_stukken from moties) m
where m.opvolgingen = 0 and m.status_kamer in ('aangenomen', 'overgenomen', 'onbekend')
  and not exists (select 1 from moties v where v.vervangt_id = m.id)
order by m.datum_ingediend desc
""",
    ),
    "moties_ketens": View(
        "Gewijzigde moties met wat ze vervangen, van eerste tot laatste versie; besloten_over is"
        " de versie waarover de Kamer het laatst besloot (leeg: over geen enkele).",
        """
select * from (
    select m.keten_id,
           row_number() over (
               partition by m.keten_id
               order by m.datum_ingediend, cast(m.nummer as integer), m.id
           ) as versie,
           count(*) over (partition by m.keten_id) as versies,
           m.id, m.soort, m.datum_ingediend, m.titel, m.vervangt_id, m.status_kamer,
           m.stemming_datum, m.zetels_voor, m.zetels_tegen,
           first_value(case when m.status_kamer in ('aangenomen', 'verworpen', 'overgenomen')
                            then m.id end) over (
               partition by m.keten_id
               order by m.status_kamer in ('aangenomen', 'verworpen', 'overgenomen') desc,
                        m.stemming_datum desc, m.datum_ingediend desc,
                        cast(m.nummer as integer) desc, m.id desc
           ) as besloten_over
    from moties m
) where versies > 1
order by keten_id, versie
""",
    ),
    "moties_weggelaten": View(
        "Moties die een statustabel weglaat terwijl zij wel andere moties noemt van dezelfde dag"
        " in hetzelfde dossier; wat de Kamer niet aannam telt niet mee, voor zover bekend.",
        _OMITTED,
    ),
    "knelpunten_nooit_opgepakt": View(
        "Knelpunten en dilemma's waarop in geen later gelezen stuk een reactie is gevonden:"
        " geen opvolging, en geen ander stuk dat naar het stuk verwijst.",
        f"""
select k.id, k.jaar, k.organisatie_id, k.thema, k.ernst, k.citaat, k.document_id, k.pagina,
       {_YOUNGER.format(day="d.datum")} as gezocht_stukken, k.methode, k.score
from knelpunten k join documenten d on d.id = k.document_id
where k.soort in ('knelpunt', 'dilemma')
  and not exists (select 1 from opvolgingen o where o.van_id = k.id)
  and not exists (select 1 from verwijzingen v
                  where v.doel_id = k.document_id and v.document_id <> k.document_id)
""",
    ),
    "toetsen_genoemd": View(
        "Moties en opvolgingen die een toets van wetgeving noemen: uitvoeringstoets,"
        " doenvermogentoets, invoeringstoets, het Integraal Afwegingskader (IAK).",
        _TESTS,
    ),
    "twijfel": View(
        "Plaatsen die een motie noemen zonder dat vaststaat welke, met de kandidaten.",
        """
select n.id, d.datum, n.tekst, n.reden, n.kandidaten, n.document_id, n.pagina, d.bron_url,
       n.methode, n.score
from motie_vermeldingen n join documenten d on d.id = n.document_id
where n.motie_id is null
""",
    ),
}


def document() -> str:
    """The part of ``docs/tabellen.md`` about the views, in Dutch."""
    lines = ["## Weergaven", "", "| weergave | antwoord op |", "|---|---|"]
    lines += [f"| **`{name}`** | {view.description} |" for name, view in VIEWS.items()]
    return "\n".join([*lines, ""])
