"""Dead letters of every queue → jobs, pictures, plans and samples that end with a reason."""

from typing import Any
from urllib.parse import unquote_plus
from uuid import UUID

from aws_lambda_powertools.utilities.batch import process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.states import Queue
from ebookvoice.usecases.reading_plans import give_up_plan
from ebookvoice.usecases.samples import give_up_sample
from ebookvoice.usecases.settle import settle_chapter, settle_job, settle_picture, settle_segment, settle_upload
from ebookvoice.wiring import metered, world
from functions.convert.messages import batch_processor, logger, traced


@logger.inject_lambda_context(clear_state=True)
@metered
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Settle each dead letter; one that can't be settled is left to the queue's own redrive."""
    return process_partial_response(event, _settle, batch_processor(), context)


def _settle(record: SQSRecord) -> None:
    with traced(record):
        ended = _end(record.json_body)
        logger.warning(
            "dead letter settled", extra={"message_id": record.message_id, "body": record.json_body, "ended": ended}
        )


def _end(body: dict[str, Any]) -> bool:
    if "segment_id" in body:
        return settle_segment(world(), UUID(body["job_id"]), UUID(body["segment_id"]))
    if "chapter" in body:
        return settle_chapter(world(), UUID(body["job_id"]), int(body["chapter"]))
    if "job_id" in body:
        return settle_job(world(), UUID(body["job_id"]), Queue(body["queue"]))
    if "picture_id" in body:
        return settle_picture(world(), UUID(body["picture_id"]))
    if "plan_file_id" in body:
        return give_up_plan(world(), UUID(body["plan_file_id"]))
    if "sample_id" in body:
        return give_up_sample(world(), UUID(body["sample_id"]))
    if "voices_of" in body:
        return False  # the sweep will have the engine asked again
    settled = [settle_upload(world(), unquote_plus(notice["s3"]["object"]["key"])) for notice in body["Records"]]
    return any(settled)
