import io

import pytest
from PIL import Image

from functions.convert.audio.cover import MAX_BYTES, decode
from functions.convert.audio.drawn_cover import draw_cover
from functions.convert.audio.lettering import fitted, font, printable

LONG = "Der Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhersteller " * 40


@pytest.mark.parametrize(
    ("title", "authors"),
    [
        ("The Time Machine", ["H. G. Wells"]),
        ("Größe", []),
        ("Преступление и наказание", ["Фёдор Достоевский"]),
        ("吾輩は猫である", ["夏目漱石"]),
        (LONG, ["Somebody"] * 60),
        ("", []),
        ("\0\u202e\n", ["\ud800"]),
    ],
)
def test_any_book_gets_a_square_jpeg(title: str, authors: list[str]) -> None:
    cover = draw_cover(title, authors)
    frame = decode(cover.content)
    assert frame is not None
    assert (frame.width, frame.height) == (1_400, 1_400)
    assert cover.media_type == "image/jpeg"
    assert len(cover.content) <= MAX_BYTES


def test_the_same_book_gets_the_same_bytes_and_another_one_others() -> None:
    assert draw_cover("One", ["Ada"]) == draw_cover("One", ["Ada"])
    assert len({draw_cover(title, ["Ada"]).content for title in ("One", "Two", "Three")}) == 3


def test_words_stay_within_the_frame() -> None:
    for title in ("I", "The Time Machine", LONG):
        picture = Image.open(io.BytesIO(draw_cover(title, [title]).content)).convert("RGB")
        margin = picture.crop((0, 0, 60, 1_400)).getcolors(60 * 1_400)
        assert margin is not None
        assert len(margin) < 40  # nothing but cloth and what JPEG makes of its edge


@pytest.mark.parametrize(
    "text", ["Ärger", "Łódź", "Ağrı", "Türkçe", "Việt", "Ὀδύσσεια", "Ёлка", "„so“ – ‚und‘ … ‐ «ça» №"]
)
def test_european_scripts_can_be_set(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("text", ["猫", "Der 猫", "שלום", "مرحبا", "ไทย", "", " \n\u200e"])
def test_what_the_typeface_lacks_is_never_set(text: str) -> None:
    assert printable(text) is None


def test_lines_fit_their_box_and_keep_every_word() -> None:
    title = "The Strange and Surprising Adventures of Robinson Crusoe, of York, Mariner"
    lines = fitted(title, 1_000, 500, (160, 120, 90, 60), 1.15)
    assert " ".join(lines.texts) == title
    assert all(font(lines.size).getlength(line) <= 1_000 for line in lines.texts)
    assert len(lines.texts) * lines.size * 1.15 <= 500


def test_a_word_wider_than_a_line_is_broken() -> None:
    word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    lines = fitted(word, 1_000, 500, (160, 60), 1.15)
    assert len(lines.texts) > 1
    assert "".join(line.removesuffix("-") for line in lines.texts) == word
    assert all(font(lines.size).getlength(line) <= 1_000 for line in lines.texts)
