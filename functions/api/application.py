"""The application: routes that come with the first request for them, and a description that is whole all the same."""

from collections.abc import Iterable
from functools import cached_property
from threading import Lock
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from ebookvoice.domain.access import CrossSiteError
from functions.api.errors import documented, status_of
from functions.api.origins import SAFE
from functions.api.resources import MODULES, modules_for, router_of
from functions.api.schemas.errors import ErrorPublic

_LOADING = Lock()


class Application(FastAPI):
    """Loads its routes on demand; its OpenAPI document also tells where a request of another site is refused."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, its routes having been loaded."""
        if scope["type"] == "http":
            self.load(modules_for(scope["path"]))
        await super().__call__(scope, receive, send)

    def load(self, modules: Iterable[str]) -> None:
        """Include the routes of modules that are not there yet; of threads that come at once, one does."""
        missing = [module for module in modules if module not in self._loaded]
        if missing:
            with _LOADING:
                for module in missing:
                    if module not in self._loaded:
                        self.include_router(router_of(module))
                        self._loaded.add(module)

    def load_all(self) -> None:
        """Include the routes of every module."""
        for modules in MODULES.values():
            self.load(modules)

    @cached_property
    def _loaded(self) -> set[str]:
        return set()

    def openapi(self) -> dict[str, Any]:
        """Describe the API; made once."""
        if self.openapi_schema is None:
            self.load_all()
            super().openapi()
            self._complete(self.openapi_schema or {})
        return self.openapi_schema or {}

    def _complete(self, described: dict[str, Any]) -> None:
        described["components"]["schemas"] |= _schemas(ErrorPublic)
        for methods in described["paths"].values():
            for method, operation in methods.items():
                if method.upper() not in SAFE:
                    _add_refusal(operation["responses"])


def _schemas(model: type[BaseModel]) -> dict[str, Any]:
    """Describe a model and those that it is made of."""
    described = model.model_json_schema(ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = described.pop("$defs", {})
    return parts | {model.__name__: described}


def _add_refusal(responses: dict[str, Any]) -> None:
    """Add the refusal to those that have its status already, in whose form it comes."""
    status = int(status_of(CrossSiteError))
    line = documented(CrossSiteError)[status]["description"]
    form = {"content": responses["500"]["content"], "description": ""}
    refusal = responses.setdefault(str(status), form)
    refusal["description"] = f"{refusal['description']}\n\n{line}".strip()
