"""Boundaries are found in the text, and a text that was not spoken whole is recognised."""

from functions.convert.speech.boundaries import Boundary, locate

TEXT = "It was 1999, Mr. Müller’s “naïve” year & all that."


def spoken(*texts: str, pace: float = 0.06) -> list[Boundary]:
    """Let the words follow each other without a pause."""
    boundaries: list[Boundary] = []
    time = 0.1
    for text in texts:
        boundaries.append(Boundary(text, time, time + len(text) * pace))
        time = boundaries[-1].end
    return boundaries


WORDS = ("It", "was", "1999", "Mr", "Müller’s", "naïve", "year", "all", "that")


def found(text: str, boundaries: list[Boundary]) -> list[str]:
    return [text[place.start : place.end] for place in locate(text, boundaries)[0]]


def test_words_are_found_where_they_are() -> None:
    places, whole = locate(TEXT, spoken(*WORDS))
    assert whole
    assert [TEXT[place.start : place.end] for place in places] == list(WORDS)


def test_repeated_words_are_found_in_order() -> None:
    text = "no no, no more"
    places, whole = locate(text, spoken("no", "no", "no", "more"))
    assert whole
    assert [place.start for place in places] == [0, 3, 7, 10]


def test_another_spelling_stands_for_the_word_that_it_replaces() -> None:
    boundaries = spoken(
        "It", "was", "nineteen", "ninety-nine", "MISTER", "Mu\u0308ller's", "naive", "year", "all", "that"
    )
    places, whole = locate(TEXT, boundaries)
    assert whole
    assert [TEXT[place.start : place.end] for place in places] == [
        "It",
        "was",
        "Müller’s",
        "naïve",
        "year",
        "all",
        "that",
    ]


def test_a_missing_end_is_noticed() -> None:
    assert not locate(TEXT, spoken(*WORDS[:-1]))[1]


def test_a_missing_beginning_is_noticed() -> None:
    assert not locate(TEXT, spoken(*WORDS[2:]))[1]


def test_another_spelling_does_not_stand_for_the_rest_of_the_text() -> None:
    assert not locate(TEXT, spoken(*WORDS[:3], "Dr"))[1]
    assert not locate(TEXT, spoken("It", "x", *WORDS[-2:]))[1]


def test_a_word_left_out_is_noticed() -> None:
    assert not locate(TEXT, spoken(*WORDS[:4], *WORDS[5:]))[1]


def test_a_word_that_was_spoken_but_not_reported_is_not_missed() -> None:
    boundaries = spoken(*WORDS)
    del boundaries[4]
    assert locate(TEXT, boundaries)[1]


def test_a_fast_voice_leaves_out_no_more_than_a_slow_one() -> None:
    boundaries = spoken(*WORDS, pace=0.03)
    del boundaries[4]
    assert locate(TEXT, boundaries, speed=2.0)[1]
    assert not locate(TEXT, boundaries)[1]


def test_nothing_spoken_is_not_the_whole_text() -> None:
    assert not locate(TEXT, [])[1]


def test_sentences_cover_a_text_as_well() -> None:
    assert locate("One two. Three!", spoken("One two.", "Three!"))[1]


def test_wide_scripts_are_found() -> None:
    assert found("今日は、良い天気です。", spoken("今日", "は", "良い", "天気", "です")) == [
        "今日",
        "は",
        "良い",
        "天気",
        "です",
    ]
