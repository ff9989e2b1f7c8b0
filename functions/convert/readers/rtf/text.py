"""The text of an RTF document: paragraphs, tables, notes, text boxes and fields."""

from collections.abc import Callable
from dataclasses import replace

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.rtf.flow import Flow
from functions.convert.readers.rtf.state import Destination, State
from functions.convert.readers.rtf.stylesheet import StyleSheet, outlined
from functions.convert.readers.wordprocessing.fields import Fields
from functions.convert.readers.wordprocessing.looks import Look
from functions.convert.readers.wordprocessing.story import Story


class Text:
    """Puts together what is said. Everything that happens takes the state of the place where it does."""

    def __init__(self, sheet: StyleSheet) -> None:
        self.story = Story()
        self.notes: dict[str, Story] = {}
        self._sheet = sheet
        self._flows = [(Flow(self.story), Fields())]

    @property
    def _flow(self) -> Flow:
        return self._flows[-1][0]

    @property
    def _fields(self) -> Fields:
        return self._flows[-1][1]

    def say(self, text: str, state: State) -> None:
        """Take text."""
        if self._reads(state):
            self._flow.line.say(text, state.languages.of(text), state.bold)
            if text.strip():
                self._flow.matter = self._flow.matter or self._fields.matter

    def count(self, text: str) -> None:
        """Take what a list writes before a paragraph."""
        self._flow.number = (self._flow.number or "") + text

    def instruct(self, text: str) -> None:
        """Take a piece of a field's instruction."""
        self._fields.instruct(text)

    def break_line(self, state: State) -> None:
        """End a line within the paragraph."""
        if self._reads(state):
            self._flow.line.break_off()

    def break_page(self, state: State) -> None:
        """End a page: whatever goes on after it is another paragraph."""
        self.break_line(state)
        self.break_line(state)

    def end_paragraph(self, state: State) -> None:
        """End a paragraph, unless it is that of an instruction."""
        if self._fields.speaking:
            self._flow.end_paragraph(self._look(state), state.tabled)

    def end_cell(self, state: State) -> None:
        """End a cell of a table."""
        if self._fields.speaking:
            self._flow.end_cell(self._look(state))

    def end_row(self, _: State) -> None:
        """End a row of a table."""
        self._flow.end_row()

    def begin_note(self, state: State) -> None:
        """Begin a note where its marker stands."""
        if not self._reads(state):
            state.destination = Destination.NOTHING
            return
        key = f"note-{len(self.notes) + 1}"
        self._flow.line.mark(key)
        self.notes[key] = Story()
        self._begin_flow(Flow(self.notes[key], ParagraphKind.NOTE), state)

    def begin_box(self, state: State) -> None:
        """Begin a text box, which is read after the paragraph that it is anchored in."""
        state.destination = state.within
        if self._reads(state):
            self._begin_flow(Flow(self._flow.boxes), state)
        else:
            state.destination = Destination.NOTHING

    def begin_field(self, state: State) -> None:
        """Begin a field: an instruction and a result follow."""
        self._fields.begin()
        state.close = self._end_field

    def begin_instruction(self, state: State) -> None:
        """Begin the instruction of a field."""
        state.destination = Destination.INSTRUCTION

    def begin_result(self, state: State) -> None:
        """Begin the result of a field."""
        self._fields.separate()
        state.destination = Destination.TEXT

    def begin_number(self, state: State) -> None:
        """Begin what a list writes before the paragraph."""
        state.destination = Destination.NUMBER if self._reads(state) else Destination.NOTHING
        self._flow.number = self._flow.number or ""

    def close(self, state: State) -> None:
        """End the document."""
        self._flow.close(self._look(state))

    def _begin_flow(self, flow: Flow, state: State) -> None:
        self._flows.append((flow, Fields()))
        state.reset_paragraph()
        state.close = self._end_flow

    def _end_flow(self, state: State) -> None:
        self.close(state)
        self._flows.pop()

    def _end_field(self, state: State) -> None:
        self.say(self._fields.end(), state)

    def _reads(self, state: State) -> bool:
        return self._fields.speaking and not state.hidden and not state.deleted

    def _look(self, state: State) -> Look:
        look = outlined(self._sheet.look(state.style), state.level)
        return replace(look, centred=look.centred or state.centred, open=state.drop_cap or state.deleted)


Action = Callable[[Text, State], None]

ACTIONS: dict[str, Action] = {
    **{"par": Text.end_paragraph, "sect": Text.end_paragraph, "line": Text.break_line, "lbr": Text.break_line},
    **{"page": Text.break_page, "column": Text.break_page, "cell": Text.end_cell, "row": Text.end_row},
    **{"nestcell": Text.end_paragraph, "footnote": Text.begin_note, "shptxt": Text.begin_box},
    **{"dptxbxtext": Text.begin_box, "field": Text.begin_field, "fldinst": Text.begin_instruction},
    **{"fldrslt": Text.begin_result, "listtext": Text.begin_number, "pntext": Text.begin_number},
}
"""Control words that divide text, or begin a destination of text."""
