"""Routes that are loaded on demand answer as if all of them were there from the beginning."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.routing import Match

from functions.api.app import create_app
from functions.api.resources import MODULES, modules_for, router_of

ROOT = Path(__file__).parents[3]
ROUTES = ROOT / "functions" / "api" / "routes"

PLACES = sorted(
    {(module, route.path) for modules in MODULES.values() for module in modules for route in router_of(module).routes}  # type: ignore[attr-defined]
)


def test_every_module_of_routes_answers_some_path() -> None:
    there = {path.stem for path in ROUTES.glob("*.py")} - {"__init__"}

    assert {module for modules in MODULES.values() for module in modules} == there


@pytest.mark.parametrize(("module", "path"), PLACES)
def test_a_path_brings_every_module_that_has_it(module: str, path: str) -> None:
    """Two modules may share a path, one for GET and one for POST; with only one loaded, the other would be a 405."""
    assert module in modules_for(path.replace("{", "").replace("}", ""))


@pytest.mark.parametrize("path", ["/", "/api", "/apis/jobs", "/api/jobsite", "/api/authorize", "/api/nothing/here", ""])
def test_other_paths_bring_none(path: str) -> None:
    assert modules_for(path) == ()


def test_a_request_loads_its_own_routes_only() -> None:
    probe = """
import asyncio, json, sys
from functions.api.app import create_app
app = create_app()
scope = {"type": "http", "method": "GET", "path": "/api/nothing", "headers": [], "query_string": b"", "client": None}
async def receive(): return {"type": "http.request", "body": b"", "more_body": False}
async def send(message): pass
asyncio.run(app({**scope}, receive, send))
nothing = [name for name in sys.modules if name.startswith("functions.api.routes.")]
app.load(["jobs"])
print(json.dumps([nothing, [name for name in sys.modules if name.startswith("functions.api.routes.")]]))
"""
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'layers' / 'core'}", "POWERTOOLS_LOG_LEVEL": "CRITICAL"}
    command = [sys.executable, "-c", probe]
    output = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert json.loads(output.splitlines()[-1]) == [[], ["functions.api.routes.jobs"]]


def test_what_is_loaded_twice_is_there_once() -> None:
    app = create_app()
    app.load(["health"])
    app.load_all()
    scope = {"type": "http", "method": "GET", "path": "/api/health", "headers": []}

    assert [route.matches(scope)[0] for route in app.routes].count(Match.FULL) == 1
