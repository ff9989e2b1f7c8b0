"""The pictures within a FictionBook: taken out before it is parsed, for a parser stops at 10 MB of text."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ebookvoice.domain.book import Cover
from functions.convert.readers.limits import MAX_COVER_BYTES
from functions.convert.readers.pictures import as_cover

_BINARY = re.compile(r"<(?:\w+:)?binary\b([^<>]*)>([^<]*)(?:</(?:\w+:)?binary\s*>)?")
_ID = re.compile(r"\bid\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(frozen=True, slots=True)
class Binary:
    """A picture as it lies in the file."""

    encoded: str

    def decode(self) -> Cover | None:
        """Decode the picture; None for damage, and for what is too large for a cover."""
        encoded = "".join(self.encoded.split())
        if len(encoded) > MAX_COVER_BYTES * 4 // 3 + 4:
            return None
        try:
            return as_cover(base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True))
        except binascii.Error:
            return None


def take_binaries(text: str) -> tuple[str, Mapping[str, Binary]]:
    """Tell the text of a book from the pictures in it, by id."""
    found: dict[str, Binary] = {}

    def take(match: re.Match[str]) -> str:
        if id_ := _ID.search(match[1]):
            found.setdefault(id_[1], Binary(match[2]))
        return ""

    return _BINARY.sub(take, text), found
