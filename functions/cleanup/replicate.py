"""Every night from 00:00 UTC: copies of what is kept, in another store.

The later runs go on where a long night had to stop; when nothing is left, they copy nothing.
"""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.usecases.replicate import Orders, replicate
from ebookvoice.wiring import metered, world

MARGIN_SECONDS = 60
"""What a run keeps of its time, to end in order."""

logger = Logger()


@logger.inject_lambda_context(correlation_id_path=correlation_paths.EVENT_BRIDGE, clear_state=True)
@metered
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int | bool]:
    """Run once and say what was done; {"force_deletes": true} removes however many copies are due."""
    orders = Orders(
        force_deletes=event.get("force_deletes") is True,
        seconds_left=lambda: context.get_remaining_time_in_millis() / 1000 - MARGIN_SECONDS,
    )
    done = asdict(replicate(world(), orders))
    if done["disabled"]:
        logger.info("no backup store is set, nothing is replicated")
    elif any(done.values()):
        logger.info("replicated", extra=done)
    return done
