"""Tables without ruling lines, on pages we set ourselves; every word and number is made up."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors.aligned import find_aligned
from extractors.printedtables import rows_of
from models.document import PrintedLine

SIZE, WIDE = 9.0, 5.0
"""Type of nine points, each character five points wide."""


def piece(text: str, top: float, left: float) -> PrintedLine:
    edges = tuple(left + WIDE * index for index in range(len(text) + 1))
    return PrintedLine(text, 1, top, top + SIZE, edges, SIZE)


def drawn(picture: str) -> list[PrintedLine]:
    """Lines as they stand in a picture of a page: two spaces or more part the pieces of a row."""
    lines = []
    for number, row in enumerate(picture.strip("\n").split("\n")):
        at = 0
        for part in row.split("  "):
            if part.strip():
                blank = len(part) - len(part.lstrip())
                lines.append(piece(part.strip(), 11.0 * number, 80 + WIDE * (at + blank)))
            at += len(part) + 2
    return lines


def tables(picture: str) -> list[list[str]]:
    """The rows of each table found, their cells apart by a bar."""
    found, _ = find_aligned(drawn(picture))
    return [
        [" | ".join(" ".join(p.text for p in c.lines) for c in row) for row in rows_of(table.cells)]
        for table in found
    ]


SCHOLEN = """
Hieronder staat wat elke proefschool erbij krijgt in het volgende jaar.

Aantal             Bedrag      Bedrag     Verhoging
veren             (huidig)    (nieuw)
25               € 125.000  € 145.000      € 20.000
50                € 95.000  € 115.000      € 20.000
143                € 1.500    € 2.000         € 500

Daarna gaat de brief verder met een zin die de hele regel vult tot de rand.
"""


def test_right_aligned_amounts_under_headings_of_two_lines() -> None:
    assert tables(SCHOLEN) == [
        [
            "Aantal veren | Bedrag (huidig) | Bedrag (nieuw) | Verhoging",
            "25 | € 125.000 | € 145.000 | € 20.000",
            "50 | € 95.000 | € 115.000 | € 20.000",
            "143 | € 1.500 | € 2.000 | € 500",
        ]
    ]
    _, left = find_aligned(drawn(SCHOLEN))
    assert [line.text[:9] for line in left] == ["Hieronder", "Daarna ga"]


def test_labels_of_several_lines_and_a_heading_over_two_columns() -> None:
    picture = """
                               Raming van de kosten
Post                              2027      2028
Lonen van de mensen
die aan de proef werken            1,5       2,0
Huur                               0,5         -
Onderhoud van de sluizen          10,0      12,0
en de veren
Totaal                            12,0      14,0
"""
    assert tables(picture) == [
        [
            " | Raming van de kosten",
            "Post | 2027 | 2028",
            "Lonen van de mensen die aan de proef werken | 1,5 | 2,0",
            "Huur | 0,5 | -",
            "Onderhoud van de sluizen en de veren | 10,0 | 12,0",
            "Totaal | 12,0 | 14,0",
        ]
    ]


def test_a_cell_without_a_value_stays_in_the_grid() -> None:
    picture = """
Post             2027      2028     Toelichting
Veren             1,5       2,0     loopt door
Sluizen                     2,0     begint later
Wegen             3,0       4,0
Paden            n.v.t.    p.m.     nog onbekend
"""
    (found,) = tables(picture)
    assert found[2:4] == ["Sluizen |  | 2,0 | begint later", "Wegen | 3,0 | 4,0 | "]


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(
            """
De proef is in 2027 begonnen, en duurt tot 2030. In 2028 is 25 procent klaar, en
in 2029 is dat 50 procent. Daarna volgt het verslag over de 12 veren die zijn
gebouwd. Dat verslag is er in 2031, en het telt 40 bladzijden en 3 bijlagen.
""",
            id="running text with numbers",
        ),
        pytest.param(
            """
De Minister van              De Staatssecretaris van
Voorbeeldzaken,              Proefzaken,

A. Proefman                  B. Voorbeeld
""",
            id="two signatures",
        ),
        pytest.param(
            """
Datum            12 maart 2027
Kenmerk          2027
Bijlagen         2
Ons nummer       12
""",
            id="letterhead",
        ),
        pytest.param(
            """
Inleiding                                           3
De proef met de veren                               5
De sluizen                                         12
Slot                                               30
""",
            id="contents",
        ),
        pytest.param(
            """
1        Inleiding                                  3
2        De proef met de veren                      5
3        De sluizen                                12
4        Slot                                      30
""",
            id="contents with numbers",
        ),
        pytest.param(
            """
1.     De proef begint in 2027.
2.     Het verslag volgt daarna.
3.     De kosten zijn bekend.
""",
            id="numbered list",
        ),
        pytest.param(
            """
de veren varen elk uur van de dag en         1.200     3.400
ook in de nacht, zodat niemand hoeft         1.300     3.500
te wachten op de kade, waar het koud         1.400     3.600
is en de wind altijd uit zee waait.          1.500     3.700
""",
            id="a column of text beside one of numbers",
        ),
        pytest.param(
            """
De veren varen elk uur van de     De sluizen gaan open als er een
dag, ook in de nacht, zodat er    schip komt, en dicht als het is
niemand hoeft te wachten op de    gepasseerd. Dat duurt een kwart
kade, want daar is het koud.      van een uur, en kost niets.
""",
            id="two columns of text",
        ),
        pytest.param(
            """
Lonen             1,5       2,0
Huur              0,5       1,0
""",
            id="two rows are too few",
        ),
        pytest.param(
            """
Lonen             1,5
Huur                     0,5
Reizen                          0,2
""",
            id="not aligned",
        ),
    ],
)
def test_what_is_no_table(picture: str) -> None:
    assert tables(picture) == []


@example([("Lonen", 0, 0), *((text, row, column) for row in range(3)
                             for column, text in enumerate(("Lonen", "1,5")))])  # fmt: skip
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Lonen", "1,5", "2.000", "12", "de veren", "€ 3", "n.v.t.", "2027"]),
            st.integers(0, 8),
            st.integers(0, 3),
        ),
        max_size=40,
    )
)
def test_any_lines_keep_every_character_once(rows: list[tuple[str, int, int]]) -> None:
    lines = [piece(text, 11.0 * top, 80 + 70.0 * left) for text, top, left in rows]
    found, rest = find_aligned(lines)
    inside = [one.text for table in found for cell in table.cells for one in cell.lines]
    kept = [*inside, *(line.text for line in rest)]
    assert sorted(kept) == sorted(line.text for line in lines)
    for table in found:
        assert len(rows_of(table.cells)) >= 3
        assert all(
            sum(c.columns for c in row) == len(table.columns) for row in rows_of(table.cells)
        )
