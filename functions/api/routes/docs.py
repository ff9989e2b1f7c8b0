"""The API's description, for those who build against it; a deployment for the public does not show it."""

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse

from ebookvoice.domain.errors import NotFoundError
from functions.api.deps import CurrentWorld

STAGES = frozenset({"local", "dev"})
POLICY = "default-src 'self' https: data: 'unsafe-inline'"
"""The page brings its script inline and fetches the viewer from where FastAPI points it to."""


def _shown(world: CurrentWorld) -> None:
    if world.settings.stage not in STAGES:
        raise NotFoundError


router = APIRouter(prefix="/api", include_in_schema=False, dependencies=[Depends(_shown)])


@router.get("/openapi.json")
def openapi(request: Request) -> dict[str, Any]:
    """Describe the API."""
    described: dict[str, Any] = request.app.openapi()
    return described


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Show the description as a page."""
    page = get_swagger_ui_html(openapi_url=f"{router.prefix}/openapi.json", title=request.app.title)
    page.headers["Content-Security-Policy"] = POLICY
    return page
