"""A book's whole life with a backup: made, copied, lost, still there to be downloaded, and brought back."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from local.client import Client
from local.cloud import Cloud
from local.credentials import Credentials
from local.home import ALONE
from local.provisions import BACKUP_BUCKET
from local.resources import Clients
from tests.e2e.books import epub

ROOT = Path(__file__).parents[2]
SECONDS = 90


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backup-home")


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "layers" / "core")))
    return {**os.environ, "EBOOKVOICE_HOME": str(home), "PYTHONPATH": paths}


def run(environment: dict[str, str], *arguments: str) -> tuple[int, dict[str, list[int]]]:
    """Run a command; return its status and its table, by the names of the rows."""
    words = [sys.executable, "-m", "local.cli", *arguments]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode in (0, 1), done.stderr
    rows = re.findall(r"^([a-z ]+?) {2,}([\d, ]+)$", done.stdout, re.MULTILINE)
    return done.returncode, {name: [int(n.replace(",", "")) for n in figures.split()] for name, figures in rows}


class Visit:
    """A look at a running cloud: its database, its buckets, and the download that its owner asks for."""

    def __init__(self, cloud: Cloud, home: Path) -> None:
        self.cloud = cloud
        self._clients = Clients(cloud.access)
        self._client = Client(cloud.url, Credentials.of(home / "account.json"), lambda _: "")
        [self._bucket] = {b["Name"] for b in self._clients.s3.list_buckets()["Buckets"]} - {BACKUP_BUCKET}

    def files(self) -> dict[str, dict[str, object]]:
        """Read the live files: by their kind, or, what is below an audiobook, by its format."""
        with psycopg.connect(self.cloud.database_url("postgres"), row_factory=dict_row) as connection:
            rows = connection.execute("select * from files where state = 'uploaded'").fetchall()
        return {row["format"] if row["parent_id"] else row["kind"]: row for row in rows}

    def download(self) -> bytes:
        target = io.BytesIO()
        self._client.download(str(self.files()["artifact"]["job_id"]), target)
        return target.getvalue()

    def lose(self, kind: str) -> None:
        """Remove an object from the primary, past the service."""
        self._clients.s3.delete_object(Bucket=self._bucket, Key=str(self.files()[kind]["key"]))

    def spoil_copy(self, kind: str) -> None:
        """Put other bytes in the place of a copy."""
        self._clients.s3.put_object(Bucket=BACKUP_BUCKET, Key=str(self.files()[kind]["key"]), Body=b"rotten")

    def stores(self) -> list[dict[str, bytes]]:
        """Read everything below users/ in the primary and in the backup."""
        return [
            {
                entry["Key"]: self._clients.s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
                for entry in self._clients.s3.list_objects_v2(Bucket=bucket, Prefix="users/").get("Contents", [])
            }
            for bucket in (self._bucket, BACKUP_BUCKET)
        ]


@contextmanager
def visit(home: Path, **overrides: str) -> Iterator[Visit]:
    with Cloud(home, overrides={**ALONE, **overrides}) as cloud:
        yield Visit(cloud, home)


def test_a_life_with_a_backup(home: Path, environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(epub({"One": ["To be kept."]}))
    assert run(environment, "convert", str(tmp_path / "book.epub"), "--out", str(tmp_path))[0] == 0
    audiobook = (tmp_path / "A Book.m4b").read_bytes()
    with visit(home) as there:
        sizes = {name: int(str(file["size"])) for name, file in there.files().items()}
    assert sizes.keys() == {"book", "artifact", "cover", "metadata"}
    assert (sizes["book"], sizes["artifact"]) == ((tmp_path / "book.epub").stat().st_size, len(audiobook))
    size = sum(sizes.values())

    assert run(environment, "replicate", "--dry-run") == (
        0,
        {"to copy": [4, size], "to remove": [0, 0], "to move": [0, 0]},
    )
    status, done = run(environment, "replicate")
    assert (status, done["copied"], done["left"]) == (0, [4, size], [0])
    assert run(environment, "replicate")[1]["copied"] == [0, 0]
    with visit(home) as there:
        primary, backup = there.stores()
        assert sorted(map(len, backup.values())) == sorted(map(len, primary.values()))
        assert primary == backup
        there.lose("artifact")
        assert there.download() == audiobook

    status, done = run(environment, "restore", "--dry-run")
    assert (status, done["to restore"], done["intact"]) == (0, [1, len(audiobook)], [3])
    status, done = run(environment, "restore")
    assert (status, done["restored"], done["failed"]) == (0, [1, len(audiobook)], [0])
    assert run(environment, "restore", "--check", "5") == (0, {"read": [4, size], "different": [0], "failed": [0]})
    with visit(home) as there:
        primary, backup = there.stores()
        assert primary == backup
        assert there.download() == audiobook
        there.spoil_copy("book")

    assert run(environment, "restore", "--check", "5") == (1, {"read": [4, size], "different": [1], "failed": [0]})
    assert run(environment, "replicate")[1]["copied"][0] == 1
    assert run(environment, "restore", "--check", "5")[0] == 0


def test_a_book_that_was_moved_is_there_all_the_same(home: Path, environment: dict[str, str]) -> None:
    """By the function itself, as its schedule calls it."""
    with visit(home, DELETE_FROM_PRIMARY_AFTER_SYNC="1") as there:
        before = there.download()
        assert there.cloud.invoke("ReplicateFunction")["moved"] == 4
        assert {file["storage_location"] for file in there.files().values()} == {"backup"}
        for name in ("artifact", "cover", "metadata", "book"):
            there.lose(name)
        assert there.download() == before
        assert there.stores()[0] == {}
        assert there.cloud.invoke("ReplicateFunction")["moved"] == 0

    assert run(environment, "restore")[1]["restored"][0] == 4
    with visit(home) as there:
        primary, backup = there.stores()
        assert primary == backup
        assert there.download() == before


def test_a_deployment_that_the_environment_names(home: Path, environment: dict[str, str]) -> None:
    """Whether it runs or not; here the running cloud takes its place."""
    with visit(home) as there:
        busy = subprocess.run(
            [sys.executable, "-m", "local.cli", "replicate"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (busy.returncode, "Stop it first" in busy.stderr) == (2, True)
        function = there.cloud.environment("ReplicateFunction")
        named = {
            name: value
            for name, value in function.items()
            if name.startswith(("AWS_", "BACKUP_", "STORE", "BUCKET", "DELETE_FROM_PRIMARY"))
        }
        deployment = {**environment, **named, "DATABASE_URL": there.cloud.database_url()}

        assert run(deployment, "restore", "--check", "10")[1]["read"][0] == 4
        assert run(deployment, "replicate")[1]["copied"] == [0, 0]

        without = {name: value for name, value in deployment.items() if name != "BACKUP_BUCKET"}
        refused = subprocess.run(
            [sys.executable, "-m", "local.cli", "restore"], env=without, capture_output=True, text=True, check=False
        )
        assert (refused.returncode, "BACKUP_BUCKET" in refused.stderr) == (2, True)
        without = {name: value for name, value in deployment.items() if name != "BACKUP_KEEP_DAYS"}
        refused = subprocess.run(
            [sys.executable, "-m", "local.cli", "replicate"], env=without, capture_output=True, text=True, check=False
        )
        assert (refused.returncode, "BACKUP_KEEP_DAYS" in refused.stderr) == (2, True)
