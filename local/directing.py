"""How a book is to be narrated and what is made of it, as the command line takes it."""

import argparse
import re
from collections.abc import Callable
from typing import Any

from ebookvoice.domain.direction import Direction, Loudness, Pauses, Prosody
from ebookvoice.domain.formats import DEFAULT_FORMATS, Format

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,7}")


def add_direction(parser: argparse.ArgumentParser) -> None:
    """Describe the options of a narration."""
    usual = Pauses()
    _number(parser, "--rate", "PERCENT", Prosody.RATES, "percent faster than the voice speaks by itself")
    _number(parser, "--pitch", "HZ", Prosody.PITCHES, "Hz higher than the voice speaks by itself")
    _number(parser, "--volume", "PERCENT", Direction.VOLUMES, "percent louder than audiobooks are")
    loudness = "make all chapters as loud as audiobooks are, or leave them (default: %(default)s)"
    parser.add_argument("--loudness", choices=[str(aim) for aim in Loudness], default="audiobook", help=loudness)
    for name, default in (
        ("heading", usual.heading_ms),
        ("paragraph", usual.paragraph_ms),
        ("chapter", usual.chapter_ms),
    ):
        silence = f"milliseconds of silence after a {name}"
        _number(parser, f"--pause-{name}", "MS", (0, Pauses.LONGEST), silence, default)
    siblings = "where the voice fails at a passage, another one of its locale may speak it"
    parser.add_argument("--siblings", action="store_true", help=siblings)
    switch = "the voice speaks passages in other languages, too"
    parser.add_argument("--no-switch", action="store_true", help=switch)
    language = "what the book is in, if its metadata are wrong, e.g. de or pt-BR"
    parser.add_argument("--language", metavar="L", type=language_of, help=language)


def add_formats(parser: argparse.ArgumentParser) -> None:
    """Describe the option of what is made."""
    made = f"what is made of the book, commas in between: {', '.join(Format)} (default: m4b)"
    parser.add_argument("--formats", metavar="LIST", type=formats_of, default=DEFAULT_FORMATS, help=made)


def direction_of(options: argparse.Namespace) -> Direction:
    """Collect the options of a narration."""
    return Direction(
        Prosody(options.rate, options.pitch),
        Pauses(options.pause_heading, options.pause_paragraph, options.pause_chapter),
        options.volume,
        Loudness(options.loudness),
        options.siblings,
        not options.no_switch,
        options.language,
    )


def fields_of(direction: Direction) -> dict[str, Any]:
    """Write a direction as the API takes it."""
    pauses = direction.pauses
    return {
        "rate": direction.prosody.rate,
        "pitch": direction.prosody.pitch,
        "volume": direction.volume,
        "loudness": direction.loudness,
        "pauses": {
            "heading_ms": pauses.heading_ms,
            "paragraph_ms": pauses.paragraph_ms,
            "chapter_ms": pauses.chapter_ms,
        },
        "siblings": direction.siblings,
        "switch_languages": direction.switch,
        "language": direction.language,
    }


def formats_of(text: str) -> tuple[Format, ...]:
    """Read formats: `m4b,mp3`. Raises ArgumentTypeError."""
    names = [name.strip().lower() for name in text.split(",")]
    unknown = [name for name in names if name not in list(Format)]
    if unknown or len({*names}) < len(names):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of formats, each once: {', '.join(Format)}")
    return tuple(map(Format, names))


def language_of(text: str) -> str:
    """Read a language tag (BCP 47). Raises ArgumentTypeError."""
    if not _LANGUAGE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no language tag; write it as de or pt-BR")
    return text


def _number(
    parser: argparse.ArgumentParser, flag: str, unit: str, bounds: tuple[int, int], what: str, default: int = 0
) -> None:
    told = f"{what}, {bounds[0]} to {bounds[1]} (default: %(default)s)"
    parser.add_argument(flag, metavar=unit, type=_within(*bounds), default=default, help=told)


def _within(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,6}", text) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {low} to {high}")
        return int(text)

    return number
