"""The one polite HTTP client: it says who it is, keeps its pace, tries again, and trusts nobody.

No other module opens a connection. Only the hosts listed here are spoken to (and, for the replay
server, the base addresses the settings name); a redirect is followed only to one of those. A
listed host is always spoken to over https, so that a name that leads elsewhere (to a private
address, say) fails on its certificate.

Whatever goes wrong is a :class:`SourceError` of one line with one of these words as ``soort``:

==================  ===========================================================================
geweigerd           the address, or the one it redirects to, is not on the list or no address
niet_bereikbaar     no connection, no answer in time, or cut off before the answer began
te_druk             status 429 or 503, or the host asks for more rest than we wait
storing             status 408, 425, 500, 502 or 504, each time again
ligt_stil           the host or this service of it failed time after time: not asked any more
status              another status that is no answer (404, 401, …); it will not change by asking;
                    or a 500 of the SyncFeed on bytes, which may just not be there yet
doorgestuurd        more redirects than anybody needs
afgebroken          the body ended before its end, or came in damaged
te_traag            the answer did not come to an end in time
te_groot            the body is larger than we take, packed or unpacked
verpakking          packed in a way we did not ask for
lengte              the bytes are not as many as the source promised (:func:`check_promise`)
controlegetal       the bytes do not have the checksum that the source promised
==================  ===========================================================================
"""

from __future__ import annotations

import hashlib
import io
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import overload

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    wait_exponential,
    wait_random,
)

from corpus.deadline import Deadline, TimedBackend, TooSlowError
from corpus.pace import Health, Host, Turns
from models.problems import SourceError

# the hosts we may speak to (https, default port)
HOSTS: Mapping[str, Host] = {
    "gegevensmagazijn.tweedekamer.nl": Host(0.2, at_once=2, timeout=90.0),
    "www.tweedekamer.nl": Host(1.0),
    # a search of KOOP may take two minutes
    "repository.overheid.nl": Host(1.0, timeout=180.0),
    "zoek.officielebekendmakingen.nl": Host(1.0),
    # a paper takes two or three requests here
    "open.overheid.nl": Host(0.5),
    "www.rijksoverheid.nl": Host(1.0),
    "rijksoverheid.nl": Host(1.0),
    "staatvandeuitvoering.nl": Host(2.0),
    "www.staatvandeuitvoering.nl": Host(2.0),
}
REPLAY = Host(0.0, at_once=4)
IDENTITY = "Kamerspoor/0.1"

_MEGABYTE = 1024 * 1024
_REDIRECTS = {301, 302, 303, 307, 308}
_TOO_BUSY = {429, 503}
_TRY_AGAIN = {408, 425, 500, 502, 504} | _TOO_BUSY
_MOST_REDIRECTS = 5
_LOCATION = "kamerspoor.location"
_PORTS = {"http": 80, "https": 443}
_CONNECT_TIMEOUT = 20.0
_LONGEST_HEADER = 500
# the SyncFeed gives a 500 for bytes it does not have, and rows often come before their bytes
_ABSENT = re.compile(r"/SyncFeed/[^/]+/Resources/")
_ATTEMPTS_AT_ABSENT = 2
_SHA1 = re.compile(r"[0-9a-f]{40}")


class AnswerError(SourceError):
    """There is no good answer; ``soort`` as in the table at the top of this module."""

    def __init__(self, soort: str, melding: str) -> None:
        super().__init__(melding)
        self.soort = soort


class RefusedError(AnswerError):
    """We were sent to an address that we do not go to; nothing was asked there."""

    def __init__(self, melding: str) -> None:
        super().__init__("geweigerd", melding)


class StatusError(AnswerError):
    """The source answered with a status that trying again will not change."""

    def __init__(self, status: int, url: str) -> None:
        melding = f"De bron antwoordt met status {status} op {url}; controleer het adres."
        super().__init__("status", melding)
        self.status = status


class HostDownError(AnswerError):
    """This host, or this service of it, failed so often that it is left alone for a while."""

    def __init__(self, melding: str) -> None:
        super().__init__("ligt_stil", melding)


class _TryAgainError(AnswerError):
    """What may be over in a while.

    ``failing`` is what to hold it against: a host, or a service of it.
    """

    def __init__(self, soort: str, melding: str, failing: str) -> None:
        super().__init__(soort, melding)
        self.failing = failing


class _AbsentError(_TryAgainError):
    """Most likely there is no such thing (yet), though the source calls it a fault of its own."""

    def __init__(self, status: int, url: httpx.URL) -> None:
        melding = (
            f"{url.host} antwoordt met status {status} op {url}: het bestand is er (nog) niet, of"
            " er is een storing; de volgende run probeert het opnieuw."
        )
        super().__init__("status", melding, _service(url))


