"""Footnotes of a plain text: "[1]" in the text, and "[Footnote 1: …]" or "[1] …" below it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ebookvoice.domain.book import Note, Paragraph, ParagraphKind
from functions.convert.readers.structure.note_marks import MARK
from functions.convert.readers.text.stanzas import Stanza

_LABEL = r"\d{1,4}|[A-Za-z]|[*†‡§]{1,3}"
_OPENING = re.compile(
    rf"\s*\[\s*_?(?:Foot|End)?note_?(?:\s+({_LABEL}))?\s*[:.]\s*|\s*\[({_LABEL})\]\s*(?=\S)", re.IGNORECASE
)
_MARKER = re.compile(rf"(?<=\S)[ ]?\[({_LABEL})\]")
_LONGEST = 200
"""Stanzas of one note in brackets."""


@dataclass(frozen=True, slots=True)
class _Body:
    """The stanzas `start … end` that hold a note, and the lines of them without label and brackets."""

    label: str
    start: int
    end: int
    stanzas: tuple[Stanza, ...]
    named: bool

    @property
    def key(self) -> str:
        return f"note-{self.start}"


def take_footnotes(stanzas: Sequence[Stanza]) -> tuple[list[Stanza], dict[str, Note], dict[int, str]]:
    """Take the notes that are marked out of a text.

    Yields the stanzas with marks in place of the markers, the notes by key, and the stanzas by index that hold notes:
    the key where something marks it, else empty.
    """
    bodies = _bodies(stanzas)
    within = {i for body in bodies for i in range(body.start, body.end)}
    marked: dict[str, _Body] = {}
    by_label: dict[str, list[_Body]] = {}
    for body in bodies:
        by_label.setdefault(body.label, []).append(body)
    written = list(stanzas)
    for i, stanza in enumerate(stanzas):
        if i not in within and "[" in "".join(stanza.lines):
            written[i] = _mark(stanza, i, by_label, marked)
    notes = {key: _note(body) for key, body in marked.items()}
    places = {
        i: body.key if body.key in marked else ""
        for body in bodies
        if body.key in marked or body.named
        for i in range(body.start, body.end)
    }
    return written, notes, places


def _bodies(stanzas: Sequence[Stanza]) -> list[_Body]:
    found: list[_Body] = []
    i = 0
    while i < len(stanzas):
        match = _OPENING.match(stanzas[i].lines[0])
        if match is None:
            i += 1
            continue
        named = match[2] is None
        end = _end(stanzas, i) if named else i + 1
        found.append(_Body(match[1] or match[2] or "", i, end, _unbracketed(stanzas[i:end], match.end(), named), named))
        i = end
    return found


def _end(stanzas: Sequence[Stanza], start: int) -> int:
    """Find the end of a note in brackets, which may have several paragraphs."""
    depth = 0
    for i in range(start, min(len(stanzas), start + _LONGEST)):
        if i > start and _OPENING.match(stanzas[i].lines[0]):
            break
        for line in stanzas[i].lines:
            depth += line.count("[") - line.count("]")
        if depth <= 0:
            return i + 1
    return start + 1


def _unbracketed(stanzas: Sequence[Stanza], begin: int, named: bool) -> tuple[Stanza, ...]:
    lines = [list(stanza.lines) for stanza in stanzas]
    lines[0][0] = lines[0][0][begin:]
    if named and lines[-1][-1].rstrip().endswith("]"):
        lines[-1][-1] = lines[-1][-1].rstrip()[:-1]
    return tuple(Stanza(tuple(each)) for each in lines)


def _mark(stanza: Stanza, index: int, by_label: dict[str, list[_Body]], marked: dict[str, _Body]) -> Stanza:
    """Put marks in place of the markers whose notes come later."""
    keys: list[str] = []

    def replace(match: re.Match[str]) -> str:
        bodies = by_label.get(match[1], [])
        place = bisect_right(bodies, index, key=lambda body: body.start)
        if place == len(bodies):
            return match[0]
        body = bodies[place]
        marked[body.key] = body
        keys.append(body.key)
        return MARK

    lines = [_MARKER.sub(replace, line) for line in stanza.lines]
    return stanza.marked(lines, keys) if keys else stanza


def _note(body: _Body) -> Note:
    paragraphs = (block.paragraph() for stanza in body.stanzas for block in stanza.blocks())
    return Note(tuple(Paragraph(each.text, ParagraphKind.NOTE) for each in paragraphs))
