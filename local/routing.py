"""Which function answers a request: the routes of an HttpApi, and what functions answer (payload format 2.0)."""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from local.wiring import Route

Invoke = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Match:
    """The route that fits a request, its path parameters, and the function behind it."""

    key: str
    parameters: dict[str, str]
    invoke: Invoke


class Router:
    """Finds the most specific route: fixed paths before {names}, those before {greedy+} ones, $default last."""

    def __init__(self, routes: Sequence[Route], invokes: Mapping[str, Invoke]) -> None:
        self._routes = [
            (route, _pattern(route.path), invokes[route.function]) for route in sorted(routes, key=_generality)
        ]

    def find(self, method: str, path: str) -> Match | None:
        """Find the route for a raw path."""
        for route, pattern, invoke in self._routes:
            match = pattern.fullmatch(path)
            if match and route.method in ("*", method):
                parameters = {name: unquote(value) for name, value in match.groupdict().items()}
                return Match(_key(route), parameters, invoke)
        return None


def _generality(route: Route) -> tuple[bool, bool, int, int]:
    return route.path == "$default", "+}" in route.path, route.path.count("{"), -len(route.path)


def _key(route: Route) -> str:
    if route.path == "$default":
        return route.path
    return f"{'ANY' if route.method == '*' else route.method} {route.path}"


def _pattern(path: str) -> re.Pattern[str]:
    if path == "$default":
        return re.compile(".*", re.DOTALL)
    greedy = re.sub(r"\\\{(\w+)\\\+\\\}", r"(?P<\1>.+)", re.escape(path))
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", greedy))


def read_answer(answer: Any) -> tuple[int, list[tuple[str, str]], bytes]:
    """Read a function's answer in format 2.0; anything but an object with a statusCode is a 200 with JSON in it."""
    if not isinstance(answer, dict) or "statusCode" not in answer:
        return HTTPStatus.OK, [("content-type", "application/json")], json.dumps(answer).encode()
    headers = [(str(name), str(value)) for name, value in (answer.get("headers") or {}).items()]
    headers += [
        (name, str(value)) for name, values in (answer.get("multiValueHeaders") or {}).items() for value in values
    ]
    headers += [("set-cookie", str(cookie)) for cookie in answer.get("cookies") or []]
    text = str(answer.get("body") or "")
    return (
        int(answer["statusCode"]),
        headers,
        base64.b64decode(text) if answer.get("isBase64Encoded") else text.encode(),
    )
