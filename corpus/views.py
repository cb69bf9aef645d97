"""The published views, described once: questions a visitor asks, answered by the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A view: what it answers (Dutch, published) and the query that does."""

    description: str
    sql: str


_TRAIL = """
select 'motie' as onderwerp_soort, m.id as onderwerp_id, 1 as rang, m.datum_ingediend as datum,
       'ingediend' as gebeurtenis, m.document_id, m.pagina, coalesce(m.verzoek, m.titel) as citaat,
       m.methode, m.score
from moties m
union all
select 'motie', v.vervangt_id, 2, v.datum_ingediend, 'vervangen door ' || v.id, v.document_id,
       v.pagina, coalesce(v.verzoek, v.titel), v.methode, v.score
from moties v where v.vervangt_id is not null
union all
select 'motie', m.id, 3, m.stemming_datum, m.status_kamer, null, null,
       case when m.zetels_voor is null then m.status_kamer_tekst
            else m.zetels_voor || ' zetels voor, ' || m.zetels_tegen || ' tegen' end,
       'register', 1.0
from moties m where m.stemming_datum is not null
union all
select 'motie', n.motie_id, 4, d.datum, 'genoemd', n.document_id, n.pagina,
       coalesce(p.tekst, n.tekst), n.methode, n.score
from motie_vermeldingen n
join documenten d on d.id = n.document_id
left join passages p on p.id = n.passage_id
where n.motie_id is not null and not exists (
    select 1 from opvolgingen o where o.van_id = n.motie_id and o.passage_id = n.passage_id)
union all
select 'toezegging', t.id, 1, t.gedaan_op, 'toegezegd', t.document_id, t.pagina, t.citaat,
       t.methode, t.score
from toezeggingen t
union all
select 'toezegging', t.id, 6, t.termijn_tot, 'termijn loopt af', t.document_id, t.pagina,
       t.termijn_tekst, t.methode, t.score
from toezeggingen t where t.termijn_tot is not null
union all
select 'toezegging', t.herhaalt_id, 2, t.gedaan_op, 'herhaald', t.document_id, t.pagina, t.citaat,
       t.methode, t.score
from toezeggingen t where t.herhaalt_id is not null
union all
select 'toezegging', t.wijzigt_id, 2, t.gedaan_op, 'gewijzigd', t.document_id, t.pagina, t.citaat,
       t.methode, t.score
from toezeggingen t where t.wijzigt_id is not null
union all
select 'knelpunt', k.id, 1, d.datum, 'gemeld', k.document_id, k.pagina, k.citaat, k.methode, k.score
from knelpunten k join documenten d on d.id = k.document_id
union all
select 'knelpunt', k.id, 2, d.datum, 'ook gemeld', a.document_id, a.pagina, a.citaat, a.methode,
       a.score
from knelpunten k
join knelpunten a on a.cluster_id = k.cluster_id and a.id <> k.id
join documenten d on d.id = a.document_id
union all
select o.van_soort, o.van_id, 5, o.datum, o.uitspraak || ' (' || o.wie_zegt || ')', o.document_id,
       o.pagina, o.citaat, o.methode, o.score
from opvolgingen o where o.van_id is not null
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
        "Het spoor van elke motie, toezegging en elk knelpunt: elke stap met citaat en vindplaats.",
        f"""
select s.onderwerp_soort, s.onderwerp_id,
       row_number() over (
           partition by s.onderwerp_soort, s.onderwerp_id
           order by s.datum is null, s.datum, s.rang, s.document_id, s.citaat, s.gebeurtenis,
                    s.pagina, s.methode, s.score
       ) as volgorde,
       s.datum, s.gebeurtenis, s.document_id, s.pagina, s.citaat, b.bron_url, s.methode, s.score
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
