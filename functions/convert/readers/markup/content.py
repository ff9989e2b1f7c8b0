"""A content document → blocks in document order."""

from collections.abc import Container

from lxml import etree

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.markup.blocks import make_blocks
from functions.convert.readers.markup.dropcaps import DropCap
from functions.convert.readers.markup.elements import BLOCKS, SECTIONS, choice_of, is_silent
from functions.convert.readers.markup.formulas import formula_text
from functions.convert.readers.markup.note_links import Shelf
from functions.convert.readers.markup.notes import Link, Notes
from functions.convert.readers.markup.phonemes import CLOSE, OPEN, phonemes_of
from functions.convert.readers.markup.pictures import alternative, big_letter, is_picture
from functions.convert.readers.markup.places import Places
from functions.convert.readers.markup.runs import CELL_END, Run
from functions.convert.readers.markup.scope import Scope, enter, enter_note
from functions.convert.readers.markup.scripts import parts_from_next, script_text
from functions.convert.readers.markup.semantics import types_of
from functions.convert.readers.markup.stylesheets import Styles
from functions.convert.readers.markup.xml import children, descendants, language_of, local_name, text_of
from functions.convert.readers.structure.blocks import Block, Document
from functions.convert.readers.structure.note_marks import MARK
from functions.convert.readers.wording.numerals import LINE_BREAK, speak_numeral
from functions.convert.readers.wording.typography import speakable, tidy

_SPECIAL = frozenset({"math", "switch", "sup", "sub"})


def read_content(
    path: str,
    root: etree._Element,
    language: str | None,
    targets: Container[str] = (),
    shelf: Shelf | None = None,
    styles: Styles | None = None,
) -> Document:
    """Read a content document (XHTML, SVG, DTBook).

    `language` is the book's, `targets` are the fragments that chapters begin at: a paragraph ends in front of them.
    `shelf` knows the notes in other documents, `styles` what the document hides; without them its own markup decides.
    """
    body = next(iter(descendants(root, "body") or descendants(root, "book")), root)
    titles = [tidy(text_of(title)) for head in children(root, "head") for title in children(head, "title")]
    scope = Scope(language=language_of(root))
    reading = _Reading(Notes(path, body, shelf), styles or Styles(), language, targets)
    reading.walk(body, scope)
    reading.end(scope)
    return Document(
        path,
        reading.blocks,
        reading.places.anchors,
        reading.places.extents,
        title=next(filter(None, titles), None),
        language=language_of(root),
    )


