"""Worker processes that read aloud: what they share, and what they leave behind."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.synchronize import Semaphore
from pathlib import Path

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

    def report(self, verdict: Verdict, wish_s: float = 0.0) -> None:
        """Take no notice."""


class Folder:
    """Implements Drafts in a directory."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, digest: str) -> bytes | None:
        file = self._path / digest
        return file.read_bytes() if file.exists() else None

    def keep(self, digest: str, content: bytes) -> None:
        (self._path / f"{digest}.part").write_bytes(content)
        (self._path / f"{digest}.part").rename(self._path / digest)


def read_aloud(base: str, places: Semaphore, texts: list[str], drafts: Path | None = None) -> None:
    """Speak the texts, as many at once as the engine has lanes."""
    engine = EdgeEngine(base, gate=SharedGate(places), pause=lambda _: 0.0)
    if drafts is not None:
        engine = engine.with_drafts(Folder(drafts))
    with ThreadPoolExecutor(engine.lanes) as lanes:
        for speech in lanes.map(lambda text: engine.speak(Passage(text, VOICE)), texts):
            assert speech.samples
