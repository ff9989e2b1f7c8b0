"""What holds for the text at a place of an RTF document, until the group around it ends."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from functions.convert.readers.wordprocessing.scripts import Languages


class Destination(Enum):
    """Where text goes."""

    TEXT = auto()
    NOTHING = auto()
    INSTRUCTION = auto()
    NUMBER = auto()
    FONTS = auto()
    STYLES = auto()
    PROPERTY = auto()


@dataclass(slots=True)
class State:
    """`fallback` is how many bytes after a character of Unicode stand for it; `within` is where text goes that is
    inside of something that is not read; `close` is what to do when the group ends.
    """

    destination: Destination = Destination.TEXT
    within: Destination = Destination.NOTHING
    close: Callable[["State"], None] | None = None
    fallback: int = 1
    font: int = 0
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    languages: Languages = Languages()
    style: int = 0
    level: int | None = None
    centred: bool = False
    drop_cap: bool = False
    tabled: bool = False
    property: str = ""

    def enter(self) -> "State":
        """Begin a group."""
        return State(
            *(self.destination, self.within, None, self.fallback, self.font, self.bold, self.hidden, self.deleted),
            *(self.languages, self.style, self.level, self.centred, self.drop_cap, self.tabled, self.property),
        )

    def reset_paragraph(self) -> None:
        """Go back to the looks of a plain paragraph."""
        self.style, self.level = 0, None
        self.centred = self.drop_cap = self.tabled = False
