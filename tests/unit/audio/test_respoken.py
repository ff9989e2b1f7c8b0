"""What an engine is given is respelled; what its marks lead to is what is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.domain.book import Paragraph, Saying
from ebookvoice.domain.speech import Mark, MarkKind, Speech
from ebookvoice.ports.narrating import Passage
from functions.convert.audio.respoken import as_written, respoken
from functions.convert.speech.espeak import EspeakEngine
from functions.convert.speech.words import words

ENGINE = EspeakEngine()


def said(text: str, *sayings: tuple[str, str]) -> Paragraph:
    """A paragraph whose words, in order, have respellings."""
    found: list[Saying] = []
    for word, spoken in sayings:
        start = text.index(word, found[-1].end if found else 0)
        found.append(Saying(start, start + len(word), spoken))
    return Paragraph(text, sayings=tuple(found))


def spoken_and_written(paragraph: Paragraph) -> tuple[str, list[str]]:
    """Mark each word of what is spoken, as an engine does, and read the marks in what is written."""
    text, _, replaced = respoken(paragraph)
    marks = tuple(Mark(MarkKind.WORD, start, end - start, start) for start, end in words(text))
    return text, shown(paragraph.text, as_written(Speech(b"", marks), paragraph.text, replaced))


def shown(text: str, speech: Speech, kind: MarkKind = MarkKind.WORD) -> list[str]:
    return [text[mark.offset : mark.offset + mark.length] for mark in speech.marks if mark.kind is kind]


@pytest.mark.parametrize(
    ("paragraph", "spoken", "written"),
    [
        (said("Ms Li sat.", ("Li", "lee")), "Ms lee sat.", ["Ms", "Li", "sat"]),
        (said("Hermione’s cat", ("Hermione", "her my oh nee")), "her my oh nee’s cat", ["Hermione’s", "cat"]),
        (said("St. Ives, Ely", ("St. Ives", "Saint Ives town")), "Saint Ives town, Ely", ["St. Ives", "Ely"]),
        (said("at New York now", ("New York", "NYC")), "at NYC now", ["at", "New York", "now"]),
        (said("a b c", ("a", "x y"), ("b", "x y"), ("c", "x y")), "x y x y x y", ["a", "b", "c"]),
        (said("東京に行く", ("東京", "とうきょう")), "とうきょうに行く", ["東京に行く"]),
        (said("Hm and hm", ("Hm", "…"), ("hm", "x" * 501)), "Hm and hm", ["Hm", "and", "hm"]),
        (said("nothing said"), "nothing said", ["nothing", "said"]),
    ],
)
def test_a_respelling_is_one_word_where_it_is_written(paragraph: Paragraph, spoken: str, written: list[str]) -> None:
    assert spoken_and_written(paragraph) == (spoken, written)


def test_phonemes_move_with_their_words() -> None:
    paragraph = Paragraph("ab cd ef", sayings=(Saying(0, 2, "abcdef"), Saying(3, 5, "siː", "ipa"), Saying(6, 8, "e")))
    assert respoken(paragraph)[:2] == ("abcdef cd e", (Saying(7, 9, "siː", "ipa"),))


def test_a_paragraph_without_respellings_keeps_the_speech_as_it_is() -> None:
    speech = ENGINE.speak(Passage("One. Two.", "en-gb"))
    assert as_written(speech, "One. Two.", ()) is speech


def test_words_that_are_not_respelled_keep_their_marks_and_their_times() -> None:
    paragraph = said("Mr. Li came. So did Ann Lee, on foot.", ("Li", "lee. oh. nard"), ("Ann Lee", "Anna"))
    text, _, replaced = respoken(paragraph)
    heard = ENGINE.speak(Passage(text, "en-gb"))
    speech = as_written(heard, paragraph.text, replaced)
    assert shown(paragraph.text, speech) == ["Mr", "Li", "came", "So", "did", "Ann Lee", "on", "foot"]
    assert shown(paragraph.text, speech, MarkKind.SENTENCE) == ["Mr. Li came.", "So did Ann Lee, on foot."]
    times = {text[mark.offset : mark.offset + mark.length]: mark.start for mark in heard.marks}
    starts = [mark.start for mark in speech.marks if mark.kind is MarkKind.WORD]
    assert starts == [times[word] for word in ("Mr", "lee", "came", "So", "did", "Anna", "on", "foot")]
    assert speech.pcm == heard.pcm


TEXT = st.text(st.sampled_from("ab .’語-"), min_size=1, max_size=30)


@given(TEXT, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4), TEXT), max_size=6))
def test_marks_are_in_order_and_within_the_text(text: str, found: list[tuple[int, int, str]]) -> None:
    sayings: list[Saying] = []
    for start, length, spoken in sorted(found):
        if start + length <= len(text) and (not sayings or sayings[-1].end <= start):
            sayings.append(Saying(start, start + length, spoken))
    paragraph = Paragraph(text, sayings=tuple(sayings))
    said, _, replaced = respoken(paragraph)
    marks = tuple(Mark(MarkKind.WORD, start, end - start, start) for start, end in words(said))
    written = [mark for mark in as_written(Speech(b"", marks), text, replaced).marks if mark.kind is MarkKind.WORD]
    assert all(0 <= mark.offset < mark.offset + mark.length <= len(text) for mark in written)
    assert all(a.offset + a.length <= b.offset for a, b in zip(written, written[1:], strict=False))
    assert bool(written) == bool(marks)
