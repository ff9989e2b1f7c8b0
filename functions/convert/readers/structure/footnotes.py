"""Notes: what the markers in a text lead to is taken out of the text, and kept for whoever wants to hear it."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

from ebookvoice.domain.book import Note, NoteMark, Paragraph, ParagraphKind
from ebookvoice.domain.cutting import pieces
from functions.convert.readers.markup.semantics import NOTE, REFERENCE
from functions.convert.readers.structure.blocks import Block, Document, characters
from functions.convert.readers.structure.matter import reason_by_title
from functions.convert.readers.structure.note_places import Marked, Place

_ENDNOTES = REFERENCE["endnotes"]
_MOSTLY = 0.5
"""Of the characters of a document that holds the notes of others."""

_LABEL = re.compile(r"\[?(?P<number>\d{1,4})\s*[.:)\]]\s+(?=\S)|\(?[*†‡^↑]{1,3}\)?\s*(?=\S)")
_LAST_NUMBER = re.compile(r"(\d+)\D*$")

Owners = Mapping[tuple[int, int], str]
"""Document and block, by index → the key of the innermost note that the block is part of."""


def gather_notes(documents: Sequence[Document]) -> None:
    """Move the notes that are marked from the blocks of documents to their `notes`; marks that lead nowhere go.

    A note in a part that is left out as a whole, such as the endnotes, stays there as well. Of two passages that mark
    each other the later one is the note, so a link back is no marker.
    """
    if not any(block.notes for document in documents for block in document.blocks):
        return
    marked = Marked(documents)
    for document in documents:
        document.blocks = [_with_marks(block, marked.keys) if block.notes else block for block in document.blocks]
    owners = _owners(marked.places)
    _leave_out_endnotes(documents, marked)
    beginnings = [{extent.start for extent in document.extents.values()} for document in documents]
    for place, key in marked.places.items():
        _keep(documents[place.document], place, key, owners, beginnings[place.document])
    for index, document in enumerate(documents):
        taken = {i for i, block in enumerate(document.blocks) if (index, i) in owners and not _is_listed(block)}
        if taken:
            _leave_out_titles(document, taken)
            document.remove(taken)


def _with_marks(block: Block, keys: Mapping[str, str]) -> Block:
    return replace(block, notes=tuple(NoteMark(at, keys[key]) for at, key in block.notes if key in keys))


def _owners(places: Mapping[Place, str]) -> Owners:
    outermost_first = sorted(places, key=lambda place: place.start - place.end)
    return {(place.document, i): places[place] for place in outermost_first for i in range(place.start, place.end)}


def _leave_out_endnotes(documents: Sequence[Document], marked: Marked) -> None:
    """Leave documents out that consist of the notes of others, though nothing but that says so."""
    noted = [0] * len(documents)
    for place in marked.places:
        if place in marked.elsewhere:
            noted[place.document] += characters(_narrated(documents[place.document].blocks[place.start : place.end]))
    for document, count in zip(documents, noted, strict=True):
        if count and count >= _MOSTLY * characters(_narrated(document.blocks)):
            document.blocks = [block.left_out(_ENDNOTES) for block in document.blocks]


def _narrated(blocks: Sequence[Block]) -> Iterator[Block]:
    return (block for block in blocks if block.matter is None)


def _keep(document: Document, place: Place, key: str, owners: Owners, beginnings: Container[int]) -> None:
    own = [i for i in range(place.start, place.end) if owners[place.document, i] == key]
    listed = all(_is_listed(document.blocks[i]) for i in own)
    if listed:
        own += _continuation(document, place, owners, beginnings)
    paragraphs = [replace(document.blocks[i].paragraph(), kind=ParagraphKind.NOTE) for i in own]
    if paragraphs:
        document.notes[key] = Note((_unlabelled(paragraphs[0], key), *paragraphs[1:]), listed)


def _continuation(document: Document, place: Place, owners: Owners, beginnings: Container[int]) -> range:
    """Find the paragraphs between a listed note and the next one: they are more of it."""
    blocks, i = document.blocks, place.end
    while i < len(blocks) and (place.document, i) not in owners:
        if blocks[i].heading or blocks[i].matter != blocks[place.start].matter or i in beginnings:
            return range(0)
        i += 1
    return range(place.end, i) if i < len(blocks) else range(0)


def _is_listed(block: Block) -> bool:
    return block.matter not in (None, NOTE)


def _unlabelled(paragraph: Paragraph, key: str) -> Paragraph:
    """Drop the number or sign that a note begins with; a number only if the note is called so."""
    match = _LABEL.match(paragraph.text)
    last = _LAST_NUMBER.search(key)
    if match is None or (match["number"] and (last is None or int(last[1]) != int(match["number"]))):
        return paragraph
    return pieces(paragraph, [match.end()])[-1]


def _leave_out_titles(document: Document, taken: set[int]) -> None:
    """Leave a heading out that says that notes follow, where nothing else does."""
    title: int | None = None
    emptied = False
    for i, block in enumerate([*document.blocks, None]):
        if i in taken:
            emptied = True
        elif block is None or block.matter is None:
            if title is not None and emptied and (block is None or block.heading):
                document.blocks[title] = document.blocks[title].left_out(_ENDNOTES)
            titled = block is not None and block.heading and reason_by_title(block.label) == _ENDNOTES
            title, emptied = i if titled else None, False
