"""Plain text: no word is lost, none is spoken twice, none changes its place."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.convert.readers.text.reader import read_text
from functions.convert.readers.wording.typography import tidy

WORDS = st.from_regex(r"[a-zäöüß]{4,9}", fullmatch=True) | st.sampled_from(
    ["1945", "Chapter", "Contents", "Notes", "THE"]
)
LINES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
INDENTED = st.tuples(st.sampled_from(["", "", "  ", "\t"]), LINES).map("".join)
ENDED = st.tuples(INDENTED, st.sampled_from(["", ".", ",", "-", "!", ":", " |", " --"])).map("".join)
STANZAS = st.lists(ENDED, min_size=1, max_size=6).map("\n".join)
TEXTS = st.lists(STANZAS, min_size=1, max_size=12).map("\n\n".join)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", tidy(text))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_word_is_in_the_book_once_and_in_order(text: str) -> None:
    book = read_text(text.encode(), "book.txt")

    kept = [paragraph for part in book.parts for paragraph in part.paragraphs]
    written = "\n".join(paragraph.text for paragraph in kept)
    assert words(written) == words(text)
