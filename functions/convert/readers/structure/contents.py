"""What a document itself says about its parts: table of contents and landmarks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the table of contents that leads somewhere. `fragment` may be empty; `depth` starts at 0."""

    title: str
    path: str
    fragment: str
    depth: int
    parent: bool


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place whose role is known: a landmark of EPUB 3, an entry of EPUB 2's guide."""

    type: str
    path: str
    fragment: str
