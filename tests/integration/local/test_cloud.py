"""The cloud begins and ends as a whole."""

import json
import os
import signal
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import IO, Any

import psutil
import psycopg
import pytest

from ebookvoice.settings import Settings
from local.cloud import Cloud, HomeBusyError
from local.environment import ROOT
from local.migrations import migrate
from local.resources import Clients
from tests.integration.local.conftest import TEMPLATE, eventually

PROGRAM = """
import json, sys, threading
from pathlib import Path
import psutil
from local.cloud import Cloud
home, template, migrations = map(Path, sys.argv[1:])
with Cloud(home, template=template, migrations=migrations) as cloud:
    children = psutil.Process().children(recursive=True)
    print(json.dumps({"pids": [child.pid for child in children], "url": cloud.url}), flush=True)
    threading.Event().wait()
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    directory = tmp_path / "migrations"
    directory.mkdir()
    return directory


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def supervisor(home: Path, migrations: Path) -> "tuple[subprocess.Popen[str], list[int]]":
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "layers" / "core")))}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home), str(TEMPLATE), str(migrations)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
        text=True,
    )
    return process, json.loads(_line(process.stdout))["pids"]


def _line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_the_supervisor_and_the_home_stays_usable(
    home: Path, migrations: Path, number: signal.Signals
) -> None:
    process, pids = supervisor(home, migrations)
    assert len(pids) > 3
    process.send_signal(number)
    process.wait(20)
    assert process.stdout is not None
    process.stdout.close()
    eventually(lambda: not any(psutil.pid_exists(pid) for pid in pids))
    with Cloud(home, template=TEMPLATE, migrations=migrations) as cloud:
        assert cloud.processes()


def test_a_home_has_one_user(home: Path, migrations: Path) -> None:
    process, _ = supervisor(home, migrations)
    try:
        with pytest.raises(HomeBusyError) as busy, Cloud(home, template=TEMPLATE, migrations=migrations):
            pass
        assert busy.value.pid == process.pid
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_an_exception_ends_everything(home: Path, migrations: Path) -> None:
    others = psutil.Process().children(recursive=True)
    children: list[psutil.Process] = []

    def fail() -> None:
        with Cloud(home, template=TEMPLATE, migrations=migrations):
            children.extend(child for child in psutil.Process().children(recursive=True) if child not in others)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(children) > 3
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_a_port_that_is_taken_ends_what_had_been_started(home: Path, migrations: Path) -> None:
    with Cloud(home, template=TEMPLATE, migrations=migrations) as cloud:
        port = int(cloud.url.rpartition(":")[2])
        before = {child.pid for child in psutil.Process().children(recursive=True)}
        other = Cloud(home.with_name("other"), port=port, template=TEMPLATE, migrations=migrations)
        with pytest.raises(OSError, match="in use"):
            other.__enter__()
        known = before | {process.pid for process in cloud.processes()}
        others = [child for child in psutil.Process().children(recursive=True) if child.pid not in known]
        # The first cloud's database begins work of its own and ends it soon.
        assert psutil.wait_procs(others, timeout=20)[1] == []


def test_a_console_that_is_gone_stops_no_news(home: Path, migrations: Path) -> None:
    shown: list[str] = []

    def show(mail: EmailMessage) -> None:
        shown.append(mail["subject"])
        if len(shown) == 1:
            raise BrokenPipeError

    with Cloud(home, template=TEMPLATE, migrations=migrations, on_mail=show) as cloud:
        ses = Clients(cloud.access).ses
        for subject in ("one", "two"):
            content: Any = {"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": "Text"}}}}
            to: Any = {"ToAddresses": ["ada@example.com"]}
            ses.send_email(FromEmailAddress=Settings().mail_from, Destination=to, Content=content)
        eventually(lambda: shown == ["one", "two"])
    with Cloud(home, template=TEMPLATE, migrations=migrations) as cloud:
        assert [mail["subject"] for mail in cloud.mails("ada@example.com")] == ["one", "two"]


def test_migrations_run_once_each_and_in_order(home: Path, migrations: Path) -> None:
    (migrations / "20260101000000_first.sql").write_text(
        "create table public.things (id int); insert into things values (1);"
    )
    (migrations / "20260102000000_second.sql").write_text("insert into things select id + 1 from things;")
    with Cloud(home, template=TEMPLATE, migrations=migrations) as cloud:
        database = cloud.database_url("postgres")
        with psycopg.connect(database) as connection:
            assert connection.execute("select array_agg(id order by id) from things").fetchone() == ([1, 2],)
        (migrations / "20260103000000_broken.sql").write_text("insert into things values (3); select 1 / 0;")
        with pytest.raises(psycopg.errors.DivisionByZero):
            migrate(database, migrations)
        (migrations / "20260103000000_broken.sql").write_text("insert into things values (4);")
        assert migrate(database, migrations) == ["20260103000000_broken.sql"]
        with psycopg.connect(database) as connection:
            assert connection.execute("select array_agg(id order by id) from things").fetchone() == ([1, 2, 4],)


def test_the_database_has_what_supabase_has(home: Path, migrations: Path) -> None:
    (migrations / "20260101000000_rows.sql").write_text(
        """
        create table public.notes (owner uuid not null);
        alter table public.notes enable row level security;
        create policy own on public.notes to authenticated using (owner = (select auth.uid()));
        insert into public.notes values ('00000000-0000-4000-8000-000000000001');
        insert into public.notes values ('00000000-0000-4000-8000-000000000002');
        """
    )
    claims = json.dumps({"sub": "00000000-0000-4000-8000-000000000001", "role": "authenticated"})
    with (
        Cloud(home, template=TEMPLATE, migrations=migrations) as cloud,
        psycopg.connect(cloud.database_url("authenticator"), autocommit=True) as connection,
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from public.notes")
        for role, claim, rows in (
            ("authenticated", claims, 1),
            ("authenticated", "", 0),
            ("anon", claims, 0),
            ("service_role", "", 2),
        ):
            with connection.transaction():
                connection.execute(f"set local role {role}")
                connection.execute("select set_config('request.jwt.claims', %s, true)", (claim,))
                assert connection.execute("select count(*) from public.notes").fetchone() == (rows,)
