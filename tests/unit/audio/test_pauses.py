import pytest

from ebookvoice.domain.book import Paragraph, ParagraphKind
from ebookvoice.domain.direction import Pauses
from ebookvoice.domain.segment import Segment
from functions.convert.audio.frames import EDGE
from functions.convert.audio.pauses import Step, speakable, steps

RATE = 10_000
"""A millisecond is ten samples."""

HEADING = Paragraph("One", ParagraphKind.HEADING)
TEXT = Paragraph("It rained.")
VERSE = Paragraph("And then", ParagraphKind.VERSE)
BREAK = Paragraph("* * *")


def plan(*paragraphs: Paragraph, first: bool = True, last: bool = True, pauses: Pauses | None = None) -> list[Step]:
    return list(steps(Segment(0, 0, first, last, paragraphs), pauses or Pauses(), RATE))


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


def test_a_listener_sets_the_pauses() -> None:
    slow = Pauses(heading_ms=3_000, paragraph_ms=1_800, chapter_ms=10_000)
    assert plan(HEADING, TEXT, VERSE, TEXT, BREAK, TEXT, pauses=slow) == [
        (5_000, 0),
        (30_000, 1),
        (18_000, 2),
        (10_000, 3),
        (23_500, 5),
        (100_000, None),
    ]


def test_without_pauses_a_section_break_is_still_heard() -> None:
    none = Pauses(heading_ms=0, paragraph_ms=0, chapter_ms=0)
    assert plan(HEADING, TEXT, BREAK, VERSE, pauses=none) == [(5_000, 0), (0, 1), (5_500, 3), (EDGE, None)]


@pytest.mark.parametrize("paragraph", [HEADING, TEXT, VERSE, BREAK])
def test_the_cut_within_a_chapter_is_not_heard(paragraph: Paragraph) -> None:
    before, after = plan(TEXT, paragraph, last=False), plan(TEXT, first=False)
    assert before[-1].silence + after[0].silence == plan(TEXT, paragraph, TEXT)[-2].silence


@pytest.mark.parametrize("kind", ParagraphKind)
@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 48_000])
def test_both_ends_of_a_chapter_have_what_a_join_needs(kind: ParagraphKind, rate: int) -> None:
    segment = Segment(0, 0, True, True, (Paragraph("x", kind),))
    plan = list(steps(segment, Pauses(chapter_ms=0), rate))
    assert plan[0].silence >= EDGE
    assert plan[-1].silence >= EDGE


@pytest.mark.parametrize(("text", "expected"), [("* * *", False), ("—", False), ("…", False), ("7", True), ("é", True)])
def test_only_letters_and_digits_are_spoken(text: str, expected: bool) -> None:
    assert speakable(Paragraph(text)) is expected
