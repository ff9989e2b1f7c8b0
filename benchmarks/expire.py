"""Let the hourly run end a hundred thousand files and a million rows, on a real Postgres with a store in memory.

`python -m benchmarks.expire [--files N] [--rows N]`; the exit status is 0 if memory stays bounded and no statement
reads a large table from end to end.
"""

import argparse
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg

from ebookvoice.usecases.expire import STEPS
from local.migrations import migrate
from local.postgres import Postgres
from tests.fakes import FakeObjects
from tests.world import FakeWorld

MEMORY = 64 * 1024 * 1024
"""Bytes that the run may add to what the process has, store in memory included."""

STAYING = 10
"""Every tenth row has its time before it."""

SEGMENTS = 300
"""Of a job: a long novel."""

ACCOUNTS = 1000

SEED: tuple[LiteralString, ...] = (
    """
    insert into users (id, email)
    select gen_random_uuid(), 'u' || n || '@example.com' from generate_series(1, %(users)s) n
    """,
    "create temp table people as select id, row_number() over () - 1 as seat from users",
    "create index on people (seat)",
    """
    insert into files (id, user_id, kind, key, filename, content_type, size, sha256, state, etag, created_at,
        uploaded_at, expires_at)
    select gen_random_uuid(), p.id, 'book', 'users/' || p.id || '/uploads/' || gen_random_uuid() || '/source', 'f', 't',
        10, 's', 'uploaded', 'e', %(now)s - interval '40 days', %(now)s - interval '40 days',
        %(now)s::timestamptz + case n %% %(staying)s when 0 then interval '1 day' else interval '-1 day' end
    from generate_series(1, %(files)s) n join people p on p.seat = n %% %(users)s
    """,
    "create temp table books as select id, user_id, row_number() over () as n from files",
    """
    insert into jobs (id, user_id, file_id, state, finished_at)
    select gen_random_uuid(), b.user_id, b.id, 'completed',
        case when b.n %% %(staying)s = 0 then %(now)s else %(now)s - interval '3 days' end
    from books b where b.n <= %(rows)s * 6 / 10 / %(segments)s
    """,
    """
    insert into chapters (job_id, number, user_id, title, characters, remaining)
    select id, 0, user_id, 't', 1, 0 from jobs
    """,
    """
    insert into segments (job_id, chapter, number, user_id, text_offset, text_length, characters)
    select j.id, 0, n, j.user_id, 0, 1, 1 from jobs j, generate_series(1, %(segments)s) n
    """,
    """
    insert into sessions (id, user_id, mode, rotated_at, created_at, seen_at, expires_at, agent, language, place)
    select gen_random_uuid(), p.id, 'bearer', t.t, t.t, t.t,
        %(now)s::timestamptz + case n %% %(staying)s when 0 then interval '1 day' else interval '-1 day' end,
        'a', 'en', 'p'
    from generate_series(1, %(rows)s / 10) n join people p on p.seat = n %% %(users)s,
        (select %(now)s::timestamptz - interval '90 days' as t) t
    """,
    """
    insert into challenges (purpose, subject, token_hash, created_at, expires_at)
    select 'magic_link', n, sha256(n::text::bytea), %(now)s - interval '2 days',
        %(now)s::timestamptz + case n %% %(staying)s when 0 then interval '1 day' else interval '-1 day' end
    from generate_series(1, %(rows)s / 20) n
    """,
    """
    insert into rate_limits (key, hits, expires_at)
    select 'k' || n, '{}',
        %(now)s::timestamptz + case n %% %(staying)s when 0 then interval '1 day' else interval '-1 day' end
    from generate_series(1, %(rows)s / 10) n
    """,
    """
    insert into idempotency_keys (user_id, endpoint, key, digest, made, created_at, expires_at)
    select p.id, 'e', n, sha256('x'), '{}', %(now)s - interval '2 days',
        %(now)s::timestamptz + case n %% %(staying)s when 0 then interval '1 day' else interval '-1 day' end
    from generate_series(1, %(rows)s / 20) n join people p on p.seat = n %% %(users)s
    """,
    "insert into credits (user_id, balance) select id, 0 from users",
    """
    insert into credit_events (user_id, kind, amount, job_id)
    select p.id, 'hold', 0, gen_random_uuid()
    from generate_series(1, %(rows)s / 10) n join people p on p.seat = n %% %(users)s
    """,
    "analyze",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of the run has done, and in how many seconds."""

    name: str
    ended: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """The steps, the memory that they took (bytes), and the rows read without an index, by table."""

    steps: list[Step]
    memory: int
    read: dict[str, int]

    @property
    def kept(self) -> bool:
        """Tell whether the bars are kept."""
        return self.memory <= MEMORY and not self.read


def measure(database_url: str, files: int, rows: int) -> Run:
    """Fill a migrated database and run to the end."""
    world = FakeWorld(database_url)
    _fill(world, files, rows)
    before, memory = _read(database_url), _memory()
    steps = [_step(world, name) for name in STEPS]
    world.store.close()
    taken = _memory() - memory
    after = _read(database_url)
    more = {table: read - before.get(table, 0) for table, read in after.items()}
    return Run(steps, taken, {table: read for table, read in more.items() if read})


def _step(world: FakeWorld, name: str) -> Step:
    began, ended, more = time.perf_counter(), 0, True
    while more:
        count, more = STEPS[name](world, lambda: False)
        ended += count
    seconds = time.perf_counter() - began
    # A job is one row; its segments are what takes the time.
    return Step("segments", ended * SEGMENTS, seconds) if name == "jobs" else Step(name, ended, seconds)


def _fill(world: FakeWorld, files: int, rows: int) -> None:
    now = world.clock.now()
    values = {
        "users": ACCOUNTS,
        "files": files,
        "rows": rows,
        "segments": SEGMENTS,
        "staying": STAYING,
        "now": now,
    }
    with psycopg.connect(world.database_url) as connection:
        for statement in SEED:
            connection.execute(statement, values if "%" in statement else None)
        keys = connection.execute("select key from files").fetchall()
    assert isinstance(world.objects, FakeObjects)
    world.objects.objects.update({row[0]: b"ten bytes." for row in keys})


def _read(database_url: str) -> dict[str, int]:
    """Count the rows that were read without an index, so far, of the tables that are large."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        # What a session has read is on record soon after it has ended.
        time.sleep(2)
        found = connection.execute(
            "select relname, seq_tup_read from pg_stat_user_tables where n_live_tup + n_tup_del > 5000"
        ).fetchall()
    return {str(name): int(read) for name, read in found}


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="ebookvoice-") as home,
        Postgres(Path(home) / "postgres", Path(home) / "log") as server,
    ):
        migrate(server.conninfo("postgres"))
        run = measure(server.conninfo("postgres"), options.files, options.rows)
    print(f"{'step':<12}{'ended':>10}{'seconds':>10}{'per 10,000':>12}")
    for step in run.steps:
        each = f"{step.seconds / step.ended * 10_000:.2f} s" if step.ended else ""
        print(f"{step.name:<12}{step.ended:>10,}{step.seconds:>10.2f}{each:>12}")
    print(f"memory: {run.memory / 1024 / 1024:.0f} MB more than before")
    print(f"rows read without an index: {run.read or 'none'}")
    return 0 if run.kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
