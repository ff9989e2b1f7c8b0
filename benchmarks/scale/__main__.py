"""Many people beside one with very many books: the real planner, state machine and database, in simulated time.

`python -m benchmarks.scale [--books N] [--readers N] [--ceiling N]` lets a small user come alone, beside a tenth of the
books and beside all of them, beside a tenth without fair queues, among readers, and with a speech service of limited
concurrency; the exit status is 0 if the bars are kept.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.scale.crowd import Crowd, Outcome, live
from benchmarks.scale.report import Verdict
from benchmarks.scale.setting import Setting
from local.migrations import migrate
from local.postgres import Postgres

Live = Callable[[Crowd, Setting], Outcome]
"""Runs a crowd on a database of its own."""


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--books", type=int, default=1_000, help="of the user who brings very many (1,000)")
    parser.add_argument("--readers", type=int, default=200, help="others, with one to three books each (200)")
    parser.add_argument("--ceiling", type=int, default=16, help="requests that the speech service takes at once (16)")
    options = parser.parse_args()
    with _databases() as run:
        verdict = measure(run, options.books, options.readers, options.ceiling)
    for line in verdict.lines():
        print(line)
    return 0 if verdict.kept else 1


def measure(run: Live, books: int, readers: int, ceiling: int) -> Verdict:
    """Run all crowds, one after the other."""
    setting, few = Setting.measured(), max(1, books // 10)
    return Verdict(
        alone=run(Crowd("alone"), setting),
        few=run(Crowd(f"beside {few:,} books", few), setting),
        many=run(Crowd(f"beside {books:,} books", books), setting),
        plain=run(Crowd(f"beside {few:,}, plain queues", few), replace(setting, fair=False)),
        readers=run(Crowd(f"beside {few:,} and readers", few, readers), setting),
        limited=run(Crowd(f"beside {few:,}, limited service", few), replace(setting, ceiling=ceiling)),
        ceiling=ceiling,
    )


@contextmanager
def _databases() -> Iterator[Live]:
    """Start a Postgres that has a fresh database for every crowd."""
    with (
        tempfile.TemporaryDirectory(prefix="ebookvoice-") as name,
        Postgres(Path(name) / "postgres", Path(name) / "log") as server,
    ):
        address = server.conninfo("postgres")
        migrate(address.replace("/postgres?", "/template1?"))
        numbers = iter(range(100))

        def run(crowd: Crowd, setting: Setting) -> Outcome:
            database = f"crowd_{next(numbers)}"
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
            print(f"{crowd.name} …", file=sys.stderr)
            return live(crowd, address.replace("/postgres?", f"/{database}?"), setting, Path(name))

        yield run


if __name__ == "__main__":
    raise SystemExit(main())
