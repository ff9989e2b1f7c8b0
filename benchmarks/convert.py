"""Convert a book through the embedded cloud and compare with the least work that it could be.

`python -m benchmarks.convert BOOK [--voice espeak:NAME] [--home DIR]`; the exit status is 0 if the bars are kept.
"""

import argparse
import os
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from benchmarks.floor import measure as measure_floor
from benchmarks.report import Run, Verdict
from ebookvoice.domain.speech import Voice
from functions.convert.readers.document import DocumentReader
from local.accounting import Usage, measure
from local.client import Client
from local.cloud import Cloud
from local.credentials import Credentials
from local.home import ALONE
from local.mails import latest_code


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("book", type=Path)
    parser.add_argument("--voice", help="an espeak voice (default: by the book's language)")
    parser.add_argument("--home", type=Path, help="a home to keep (default: a fresh one for this run)")
    options = parser.parse_args()
    with ExitStack() as stack:
        home = options.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ebookvoice-")))
        run = convert(options.book, {"voice": options.voice} if options.voice else {}, home)
    book = DocumentReader().read(options.book, options.book.name)
    verdict = Verdict(run, measure_floor(book, Voice.parse(run.audiobook["voice"]).name), os.cpu_count() or 1)
    for line in verdict.lines():
        print(line)
    return 0 if verdict.kept else 1


def convert(book: Path, conversion: dict[str, str], home: Path) -> Run:
    """Send the book through the service, as `ebookvoice convert` does."""
    start, cpu = time.monotonic(), time.process_time()
    with Cloud(home, overrides=ALONE) as cloud, tempfile.TemporaryFile() as file:
        account = Credentials.of(home / "account.json")
        client = Client(cloud.url, account, lambda email: latest_code(cloud.mails(email)))
        started = time.monotonic()
        *_, job = client.follow(client.upload(book, conversion)["id"])
        if job["error"]:
            raise SystemExit(f"{job['error']['code']}: {job['error']['message']}")
        audiobook = client.audiobook(job["id"])
        client.download(job["id"], file)
        usage = list(cloud.usage())
        supervisor = measure("supervisor", os.getpid())
    wall = time.monotonic() - start
    return Run(audiobook, started - start, wall, [*usage, _own(supervisor, time.process_time() - cpu)])


def _own(usage: Usage, cpu_seconds: float) -> Usage:
    # What the system reports for this process holds that of its ended children, who have lines of their own.
    return replace(usage, cpu_seconds=cpu_seconds)


if __name__ == "__main__":
    raise SystemExit(main())