@dataclass(frozen=True, slots=True)
class Validators:
    """What a source gave to recognise an answer by: its ETag, its Last-Modified."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the address that gave it, its media type as claimed, and all its bytes.

    ``etag`` and ``last_modified`` are as the source wrote them, ``None`` where it gives none.
    ``date`` is the source's own clock (with time zone), where that can be read.
    """

    url: str
    media_type: str
    data: bytes
    etag: str | None = None
    last_modified: str | None = None
    date: datetime | None = None

    @property
    def validators(self) -> Validators:
        """What to ask with next time, to hear whether it has changed."""
        return Validators(self.etag, self.last_modified)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The source says that it is still the answer we know."""

    url: str
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Manners:
    """How long the client waits and how much it takes; times in seconds, sizes in bytes.

    ``timeout`` holds for each wait on the network, ``deadline`` for an attempt from connecting to
    the end of the body, ``patience`` for one request with all its attempts: none begins after it.
    ``longest_wait`` bounds a single wait between two attempts; a host that asks for more is left
    alone for as long as it asks, one that fails ``most_failures`` requests in a row until it shows
    that it is back.
    """

    timeout: float = 60.0
    deadline: float = 600.0
    patience: float = 900.0
    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    most_failures: int = 3
    max_bytes: int = 256 * _MEGABYTE


class Client:
    """One client for a whole run; safe to share between threads.

    ``replay`` are base addresses (``http://127.0.0.1:8123``) that may be spoken to besides
    ``HOSTS``, treated as ``replay_host`` says: scheme, host and port must be exactly those.
    ``sleep`` and ``clock`` are handed in by tests.
    """

    def __init__(
        self,
        *,
        replay: Iterable[str] = (),
        replay_host: Host = REPLAY,
        manners: Manners | None = None,
        identity: str = IDENTITY,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.manners = manners or Manners()
        self._replay = {_origin(httpx.URL(base)): replay_host for base in replay}
        self._sleep = sleep
        self._clock = clock
        self._turns = Turns(sleep, clock)
        self._health = Health(self.manners.most_failures, clock)
        self._http = httpx.Client(
            timeout=self.manners.timeout,
            follow_redirects=False,
            # what a proxy setting says is meant for the outside world, not for loopback
            mounts={origin: httpx.HTTPTransport() for origin in self._replay},
            headers={"User-Agent": identity, "Accept-Encoding": "gzip"},
            event_hooks={"response": [_set_aside_location]},
            # a cookie is let go as soon as it comes
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
        self._deadline = Deadline(clock)
        # the library has no way to hand this in without taking over its proxies as well
        for transport in (self._http._transport, *self._http._mounts.values()):
            if isinstance(transport, httpx.HTTPTransport):
                pool = transport._pool
                pool._network_backend = TimedBackend(pool._network_backend, self._deadline)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    @overload
    def get(self, url: str, params: Mapping[str, str] | None = None) -> Answer: ...

    @overload
    def get(
        self, url: str, params: Mapping[str, str] | None = None, *, known: Validators
    ) -> Answer | Unchanged: ...

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        known: Validators | None = None,
    ) -> Answer | Unchanged:
        """The whole answer to a GET, after as many attempts and redirects as manners allow.

        With ``known`` the source may say that nothing changed since those validators; one that
        knows no such thing just answers.

        Raises :class:`SourceError`, one line, when there is no good answer; its subclasses tell
        more (:class:`StatusError`, :class:`RefusedError`, :class:`HostDownError`).
        """
        target = self._allowed(_parse(url))
        if params:
            target = target.copy_merge_params(dict(params))
        try:
            return self._retrying(target)(self._follow, target, _conditions(known))
        except _AbsentError:
            raise  # says nothing of the papers beside it
        except _TryAgainError as error:
            self._health.note_failure(error.failing)
            raise

    def _retrying(self, url: httpx.URL) -> Retrying:
        """As many attempts as this address deserves; of what keeps failing but one."""
        manners = self.manners
        until = self._clock() + manners.patience
        is_failing = self._health.is_failing(_origin(url), _service(url))
        attempts = 1 if is_failing else manners.attempts
        return Retrying(
            retry=retry_if_exception_type(_TryAgainError),
            stop=lambda state: (
                state.attempt_number >= _most_attempts(state, attempts) or self._clock() >= until
            ),
            # by chance a little more, so that two clients that fail together come back apart
            wait=wait_exponential(manners.first_wait, manners.longest_wait)
            + wait_random(0, manners.first_wait),
            sleep=self._sleep,
            reraise=True,
        )

    def _follow(self, url: httpx.URL, conditions: Mapping[str, str]) -> Answer | Unchanged:
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._once(url, conditions)
            if not isinstance(answer, httpx.URL):
                return answer
            url = self._allowed(answer)
        raise AnswerError("doorgestuurd", f"De bron stuurt te vaak door; laatste adres: {url}.")

    def _once(
        self, url: httpx.URL, conditions: Mapping[str, str]
    ) -> Answer | Unchanged | httpx.URL:
        """One request: an answer, or the address it sends us on to."""
        host = self._replay.get(_origin(url)) or HOSTS[url.host]
        timeout = host.timeout or self.manners.timeout
        if reason := self._health.why_not(_origin(url), _service(url)):
            raise HostDownError(reason)
        with self._turns.at(_origin(url), host):
            self._deadline.begin(self.manners.deadline)
            try:
                with self._http.stream(
                    "GET",
                    url,
                    headers=conditions,
                    timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT_TIMEOUT)),
                ) as response:
                    return self._take(response, url, bool(conditions))
            except TooSlowError:
                raise _TryAgainError(
                    "te_traag",
                    f"Het antwoord op {url} duurt te lang; probeer het later opnieuw.",
                    _service(url),
                ) from None
            except httpx.TransportError as error:
                raise _TryAgainError(
                    "niet_bereikbaar",
                    f"Geen antwoord van {url.host} ({type(error).__name__}); probeer het later"
                    " opnieuw.",
                    _origin(url),
                ) from error

    def _take(
        self, response: httpx.Response, url: httpx.URL, conditional: bool
    ) -> Answer | Unchanged | httpx.URL:
        status = response.status_code
        date = _moment(response.headers.get("date"))
        self._health.note_success(_origin(url))
        if status == 500 and _ABSENT.search(url.path):
            self._health.note_success(_service(url))
            raise _AbsentError(status, url)
        if status in _TRY_AGAIN:
            raise self._busy(response, url, date)
        if status != 200:
            self._health.note_success(_service(url))
            return self._not_an_answer(response, url, conditional)
        data = self._read(response, url)
        self._health.note_success(_service(url))
        return Answer(
            url=str(url),
            media_type=_media_type(response),
            data=data,
            etag=_validator(response, "etag"),
            last_modified=_validator(response, "last-modified"),
            date=date,
        )

    def _not_an_answer(
        self, response: httpx.Response, url: httpx.URL, conditional: bool
    ) -> Unchanged | httpx.URL:
        """What a status other than 200 says: go elsewhere, nothing new, or no such thing."""
        location = response.extensions[_LOCATION]
        if response.status_code in _REDIRECTS and location is not None:
            return _parse_location(url, location)
        if response.status_code == 304 and conditional:
            return Unchanged(str(url), _moment(response.headers.get("date")))
        raise StatusError(response.status_code, str(url))

    def _busy(self, response: httpx.Response, url: httpx.URL, date: datetime | None) -> AnswerError:
        """What a status means that may be over in a while; the whole host gets the rest it asks."""
        status = response.status_code
        wait = _retry_after(response.headers.get("retry-after"), date)
        soort = "te_druk" if status in _TOO_BUSY else "storing"
        if wait > self.manners.longest_wait:
            self._health.leave(_origin(url), wait)
            return AnswerError(
                "te_druk",
                f"{url.host} vraagt om {wait:.0f} seconden rust (status {status}); probeer het"
                " later opnieuw.",
            )
        self._turns.rest(_origin(url), wait)
        return _TryAgainError(
            soort,
            f"{url.host} antwoordt met status {status}; probeer het later opnieuw.",
            _service(url),
        )

    def _read(self, response: httpx.Response, url: httpx.URL) -> bytes:
        """The body, unpacked, never more than ``max_bytes`` of it in memory."""
        body = io.BytesIO()
        try:
            for part in _unpacked(response, url):
                if body.tell() + len(part) > self.manners.max_bytes:
                    raise AnswerError(
                        "te_groot",
                        f"Het antwoord op {url} is groter dan {self.manners.max_bytes} bytes; het"
                        " is niet bewaard.",
                    )
                self._deadline.left()
                body.write(part)
        except httpx.TransportError as error:
            raise _TryAgainError(
                "afgebroken",
                f"Geen volledig antwoord op {url} ({type(error).__name__}); probeer het later"
                " opnieuw.",
                _service(url),
            ) from error
        return body.getvalue()

    def _allowed(self, url: httpx.URL) -> httpx.URL:
        """The address if we may go there; plain http of a listed host becomes https."""
        if not url.userinfo:
            if _origin(url) in self._replay:
                return url
            ours = url.host in HOSTS and url.scheme in _PORTS
            if ours and url.port in (None, _PORTS[url.scheme]):
                return url.copy_with(scheme="https", port=None)
        raise RefusedError(
            f"Adres {_shown(url)} staat niet op de lijst van bronnen; niet opgehaald."
        )


def check_promise(data: bytes, size: int | None = None, sha1: str | None = None) -> None:
    """Hold bytes against what the source said of them beforehand.

    ``size`` in bytes; zero or less is no promise, nor is a ``sha1`` that is none. Raises
    :class:`SourceError` of soort ``lengte`` or ``controlegetal``.
    """
    if size is not None and size > 0 and len(data) != size:
        raise AnswerError(
            "lengte",
            f"Er kwamen {len(data)} bytes waar de bron er {size} belooft; de volgende run probeert"
            " het opnieuw.",
        )
    promised = (sha1 or "").strip().lower()
    if not _SHA1.fullmatch(promised):
        return
    if hashlib.sha1(data, usedforsecurity=False).hexdigest() != promised:
        raise AnswerError(
            "controlegetal",
            "De bytes hebben een ander controlegetal (SHA-1) dan de bron belooft; de volgende run"
            " probeert het opnieuw.",
        )


# addresses


def _parse(url: str) -> httpx.URL:
    try:
        return _readable(httpx.URL(url))
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedError(f"Onleesbaar adres {url[:200]!r}; niet opgehaald.") from error


def _readable(url: httpx.URL) -> httpx.URL:
    """The address; raises :class:`ValueError` where its host (``xn--0``) is no name at all."""
    bool(url.host)  # it is decoded when it is asked for, and only then
    return url


def _parse_location(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return _readable(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedError(
            f"{url.host} stuurt door naar onleesbaar adres {location[:200]!r}; niet opgehaald."
        ) from error


def _most_attempts(state: RetryCallState, attempts: int) -> int:
    """So many attempts in all; at what is most likely not there few are enough."""
    failed = state.outcome.exception() if state.outcome else None
    return min(attempts, _ATTEMPTS_AT_ABSENT) if isinstance(failed, _AbsentError) else attempts


def _origin(url: httpx.URL) -> str:
    host = f"[{url.host}]" if ":" in url.host else url.host
    port = f":{url.port}" if url.port is not None else ""
    return f"{url.scheme}://{host}{port}"


def _service(url: httpx.URL) -> str:
    """A host with the first words of the path, without what differs from paper to paper.

    >>> _service(httpx.URL("https://zoek.officielebekendmakingen.nl/dossier/99001/kst-99001-7.xml"))
    'https://zoek.officielebekendmakingen.nl/dossier'
    """
    words = [part for part in url.path.split("/") if part and not re.search(r"\d", part)]
    return "/".join([_origin(url), *words[:2]])


def _shown(url: httpx.URL) -> str:
    """An address for a message: short, on one line, and without a password."""
    shown = str(url.copy_with(userinfo=b"") if url.host else url)
    return repr(shown[:200])[1:-1]


# headers


def _set_aside_location(response: httpx.Response) -> None:
    """Take the address of a redirect from where the library would look at it, and fail on it."""
    response.extensions[_LOCATION] = response.headers.pop("location", None)


def _media_type(response: httpx.Response) -> str:
    claimed: str = response.headers.get("content-type", "")
    return claimed.partition(";")[0].strip().lower()


def _validator(response: httpx.Response, name: str) -> str | None:
    """A header we can send back one day; ``None`` where it is not fit for that."""
    value: str = response.headers.get(name, "").strip()
    fit = value.isascii() and value.isprintable() and len(value) <= _LONGEST_HEADER
    return value if value and fit else None


def _conditions(known: Validators | None) -> dict[str, str]:
    if known is None:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def _retry_after(value: str | None, date: datetime | None) -> float:
    """Seconds asked for by a Retry-After header: a number, or a moment on the source's own clock.

    ``date`` is what that clock says; where it is unknown ours has to do.
    """
    value = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    moment = _moment(value)
    if moment is None:
        return 0.0
    return max(0.0, (moment - (date or datetime.now(UTC))).total_seconds())


def _moment(value: str | None) -> datetime | None:
    """The moment in a header, with time zone; ``None`` where it is not one."""
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


# bodies


def _unpacked(response: httpx.Response, url: httpx.URL) -> Iterator[bytes]:
    """The body in parts of at most a megabyte, however small it was packed."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        yield from response.iter_raw()
        return
    if packing not in ("gzip", "x-gzip"):
        raise AnswerError(
            "verpakking", f"Het antwoord op {url} is ingepakt als {packing!r}; dat vragen wij niet."
        )
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for chunk in response.iter_raw():
            while chunk:
                if unpacker.eof:  # a body may be packed in more than one piece
                    unpacker = zlib.decompressobj(wbits=31)
                yield unpacker.decompress(chunk, _MEGABYTE)
                chunk = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise _TryAgainError(
            "afgebroken",
            f"Het antwoord op {url} is beschadigd; probeer het later opnieuw.",
            _service(url),
        ) from error
    if not unpacker.eof:
        raise _TryAgainError(
            "afgebroken",
            f"Het antwoord op {url} is afgebroken; probeer het later opnieuw.",
            _service(url),
        )
