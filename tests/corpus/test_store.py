"""Raw files by checksum and their manifest, in a folder and on an object store."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer

from corpus import places
from corpus.places import StoreError
from corpus.store import Store
from models.document import Kenmerken
from models.lists import DocumentSoort
from models.paper import RawFile
from models.problems import UnreadableError, UsageError

BRIEF = RawFile(
    key="officielebekendmakingen:kst-99001-4",
    sha256="",
    media_type="application/pdf",
    bron="officielebekendmakingen",
    bron_url="https://repository.overheid.nl/kst-99001-4.pdf",
    opgehaald_op="2026-11-05T03:00:00+00:00",
    id="kst-99001-4",
    kenmerken=Kenmerken(soort=DocumentSoort.BRIEF, datum=date(2026, 11, 3)),
)
OTHER = replace(BRIEF, key="lokaal:x")


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket of a server on loopback that speaks S3."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "proef")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "proef")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        fsspec.filesystem("s3").mkdir("proefbak")
        yield "s3://proefbak"
    server.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return Store(tmp_path / "store")
    return Store(f"{request.getfixturevalue('bucket')}/{uuid4()}")


def manifest(store: Store) -> Path:
    return Path(store.root) / "manifest.jsonl"


def count_lines(store: Store) -> int:
    return len(store.lines_since(None)[0])


def damage(store: Store, kept: RawFile, data: bytes | None) -> None:
    """Change the bytes of a paper behind the store's back; ``None`` takes them away."""
    name = store._place.find(kept.sha256)
    assert name is not None
    files, root = fsspec.core.url_to_fs(str(store.root))
    path = f"{root}/{name}"
    if data is None:
        files.rm_file(path)
    else:
        files.pipe_file(path, data)


# wherever it lies


def test_what_is_kept_comes_back_whole(store: Store) -> None:
    kept = store.keep(b"%PDF-1.7 brief", BRIEF)
    again = Store(store.root)
    assert again.current() == {BRIEF.key: kept}
    assert again.bytes_of(kept.sha256) == b"%PDF-1.7 brief"
    assert list(again.verify()) == []


def test_an_empty_store_is_empty(store: Store) -> None:
    assert store.current() == {}
    assert store.lines_since(store.lines_since(None)[1])[0] == []
    assert list(store.verify()) == []
    assert store.unnamed() == 0


def test_the_same_again_writes_nothing(store: Store) -> None:
    kept = store.keep(b"%PDF-1.7 brief", BRIEF)
    later = replace(BRIEF, opgehaald_op="2026-11-06T03:00:00+00:00")
    assert store.keep(b"%PDF-1.7 brief", later) == kept
    assert count_lines(store) == 1


@pytest.mark.parametrize(
    ("data", "raw"),
    [
        (b"%PDF-1.7 herdruk", BRIEF),
        (b"%PDF-1.7 brief", replace(BRIEF, bijlage_bij="kst-99001-3")),
    ],
    ids=["other bytes", "other facts"],
)
def test_a_change_is_a_new_line_and_the_old_bytes_stay(
    store: Store, data: bytes, raw: RawFile
) -> None:
    first = store.keep(b"%PDF-1.7 brief", BRIEF)
    second = store.keep(data, raw)
    assert store.current() == {BRIEF.key: second}
    assert count_lines(store) == 2
    assert store.bytes_of(first.sha256) == b"%PDF-1.7 brief"


def test_a_store_sees_what_another_process_appends(store: Store) -> None:
    store.keep(b"een", BRIEF)
    other = Store(store.root).keep(b"twee", OTHER)
    assert store.current()["lokaal:x"] == other


def test_lines_are_followed_from_a_mark(store: Store) -> None:
    first = store.keep(b"een", BRIEF)
    lines, mark = store.lines_since(None)
    assert lines == [first]
    second = store.keep(b"twee", OTHER)
    third = store.note(replace(first, ingetrokken=True))
    lines, mark = store.lines_since(mark)
    assert lines == [second, third]
    assert store.lines_since(mark) == ([], mark)


@pytest.mark.parametrize(
    "mark",
    ["", "7", "99999", "onzin", "3:2026-11-04/1795402800123456-00000000000000ff.jsonl", "1:x"],
)
def test_a_mark_of_another_store_is_the_beginning(store: Store, mark: str) -> None:
    kept = [store.keep(b"een", BRIEF), store.keep(b"twee", OTHER)]
    assert store.lines_since(mark)[0] == kept


