"""Pieces fit one request, together are the text, and do not part words."""

from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from functions.convert.speech.pieces import MAX_BYTES, pieces

TEXT = st.text(
    st.sampled_from(list('ab &<.!?…"”’ 日本語。é\u0301🙂\n\u2003')) | st.characters(codec="utf-8"), max_size=200
)
LIMIT = st.integers(12, 80)


def size(text: str) -> int:
    return len(escape(text).encode())


def cut(text: str, limit: int = MAX_BYTES) -> list[str]:
    return [text[start:end] for start, end in pieces(text, limit)]


@given(TEXT, LIMIT)
def test_pieces_are_the_whole_text_and_fit(text: str, limit: int) -> None:
    parts = cut(text, limit)
    assert "".join(parts) == text
    assert all(part and size(part) <= limit for part in parts)


@given(TEXT, LIMIT)
def test_only_words_that_alone_are_too_long_are_parted(text: str, limit: int) -> None:
    spans = pieces(text, limit)
    for _, end in spans[:-1]:
        inside_a_word = not text[end - 1].isspace() and not text[end].isspace()
        if inside_a_word and text[end - 1] not in "。！？」』”’）":
            start = max((i + 1 for i in range(end) if text[i].isspace()), default=0)
            stop = next((i for i in range(end, len(text)) if text[i].isspace()), len(text))
            # A word takes the white space before it along.
            while start and text[start - 1].isspace():
                start -= 1
            assert size(text[start:stop]) > limit


@given(st.lists(st.text("abc ", min_size=1, max_size=20).map(str.strip).filter(bool), min_size=1), st.integers(30, 60))
def test_sentences_that_fit_stay_whole(sentences: list[str], limit: int) -> None:
    text = ". ".join(s.capitalize() for s in sentences) + "."
    for part in cut(text, limit)[:-1]:
        assert part.endswith(". ") or part.endswith(".")


def test_a_paragraph_that_fits_is_one_piece() -> None:
    assert cut("One. Two. Three.") == ["One. Two. Three."]


def test_escaping_and_wide_characters_count() -> None:
    assert all(size(part) <= MAX_BYTES for part in cut("& " * 5_000))
    assert all(size(part) <= MAX_BYTES for part in cut("日本語のテキスト。" * 1_000))
    assert len(cut("a " * 2_000)) == 1
    assert len(cut("& " * 2_000)) == 3


def test_pieces_are_filled() -> None:
    parts = cut("This sentence has exactly forty letters. " * 500)
    assert all(size(part) > MAX_BYTES - 42 for part in parts[:-1])
