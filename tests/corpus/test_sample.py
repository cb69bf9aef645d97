"""The sample that ships: what its maker writes, consistent with itself and plainly fictional."""

import json
import re
from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from lxml import etree

from bench.make_sample import PAPERS, SAMPLE, make
from bench.sample.ids import paper_id
from bench.sample.pdf_brieven import PDF_BRIEVEN
from bench.sample.shapes import NOTICE, Bijlage, MotiePaper, Tabel
from bench.sample.world import DOSSIERS, FRACTIES, LEDEN
from corpus.sniff import sniff

SEATS = 150
BROKEN = "blg-9900202"
SCAN = "blg-9900201"


def rows(entity: str) -> list[dict]:
    lines = (SAMPLE / "odata" / f"{entity}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def records() -> list[dict]:
    lines = (SAMPLE / "koop" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def living(entity: str) -> list[dict]:
    return [row for row in rows(entity) if row["Verwijderd"] is False]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def decisions() -> list[dict]:
    return [besluit for zaak in living("Zaak") for besluit in zaak["Besluit"]]


def printed_text(data: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


@pytest.fixture(scope="module")
def pdfs() -> dict[str, bytes]:
    found = {path.stem: path.read_bytes() for path in (SAMPLE / "papers").glob("*.pdf")}
    found |= {path.stem: path.read_bytes() for path in (SAMPLE / "resources").glob("*.pdf")}
    return found


def test_the_maker_writes_exactly_what_ships(tmp_path: Path) -> None:
    make(tmp_path / "sample")
    made, shipped = files(tmp_path / "sample"), files(SAMPLE)
    assert made.keys() == shipped.keys()
    assert [name for name in made if made[name] != shipped[name]] == []


def test_it_is_small_and_rich() -> None:
    assert sum(map(len, files(SAMPLE).values())) < 1_500_000
    kinds = Counter(type(paper).__name__ for paper in PAPERS)
    assert kinds["MotiePaper"] >= 18
    assert kinds["Brief"] >= 10
    assert kinds["Bijlage"] >= 8
    assert {"Vragen", "Handeling", "Stuk"} <= kinds.keys()
    assert sum(isinstance(p, Bijlage) and p.titel.startswith("Stand van") for p in PAPERS) == 6


# every paper says that it is made up


@pytest.mark.parametrize("path", sorted((SAMPLE / "papers").glob("*.xml")), ids=lambda p: p.stem)
def test_typeset_papers_carry_the_notice(path: Path) -> None:
    root = etree.parse(path).getroot()
    assert NOTICE in "".join(root.itertext())
    assert root.tag == "officiele-publicatie"


def test_every_printed_page_carries_the_notice(pdfs: dict[str, bytes]) -> None:
    for name, data in pdfs.items():
        if sniff(data, name) == "application/pdf" and name not in unreadable():
            assert all(NOTICE in page for page in printed_text(data)), name


def unreadable() -> set[str]:
    """The papers without text, by name of their file: the scan and the one cut off."""
    ids = {
        row["HuidigeDocumentVersie"]["ExterneIdentifier"]: row["Id"] for row in living("Document")
    }
    return {SCAN, BROKEN, ids[SCAN], ids[BROKEN]}


def test_also_the_scan_and_the_broken_paper_say_it_in_their_bytes(pdfs: dict[str, bytes]) -> None:
    assert NOTICE.encode() in pdfs[SCAN]
    assert NOTICE.encode() in pdfs[BROKEN]


# two papers cannot be read, in two ways


def test_the_scan_is_a_page_without_text(pdfs: dict[str, bytes]) -> None:
    assert printed_text(pdfs[SCAN]) == [""]
    with pypdfium2.PdfDocument(pdfs[SCAN]) as pdf:
        dark = pdf[0].render(scale=0.5).to_pil().convert("L").histogram()[0]
    assert dark > 50


def test_the_broken_paper_begins_as_a_pdf_and_cannot_be_opened(pdfs: dict[str, bytes]) -> None:
    assert pdfs[BROKEN].startswith(b"%PDF-")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(pdfs[BROKEN])


# identifiers hold together


@pytest.mark.parametrize(
    "entity", ["Zaak", "Document", "Persoon", "Fractie", "Toezegging", "Commissie"]
)
def test_ids_are_unique(entity: str) -> None:
    assert max(Counter(row["Id"] for row in rows(entity)).values()) == 1
    numbers = [row.get("Nummer") or row.get("DocumentNummer") for row in living(entity)]
    assert max(Counter(numbers).values()) == 1


def test_votes_and_decisions_have_ids_of_their_own() -> None:
    votes = [vote["Id"] for besluit in decisions() for vote in besluit["Stemming"]]
    assert len(votes) == len(set(votes))
    assert len(decisions()) == len({besluit["Id"] for besluit in decisions()})


def test_every_listed_paper_is_there_and_every_paper_is_listed() -> None:
    listed = {path for record in records() for path in record["manifestations"].values()}
    held = {path for path in files(SAMPLE) if path.startswith("papers/")}
    assert listed == held
    assert len({record["identifier"] for record in records()}) == len(records())


def test_the_register_and_the_listing_agree() -> None:
    known = {record["identifier"]: record for record in records()}
    for document in living("Document"):
        identifier = document["HuidigeDocumentVersie"]["ExterneIdentifier"]
        if identifier is None:
            assert len(list((SAMPLE / "resources").glob(f"{document['Id']}.*"))) == 1
            continue
        forms = {
            p["DocumentType"].lower()
            for p in document["HuidigeDocumentVersie"]["DocumentPublicatie"]
        }
        assert forms == known[identifier]["manifestations"].keys()
        assert document["Datum"].startswith(known[identifier]["date"])


def test_typeset_papers_say_the_number_they_are_filed_under() -> None:
    for record in records():
        path = record["manifestations"].get("xml")
        if path and record["identifier"].startswith("kst-"):
            root = etree.parse(SAMPLE / path).getroot()
            assert root.findtext(".//ondernummer") == record["ondernummer"]
            assert record["identifier"] == f"kst-{record['dossiernummer']}-{record['ondernummer']}"


def test_attachments_belong_to_papers_that_are_there() -> None:
    known = {record["identifier"] for record in records()}
    owners = [record["hoofddocument"] for record in records() if "hoofddocument" in record]
    assert len(owners) == 9
    assert set(owners) <= known


def test_every_citation_of_a_fictional_paper_has_a_paper() -> None:
    known = {paper_id(paper) for paper in PAPERS}
    for path in (SAMPLE / "papers").glob("*.xml"):
        cited = re.findall(r'extref doc="(kst-[^"]+)"', path.read_text(encoding="utf-8"))
        assert set(cited) <= known, path.name


def test_everything_is_in_fictional_dossiers() -> None:
    assert all(str(dossier.nummer).startswith("99") for dossier in DOSSIERS.values())
    assert all(paper.dossier in DOSSIERS for paper in PAPERS if isinstance(paper, MotiePaper))


# votes


def test_there_are_150_seats_and_as_many_members() -> None:
    assert sum(fractie.zetels for fractie in FRACTIES) == SEATS
    assert Counter(lid.fractie for lid in LEDEN) == {f.afkorting: f.zetels for f in FRACTIES}


def test_every_vote_by_hand_adds_up_to_150() -> None:
    by_hand = [b for b in decisions() if b["StemmingsSoort"] == "Met handopsteken"]
    assert len(by_hand) >= 18
    for besluit in by_hand:
        seats = Counter[str]()
        for vote in besluit["Stemming"]:
            seats[vote["Soort"]] += vote["FractieGrootte"]
        assert seats.total() == SEATS
        assert (seats["Voor"] > seats["Tegen"]) == (besluit["BesluitTekst"] == "Aangenomen.")


def test_the_roll_call_has_a_row_per_member_and_one_mistake() -> None:
    (besluit,) = [b for b in decisions() if b["StemmingsSoort"] == "Hoofdelijk"]
    votes = besluit["Stemming"]
    count = Counter(vote["Soort"] for vote in votes)
    assert len({vote["Persoon_Id"] for vote in votes}) == len(votes) == SEATS
    assert sum(vote["Vergissing"] for vote in votes) == 1
    assert count["Niet deelgenomen"] == 6
    assert besluit["BesluitTekst"] == f"Aangenomen. ({count['Voor']}-{count['Tegen']})"
    assert count["Voor"] > count["Tegen"]


def test_what_the_chamber_did_comes_in_every_kind() -> None:
    assert {besluit["BesluitSoort"] for besluit in decisions()} >= {
        "Ingediend",
        "Stemmen - aangenomen",
        "Stemmen - verworpen",
        "Stemmen - aangehouden",
        "Stemmen - ingetrokken",
        "Stemmen - vervallen",
        "Overgenomen",
    }


def test_changed_moties_point_at_the_one_they_replace() -> None:
    by_id = {row["Id"]: row for row in living("Zaak")}
    chains = [row for row in by_id.values() if row["VervangenVanuit"]]
    assert len(chains) == 4
    for row in chains:
        older = by_id[row["VervangenVanuit"][0]["Id"]]
        dossier = row["Kamerstukdossier"][0]["Nummer"]
        assert row["Onderwerp"].endswith(f"(t.v.v. {dossier}-{older['Volgnummer']})")
        assert row["GestartOp"] >= older["GestartOp"]


# the tables in print


def amounts(row: list[str | None]) -> list[int]:
    """The amounts of a row in tenths."""
    return [round(float((cell or "").replace(",", ".")) * 10) for cell in row[1:]]


def test_the_budget_table_adds_up_as_printed(pdfs: dict[str, bytes]) -> None:
    with pdfplumber.open(SAMPLE / "papers" / "kst-99200-XV-8.pdf") as pdf:
        (table,) = pdf.pages[0].extract_tables()
    *parts, total = table[1:]
    assert total[0] == "Totaal"
    assert [sum(column) for column in zip(*map(amounts, parts), strict=True)] == amounts(total)


def test_the_status_table_has_nine_rows_over_two_pages_and_a_note_between() -> None:
    with pdfplumber.open(SAMPLE / "papers" / "kst-99001-17.pdf") as pdf:
        tables = [page.extract_tables() for page in pdf.pages]
        first = pdf.pages[0].extract_text()
    assert [len(found) for found in tables] == [1, 1]
    cells = [row for (table,) in tables for row in table]
    assert [row[0] for row in cells if row[0] != "Nr."] == [str(n) for n in range(1, 10)]
    assert sum(row[0] == "Nr." for row in cells) == 2
    assert "De tussenrapportage is te vinden onder documentnummer 2025D90044." in first


def test_letters_repeat_date_and_reference_in_the_margin(pdfs: dict[str, bytes]) -> None:
    pages = printed_text(pdfs["kst-99001-9"])
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        assert "Onze referentie" in page
        assert "VBZ/2024/0617-09" in page
        assert f"Pagina {number} van 2" in page


def test_letters_tear_words_at_line_ends(pdfs: dict[str, bytes]) -> None:
    with pdfplumber.open(SAMPLE / "papers" / "kst-99001-9.pdf") as pdf:
        lines = pdf.pages[0].extract_text().splitlines()
    assert any(line.endswith("-") and after[0].islower() for line, after in pairwise(lines))


def test_a_note_that_is_cited_twice_is_printed_once(pdfs: dict[str, bytes]) -> None:
    letter = next(letter for letter in PDF_BRIEVEN if letter.nummer == 9)
    text = "".join(getattr(block, "text", "") for block in letter.blocks)
    assert text.count("[^2]") == 2
    assert "".join(printed_text(pdfs["kst-99001-9"])).count("Kamerstuk 99 001, nr. 3.") == 1


def test_tables_are_as_wide_as_their_head() -> None:
    tables = [b for p in PDF_BRIEVEN for b in p.blocks if isinstance(b, Tabel)]
    for table in tables:
        assert {len(row) for row in (*table.rows, table.head, table.widths)} == {len(table.head)}


# the traps of the source


def test_the_rows_hold_the_traps_of_the_source() -> None:
    zaken, promises = rows("Zaak"), rows("Toezegging")
    assert [row["Onderwerp"] for row in zaken if row["Verwijderd"]] == [None]
    assert [row["Achternaam"] for row in rows("Persoon") if row["Verwijderd"] is None] == [None]
    assert any(row["DatumNakoming"] == "0001-01-01T00:00:00Z" for row in promises)
    assert any("Notities" in row for row in promises)
    assert any(isinstance(row["KamerbriefNakoming"], str) for row in promises)
    assert any(row["Volgnummer"] == -1 for row in zaken)
    assert "Oordeel Kamer, mits verduidelijkt" in {row["Kabinetsappreciatie"] for row in zaken}


def later(name: str) -> list[dict]:
    lines = (SAMPLE / "later" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_letter_is_withdrawn_on_a_later_day() -> None:
    (gone,) = [row for row in later("odata/Document") if row["Verwijderd"]]
    before = next(row for row in rows("Document") if row["Id"] == gone["Id"])
    assert before["Verwijderd"] is False
    assert gone["Verwijderd"] is True
    assert gone["Onderwerp"] is None
    assert gone["ApiGewijzigdOp"] > before["ApiGewijzigdOp"]
    assert (SAMPLE / "resources" / f"{gone['Id']}.pdf").exists()


def test_one_paper_is_known_by_a_number_only_and_one_to_the_chamber_only() -> None:
    numeric = next(record for record in records() if record["identifier"] == "kst-1999001")
    assert numeric["manifestations"].keys() == {"pdf"}
    assert "dossiernummer" not in numeric
    only_here = [
        row
        for row in living("Document")
        if row["HuidigeDocumentVersie"]["ExterneIdentifier"] is None
    ]
    assert len(only_here) == 3


def test_everything_of_a_later_day_changed_after_all_before() -> None:
    for entity in ("Document", "Zaak"):
        last = max(row["ApiGewijzigdOp"] or "" for row in rows(entity))
        assert min(row["ApiGewijzigdOp"] for row in later(f"odata/{entity}")) > last
    assert min(one["modified"] for one in later("koop/records")) > max(
        one["modified"] for one in records()
    )


def test_a_paper_known_by_a_number_gets_its_real_identifier_later() -> None:
    real, old = later("koop/records")[:2]
    assert (old["identifier"], old["isReplacedBy"]) == ("kst-1999001", real["identifier"])
    assert real["manifestations"]["pdf"] == old["manifestations"]["pdf"]
    assert (SAMPLE / "later" / real["manifestations"]["xml"]).exists()
    (document,) = [row for row in later("odata/Document") if row["Volgnummer"] == 28]
    assert document["HuidigeDocumentVersie"]["ExterneIdentifier"] == real["identifier"]
    assert document["Kamerstukdossier"]


def test_a_held_motie_is_voted_on_later() -> None:
    (after,) = later("odata/Zaak")
    (before,) = [row for row in rows("Zaak") if row["Id"] == after["Id"]]
    assert before["Besluit"] == after["Besluit"][:-1]
    assert before["Besluit"][-1]["BesluitSoort"].startswith("Stemmen - aangehouden")
    assert after["Besluit"][-1]["BesluitSoort"] == "Stemmen - aangenomen"
    assert sum(vote["FractieGrootte"] for vote in after["Besluit"][-1]["Stemming"]) == SEATS


def test_a_paper_is_put_right_later() -> None:
    record = later("koop/records")[2]
    path = record["manifestations"]["xml"]
    old, new = (SAMPLE / path).read_bytes(), (SAMPLE / "later" / path).read_bytes()
    assert old != new
    assert len(old) - 20 < len(new) < len(old) + 20


def test_a_document_labelled_pdf_is_word_at_first() -> None:
    (word,) = (SAMPLE / "resources").glob("*.docx")
    (row,) = [row for row in living("Document") if row["Id"] == word.stem]
    data = word.read_bytes()
    assert (row["ContentType"], row["ContentLength"]) == ("application/pdf", len(data))
    assert sniff(data, word.name) != "application/pdf"
    assert NOTICE.encode() in data
    (after,) = [one for one in later("odata/Document") if one["Id"] == word.stem]
    pdf = (SAMPLE / "later" / "resources" / f"{word.stem}.pdf").read_bytes()
    assert after["ContentLength"] == len(pdf) != len(data)
    assert all(NOTICE in page for page in printed_text(pdf))


# other sources


def read(name: str) -> list[dict]:
    lines = (SAMPLE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_open_overheid_has_one_paper_alone_and_others_twice() -> None:
    held = {one["titel"]: one.get("bestand") for one in read("openoverheid/documents.jsonl")}
    paths = list(held.values())
    assert [path for path in paths if path and path.startswith("openoverheid/")] == [
        "openoverheid/stand-van-de-uitvoering-2026-schetsarchief.pdf"
    ]
    listed = {path for record in records() for path in record["manifestations"].values()}
    assert len([path for path in paths if path in listed]) == 2
    assert paths.count(None) == 1
    alone = (SAMPLE / paths[0]).read_bytes()
    assert all(NOTICE in page for page in printed_text(alone))


def test_the_search_feed_names_the_paper_that_is_nowhere_else() -> None:
    (item,) = read("rss/items.jsonl")
    (document,) = [
        one for one in read("openoverheid/documents.jsonl") if one["titel"] == item["title"]
    ]
    assert document["weblocatie"].endswith(item["link"])


def test_the_same_letter_went_to_both_chambers() -> None:
    def paragraphs(name: str) -> list[str]:
        root = etree.parse(SAMPLE / "papers" / f"{name}.xml").getroot()
        return ["".join(al.itertext()) for al in root.iter("al")]

    second, first = paragraphs("kst-99002-1"), paragraphs("kst-99002-A")
    assert (second[0], first[0]) == (
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
        "Aan de Voorzitter van de Eerste Kamer der Staten-Generaal",
    )
    assert second[1:] == first[1:]
    creators = {one["identifier"]: one["creator"] for one in records()}
    assert creators["kst-99002-A"] == "Eerste Kamer der Staten-Generaal"


def test_the_eerste_kamer_lists_its_promises_by_number() -> None:
    root = etree.parse(SAMPLE / "papers" / "kst-99001-A.xml").getroot()
    cells = ["".join(entry.itertext()) for entry in root.iter("entry")]
    assert [cell for cell in cells if re.fullmatch(r"T0\d{4}", cell)] == [
        "T09901",
        "T09902",
        "T09903",
    ]
    assert root.find(".//ondernummer").get("kamer") == "1"


def test_dates_run_from_december_2023_to_november_2026() -> None:
    days = sorted(datetime.fromisoformat(row["Datum"]).date() for row in living("Document"))
    assert days[0] == date(2023, 12, 11)
    assert days[-1] == date(2026, 11, 4)
    assert {row["Vergaderjaar"] for row in living("Document")} >= {
        "2023-2024",
        "2024-2025",
        "2025-2026",
    }
