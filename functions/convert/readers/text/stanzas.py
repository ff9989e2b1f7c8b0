"""Lines of a text file → blocks: what stands between blank lines, with hard-wrapped lines joined."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from ebookvoice.domain.book import ParagraphKind
from ebookvoice.domain.errors import TooComplexError
from functions.convert.readers.limits import MAX_BLOCKS
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.structure.note_marks import MARK, lift_marks
from functions.convert.readers.text.inline import without_marks
from functions.convert.readers.text.tables import is_table, row_text
from functions.convert.readers.wording.numerals import speak_heading
from functions.convert.readers.wording.typography import speakable, tidy

_WRAP = 120
"""Characters: no text is wrapped later; a longer line is a paragraph of its own."""

_DASHES = ("-", "—")
_SPACED = re.compile(r"\s[-—]$")


@dataclass(frozen=True)
class Stanza:
    """Lines without a blank one between them, as they stand; `keys` are those of the notes whose marks they hold."""

    lines: tuple[str, ...]
    keys: tuple[str | None, ...] = ()

    @cached_property
    def text(self) -> str:
        """Join all lines, without the marks of notes."""
        return lift_marks(join(self.lines), ())[0]

    def marked(self, lines: Sequence[str], keys: Sequence[str | None]) -> Self:
        """Put other lines in place, with marks in them."""
        return replace(self, lines=tuple(lines), keys=tuple(keys))

    def heading(self, level: int = 1) -> Block:
        """Make one heading of all lines."""
        label, marks = lift_marks(join(self.lines), self.keys)
        spoken = speak_heading(label)
        if spoken != label:
            marks = tuple(mark._replace(position=len(spoken)) for mark in marks)
        return Block(spoken, ParagraphKind.HEADING, level=level, label=label, notes=marks)

    def blocks(self) -> Iterator[Block]:
        """Yield what is spoken: one paragraph, or several where the lines show it."""
        used = 0
        for kind, text in self._paragraphs():
            count = text.count(MARK)
            spoken, marks = lift_marks(text, self.keys[used : used + count])
            used += count
            if speakable(spoken):
                yield Block(spoken, kind, notes=marks)

    def _paragraphs(self) -> Iterator[tuple[ParagraphKind, str]]:
        if is_table(self.lines):
            for line in self.lines:
                yield ParagraphKind.TABLE_ROW, without_marks(row_text(line))
        elif len(self.lines) > 1 and all(_is_indented(line) for line in self.lines):
            yield ParagraphKind.VERSE, join(self.lines)
        else:
            for lines in _split(self.lines):
                yield ParagraphKind.TEXT, join(lines)


def split_stanzas(lines: Sequence[str]) -> list[Stanza]:
    """Split a text at blank lines. Raises TooComplexError for more of them than any book has."""
    found: list[Stanza] = []
    open_lines: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            open_lines.append(line.rstrip())
        elif open_lines:
            found.append(Stanza(tuple(open_lines)))
            open_lines = []
        if len(found) > MAX_BLOCKS:
            raise TooComplexError
    return found


def join(lines: Sequence[str]) -> str:
    """Join hard-wrapped lines; after a hyphen or a dash the word goes on."""
    pieces: list[str] = []
    for line in map(str.strip, lines):
        if pieces and not (pieces[-1].endswith(_DASHES) and not _SPACED.search(pieces[-1])):
            pieces.append(" ")
        pieces.append(line)
    return tidy(without_marks("".join(pieces)))


def _split(lines: Sequence[str]) -> list[list[str]]:
    """Split where paragraphs are told apart by indentation or by the end of the line, not by blank lines."""
    if max(map(len, lines)) > _WRAP:
        return [[line] for line in lines]
    starts = [i for i, line in enumerate(lines) if _is_indented(line)]
    if len(starts) < 2 or len(starts) > len(lines) * 0.8:
        return [list(lines)]
    bounds = sorted({0, *starts, len(lines)})
    return [list(lines[start:end]) for start, end in zip(bounds, bounds[1:], strict=False)]


def _is_indented(line: str) -> bool:
    return line.startswith(("  ", "\t", "\u3000"))
