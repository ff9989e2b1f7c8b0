import pytest

from ebookvoice.usecases.labels import LONGEST_NAME, chapter_filename, filename


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A Book", "A Book.m4b"),
        ("../a/../book\n", "a .. book.m4b"),
        ('What? "Why": <this>|that*', "What Why this that.m4b"),
        ("...", "Audiobook.m4b"),
        ("第一章", "第一章.m4b"),
        ("x" * 400, "x" * LONGEST_NAME + ".m4b"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert filename(title, ".m4b") == name


@pytest.mark.parametrize(
    ("number", "chapters", "name"),
    [(3, 9, "03 - One.mp3"), (3, 120, "003 - One.mp3"), (1200, 1200, "1200 - One.mp3")],
)
def test_chapters_sort_by_their_names(number: int, chapters: int, name: str) -> None:
    assert chapter_filename(number, chapters, "One", ".mp3") == name
