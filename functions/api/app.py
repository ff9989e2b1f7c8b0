"""The API function: HTTP in, one use case, HTTP out."""

import logging
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging import correlation_paths
from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from mangum import Mangum
from mangum.types import LambdaContext
from starlette.exceptions import HTTPException

from ebookvoice import __version__
from ebookvoice.domain.errors import EbookVoiceError
from functions.api.description import DescribedApi
from functions.api.envelope import Envelope
from functions.api.errors import answer
from functions.api.routes import (
    admin,
    audiobooks,
    auth,
    docs,
    files,
    flags,
    gateway,
    google,
    health,
    jobs,
    pages,
    reauthentication,
    second_factor,
    sessions,
    user,
)
from functions.api.site import check_site

logger = Logger()

WAYS_IN = (auth, google, second_factor, pages)
RESOURCES = (*WAYS_IN, sessions, gateway, reauthentication, user, files, jobs, audiobooks, flags, admin, health, docs)


def create_app() -> FastAPI:
    """Put the application together; it reads no setting and opens nothing before the first request."""
    app = DescribedApi(
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
    for resource in RESOURCES:
        app.include_router(resource.router)
    app.add_middleware(Envelope)
    return app


app = create_app()
_gateway = Mangum(app, lifespan="off")
# Its line per request says less than the envelope's.
logging.getLogger("mangum").setLevel(logging.WARNING)


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer an API Gateway HTTP API request (payload format 2.0)."""
    return _gateway(event, context)
