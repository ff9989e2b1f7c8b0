"""Segments queue → a segment spoken."""

import tempfile
import time
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.states import Queue
from ebookvoice.usecases.gates import gate_of
from ebookvoice.usecases.synthesize import synthesize
from ebookvoice.wiring import metered, world
from functions.convert.audio.narrator import SegmentNarrator
from functions.convert.messages import Hide, answer, logger
from functions.convert.speech.gated import gated


@logger.inject_lambda_context(clear_state=True)
@metered
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Speak the segments that the messages name."""
    return answer(event, context, Queue.SEGMENTS, _work)


def _work(body: dict[str, Any], hide: Hide) -> None:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        outcome = synthesize(world(), UUID(body["segment_id"]), _narrator(), Path(directory), hide)
    logger.info(
        "segment handled",
        extra={
            "job_id": body["job_id"],
            "segment_id": body["segment_id"],
            "outcome": outcome,
            "seconds": round(time.monotonic() - started, 3),
        },
    )


@cache
def _narrator() -> SegmentNarrator:
    return SegmentNarrator(gated(partial(gate_of, world())))
