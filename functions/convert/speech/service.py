"""A speech service as the engines see it: one line in, one answer out, and what shows that it is whole."""

from typing import Protocol

from ebookvoice.domain.errors import SpeechError, SpeechIncompleteError
from ebookvoice.domain.speech import VoiceInfo
from functions.convert.speech.line import Answer, Line, Piece
from functions.convert.speech.words import Span


class RefusedError(SpeechError):
    """The service did not take the request: what was to be said has nothing to do with it.

    `overloaded`: it said that it is asked too much. `retry_after_s`: for how long it wants to be left alone.
    """

    def __init__(self, *, overloaded: bool = False, retry_after_s: float = 0.0) -> None:
        super().__init__()
        self.overloaded = overloaded
        self.retry_after_s = retry_after_s


class NoAudioError(SpeechIncompleteError):
    """The service took the request and sent no audio: asked too much, a dead voice or a text that it can't say."""


class StalledError(SpeechError):
    """The service took the request and did not answer in time."""


class Whole(Protocol):
    """An answer that was shown to hold all of its line."""

    def piece(self) -> Piece:
        """Decode it. Raises SpeechIncompleteError if it does not decode to the length that was shown."""
        ...


class Service(Protocol):
    """One speech service. `version` changes whenever the same line may sound different."""

    name: str
    version: str
    sample_rate: int
    tells_words: bool
    """Whether the sounds of a piece are its words; else only that the piece begins is known."""

    def cut(self, text: str) -> list[Span]:
        """Cut a paragraph into pieces, one a request; together they are the whole text."""
        ...

    def ask(self, line: Line) -> Answer:
        """Make one request, on a connection of its own.

        Raises RefusedError, NoAudioError, StalledError, SpeechIncompleteError when the connection ended early, or
        SpeechError.
        """
        ...

    def examine(self, line: Line, answer: Answer) -> Whole:
        """Show that the answer holds all of the line; raise SpeechIncompleteError if it does not."""
        ...

    def list_voices(self) -> list[VoiceInfo]:
        """Ask for the voices that there are, in an order of preference. Raises SpeechError."""
        ...

    def names(self, voice: str) -> bool:
        """Tell whether that could be the name of a voice, without asking."""
        ...
