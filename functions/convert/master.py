"""Chapters queue → a chapter mastered."""

import os
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.speech import Substitution, Why
from ebookvoice.domain.states import Queue
from ebookvoice.ports.mastering import SpokenText
from ebookvoice.usecases.master import master
from ebookvoice.wiring import metered, world
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.audio.master import Mastering
from functions.convert.audio.parallel_encoder import encoders_of
from functions.convert.messages import Hide, answer, logger


@logger.inject_lambda_context(clear_state=True)
@metered
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Master the chapters that the messages name."""
    return answer(event, context, Queue.CHAPTERS, _work)


def _work(body: dict[str, Any], hide: Hide) -> None:
    started = time.monotonic()
    job_id, number = UUID(body["job_id"]), int(body["chapter"])
    with tempfile.TemporaryDirectory() as directory:
        mastering = Mastering(encoders=encoders_of(os.environ))
        mastered = master(world(), job_id, number, mastering, account, Path(directory), hide)
    seconds = round(time.monotonic() - started, 3)
    told = {"job_id": body["job_id"], "chapter": number, "mastered": mastered, "seconds": seconds}
    logger.info("chapter handled", extra=told)


def account(timings: bytes) -> SpokenText:
    """Read a chapter's timings document for what it tells of the text. Raises TimingsUnreadableError."""
    chapter = ChapterTimings.from_json(timings)
    strangers = ((s.paragraph, Substitution(s.offset, s.length, s.voice, Why(s.why))) for s in chapter.strangers)
    return SpokenText(chapter.characters, tuple(strangers))
