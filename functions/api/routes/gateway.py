"""The door for proxies: nginx's auth_request, Traefik's ForwardAuth."""

from typing import Any

from aws_lambda_powertools import Logger
from fastapi import APIRouter, Request, Response, status

from ebookvoice.usecases import gateway
from ebookvoice.usecases.gateway import Decision, Verdict
from ebookvoice.usecases.world import World
from functions.api.deps import CurrentWorld
from functions.api.visits import identity, original_method, read_visit

router = APIRouter(prefix="/api/auth", tags=["gateway"])
logger = Logger(child=True)

STATUSES = {
    Decision.ALLOWED: status.HTTP_200_OK,
    Decision.UNAUTHENTICATED: status.HTTP_401_UNAUTHORIZED,
    Decision.FORBIDDEN: status.HTTP_403_FORBIDDEN,
}
"""All that nginx understands: of any other status it makes a 500 (ngx_http_auth_request_module)."""

RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Let the request pass, with these headers in place of any that the visitor sent.",
        "headers": {
            name: {"schema": {"type": "string"}}
            for name in ("X-User-Id", "X-User-Email", "X-User-Role", "X-Session-Id")
        },
        "content": {},
    },
    401: {"description": "The visitor has to sign in."},
    403: {"description": "Another site made the request, or nobody can tell right now."},
}


SHOWN: dict[str, Any] = {"security": [{"HTTPBearer": []}, {"APIKeyCookie": []}]}
"""The route looks for itself, since it must not answer as the others do; the description is to tell all the same."""


@router.get("/verify", response_class=Response, responses=RESPONSES, openapi_extra=SHOWN)
def verify(request: Request, world: CurrentWorld) -> Response:
    """Tell a proxy who sends the request that it holds; see docs/gateway.md. The bodies are empty."""
    verdict = _decide(world, request)
    if verdict.principal is not None:
        request.state.principal = verdict.principal
    headers = {"Cache-Control": "no-store"}
    if verdict.decision is Decision.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    if verdict.decision is Decision.ALLOWED and verdict.principal is not None:
        headers |= {f"X-{name.replace('_', '-').title()}": value for name, value in identity(verdict.principal).items()}
    return Response(status_code=STATUSES[verdict.decision], headers=headers)


router.add_api_route("/verify", verify, methods=["HEAD"], include_in_schema=False)


def _decide(world: World, request: Request) -> Verdict:
    try:
        headers = _joined(request)
        return gateway.verify(world, read_visit(original_method(headers), headers, world.settings))
    except Exception:  # A proxy knows no fourth answer: whatever is wrong here, its door stays shut.
        logger.exception("visit not decided")
        return Verdict(Decision.FORBIDDEN)


def _joined(request: Request) -> dict[str, str]:
    """Join the values of headers that came several times."""
    names = request.headers.keys()
    return {name: ("; " if name == "cookie" else ",").join(request.headers.getlist(name)) for name in names}
