"""Serve a dataset in the foreground: ``python -m corpus.replay FOLDER [--port N]``.

Prints its address, and the settings with which ``kamerspoor`` takes it for the outside world.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from corpus.replay import ADDRESSES, FAULTS, Fault, Replay, random_faults

# as bad as at the sources themselves; of themselves faults are over fast, for the tests. A bomb is
# larger than the client takes.
_AS_BAD: Mapping[str, float] = {"500_stall": 30, "slow": 60, "gzip_bomb": 300}


def read_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """What is given on the command line, with the faults it comes down to as ``faults``."""
    parser = argparse.ArgumentParser(
        prog="python -m corpus.replay",
        description="Een dataset naspelen op dit apparaat, met de protocollen van de bronnen.",
    )
    parser.add_argument("dataset", type=Path, help="de map (zie corpus/replay/__init__.py)")
    parser.add_argument("--port", type=int, default=0, help="0: een vrije poort")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        choices=sorted(FAULTS),
        metavar="STORING",
        help="een storing, of meer: " + ", ".join(sorted(FAULTS)),
    )
    parser.add_argument("--times", type=int, help="hoe vaak elke storing toeslaat (zonder: altijd)")
    parser.add_argument("--after", type=int, default=0, help="hoeveel vragen eerst goed gaan")
    parser.add_argument("--each", action="store_true", help="tel per adres, niet over alles heen")
    parser.add_argument("--on", default="", help="alleen adressen met deze tekst")
    parser.add_argument(
        "--value", type=float, help="seconden, megabytes, uren of positie, naar de storing"
    )
    parser.add_argument("--seed", type=int, help="een mengsel van storingen dat vanzelf overgaat")
    parser.add_argument(
        "--etags", action="store_true", help="bestanden zeggen wanneer zij veranderden"
    )
    parser.add_argument("--later", action="store_true", help="ook wat een tweede nacht brengt")
    given = parser.parse_args(arguments)
    given.faults = [_fault(name, given) for name in given.fault]
    if given.seed is not None:
        given.faults += random_faults(given.seed)
    return given


def main(arguments: list[str] | None = None) -> None:
    """Serve until interrupted; the first line printed is the address."""
    given = read_arguments(arguments)
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    with Replay(given.dataset, given.port, given.faults) as replay:
        replay.etags = given.etags
        if given.later:
            replay.advance()
        sys.stdout.write(f"{replay.url}\n")
        for name, path in ADDRESSES.items():
            sys.stdout.write(f"export KAMERSPOOR_{name.upper()}_URL={replay.url}{path}\n")
        host = replay.url.partition("//")[2]
        sys.stdout.write(f"export KAMERSPOOR_EXTRA_HOSTS='[\"{host}\"]'\n")
        sys.stdout.flush()
        done.wait()


def _fault(name: str, given: argparse.Namespace) -> Fault:
    value = _AS_BAD.get(name) if given.value is None else given.value
    return Fault(name, given.times, given.on, given.after, given.each, value)


if __name__ == "__main__":
    main()
