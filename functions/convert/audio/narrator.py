"""Segment → lossless audio and timings on disk."""

import hashlib
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from functools import partial
from pathlib import Path

from ebookvoice.domain.book import Paragraph
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.errors import SpeechIncompleteError
from ebookvoice.domain.segment import Segment, row
from ebookvoice.domain.speech import Speech, Voice
from ebookvoice.ports.narrating import Drafting, Drafts, Narration, Passage, SpeechEngine
from functions.convert.audio import pauses
from functions.convert.audio.edges import FADE_MS
from functions.convert.audio.lanes import ahead
from functions.convert.audio.recording import Recording
from functions.convert.audio.respoken import as_written, respoken
from functions.convert.audio.segment import FORMAT

_ROOM = 24_000
"""Characters: about 70 MB of PCM at 24 kHz, 60 ms each. Most segments have far fewer as a whole."""


class SegmentNarrator:
    """Implements Narrator. Paragraphs are spoken ahead in as many lanes as the engine has, and encoded beside that.

    At most lanes + 2 paragraphs of PCM are in memory: those of _ROOM characters, or a single longer one.
    """

    def __init__(self, engine_for: Callable[[str], SpeechEngine]) -> None:
        self._engine_for = engine_for

    def digest(self, segment: Segment, voice: Voice, direction: Direction) -> str:
        """Name the content; see Narrator. Volume and loudness are set later, for the chapter as a whole."""
        engine = self._engine_for(voice.engine)
        content = {
            "format": FORMAT,
            "engine": [engine.name, engine.version, engine.sample_rate],
            "voice": voice.name,
            "prosody": asdict(direction.prosody),
            "others": [direction.siblings, direction.switch],
            "pauses": [pauses.CHAPTER_START_MS, pauses.BREAK_MS, asdict(direction.pauses)],
            "fade": FADE_MS,
            "ends": [segment.first, segment.last],
            "paragraphs": [row(paragraph) for paragraph in segment.paragraphs],
        }
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()

    def narrate(
        self, segment: Segment, voice: Voice, direction: Direction, directory: Path, drafts: Drafts
    ) -> Narration:
        """Speak the segment into segment.flac and segment.json; see Narrator."""
        engine = _drafting(self._engine_for(voice.engine), drafts)
        steps = list(pauses.steps(segment, direction.pauses, engine.sample_rate))
        paragraphs = segment.paragraphs
        tasks = [
            (
                len(paragraphs[step.paragraph].text),
                partial(_speak, engine, voice, direction, paragraphs[step.paragraph]),
            )
            for step in steps
            if step.paragraph is not None
        ]
        audio, timings_path = directory / "segment.flac", directory / "segment.json"
        narrated = sum(len(paragraph.text) for paragraph in paragraphs if not pauses.speakable(paragraph))
        with Recording(audio, engine.sample_rate) as recording, closing(ahead(tasks, engine.lanes, _ROOM)) as speeches:
            for silence, index in steps:
                recording.pause(silence)
                if index is not None:
                    recording.speak(index, next(speeches))
                    narrated += len(paragraphs[index].text)
            if narrated != segment.characters:
                raise SpeechIncompleteError
            timings = recording.finish(narrated, len(paragraphs))
        timings_path.write_bytes(timings.to_json())
        return Narration(audio, timings_path, timings.samples, timings.sample_rate)


def _drafting(engine: SpeechEngine, drafts: Drafts) -> SpeechEngine:
    return engine.with_drafts(drafts) if isinstance(engine, Drafting) else engine


def _speak(engine: SpeechEngine, voice: Voice, direction: Direction, paragraph: Paragraph) -> Speech:
    """Speak a paragraph; silence does not count as speech, whatever the engine says of it."""
    text, sayings, replaced = respoken(paragraph)
    passage = Passage(
        text, voice.name, paragraph.language, sayings, direction.prosody, direction.siblings, direction.switch
    )
    speech = engine.speak(passage)
    if len(speech.pcm) % 2 or speech.pcm.count(0) == len(speech.pcm):
        raise SpeechIncompleteError
    return as_written(speech, paragraph.text, replaced)
