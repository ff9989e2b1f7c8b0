"""Every minute: what fell between two stools."""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.usecases.sweep import sweep
from ebookvoice.wiring import metered, world

logger = Logger()


@logger.inject_lambda_context(correlation_id_path=correlation_paths.EVENT_BRIDGE, clear_state=True)
@metered
def handler(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """Run one sweep and say how much it put right."""
    swept = asdict(sweep(world()))
    if any(swept.values()):
        logger.info("swept", extra=swept)
    return swept
