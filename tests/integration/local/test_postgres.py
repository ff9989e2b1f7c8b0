"""The embedded server starts on what a killed one has left, whoever has its number now."""

import os
import subprocess
from pathlib import Path

import psycopg

from local.postgres import UNPRIVILEGED, Postgres


def test_a_number_that_somebody_else_has_now_keeps_nobody_out(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    with Postgres(data, log):
        running = (data / "postmaster.pid").read_text()
        [lock] = data.with_name("sockets").glob("*.lock")
        beside = lock.read_text()
    number = running.split("\n", 1)[0]
    # The server looks only at processes of its own user.
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    with subprocess.Popen(["/bin/sleep", "60"], user=user) as other:
        try:
            lock.parent.mkdir(exist_ok=True)
            (data / "postmaster.pid").write_text(running.replace(number, str(other.pid), 1))
            lock.write_text(beside.replace(number, str(other.pid), 1))
            with Postgres(data, log) as server, psycopg.connect(server.conninfo("postgres")) as connection:
                assert connection.execute("select 1").fetchone() == (1,)
        finally:
            other.kill()
