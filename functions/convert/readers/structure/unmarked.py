"""Headings that no markup tells: paragraphs such as "CHAPTER I" in a book without headings."""

from collections.abc import Sequence
from dataclasses import replace

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.structure.blocks import Block, Document
from functions.convert.readers.wording.divisions import is_division, reads_on
from functions.convert.readers.wording.numerals import speak_heading

_LONGEST = 80
"""Characters of a heading."""


def promote_headings(documents: Sequence[Document]) -> None:
    """Take paragraphs that number a chapter for headings, if there are several and the book has one heading at most."""
    found = [
        (document, index)
        for document in documents
        for index, block in enumerate(document.blocks)
        if block.matter is None and _numbers(block)
    ]
    headings = sum(block.heading for document in documents for block in document.blocks if block.matter is None)
    if headings > 1 or len(found) < 2:
        return
    level = 1 + headings
    for document, index in found:
        block = document.blocks[index]
        spoken = speak_heading(block.text) if not (block.sayings or block.notes) else block.text
        document.blocks[index] = replace(block, kind=ParagraphKind.HEADING, level=level, label=block.text, text=spoken)


def _numbers(block: Block) -> bool:
    text = block.text
    return block.kind is ParagraphKind.TEXT and len(text) <= _LONGEST and is_division(text) and not reads_on(text)
