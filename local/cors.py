"""What API Gateway does about cross-origin requests (its developer guide, "Configure CORS for HTTP APIs")."""

from collections.abc import Mapping, Sequence

from local.wiring import Cors

Headers = list[tuple[str, str]]


def preflight(cors: Cors, method: str, headers: Mapping[str, str]) -> Headers | None:
    """Answer a preflight request; None if the request is none. Names of headers come in lower case."""
    if method != "OPTIONS" or "origin" not in headers or "access-control-request-method" not in headers:
        return None
    if headers["origin"] not in cors.origins:
        return []
    allowed = [
        ("access-control-allow-methods", ",".join(cors.methods)),
        ("access-control-allow-headers", ",".join(cors.headers)),
    ]
    if cors.max_age is not None:
        allowed.append(("access-control-max-age", str(cors.max_age)))
    return [*_granted(cors, headers["origin"]), *allowed]


def shared(cors: Cors, origin: str | None, headers: Sequence[tuple[str, str]]) -> Headers:
    """Put the API's own CORS headers in place of those that a function may have set."""
    kept = [(name, value) for name, value in headers if not name.lower().startswith("access-control-")]
    return [*kept, *_granted(cors, origin)] if origin in cors.origins and origin is not None else kept


def _granted(cors: Cors, origin: str) -> Headers:
    headers = [("access-control-allow-origin", origin)]
    if cors.credentials:
        headers.append(("access-control-allow-credentials", "true"))
    if cors.exposed:
        headers.append(("access-control-expose-headers", ",".join(cors.exposed)))
    return headers
