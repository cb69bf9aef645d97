"""The parts of a packed paper (docx, odt), unpacked no further than a paper needs."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from corpus.markup import parse_part
from models.problems import UnreadableError

# all parts of one paper together; elements without words take some thirty times this in memory
MOST_BYTES = 32 * 1024 * 1024
# markup packs well, but not like this; small parts are left alone, a repeated line packs better
MOST_RATIO = 200
_SMALL = 1024 * 1024
_ENCRYPTED = 0x1
# other ways of packing may ask for more memory than the part itself
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_TROUBLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(ValueError, NotImplementedError, RuntimeError),
)


class Parts:
    """The parts of one packed file; ``name`` is how a person knows its kind ("docx").

    Every part counts towards one bound. Raises :class:`UnreadableError` from each method:
    ``te_groot`` for a part that unpacks to too much, ``versleuteld`` for one with a password,
    ``kapotte_`` and the kind for a damaged file.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.broken = f"kapotte_{name}"
        self._left = MOST_BYTES
        with self._guarded():
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._names = frozenset(self._archive.namelist())

    def tree(self, path: str) -> etree._Element | None:
        """The tree of the XML part at ``path``; ``None`` where there is no such part."""
        data = self.read(path)
        return None if data is None else parse_part(data, self.broken, self.name)

    def read(self, path: str) -> bytes | None:
        """The bytes of the part at ``path``; ``None`` where there is no such part."""
        if path not in self._names:
            return None
        with self._guarded():
            info = self._archive.getinfo(path)
            if info.flag_bits & _ENCRYPTED:
                raise self.encrypted()
            if info.compress_type not in _METHODS:
                raise self._damaged()
            # what the list says of the size is only a claim; what is read decides
            most = min(self._left, max(_SMALL, MOST_RATIO * info.compress_size))
            with self._archive.open(info) as part:
                data = part.read(most + 1)
        if len(data) > most or info.file_size > most:
            raise UnreadableError(
                "te_groot",
                f"Dit {self.name}-bestand wordt bij het uitpakken te groot voor een stuk; "
                "bied de pdf aan.",
            )
        self._left -= len(data)
        return data

    def encrypted(self) -> UnreadableError:
        """What to say of a file that asks for a password."""
        return UnreadableError(
            "versleuteld",
            f"Dit {self.name}-bestand is met een wachtwoord versleuteld; "
            "vraag de bron om een open versie.",
        )

    def _damaged(self) -> UnreadableError:
        return UnreadableError(
            self.broken,
            f"Dit {self.name}-bestand is beschadigd; haal het opnieuw op of bied de pdf aan.",
        )

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except _TROUBLE as error:
            raise self._damaged() from error
