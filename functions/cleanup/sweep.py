"""Every minute: what fell between two stools."""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.usecases.sweep import sweep
from ebookvoice.wiring import world

logger = Logger()


@logger.inject_lambda_context(clear_state=True)
def handler(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """Run one sweep and say how much it put right."""
    swept = asdict(sweep(world()))
    if any(swept.values()):
        logger.info("swept", extra=swept)
    return swept
