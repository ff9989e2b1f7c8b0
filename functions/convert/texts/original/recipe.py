"""What an archive is to be made of: the form in which it leaves the process that has read the original."""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from functions.convert.texts.readalong.zipping import DEFLATED, STORED

NARRATION, MADE, RECIPE = "narration", "made", "recipe"
"""Where they lie in the directory that the process is given: what it reads, the files that it makes, what it says."""

_MAX_PATH_BYTES = 0xFFFF
_MAX_SIZE = 0xFFFF_FFFE
"""What a ZIP has room for without extensions."""


class Origin(StrEnum):
    """Which file holds the bytes of another."""

    UPLOAD = "upload"
    MADE = "made"


class Packed(NamedTuple):
    """A file, packed already by that method (APPNOTE.TXT, 4.4.5): its bytes lie in `origin` from `start` on."""

    path: str
    origin: Origin
    start: int
    packed_size: int
    method: int
    crc: int
    size: int


class Sound(NamedTuple):
    """A file that is a chapter's audio; chapters count from 1."""

    path: str
    chapter: int


Ingredient = Packed | Sound


class FormError(ValueError):
    """The bytes are not a recipe, or not one that can be followed."""


def write_recipe(ingredients: Iterable[Ingredient]) -> bytes:
    """Write the files of an archive, in order."""
    return json.dumps(list(ingredients), separators=(",", ":")).encode()


def read_recipe(content: bytes, sizes: Mapping[Origin, int], chapters: int) -> list[Ingredient]:
    """Read what `write_recipe` wrote, and nothing else; `sizes` are those of the files that hold others, in bytes.

    Raises FormError, also for what refers to bytes or to one of so many chapters that are not there.
    """
    try:
        rows = json.loads(content)
        ingredients = [_sound(row, chapters) if len(row) == len(Sound._fields) else _packed(row, sizes) for row in rows]
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise FormError from error
    if len({each.path for each in ingredients}) < len(ingredients):
        raise FormError("two files of one name")
    return ingredients


def _sound(row: list[Any], chapters: int) -> Sound:
    path, chapter = row
    return Sound(_path(path), _number(chapter, 1, chapters))


def _packed(row: list[Any], sizes: Mapping[Origin, int]) -> Packed:
    path, name, start, packed_size, method, crc, size = row
    origin = Origin(name)
    if _number(method, STORED, DEFLATED) not in (STORED, DEFLATED):
        raise FormError("another method")
    return Packed(
        _path(path),
        origin,
        _number(start, 0, sizes[origin]),
        _number(packed_size, 0, min(_MAX_SIZE, sizes[origin] - start)),
        method,
        _number(crc, 0, 0xFFFF_FFFF),
        _number(size, 0, _MAX_SIZE),
    )


def _path(value: Any) -> str:
    if type(value) is not str or not 0 < len(value.encode()) <= _MAX_PATH_BYTES:
        raise FormError("no path")
    if value.startswith("/") or ".." in value.split("/"):
        raise FormError("a path that leads out of the archive")
    return value


def _number(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise FormError(f"not a number from {least} to {most}")
    return value
