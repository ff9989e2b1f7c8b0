"""The pictures within a flat document: taken out before it is parsed, for a parser stops at 10 MB of text."""

import base64
import binascii
import re

from ebookvoice.domain.book import Cover
from functions.convert.readers.limits import MAX_COVER_BYTES
from functions.convert.readers.pictures import as_cover

_BINARY = re.compile(rb"(<(?:\w+:)?binary-data>)([^<]*)")


class Binaries:
    """Pictures by their number, encoded as they lie in the file."""

    def __init__(self, encoded: list[bytes]) -> None:
        self._encoded = encoded

    def picture(self, number: str) -> Cover | None:
        """Decode a picture; None for damage, and for what is too large for a cover."""
        encoded = b"".join(self._encoded[int(number)].split()) if number.isdecimal() else b""
        if len(encoded) > MAX_COVER_BYTES * 4 // 3 + 4:
            return None
        try:
            return as_cover(base64.b64decode(encoded, validate=True))
        except binascii.Error:
            return None


def take_binaries(content: bytes) -> tuple[bytes, Binaries]:
    """Tell a document from the pictures in it; their number stays in the place of each."""
    encoded: list[bytes] = []

    def take(match: re.Match[bytes]) -> bytes:
        encoded.append(match[2])
        return match[1] + str(len(encoded) - 1).encode()

    return _BINARY.sub(take, content), Binaries(encoded)
