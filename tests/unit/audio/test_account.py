"""What a chapter's timings tell of its text."""

from array import array

import pytest

from ebookvoice.domain.speech import Substitution, Why
from ebookvoice.ports.mastering import SpokenText
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.audio.errors import TimingsUnreadableError
from functions.convert.audio.spans import Stranger
from functions.convert.master import account


def test_characters_and_strangers_are_told() -> None:
    strangers = (Stranger(3, 10, 4, "edge:katja", "language"), Stranger(5, 0, 9, "edge:guy", "fallback"))
    timings = ChapterTimings(22_050, b"\x13\x88", 0, array("I", [7]), 120, strangers=strangers)
    assert account(timings.to_json()) == SpokenText(
        120,
        (
            (3, Substitution(10, 4, "edge:katja", Why.LANGUAGE)),
            (5, Substitution(0, 9, "edge:guy", Why.FALLBACK)),
        ),
    )


def test_what_is_no_timings_document_tells_nothing() -> None:
    with pytest.raises(TimingsUnreadableError):
        account(b"{}")
