"""The one polite HTTP client: it says who it is, keeps its pace, tries again, and trusts nobody.

No other module opens a connection. Only the hosts listed here are spoken to (and, for the replay
server, the base addresses the settings name); a redirect is followed only to one of those.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from models.problems import SourceError

# the hosts we may speak to (https, default port) and the seconds between two requests to each
HOSTS: Mapping[str, float] = {
    "gegevensmagazijn.tweedekamer.nl": 0.2,
    "repository.overheid.nl": 1.0,
    "zoek.officielebekendmakingen.nl": 1.0,
    "open.overheid.nl": 0.5,
    "www.rijksoverheid.nl": 1.0,
    "rijksoverheid.nl": 1.0,
}
IDENTITY = "Kamerspoor/0.1"

_MEGABYTE = 1024 * 1024
_REDIRECTS = {301, 302, 303, 307, 308}
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_MOST_REDIRECTS = 5


class StatusError(SourceError):
    """The source answered with a status that trying again will not change."""

    def __init__(self, status: int, url: str) -> None:
        super().__init__(f"De bron antwoordt met status {status} op {url}; controleer het adres.")
        self.status = status


class _TryAgainError(SourceError):
    """What may be over in a while; ``wait`` is how many seconds the source asks for."""

    def __init__(self, melding: str, wait: float = 0.0) -> None:
        super().__init__(melding)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the address that gave it, its media type as claimed, and all its bytes."""

    url: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Manners:
    """How long the client waits and how much it takes; times in seconds, sizes in bytes.

    ``timeout`` holds for each wait on the network, ``deadline`` for a whole answer. A source that
    asks to stay away for longer than ``longest_wait`` is left alone until the next run.
    """

    timeout: float = 60.0
    deadline: float = 600.0
    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    max_bytes: int = 256 * _MEGABYTE


