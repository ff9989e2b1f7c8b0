"""What S3 lets pages of other origins do with a bucket: its rules, read as S3 reads them.

Source: the S3 user guide, "Using cross-origin resource sharing (CORS)". moto would let every page read everything, and
its preflight ignores methods and headers.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from http import HTTPStatus

from moto.s3.models import CorsRule, s3_backends

from local.store.refusals import Answer, RefusalError
from local.store.request import Request

Headers = list[tuple[str, str]]
VARY = ("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method")


def rules_of(account: str, bucket: str) -> Sequence[CorsRule]:
    """List a bucket's rules; there are none without the bucket."""
    known = s3_backends[account]["aws"].buckets.get(bucket)
    return known.cors if known else []


def preflight(request: Request, rules: Sequence[CorsRule]) -> Answer:
    """Answer OPTIONS, which browsers send unsigned. Raises RefusalError."""
    origin, method = request.headers.get("origin"), request.headers.get("access-control-request-method")
    if origin is None or method is None:
        raise RefusalError(
            HTTPStatus.BAD_REQUEST, "BadRequest", "Insufficient information. Origin request header needed."
        )
    wanted = [name for name in _listed(request.headers.get("access-control-request-headers", "")) if name]
    rule = _matching(rules, origin, method, wanted)
    if rule is None:
        raise RefusalError(HTTPStatus.FORBIDDEN, "AccessForbidden", "CORSResponse: This CORS request is not allowed.")
    headers = _granted(rule, origin)
    if wanted:
        headers.append(("Access-Control-Allow-Headers", ", ".join(wanted)))
    if rule.max_age_seconds is not None:
        headers.append(("Access-Control-Max-Age", str(rule.max_age_seconds)))
    return "200 OK", [*headers, ("Content-Length", "0")], []


def shared(request: Request, rules: Sequence[CorsRule], headers: Headers) -> Headers:
    """Put the headers of the rule that fits, if there is one, in place of those that moto has set."""
    kept = [(name, value) for name, value in headers if not name.lower().startswith("access-control-")]
    origin = request.headers.get("origin")
    rule = _matching(rules, origin, request.method, []) if origin else None
    return [*kept, *_granted(rule, origin)] if rule and origin else kept


def _matching(rules: Sequence[CorsRule], origin: str, method: str, wanted: Sequence[str]) -> CorsRule | None:
    """Find the first rule that fits origin, method, and every header."""
    for rule in rules:
        headers = [name.lower() for name in rule.allowed_headers or ()]
        if (
            any(fnmatchcase(origin, pattern) for pattern in rule.allowed_origins)
            and method in rule.allowed_methods
            and all(any(fnmatchcase(name, pattern) for pattern in headers) for name in wanted)
        ):
            return rule
    return None


def _granted(rule: CorsRule, origin: str) -> Headers:
    headers = [VARY, ("Access-Control-Allow-Methods", ", ".join(rule.allowed_methods))]
    if "*" in rule.allowed_origins:
        headers.append(("Access-Control-Allow-Origin", "*"))
    else:
        headers += [("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true")]
    if rule.exposed_headers:
        headers.append(("Access-Control-Expose-Headers", ", ".join(rule.exposed_headers)))
    return headers


def _listed(names: str) -> list[str]:
    return [name.strip().lower() for name in names.split(",")]
