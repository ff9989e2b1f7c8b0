"""Front and back matter: what is left out of a narration, and why. Markup decides; guesses are exact or not made."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from functions.convert.readers.markup.semantics import canonical, reason_for, tells_structure
from functions.convert.readers.structure import gutenberg
from functions.convert.readers.structure.blocks import Block, Document, characters, first_heading
from functions.convert.readers.structure.contents import Landmark
from functions.convert.readers.structure.manuscript import Metadata
from functions.convert.readers.structure.outline import Mark, Piece
from functions.convert.readers.wording.matter_titles import REASONS_BY_TITLE
from functions.convert.readers.wording.typography import fold

OUTSIDE = "outside the reading order"
TITLE_PAGE = "title page"
CONTENTS = "table of contents"

_SHORT = 4_000
"""Characters: a page that only its title tells about is left out up to this length, or if it consists of links."""

_MOST_LANDMARKS = 200

_HEADER = 10_000
_LICENCE = 30_000
"""Characters: Project Gutenberg's header and licence are shorter; what is longer is the book."""


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
    opening = next((i for i, text in enumerate(texts) if gutenberg.opens(text)), None)
    closing = next((i for i, text in enumerate(texts) if gutenberg.closes(text)), None)
    left_out: list[int] = []
    if opening is not None and sum(map(len, texts[: opening + 1])) <= _HEADER:
        credits = (i for i in range(opening + 1, min(opening + 4, len(texts))) if gutenberg.credits(texts[i]))
        left_out += [*range(opening + 1), *credits]
    if closing is not None and sum(map(len, texts[closing:])) <= _LICENCE:
        left_out += range(closing, len(texts))
    for i in left_out:
        document, index = places[i]
        document.blocks[index] = document.blocks[index].left_out(gutenberg.BOILERPLATE)


def judge(piece: Piece, metadata: Metadata, nav: str | None) -> Piece:
    """Leave a piece out that no markup tells about, if there is no doubt."""
    reason = _reason(piece, metadata, nav)
    if reason is None:
        return piece
    return replace(piece, blocks=tuple(block.left_out(reason) for block in piece.blocks))


def reason_by_title(title: str | None) -> str | None:
    """Look up a whole title, in any of the languages known; part of a title never counts."""
    return REASONS_BY_TITLE.get(fold(title)) if title else None


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
    reason = reason_by_title(piece.title or first_heading(narrated))
    return reason if reason and (characters(narrated) <= _SHORT or _links(narrated) >= 0.5) else None


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