def test_an_index_saves_reading_the_manifest(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store.keep(b"een", BRIEF)
    indexed = Store(store.root, index={BRIEF.key: kept}.get)
    monkeypatch.setattr(indexed._place, "since", None)
    assert indexed.keep(b"een", BRIEF) == kept
    other = indexed.keep(b"twee", OTHER)
    assert indexed.keep(b"twee", OTHER) is other
    assert indexed.last(OTHER.key) == other
    assert count_lines(Store(store.root)) == 2


def test_verify_names_what_is_missing_and_changed(store: Store) -> None:
    gone, changed = store.keep(b"weg", BRIEF), store.keep(b"goed", OTHER)
    store.keep(b"heel", replace(BRIEF, key="lokaal:y"))
    damage(store, gone, None)
    damage(store, changed, b"fout")
    seen: list[int] = []
    found = [(problem.subject, problem.soort) for problem in store.verify(seen.append)]
    assert found == [(BRIEF.key, "ontbreekt"), ("lokaal:x", "controlegetal")]
    assert sum(seen) == 3


def test_bytes_without_a_line_are_counted(store: Store) -> None:
    kept = store.keep(b"een", BRIEF)
    orphan = Store(store.root, index=lambda key: replace(OTHER, sha256="5" * 64))
    orphan._place.write("5" * 64, ".pdf", b"weg")
    assert store.unnamed() == 1
    assert store.current() == {BRIEF.key: kept}
    assert list(store.verify()) == []


def test_keeping_again_mends_a_damaged_file(store: Store) -> None:
    kept = store.keep(b"goed", BRIEF)
    damage(store, kept, b"fout")
    with pytest.raises(UnreadableError, match="veranderd"):
        store.bytes_of(kept.sha256)
    store.keep(b"goed", BRIEF)
    assert store.bytes_of(kept.sha256) == b"goed"


@pytest.mark.parametrize("name", ["0" * 64, "../../etc", "", "*"])
def test_bytes_that_are_not_here_are_said_to_be_missing(store: Store, name: str) -> None:
    store.keep(b"een", BRIEF)
    with pytest.raises(UnreadableError) as caught:
        store.bytes_of(name)
    assert caught.value.soort == "ontbreekt"


def test_nothing_is_noted_of_bytes_that_are_not_here(store: Store) -> None:
    with pytest.raises(UnreadableError, match="opnieuw"):
        store.note(replace(BRIEF, sha256="0" * 64))
    assert count_lines(store) == 0


def test_a_withdrawn_paper_keeps_its_bytes(store: Store) -> None:
    kept = store.keep(b"een", BRIEF)
    store.note(replace(kept, ingetrokken=True))
    assert store.current()[BRIEF.key].ingetrokken
    assert store.bytes_of(kept.sha256) == b"een"


DATA = st.sampled_from([b"een", b"twee", b"drie"])
KEYS = st.sampled_from(["koop:1", "koop:2"])
STEPS = st.one_of(
    st.tuples(st.just("keep"), KEYS, DATA),
    st.tuples(st.just("note"), KEYS),
    st.tuples(st.just("killed before its line"), DATA),
    st.tuples(st.just("killed in its line"), st.integers(1, 40)),
    st.tuples(st.just("killed in its bytes"), st.binary(max_size=3)),
    st.tuples(st.just("another process")),
)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, max_size=12))
@pytest.mark.parametrize("kind", ["folder", "objects"])
def test_whatever_was_killed_every_line_has_its_bytes(
    tmp_path_factory: pytest.TempPathFactory, kind: str, steps: list[tuple[str, ...]]
) -> None:
    root = tmp_path_factory.mktemp("store") if kind == "folder" else f"memory://{uuid4()}"
    store, told = Store(root), dict[str, RawFile]()
    for what, *given_ in steps:
        if what == "keep":
            key, data = given_
            told[key] = store.keep(data, replace(BRIEF, key=key))
        elif what == "note" and given_[0] in told:
            told[given_[0]] = store.note(replace(told[given_[0]], ingetrokken=True))
        elif what == "another process":
            store = Store(root)
        else:
            kill(store, what, given_)
    store.keep(b"de nacht erna", OTHER)
    assert {key: raw for key, raw in Store(root).current().items() if key in told} == told
    lines, _ = store.lines_since(None)
    assert all(store.bytes_of(raw.sha256) for raw in lines)
    assert list(store.verify()) == []
    if isinstance(root, Path):
        assert list((root / ".nieuw").iterdir()) == []


