"""A content document as it lies in the book: blocks of text in order, and the places that others point to."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self

from ebookvoice.domain.book import Note, NoteMark, Paragraph, ParagraphKind, Saying


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph to be, and what is known about it.

    `label` is a heading as it is written, `text` as it is spoken; `level` is 1–6 for headings, else 0; `matter` is why
    the block is not narrated; `linked` is the number of characters that are links within the book.
    """

    text: str
    kind: ParagraphKind
    language: str | None = None
    level: int = 0
    matter: str | None = None
    types: frozenset[str] = frozenset()
    linked: int = 0
    label: str = ""
    sayings: tuple[Saying, ...] = ()
    notes: tuple[NoteMark, ...] = ()

    @property
    def heading(self) -> bool:
        """Tell whether the block is a heading."""
        return self.kind is ParagraphKind.HEADING

    def labelled(self, label: str) -> Self:
        """Keep how a heading is written."""
        return replace(self, label=label)

    def left_out(self, reason: str) -> Self:
        """Mark the block as not narrated, unless there is a reason already."""
        return self if self.matter else replace(self, matter=reason)

    def paragraph(self) -> Paragraph:
        """Keep what is spoken."""
        return Paragraph(self.text, self.kind, self.language, self.sayings, self.notes)


class Extent(NamedTuple):
    """The blocks `start … end` that an element with an id holds: what a link to it is about."""

    start: int
    end: int


class Anchor(NamedTuple):
    """Where an element begins, as an index of blocks, and where it ends if it is a container of blocks."""

    start: int
    end: int | None


@dataclass(slots=True)
class Document:
    """One content document; `title` is the one in its head, `notes` are those that its blocks mark, by key.

    `extents` are known where notes are still among the blocks: structure.footnotes takes them out.
    """

    path: str
    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    extents: dict[str, Extent] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    title: str | None = None
    language: str | None = None
    linear: bool = True

    def remove(self, indexes: Container[int]) -> None:
        """Take blocks out; anchors in them lead to what follows."""
        places = [0]
        for index in range(len(self.blocks)):
            places.append(places[-1] + (index not in indexes))
        self.blocks = [block for index, block in enumerate(self.blocks) if index not in indexes]
        for name, (start, end) in self.anchors.items():
            self.anchors[name] = Anchor(places[start], None if end is None else places[end])
        self.extents = {name: Extent(places[start], places[end]) for name, (start, end) in self.extents.items()}


def characters(blocks: Iterable[Block]) -> int:
    """Count the characters of blocks."""
    return sum(len(block.text) for block in blocks)


def first_heading(blocks: Iterable[Block]) -> str | None:
    """Find the first heading, as it is written."""
    return next((block.label for block in blocks if block.heading), None)
