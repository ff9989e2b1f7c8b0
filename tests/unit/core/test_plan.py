"""The plan tells what would be narrated, how much that is, and how long it takes."""

import pytest

from ebookvoice.domain.book import Book, Note, NoteMark, Paragraph, Part
from ebookvoice.domain.choice import Choice, NotesPolicy
from ebookvoice.domain.errors import TooComplexError, UnknownPartError
from ebookvoice.domain.extent import Extent
from ebookvoice.domain.plan import MAX_PARTS, MAX_TITLE, make_plan
from ebookvoice.domain.speech import Voice

ESPEAK = Voice("espeak", "en-gb")
BOOK = Book(
    "A Book",
    ("Ada",),
    "en",
    (
        Part("Cover", (Paragraph("A Book"),), "cover"),
        Part("One", (Paragraph("word " * 999 + "word", notes=(NoteMark(3, "a"),)),)),
        Part("Two", (Paragraph("x" * 52_200),)),
    ),
    {"a": Note((Paragraph("Three more words"),))},
)


def test_parts_and_totals() -> None:
    plan = make_plan(BOOK, Choice(), ESPEAK)
    assert [(p.id, p.words, p.narrated, p.reason) for p in plan.parts] == [
        ("s1", 2, False, "cover"),
        ("1", 1_000, True, None),
        ("2", 1, True, None),
    ]
    assert plan.parts[2].minutes == 50.0  # 52,200 characters at 17.4 a second
    assert (plan.words, plan.characters, plan.minutes) == (1_001, 57_199, 54.8)
    assert (plan.notes.count, plan.notes.words, plan.notes.policy) == (1, 3, NotesPolicy.OMIT)


def test_a_choice_changes_the_totals() -> None:
    plan = make_plan(BOOK, Choice(parts=("s1", "1"), titles={"1": "First"}, notes=NotesPolicy.CHAPTER_END), ESPEAK)
    assert [(p.id, p.title, p.narrated, p.reason) for p in plan.parts] == [
        ("s1", "Cover", True, None),
        ("1", "First", True, None),
        ("2", "Two", False, "not chosen"),
    ]
    assert plan.words == 2 + 1_000 + 4  # the note's three and the one that introduces it


def test_a_slower_voice_takes_longer() -> None:
    assert make_plan(BOOK, Choice(), Voice("edge", "en-GB-SoniaNeural")).minutes == pytest.approx(
        57_199 / 15 / 60, abs=0.1
    )


def test_what_a_plan_can_not_hold() -> None:
    with pytest.raises(UnknownPartError):
        make_plan(BOOK, Choice(parts=("7",)), ESPEAK)
    crowd = Book("A", (), None, (Part("P", (Paragraph("x"),)),) * (MAX_PARTS + 1))
    with pytest.raises(TooComplexError):
        make_plan(crowd, Choice(), ESPEAK)
    long = Book("A", (), None, (Part("P" * 1_000, (Paragraph("x"),)),))
    assert len(make_plan(long, Choice(), ESPEAK).parts[0].title) == MAX_TITLE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The quick brown fox", 4),
        ("L’été, déjà – fini", 4),
        ("我来了。", 3),
        ("我有 iPhone 手机", 5),
        ("ดี", 1),  # a consonant and the sign of its vowel
        ("안녕 하세요", 2),
    ],
)
def test_words_are_counted_as_their_script_parts_them(text: str, words: int) -> None:
    assert Extent.of((Paragraph(text),)).words == words


def test_a_han_character_takes_as_long_as_five_others() -> None:
    han, latin = Extent.of((Paragraph("我" * 100),)), Extent.of((Paragraph("x" * 500),))
    assert han.minutes("espeak") == latin.minutes("espeak")
