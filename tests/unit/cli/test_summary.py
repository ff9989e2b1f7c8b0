"""What is said at the end."""

import json
from pathlib import Path
from typing import cast

import pytest

from local.commands.convert import Converted
from local.summary import as_json, as_text, words_of
from local.wire import Audiobook
from tests.e2e.books import epub

STORY = "CHAPTER I\n\nOne two three.\n\nCHAPTER II\n\nFour five.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


@pytest.fixture
def converted() -> Converted:
    chapters = [
        {"number": 0, "title": "I", "start_ms": 0, "duration_ms": 1_500_000, "characters": 1_200},
        {"number": 1, "title": "II", "start_ms": 1_500_000, "duration_ms": 2_223_000, "characters": 34},
    ]
    book = {
        "title": "A Story\x1b[2J",
        "author": "Somebody",
        "voice": "espeak:en-gb",
        "duration_ms": 3_723_000,
        "chapters": chapters,
        "skipped": [{"title": "Imprint", "reason": "copyright page", "characters": 9}],
    }
    return Converted(cast(Audiobook, book), (Path("/out/A Story.m4b"),), 10.0)


def test_the_summary_for_people(converted: Converted, source: Path) -> None:
    text = as_text(converted, source)
    assert text.splitlines() == [
        "/out/A Story.m4b",
        "A Story [2J – Somebody",
        "1:02:03 of speech · 2 chapters · 9 words (1,234 characters) · espeak:en-gb",
        "10.0 s of waiting · 372 × real time",
        "Not read aloud: Imprint (copyright page)",
    ]


def test_the_summary_for_programs(converted: Converted) -> None:
    result = json.loads(as_json(converted))
    assert result == {
        "artifacts": ["/out/A Story.m4b"],
        "title": "A Story\x1b[2J",
        "author": "Somebody",
        "duration_ms": 3_723_000,
        "chapters": [
            {"title": "I", "start_ms": 0, "duration_ms": 1_500_000, "characters": 1_200},
            {"title": "II", "start_ms": 1_500_000, "duration_ms": 2_223_000, "characters": 34},
        ],
        "wall_s": 10.0,
    }


@pytest.mark.parametrize(("language", "words"), [("en", 3), ("pt-BR", 3), ("ja", None), ("zh-Hant", None)])
def test_words_are_counted_where_they_are_spaced(tmp_path: Path, language: str, words: int | None) -> None:
    book = tmp_path / "book.epub"
    book.write_bytes(epub({"One": ["two three"]}, language=language))
    assert words_of(book) == words