def kill(store: Store, what: str, given_: list[object]) -> None:
    """Leave behind what a process leaves that is killed at that point."""
    if what == "killed before its line":
        with pytest.raises(KeyboardInterrupt):
            Store(store.root, index=interrupted).keep(given_[0], BRIEF)  # type: ignore[arg-type]
    elif isinstance(root := store.root, Path):
        if what == "killed in its line" and manifest(store).exists():
            first = manifest(store).read_bytes().splitlines()[0]
            with manifest(store).open("ab") as file:
                file.write(first[: given_[0]])  # type: ignore[misc]
        elif what == "killed in its bytes" and (root / ".nieuw").exists():
            (root / ".nieuw" / "tmpabc").write_bytes(given_[0])  # type: ignore[arg-type]
            # the next to write is another process
            store._place._swept = False  # type: ignore[attr-defined]


def interrupted(key: str) -> RawFile | None:
    raise KeyboardInterrupt


# in a folder


def test_the_folder_is_plain_to_the_eye(folder: Store) -> None:
    kept = folder.keep(b"een", BRIEF)
    assert (Path(folder.root) / kept.sha256[:2] / f"{kept.sha256}.pdf").is_file()
    line = json.loads(manifest(folder).read_text(encoding="utf-8"))
    assert line["kenmerken"] == {"soort": "brief", "datum": "2026-11-03"}


@pytest.mark.parametrize("torn", ['{"key":"half', '{"key":"heel"', "\x00\x00"])
def test_a_line_cut_short_by_a_crash_is_reported_then_mended(folder: Store, torn: str) -> None:
    kept = folder.keep(b"een", BRIEF)
    with manifest(folder).open("a", encoding="utf-8") as file:
        file.write(torn)
    after = Store(folder.root)
    assert after.current() == {BRIEF.key: kept}
    assert [problem.soort for problem in after.verify()] == ["manifest_afgebroken"]
    after.keep(b"twee", OTHER)
    assert list(after.verify()) == []
    assert list(Store(folder.root).current()) == [BRIEF.key, "lokaal:x"]


def test_a_line_that_only_lacks_its_end_is_kept(folder: Store) -> None:
    folder.keep(b"een", BRIEF)
    manifest(folder).write_bytes(manifest(folder).read_bytes().rstrip(b"\n"))
    after = Store(folder.root)
    after.keep(b"twee", OTHER)
    assert list(Store(folder.root).current()) == [BRIEF.key, "lokaal:x"]


def test_verify_names_a_line_that_cannot_be_read(folder: Store) -> None:
    folder.keep(b"een", BRIEF)
    with manifest(folder).open("a", encoding="utf-8") as file:
        file.write("geen json\n")
    folder.keep(b"twee", OTHER)
    (problem,) = folder.verify()
    assert (problem.subject, problem.soort) == ("manifest.jsonl", "manifest_onleesbaar")
    assert "Regel 2" in problem.melding


def test_what_is_still_being_written_is_left_alone(folder: Store) -> None:
    folder.keep(b"een", BRIEF)
    busy = Path(folder.root) / ".nieuw" / "van een ander"
    with folder._place._writing():  # type: ignore[attr-defined]
        busy.write_bytes(b"half")
        Store(folder.root).keep(b"twee", OTHER)
        assert busy.exists()
    Store(folder.root).keep(b"drie", OTHER)
    assert not busy.exists()


def test_a_disk_that_refuses_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("geen map")
    with pytest.raises(StoreError, match="schijf") as caught:
        Store(tmp_path / "store").keep(b"een", BRIEF)
    assert "\n" not in str(caught.value)


KEEP_FOR_EVER = """
import sys
from pathlib import Path
from corpus.store import Store
from models.paper import RawFile

store = Store(Path(sys.argv[1]))
for number in range(1_000_000):
    raw = RawFile(f"proef:{number % 7}", "", "text/plain", "proef", None, "2026-11-05")
    store.keep(f"{number % 11} ".encode() * 20_000, raw)
    print(number, flush=True)
"""


def test_a_process_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    root = tmp_path / "store"
    for kept in (1, 2, 5, 9):
        with subprocess.Popen(
            [sys.executable, "-c", KEEP_FOR_EVER, str(root)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        ) as process:
            assert process.stdout is not None
            for _ in range(kept):
                assert process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)
        assert {problem.soort for problem in Store(root).verify()} <= {"manifest_afgebroken"}
    store = Store(root)
    store.keep(b"de nacht erna", OTHER)
    assert list(store.verify()) == []
    assert list((root / ".nieuw").iterdir()) == []


# on an object store


def names(store: Store) -> list[str]:
    return store._place._names()  # type: ignore[attr-defined, no-any-return]


def put_line(store: Store, name: str, *raws: RawFile) -> None:
    """Lay down lines as another writer does whose clock or connection is its own."""
    lines = [json.dumps({**plain(raw), "key": raw.key}) for raw in raws]
    store._place._put(f"manifest/{name}", "".join(f"{one}\n" for one in lines).encode())  # type: ignore[attr-defined]


