"""A worker process that reads aloud, as one of several that share a gate."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.synchronize import Semaphore

from ebookvoice.ports.limiting import Verdict
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.edge import EdgeEngine

VOICE = "en-US-AriaNeural"


class SharedGate:
    """Implements Gate with places that processes share."""

    def __init__(self, places: Semaphore) -> None:
        self._places = places

    @contextmanager
    def turn(self) -> Iterator["SharedGate"]:
        with self._places:
            yield self

    def report(self, verdict: Verdict) -> None:
        """Take no notice."""


def read_aloud(base: str, places: Semaphore, texts: list[str]) -> None:
    """Speak the texts, as many at once as the engine has lanes."""
    engine = EdgeEngine(base, gate=SharedGate(places), pause=lambda _: 0.0)
    with ThreadPoolExecutor(engine.lanes) as lanes:
        for speech in lanes.map(lambda text: engine.speak(Passage(text, VOICE)), texts):
            assert speech.samples
