"""Where chapters begin: table of contents, else headings → pieces of documents in reading order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from functions.convert.readers.markup.semantics import NOTE
from functions.convert.readers.structure.blocks import Block, Document
from functions.convert.readers.structure.contents import Entry
from functions.convert.readers.wording.divisions import is_division


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a chapter begins. `parent`: entries below it follow."""

    block: int
    title: str
    depth: int
    parent: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Blocks of one document that belong together; `title` is None where the table of contents doesn't name them."""

    document: Document
    blocks: tuple[Block, ...]
    title: str | None = None
    parent: bool = False

    @property
    def narrated(self) -> list[Block]:
        """List the blocks that are read aloud."""
        return [block for block in self.blocks if block.matter is None]

    @property
    def types(self) -> frozenset[str]:
        """Collect the structural semantics of everything in the piece."""
        return frozenset[str]().union(*(block.types for block in self.blocks))


def divides(entries: Sequence[Entry]) -> bool:
    """Tell whether a table of contents leads to several places."""
    return len({(entry.path, entry.fragment) for entry in entries}) > 1


def marks_of(documents: Iterable[Document], entries: Sequence[Entry], title: str) -> dict[str, list[Mark]]:
    """Place chapters by the table of contents, by headings where it doesn't divide the book; by path, in order."""
    documents = list(documents)
    if not divides(entries):
        found = _from_headings(documents)
        levels = Counter(mark.depth for marks in found.values() for mark in marks)
        if not entries or max(levels.values(), default=0) > 1:
            return found or _from_titles(documents, title)
    by_path: dict[str, list[Entry]] = {}
    for entry in entries:
        by_path.setdefault(entry.path, []).append(entry)
    found = {}
    for document in documents:
        listed = by_path.get(document.path, [])
        marks = [Mark(_place(document, entry), entry.title, entry.depth, entry.parent) for entry in listed]
        marks.sort(key=lambda mark: (mark.block, -mark.depth))
        found[document.path] = [mark for i, mark in enumerate(marks) if i == 0 or marks[i - 1].block != mark.block]
    return found


def cut(documents: Iterable[Document], marks: dict[str, list[Mark]]) -> Iterator[Piece]:
    """Cut documents at the marks. Headings right before the first mark of a document belong to it."""
    for document in documents:
        places = marks.get(document.path, [])
        start = places[0].block if places else len(document.blocks)
        before, leading = _divided(document.blocks[:start]) if places else (document.blocks, [])
        if before:
            yield Piece(document, tuple(before))
        for i, mark in enumerate(places):
            end = places[i + 1].block if i + 1 < len(places) else len(document.blocks)
            blocks = document.blocks[mark.block : end]
            yield Piece(document, tuple(blocks if i else leading + blocks), mark.title, mark.parent)


def _divided(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Tell what stands by itself in front of a document's first mark from headings, and notes, that belong to it."""
    if any(not block.heading for block in blocks if block.matter is None):
        return blocks, []
    return (
        [block for block in blocks if block.matter not in (None, NOTE)],
        [block for block in blocks if block.matter in (None, NOTE)],
    )


def _place(document: Document, entry: Entry) -> int:
    anchor = document.anchors.get(entry.fragment) if entry.fragment else None
    return anchor.start if anchor else 0


def _from_headings(documents: Sequence[Document]) -> dict[str, list[Mark]]:
    """Let chapters begin at the headings of the highest level that there are several of, and at numbered ones."""
    headings = [
        (document.path, index, block)
        for document in documents
        for index, block in enumerate(document.blocks)
        if block.heading and block.matter is None
    ]
    counts = Counter(block.level for _, _, block in headings)
    level = min((level for level, count in counts.items() if count > 1), default=6)
    chosen = [
        (path, index, block)
        for path, index, block in headings
        if block.level <= level or index == 0 or is_division(block.label)
    ]
    found: dict[str, list[Mark]] = {}
    for i, (path, index, block) in enumerate(chosen):
        parent = i + 1 < len(chosen) and chosen[i + 1][2].level > block.level
        found.setdefault(path, []).append(Mark(index, block.label, block.level, parent))
    return found


def _from_titles(documents: Sequence[Document], title: str) -> dict[str, list[Mark]]:
    """Let every document be a chapter if each has a title of its own."""
    titles = [document.title for document in documents if document.blocks]
    if len(set(titles)) < max(2, len(titles)) or title in titles:
        return {}
    return {document.path: [Mark(0, document.title, 0, False)] for document in documents if document.title}
