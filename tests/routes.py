"""The routes that the OpenAPI document tells of, and which of them anybody may call."""

from functions.api.app import create_app

Name = tuple[str, str]
"""Method and path, as the document writes it."""

OPEN: frozenset[Name] = frozenset(
    {
        ("POST", "/api/auth/signup"),
        ("POST", "/api/auth/signup/confirm"),
        ("POST", "/api/auth/login"),
        ("POST", "/api/auth/magic-link"),
        ("POST", "/api/auth/magic-link/confirm"),
        ("POST", "/api/auth/password/forgot"),
        ("POST", "/api/auth/password/reset"),
        ("GET", "/api/auth/google/login"),
        ("GET", "/api/auth/google/callback"),
        ("POST", "/api/auth/google/token"),
        ("POST", "/api/auth/second-factor"),
        ("POST", "/api/auth/refresh"),
        ("GET", "/api/feeds/{token}.xml"),
        ("GET", "/api/feeds/{token}/{audiobook_id}/chapters.json"),
        ("GET", "/api/feeds/{token}/{audiobook_id}/{name}"),
        ("GET", "/api/flags"),
        ("GET", "/api/health"),
        ("GET", "/api/health/live"),
        ("POST", "/api/webhooks/r2"),
        ("POST", "/api/webhooks/stripe"),
    }
)
"""They take no session: what they go by is a proof, or nothing."""


def described() -> frozenset[Name]:
    """List every route."""
    paths = create_app().openapi()["paths"]
    return frozenset((method.upper(), path) for path, methods in paths.items() for method in methods)
