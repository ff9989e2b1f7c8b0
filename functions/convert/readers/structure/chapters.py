"""Pieces in reading order → chapters, and what was left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ebookvoice.domain.book import Paragraph, Part
from functions.convert.readers.markup.semantics import DIVISIONS, NARRATED, NOTE
from functions.convert.readers.structure.blocks import Block, first_heading
from functions.convert.readers.structure.matter import reason_by_title
from functions.convert.readers.structure.outline import Piece
from functions.convert.readers.structure.untitled import title_for
from functions.convert.readers.wording.divisions import is_division


@dataclass(slots=True)
class _Draft:
    """A chapter that is still growing. `opening`: the title page of a part, which belongs to the chapter after it."""

    title: str
    listed: bool
    opening: bool = False
    reason: str | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)


class Narration:
    """Takes pieces in reading order; what the table of contents doesn't name belongs to the chapter before it."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._drafts: list[_Draft] = []
        self._current: _Draft | None = None
        self._skipped: dict[tuple[str, str], _Draft] = {}

    @property
    def parts(self) -> tuple[Part, ...]:
        """List the parts that have text, narrated or not; what lies within a chapter and is left out comes after it."""
        drafts = (draft for draft in self._drafts if draft.paragraphs)
        return tuple(Part(draft.title, tuple(draft.paragraphs), draft.reason) for draft in drafts)

    @property
    def chapters(self) -> tuple[Part, ...]:
        """List the parts that are narrated."""
        return tuple(part for part in self.parts if part.reason is None)

    def add(self, pieces: Iterable[Piece]) -> None:
        """Take the next pieces."""
        for piece in pieces:
            self._add(piece)

    def _add(self, piece: Piece) -> None:
        narrated = piece.narrated
        if narrated:
            self._narrate(piece, narrated)
        elif piece.title is not None:
            self._pass(piece, piece.title)
        self._skip(piece)

    def _narrate(self, piece: Piece, narrated: list[Block]) -> None:
        if piece.title is not None:
            opening = all(block.heading for block in narrated) and _is_opening(piece, piece.title)
            self._begin(_Draft(piece.title, listed=True, opening=opening))
        else:
            own = _own_title(piece, narrated)
            if self._current is None or (own and not self._current.listed):
                self._begin(_Draft(own or self._title, listed=False))
        if self._current is not None:
            self._current.opening = self._current.opening and all(block.heading for block in narrated)
            self._current.paragraphs += [block.paragraph() for block in narrated]

    def _begin(self, draft: _Draft) -> None:
        if self._current is not None and self._current.opening:
            draft.paragraphs = self._current.paragraphs
            self._drafts.remove(self._current)
        self._drafts.append(draft)
        self._current = draft

    def _pass(self, piece: Piece, title: str) -> None:
        """Go by an entry without text: a picture begins a chapter, front or back matter ends the one before it."""
        if self._current is not None and self._current.opening:
            return
        if reason_by_title(title) or any(block.matter not in (None, NOTE) for block in piece.blocks):
            self._current = None
        else:
            self._begin(_Draft(title, listed=True))

    def _skip(self, piece: Piece) -> None:
        left_out = [(block, block.matter) for block in piece.blocks if block.matter]
        own = _own_title(piece, piece.blocks) if left_out and piece.title is None else piece.title
        for block, reason in left_out:
            within = self._current.title if reason == NOTE and self._current else None
            title = piece.title or within or own or title_for(reason)
            if (title, reason) not in self._skipped:
                draft = self._skipped[title, reason] = _Draft(title, listed=False, reason=reason)
                self._drafts.append(draft)
            self._skipped[title, reason].paragraphs.append(block.paragraph())


def _is_opening(piece: Piece, title: str) -> bool:
    return piece.parent or is_division(title) or bool(piece.types & DIVISIONS)


def _own_title(piece: Piece, blocks: Iterable[Block]) -> str | None:
    names = (NARRATED[name] for name in sorted(piece.types & NARRATED.keys()))
    return first_heading(blocks) or next(names, None)
