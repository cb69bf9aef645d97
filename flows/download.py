"""One paper from its source: which of its forms, and whether the bytes are what was promised.

A source often offers a paper in several forms. The first is the one we would rather read; a later
one is taken where the earlier one is not there or is something else than the paper. As that may be
over tomorrow, the better form is asked for again in the next runs. A source that gives no answer
at all is not asked for another form at once; only when that has not helped for some runs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import urlsplit

from corpus.client import (
    Answer,
    AnswerError,
    Client,
    StatusError,
    Unchanged,
    Validators,
    check_promise,
)
from corpus.sniff import DOC, DOCX, HTML, ODT, PDF, RTF, XML, sniff
from corpus.sources import FileAt, SourceItem
from models.problems import KamerspoorError, UnreadableError

# tries of a paper before a form that keeps failing is given up for a lesser one
PATIENCE = 2
_GONE = {404, 410}
# a page that says so itself, in its address or its first words, is no error that goes over
_SAYS_GONE = (b"404", b"niet gevonden", b"not found", b"bestaat niet")
_HEAD = 2048
# a short title with one of these words is that of an error page
_ERROR_TITLE = re.compile(
    rb"<title>(?=[^<]{0,60}<)[^<]*\b(?:4\d\d|5\d\d|fout|error|storing|onderhoud|niet gevonden"
    rb"|not found)\b",
    re.IGNORECASE,
)
# the source gave no answer (the words of corpus.client); this may be over in a while
NO_ANSWER = frozenset(
    {"niet_bereikbaar", "te_druk", "storing", "ligt_stil", "afgebroken", "te_traag"}
)
# the bytes were cut off on the way, or are being replaced
_CUT_OFF = frozenset({"lengte", "controlegetal", "leeg"})
# Word arrives under the label of a PDF, for hours after a paper is published
_WORDY = frozenset({PDF, DOC, DOCX, ODT, RTF})


@dataclass(frozen=True, slots=True)
class Download:
    """The bytes of a paper: what they are by their content, and the form they came in.

    ``data`` is ``None`` where the source says that the bytes we hold are still the ones.
    ``missed`` is why a better form could not be had, ``None`` where this is the best there is.
    ``validators`` is by what the source recognises these bytes.
    """

    data: bytes | None
    media_type: str
    file: FileAt
    missed: KamerspoorError | None = None
    validators: Validators = field(default_factory=Validators)


class BadBytesError(AnswerError):
    """Bytes came, but not those of the paper; ``soort`` says what is wrong with them."""


class _NoSuchFormError(BadBytesError):
    """The source does not have the paper in this form."""


def download(
    client: Client,
    item: SourceItem,
    pogingen: int = 0,
    known: Mapping[str, Validators] = MappingProxyType({}),
) -> Download:
    """The best form of ``item`` that can be had, after ``pogingen`` tries that failed.

    ``known`` is by what the source recognises the bytes held, by their address.

    Raises :class:`KamerspoorError` with the reason why the best form could not be had; nothing of
    what came is to be kept then.
    """
    failed: list[KamerspoorError] = []
    for file in item.files:
        try:
            came = _form(client, item, file, known.get(file.url))
        except KamerspoorError as error:
            if _may_be_over(error) and pogingen < PATIENCE:
                raise
            failed.append(error)
        else:
            return replace(came, missed=_telling(failed) if failed else None)
    raise _telling(failed)


def _may_be_over(error: KamerspoorError) -> bool:
    """Whether the source gave no answer, or bytes that were cut off on the way."""
    return error.soort in NO_ANSWER | _CUT_OFF


def _telling(failed: list[KamerspoorError]) -> KamerspoorError:
    """The first that says what is wrong, rather than that a form is not there."""
    return next((one for one in failed if not isinstance(one, _NoSuchFormError)), failed[0])


def _form(client: Client, item: SourceItem, file: FileAt, known: Validators | None) -> Download:
    try:
        answer = client.get(file.url, known=known) if known else client.get(file.url)
    except StatusError as error:
        if error.status in _GONE:
            raise _NoSuchFormError(error.soort, str(error)) from error
        raise
    if isinstance(answer, Unchanged):
        return Download(None, "", file)
    check_promise(answer.data, file.size, file.sha1)
    try:
        media_type = sniff(answer.data, item.naam)
    except UnreadableError as error:
        raise BadBytesError(error.soort, _UNREADABLE.format(file.url, error)) from error
    if media_type == HTML and _is_error_page(answer, file):
        raise _error_page(answer, file)
    if not _keeps_promise(media_type, file.media_type):
        raise BadBytesError(
            "ander_soort", _OTHER_KIND.format(file.url, media_type, file.media_type)
        )
    return Download(answer.data, media_type, file, validators=answer.validators)


def _is_error_page(answer: Answer, file: FileAt) -> bool:
    """Whether a page stands where a paper should; a paper that is a page has its own title."""
    if file.media_type != HTML:
        return True
    return _is_elsewhere(answer, file) or bool(_ERROR_TITLE.search(answer.data[:_HEAD]))


def _is_elsewhere(answer: Answer, file: FileAt) -> bool:
    return urlsplit(answer.url).path != urlsplit(file.url).path


def _error_page(answer: Answer, file: FileAt) -> BadBytesError:
    said = answer.data[:_HEAD].lower()
    if _is_elsewhere(answer, file) or any(words in said for words in _SAYS_GONE):
        return _NoSuchFormError("foutpagina", _ERROR_PAGE.format(file.url))
    return BadBytesError("foutpagina", _ERROR_PAGE.format(file.url))


def _keeps_promise(media_type: str, promised: str | None) -> bool:
    if promised is None or media_type == promised:
        return True
    if promised == PDF:
        return media_type in _WORDY
    # XML, PDF and HTML are told for certain; of other kinds the label is not worth much
    return promised not in (XML, HTML) and media_type not in (XML, HTML)


_ERROR_PAGE = "Op {} staat een foutpagina in plaats van het stuk; de volgende run probeert opnieuw."
_OTHER_KIND = "Op {} staat {} waar {} was beloofd; de volgende run probeert het opnieuw."
_UNREADABLE = "Wat op {} staat is geen stuk ({}); de volgende run probeert het opnieuw."
