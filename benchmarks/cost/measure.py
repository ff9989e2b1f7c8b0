"""One book through the real handlers, each invocation measured: what is counted is what the code does.

Processor time is what an invocation used, whatever else the machine had to do; waiting is left to the model.
"""

import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, BinaryIO

import psycopg

from benchmarks.cost.rig import Rig, rig
from ebookvoice.domain.book import Book
from functions.convert.readers.document import DocumentReader
from local.client import Client
from local.credentials import Credentials
from local.mails import Mails, latest_code
from local.transport import Answer, HttpTransport

IMPORTS = 3
"""Times that a handler is imported; the quickest counts."""

IMPORT = "import time, {module}; print(time.process_time())"
BARE = "import time; print(time.process_time())"


class RigTransport(HttpTransport):
    """Asks the handler itself where the address is the API's."""

    def __init__(self, of: Rig) -> None:
        super().__init__()
        self._rig = of

    def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes | BinaryIO | None) -> Answer:
        if not url.startswith(self._rig.url):
            return super().request(method, url, headers, body)
        assert body is None or isinstance(body, bytes)
        return self._rig.request(method, url.removeprefix(self._rig.url), headers, body)


def measure(path: Path) -> dict[str, Any]:
    """Convert the book at `path` and say what that took, and what idle invocations take afterwards."""
    with tempfile.TemporaryDirectory(prefix="ebookvoice-") as name:
        home = Path(name)
        with rig(home) as (measured, database):
            size = _database_size(database)
            client = Client(
                measured.url,
                Credentials.of(home / "account.json"),
                lambda email: latest_code(Mails(home / "mail").to(email)),
                RigTransport(measured),
                pause=lambda _: None,
            )
            job = client.upload(path, {})
            while measured.work():
                pass
            audiobook = client.audiobook(job["id"])
            # Again and again is how a program looks on, and how schedules come by.
            for _ in range(20):
                next(client.follow(job["id"]))
            works = _works(measured)
            grown = _database_size(database) - size
            return {
                "machine": f"{_processor()}, Python {platform.python_version()}",
                "book": _book(DocumentReader().read(path, path.name), audiobook["duration_ms"]),
                "functions": works,
                "messages": measured.received,
                "objects": _objects(measured),
                "database_bytes": grown,
                "idle": _idle(measured),
                "imports": _imports(measured),
            }


def _book(book: Book, duration_ms: int) -> dict[str, Any]:
    texts = [paragraph.text for chapter in book.chapters for paragraph in chapter.paragraphs]
    return {
        "title": book.title,
        "words": sum(len(text.split()) for text in texts),
        "characters": sum(map(len, texts)),
        "chapters": len(book.chapters),
        "audio_seconds": duration_ms / 1000,
    }


def _objects(measured: Rig) -> dict[str, int]:
    """Sum up the bytes that lie in the store, by how long they stay."""
    classes = {"uploads": 0, "intermediates": 0, "audiobooks": 0}
    for page in measured.clients.s3.get_paginator("list_objects_v2").paginate(Bucket=measured.wiring.buckets[0].name):
        for found in page.get("Contents", []):
            key = found["Key"]
            kind = "uploads" if "/uploads/" in key else "audiobooks" if "/audiobooks/" in key else "intermediates"
            classes[kind] += found["Size"]
    return classes


def _idle(measured: Rig) -> dict[str, Any]:
    """Let the schedules run when nothing is left to do; the first time connects and looks around, the second counts."""
    measured.run_schedules()
    measured.meter.works.clear()
    measured.run_schedules()
    return _works(measured)


def _works(measured: Rig) -> dict[str, Any]:
    works = measured.meter.works.items()
    return {name: {**asdict(replace(work, requests={})), "requests": dict(work.requests)} for name, work in works}


def _imports(measured: Rig) -> dict[str, float]:
    """Measure the processor seconds until each handler is imported, beyond those of the bare interpreter."""
    bare = _seconds(BARE)
    modules = {name: f.handler.rpartition(".")[0] for name, f in measured.wiring.functions.items()}
    return {name: round(_seconds(IMPORT.format(module=module)) - bare, 3) for name, module in modules.items()}


def _seconds(code: str) -> float:
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(IMPORTS)]
    return min(float(run.stdout) for run in runs)


def _database_size(database: str) -> int:
    with psycopg.connect(database, autocommit=True) as connection:
        row = connection.execute("select pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])


def _processor() -> str:
    found = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return found[0].partition(":")[2].strip() if found else platform.processor()


def write(path: Path, to: Path) -> None:
    """Measure a book and keep what was found."""
    to.write_text(json.dumps(measure(path), indent=1, sort_keys=True) + "\n")
