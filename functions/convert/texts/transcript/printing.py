"""The transcript on paper."""

from ebookvoice.domain.book import Paragraph, ParagraphKind
from ebookvoice.domain.documents import Paper
from ebookvoice.ports.rendering import Edition
from functions.convert.audio.chapter import NarratedChapter
from functions.convert.texts.narrated import narrated
from functions.convert.texts.transcript.letters import MISSING, Letters
from functions.convert.texts.transcript.lines import BREAK, BYLINE, CHAPTER, SMALL, STYLES, TITLE, Setter, Style
from functions.convert.texts.transcript.sheets import Sheets

MARK = "Made with eBookVoice, free of charge"

_UNTITLED = "Untitled"
_GREY = 0.45
_LINES_BELOW = 3
"""A heading stays with as many lines of what it is about."""


def print_transcript(edition: Edition, paper: Paper, *, marked: bool) -> bytes:
    """Print a transcript as PDF: a title page, every chapter on a page of its own with the time that it is heard, and
    an outline that leads to them. With a mark on each page, or without."""
    return _Printer(edition, paper, MARK if marked else None).print()


class _Printer:
    def __init__(self, edition: Edition, paper: Paper, mark: str | None) -> None:
        self._edition = edition
        self._letters = Letters(edition.tags.language)
        self._setter = Setter(self._letters)
        self._sheets = Sheets(paper, edition.tags.title, ", ".join(edition.tags.authors), mark)

    def print(self) -> bytes:
        self._title_page()
        for chapter in narrated(self._edition):
            self._chapter(chapter)
        return self._sheets.close()

    def _title_page(self) -> None:
        tags = self._edition.tags
        self._sheets.turn()
        self._sheets.drop(0.25)
        self._set(tags.title.strip() or _UNTITLED, TITLE)
        for author in tags.authors:
            self._set(author, BYLINE)
        self._set(tags.narrator, SMALL, _GREY)
        if missing := self._missing():
            self._set(
                f"{missing:,} letters for which there is no type stand as {MISSING}; the JSON transcript has them.",
                SMALL,
            )

    def _missing(self) -> int:
        chapters = self._edition.chapters
        return sum(self._letters.missing(paragraph.text) for each in chapters for paragraph in each.paragraphs())

    def _chapter(self, chapter: NarratedChapter) -> None:
        self._sheets.turn()
        self._sheets.announce(chapter.title.strip() or str(chapter.number))
        paragraphs = list(chapter.paragraphs)
        headed = bool(paragraphs) and paragraphs[0].kind is ParagraphKind.HEADING
        self._set(paragraphs.pop(0).text if headed else chapter.title, CHAPTER)
        rate = chapter.timings.sample_rate
        begin, end = (_clock(sample // rate) for sample in (chapter.start, chapter.start + chapter.timings.samples))
        self._set(f"{begin} – {end}", SMALL, _GREY)
        self._sheets.skip(BYLINE.above)
        for before, paragraph in zip([None, *paragraphs], paragraphs, strict=False):
            self._paragraph(before, paragraph)

    def _paragraph(self, before: Paragraph | None, paragraph: Paragraph) -> None:
        style = STYLES[paragraph.kind]
        if not any(map(str.isalnum, paragraph.text)):
            style = BREAK
        elif before is None or before.kind is not paragraph.kind:
            style = style._replace(first=0)
        if paragraph.kind is ParagraphKind.HEADING:
            self._sheets.keep(style.above + style.leading + _LINES_BELOW * STYLES[ParagraphKind.TEXT].leading)
        self._set(paragraph.text, style)

    def _set(self, text: str, style: Style, grey: float = 0) -> None:
        self._sheets.skip(style.above)
        for line in self._setter.lines(text, style, self._sheets.measure):
            self._sheets.write(line, style, grey)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
