"""Messages in, a use case each, failures back to the queue: what the handlers of this package share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain import correlation
from ebookvoice.domain.states import Queue
from ebookvoice.wiring import world

FIRST_BACKOFF_SECONDS = 15
MAX_BACKOFF_SECONDS = 900
"""Five receives last over seven minutes, so that a restart of the database or a bad moment of the store makes no dead
letters."""

Hide = Callable[[int], None]
"""Keeps the message in hand invisible for that many seconds from now."""

logger = Logger()


def answer(
    event: dict[str, Any], context: LambdaContext, queue: Queue, work: Callable[[dict[str, Any], Hide], None]
) -> PartialItemFailureResponse:
    """Do the work of each message of a batch; those that fail come back after a pause that doubles each time."""

    def handle(record: SQSRecord) -> None:
        def hide(seconds: int) -> None:
            world().queues.hide(queue, record.receipt_handle, seconds)

        with traced(record):
            try:
                work(record.json_body, hide)
            except Exception:
                received = int(record.attributes.approximate_receive_count)
                logger.exception("message failed", extra={"queue": queue})
                hide(min(FIRST_BACKOFF_SECONDS * 2**received, MAX_BACKOFF_SECONDS))
                raise

    return process_partial_response(event, handle, batch_processor(), context)


@contextmanager
def traced(record: SQSRecord) -> Iterator[None]:
    """Have every line of the log, and every message that follows, tell which job and request a message belongs to.

    A message that nobody's request has led to, such as the store's own notice, is its own beginning. The keys are the
    formatter's, so that lines of other threads have them, too; an environment handles one message at a time.
    """
    body = record.json_body
    known = {
        "correlation_id": body.get("correlation_id") or record.message_id,
        "attempt": int(record.attributes.approximate_receive_count),
        **{name: body[name] for name in ("job_id", "segment_id", "chapter") if name in body},
    }
    with logger.append_context_keys(**known), correlation.following(known["correlation_id"]):
        yield


def batch_processor() -> BatchProcessor:
    """Make a processor that reports failed messages and never fails the invocation: Lambda would slow down."""
    return BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
