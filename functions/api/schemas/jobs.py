"""Conversions on the wire."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ebookvoice.domain.formats import DEFAULT_FORMATS, Format
from ebookvoice.domain.job import Conversion, Job
from ebookvoice.domain.states import JobState
from functions.api.schemas.choices import ChoiceCreate, ChoicePublic
from functions.api.schemas.directions import DirectionCreate, DirectionPublic
from functions.api.schemas.wire import Line, Public


def _unlike(formats: tuple[Format, ...]) -> tuple[Format, ...]:
    if len({*formats}) < len(formats):
        raise PydanticCustomError("unique", "must not name a format twice")
    return formats


Formats = Annotated[
    tuple[Format, ...],
    Field(min_length=1, description="What the audiobook is made into; all of it from the same speech."),
    AfterValidator(_unlike),
]


class ConversionCreate(ChoiceCreate, DirectionCreate):
    """What the audiobook shall be like."""

    voice: Annotated[Line | None, Field(description="`engine:name`; without it the default voice speaks.")] = None
    title: Annotated[Line | None, Field(description="Another title than the book's own.")] = None
    cover_id: Annotated[UUID | None, Field(description="A picture of yours, ready, instead of the book's cover.")] = (
        None
    )
    formats: Formats = DEFAULT_FORMATS

    def conversion(self) -> Conversion:
        """Make the domain's record of it."""
        return Conversion(self.voice, self.title, self.cover_id, self.choice(), self.direction(), self.formats)


class JobCreate(ConversionCreate):
    """A conversion of an upload."""

    file_id: UUID


class ChapterProgressPublic(Public):
    """How far one chapter is; `duration_ms` once it is playable."""

    number: int
    title: str
    characters: int
    characters_done: int
    duration_ms: int | None


class ProgressPublic(Public):
    """How far the whole book is; `eta_s` (seconds) only while it is spoken."""

    characters: int
    characters_done: int
    chapters: int
    chapters_done: int
    eta_s: int | None


class FailurePublic(Public):
    """Why there will be no audiobook."""

    code: str
    message: str


class WaitingPublic(Public):
    """A speech service that is busy or out of order; the conversion goes on by itself, not before `until`."""

    provider: str
    since: datetime
    until: datetime


class JobPublic(Public):
    """A conversion as its owner sees it."""

    id: UUID
    file_id: UUID
    state: JobState
    voice: str | None
    title: str | None
    author: str | None
    progress: ProgressPublic
    chapters: list[ChapterProgressPublic]
    waiting: WaitingPublic | None
    error: FailurePublic | None
    created_at: datetime
    finished_at: datetime | None
    audiobook_id: UUID | None
    choice: ChoicePublic
    direction: DirectionPublic
    formats: list[Format]

    @classmethod
    def of(cls, job: Job) -> Self:
        """Show a job."""
        return cls(
            id=job.id,
            file_id=job.file_id,
            state=job.state,
            voice=job.voice,
            title=job.title,
            author=job.author,
            progress=ProgressPublic(
                characters=job.characters,
                characters_done=job.characters_done,
                chapters=len(job.chapters),
                chapters_done=job.chapters_done,
                eta_s=job.eta_s,
            ),
            chapters=[ChapterProgressPublic.model_validate(chapter) for chapter in job.chapters],
            waiting=WaitingPublic.model_validate(job.waiting) if job.waiting else None,
            error=FailurePublic.model_validate(job.failure) if job.failure else None,
            created_at=job.created_at,
            finished_at=job.finished_at,
            audiobook_id=job.id if job.state is JobState.COMPLETED else None,
            choice=ChoicePublic.model_validate(job.choice),
            direction=DirectionPublic.of(job.direction),
            formats=list(job.formats),
        )
