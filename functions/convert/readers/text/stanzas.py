"""Lines of a text file → blocks: what stands between blank lines, with hard-wrapped lines joined."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ebookvoice.domain.book import Paragraph, ParagraphKind
from ebookvoice.domain.errors import TooComplexError
from functions.convert.readers.limits import MAX_BLOCKS
from functions.convert.readers.wording.typography import speakable, tidy

_WRAP = 120
"""Characters: no text is wrapped later; a longer line is a paragraph of its own."""

_EMPHASIS = re.compile(r"(?<![^\W_])_(?=\S)([^_]{1,400}?)(?<=\S)_(?![^\W_])")
_PLACEHOLDER = re.compile(r"\[(?:Illustration|Image|Picture|Blank Page)\s*\]", re.IGNORECASE)


@dataclass(frozen=True)
class Stanza:
    """Lines without a blank one between them, as they stand."""

    lines: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """Join all lines."""
        return join(self.lines)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield what is spoken: one paragraph, or several where the lines show it."""
        if len(self.lines) > 1 and all(_is_indented(line) for line in self.lines):
            yield from _paragraph(self.lines, ParagraphKind.VERSE)
            return
        for lines in _split(self.lines):
            yield from _paragraph(lines, ParagraphKind.TEXT)


def split_stanzas(text: str) -> list[Stanza]:
    """Split a text at blank lines. Raises TooComplexError for more of them than any book has."""
    found: list[Stanza] = []
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            found.append(Stanza(tuple(lines)))
            lines = []
        if len(found) > MAX_BLOCKS:
            raise TooComplexError
    return found


def join(lines: Sequence[str]) -> str:
    """Join hard-wrapped lines; after a hyphen or a dash the word goes on."""
    text = ""
    for line in map(str.strip, lines):
        text += line if not text or (text.endswith("-") and not text.endswith(" -")) else f" {line}"
    return tidy(_EMPHASIS.sub(r"\1", _PLACEHOLDER.sub(" ", text)))


def _paragraph(lines: Sequence[str], kind: ParagraphKind) -> Iterator[Paragraph]:
    text = join(lines)
    if speakable(text):
        yield Paragraph(text, kind)


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
