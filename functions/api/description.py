"""The application, described with what the routes do not know of: what every request has to pass before them."""

from typing import Any

from fastapi import FastAPI

from ebookvoice.domain.errors import CrossSiteError
from functions.api.errors import documented, status_of
from functions.api.origins import SAFE


class DescribedApi(FastAPI):
    """An application whose OpenAPI document tells where a request of another site is refused."""

    def openapi(self) -> dict[str, Any]:
        """Describe the API; made once."""
        if self.openapi_schema is None:
            described = super().openapi()
            for methods in described["paths"].values():
                for method, operation in methods.items():
                    if method.upper() not in SAFE:
                        _add_refusal(operation["responses"])
        return super().openapi()


def _add_refusal(responses: dict[str, Any]) -> None:
    """Add the refusal to those that have its status already, in whose form it comes."""
    status = int(status_of(CrossSiteError))
    line = documented(CrossSiteError)[status]["description"]
    form = {"content": responses["500"]["content"], "description": ""}
    refusal = responses.setdefault(str(status), form)
    refusal["description"] = f"{refusal['description']}\n\n{line}".strip()
