"""Whatever program wrote it: the text comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.convert.readers.wording.typography import speakable, tidy
from tests.unit.readers.epubs import texts
from tests.unit.readers.rtf.documents import read, written

_UNSEEN = "".join(map(chr, [*range(0xE000, 0xF900), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF]))


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=_UNSEEN), min_size=1))
def test_any_text_comes_back(text: str) -> None:
    book = read(rf"\pard before {written(text)} after\par")

    assert texts(book.chapters[0]) == [tidy(f"before {text} after")]


@given(st.binary(max_size=300))
def test_any_noise_is_read_or_left_out(noise: bytes) -> None:
    text = noise.decode("latin-1").replace("\\", "").replace("{", "").replace("}", "")

    assert texts(read(rf"\pard first\par {text}\par last\par").chapters[0])[0] == "first"


@pytest.mark.parametrize(
    ("head", "font", "encoded", "text"),
    [
        (r"\ansi\ansicpg1251", r"\f9\fcharset0 Arial", b"\xcf\xf0\xe8\xe2\xe5\xf2", "Привет"),
        (r"\ansi\ansicpg1252", r"\f9\fcharset204 Arial Cyr", b"\xcf\xf0\xe8\xe2\xe5\xf2", "Привет"),
        (r"\ansi\ansicpg936", r"\f9\fcharset134 SimSun", b"\xd6\xd0\xce\xc4", "中文"),
        (r"\ansi\ansicpg932", r"\f9\fcharset128 MS Mincho", b"\x83A\x82\xa0", "アあ"),
        (r"\ansi\ansicpg949", r"\f9\fcharset129 Batang", b"\xc7\xd1", "한"),
        (r"\ansi", r"\f9\fcharset238 Times CE", b"\xb3\xf3d\x9f", "łódź"),
        (r"\mac", r"\f9\fnil Geneva", b"caf\x8e", "café"),
        (r"\pc", r"\f9\fnil Geneva", b"caf\x82", "café"),
        (r"\ansi\ansicpg65001", r"\f9\fnil Arial", "né".encode(), "né"),
        (r"\ansi\ansicpg1252", r"\f9\fnil\cpg1253 Arial", b"\xe1\xe2", "αβ"),
    ],
)
def test_bytes_are_decoded_by_font_and_document(head: str, font: str, encoded: bytes, text: str) -> None:
    codes = "".join(f"\\'{byte:02x}" for byte in encoded)
    raw = encoded.decode("latin-1").replace("\\", "\\\\")
    book = read(rf"\pard\f9 {codes} {raw}\par", head, rf"{{\fonttbl{{{font};}}}}")

    assert speakable(text)
    assert texts(book.chapters[0]) == [f"{text} {text}"]


def test_ansi_fonts_are_western_where_others_are_named_for_the_code_page() -> None:
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}"
    book = read(r"\pard{\f0 caf\'e9} {\f1 \'cf\'f0\'e8}\par", r"\ansi\ansicpg1251", fonts)

    assert texts(book.chapters[0]) == ["café При"]


def test_fonts_may_follow_each_other_without_groups() -> None:
    book = read(r"\pard\f1 \'cf\par", r"\ansi", r"{\fonttbl\f0\fcharset0 Arial;\f1\fcharset204 Cyr;}")

    assert texts(book.chapters[0]) == ["П"]
