"""What the uploads queue asks of the engines: their lists of voices, and samples of how these sound."""

import tempfile
from functools import partial
from pathlib import Path
from uuid import UUID

from ebookvoice.domain.speech import Voice
from ebookvoice.usecases import voices
from ebookvoice.usecases.gates import gate_of
from ebookvoice.usecases.speaking_samples import Studio, speak_sample
from ebookvoice.usecases.world import World
from functions.convert.messages import Hide, logger
from functions.convert.reading_room.room import ReadingRoom
from functions.convert.speech import catalogue


def refresh_voices(world: World, engine: str) -> None:
    """Ask an engine for its voices."""
    found = voices.refresh(world, engine, catalogue.voices_of)
    logger.info("voices refreshed", extra={"engine": engine, "voices": found})


def sample(world: World, sample_id: UUID, hide: Hide) -> None:
    """Speak a sample."""
    with tempfile.TemporaryDirectory() as directory:
        moved = speak_sample(world, sample_id, _studio(world), Path(directory), hide)
    logger.info("sample spoken", extra={"sample_id": sample_id, "moved": moved})


def default_voice(world: World, language: str | None) -> Voice:
    """Choose the voice of a book (BCP 47) that nobody chose one for."""
    return voices.default_voice(world, language, catalogue.voices_of, catalogue.default_voice)


def _studio(world: World) -> Studio:
    # Reading a book takes none of this.
    from functions.convert.audio.master import Mastering
    from functions.convert.audio.narrator import SegmentNarrator
    from functions.convert.speech.asking import NoDrafts
    from functions.convert.speech.gated import gated

    return Studio(
        reader=ReadingRoom(),
        narrator=SegmentNarrator(gated(partial(gate_of, world))),
        drafts=NoDrafts(),
        master=Mastering(),
        check_voice=catalogue.check,
        default_voice=partial(default_voice, world),
        text_for=catalogue.shown,
    )
