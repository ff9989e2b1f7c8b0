import pytest

from ebookvoice.domain.book import Paragraph, ParagraphKind
from ebookvoice.domain.segment import Segment
from functions.convert.audio.frames import EDGE
from functions.convert.audio.pauses import Step, speakable, steps

RATE = 10_000
"""A millisecond is ten samples."""

HEADING = Paragraph("One", ParagraphKind.HEADING)
TEXT = Paragraph("It rained.")
VERSE = Paragraph("And then", ParagraphKind.VERSE)
BREAK = Paragraph("* * *")


def plan(*paragraphs: Paragraph, first: bool = True, last: bool = True) -> list[Step]:
    return list(steps(Segment(0, 0, first, last, paragraphs), RATE))


def test_a_chapter_breathes_around_headings_and_paragraphs() -> None:
    assert plan(HEADING, TEXT, VERSE, VERSE, TEXT) == [
        (5_000, 0),
        (9_000, 1),
        (4_500, 2),
        (2_500, 3),
        (2_500, 4),
        (15_000, None),
    ]


def test_a_section_break_is_a_longer_pause_and_is_not_spoken() -> None:
    assert plan(TEXT, BREAK, TEXT) == [(5_000, 0), (10_000, 2), (15_000, None)]
    assert plan(BREAK, BREAK) == [(15_000, None)]


def test_the_cut_within_a_chapter_is_not_heard() -> None:
    before, after = plan(TEXT, last=False), plan(TEXT, first=False)
    assert before[-1].silence + after[0].silence == plan(TEXT, TEXT)[1].silence


@pytest.mark.parametrize("kind", ParagraphKind)
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 48_000])
def test_both_ends_have_what_a_join_needs(kind: ParagraphKind, first: bool, last: bool, rate: int) -> None:
    plan = list(steps(Segment(0, 0, first, last, (Paragraph("x", kind),)), rate))
    assert plan[0].silence >= EDGE
    assert plan[-1].silence >= EDGE


@pytest.mark.parametrize(("text", "expected"), [("* * *", False), ("—", False), ("…", False), ("7", True), ("é", True)])
def test_only_letters_and_digits_are_spoken(text: str, expected: bool) -> None:
    assert speakable(Paragraph(text)) is expected
