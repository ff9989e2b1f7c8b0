"""The API function: HTTP in, one use case, HTTP out."""

import logging
import os
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging import correlation_paths
from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from mangum import Mangum
from mangum.types import LambdaContext
from starlette.exceptions import HTTPException

from ebookvoice import __version__
from ebookvoice.domain.errors import EbookVoiceError
from ebookvoice.wiring import metered
from functions.api.application import Application
from functions.api.envelope import Envelope
from functions.api.errors import answer
from functions.api.site import check_site

logger = Logger()


def create_app() -> Application:
    """Put the application together; it reads no setting and opens nothing before the first request."""
    app = Application(
        title="eBookVoice",
        summary="Turns e-books into chaptered audiobooks.",
        version=__version__,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(check_site)],
        generate_unique_id_function=lambda route: route.name,
    )
    for error in (EbookVoiceError, RequestValidationError, HTTPException):
        app.add_exception_handler(error, answer)
    app.add_middleware(Envelope)
    return app


app = create_app()
_gateway = Mangum(app, lifespan="off")
# Its line per request says less than the envelope's.
logging.getLogger("mangum").setLevel(logging.WARNING)


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True)
@metered
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer an API Gateway HTTP API request (payload format 2.0)."""
    _learn_address(event)
    return _gateway(event, context)


def _learn_address(event: dict[str, Any]) -> None:
    """Take the gateway's own name where the operator has set none; the gateway says it, not the client.

    The template can't: the gateway's address depends on the function, whose environment would depend on the address.
    """
    if not os.environ.get("PUBLIC_URL") and (name := event["requestContext"].get("domainName")):
        os.environ["PUBLIC_URL"] = f"https://{name}"
