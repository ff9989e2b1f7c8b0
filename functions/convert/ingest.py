"""Uploads queue → a book read and planned, or read for its plan alone, a picture made ready, a voice heard."""

import tempfile
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus
from uuid import UUID

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.book import Cover
from ebookvoice.domain.states import Queue
from ebookvoice.usecases.ingest import Reading, ingest, upload_arrived
from ebookvoice.usecases.pictures import prepare
from ebookvoice.usecases.reading_plans import read_plan
from ebookvoice.wiring import metered, world
from functions.convert import studio
from functions.convert.audio.cover import prepare_cover
from functions.convert.audio.drawn_cover import draw_cover
from functions.convert.messages import Hide, answer, logger
from functions.convert.pictures.encoder import ProcessEncoder
from functions.convert.pictures.limits import BOUNDS
from functions.convert.reading_room.room import ReadingRoom
from functions.convert.speech import catalogue

_TRANSFER_SECONDS = 60
"""For a picture on its way from the store and back."""


@logger.inject_lambda_context(clear_state=True)
@metered
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Handle notices of the object store, jobs whose book is there, plans that are asked for, and pictures."""
    return answer(event, context, Queue.UPLOADS, _work)


def _work(body: dict[str, Any], hide: Hide) -> None:
    if "job_id" in body:
        _ingest(UUID(body["job_id"]), hide)
        return
    if "picture_id" in body:
        _prepare(UUID(body["picture_id"]), hide)
        return
    if "plan_file_id" in body:
        _plan(UUID(body["plan_file_id"]), hide)
        return
    if "sample_id" in body:
        studio.sample(world(), UUID(body["sample_id"]), hide)
        return
    if "voices_of" in body:
        studio.refresh_voices(world(), body["voices_of"])
        return
    if body.get("Event") == "s3:TestEvent":
        return
    for record in body["Records"]:
        key = unquote_plus(record["s3"]["object"]["key"])
        logger.info("upload arrived", extra={"key": key, "known": upload_arrived(world(), key)})


def _ingest(job_id: UUID, hide: Hide) -> None:
    with tempfile.TemporaryDirectory() as directory:
        moved = ingest(world(), job_id, _reading(), Path(directory), hide)
    logger.info("book ingested", extra={"job_id": job_id, "moved": moved})


def _plan(file_id: UUID, hide: Hide) -> None:
    reading = _reading()
    with tempfile.TemporaryDirectory() as directory:
        moved = read_plan(world(), file_id, reading.reader, reading.default_voice, Path(directory), hide)
    logger.info("plan read", extra={"file_id": file_id, "moved": moved})


def _prepare(file_id: UUID, hide: Hide) -> None:
    # Of a worker that is killed the message is soon back; a second one beside a slow one does no harm.
    hide(int(BOUNDS.wall_seconds) + _TRANSFER_SECONDS)
    with tempfile.TemporaryDirectory() as directory:
        moved = prepare(world(), file_id, ProcessEncoder(), Path(directory))
    logger.info("picture prepared", extra={"file_id": file_id, "moved": moved})


@cache
def _reading() -> Reading:
    return Reading(ReadingRoom(), _prepare_cover, catalogue.check, partial(studio.default_voice, world()), draw_cover)


def _prepare_cover(cover: Cover) -> Cover | None:
    prepared = prepare_cover(cover)
    if prepared is None:
        logger.warning("cover left out", extra={"media_type": cover.media_type, "bytes": len(cover.content)})
    return prepared
