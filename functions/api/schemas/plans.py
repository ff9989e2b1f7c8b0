"""Plans on the wire: what a book would become."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field

from ebookvoice.domain.choice import NotesPolicy
from ebookvoice.domain.plan import Plan
from functions.api.schemas.wire import Public


class PlanItemPublic(Public):
    """A part of the book; `id` is its name for a choice. `reason` tells why it would not be narrated."""

    id: str
    title: str
    words: int
    characters: int
    minutes: Annotated[float, Field(description="estimated")]
    narrated: bool
    reason: str | None


class PlannedNotesPublic(Public):
    """The notes of the whole book, and when they would be spoken."""

    policy: NotesPolicy
    count: int
    words: int
    minutes: Annotated[float, Field(description="estimated")]


class PlanPublic(Public):
    """The table of contents as it would be narrated, in reading order; the totals are of what would be spoken."""

    state: Literal["ready"] = "ready"
    title: str
    authors: list[str]
    language: str | None
    voice: Annotated[str, Field(description="The voice that the minutes are estimated for.")]
    parts: list[PlanItemPublic]
    words: int
    characters: int
    minutes: Annotated[float, Field(description="estimated")]
    notes: PlannedNotesPublic
    credits: Annotated[int, Field(description="What the conversion costs, however much of the book is chosen.")]

    @classmethod
    def of(cls, plan: Plan | dict[str, Any], credits: int) -> Self:
        """Show a plan, as it was made or as it was kept, with the price of today."""
        fields = plan if isinstance(plan, dict) else {name: getattr(plan, name) for name in Plan.__dataclass_fields__}
        return cls.model_validate({**fields, "credits": credits})


class ReadingPublic(Public):
    """The book is still being read; ask again after as many seconds as the Retry-After header says."""

    state: Literal["reading"] = "reading"
