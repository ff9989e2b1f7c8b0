"""Front and back matter: what is left out of a narration, and why. Markup decides; guesses are exact or not made."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from ebookvoice.domain.wordforms import alike
from functions.convert.readers.markup.semantics import canonical, reason_for, tells_structure
from functions.convert.readers.structure import gutenberg
from functions.convert.readers.structure.blocks import Block, Document, characters, first_heading
from functions.convert.readers.structure.contents import Landmark
from functions.convert.readers.structure.manuscript import Metadata
from functions.convert.readers.structure.outline import Mark, Piece
from functions.convert.readers.structure.regions import find_boilerplate
from functions.convert.readers.wording.imprints import is_imprint, statements
from functions.convert.readers.wording.matter_titles import REASONS_BY_TITLE
from functions.convert.readers.wording.typography import fold

OUTSIDE = "outside the reading order"
TITLE_PAGE = "title page"
CONTENTS = "table of contents"
COPYRIGHT = "copyright page"
TRANSCRIBER = "transcriber's note"

_SHORT = 4_000
"""Characters: a page that only its title tells about is left out up to this length, or if it consists of links."""

_CORRECTIONS = 20_000
"""Characters of a note by those who typed a text, which lists what they corrected."""

_MOST_LANDMARKS = 200

_MOST_CREDITS = 3
"""Paragraphs behind Project Gutenberg's header that may say who made the e-text."""


def apply_landmarks(documents: Sequence[Document], landmarks: Iterable[Landmark], marks: dict[str, list[Mark]]) -> None:
    """Mark what landmarks (EPUB 3) or the guide (EPUB 2) call front or back matter, unless its own markup objects."""
    by_path = {document.path: document for document in documents}
    total = sum(characters(document.blocks) for document in documents)
    for landmark in islice(landmarks, _MOST_LANDMARKS):
        reason = reason_for(frozenset({canonical(landmark.type)}))
        document = by_path.get(landmark.path)
        if reason is None or document is None:
            continue
        start, end = _extent(document, landmark.fragment, marks.get(document.path, []))
        blocks = document.blocks[start:end]
        sure = not tells_structure(frozenset[str]().union(*(block.types for block in blocks)))
        if sure and characters(blocks) <= total / 2:
            document.blocks[start:end] = [block.left_out(reason) for block in blocks]


def mark_boilerplate(documents: Sequence[Document]) -> None:
    """Mark Project Gutenberg's header and licence where no markup does, by the lines that enclose the book."""
    places = [(document, index) for document in documents for index in range(len(document.blocks))]
    texts = [document.blocks[index].text for document, index in places]
    boilerplate = find_boilerplate(texts)
    header_end = 0
    for i, (document, index) in enumerate(places):
        header_end = i + 1 if boilerplate[i] else header_end
        credited = 0 < header_end <= i < header_end + _MOST_CREDITS and gutenberg.credits(texts[i])
        if boilerplate[i] or credited:
            document.blocks[index] = document.blocks[index].left_out(gutenberg.BOILERPLATE)


def judge(piece: Piece, metadata: Metadata, nav: str | None) -> Piece:
    """Leave a piece out that no markup tells about, if there is no doubt."""
    reason = _reason(piece, metadata, nav)
    if reason is None:
        return piece
    return replace(piece, blocks=tuple(block.left_out(reason) for block in piece.blocks))


def reason_by_title(title: str | None) -> str | None:
    """Look up a whole title, in any of the languages known; part of a title never counts."""
    return REASONS_BY_TITLE.get(fold(alike(title))) if title else None


def _reason(piece: Piece, metadata: Metadata, nav: str | None) -> str | None:
    if piece.document.path == nav:
        return CONTENTS
    if piece.title is None and not piece.document.linear:
        return OUTSIDE
    narrated = piece.narrated
    if not narrated or tells_structure(piece.types):
        return None
    if _is_title_page(piece, metadata):
        return TITLE_PAGE
    if piece.title is None and _links(narrated) >= 0.8 and len(narrated) > 2:
        return CONTENTS
    if piece.title is None and first_heading(narrated) is None and _is_imprint(narrated):
        return COPYRIGHT
    reason = reason_by_title(piece.title or first_heading(narrated))
    longest = _CORRECTIONS if reason == TRANSCRIBER else _SHORT
    return reason if characters(narrated) <= longest or _links(narrated) >= 0.5 else None


def _is_imprint(blocks: Sequence[Block]) -> bool:
    """Tell whether a page is an imprint; its lines may have become one paragraph."""
    return characters(blocks) <= _SHORT and is_imprint([line for block in blocks for line in statements(block.text)])


def _links(blocks: Sequence[Block]) -> float:
    """Tell which part of the blocks' characters are links within the book."""
    return sum(block.linked for block in blocks) / max(1, characters(blocks))


def _is_title_page(piece: Piece, metadata: Metadata) -> bool:
    """Tell whether a piece says nothing but the book's title and who wrote, translated or published it."""
    if piece.title is not None and fold(piece.title) not in (fold(metadata.title or ""), *map(fold, metadata.titles)):
        return False
    names = {fold(name) for name in (*metadata.titles, *metadata.people, metadata.publisher or "") if fold(name)}
    names |= {f"{by} {name}" for name in names for by in ("by", "von", "par", "de", "di", "por")}
    names |= {"by", f"{fold(metadata.title or '')} {' '.join(map(fold, metadata.authors))}".strip()}
    return bool(metadata.title) and all(fold(block.text) in names for block in piece.narrated)


def _extent(document: Document, fragment: str, marks: Sequence[Mark]) -> tuple[int, int]:
    """Find the blocks of a landmark: a section's own ones, else up to where the next chapter begins."""
    anchor = document.anchors.get(fragment) if fragment else None
    start = anchor.start if anchor else 0
    if fragment and anchor is None:
        return start, start
    if anchor and anchor.end is not None and anchor.end > start:
        return start, anchor.end
    return start, next((mark.block for mark in marks if mark.block > start), len(document.blocks))
