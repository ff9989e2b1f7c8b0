"""What a PDF says about itself, as far as it is meant for readers."""

import re
from pathlib import PurePath
from typing import Any

from functions.convert.readers.pdf.opening import read_entry, read_language
from functions.convert.readers.structure.manuscript import Metadata
from functions.convert.readers.wording.typography import fold, speakable, tidy

_PROGRAM = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel|publisher)|powerpoint presentation|pdf creator|untitled|unbenannt|"
    r"sans titre|document\s?\d*|untitled[-\s]?\d*|slide 1|no ?title|title|print|layout 1|\(anonymous\)|none|null)\b"
    r"(?:\s*[-–:].*|\s*\d*)$",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"(?:^|\S)\.(?:docx?|rtf|odt|txt|tex|dvi|pdf|ps|indd|qxd|qxp|pmd|p65|pages|html?|xml|wpd|fm|eps|pptx?|xlsx?)$"
    r"|^(?:file|https?)://|^[a-z]:\\",
    re.IGNORECASE,
)
_NOBODY = {"anonymous", "unknown", "author", "user", "administrator", "admin", "owner", "default", "root", "none"}
_NAMES = re.compile(r"\s*(?:;|\band\b|&)\s*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LONGEST = 300
"""Characters of a title or a name."""


def read_metadata(document: Any, filename: str) -> Metadata:
    """Read title, authors and language; what a program has put there by itself is none of them."""
    title = _title(tidy(_printable(read_entry(document, "Title"))), filename)
    authors = _authors(tidy(_printable(read_entry(document, "Author"))))
    language = _LANGUAGE.fullmatch(read_language(document).strip())
    return Metadata(
        title=title,
        authors=authors,
        language=language[0].replace("_", "-") if language else None,
        description=tidy(_printable(read_entry(document, "Subject"))) or None,
        titles=(title,) if title else (),
        people=authors,
    )


def _title(written: str, filename: str) -> str | None:
    """Keep a title that people have written: not the name of a file, nor what a program calls a new document."""
    if not speakable(written) or len(written) > _LONGEST or _PROGRAM.match(written) or _FILE.search(written):
        return None
    return None if "_" in written and fold(written) == fold(PurePath(filename).stem) else written


def _authors(written: str) -> tuple[str, ...]:
    if len(written) > _LONGEST or _FILE.search(written):
        return ()
    names = (name.strip(" ,") for name in _NAMES.split(written))
    return tuple(
        dict.fromkeys(name for name in names if speakable(name) and fold(name) not in _NOBODY and "@" not in name)
    )


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
