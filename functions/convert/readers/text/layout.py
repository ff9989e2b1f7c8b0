"""Stanzas of a plain text → documents of blocks, and where chapters begin."""

from collections.abc import Sequence
from typing import NamedTuple

from functions.convert.readers.markup.semantics import NOTE
from functions.convert.readers.structure.blocks import Anchor, Block, Document
from functions.convert.readers.structure.contents import Entry
from functions.convert.readers.structure.gutenberg import BOILERPLATE
from functions.convert.readers.structure.manuscript import Metadata
from functions.convert.readers.structure.matter import CONTENTS, TITLE_PAGE, TRANSCRIBER
from functions.convert.readers.structure.regions import find_boilerplate
from functions.convert.readers.text.contents import find_contents, find_listed
from functions.convert.readers.text.footnotes import take_footnotes
from functions.convert.readers.text.headings import find_headings, find_subtitles
from functions.convert.readers.text.matter import find_credits, find_lists, find_title_page, find_transcriber
from functions.convert.readers.text.stanzas import Stanza, split_stanzas

_ENDED = (".", ":", "!", "?", "—", "–", "-")


class Layout(NamedTuple):
    """A text as documents in reading order, and its headings as table of contents."""

    documents: list[Document]
    entries: list[Entry]


class _Verdict(NamedTuple):
    """Why stanzas are left out, which are headings that begin chapters, and which go on with the heading before."""

    left_out: dict[int, str]
    headings: set[int]
    subtitles: set[int]


def lay_out(lines: Sequence[str], metadata: Metadata) -> Layout:
    """Find headings, notes and what is left out. Raises TooComplexError for more paragraphs than any book has."""
    layout = Layout([], [])
    boilerplate = find_boilerplate(lines)
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and boilerplate[end] == boilerplate[start]:
            continue
        stanzas = split_stanzas(lines[start:end])
        if boilerplate[start]:
            _add(layout, [block.left_out(BOILERPLATE) for stanza in stanzas for block in stanza.blocks()])
        else:
            _lay_out_book(layout, stanzas, metadata, after_header=start > 0)
        start = end
    return layout


def _lay_out_book(layout: Layout, stanzas: Sequence[Stanza], metadata: Metadata, after_header: bool) -> None:
    """Lay out what is between header and licence: what comes before the first word of the book lies apart."""
    written, notes, places = take_footnotes(stanzas)
    verdict = _judge(written, metadata, after_header)
    left_out = {i: NOTE for i, key in places.items() if not key} | verdict.left_out
    silent = {i for i, key in places.items() if key}
    first = next((i for i in range(len(written)) if i not in left_out and i not in silent), len(written))
    for begin, end in ((0, first), (first, len(written))):
        document = _add(layout, [])
        for i in range(begin, end):
            if i in silent:
                continue
            if i in verdict.headings:
                _enter(layout, document, written, i, verdict)
            reason = left_out.get(i)
            heading = i in verdict.headings or i in verdict.subtitles
            blocks = [written[i].heading()] if heading else written[i].blocks()
            document.blocks += [block.left_out(reason) if reason else block for block in blocks]
    layout.documents[-1].notes.update(notes)


def _judge(stanzas: Sequence[Stanza], metadata: Metadata, after_header: bool) -> _Verdict:
    """Tell why stanzas are left out, and which ones are headings."""
    listing, listed = find_listed(stanzas)
    headings = (find_headings(stanzas) | listed) - listing
    left_out = dict.fromkeys(find_contents(stanzas, headings) | listing, CONTENTS)
    left_out |= find_lists(stanzas, headings)
    left_out |= dict.fromkeys(find_transcriber(stanzas, headings), TRANSCRIBER)
    if after_header:
        left_out |= dict.fromkeys(find_credits(stanzas, 0), BOILERPLATE)
    start = next((i for i in range(len(stanzas)) if i not in left_out), len(stanzas))
    left_out |= dict.fromkeys(find_title_page(stanzas, start, metadata), TITLE_PAGE)
    kept = [i for i in range(len(stanzas)) if i not in left_out]
    book = [stanzas[i] for i in kept]
    found = find_headings(book) | {j for j, i in enumerate(kept) if i in listed}
    subtitles = find_subtitles(book, found)
    return _Verdict(left_out, {kept[j] for j in found}, {kept[j] for j in subtitles})


def _enter(layout: Layout, document: Document, stanzas: Sequence[Stanza], index: int, verdict: _Verdict) -> None:
    """Enter a heading into the table of contents; one with nothing but another below it opens that one's chapter."""
    title, fragment = stanzas[index].text, f"heading-{index}"
    if index + 1 in verdict.subtitles:
        title = f"{title}{'' if title.endswith(_ENDED) else '.'} {stanzas[index + 1].text}"
    document.anchors[fragment] = Anchor(len(document.blocks), None)
    layout.entries.append(Entry(title, document.path, fragment, 0, index + 1 in verdict.headings))


def _add(layout: Layout, blocks: list[Block]) -> Document:
    document = Document(f"{len(layout.documents)}.txt", blocks)
    layout.documents.append(document)
    return document
