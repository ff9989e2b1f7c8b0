"""What lies on a page: in which order and how it is spoken."""

from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth

from ebookvoice.domain.book import Book, ParagraphKind
from functions.convert.readers.pdf.reader import read_pdf
from tests.unit.readers.pdf.conftest import Printed
from tests.unit.readers.pdf.prose import paragraphs
from tests.unit.readers.pdf.typesetting import BOLD, ROMAN, Design, Paragraph, Press, heading

LINE = "All that they had heard of the house by the river was true"


class Sheet:
    """A page on which text stands wherever it is put."""

    def __init__(self, folder: Path) -> None:
        self._press, self._folder = Press(Design()), folder
        self.canvas = self._press.canvas

    def put(self, x: float, y: float, text: str, size: float = 11.0, font: str = ROMAN) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)

    def lines(self, x: float, y: float, *texts: str) -> None:
        for i, text in enumerate(texts):
            self.put(x, y - 14 * i, text)

    def run(self, x: float, y: float, *pieces: str) -> None:
        """Put pieces one after the other; those with ^ are raised, those with _ are lowered."""
        for piece in pieces:
            text, rise = piece.lstrip("^_"), {"^": 4, "_": -3}.get(piece[0], 0)
            self.put(x, y + rise, text, 6.5 if rise else 11.0)
            x += stringWidth(text, ROMAN, 6.5 if rise else 11.0)

    def read(self) -> Book:
        self.canvas.showPage()
        return read_pdf(self._press.save(self._folder / "sheet.pdf"), "sheet.pdf")

    def spoken(self) -> list[str]:
        return [paragraph.text for chapter in self.read().chapters for paragraph in chapter.paragraphs]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def test_powers_and_ordinals_stay_and_markers_go(sheet: Sheet) -> None:
    sheet.run(50, 500, "The area is 5 km", "^2", " on the 21", "^st", " of May, as all the papers said", "^7")
    sheet.run(50, 486, "and H", "_2", "O is water.")

    assert sheet.spoken() == ["The area is 5 km² on the 21st of May, as all the papers said and H2O is water."]


def test_what_is_drawn_twice_is_spoken_once(sheet: Sheet) -> None:
    for shift in (0, 0.4):
        sheet.put(50 + shift, 500 - shift, "Shadow and bold")

    assert sheet.spoken() == ["Shadow and bold"]


def test_what_nobody_can_see_is_not_spoken(sheet: Sheet) -> None:
    sheet.put(50, 500, "In plain sight")
    sheet.put(50, 480, "too small to read", 1.0)
    sheet.put(50, 700, "above the page")
    sheet.put(-300, 480, "beside the page")

    assert sheet.spoken() == ["In plain sight"]


def test_text_under_a_scan_is_read(sheet: Sheet) -> None:
    text = sheet.canvas.beginText(50, 500)
    text.setFont(ROMAN, 11)
    text.setTextRenderMode(3)
    text.textOut("Recognised by a machine")
    sheet.canvas.drawText(text)

    assert sheet.spoken() == ["Recognised by a machine"]


def test_letters_that_are_spread_out_are_words(sheet: Sheet) -> None:
    text = sheet.canvas.beginText(50, 500)
    text.setFont(ROMAN, 11)
    text.setCharSpace(4)
    text.textOut("THE STORM")
    sheet.canvas.drawText(text)
    sheet.lines(50, 470, LINE)

    assert sheet.spoken()[0] == "THE STORM"


def test_a_large_initial_begins_its_word(sheet: Sheet) -> None:
    sheet.put(50, 472, "T", 42)
    sheet.put(78, 500, "he house by the river was old, and all who")
    sheet.put(78, 486, "had lived in it had left it long ago, in the")
    sheet.put(78, 472, "year of the flood and of the great fire, and")
    sheet.put(50, 458, "none of them had ever come back to see it")
    sheet.put(50, 444, "again.")

    text = "The house by the river was old, and all who had lived in it had left it long ago, in the year of the flood"
    assert sheet.spoken() == [f"{text} and of the great fire, and none of them had ever come back to see it again."]