class _Reading:
    """One walk over a document; text comes together until a block ends."""

    def __init__(self, notes: Notes, styles: Styles, language: str | None, targets: Container[str]) -> None:
        self.blocks: list[Block] = []
        self.places = Places()
        self._runs: list[Run] = []
        self._notes = notes
        self._styles = styles
        self._language = language
        self._targets = targets
        self._dropcap = DropCap()

    def walk(self, element: etree._Element, scope: Scope) -> None:
        """Read an element and everything below it, but not its tail."""
        name, types = local_name(element), types_of(element)
        if name == "br":
            self._say(LINE_BREAK, scope)
        elif is_picture(name) and (scope.pictured or element.get("alt")):
            self._read_picture(element, scope)
        elif is_silent(element, name, types) or self._styles.hide(element, name):
            self._anchor(element, scope)
        elif (link := self._notes.follow(element, name, types)) is not None:
            self._read_marker(element, link, scope)
        elif self._notes.is_body(element, name, types):
            self._read_note(element, name, scope)
        elif name in _SPECIAL:
            self._read_special(element, name, types, scope)
        elif self._dropcap.is_one(element):
            self._read_children(element, scope)
            self._dropcap.remember(text_of(element))
        elif name in BLOCKS and not scope.whole:
            self._read_block(element, name, types, scope)
        else:
            self._read_inline(element, name, types, scope)

    def end(self, scope: Scope) -> None:
        """Make blocks of the text that has come together."""
        runs, self._runs = self._runs, []
        if runs:
            start = len(self.blocks)
            self.blocks += make_blocks(runs, scope, self._language)
            self.places.fill(start, len(self.blocks))

    def _read_block(self, element: etree._Element, name: str, types: frozenset[str], scope: Scope) -> None:
        if not self._dropcap.pending:
            self.end(scope)
        names = self._anchor(element, scope)
        start = len(self.blocks)
        inner = enter(scope, element, name, types)
        self._read_pronounced(element, inner)
        self.end(inner)
        if names:
            self.places.close(names, start, len(self.blocks), section=name in SECTIONS)

    def _read_inline(self, element: etree._Element, name: str, types: frozenset[str], scope: Scope) -> None:
        apart = " " if name in BLOCKS else ""
        self._say(apart, scope)
        self.places.open(self._anchor(element, scope))
        self._read_pronounced(element, enter(scope, element, name, types))
        self._say(CELL_END if name in ("td", "th") else apart, scope)

    def _read_pronounced(self, element: etree._Element, scope: Scope) -> None:
        phonemes = phonemes_of(element, scope.alphabet) if element.attrib else None
        if phonemes:
            self._runs.append(Run(OPEN, OPEN, scope.language, scope.linked, phonemes=phonemes))
        self._read_children(element, scope)
        if phonemes:
            self._runs.append(Run(CLOSE, CLOSE, scope.language, scope.linked))

    def _read_children(self, element: etree._Element, scope: Scope) -> None:
        self._say(element.text, scope)
        for child in element:
            self.walk(child, scope)
            self._say(child.tail, scope)

    def _read_special(self, element: etree._Element, name: str, types: frozenset[str], scope: Scope) -> None:
        if name == "math":
            self._say(f" {formula_text(element)} ", scope)
        elif name == "switch":
            chosen = choice_of(element)
            if chosen is not None:
                self._read_children(chosen, scope) if local_name(chosen) == "case" else self.walk(chosen, scope)
        else:
            before = self._runs[-1].spoken[-1:] if self._runs else ""
            written = script_text(element, name, before)
            if written is None:
                self._read_inline(element, name, types, scope)
            else:
                self._say(written, scope)
            self._say(" " if parts_from_next(element) else None, scope)

    def _read_marker(self, element: etree._Element, link: Link, scope: Scope) -> None:
        """Leave marks in place of the markers of notes."""
        for each in [element] if link.phrase else element.iter():
            self.places.open(self._anchor(each, scope))
        if link.phrase:
            self._read_children(element, scope)
        self._runs += [Run(MARK, MARK, scope.language, scope.linked, key) for key in link.keys]

    def _read_note(self, element: etree._Element, name: str, scope: Scope) -> None:
        """Read a note apart, so that the paragraph around it stays whole."""
        runs, self._runs = self._runs, []
        begun = self.places.begin()
        start = len(self.blocks)
        self._anchor(element, scope)
        note = enter_note(scope, name)
        self._read_children(element, note)
        self.end(note)
        self.places.close_note(begun, start, len(self.blocks))
        self._runs = runs
        if runs:
            self._runs.append(Run(MARK, MARK, scope.language, scope.linked))

    def _read_picture(self, picture: etree._Element, scope: Scope) -> None:
        self._anchor(picture, scope)
        if scope.pictured:
            self._say(f" {alternative(picture)} ", scope)
        elif letter := big_letter(picture, not any(speakable(run.text) for run in self._runs)):
            self._say(letter, scope)
            self._dropcap.remember(letter)

    def _anchor(self, element: etree._Element, scope: Scope) -> list[str]:
        names = [name for name in (element.get("id"), element.get("name")) if name] if element.attrib else []
        if not names:
            return names
        begins = not scope.whole and any(name in self._targets for name in names)
        if begins and any(speakable(run.text) for run in self._runs):
            self.end(scope)
        self.places.anchor(names, len(self.blocks))
        return names

    def _say(self, text: str | None, scope: Scope) -> None:
        if not text:
            return
        text = self._dropcap.join(text)
        spoken = speak_numeral(text) if scope.roman and scope.kind is ParagraphKind.HEADING else text
        self._runs.append(Run(text, spoken, scope.language, scope.linked))
