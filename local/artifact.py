"""The names that an audiobook's files get on the reader's disk."""

import unicodedata
from pathlib import Path

from local.wire import Artifact

NAME_BYTES = 200
"""File systems take 255 bytes; this leaves room for what other programs append."""
FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))
"""What POSIX, Windows and macOS between them refuse in a name."""


def file_name(title: str, suffix: str = ".m4b") -> str:
    """Make `<Title>.m4b` of a title, or a name that ends otherwise; whatever the title holds, the name stays within its
    directory and is not hidden."""
    text = unicodedata.normalize("NFC", title).translate(FORBIDDEN)
    words = "".join(character if character.isprintable() else " " for character in text).split()
    kept = " ".join(words).strip(" .").encode("utf-8", "ignore")[:NAME_BYTES].decode("utf-8", "ignore")
    return f"{kept.strip(' .') or 'audiobook'}{suffix}"


def suffix_of(artifact: Artifact) -> str:
    """Find what a file's name ends with: the kind of file, and before that what tells two of a kind apart."""
    kind = Path(artifact["filename"]).suffix
    return kind if kind.strip(".") in artifact["format"] else f".{artifact['format']}{kind}"
