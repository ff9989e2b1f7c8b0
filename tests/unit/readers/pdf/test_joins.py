"""Words that the end of a line breaks are whole again; hyphens that belong to them stay."""

import pytest

from functions.convert.readers.pdf.joins import Joins
from functions.convert.readers.pdf.text import Line


def line(text: str) -> Line:
    return Line(text, 0, 100, 0, 10, bold=False, page=0, region=0)


TEXT = "It was remarkable and well-known to deal with sun and light by the deep sea and so on"


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("It was remark-", "able", "It was remarkable"),
        ("an imag-", "ination", "an imagination"),
        ("a well-", "known man", "a well-known man"),
        ("by the deep-", "sea diver", "by the deep-sea diver"),
        ("an Anglo-", "Saxon", "an Anglo-Saxon"),
        ("in 1914-", "1918", "in 1914-1918"),
        ("a merry-go-", "round", "a merry-go-round"),
        ("He waited -", "then left", "He waited - then left"),
        ("He waited—", "then left", "He waited—then left"),
        ("He waited —", "then left", "He waited — then left"),
        ("two", "words", "two words"),
        ("我们走", "在路上", "我们走在路上"),
        ("see https://example.org/", "book", "see https://example.org/book"),
    ],
)
def test_lines_are_joined(before: str, after: str, joined: str) -> None:
    assert Joins([line(TEXT), line(before), line(after)]).join([before, after]) == joined
