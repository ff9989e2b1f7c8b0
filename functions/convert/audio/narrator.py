"""Segment → encoded audio and timings on disk."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from ebookvoice.domain.book import Paragraph
from ebookvoice.domain.errors import SpeechIncompleteError
from ebookvoice.domain.segment import Segment, row
from ebookvoice.domain.speech import Speech, Voice
from ebookvoice.ports.narrating import Narration, SpeechEngine
from functions.convert.audio import pauses
from functions.convert.audio.encode import BIT_RATE, CODER
from functions.convert.audio.recording import Recording
from functions.convert.audio.respoken import as_written, respoken
from functions.convert.audio.segment import FORMAT


class SegmentNarrator:
    """Implements Narrator: one paragraph of PCM in memory at a time, encoded as soon as it is spoken."""

    def __init__(self, engine_for: Callable[[str], SpeechEngine]) -> None:
        self._engine_for = engine_for

    def digest(self, segment: Segment, voice: Voice) -> str:
        """Name the content; see Narrator."""
        engine = self._engine_for(voice.engine)
        content = {
            "format": FORMAT,
            "engine": [engine.name, engine.version, engine.sample_rate],
            "voice": voice.name,
            "encoder": ["aac", CODER, BIT_RATE],
            "pauses": [pauses.CHAPTER_START_MS, pauses.CHAPTER_END_MS, pauses.SECTION_BREAK_MS, pauses.AFTER_MS],
            "ends": [segment.first, segment.last],
            "paragraphs": [row(paragraph) for paragraph in segment.paragraphs],
        }
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()

    def narrate(self, segment: Segment, voice: Voice, directory: Path) -> Narration:
        """Speak the segment into segment.m4a and segment.json; see Narrator."""
        engine = self._engine_for(voice.engine)
        recording = Recording(engine.sample_rate)
        narrated = sum(len(p.text) for p in segment.paragraphs if not pauses.speakable(p))
        for silence, index in pauses.steps(segment, engine.sample_rate):
            recording.pause(silence)
            if index is not None:
                paragraph = segment.paragraphs[index]
                recording.speak(index, _speak(engine, voice, paragraph))
                narrated += len(paragraph.text)
        if narrated != segment.characters:
            raise SpeechIncompleteError
        audio, timings_path = directory / "segment.m4a", directory / "segment.json"
        timings = recording.save(audio, narrated)
        timings_path.write_bytes(timings.to_json())
        return Narration(audio, timings_path, timings.samples, timings.sample_rate)


def _speak(engine: SpeechEngine, voice: Voice, paragraph: Paragraph) -> Speech:
    """Speak a paragraph; silence does not count as speech, whatever the engine says of it."""
    text, sayings, replaced = respoken(paragraph)
    speech = engine.speak(text, voice.name, paragraph.language, sayings)
    if len(speech.pcm) % 2 or speech.pcm.count(0) == len(speech.pcm):
        raise SpeechIncompleteError
    return as_written(speech, paragraph.text, replaced)
