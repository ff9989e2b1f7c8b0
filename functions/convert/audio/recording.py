"""A segment while it is being made: its audio, its loudness, and the places of sentences and words in it."""

from pathlib import Path
from types import TracebackType
from typing import Self

from ebookvoice.domain.speech import MarkKind, Speech
from functions.convert.audio.edges import soften
from functions.convert.audio.flac import FlacWriter
from functions.convert.audio.loudness import Meter
from functions.convert.audio.samples import portioned, silence
from functions.convert.audio.segment import SegmentTimings
from functions.convert.audio.spans import Span, Stranger, of_speech


class Recording:
    """Encodes and measures what it is given at once; never holds the PCM. Left by an exception, it leaves no file."""

    def __init__(self, audio: Path, sample_rate: int) -> None:
        self._flac = FlacWriter(audio, sample_rate)
        self._meter = Meter(sample_rate)
        self._meter.lead_in()
        self._sentences: list[Span] = []
        self._words: list[Span] = []
        self._strangers: list[Stranger] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._flac.__exit__(kind, error, traceback)

    def pause(self, samples: int) -> None:
        """Add silence."""
        self._add(silence(samples))

    def speak(self, paragraph: int, speech: Speech) -> None:
        """Add a spoken paragraph; its marks count from here on."""
        base = self._flac.samples
        self._sentences += of_speech(speech, MarkKind.SENTENCE, paragraph, base)
        self._words += of_speech(speech, MarkKind.WORD, paragraph, base)
        self._strangers += [
            Stranger(paragraph, other.offset, other.length, other.voice, other.why) for other in speech.substitutions
        ]
        self._add(soften(speech.pcm, self._flac.sample_rate))

    def finish(self, characters: int, paragraphs: int) -> SegmentTimings:
        """End the recording and return its timings."""
        self._flac.close()
        return SegmentTimings(
            self._flac.sample_rate,
            self._flac.samples,
            characters,
            paragraphs,
            tuple(self._sentences),
            tuple(self._words),
            tuple(self._strangers),
            self._meter.result(),
        )

    def _add(self, pcm: bytes) -> None:
        for block in portioned(pcm):
            self._flac.write(block)
            self._meter.hear(block)
