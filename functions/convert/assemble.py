"""Assembly queue → an audiobook in all of its formats."""

from typing import Any
from uuid import UUID

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.states import Queue
from ebookvoice.usecases.assemble import assemble
from ebookvoice.wiring import metered, world
from functions.convert.messages import Hide, answer, logger
from functions.convert.workshop import WORKSHOP


@logger.inject_lambda_context(clear_state=True)
@metered
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Bind the audiobooks that the messages name."""
    return answer(event, context, Queue.ASSEMBLY, _work)


def _work(body: dict[str, Any], hide: Hide) -> None:
    completed = assemble(world(), UUID(body["job_id"]), WORKSHOP, hide)
    logger.info("audiobook assembled", extra={"job_id": body["job_id"], "completed": completed})
