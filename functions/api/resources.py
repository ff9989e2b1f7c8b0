"""Which module answers below which path. A module is imported with the first request that needs it.

A function's instance serves few kinds of request, and each should wait for its own routes only: building all of them
takes longer than the framework's own import.
"""

from importlib import import_module

from fastapi import APIRouter

MODULES: dict[str, tuple[str, ...]] = {
    "/api/auth": ("auth", "pages", "sessions", "reauthentication", "second_factor"),
    "/api/auth/google": ("google",),
    "/api/auth/verify": ("gateway",),
    "/api/user": ("user",),
    "/api/user/pronunciations": ("pronunciations",),
    "/api/files": ("files", "uploads", "pictures", "plans", "samples"),
    "/api/voices": ("voices",),
    "/api/pictures": ("pictures",),
    "/api/jobs": ("jobs", "chapters"),
    "/api/audiobooks": ("audiobooks",),
    "/api/feeds": ("feeds",),
    "/api/pdf": ("pdf",),
    "/api/credits": ("credits",),
    "/api/webhooks/stripe": ("stripe",),
    "/api/webhooks/r2": ("r2",),
    "/api/flags": ("flags",),
    "/api/admin": ("admin",),
    "/api/health": ("health",),
    "/api/docs": ("docs",),
    "/api/openapi.json": ("docs",),
}
"""Modules of functions.api.routes by the beginning of the paths that they answer; the longest one counts."""


def modules_for(path: str) -> tuple[str, ...]:
    """Name the modules that have the routes of a path; none for a path that nothing answers."""
    parts = path.split("/")
    beginnings = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((MODULES[beginning] for beginning in beginnings if beginning in MODULES), ())


def router_of(module: str) -> APIRouter:
    """Import a module of routes."""
    router: APIRouter = import_module(f"functions.api.routes.{module}").router
    return router
