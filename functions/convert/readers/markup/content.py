"""A content document → blocks in document order."""

from collections.abc import Container

from lxml import etree

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.markup.dropcaps import DropCap
from functions.convert.readers.markup.elements import BLOCKS, SECTIONS, is_silent
from functions.convert.readers.markup.notes import Notes
from functions.convert.readers.markup.runs import (
    CELL_END,
    DROPPED,
    Run,
    common_language,
    differing,
    join,
    settle,
    split,
)
from functions.convert.readers.markup.scope import Scope, enter, enter_note
from functions.convert.readers.markup.semantics import NOTES, types_of
from functions.convert.readers.markup.xml import children, descendants, language_of, local_name, text_of
from functions.convert.readers.structure.blocks import Anchor, Block, Document
from functions.convert.readers.wording.numerals import LINE_BREAK, speak_heading, speak_numeral
from functions.convert.readers.wording.typography import speakable, tidy


def read_content(path: str, root: etree._Element, language: str | None, targets: Container[str] = ()) -> Document:
    """Read a content document (XHTML, SVG, DTBook).

    `language` is the book's, `targets` are the fragments that chapters begin at: a paragraph ends in front of them.
    """
    body = next(iter(descendants(root, "body") or descendants(root, "book")), root)
    titles = [tidy(text_of(title)) for head in children(root, "head") for title in children(head, "title")]
    scope = Scope(language=language_of(root))
    reading = _Reading(path, body, language, targets)
    reading.walk(body, scope)
    reading.end(scope)
    return Document(
        path, reading.blocks, reading.anchors, title=next(filter(None, titles), None), language=language_of(root)
    )


class _Reading:
    """One walk over a document; text comes together until a block ends."""

    def __init__(self, path: str, body: etree._Element, language: str | None, targets: Container[str]) -> None:
        self.blocks: list[Block] = []
        self.anchors: dict[str, Anchor] = {}
        self._runs: list[Run] = []
        self._notes = Notes(path, body)
        self._language = language
        self._targets = targets
        self._dropcap = DropCap()

    def walk(self, element: etree._Element, scope: Scope) -> None:
        """Read an element and everything below it, but not its tail."""
        name, types = local_name(element), types_of(element)
        if name == "br":
            self._say(LINE_BREAK, scope)
        elif name == "math":
            self._say(f" {element.get('alttext') or ' '.join(map(str, element.itertext()))} ", scope)
        elif is_silent(element, name, types):
            self._anchor(element, scope)
        elif self._notes.is_marker(element, name, types):
            self._anchor(element, scope)
            self._say(DROPPED, scope)
        elif types & NOTES or element in self._notes.bodies:
            self._read_note(element, scope)
        elif self._dropcap.is_one(element):
            self._read_children(element, scope)
            self._dropcap.remember(element)
        elif name in BLOCKS and not scope.whole:
            self._read_block(element, name, types, scope)
        else:
            self._read_inline(element, name, types, scope)

    def end(self, scope: Scope) -> None:
        """Make blocks of the text that has come together."""
        runs, self._runs = self._runs, []
        if not runs:
            return
        written, spoken = join([run.text for run in runs]), join([run.spoken for run in runs])
        language = differing(common_language(runs, scope.language), self._language)
        linked = sum(len(run.text.strip()) for run in runs if run.linked)
        preformatted = scope.kind is ParagraphKind.PREFORMATTED
        heading = scope.kind is ParagraphKind.HEADING
        for label, text in zip(split(written, preformatted), split(spoken, preformatted), strict=True):
            settled = settle(speak_heading(text) if heading else text)
            if speakable(settled):
                block = Block(settled, scope.kind, language, scope.level, scope.matter, scope.types, linked)
                self.blocks.append(block.labelled(settle(label)) if heading else block)

    def _read_block(self, element: etree._Element, name: str, types: frozenset[str], scope: Scope) -> None:
        if not self._dropcap.pending:
            self.end(scope)
        names = self._anchor(element, scope)
        start = len(self.blocks)
        inner = enter(scope, element, name, types)
        self._read_children(element, inner)
        self.end(inner)
        if name in SECTIONS:
            for id_ in names:
                if self.anchors[id_].start == start:
                    self.anchors[id_] = Anchor(start, len(self.blocks))

    def _read_inline(self, element: etree._Element, name: str, types: frozenset[str], scope: Scope) -> None:
        apart = " " if name in BLOCKS else ""
        self._say(apart, scope)
        self._anchor(element, scope)
        self._read_children(element, enter(scope, element, name, types))
        self._say(CELL_END if name in ("td", "th") else apart, scope)

    def _read_children(self, element: etree._Element, scope: Scope) -> None:
        self._say(element.text, scope)
        for child in element:
            self.walk(child, scope)
            self._say(child.tail, scope)

    def _read_note(self, element: etree._Element, scope: Scope) -> None:
        """Read a note apart, so that the paragraph around it stays whole."""
        self._anchor(element, scope)
        runs, self._runs = self._runs, []
        note = enter_note(scope)
        self._read_children(element, note)
        self.end(note)
        self._runs = runs
        if runs:
            self._say(DROPPED, scope)

    def _anchor(self, element: etree._Element, scope: Scope) -> list[str]:
        names = [name for name in (element.get("id"), element.get("name")) if name] if element.attrib else []
        if not names:
            return names
        begins = not scope.whole and any(name in self._targets for name in names)
        if begins and speakable(join([run.text for run in self._runs])):
            self.end(scope)
        for name in names:
            self.anchors.setdefault(name, Anchor(len(self.blocks), None))
        return names

    def _say(self, text: str | None, scope: Scope) -> None:
        if not text:
            return
        text = self._dropcap.join(text)
        spoken = speak_numeral(text) if scope.roman and scope.kind is ParagraphKind.HEADING else text
        self._runs.append(Run(text, spoken, scope.language, scope.linked))
