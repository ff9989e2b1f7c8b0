"""Originals are opened in a process of their own, as documents are read: whatever one does to it, we live on."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger

from ebookvoice.ports.rendering import Edition
from functions.convert.sealed import ProgramBrokenError, run_sealed
from functions.convert.texts.original.errors import UnfitError
from functions.convert.texts.original.limits import BOUNDS, MAX_RECIPE_BYTES
from functions.convert.texts.original.narration import write_narration
from functions.convert.texts.original.recipe import (
    MADE,
    NARRATION,
    RECIPE,
    FormError,
    Ingredient,
    Origin,
    Sound,
    read_recipe,
)
from functions.convert.texts.readalong.zipping import STORED, Member, streamed

logger = Logger(child=True)

_MODULE = "functions.convert.texts.original"
_BLOCK = 1 << 16


def members(edition: Edition, upload: Path, directory: Path) -> Iterator[Member]:
    """Make the files of a read-along of the EPUB at `upload`; they are read from there and from the directory.

    Raises UnfitError for an original that can't be used, for whatever reason; TimingsUnreadableError, and BindingError
    where text and timings differ.
    """
    write_narration(edition, directory / NARRATION)
    try:
        _run(upload, directory)
        files = {Origin.UPLOAD: upload, Origin.MADE: directory / MADE}
        recipe = _recipe(directory / RECIPE, files, len(edition.chapters))
    except (FormError, OSError, ProgramBrokenError) as error:
        logger.exception("original not bound")
        raise UnfitError("fault") from error
    return (_member(each, edition, files) for each in recipe)


def _run(upload: Path, directory: Path) -> None:
    run = run_sealed(_MODULE, [str(upload), str(directory)], BOUNDS)
    if run.killed:
        logger.warning("original killed its binder", extra={"reason": run.killed, "memory": run.memory})
        raise UnfitError(run.killed)
    match _said(run.output):
        case {"unfit": None}:
            return
        case {"unfit": str(reason)}:
            raise UnfitError(reason)
    raise FormError("not an answer")


def _said(output: bytes) -> Any:
    try:
        return json.loads(output)
    except RecursionError as error:
        raise FormError from error


def _recipe(path: Path, files: dict[Origin, Path], chapters: int) -> list[Ingredient]:
    """Look for ourselves at what was written: who opens strangers' files may have become theirs."""
    if any(file.is_symlink() or not file.is_file() for file in (path, *files.values())):
        raise FormError("not files")
    if path.stat().st_size > MAX_RECIPE_BYTES:
        raise UnfitError("recipe too long")
    return read_recipe(path.read_bytes(), {origin: file.stat().st_size for origin, file in files.items()}, chapters)


def _member(ingredient: Ingredient, edition: Edition, files: dict[Origin, Path]) -> Member:
    if isinstance(ingredient, Sound):
        chapter = edition.chapters[ingredient.chapter - 1]
        return streamed(ingredient.path, chapter.audio_bytes, chapter.audio)
    path, origin, start, packed_size, method, crc, size = ingredient
    blocks = partial(_slice, files[origin], start, packed_size)
    if method == STORED:
        # Counted anew: an archive with a wrong checksum of a picture is opened by most, and was read all the same.
        return streamed(path, packed_size, blocks)
    return Member(path, method, crc, size, packed_size, blocks())


def _slice(path: Path, start: int, size: int) -> Iterator[bytes]:
    with path.open("rb") as content:
        content.seek(start)
        while size:
            block = content.read(min(size, _BLOCK))
            if not block:
                return
            size -= len(block)
            yield block
