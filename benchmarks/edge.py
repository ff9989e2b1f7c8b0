"""Convert a book with a remote voice through the embedded cloud, beside a plain asyncio program that does the same.

`python -m benchmarks.edge`: five chapters, spoken by a stand-in of the service in a process of its own, 0.4 s to the
first byte and 30 × real time, over 16 connections. The exit status is 0 if the bars are kept.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import edge_floor
from benchmarks.edge_report import Record, RemoteRun, RemoteVerdict
from functions.convert.readers.document import DocumentReader
from local.client import Client
from local.cloud import Cloud
from local.credentials import Credentials
from local.home import ALONE
from local.mails import latest_code
from tests.e2e.books import novel
from tests.standins.edge import EdgeProcess, edge_process

VOICE = "en-US-AriaNeural"
CHAPTERS, CHAPTER_CHARACTERS = 5, 36_000


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first-byte", type=float, default=0.4, metavar="SECONDS")
    parser.add_argument("--speed", type=float, default=30.0, metavar="TIMES", help="real time")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--lanes", type=int, default=16, help="requests that one worker may make at once")
    parser.add_argument("--seed", type=int, default=1, help="another one makes another book")
    parser.add_argument("--logs", type=Path, help="a directory to keep the run's home in")
    options = parser.parse_args()
    pace = ("--first-byte", str(options.first_byte), "--speed", str(options.speed))
    with tempfile.TemporaryDirectory(prefix="ebookvoice-") as name:
        book = Path(name) / "book.epub"
        book.write_bytes(novel(options.seed, CHAPTERS, CHAPTER_CHARACTERS))
        texts = edge_floor.requests_of(DocumentReader().read(book, book.name))
        with edge_process(*pace) as service:
            plain = edge_floor.run(service.base, texts, VOICE, options.connections)
            plain_record = Record.of(service.record())
        with edge_process(*pace) as service:
            run = convert(book, service, options.lanes, options.connections, options.logs or Path(name) / "home")
    verdict = RemoteVerdict(run, plain, plain_record, options.connections)
    for line in verdict.lines():
        print(line)
    return 0 if verdict.kept else 1


def convert(book: Path, service: EdgeProcess, lanes: int, connections: int, home: Path) -> RemoteRun:
    """Send the book through the embedded cloud."""
    with _cloud(service, lanes, connections, home) as cloud:
        client = Client(cloud.url, Credentials.of(home / "account.json"), lambda email: latest_code(cloud.mails(email)))
        client.sign_in()
        start = time.time()
        entered: dict[str, float] = {}
        for job in client.follow(client.upload(book, {"voice": f"edge:{VOICE}"})["id"]):
            entered.setdefault(job["state"], time.time() - start)
        if job["error"]:
            raise SystemExit(f"{job['error']['code']}: {job['error']['message']}")
        with tempfile.TemporaryFile() as file:
            client.download(job["id"], file)
        record = Record.of(service.record())
        spoken = {"last answer": max(end for _, end in record.spans) - start}
        return RemoteRun(client.audiobook(job["id"]), {**entered, **spoken}, cloud.usage(), record)


@contextmanager
def _cloud(service: EdgeProcess, lanes: int, connections: int, home: Path) -> Iterator[Cloud]:
    settings = {
        "EBOOKVOICE_EDGE_URL": service.base,
        "EBOOKVOICE_SPEECH_LANES": str(lanes),
        "EDGE_CONCURRENCY": str(connections),
        "SPEECH_ENGINES": "edge,espeak",
    }
    with Cloud(home, overrides={**ALONE, **settings}) as cloud:
        yield cloud


if __name__ == "__main__":
    raise SystemExit(main())