def plain(raw: RawFile) -> dict[str, object]:
    return {
        "sha256": raw.sha256,
        "media_type": raw.media_type,
        "bron": raw.bron,
        "bron_url": raw.bron_url,
        "opgehaald_op": raw.opgehaald_op,
    }


@pytest.fixture
def objects() -> Store:
    return Store(f"memory://{uuid4()}")


def test_a_line_that_arrives_late_is_followed_and_the_order_of_names_holds(objects: Store) -> None:
    first = objects.keep(b"een", BRIEF)
    before = names(objects)[0]
    last = objects.keep(b"twee", BRIEF)
    lines, mark = objects.lines_since(None)
    assert lines == [first, last]
    # another writer's line for the same paper, earlier than the last by its name
    moment = int(before[11:27]) + 1
    put_line(
        objects, f"{before[:11]}{moment:016}-{'0' * 16}.jsonl", replace(BRIEF, sha256="a" * 64)
    )
    lines, mark = objects.lines_since(mark)
    assert [raw.sha256[:1] for raw in lines] == [first.sha256[:1], "a", last.sha256[:1]]
    assert lines[-1] == last
    assert objects.lines_since(mark) == ([], mark)
    assert objects.current()[BRIEF.key] == last


def test_a_writer_comes_after_what_it_has_seen_whatever_its_clock_says(objects: Store) -> None:
    ahead = "2099-01-01/4070908800000000-00000000000000ff.jsonl"
    put_line(objects, ahead, replace(BRIEF, sha256="a" * 64))
    kept = objects.keep(b"een", BRIEF)
    assert Store(objects.root).current() == {BRIEF.key: kept}
    assert names(objects)[0] == ahead


def test_an_object_may_hold_more_than_one_line(objects: Store) -> None:
    name = "2026-11-05/1793847600000000-00000000000000ff.jsonl"
    put_line(objects, name, replace(BRIEF, sha256="a" * 64), replace(OTHER, sha256="b" * 64))
    assert list(objects.current()) == [BRIEF.key, OTHER.key]
    assert [problem.soort for problem in objects.verify()] == ["ontbreekt", "ontbreekt"]


def test_only_the_last_days_are_listed_to_go_on(
    objects: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in ("2026-11-03", "2026-11-04", "2026-11-05"):
        put_line(objects, f"{day}/1793847600000000-00000000000000ff.jsonl", BRIEF)
    _, mark = objects.lines_since(None)
    listed: list[str] = []
    inner = objects._place._list  # type: ignore[attr-defined]
    monkeypatch.setattr(objects._place, "_list", lambda name: listed.append(name) or inner(name))
    assert objects.lines_since(mark)[0] == []
    assert listed == ["manifest", "manifest/2026-11-04", "manifest/2026-11-05"]


def test_a_strange_object_in_the_manifest_is_no_line(objects: Store) -> None:
    objects.keep(b"een", BRIEF)
    for name in ("leesmij.txt", "2026-11-05/leesmij.txt", "9999-99-99/x.jsonl"):
        objects._place._put(f"manifest/{name}", b"geen regel")  # type: ignore[attr-defined]
    assert count_lines(Store(objects.root)) == 1
    assert list(objects.verify()) == []


def test_a_store_that_does_not_answer_is_told_in_one_line(bucket: str) -> None:
    with pytest.raises(StoreError, match="bucket") as caught:
        Store("s3://geen-bak/x").keep(b"een", BRIEF)
    assert "\n" not in str(caught.value)


def test_a_secret_in_the_address_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store("memory://wie:geheim@proef")

    def refuse(path: str) -> None:
        raise PermissionError("nee")

    monkeypatch.setattr(store._place._fs, "info", refuse, raising=False)  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="memory://proef") as caught:
        store.keep(b"een", BRIEF)
    assert "geheim" not in str(caught.value)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(url: str, **options: object) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec.core, "url_to_fs", missing)
    with pytest.raises(UsageError, match="installeer het extra s3") as caught:
        Store("s3://bak/x")
    assert "\n" not in str(caught.value)


def test_an_address_of_no_known_kind_is_told_in_one_line() -> None:
    with pytest.raises(UsageError, match="onbekend") as caught:
        Store("onzin://bak")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("root", ["{}/store", "file://{}/store"])
def test_a_path_may_be_written_as_text(tmp_path: Path, root: str) -> None:
    kept = Store(root.format(tmp_path)).keep(b"een", BRIEF)
    assert Store(tmp_path / "store").current() == {BRIEF.key: kept}
    assert isinstance(places.open_place(root.format(tmp_path)), places.Folder)
