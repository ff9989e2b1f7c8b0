"""Read every book of a corpus the way that the service does, and say what came of each.

`python -m benchmarks.corpus [FOLDER]`; the exit status is 0 if the bars are kept, 2 if there are no books.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.corpus_report import Account, Report
from ebookvoice.domain.errors import BookRefusedError
from functions.convert.reading_room.room import ReadingRoom
from functions.convert.sealed import ProgramBrokenError

_AT_A_TIME = 2
_NO_BOOKS = ("SOURCES", "README", "LICENSE", "COPYING", "NOTICE", ".")
"""What the names of files begin with that tell about the others."""


def main() -> int:
    """Read and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(os.environ.get("CORPUS") or "../shared/corpus"))
    folder = parser.parse_args().folder
    books = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(_NO_BOOKS))
    if not books:
        print(f"there are no books in {folder}", file=sys.stderr)
        return 2
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        report = Report(list(pool.map(partial(read, folder), books)))
    for line in report.lines():
        print(line)
    return 0 if report.kept else 1


def read(folder: Path, path: Path) -> Account:
    """Read one book in the reading room."""
    group, name = path.relative_to(folder).parent.as_posix(), path.name
    began = time.monotonic()
    try:
        visit = ReadingRoom().visit(path, name)
    except ProgramBrokenError as error:
        return Account(group, name, "broken", time.monotonic() - began, 0, str(error).strip().rpartition("\n")[2])
    outcome, run = visit.outcome, visit.run
    code = outcome.code if isinstance(outcome, BookRefusedError) else None
    return Account(group, name, code, run.seconds, run.memory, run.killed)


if __name__ == "__main__":
    sys.exit(main())
