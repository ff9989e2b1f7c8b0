import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.domain.filenames import MAX_BYTES, MAX_CHARACTERS, chapter_filename, filename, safe_name

RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in "0123456789¹²³")}

TITLES = st.text(max_size=400) | st.sampled_from(sorted(RESERVED)).map(lambda name: f"{name}.{'語' * 120}")


@given(TITLES)
def test_any_title_is_a_name_everywhere(title: str) -> None:
    for name in (safe_name(title, "Chapter"), filename(title, ".mp3.zip"), chapter_filename(7, 300, title, ".opus")):
        assert 0 < len(name) <= MAX_CHARACTERS + 11
        assert len(name.encode()) <= MAX_BYTES
        assert not set('/\\:*?"<>|') & set(name)
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in name)
        assert unicodedata.is_normalized("NFC", name)
        assert name == name.strip(" .")
        assert name.partition(".")[0].rstrip().upper() not in RESERVED


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("con", "_con"),
        ("Aux.mp3", "_Aux.mp3"),
        ("nul .txt", "_nul .txt"),
        ("COM¹", "_COM¹"),
        ("Console", "Console"),
        ("A\u202eB\u200bC", "A B C"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("What?! ...", "What !"),
        ("語" * 100, "語" * 84 + "…"),
        ("x" * 400, "x" * (MAX_CHARACTERS - 1) + "…"),
        ("???", "Chapter"),
    ],
)
def test_names_stay_readable(title: str, name: str) -> None:
    assert safe_name(title, "Chapter") == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A Book", "A Book.m4b"),
        ("../a/../book\n", "a .. book.m4b"),
        ('What? "Why": <this>|that*', "What Why this that.m4b"),
        ("...", "Audiobook.m4b"),
        ("prn", "_prn.m4b"),
        ("第一章", "第一章.m4b"),
    ],
)
def test_a_title_becomes_the_name_of_its_files(title: str, name: str) -> None:
    assert filename(title, ".m4b") == name


@pytest.mark.parametrize(
    ("number", "chapters", "title", "name"),
    [
        (3, 9, "One", "03 - One.mp3"),
        (3, 120, "One", "003 - One.mp3"),
        (1200, 1200, "One", "1200 - One.mp3"),
        (1, 1, "?", "01 - Chapter.mp3"),
    ],
)
def test_chapters_sort_by_their_names(number: int, chapters: int, title: str, name: str) -> None:
    assert chapter_filename(number, chapters, title, ".mp3") == name
