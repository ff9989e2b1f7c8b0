"""How a book is to be narrated, on the wire."""

from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ebookvoice.domain.direction import Direction, Loudness, Pauses, Prosody
from functions.api.schemas.wire import Create, Form, Public


@dataclass(frozen=True, slots=True)
class Within:
    """A range of whole numbers; who is outside of it is told both of its ends."""

    low: int
    high: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "minimum": self.low, "maximum": self.high}

    def _check(self, number: int) -> int:
        if not self.low <= number <= self.high:
            raise PydanticCustomError("range", "must be from {low} to {high}", {"low": self.low, "high": self.high})
        return number


Rate = Annotated[int, Within(*Prosody.RATES), Field(description="percent faster than the voice speaks by itself")]
Pitch = Annotated[int, Within(*Prosody.PITCHES), Field(description="Hz higher than the voice speaks by itself")]
Volume = Annotated[int, Within(*Direction.VOLUMES), Field(description="percent louder than the loudness aimed at")]
Milliseconds = Annotated[int, Within(0, Pauses.LONGEST)]

Language = Annotated[
    str,
    Field(max_length=35),
    Form(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,7}", "a language tag such as de or pt-BR (BCP 47)"),
]

_USUAL = Pauses()


class PausesCreate(Create):
    """Milliseconds of silence after a heading, after a paragraph, and at the end of a chapter."""

    heading_ms: Milliseconds = _USUAL.heading_ms
    paragraph_ms: Milliseconds = _USUAL.paragraph_ms
    chapter_ms: Milliseconds = _USUAL.chapter_ms

    def pauses(self) -> Pauses:
        """Make the domain's record of it."""
        return Pauses(self.heading_ms, self.paragraph_ms, self.chapter_ms)


class DirectionCreate(Create):
    """How a book is narrated; without any of it, as the voice speaks by itself."""

    rate: Rate = 0
    pitch: Pitch = 0
    volume: Volume = 0
    loudness: Annotated[
        Loudness, Field(description="`audiobook` makes all chapters as loud as audiobooks are, `as-spoken` does not.")
    ] = Loudness.AUDIOBOOK
    pauses: PausesCreate = PausesCreate()
    siblings: Annotated[
        bool, Field(description="Where the voice fails at a passage, another one of its locale may speak it.")
    ] = False
    switch_languages: Annotated[
        bool, Field(description="A passage in another language is spoken by a voice of that language.")
    ] = True
    language: Annotated[Language | None, Field(description="What the book is in, where its metadata are wrong.")] = None

    def direction(self) -> Direction:
        """Make the domain's record of it."""
        return Direction(
            Prosody(self.rate, self.pitch),
            self.pauses.pauses(),
            self.volume,
            self.loudness,
            self.siblings,
            self.switch_languages,
            self.language,
        )


class PausesPublic(Public):
    """Milliseconds of silence after a heading, after a paragraph, and at the end of a chapter."""

    heading_ms: int
    paragraph_ms: int
    chapter_ms: int


class DirectionPublic(Public):
    """How a book is narrated."""

    rate: int
    pitch: int
    volume: int
    loudness: Loudness
    pauses: PausesPublic
    siblings: bool
    switch_languages: bool
    language: str | None

    @classmethod
    def of(cls, direction: Direction) -> Self:
        """Show a direction."""
        return cls(
            rate=direction.prosody.rate,
            pitch=direction.prosody.pitch,
            volume=direction.volume,
            loudness=direction.loudness,
            pauses=PausesPublic.model_validate(direction.pauses),
            siblings=direction.siblings,
            switch_languages=direction.switch,
            language=direction.language,
        )