class Client:
    """One client for a whole run; safe to share between threads.

    ``replay`` are base addresses (``http://127.0.0.1:8123``) that may be spoken to besides
    ``HOSTS``: scheme, host and port must be exactly those. ``sleep`` and ``clock`` are handed in
    by tests.
    """

    def __init__(
        self,
        *,
        replay: Iterable[str] = (),
        manners: Manners | None = None,
        identity: str = IDENTITY,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.manners = manners or Manners()
        self._replay = frozenset(_origin(httpx.URL(base)) for base in replay)
        self._sleep = sleep
        self._clock = clock
        self._pace = _Pace(sleep, clock)
        self._http = httpx.Client(
            timeout=self.manners.timeout,
            follow_redirects=False,
            # what a proxy setting says is meant for the outside world, not for loopback
            mounts={origin: httpx.HTTPTransport() for origin in self._replay},
            headers={"User-Agent": identity, "Accept-Encoding": "gzip"},
        )

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

    def get(self, url: str, params: Mapping[str, str] | None = None) -> Answer:
        """The whole answer to a GET, after as many attempts and redirects as manners allow.

        Raises :class:`SourceError`, one line, when there is no good answer; its subclass
        :class:`StatusError` tells the status where the source gave one that will not change.
        """
        target = self._allowed(_parse(url))
        if params:
            target = target.copy_merge_params(dict(params))
        retrying = Retrying(
            retry=retry_if_exception_type(_TryAgainError),
            stop=stop_after_attempt(self.manners.attempts),
            wait=self._wait,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(self._follow, target)

    def _wait(self, state: RetryCallState) -> float:
        manners = self.manners
        backoff = wait_exponential(manners.first_wait, manners.longest_wait)(state)
        # so that two clients that fail together do not come back together
        backoff += wait_random(0, manners.first_wait)(state)
        error = state.outcome.exception() if state.outcome else None
        return max(backoff, error.wait if isinstance(error, _TryAgainError) else 0.0)

    def _follow(self, url: httpx.URL) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._once(url)
            if isinstance(answer, Answer):
                return answer
            url = self._allowed(answer)
        raise SourceError(f"De bron stuurt te vaak door; laatste adres: {url}.")

    def _once(self, url: httpx.URL) -> Answer | httpx.URL:
        """One request: an answer, or the address it sends us on to."""
        self._pace.keep(url.host, 0.0 if _origin(url) in self._replay else HOSTS[url.host])
        try:
            with self._http.stream("GET", url) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    return _parse(str(url.join(response.headers["location"])))
                self._check_status(response, url)
                return Answer(str(url), _media_type(response), self._read(response, url))
        except httpx.TransportError as error:
            raise _TryAgainError(
                f"Geen volledig antwoord van {url.host} ({type(error).__name__}); probeer het later"
                " opnieuw."
            ) from error
        except httpx.InvalidURL as error:
            raise SourceError(f"De bron stuurt door naar een onleesbaar adres: {error}.") from error

    def _check_status(self, response: httpx.Response, url: httpx.URL) -> None:
        status = response.status_code
        if status in _TRY_AGAIN:
            wait = _retry_after(response.headers.get("retry-after"))
            if wait > self.manners.longest_wait:
                raise SourceError(
                    f"{url.host} vraagt om {wait:.0f} seconden rust (status {status}); probeer het"
                    " later opnieuw."
                )
            raise _TryAgainError(
                f"{url.host} antwoordt met status {status}; probeer het later opnieuw.", wait
            )
        if status != 200:
            raise StatusError(status, str(url))

    def _read(self, response: httpx.Response, url: httpx.URL) -> bytes:
        """The body, unpacked, never more than ``max_bytes`` of it in memory."""
        parts: list[bytes] = []
        size = 0
        until = self._clock() + self.manners.deadline
        for part in _unpacked(response, url):
            size += len(part)
            if size > self.manners.max_bytes:
                raise SourceError(
                    f"Het antwoord op {url} is groter dan {self.manners.max_bytes} bytes; het is"
                    " niet bewaard."
                )
            if self._clock() > until:
                raise _TryAgainError(f"Het antwoord op {url} duurt te lang; probeer het later.")
            parts.append(part)
        return b"".join(parts)

    def _allowed(self, url: httpx.URL) -> httpx.URL:
        """The address if we may go there; plain http of a listed host becomes https."""
        if not url.userinfo:
            if _origin(url) in self._replay:
                return url
            if url.host in HOSTS and url.port is None and url.scheme in ("http", "https"):
                return url.copy_with(scheme="https")
        raise SourceError(
            f"Adres {url.scheme}://{url.host} staat niet op de lijst van bronnen; niet opgehaald."
        )


class _Pace:
    """Keeps the requests to one host apart, whatever the number of threads."""

    def __init__(self, sleep: Callable[[float], None], clock: Callable[[], float]) -> None:
        self._sleep = sleep
        self._clock = clock
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def keep(self, host: str, seconds: float) -> None:
        """Wait for our turn at ``host``; the turn after that comes ``seconds`` later."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(host, now))
            self._free_at[host] = turn + seconds
        if turn > now:
            self._sleep(turn - now)


def _parse(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError(f"Onleesbaar adres: {url[:200]!r}.") from error


def _origin(url: httpx.URL) -> str:
    port = f":{url.port}" if url.port is not None else ""
    return f"{url.scheme}://{url.host}{port}"


def _media_type(response: httpx.Response) -> str:
    claimed: str = response.headers.get("content-type", "")
    return claimed.partition(";")[0].strip().lower()


def _retry_after(value: str | None) -> float:
    """Seconds asked for by a Retry-After header: a number, or a date."""
    if not value:
        return 0.0
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _unpacked(response: httpx.Response, url: httpx.URL) -> Iterator[bytes]:
    """The body in parts of at most a megabyte, however small it was packed."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        yield from response.iter_raw()
        return
    if packing not in ("gzip", "x-gzip"):
        raise SourceError(
            f"Het antwoord op {url} is ingepakt als {packing!r}; dat vragen wij niet."
        )
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for chunk in response.iter_raw():
            while chunk:
                yield unpacker.decompress(chunk, _MEGABYTE)
                chunk = unpacker.unconsumed_tail
    except zlib.error as error:
        raise _TryAgainError(f"Het antwoord op {url} is beschadigd; probeer het later.") from error
    if not unpacker.eof:
        raise _TryAgainError(f"Het antwoord op {url} is afgebroken; probeer het later opnieuw.")
