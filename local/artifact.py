"""The name that an audiobook gets on the reader's disk."""

import unicodedata

NAME_BYTES = 200
"""File systems take 255 bytes; this leaves room for what other programs append."""
FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))
"""What POSIX, Windows and macOS between them refuse in a name."""


def file_name(title: str) -> str:
    """Make `<Title>.m4b` of a title; whatever it holds, the name stays within its directory and is not hidden."""
    text = unicodedata.normalize("NFC", title).translate(FORBIDDEN)
    words = "".join(character if character.isprintable() else " " for character in text).split()
    kept = " ".join(words).strip(" .").encode("utf-8", "ignore")[:NAME_BYTES].decode("utf-8", "ignore")
    return f"{kept.strip(' .') or 'audiobook'}.m4b"
