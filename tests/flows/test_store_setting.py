"""The papers may lie somewhere else than in the data directory."""

from pathlib import Path
from uuid import uuid4

import pytest

from corpus.shelf import document_shelf
from corpus.store import Store
from flows.add import keep_files
from flows.local import LocalFile
from flows.prepare import _read_job, job_of
from flows.settings import Settings
from models.document import Document


@pytest.mark.parametrize(
    ("address", "place"),
    [(None, "data/store"), ("", "data/store"), ("/mnt/stukken", "/mnt/stukken")],
)
def test_the_store_lies_in_the_data_directory_unless_it_is_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, address: str | None, place: str
) -> None:
    if address is not None:
        monkeypatch.setenv("KAMERSPOOR_STORE", address)
    assert Path(Settings(data_dir=Path("data")).rooms.store) == Path(place)


def test_papers_go_to_an_object_store_and_are_read_from_there(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, store=f"memory://{uuid4()}")
    text = b"De Kamer, gehoord de beraadslaging, verzoekt de regering dit te doen."
    assert keep_files(settings, [LocalFile("brief.txt", text)], lambda done: None) == []
    (raw,) = Store(settings.rooms.store).current().values()
    _read_job(settings.rooms, job_of(raw))
    read = document_shelf(settings.rooms.documents).get(job_of(raw).document_key)
    assert isinstance(read, Document)
    assert list(Store(settings.rooms.store).verify()) == []
    assert not (tmp_path / "store").exists()
