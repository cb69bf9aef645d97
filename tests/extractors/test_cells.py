import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.cells import Jaren, read_cell, read_number, read_unit, read_years


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1 250", "1250"),
        ("0", "0"),
        ("144*", "144"),
        ("€ 40", "40"),
        ("€ 1.250.000,-", "1250000"),
        ("+ 3,5", "3.5"),
        # below nought, in every way it is printed
        ("-3", "-3"),
        ("– 3,5", "-3.5"),
        ("‒ 9,9", "-9.9"),
        ("−9,9", "-9.9"),
        ("-/- 12", "-12"),
        ("€ -12", "-12"),
        ("(3,5)", "-3.5"),
        ("(€ 1.200)", "-1200"),
        # not one number
        ("2 tot 3", None),
        ("2027-2031", None),
        ("n.v.t.", None),
        ("1.2.3", None),
        ("1.5", None),
        ("12 veren", None),
        ("(3,5", None),
        ("-", None),
        ("", None),
    ],
)
def test_dutch_numbers(text: str, number: str | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "around", "waarde", "eenheid"),
    [
        ("12%", "", "12", "procent"),
        ("12,5 procent", "", "12.5", "procent"),
        ("€ 1,5 mln.", "", "1.5", "mln_euro"),
        ("1,5 miljoen euro", "", "1.5", "mln_euro"),
        ("2 mld", "Kosten in euro", "2", "mld_euro"),
        ("250 dzd", "€", "250", "dzd_euro"),
        ("40 euro", "", "40", "euro"),
        # millions that are nowhere called money are written out
        ("1,5 mln", "Aantal veren", "1500000", None),
        ("12", "", "12", None),
        ("n.v.t.", "", "n.v.t.", "nvt"),
        ("NVT", "", "n.v.t.", "nvt"),
        ("p.m.", "", "p.m.", "pm"),
        ("PM", "", "p.m.", "pm"),
        ("12-3-2027", "", "2027-03-12", "datum"),
        ("12 maart 2027", "", "2027-03-12", "datum"),
    ],
)
def test_what_a_cell_says(text: str, around: str, waarde: str, eenheid: str | None) -> None:
    value = read_cell(text, around)
    assert value is not None
    assert (value.waarde, value.eenheid) == (waarde, eenheid)


@pytest.mark.parametrize("text", ["", "-", "–", "loopt", "maart 2027", "31 februari 2027", "2 à 3"])
def test_words_and_dashes_are_no_value(text: str) -> None:
    assert read_cell(text) is None


@pytest.mark.parametrize(
    ("heading", "years"),
    [
        ("2027", Jaren(2027, 2027)),
        ("Raming 2027", Jaren(2027, 2027)),
        ("2028-2031", Jaren(2028, 2031)),
        ("2028–31", Jaren(2028, 2031)),
        ("2027/28", Jaren(2027, 2028)),
        ("2028 t/m 2031", Jaren(2028, 2031)),
        ("2026 e.v.", Jaren(2026, None)),
        ("2026 en verder", Jaren(2026, None)),
        ("Struc", Jaren(structureel=True)),
        ("struct.", Jaren(structureel=True)),
        ("Structureel vanaf 2030", Jaren(2030, 2030, structureel=True)),
        # two years apart, a year that ends before it begins, an amount
        ("2027 en 2030", Jaren()),
        ("2031-2028", Jaren()),
        ("12.027", Jaren()),
        ("Structuur", Jaren()),
        ("", Jaren()),
    ],
)
def test_years_of_a_heading(heading: str, years: Jaren) -> None:
    assert read_years(heading) == years


@pytest.mark.parametrize(
    ("said", "eenheid"),
    [
        ("bedragen x € mln.", "mln_euro"),
        ("bedragen x € 1 mln.", "mln_euro"),
        ("bedragen x € 1.000.000", "mln_euro"),
        ("in miljoenen euro", "mln_euro"),
        ("bedragen in mld. euro", "mld_euro"),
        ("x € 1.000", "dzd_euro"),
        ("bedragen x 1.000", "dzd_euro"),
        ("in euro", "euro"),
        ("Bedrag", "euro"),
        ("in procenten", "procent"),
        ("Aantal veren", "aantal"),
        # a thousand veren are not a thousand euro, and not one of them
        ("aantallen x 1.000", None),
        ("Raming", None),
        ("Europa", None),
    ],
)
def test_units(said: str, eenheid: str | None) -> None:
    assert read_unit(said) == eenheid


def test_the_unit_said_first_holds() -> None:
    assert read_unit("", "Aandeel in procent", "bedragen x € 1 mln.") == "procent"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_number_comes_back_as_it_was_printed(number: object) -> None:
    printed = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))
    value = read_cell(printed)
    assert value is not None
    assert value.number == number
