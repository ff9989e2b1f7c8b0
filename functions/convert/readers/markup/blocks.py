"""Runs of inline text → blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.markup.phonemes import close_in, lift_sayings
from functions.convert.readers.markup.runs import Piece, Run, common_language, differing, pieces, settle
from functions.convert.readers.markup.scope import Scope
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.structure.note_marks import lift_marks
from functions.convert.readers.wording.letterspacing import close_letters
from functions.convert.readers.wording.numerals import speak_heading
from functions.convert.readers.wording.typography import speakable


def make_blocks(runs: Sequence[Run], scope: Scope, language: str | None) -> Iterator[Block]:
    """Make blocks of what has come together, if it can be spoken; `language` is the book's."""
    own = differing(common_language(runs, scope.language), language)
    linked = sum(len(run.text.strip()) for run in runs if run.linked)
    heading, note = scope.kind is ParagraphKind.HEADING, scope.kind is ParagraphKind.NOTE
    for piece in pieces(runs, scope.kind is ParagraphKind.PREFORMATTED, note):
        if not speakable(piece.spoken):
            continue
        spoken = close_letters(piece.spoken)
        text = settle(speak_heading(spoken) if heading else spoken)
        label = settle(close_letters(piece.written)) if heading else ""
        block = Block(text, scope.kind, own, scope.level, scope.matter, scope.types, linked, label)
        yield _lifted(block, piece) if piece.keys or piece.phonemes else block


def _lifted(block: Block, piece: Piece) -> Block:
    """Take out of a block's text the signs for what its markup says."""
    text, label = (
        (close_in(each) for each in (block.text, block.label)) if piece.phonemes else (block.text, block.label)
    )
    text, notes = lift_marks(text, piece.keys)
    text, notes, sayings = lift_sayings(text, notes, piece.phonemes)
    label, _, _ = lift_sayings(lift_marks(label, piece.keys)[0], (), piece.phonemes)
    return replace(block, text=text, label=label, notes=notes, sayings=sayings)
