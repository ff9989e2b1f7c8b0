"""How a book is narrated and what is made of it, on the command line."""

from pathlib import Path
from typing import Any

import pytest

from ebookvoice.domain.direction import Direction, Loudness, Pauses, Prosody
from ebookvoice.domain.formats import DEFAULT_FORMATS, Format
from functions.api.schemas.jobs import ConversionCreate
from local.arguments import parse
from local.commands.convert import Order
from local.directing import direction_of
from local.ending import UsageError

WORDS = [
    "--rate", "10", "--pitch", "-5", "--volume", "+3", "--loudness", "as-spoken", "--pause-heading", "1",
    "--pause-paragraph", "2", "--pause-chapter", "3", "--siblings", "--no-switch", "--language", "pt-BR",
]  # fmt: skip
DIRECTION = Direction(
    Prosody(10, -5), Pauses(1, 2, 3), 3, Loudness.AS_SPOKEN, siblings=True, switch=False, language="pt-BR"
)


def parsed(*words: str) -> Any:
    return parse(["convert", "book.epub", *words], {"convert": lambda _: None})


def test_a_direction_is_read() -> None:
    assert direction_of(parsed(*WORDS)) == DIRECTION


def test_without_options_a_book_is_narrated_as_usual() -> None:
    options = parsed()
    assert (direction_of(options), options.formats) == (Direction(), DEFAULT_FORMATS)


def test_formats_are_read_in_their_order() -> None:
    assert parsed("--formats", "mp3, M4B,captions").formats == (Format.MP3, Format.M4B, Format.CAPTIONS)


@pytest.mark.parametrize(
    "words",
    [
        ("--rate", "101"), ("--rate", "-51"), ("--rate", "fast"), ("--rate", "1.5"), ("--rate", "١"),
        ("--pitch", "51"), ("--volume", "99"), ("--pause-heading", "-1"), ("--pause-chapter", "10001"),
        ("--loudness", "loud"), ("--language", "English!"), ("--formats", ""), ("--formats", "m4b,m4b"),
        ("--formats", "flac"),
    ],
)  # fmt: skip
def test_what_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        parsed(*words)


def test_who_is_out_of_range_is_told_the_range() -> None:
    with pytest.raises(UsageError, match=r"'101' is not a whole number from -50 to 100"):
        parsed("--rate", "101")


def test_the_api_takes_what_the_command_line_sends() -> None:
    formats = (Format.MP3, Format.M4B)
    order = Order(Path("b"), Path(), None, None, direction=direction_of(parsed(*WORDS)), formats=formats)
    sent = ConversionCreate.model_validate(order.conversion).conversion()
    assert (sent.direction, sent.formats) == (DIRECTION, formats)
