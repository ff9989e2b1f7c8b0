"""Refusals that were met in the background and kept, told to whoever asks for what they prevented."""

from typing import TYPE_CHECKING

from ebookvoice.domain.errors import EbookVoiceError

if TYPE_CHECKING:
    from ebookvoice.domain.job import Failure


class PlanRefusedError(EbookVoiceError):
    """The book was refused when it was read; `code` and sentence are those of that refusal."""

    def __init__(self, failure: "Failure") -> None:
        super().__init__(failure.message)
        self.code = failure.code  # type: ignore[misc]


class SampleRefusedError(PlanRefusedError):
    """A sample can't be had: the book, or the voice, was refused, or the engine failed; told in the same way."""
