"""Search over all passages: a tantivy index with Dutch stems, beside the database of a release."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import tantivy

from corpus import tables
from models.lists import PassageSoort

Row = tuple[str, object]

_STEMMED = "nl"
_HEAP = 128_000_000  # bytes of memory for the writer
# what a passage is shown and filtered with, besides its text
_WORDS = ("document_id", "soort", "bron", "ministerie", "organisatie_id", "passage_soort")
_STORED = ("id", "titel", "sectie", "datum")
FILTERS = ("soort", "ministerie", "organisatie_id", "bron", "document_id")
_MAX_QUERY = 500


def _analyzer() -> tantivy.TextAnalyzer:
    """Words without accents and in lower case, cut to their Dutch stem."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("dutch"))
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("tekst", stored=True, tokenizer_name=_STEMMED)
    builder.add_text_field("kop", stored=False, tokenizer_name=_STEMMED)
    for name in _WORDS:
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in _STORED:
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("dag", indexed=True, fast=True)
    builder.add_integer_field("pagina", stored=True)
    builder.add_integer_field("volgorde", stored=True)
    return builder.build()


class Indexer:
    """Puts the passages of a stream of rows in a new index as they pass by.

    Passages follow the row of their document. Use as a context manager: leaving it without an
    error completes the index.

    Where the index goes on from another (``onto``), it begins with all that is in there but the
    papers of ``leaving``. Files of an index never change once they are written, so those are
    shared (hard links), whichever of the two is removed first; the other index stays as it is.
    """

    def __init__(self, path: Path, onto: Path | None = None, leaving: Iterable[str] = ()) -> None:
        """Raises ``FileExistsError`` where ``path`` is there, ``ValueError`` for a bad index."""
        path.mkdir(parents=True)
        if onto is not None:
            _share(onto, path)
        self._index = tantivy.Index(_schema(), path=str(path), reuse=onto is not None)
        self._index.register_tokenizer(_STEMMED, _analyzer())
        self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for document_id in leaving:
            self._writer.delete_documents_by_term("document_id", document_id)
        self._document: tables.Document | None = None

    def __enter__(self) -> Indexer:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._writer.commit()
            self._writer.wait_merging_threads()

    def passing(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, unchanged; passages are indexed on the way."""
        for name, row in rows:
            if isinstance(row, tables.Document):
                self._document = row
                self._title(row)
            elif isinstance(row, tables.Passage) and self._document:
                self._add(row, self._document)
            yield name, row

    def _title(self, paper: tables.Document) -> None:
        """A paper's title often stands in the register only, not in its text."""
        if paper.titel:
            first = tables.Passage(
                f"{paper.id}-p1", paper.id, 1, None, PassageSoort.KOP, None, paper.titel, None
            )
            self._put(first, paper, "titel")

    def _add(self, row: tables.Passage, paper: tables.Document) -> None:
        repeats = row.tekst == paper.titel or row.soort is PassageSoort.RAND
        if row.tekst.strip() and not repeats:
            self._put(row, paper, row.soort.value)

    def _put(self, row: tables.Passage, paper: tables.Document, soort: str) -> None:
        found = tantivy.Document()
        found.add_text("tekst", row.tekst)
        found.add_text("kop", " ".join(filter(None, (paper.titel, row.sectie))))
        for name, value in (_passage(row, paper) | {"passage_soort": soort}).items():
            if value:
                found.add_text(name, value)
        found.add_integer("dag", paper.datum.toordinal() if paper.datum else 0)
        found.add_integer("volgorde", row.volgorde)
        if row.pagina is not None:
            found.add_integer("pagina", row.pagina)
        self._writer.add_document(found)


# which files an index has, written anew with every change; all others stay as they are
_LISTS = ("meta.json", ".managed.json")


def _share(old: Path, new: Path) -> None:
    """Let a folder hold the index of another: the same files, with lists of its own."""
    for file in old.iterdir():
        if file.name in _LISTS:
            shutil.copyfile(file, new / file.name)
        elif not file.name.endswith(".lock"):
            _link(file, new / file.name)


def _link(file: Path, new: Path) -> None:
    try:
        new.hardlink_to(file)
    except OSError:  # a disk that knows no hard links
        shutil.copyfile(file, new)


def _passage(row: tables.Passage, paper: tables.Document) -> dict[str, str | None]:
    return {
        "id": row.id,
        "document_id": row.document_id,
        "sectie": row.sectie,
        "soort": paper.soort.value,
        "titel": paper.titel or paper.kop,
        "datum": paper.datum.isoformat() if paper.datum else None,
        "bron": paper.bron,
        "ministerie": paper.ministerie,
        "organisatie_id": paper.organisatie_id,
    }


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. ``snippet`` is safe HTML: escaped, matches within ``<b>``."""

    id: str
    document_id: str
    titel: str | None
    soort: str
    datum: str | None
    sectie: str | None
    pagina: int | None
    volgorde: int
    snippet: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query: the exact number of passages and the hits asked for.

    ``melding`` says in Dutch what could not be understood of the query, if anything.
    """

    total: int
    hits: tuple[Hit, ...]
    melding: str | None = None


class Searcher:
    """Answers queries on the index of one release."""

    def __init__(self, path: Path) -> None:
        """Open the index in ``path``; ``ValueError`` where there is none."""
        self._index = tantivy.Index.open(str(path))
        self._index.register_tokenizer(_STEMMED, _analyzer())
        self._searcher = self._index.searcher()

    @property
    def passages(self) -> int:
        """How many passages can be found."""
        return self._searcher.num_docs

    def search(
        self,
        query: str,
        *,
        filters: Mapping[str, str] | None = None,
        limit: int = 20,
        offset: int = 0,
        newest: bool = False,
    ) -> Found:
        """Passages with every word of ``query``, in any Dutch form; best first.

        ``"words together"`` and ``-not`` work as expected; whatever cannot be understood is left
        out and told. ``filters`` (names of :data:`FILTERS` to a value) apply before
        ``limit``. ``newest`` puts the youngest papers first.
        """
        understood, melding = self._parse(query)
        if understood is None:
            return Found(0, (), melding)
        asked = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, understood),
                (tantivy.Occur.Should, self._beneath(query)),
                *self._filters(filters or {}),
            ]
        )
        order = "dag" if newest else None
        result = self._searcher.search(asked, limit=limit, offset=offset, order_by_field=order)
        total: int = result.count  # type: ignore[attr-defined]  # missing from its stubs
        return Found(total, tuple(self._hits(understood, result)), melding)

    def _parse(self, query: str) -> tuple[tantivy.Query | None, str | None]:
        plain = _plain(query)
        if not re.search(r"\w", plain):
            return None, "Geef een of meer zoekwoorden."
        understood, errors = self._index.parse_query_lenient(
            plain, ["tekst"], conjunction_by_default=True
        )
        return understood, "Een deel van de zoekvraag is niet begrepen." if errors else None

    def _beneath(self, query: str) -> tantivy.Query:
        """Passages beneath a title or heading with a word of the query stand a little higher."""
        words = " ".join(re.findall(r"\w+", _plain(query)))
        heading, _ = self._index.parse_query_lenient(words, ["kop"])
        return tantivy.Query.boost_query(heading, 0.3)

    def _filters(self, filters: Mapping[str, str]) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        for name, value in filters.items():
            if name in FILTERS and value:
                term = tantivy.Query.term_query(self._index.schema, name, value, "basic")
                yield tantivy.Occur.Must, tantivy.Query.const_score_query(term, 0.0)

    def _hits(self, query: tantivy.Query, result: tantivy.SearchResult) -> Iterator[Hit]:
        snippets = tantivy.SnippetGenerator.create(
            self._searcher, query, self._index.schema, "tekst"
        )
        snippets.set_max_num_chars(280)
        for score, address in result.hits:
            document = self._searcher.doc(address)
            yield _hit(document, _snippet(snippets, document), float(score))


def _hit(found: tantivy.Document, snippet: str, score: float) -> Hit:
    kept: dict[str, list[Any]] = found.to_dict()
    first: dict[str, Any] = {f.name: next(iter(kept.get(f.name, [])), None) for f in fields(Hit)}
    return Hit(**first | {"snippet": snippet, "score": score})


def _snippet(generator: tantivy.SnippetGenerator, found: tantivy.Document) -> str:
    """The best fragment as safe HTML; the beginning of the text where only the title matched."""
    shown: str = generator.snippet_from_doc(found).to_html()
    return shown or html.escape(str(found.get_first("tekst"))[:280])


# the query language knows fields, ranges, boosts and regular expressions; a visitor types none of
# those: dossier numbers, dates and URLs hold the same signs
_SIGNS = re.compile(r"[^\w\s\"'-]|(?<=\w)-|(?<!\S)-(?!\w)|'")


def _plain(query: str) -> str:
    """The query with its special signs read as spaces; ``-word`` and paired quotes stay."""
    plain = " ".join(_SIGNS.sub(" ", query[:_MAX_QUERY]).split())
    # operators of the language are capitals; in Dutch text OR and AND are words
    return (plain if plain.count('"') % 2 == 0 else plain.replace('"', " ")).lower()
