"""Read from the SAM template which pages of other origins may call the API and the buckets."""

from collections.abc import Mapping
from typing import Any

from local.intrinsics import TemplateError
from local.wiring import Cors


def api_cors(logical_id: str, properties: Mapping[str, Any]) -> Cors | None:
    """Read an HttpApi's CORS configuration from its OpenAPI document. Raises TemplateError."""
    if "CorsConfiguration" in properties:
        raise TemplateError(f"{logical_id} has a CorsConfiguration; only the one in the DefinitionBody is understood.")
    found = properties.get("DefinitionBody", {}).get("x-amazon-apigateway-cors")
    if found is None:
        return None
    cors = Cors(
        _texts(found.get("allowOrigins")),
        _texts(found.get("allowMethods")),
        _texts(found.get("allowHeaders")),
        _texts(found.get("exposeHeaders")),
        _number(found.get("maxAge")),
        str(found.get("allowCredentials", False)).lower() == "true",
    )
    if wild := [text for text in (*cors.origins, *cors.methods, *cors.headers) if "*" in text]:
        raise TemplateError(f"{logical_id} allows {wild[0]} to other origins; wildcards are not understood here.")
    return cors


def bucket_cors(properties: Mapping[str, Any]) -> tuple[Cors, ...]:
    """Read a bucket's CORS rules."""
    rules = properties.get("CorsConfiguration", {}).get("CorsRules", [])
    return tuple(
        Cors(
            _texts(rule["AllowedOrigins"]),
            _texts(rule["AllowedMethods"]),
            _texts(rule.get("AllowedHeaders")),
            _texts(rule.get("ExposedHeaders")),
            _number(rule.get("MaxAge")),
        )
        for rule in rules
    )


def _texts(value: list[Any] | None) -> tuple[str, ...]:
    return tuple(str(item) for item in value or ())


def _number(value: Any) -> int | None:
    return None if value is None else int(value)
