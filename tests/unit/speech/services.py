"""Speech services in memory: they say what a test lets them say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from ebookvoice.domain.errors import SpeechError
from ebookvoice.domain.speech import VoiceInfo
from ebookvoice.ports.limiting import Verdict
from functions.convert.speech.boundaries import Boundary
from functions.convert.speech.line import Answer, Line, Piece, Sound
from functions.convert.speech.remote import RemoteEngine
from functions.convert.speech.words import Span, sentences

CONTROL = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10."
"""What the engines ask for to see whether a voice speaks."""
VOICES = [
    VoiceInfo("fake:ann", "Ann", "en-US", "female", "fake"),
    VoiceInfo("fake:bob", "Bob", "en-US", "male", "fake"),
    VoiceInfo("fake:cat", "Cat", "en-US", "female", "fake"),
    VoiceInfo("fake:dora", "Dora", "de-DE", "female", "fake"),
]


class Heard(NamedTuple):
    """Implements Whole."""

    decoded: Piece

    def piece(self) -> Piece:
        return self.decoded


class FakeService:
    """Implements Service: a sample a character; `trouble` raises what goes wrong with the line of that number."""

    name = "fake"
    version = "1"
    sample_rate = 10
    tells_words = True

    def __init__(self, trouble: Callable[[Line, int], None] = lambda *_: None) -> None:
        self._trouble = trouble
        self.asked: list[Line] = []

    @property
    def texts(self) -> list[str]:
        """List what was asked for."""
        return [line.text for line in self.asked]

    def cut(self, text: str) -> list[Span]:
        return sentences(text)

    def ask(self, line: Line) -> Answer:
        self.asked.append(line)
        self._trouble(line, len(self.asked))
        return Answer(line.text.encode(), [Boundary(line.text, 0.0, float(len(line.text)))])

    def examine(self, line: Line, answer: Answer) -> Heard:
        assert answer.boundaries[0].text == answer.audio.decode() == line.text
        return Heard(Piece(b"ab" * len(line.text), [Sound(0, len(line.text.rstrip()), 0)]))

    def list_voices(self) -> list[VoiceInfo]:
        return VOICES

    def names(self, voice: str) -> bool:
        return voice.isalpha()


class FakeGate:
    """Implements Gate, and keeps what was reported; None is a turn without a word."""

    def __init__(self) -> None:
        self.verdicts: list[Verdict | None] = []
        self.wishes: list[float] = []

    @contextmanager
    def turn(self) -> Iterator["FakeGate"]:
        self.verdicts.append(None)
        yield self

    def report(self, verdict: Verdict, wish_s: float = 0.0) -> None:
        self.verdicts[-1] = verdict
        self.wishes.append(wish_s)


class FakeDrafts(dict[str, bytes]):
    """Implements Drafts."""

    def find(self, digest: str) -> bytes | None:
        return self.get(digest)

    def keep(self, digest: str, content: bytes) -> None:
        assert digest not in self
        self[digest] = content


def failing(*errors: SpeechError) -> FakeService:
    """Fail the first requests, each with its error."""

    def trouble(_: Line, number: int) -> None:
        if number <= len(errors):
            raise errors[number - 1]

    return FakeService(trouble)


def refusing(word: str, error: SpeechError) -> FakeService:
    """Fail every line with that word in it."""

    def trouble(line: Line, _: int) -> None:
        if word in line.text:
            raise error

    return FakeService(trouble)


def engine(service: FakeService, gate: FakeGate | None = None, tries: int = 3) -> RemoteEngine:
    """Make an engine that never pauses."""
    return RemoteEngine(service, gate=gate, tries=tries, pause=lambda _: 0.0)
