"""Every hour: what has outlived its time goes, and what does not add up is set right or reported."""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.usecases.expire import expire
from ebookvoice.wiring import metered, world

MARGIN_MS = 60_000
"""What a run keeps of its time, to end the batch that it is at."""

logger = Logger()


@logger.inject_lambda_context(correlation_id_path=correlation_paths.EVENT_BRIDGE, clear_state=True)
@metered
def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Run once and say how much was ended."""
    done = asdict(expire(world(), lambda: context.get_remaining_time_in_millis() < MARGIN_MS))
    if any(done.values()):
        logger.info("expired", extra=done)
    return done
