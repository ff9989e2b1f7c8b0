"""The pages of a transcript."""

import io

from ebookvoice.domain.documents import Paper
from functions.convert.texts.transcript.letters import SERIF
from functions.convert.texts.transcript.lines import Line, Style

SIZES = {Paper.A4: (595.28, 841.89), Paper.LETTER: (612.0, 792.0)}
"""Width and height in points (ISO 216; ANSI Y14.1)."""

_SIDE, _TOP, _BOTTOM = 85.0, 80.0, 80.0
_FOOT = 42.0
_FOOT_SIZE = 9
_GREY = 0.55
_TOOL = "eBookVoice"


class Sheets:
    """Fills pages from the top; `mark` is a line at the foot of each."""

    def __init__(self, paper: Paper, title: str, author: str, mark: str | None) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._width, self._height = SIZES[paper]
        self._content = io.BytesIO()
        # `invariant`: no clock and no chance, so the same text makes the same file.
        self._canvas = Canvas(self._content, (self._width, self._height), pageCompression=1, invariant=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator(_TOOL)
        self._mark = mark
        self._page = 0
        self._y = 0.0

    @property
    def measure(self) -> float:
        """Tell how many points lie between the margins."""
        return self._width - 2 * _SIDE

    def turn(self) -> None:
        """Begin a new page."""
        self._finish_page()
        self._page += 1
        self._y = self._height - _TOP

    def skip(self, points: float) -> None:
        """Leave some room, unless the page has just begun."""
        if self._y < self._height - _TOP:
            self._y -= points

    def drop(self, share: float) -> None:
        """Go down by a share of the page's height."""
        self._y -= self._height * share

    def keep(self, points: float) -> None:
        """Turn to a new page unless so much fits on this one."""
        if self._y - points < _BOTTOM:
            self.turn()

    def announce(self, title: str) -> None:
        """Have the outline lead to this page, which has just begun."""
        key = f"page{self._page}"
        self._canvas.bookmarkHorizontal(key, 0, self._y + _TOP / 2)
        self._canvas.addOutlineEntry(title, key)

    def write(self, line: Line, style: Style, grey: float = 0) -> None:
        """Write a line below what is there."""
        self.keep(style.leading)
        self._y -= style.leading
        text = self._canvas.beginText(_SIDE + line.x, self._y)
        text.setFillGray(grey)
        for run in line.runs:
            text.setFont(run.font, style.size)
            text.textOut(run.text)
        self._canvas.drawText(text)

    def close(self) -> bytes:
        """Finish the last page; return the file."""
        self._finish_page()
        self._canvas.showOutline()
        self._canvas.save()
        return self._content.getvalue()

    def _finish_page(self) -> None:
        if not self._page:
            return
        self._canvas.setFont(SERIF, _FOOT_SIZE)
        self._canvas.setFillGray(_GREY)
        if self._page > 1:
            self._canvas.drawRightString(self._width - _SIDE, _FOOT, str(self._page))
        if self._mark:
            self._canvas.drawString(_SIDE, _FOOT, self._mark)
        self._canvas.showPage()
