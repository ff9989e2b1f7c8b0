"""Lines that run from right to left are read in the order of speech."""

from functions.convert.readers.pdf.columns import find_regions
from functions.convert.readers.pdf.lines import find_pieces
from functions.convert.readers.pdf.sheets import Word
from functions.convert.readers.pdf.text import write_lines


def line(*words: str) -> str:
    """Set words from left to right, and read them."""
    x, placed = 0.0, []
    for word in words:
        placed.append(Word(word, x, x + 5 * len(word), 100.0, 10.0, bold=False, spaced=False))
        x = placed[-1].right + 3
    regions = find_regions(find_pieces(placed), [])
    return " ".join(found.text for region in regions for found in write_lines(region, 0, 0))


def test_hebrew_is_read_from_the_right() -> None:
    assert line("עולם", "שלום") == "שלום עולם"


def test_numbers_and_names_within_hebrew_run_from_the_left() -> None:
    assert line("כתב", "Ada", "Anders", "1945", "בשנת") == "בשנת Ada Anders 1945 כתב"


def test_a_hebrew_word_within_english_stays_where_it_is() -> None:
    assert line("the", "word", "שלום", "means", "peace") == "the word שלום means peace"


def test_words_of_different_height_stand_on_one_line() -> None:
    words = [Word("A", 0, 8, 100, 10, bold=False, spaced=False), Word("B", 12, 22, 100, 14, bold=False, spaced=False)]

    assert [len(piece.words) for piece in find_pieces(words)] == [2]
