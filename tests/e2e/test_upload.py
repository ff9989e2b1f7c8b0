"""`ebookvoice upload`: a large file in parts, killed in the middle; and small files that go up as a form."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from local.cloud import Cloud
from local.environment import Access
from local.resources import Clients
from tests.e2e.books import epub, png
from tests.e2e.reader import Reader, exchange
from tests.unit.api import forms

ROOT = Path(__file__).parents[2]
SECONDS = 90
MIB = 1024 * 1024
SIZE = 80 * MIB + 5
"""Six parts of 16 MiB, the last of five bytes; two of these would not fit into the quota of a free account."""


def command(cloud: Cloud, *arguments: str | Path) -> subprocess.Popen[str]:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "layers" / "core")))
    environment = {**os.environ, "EBOOKVOICE_HOME": str(cloud.home), "PYTHONPATH": paths}
    words = [sys.executable, "-m", "local.cli", "upload", "--url", cloud.url, *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, env=environment, stdout=pipe, stderr=pipe, text=True)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "a large book.txt"
    path.write_bytes(random.Random(7).randbytes(SIZE))  # noqa: S311
    return path


@pytest.fixture
def interrupted(cloud: Cloud, large: Path) -> list[int]:
    """Begin an upload and kill it in the middle; the numbers of the parts that had arrived by then."""
    process = command(cloud, large)
    assert process.stderr
    try:
        for line in process.stderr:
            if line.startswith("uploading: 2 of 6"):
                process.send_signal(signal.SIGKILL)
                break
        assert process.wait(SECONDS) == -signal.SIGKILL
    finally:
        process.kill()
        process.communicate()
    return arrived(cloud.access)


def arrived(access: Access) -> list[int]:
    """List the parts that the store has of the only upload."""
    s3: Any = Clients(access).s3
    for name in (found["Name"] for found in s3.list_buckets()["Buckets"]):
        if uploads := s3.list_multipart_uploads(Bucket=name).get("Uploads"):
            upload = uploads[0]
            parts = s3.list_parts(Bucket=name, Key=upload["Key"], UploadId=upload["UploadId"]).get("Parts", [])
            return [part["PartNumber"] for part in parts]
    return []


def test_an_upload_that_was_killed_goes_on_where_it_was(cloud: Cloud, large: Path, interrupted: list[int]) -> None:
    assert 2 <= len(interrupted) < 6

    process = command(cloud, large, "--json")
    output, errors = process.communicate(timeout=SECONDS)

    assert process.returncode == 0, errors
    told = [line for line in errors.splitlines() if line.startswith("uploading: ")]
    assert told == [f"uploading: {count} of 6 parts" for count in range(len(interrupted), 7)]
    file = json.loads(output)
    assert (file["state"], file["size"], file["filename"]) == ("uploaded", SIZE, large.name)
    assert arrived(cloud.access) == []


@pytest.mark.parametrize("picture", [False, True])
def test_small_files_go_up_at_once(cloud: Cloud, tmp_path: Path, picture: bool) -> None:
    (tmp_path / "file").write_bytes(png() if picture else b"Once upon a time.")

    process = command(cloud, tmp_path / "file", *(["--picture"] if picture else []))
    output, errors = process.communicate(timeout=SECONDS)

    assert process.returncode == 0, errors
    assert output.split()[1] in (("uploaded", "ready") if picture else ("uploaded",))


@pytest.mark.parametrize(
    ("name", "url", "complaint"),
    [
        ("nowhere.txt", None, "there is no file"),
        ("empty.txt", None, "is empty"),
        ("book.txt", "ftp://127.0.0.1", "no address"),
        ("book.txt", "https://books.example.com", "there is no account"),
    ],
)
def test_what_cannot_be_sent_is_a_matter_of_usage(
    cloud: Cloud, tmp_path: Path, name: str, url: str | None, complaint: str
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "book.txt").write_text("Once.")

    process = command(cloud, tmp_path / name, *(("--url", url) if url else ()))
    _, errors = process.communicate(timeout=SECONDS)

    assert (process.returncode, complaint in errors) == (2, True)


def test_a_form_is_converted(reader: Reader) -> None:
    """Through the gateway, which hands binary bodies on in Base64."""
    book = epub({"One": ["First."]}, title="By Form")
    headers = {"Content-Type": forms.TYPE, "Authorization": f"Bearer {reader.token}"}
    body = forms.multipart(book, {"voice": "espeak:en-gb"}, "book.epub", "application/epub+zip")

    status, answer = exchange("POST", f"{reader.url}/api/files/upload", headers, body)

    assert status == 201, answer
    assert reader.audiobook(json.loads(answer)["job"]["id"])["title"] == "By Form"


def test_a_form_that_is_too_large_is_shown_the_other_way(reader: Reader) -> None:
    headers = {"Content-Type": forms.TYPE, "Authorization": f"Bearer {reader.token}"}

    for size in (4 * MIB + 1, 5 * MIB):
        status, answer = exchange("POST", f"{reader.url}/api/files/upload", headers, forms.multipart(b"x" * size))
        assert (status, json.loads(answer)["error"]["code"]) == (413, "body_too_large")
        assert b"POST /api/files" in answer
