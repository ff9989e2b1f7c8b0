"""What a listener chooses, as the command line takes it."""

import argparse
import re
from pathlib import Path

from ebookvoice.domain.choice import Pronunciation
from local.ending import UsageError

MAX_PARTS = 5_000
"""As many as the API takes."""

_RANGE = re.compile(r"(s?)([1-9][0-9]{0,5})(?:-(s?)([1-9][0-9]{0,5}))?")
_ENTRY = re.compile(r"(?P<word>[^\t]*?)\s*(?:\t|=>)\s*(?P<spoken>.*)")


def parts_of(text: str) -> tuple[str, ...]:
    """Read ids of parts: `1-5,8,s1` is 1, 2, 3, 4, 5, 8 and s1. Raises ArgumentTypeError."""
    found: list[str] = []
    for item in text.split(","):
        match = _RANGE.fullmatch(item.strip())
        if not match:
            raise argparse.ArgumentTypeError(f"{item.strip()!r} is no part; write them as 1-5,8,s1")
        kind, first, last = match[1], int(match[2]), int(match[4] or match[2])
        if last < first or (match[3] and not kind) or len(found) + last - first >= MAX_PARTS:
            raise argparse.ArgumentTypeError(f"{item.strip()!r} goes from nowhere to nowhere, or too far")
        found += [f"{kind}{number}" for number in range(first, last + 1)]
    return tuple(found)


def pronunciations_of(path: Path) -> tuple[Pronunciation, ...]:
    """Read a list, an entry a line: the word, a tab or `=>`, how it is spoken; `#` begins a remark.

    Raises UsageError.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} can't be read as text in UTF-8") from error
    found = []
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line or line.startswith("#"):
            continue
        entry = _ENTRY.fullmatch(line)
        if not entry or not entry["word"] or not entry["spoken"]:
            raise UsageError(f"{path}, line {number}: write the word, a tab or =>, and how it is spoken")
        found.append(Pronunciation(entry["word"], entry["spoken"]))
    return tuple(found)
