"""The main job on real papers, measured: seconds, peak memory, rows per table, what failed.

    python -m bench.main_job [--data FOLDER] [--seeds FOLDER] [--keep DIR]

Runs `load-register` on the bulk rows and `add` on the papers, in an empty data directory, each as
the command a user would type. Peak memory is that of the largest process (resident set).
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared"
REGISTER = ("odata/zaak_moties.jsonl.gz", "odata/zaak_met_documenten.jsonl.gz")
PAPERS = ("moties/xml", "brieven", "kamervragen", "kamerstukken")


def measure(data_dir: Path, command: str, paths: list[Path]) -> None:
    """Run one command and print how long it took and how much memory it has needed at most."""
    line = [sys.executable, "-m", "flows.cli", "--data-dir", str(data_dir), command]
    begun = time.perf_counter()
    done = subprocess.run([*line, *map(str, paths)], check=False)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{command}: {seconds:.1f} s, peak {peak:.0f} MB so far, exit code {done.returncode}")


def report(database: Path) -> None:
    """Rows per table, and every file that failed and why."""
    connection = sqlite3.connect(f"file:{database.resolve()}?mode=ro", uri=True)
    tables = "select name from sqlite_master where type = 'table' and sql not like '%VIRTUAL%'"
    for (name,) in connection.execute(f"{tables} order by name").fetchall():
        if "_fts" not in name:
            (count,) = connection.execute(f"select count(*) from [{name}]").fetchone()
            print(f"  {name:32} {count:>9,}")
    for row in connection.execute("select onderwerp, stap, soort, melding from problemen"):
        print("  problem:", *row)
    print(f"  kamer.db: {database.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Measure the main job."""
    parser = argparse.ArgumentParser(description="The main job on real papers, measured.")
    parser.add_argument("--data", type=Path, default=SHARED / "data")
    parser.add_argument("--seeds", type=Path, default=SHARED / "seeds")
    parser.add_argument("--keep", type=Path, help="use and keep this (empty) data directory")
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"no real papers at {options.data}: nothing to measure")
    with tempfile.TemporaryDirectory() as scratch:
        data_dir = options.keep or Path(scratch)
        measure(data_dir, "load-register", [options.data / name for name in REGISTER])
        measure(data_dir, "add", [*(options.data / name for name in PAPERS), options.seeds])
        report(data_dir / "current" / "kamer.db")


if __name__ == "__main__":
    main()
