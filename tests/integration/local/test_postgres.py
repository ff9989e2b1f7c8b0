"""The embedded server keeps what was committed, and starts on what a killed one has left."""

import os
import signal
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import psycopg
import pytest

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


def write_and_die(data: Path, log: Path) -> None:
    """Commit something, and be killed before anything else can happen."""
    with Postgres(data, log) as server, psycopg.connect(server.conninfo("postgres")) as connection:
        connection.execute("create table kept as select 1 as number")
        connection.commit()
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the server outlives a supervisor that is killed")
def test_what_was_committed_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    process = get_context("spawn").Process(target=write_and_die, args=(data, log))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with Postgres(data, log) as server, psycopg.connect(server.conninfo("postgres")) as connection:
        assert connection.execute("select number from kept").fetchone() == (1,)
    assert "not properly shut down" not in log.read_text()
