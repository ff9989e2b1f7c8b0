"""What lies in a paragraph of an OpenDocument → a line, and the frames that are anchored in it."""

from collections.abc import Callable

from lxml import etree

from functions.convert.readers.markup.xml import children, local_name, text_of
from functions.convert.readers.odt.attributes import value_of
from functions.convert.readers.odt.formulas import linear
from functions.convert.readers.odt.styles import Style, Styles
from functions.convert.readers.wordprocessing.lines import Line

SILENT = frozenset(
    {
        *("annotation", "annotation-end", "tracked-changes", "forms", "script", "number", "ruby-text", "binary-data"),
        *("page-number", "page-count", "page-continuation", "page-variable-get", "page-variable-set", "placeholder"),
        *("variable-decls", "sequence-decls", "user-field-decls", "dde-connection-decls", "event-listeners"),
        *("file-name", "template-name", "sheet-name", "editing-cycles", "editing-duration"),
    }
)
"""What is not text, was deleted, or is not read: readings above characters, descriptions of pictures, page numbers."""

BOXES = frozenset(
    {"text-box", "custom-shape", "rect", "circle", "ellipse", "line", "polygon", "path", "caption", "table"}
)
"""What is anchored in a paragraph and has paragraphs of its own."""

_SIGNS = {"s": " ", "tab": " "}


class Inline:
    """Reads one paragraph; `formula` finds those that are embedded as objects, by their place in the file; `notes`
    are those that have been marked so far, by key."""

    def __init__(self, styles: Styles, formula: Callable[[str], str], notes: dict[str, etree._Element]) -> None:
        self.line = Line()
        self.boxes: list[etree._Element] = []
        self.picture: str | None = None
        self._styles, self._formula, self._notes = styles, formula, notes

    def read(self, element: etree._Element, style: Style) -> None:
        """Read the text of an element and all below it, but not its tail."""
        self._say(element.text, style)
        for child in element:
            self._read(child, style)
            self._say(child.tail, style)

    def _read(self, element: etree._Element, style: Style) -> None:
        name = local_name(element)
        if name in SILENT or is_hidden(element, name):
            return
        if name == "line-break" and not style.hidden:
            self.line.break_off()
        elif name == "note":
            self._read_note(element, style)
        elif name in ("math", "object"):
            self._read_formula(element, name, style)
        elif name == "image":
            self.picture = self.picture or picture_of(element)
        elif name in BOXES:
            self.boxes.append(element)
        else:
            span = value_of(element, "style-name") if name == "span" else None
            self._say(_SIGNS.get(name), style)
            self.read(element, self._styles.run(style, span) if span else style)

    def _read_note(self, note: etree._Element, style: Style) -> None:
        if style.hidden:
            return
        for body in children(note, "note-body"):
            key = f"{value_of(note, 'note-class') or 'footnote'}-{len(self._notes) + 1}"
            self._notes[key] = body
            self.line.mark(key)

    def _read_formula(self, element: etree._Element, name: str, style: Style) -> None:
        href = value_of(element, "href")
        within = [element] if name == "math" else children(element, "math")
        text = " ".join(map(linear, within)) or (self._formula(href) if href else "")
        self._say(f" {text} " if text else "", style)

    def _say(self, text: str | None, style: Style) -> None:
        if text and not style.hidden:
            self.line.say(text, style.languages.of(text), style.bold)


def is_hidden(element: etree._Element, name: str) -> bool:
    """Tell whether a field, a section or a reference shows nothing, or nothing but the number of a page."""
    match name:
        case "title" | "desc":
            return "svg" in str(element.tag)
        case "hidden-paragraph" | "hidden-text":
            return value_of(element, "is-hidden") != "false"
        case "section":
            display = value_of(element, "display")
            return display == "none" or (display == "condition" and value_of(element, "is-hidden") == "true")
        case "variable-set" | "user-field-get" | "user-field-input" | "expression":
            return value_of(element, "display") == "none"
        case "bookmark-ref" | "reference-ref" | "sequence-ref" | "note-ref":
            return value_of(element, "reference-format") == "page"
    return False


def picture_of(image: etree._Element) -> str | None:
    """Tell where a picture lies; one within the document has a number."""
    embedded = (text_of(binary).strip() for binary in children(image, "binary-data"))
    return value_of(image, "href") or next(embedded, None)
