"""What a version covers is read from the imports."""

from pathlib import Path

import pytest

from flows import version


def names(module: str) -> set[str]:
    return {file.relative_to(version.ROOT).as_posix() for file in version.sources_of(module)}


@pytest.mark.parametrize(
    ("module", "covered", "left_out"),
    [
        ("flows/read.py", "corpus/sniff.py", "corpus/database.py"),
        ("flows/read.py", "models/document.py", "extractors/moties.py"),
        ("extractors/extract.py", "extractors/patterns/moties.py", "corpus/pdf/pages.py"),
        ("extractors/extract.py", "models/findings.py", "flows/cli.py"),
    ],
)
def test_a_version_covers_what_is_imported(module: str, covered: str, left_out: str) -> None:
    assert covered in names(module)
    assert (version.ROOT / left_out).is_file()
    assert left_out not in names(module)


def test_a_changed_file_changes_the_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "ROOT", tmp_path)
    file = tmp_path / "models" / "rule.py"
    file.parent.mkdir()
    file.write_text("A = 1\n")
    before = version._digest(version.sources_of("models/rule.py"))
    assert version._digest(version.sources_of("models/rule.py")) == before
    file.write_text("A = 2\n")
    assert version._digest(version.sources_of("models/rule.py")) != before


def test_reading_and_extracting_have_their_own_version() -> None:
    assert version.reading_version() != version.extracting_version()
    assert version.program_version().count("+") == 1


# what is changed, and what is then done again
DATA = [
    ("extractors/lexicon/ministeries.toml", {"reading", "extracting", "linking"}),
    ("extractors/lexicon/wetten.toml", {"extracting", "linking"}),
    ("models/trained/woorden.txt.gz", {"reading", "linking"}),
    ("models/trained/motie_ranking.skops", {"linking"}),
]


@pytest.mark.parametrize(("changed", "again"), DATA)
def test_changed_data_does_again_what_reads_it(changed: str, again: set[str]) -> None:
    assert (version.ROOT / changed).is_file()
    read = {"reading": version.WORDS, "extracting": version.NAMES, "linking": version.DATA}
    assert {
        step for step, patterns in read.items() if version.ROOT / changed in version._data(patterns)
    } == again
