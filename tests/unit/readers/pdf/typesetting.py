"""A small printing house: sets text on the pages of a PDF as books are set."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

ROMAN, BOLD = "Times-Roman", "Times-Bold"

MARK = "^"
"""Stands before the marker of a footnote in a paragraph: "word^1 goes on"."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph to be set; `notes` are the footnotes that it marks, by their markers."""

    text: str
    font: str = ROMAN
    size: float = 11.0
    indent: float = 15.0
    centered: bool = False
    before: float = 0.0
    notes: dict[str, str] = field(default_factory=dict)
    page_break: bool = False
    inset: float = 0.0


def heading(text: str, size: float = 17.0, page_break: bool = True) -> Paragraph:
    """Make the heading of a chapter, by default on a new page."""
    return Paragraph(text, BOLD, size, indent=0, centered=True, before=30, page_break=page_break)


@dataclass(frozen=True)
class Design:
    """How pages look; measures in points."""

    width: float = 400
    height: float = 600
    margin: float = 50
    columns: int = 1
    gutter: float = 18
    leading: float = 13.5
    header: Callable[[int], str] | None = None
    footer: Callable[[int], str] | None = None
    hyphenate: float = 0.0
    justify: bool = True
    sideways: bool = False


@dataclass
class _Line:
    pieces: list[tuple[str, float, float]]
    """Text, x and rise."""
    font: str
    size: float
    leading: float
    notes: list[tuple[str, str]]


