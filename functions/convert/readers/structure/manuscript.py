"""What every reader of structured documents yields: the text in reading order, and what the document says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ebookvoice.domain.book import Cover
from functions.convert.readers.structure.blocks import Document
from functions.convert.readers.structure.contents import Entry, Landmark


@dataclass(frozen=True, slots=True)
class Metadata:
    """The book's own words about itself; `titles` and `people` are all of them, the main ones first."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    publisher: str | None = None
    published: str | None = None
    description: str | None = None
    series: str | None = None
    series_part: str | None = None
    isbn: str | None = None
    titles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(slots=True)
class Manuscript:
    """Documents in reading order; `entries` and `landmarks` point into them, `contents` is the path of the document
    that is nothing but the table of contents.

    Without entries chapters are told by headings.
    """

    documents: list[Document]
    metadata: Metadata = field(default_factory=Metadata)
    entries: Sequence[Entry] = ()
    landmarks: Sequence[Landmark] = ()
    contents: str | None = None
    cover: Cover | None = None
