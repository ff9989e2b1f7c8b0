"""Documents that can't be read are refused, each with its own code."""

import io
import re
import time
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ebookvoice.domain.errors import BookRefusedError
from functions.convert.readers.pdf import opening
from functions.convert.readers.pdf.reader import read_pdf
from tests.unit.readers.pdf.prose import paragraphs
from tests.unit.readers.pdf.typesetting import Design, Paragraph, Press


def code_of(path: Path) -> str:
    with pytest.raises(BookRefusedError) as caught:
        read_pdf(path, path.name)
    return caught.value.code


def printed(folder: Path, pages: int = 1) -> Path:
    press = Press(Design())
    press.set([Paragraph(text, page_break=True) for text in paragraphs(1, pages)])
    return press.save(folder / "book.pdf")


def encrypted(folder: Path, user: str, owner: str) -> Path:
    path = folder / "book.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption(user, owner, canPrint=0, canCopy=0))
    canvas.drawString(72, 720, "Nobody may print this, but anybody may read it.")
    canvas.save()
    return path


def scan(canvas: Canvas) -> None:
    image = Image.new("L", (60, 80), 200)
    canvas.drawImage(ImageReader(image), 0, 0, 595, 842)


def test_a_password_is_needed(tmp_path: Path) -> None:
    assert code_of(encrypted(tmp_path, user="secret", owner="more secret")) == "password_protected"


def test_what_only_restricts_its_readers_is_read(tmp_path: Path) -> None:
    path = encrypted(tmp_path, user="", owner="secret")

    assert read_pdf(path, "book.pdf").chapters[0].paragraphs[0].text.startswith("Nobody may print this")


def test_scans_without_text(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path))
    for number in range(12):
        scan(canvas)
        canvas.drawString(280, 20, f"{number + 1}")
        canvas.showPage()
    canvas.drawString(72, 720, "This is a digital copy of a book that was preserved on library shelves.")
    canvas.save()

    assert code_of(path) == "no_text_layer"


def test_scans_with_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path))
    scan(canvas)
    text = canvas.beginText(72, 720)
    text.setTextRenderMode(3)
    text.textOut("Every word that the machine has seen on the page")
    canvas.drawText(text)
    canvas.save()

    assert read_pdf(path, "scan.pdf").chapters[0].paragraphs[0].text.startswith("Every word")


def test_nothing_at_all(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    canvas = Canvas(str(path))
    canvas.showPage()
    canvas.save()

    assert code_of(path) == "no_text"


def test_fonts_that_do_not_tell_what_they_say(tmp_path: Path) -> None:
    path = printed(tmp_path)
    glyphs = b"".join(b"/uniE0%02X " % i for i in range(224))
    encoding = b"/Encoding << /Type /Encoding /Differences [32 %s] >>" % glyphs
    path.write_bytes(re.sub(rb"/Encoding /WinAnsiEncoding", encoding, path.read_bytes()))

    assert code_of(path) == "no_text_layer"


def test_damage(tmp_path: Path) -> None:
    content = printed(tmp_path).read_bytes()
    for damaged in (b"%PDF-1.4\n", content[:200], b"%PDF-1.7\n" + b"\x00\xff" * 5000):
        (tmp_path / "damaged.pdf").write_bytes(damaged)
        assert code_of(tmp_path / "damaged.pdf") == "corrupt"


def test_what_is_left_of_a_torn_file_is_read(tmp_path: Path) -> None:
    path = printed(tmp_path, pages=3)
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"xref")])

    assert len(read_pdf(path, "book.pdf").chapters[0].paragraphs) == 3


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_PAGES", 2)

    assert code_of(printed(tmp_path, pages=3)) == "too_complex"


def test_an_outline_that_leads_in_circles(tmp_path: Path) -> None:
    press = Press(Design())
    for number in range(3):
        press.set([Paragraph(text, page_break=i == 0) for i, text in enumerate(paragraphs(number, 3))])
        press.mark(f"Chapter {number}", str(number), 0)
    path = press.save(tmp_path / "book.pdf")
    content = path.read_bytes()
    following = re.findall(rb"/Next (\d+) 0 R", content)
    path.write_bytes(content.replace(b"/Next %s 0 R" % following[-1], b"/Next %s 0 R" % following[0]))

    assert len(read_pdf(path, "book.pdf").chapters) >= 2


def test_a_page_of_very_many_words_takes_no_longer_than_its_words(tmp_path: Path) -> None:
    path = tmp_path / "dense.pdf"
    canvas = Canvas(str(path), pagesize=(4000, 4000))
    canvas.setFont("Times-Roman", 5)
    for row in range(300):
        canvas.drawString(5, 3990 - 10 * row, "word " * 120)
    canvas.save()
    started = time.process_time()

    read_pdf(path, "dense.pdf")

    assert time.process_time() - started < 15


def test_a_cover_is_drawn_only_from_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    canvas = Canvas(str(path))
    scan(canvas)
    canvas.drawString(72, 720, "The Long Title of a Book With a Picture")
    canvas.showPage()
    canvas.drawString(72, 720, "And then the story begins, and goes on for a page or two.")
    canvas.save()

    cover = read_pdf(path, "book.pdf").cover
    assert cover is not None
    assert cover.media_type == "image/png"
    with Image.open(io.BytesIO(cover.content)) as image:
        assert max(image.size) == 1400
        assert image.convert("L").getpixel((700, 700)) == pytest.approx(200, abs=2)
    assert read_pdf(printed(tmp_path), "book.pdf").cover is None
