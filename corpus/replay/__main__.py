"""Serve a dataset in the foreground: ``python -m corpus.replay FOLDER [--port N]``.

Prints its address, and the settings with which ``kamerspoor`` takes it for the outside world.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from corpus.replay import ADDRESSES, FAULTS, Fault, Replay, random_faults


def main(arguments: list[str] | None = None) -> None:
    """Serve until interrupted; the first line printed is the address."""
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
    parser.add_argument("--on", default="", help="alleen adressen met deze tekst")
    parser.add_argument("--seed", type=int, help="een mengsel van storingen dat vanzelf overgaat")
    parser.add_argument("--etags", action="store_true", help="KOOP zegt wanneer iets veranderde")
    parser.add_argument("--later", action="store_true", help="ook wat een tweede nacht brengt")
    given = parser.parse_args(arguments)
    faults = [Fault(name, times=given.times, on=given.on) for name in given.fault]
    if given.seed is not None:
        faults += random_faults(given.seed)
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    with Replay(given.dataset, given.port, faults) as replay:
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


if __name__ == "__main__":
    main()
