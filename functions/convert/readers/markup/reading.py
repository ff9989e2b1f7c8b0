"""One walk over a content document."""

from lxml import etree

from functions.convert.readers.markup.composing import Composer
from functions.convert.readers.markup.elements import BLOCKS, SECTIONS, choice_of, is_silent
from functions.convert.readers.markup.formulas import formula_text
from functions.convert.readers.markup.notes import Link, Notes
from functions.convert.readers.markup.phonemes import phonemes_of
from functions.convert.readers.markup.pictures import alternative, big_letter, is_picture
from functions.convert.readers.markup.runs import CELL_END
from functions.convert.readers.markup.scope import Scope, enter, enter_note
from functions.convert.readers.markup.scripts import parts_from_next, script_text
from functions.convert.readers.markup.semantics import types_of
from functions.convert.readers.markup.surroundings import Frames
from functions.convert.readers.markup.visibility import Styles
from functions.convert.readers.markup.xml import local_name, text_of
from functions.convert.readers.wording.numerals import LINE_BREAK

_SPECIAL = frozenset({"math", "switch", "sup", "sub", "iframe"})


class Reading:
    """Tells what every element means for reading aloud, and hands the text to a composer."""

    def __init__(self, path: str, text: Composer, notes: Notes, styles: Styles, frames: Frames | None) -> None:
        self._path = path
        self._text = text
        self._notes = notes
        self._styles = styles
        self._frames = frames

    def walk(self, element: etree._Element, scope: Scope) -> None:
        """Read an element and everything below it, but not its tail."""
        name, types = local_name(element), types_of(element)
        if name == "br":
            self._text.say(LINE_BREAK, scope)
        elif is_picture(name) and (scope.pictured or element.get("alt")):
            self._read_picture(element, scope)
        elif is_silent(element, name, types) or self._styles.hide(element, name):
            self._text.anchor(element, scope)
        elif (link := self._notes.follow(element, name, types)) is not None:
            self._read_marker(element, link, scope)
        elif self._notes.is_body(element, name, types):
            self._read_note(element, name, scope)
        elif name in _SPECIAL:
            self._read_special(element, name, types, scope)
        elif self._text.dropcap.is_one(element):
            self._read_children(element, scope)
            self._text.dropcap.remember(text_of(element))
        elif name in BLOCKS and not scope.whole:
            self._read_block(element, name, types, scope)
        else:
            self._read_inline(element, name, types, scope)

    def _read_block(self, element: etree._Element, name: str, types: frozenset[str], scope: Scope) -> None:
        text = self._text
        if not text.dropcap.pending:
            text.end(scope)
        names = text.anchor(element, scope)
        start = len(text.blocks)
        inner = enter(scope, element, name, types)
        self._read_children(element, inner)
        text.end(inner)
        if names:
            text.places.close(names, start, len(text.blocks), section=name in SECTIONS)

    def _read_inline(self, element: etree._Element, name: str, types: frozenset[str], scope: Scope) -> None:
        apart = " " if name in BLOCKS else ""
        self._text.say(apart, scope)
        self._text.places.open(self._text.anchor(element, scope))
        self._read_children(element, enter(scope, element, name, types))
        self._text.say(CELL_END if name in ("td", "th") else apart, scope)

    def _read_children(self, element: etree._Element, scope: Scope) -> None:
        phonemes = phonemes_of(element, scope.alphabet) if element.attrib else None
        if phonemes:
            self._text.open(phonemes, scope)
        self._text.say(element.text, scope)
        for child in element:
            self.walk(child, scope)
            self._text.say(child.tail, scope)
        if phonemes:
            self._text.close(scope)

    def _read_special(self, element: etree._Element, name: str, types: frozenset[str], scope: Scope) -> None:
        match name:
            case "math":
                self._text.say(f" {formula_text(element)} ", scope)
            case "switch":
                chosen = choice_of(element)
                if chosen is not None:
                    self._read_children(chosen, scope) if local_name(chosen) == "case" else self.walk(chosen, scope)
            case "iframe":
                self._read_frame(element, scope)
            case _:
                self._read_script(element, name, types, scope)

    def _read_script(self, element: etree._Element, name: str, types: frozenset[str], scope: Scope) -> None:
        written = script_text(element, name, self._text.last)
        if written is None:
            self._read_inline(element, name, types, scope)
        else:
            self._text.say(written, scope)
        self._text.say(" " if parts_from_next(element) else None, scope)

    def _read_frame(self, element: etree._Element, scope: Scope) -> None:
        """Read the document that a frame shows in its place."""
        shown = list(self._frames.show(self._path, element.get("src") or "")) if self._frames else []
        if shown:
            self._text.end(scope)
        self._text.places.open(self._text.anchor(element, scope))
        self._text.insert(block.left_out(scope.matter) if scope.matter else block for block in shown)

    def _read_marker(self, element: etree._Element, link: Link, scope: Scope) -> None:
        """Leave marks in place of the markers of notes."""
        for each in [element] if link.phrase else element.iter():
            self._text.places.open(self._text.anchor(each, scope))
        if link.phrase:
            self._read_children(element, scope)
        for key in link.keys:
            self._text.mark(key, scope)

    def _read_note(self, element: etree._Element, name: str, scope: Scope) -> None:
        """Read a note apart, so that the paragraph around it stays whole."""
        text = self._text
        aside, begun, start = text.begin_note(), text.places.begin(), len(text.blocks)
        text.anchor(element, scope)
        note = enter_note(scope, name)
        self._read_children(element, note)
        text.end(note)
        text.places.close_note(begun, start, len(text.blocks))
        text.resume(aside, scope)

    def _read_picture(self, picture: etree._Element, scope: Scope) -> None:
        self._text.anchor(picture, scope)
        if scope.pictured:
            self._text.say(f" {alternative(picture)} ", scope)
        elif letter := big_letter(picture, self._text.wordless):
            self._text.say(letter, scope)
            self._text.dropcap.remember(letter)
