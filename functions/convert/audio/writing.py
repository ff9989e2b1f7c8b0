"""One encoding of a chapter while it is being written."""

from typing import Protocol


class ChapterWriter(Protocol):
    """Takes a chapter's PCM (16-bit little-endian mono) in order and writes a finished, tagged file of it."""

    def write(self, pcm: bytes) -> None:
        """Take PCM of any length."""
        ...

    def close(self) -> None:
        """Finish the file. Raises EncodingError if not all of the audio got into it."""
        ...
