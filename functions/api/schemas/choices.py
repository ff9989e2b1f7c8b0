"""What somebody chooses of a book, and how words are pronounced, on the wire."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from ebookvoice.domain.choice import Choice, NotesPolicy, Pronunciation
from functions.api.schemas.wire import LINE, Create, Form, Public

PartId = Annotated[str, Form(r"s?[1-9][0-9]{0,5}", "the id of a part, as the book's plan has it")]
Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    Form(LINE, "one line of text, without control characters"),
]
Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    Form(LINE, "one line of text, without control characters"),
]
MAX_PRONUNCIATIONS = 500


class PronunciationCreate(Create):
    """How a word is to be spoken, wherever it stands as a whole word."""

    word: Word
    spoken: Word

    def pronunciation(self) -> Pronunciation:
        """Make the domain's record of it."""
        return Pronunciation(self.word, self.spoken)


PronunciationList = Annotated[
    list[PronunciationCreate],
    Field(max_length=MAX_PRONUNCIATIONS, description="Applied last; of two for the same word the later one holds."),
]


class ChoiceCreate(Create):
    """What is narrated of a book and how; without any of it, what its plan suggests."""

    parts: Annotated[
        list[PartId] | None, Field(max_length=5_000, description="The ids of the parts that are narrated.")
    ] = None
    titles: Annotated[dict[PartId, Title], Field(max_length=5_000, description="New titles, by the parts' ids.")] = {}
    notes: Annotated[NotesPolicy, Field(description="When footnotes and endnotes are spoken.")] = NotesPolicy.OMIT
    pronunciations: PronunciationList = []

    def choice(self) -> Choice:
        """Make the domain's record of it."""
        return Choice(
            parts=None if self.parts is None else tuple(self.parts),
            titles=self.titles,
            notes=self.notes,
            pronunciations=tuple(entry.pronunciation() for entry in self.pronunciations),
        )


class PronunciationPublic(Public):
    """How a word is spoken."""

    word: str
    spoken: str


class ChoicePublic(Public):
    """What was chosen; `parts` is null where the plan's own suggestion holds."""

    parts: list[str] | None
    titles: dict[str, str]
    notes: NotesPolicy
    pronunciations: list[PronunciationPublic]


class PronunciationsUpdate(Create):
    """An account's whole list, which takes the place of the one before."""

    pronunciations: PronunciationList


class PronunciationsPublic(Public):
    """An account's list; what a job brings along goes before it."""

    pronunciations: list[PronunciationPublic]

    @classmethod
    def of(cls, entries: tuple[Pronunciation, ...]) -> Self:
        """Show a list."""
        return cls(pronunciations=[PronunciationPublic.model_validate(entry) for entry in entries])
