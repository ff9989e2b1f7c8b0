"""How pages are served: an error is a page, too, and HEAD is a page without its text."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from ebookvoice.domain.errors import EbookVoiceError
from functions.api.errors import respond
from functions.api.pages import views


class PageRoute(APIRoute):
    """A route whose answers are for people."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap what serves the route."""
        serve = super().get_route_handler()

        async def serve_page(request: Request) -> Response:
            try:
                response = await serve(request)
            except EbookVoiceError as error:
                response = refused(request, error, views.refusal(error))
            return _without_text(response) if request.method == "HEAD" else response

        return serve_page


def refused(request: Request, error: EbookVoiceError, page: Response) -> Response:
    """Answer an error with a page, after the log has learned what it does of every error."""
    respond(error, request)
    return page


def _without_text(response: Response) -> Response:
    """RFC 9110, 9.3.2: no content; its length may be left out."""
    response.body = b""
    del response.headers["content-length"]
    return response
