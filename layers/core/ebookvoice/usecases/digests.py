"""SHA-256 in base64, as rows and stores have it."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def of_file(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as content:
        return base64.b64encode(hashlib.file_digest(content, "sha256").digest()).decode()


class Hashed:
    """Passes blocks on and hashes them on the way."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = blocks
        self._hash = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks:
            self._hash.update(block)
            yield block

    def base64(self) -> str:
        """Tell the digest of what was passed on."""
        return base64.b64encode(self._hash.digest()).decode()
