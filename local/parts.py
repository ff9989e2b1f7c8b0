"""What can go wrong with the parts of the embedded cloud."""

from ebookvoice.domain.errors import EbookVoiceError


class PartFailedError(EbookVoiceError):
    """A part of the embedded cloud did not start or has ended by itself."""

    code = "part_failed"
    message = "A part of the embedded cloud has failed. Its log tells why."


class HomeBusyError(EbookVoiceError):
    """Another process runs the embedded cloud on the same home."""

    code = "home_busy"

    def __init__(self, pid: int) -> None:
        super().__init__(f"Another process uses this home (process {pid}).")
        self.pid = pid
