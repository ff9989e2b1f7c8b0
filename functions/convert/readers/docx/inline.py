"""What lies in a paragraph of a Word document → a line, and the text boxes that are anchored in it."""

from lxml import etree

from functions.convert.readers.docx.attributes import child_of, value_of
from functions.convert.readers.docx.drawings import alternative_of, look_into
from functions.convert.readers.docx.formulas import linear
from functions.convert.readers.docx.notes import key_of
from functions.convert.readers.docx.styles import Style, Styles, with_run
from functions.convert.readers.docx.traits import shows_prompt
from functions.convert.readers.markup.xml import local_name, text_of
from functions.convert.readers.wordprocessing.fields import Fields
from functions.convert.readers.wordprocessing.lines import Line
from functions.convert.readers.wordprocessing.symbols import is_symbol_font, symbol

DROPPED = frozenset(
    ("ppr", "rpr", "del", "movefrom", "deltext", "rt", "rubypr", "sdtpr", "sdtendpr", "tblpr", "sectpr", "pgnum")
)
"""What is not text, was deleted, or is not read: the readings above East Asian characters, the markers of notes."""

_SIGNS = {"tab": " ", "ptab": " ", "nobreakhyphen": "-"}


class Inline:
    """Reads one paragraph. `fields` are those that are open, in paragraphs before it as well; `prompting` tells
    that it is in a control that shows what to enter there."""

    def __init__(
        self, styles: Styles, fields: Fields, ended: frozenset[etree._Element], prompting: bool = False
    ) -> None:
        self.line = Line()
        self.boxes: list[etree._Element] = []
        self.picture: str | None = None
        self.matter: str | None = None
        self._styles, self._fields, self._ended, self._prompting = styles, fields, ended, prompting

    def read(self, element: etree._Element, style: Style) -> None:
        """Read an element of a paragraph and all below it."""
        name = local_name(element)
        if name in DROPPED:
            return
        if name == "r":
            self._read_run(element, style)
        elif name == "fldsimple":
            self._read_field(element, style)
        elif name in ("omath", "omathpara"):
            self._say(f" {linear(element)} ", style)
        elif name == "alternatecontent":
            for child in alternative_of(element):
                self.read(child, style)
        elif name in ("drawing", "pict", "object"):
            drawing = look_into(element)
            self.boxes += drawing.boxes
            self.picture = self.picture or drawing.picture
        elif name == "sdt":
            self._read_control(element, style)
        else:
            for child in element:
                self.read(child, style)

    def _read_run(self, run: etree._Element, style: Style) -> None:
        properties = child_of(run, "rpr")
        named = child_of(properties, "rstyle")
        name = (value_of(named) or "") if named is not None else ""
        if self._prompting and self._styles.prompts(name):
            return
        if name:
            style = self._styles.run(style, name)
        style = with_run(style, properties)
        custom = False
        for child in run:
            kind = local_name(child)
            if kind == "fldchar":
                self._read_mark_of_field(child, style)
            elif kind == "instrtext":
                self._fields.instruct(text_of(child))
            elif kind in ("footnotereference", "endnotereference"):
                self._mark(child, kind, style)
                custom = value_of(child, "customMarkFollows") not in (None, "0", "false", "off")
            elif not custom:
                self._read_piece(child, kind, style)

    def _read_piece(self, piece: etree._Element, name: str, style: Style) -> None:
        if name == "t":
            self._say(text_of(piece), style)
        elif name in _SIGNS:
            self._say(_SIGNS[name], style)
        elif name in ("br", "cr"):
            self._break(piece, style)
        elif name == "sym":
            self._read_symbol(piece, style)
        else:
            self.read(piece, style)

    def _break(self, piece: etree._Element, style: Style) -> None:
        """End a line; what goes on after the end of a page is another paragraph."""
        if self._reads(style):
            self.line.break_off()
            if value_of(piece, "type") in ("page", "column"):
                self.line.break_off()

    def _read_symbol(self, element: etree._Element, style: Style) -> None:
        font, written = value_of(element, "font") or "", value_of(element, "char") or ""
        try:
            code = int(written, 16)
        except ValueError:
            return
        self._say(symbol(font if is_symbol_font(font) else "", code), style)

    def _read_mark_of_field(self, element: etree._Element, style: Style) -> None:
        match value_of(element, "fldCharType"):
            case "begin" if element in self._ended:
                self._fields.begin()
            case "separate":
                self._fields.separate()
            case "end" if element in self._ended:
                self._say(self._fields.end(), style)

    def _read_field(self, element: etree._Element, style: Style) -> None:
        self._fields.begin()
        self._fields.instruct(value_of(element, "instr") or "")
        if len(element):
            self._fields.separate()
            for child in element:
                self.read(child, style)
        self._say(self._fields.end(), style)

    def _read_control(self, control: etree._Element, style: Style) -> None:
        outer, self._prompting = self._prompting, self._prompting or shows_prompt(control)
        for child in control:
            self.read(child, style)
        self._prompting = outer

    def _mark(self, element: etree._Element, name: str, style: Style) -> None:
        id_ = value_of(element, "id")
        if id_ is not None and self._reads(style):
            self.line.mark(key_of(name.removesuffix("reference"), id_))

    def _reads(self, style: Style) -> bool:
        return self._fields.speaking and not style.hidden

    def _say(self, text: str, style: Style) -> None:
        if text and self._reads(style):
            self.line.say(text, style.languages.of(text), style.bold)
            self.matter = self.matter or (self._fields.matter if text.strip() else None)