def test_rows_of_a_table(sheet: Sheet) -> None:
    rows = [("Name", "Born in", "Year"), ("Ada", "London", "1815"), ("Charles", "Walworth", "1791")]
    for i, row in enumerate(rows):
        for x, cell in zip((60, 160, 280), row, strict=True):
            sheet.put(x, 500 - 16 * i, cell)

    assert sheet.spoken() == ["Name, Born in, Year", "Ada, London, 1815", "Charles, Walworth, 1791"]


def test_items_of_a_list(sheet: Sheet) -> None:
    sheet.put(50, 500, "What they took along:")
    for i, text in enumerate(("• bread and water", "• a lamp", "• the letter from the", "  harbour")):
        sheet.put(60 if text[0] == "•" else 65, 480 - 14 * i, text.strip())

    found = sheet.read().chapters[0].paragraphs
    assert [(paragraph.text, paragraph.kind) for paragraph in found[1:]] == [
        ("bread and water", ParagraphKind.LIST_ITEM),
        ("a lamp", ParagraphKind.LIST_ITEM),
        ("the letter from the harbour", ParagraphKind.LIST_ITEM),
    ]


def test_verse(sheet: Sheet) -> None:
    sheet.lines(50, 540, *[f"{LINE}, and the"] * 4)
    sheet.lines(90, 460, "The wind goes over the water", "And nobody hears it go", "The boats are all in harbour")

    paragraph = sheet.read().chapters[0].paragraphs[-1]
    assert paragraph.kind is ParagraphKind.VERSE
    assert paragraph.text == "The wind goes over the water And nobody hears it go The boats are all in harbour"


def test_a_heading_above_two_columns_comes_first(sheet: Sheet) -> None:
    sheet.put(80, 540, "A heading across all of the page", 18, BOLD)
    for i in range(8):
        sheet.put(50, 500 - 14 * i, f"left line number {i} of the")
        sheet.put(210, 500 - 14 * i, f"right line number {i} of the")

    spoken = " ".join(sheet.spoken())
    order = ["A heading", *(f"left line number {i}" for i in range(8)), *(f"right line number {i}" for i in range(8))]
    assert [spoken.find(text) for text in order] == sorted(spoken.find(text) for text in order)
    assert -1 not in [spoken.find(text) for text in order]


def test_chinese_lines_are_joined_without_spaces(sheet: Sheet) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sheet.put(50, 500, "我们走在路上，天已经黑了，没有人说话，只有", font="STSong-Light")
    sheet.put(50, 484, "风声。", font="STSong-Light")

    assert sheet.spoken() == ["我们走在路上，天已经黑了，没有人说话，只有风声。"]


def test_a_caption_does_not_cut_a_paragraph(sheet: Sheet) -> None:
    sheet.lines(50, 540, f"{LINE}, but", "nobody had ever told them of the garden that was")
    sheet.put(50, 480, "Fig. 1: The house", 8)
    sheet.lines(
        50,
        430,
        "behind it, and of the wall.",
    )

    spoken = sheet.spoken()
    assert "Fig. 1: The house" in spoken
    assert f"{LINE}, but nobody had ever told them of the garden that was behind it, and of the wall." in spoken


def test_quotations_set_in_stay_whole(printed: Printed) -> None:
    texts = paragraphs(4, 6)
    insets = [Paragraph(text, indent=0, inset=30 if i % 2 else 0, before=8) for i, text in enumerate(texts)]

    book = printed([heading("Letters"), *insets])

    assert [paragraph.text for paragraph in book.chapters[0].paragraphs[1:]] == texts


def test_small_print_that_is_no_note_is_read(sheet: Sheet) -> None:
    for i in range(12):
        sheet.put(50, 540 - 14 * i, LINE)
    sheet.put(50, 80, "All of this is said to have happened in 1815.", 8)

    assert sheet.spoken()[-1] == "All of this is said to have happened in 1815."
