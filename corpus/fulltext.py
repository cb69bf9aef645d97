"""Full-text search in SQL: FTS5 indexes of words as written and of their Dutch stems.

An index keeps no copy of the text (``content=''``); its rowid is that of the table. What leaves
such an index must be told again in the very words that entered it, so rows are taken out of the
index before they change.
"""

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache

import snowballstemmer

from corpus.tables import TABLES, fts_table

_WORD = re.compile(r"\w+")
_QUERY_PART = re.compile(r'"([^"]*)"|([^\s"]+)')
_STEMMER = snowballstemmer.stemmer("dutch")
_TOKENIZE = "unicode61 remove_diacritics 2"


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


def stems(text: str) -> str:
    """The Dutch stems of the words of ``text``, in order.

    >>> stems("Lange wachttijden")
    'lang wachttijd'
    """
    return " ".join(_stem(word) for word in _WORD.findall(text.lower()))


def match_query(query: str) -> str:
    """What a visitor typed as a full-text query that cannot fail.

    Words match in any Dutch form, every word must occur; ``"a phrase"`` must stand there exactly;
    a word that ends in ``*`` matches what begins with it.
    """
    parts = []
    for phrase, word in _QUERY_PART.findall(query.lower()):
        if phrase:
            parts.append('"' + " ".join(_WORD.findall(phrase)) + '"')
        elif word.endswith("*"):
            parts.append(" ".join(f'"{w}"*' for w in _WORD.findall(word)))
        else:
            parts += [f'("{w}" OR "{_stem(w)}")' for w in _WORD.findall(word)]
    return " AND ".join(part for part in parts if part.strip('"')) or '""'


def create_sql(name: str) -> str:
    """The statement that creates the index of a table."""
    return (
        f"create virtual table [{fts_table(name)}]"
        f" using fts5({_columns(name)}, content='', tokenize='{_TOKENIZE}')"
    )


def add(conn: sqlite3.Connection, name: str, where: str = "1", *values: object) -> None:
    """Put the rows of a table for which ``where`` holds into its index."""
    index = fts_table(name)
    conn.create_function("stems", 1, stems, deterministic=True)
    conn.execute(
        f"insert into [{index}] (rowid, {_columns(name)})"
        f" select rowid, {_words(name)} from main.[{name}] where {where}",
        values,
    )


def remove(conn: sqlite3.Connection, name: str, where: str, *values: object) -> None:
    """Take the rows of a table for which ``where`` holds out of its index, before they change."""
    index = fts_table(name)
    conn.create_function("stems", 1, stems, deterministic=True)
    conn.execute(
        f"insert into [{index}] ([{index}], rowid, {_columns(name)})"
        f" select 'delete', rowid, {_words(name)} from main.[{name}] where {where}",
        values,
    )


def _columns(name: str) -> str:
    return ", ".join((*TABLES[name].search, "stammen"))


def _words(name: str) -> str:
    """What goes into the columns of an index."""
    searched = TABLES[name].search
    text = " || ' ' || ".join(f"coalesce([{column}], '')" for column in searched)
    return f"{', '.join(f'[{column}]' for column in searched)}, stems({text})"
