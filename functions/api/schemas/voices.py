"""Voices and how they sound, on the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field

from ebookvoice.domain.speech import Quality, VoiceInfo
from functions.api.schemas.directions import DirectionCreate
from functions.api.schemas.wire import Line, Public


class VoicePublic(Public):
    """A voice; `id` is its name for a conversion."""

    id: str
    name: str
    engine: str
    language: Annotated[str, Field(description="BCP 47; `mul` for a voice that has no language of its own.")]
    gender: str | None
    quality: Annotated[Quality, Field(description="`neural` sounds natural, `formant` is put together from rules.")]
    multilingual: Annotated[bool, Field(description="It also speaks other languages than its own.")]


class VoicesPublic(Public):
    """The voices of the engines that are set up here; none until these were asked for the first time."""

    items: list[VoicePublic]

    @classmethod
    def of(cls, voices: list[VoiceInfo]) -> Self:
        """Show a list."""
        return cls(items=[VoicePublic.model_validate(voice) for voice in voices])


class SampleCreate(DirectionCreate):
    """Who shall read the beginning of a book, and how: as in a conversion."""

    voice: Annotated[Line | None, Field(description="`engine:name`; without it the default voice speaks.")] = None


class SamplePublic(Public):
    """A sample to listen to; `url` is good until `expires_at`. `size` in bytes."""

    state: Literal["ready"] = "ready"
    voice: str
    url: str
    content_type: str
    size: int
    duration_ms: int
    expires_at: datetime


class SpeakingPublic(Public):
    """The sample is being spoken; ask again after as many seconds as the Retry-After header says."""

    state: Literal["speaking"] = "speaking"
