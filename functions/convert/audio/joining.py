"""The timings of segments → those of the chapter that they make."""

from collections.abc import Iterable

from functions.convert.audio.audio_track import AudioTrack
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.audio.segment import SegmentTimings
from functions.convert.audio.spans import Span, Stranger


def joined(parts: Iterable[SegmentTimings], track: AudioTrack, payload_offset: int) -> ChapterTimings:
    """Put the segments' timings one behind the other, and say where the encoded audio is."""
    samples = paragraphs = characters = 0
    sentences: list[Span] = []
    words: list[Span] = []
    strangers: list[Stranger] = []
    for part in parts:
        sentences += (span.moved(samples, paragraphs) for span in part.sentences)
        words += (span.moved(samples, paragraphs) for span in part.words)
        strangers += (stranger.moved(paragraphs) for stranger in part.strangers)
        samples += part.samples
        paragraphs += part.paragraphs
        characters += part.characters
    return ChapterTimings(
        track.sample_rate,
        track.config,
        payload_offset,
        track.packets,
        characters,
        tuple(sentences),
        tuple(words),
        tuple(strangers),
    )
