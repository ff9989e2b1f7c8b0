"""A segment while it is being made: its packets, and the places of sentences and words in them."""

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from ebookvoice.domain.speech import Mark, MarkKind, Speech
from functions.convert.audio.audio_track import AudioTrack
from functions.convert.audio.encode import AacEncoder
from functions.convert.audio.mp4 import SEGMENT_BRAND, file_header
from functions.convert.audio.segment import SegmentTimings, Span


class Recording:
    """Encodes what it is given at once; holds the encoded packets (about 9 kB per second of speech), never the PCM."""

    def __init__(self, sample_rate: int) -> None:
        self._encoder = AacEncoder(sample_rate)
        self._payload = bytearray()
        self._sizes: array[int] = array("I")
        self._sentences: list[Span] = []
        self._words: list[Span] = []

    def pause(self, samples: int) -> None:
        """Add silence."""
        self._add(self._encoder.silence(samples))

    def speak(self, paragraph: int, speech: Speech) -> None:
        """Add a spoken paragraph; its marks count from here on."""
        base = self._encoder.samples
        self._sentences += spans(speech, MarkKind.SENTENCE, paragraph, base)
        self._words += spans(speech, MarkKind.WORD, paragraph, base)
        self._add(self._encoder.encode(speech.pcm))

    def save(self, audio: Path, characters: int) -> SegmentTimings:
        """End the recording, write the .m4a and return its timings."""
        self._add(self._encoder.finish())
        track = AudioTrack(self._encoder.sample_rate, self._encoder.config, self._sizes)
        header = file_header(track, SEGMENT_BRAND)
        with audio.open("wb") as file:
            file.write(header)
            file.write(self._payload)
        return SegmentTimings(
            track.sample_rate,
            track.config,
            len(header),
            self._sizes,
            characters,
            tuple(self._sentences),
            tuple(self._words),
        )

    def _add(self, packets: Sequence[bytes]) -> None:
        for packet in packets:
            self._sizes.append(len(packet))
            self._payload += packet


def spans(speech: Speech, kind: MarkKind, paragraph: int, base: int) -> Iterator[Span]:
    """Yield the marks of one kind as spans of the segment, each lasting until the next one begins.

    An engine may place a mark a little behind the end of its audio; it is held within it.
    """
    marks = [mark for mark in speech.marks if mark.kind is kind]
    starts = [min(mark.start, speech.samples) for mark in marks] + [speech.samples]
    for position, mark in enumerate(marks):
        yield _span(mark, starts[position], starts[position + 1], paragraph, base)


def _span(mark: Mark, start: int, end: int, paragraph: int, base: int) -> Span:
    return Span(base + start, max(0, end - start), paragraph, mark.offset, mark.length)