class Press:
    """Sets paragraphs one after the other; `bytes` is the document."""

    def __init__(self, design: Design, title: str = "", author: str = "", lang: str | None = None) -> None:
        self._design, self._random = design, random.Random(7)
        self._buffer = BytesIO()
        self.canvas = Canvas(self._buffer, (design.width, design.height), pageCompression=0, lang=lang)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self._page, self._column, self._y, self._foot = 1, 0, self._start, design.margin
        self._notes: list[tuple[str, str]] = []
        self._fresh = True
        self._begun = self._y
        self._begin()

    @property
    def _start(self) -> float:
        return self._design.height - self._design.margin - 20

    @property
    def _measure(self) -> float:
        design = self._design
        return (design.width - 2 * design.margin - (design.columns - 1) * design.gutter) / design.columns

    @property
    def _left(self) -> float:
        return self._design.margin + self._column * (self._measure + self._design.gutter)

    def set(self, paragraphs: Sequence[Paragraph]) -> None:
        """Set paragraphs."""
        for paragraph in paragraphs:
            if paragraph.page_break and not self._fresh:
                self.turn()
            if not self._fresh:
                self._y -= paragraph.before
            for i, line in enumerate(self._break(paragraph)):
                self._set(line)
                if i == 0:
                    self._begun = self._y + line.leading

    def mark(self, title: str, key: str, depth: int) -> None:
        """Let an entry of the outline lead to the paragraph that was set last."""
        self.canvas.bookmarkPage(key, fit="FitH", top=self._begun + self._design.leading)
        self.canvas.addOutlineEntry(title, key, depth)

    def footnote(self, marker: str, text: str) -> None:
        """Print a note on the page that nothing on it marks."""
        self._foot += 40
        self._notes.append((marker, text))

    def turn(self) -> None:
        """Finish the page: its notes, its header and footer."""
        design, y = self._design, self._foot
        for marker, text in self._notes:
            for i, words in enumerate(self._wrap(text, 8.0)):
                y -= 10
                x = self._left_note(marker, y) if i == 0 else design.margin
                self.canvas.setFont(ROMAN, 8.0)
                self.canvas.drawString(x, y, words)
        self.canvas.setFont(ROMAN, 9)
        if design.header:
            self.canvas.drawCentredString(design.width / 2, design.height - 40, design.header(self._page))
        if design.footer:
            self.canvas.drawCentredString(design.width / 2, 25, design.footer(self._page))
        self.canvas.showPage()
        self._page, self._column, self._y, self._foot, self._notes = self._page + 1, 0, self._start, design.margin, []
        self._fresh = True
        self._begin()

    def save(self, path: Path) -> Path:
        """Finish the document and write it to a file."""
        if not self._fresh:
            self.turn()
        self.canvas.save()
        path.write_bytes(self._buffer.getvalue())
        return path

    def _begin(self) -> None:
        """Turn a page on its side: its text runs upwards, and the reader's program turns it back."""
        if self._design.sideways:
            self.canvas.setPageRotation(90)
            self.canvas.translate(self._design.height, 0)
            self.canvas.rotate(90)

    def _left_note(self, marker: str, y: float) -> float:
        self.canvas.setFont(ROMAN, 5.5)
        self.canvas.drawString(self._design.margin, y + 3, marker)
        return self._design.margin + 6

    def _wrap(self, text: str, size: float) -> list[str]:
        lines, width = [""], self._design.width - 2 * self._design.margin - 8
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if stringWidth(longer, ROMAN, size) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _set(self, line: _Line) -> None:
        needed = sum(10 * len(self._wrap(text, 8.0)) for _, text in line.notes) + (8 if line.notes else 0)
        if self._y - line.leading < self._foot + needed:
            self._column += 1
            self._y = self._start
            if self._column == self._design.columns:
                self.turn()
        if line.notes:
            self._foot += needed
            self._notes += line.notes
        self._fresh = False
        for text, x, rise in line.pieces:
            self.canvas.setFont(line.font, line.size * (0.6 if rise else 1))
            self.canvas.drawString(self._left + x, self._y + rise, text)
        self._y -= line.leading

    def _break(self, paragraph: Paragraph) -> list[_Line]:
        words = paragraph.text.split()
        lines: list[_Line] = []
        while words:
            indent = paragraph.inset + (0 if lines else paragraph.indent)
            room = self._measure - indent - paragraph.inset
            taken = [words.pop(0)]
            while words and self._width([*taken, words[0]], paragraph) <= room:
                taken.append(words.pop(0))
            if words and self._random.random() < self._design.hyphenate:
                self._hyphenate(taken, words, room, paragraph)
            lines.append(self._line(taken, indent, room, paragraph, last=not words))
        return lines

    def _hyphenate(self, taken: list[str], words: list[str], room: float, paragraph: Paragraph) -> None:
        word = words[0]
        places = [i for i in range(2, len(word) - 2) if word[i - 2 : i + 2].isalpha() and word.isalpha()]
        places += [i + 1 for i, character in enumerate(word) if character == "-" and 0 < i < len(word) - 1]
        for place in sorted(places, reverse=True):
            part = word[:place] if word[place - 1] == "-" else f"{word[:place]}-"
            if self._width([*taken, part], paragraph) <= room:
                taken.append(part)
                words[0] = word[place:]
                return

    def _width(self, words: Sequence[str], paragraph: Paragraph) -> float:
        return sum(self._piece(word, paragraph) for word in words) + (len(words) - 1) * self._space(paragraph)

    def _space(self, paragraph: Paragraph) -> float:
        return float(stringWidth(" ", paragraph.font, paragraph.size))

    def _piece(self, word: str, paragraph: Paragraph) -> float:
        text, _, marker = word.partition(MARK)
        small = stringWidth(marker.rstrip(".,;"), paragraph.font, paragraph.size * 0.6)
        return float(stringWidth(text, paragraph.font, paragraph.size) + small)

    def _line(self, words: Sequence[str], indent: float, room: float, paragraph: Paragraph, last: bool) -> _Line:
        free = room - self._width(words, paragraph)
        stretch = free / (len(words) - 1) if self._design.justify and not last and len(words) > 1 else 0.0
        x = indent + (free / 2 if paragraph.centered else 0)
        stretch = 0.0 if paragraph.centered else stretch
        pieces: list[tuple[str, float, float]] = []
        notes: list[tuple[str, str]] = []
        for word in words:
            text, _, marker = word.partition(MARK)
            pieces.append((text, x, 0.0))
            x += float(stringWidth(text, paragraph.font, paragraph.size))
            if marker:
                pieces.append((marker, x, paragraph.size * 0.35))
                notes.append((marker, paragraph.notes[marker]))
                x += float(stringWidth(marker, paragraph.font, paragraph.size * 0.6))
            x += self._space(paragraph) + stretch
        return _Line(pieces, paragraph.font, paragraph.size, max(self._design.leading, paragraph.size * 1.25), notes)
