"""What the style of a paragraph says about it."""

from dataclasses import dataclass
from enum import StrEnum

from ebookvoice.domain.book import ParagraphKind

LOWEST = 6
"""Levels of headings below this one are all the same to a listener."""


class Role(StrEnum):
    """What a paragraph on a title page tells."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Look:
    """`level` is 1–6 for headings, else 0; `matter` is why the paragraph is not narrated; `number` is the one that a
    list gives it; `open` tells that its text goes on in the next paragraph, as that of a drop cap does.
    """

    kind: ParagraphKind = ParagraphKind.TEXT
    level: int = 0
    role: Role | None = None
    matter: str | None = None
    centred: bool = False
    number: str = ""
    open: bool = False


def heading(level: int, role: Role | None = None) -> Look:
    """Make the look of a heading; levels count from 1."""
    return Look(ParagraphKind.HEADING, max(1, min(level, LOWEST)), role)
