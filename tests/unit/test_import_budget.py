"""Cold starts: what importing each function costs beside a bare FastAPI with Mangum, and what it must not load."""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BAR = 1.25
"""How many times a bare application's import the API may take."""

RUNS = 9
"""Imports of each in turn; the median of the processor times counts, so that other load on the machine does not."""

BARE = """
from fastapi import FastAPI
from mangum import Mangum

app = FastAPI()

@app.get("/")
def read() -> dict[str, str]:
    return {}

handler = Mangum(app, lifespan="off")
"""

FUNCTIONS = {
    "api": "functions.api.app",
    "authorizer": "functions.api.authorizer",
    "ingest": "functions.convert.ingest",
    "synthesize": "functions.convert.synthesize",
    "master": "functions.convert.master",
    "assemble": "functions.convert.assemble",
    "settle": "functions.convert.settle",
    "sweep": "functions.cleanup.sweep",
    "replicate": "functions.cleanup.replicate",
}

NEVER = {"supabase", "stripe", "redis", "google", "httpx", "argon2", "pyotp", "zxcvbn", "pytest", "moto"}
"""Loaded by the requests that need them, if at all."""

API_NEVER = NEVER | {"boto3", "botocore.session", "psycopg", "jwt", "cryptography", "av", "lxml", "edge_tts", "aiohttp"}

PROBE = """
import json, sys, time
opened = []
sys.addaudithook(lambda event, arguments: event.startswith("socket.") and opened.append(event))
before, began = len(sys.modules), time.process_time()
{code}
seconds = time.process_time() - began
print(json.dumps({{"modules": sorted(sys.modules), "loaded": len(sys.modules) - before, "seconds": seconds,
                  "opened": opened}}))
"""


@dataclass(frozen=True)
class Cost:
    """What an import took and did; seconds of processor time."""

    seconds: float
    loaded: int
    modules: frozenset[str]
    opened: frozenset[str]


def probe(code: str) -> Cost:
    """Run an import in a new process."""
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'layers' / 'core'}"}
    command = [sys.executable, "-c", PROBE.format(code=code)]
    output = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = json.loads(output)
    return Cost(found["seconds"], found["loaded"], frozenset(found["modules"]), frozenset(found["opened"]))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_import_opens_nothing_and_loads_nothing_dear(name: str) -> None:
    cost = probe(f"import {FUNCTIONS[name]}")

    assert cost.modules.isdisjoint(API_NEVER if name in {"api", "authorizer"} else NEVER)
    assert cost.opened.isdisjoint({"socket.connect", "socket.bind", "socket.getaddrinfo"})


def test_the_authorizer_does_without_the_framework() -> None:
    assert probe(f"import {FUNCTIONS['authorizer']}").modules.isdisjoint({"fastapi", "starlette", "mangum", "pydantic"})


def test_the_api_costs_little_more_than_its_framework() -> None:
    codes = {"bare": BARE} | {name: f"import {module}" for name, module in FUNCTIONS.items()}
    probes: dict[str, list[Cost]] = {name: [] for name in codes}
    for _ in range(RUNS):
        for name in ("bare", "api"):
            probes[name].append(probe(codes[name]))
    for name in codes.keys() - {"bare", "api"}:
        probes[name].append(probe(codes[name]))
    seconds = {name: statistics.median(cost.seconds for cost in costs) for name, costs in probes.items()}
    print(f"{'function':12} {'modules':>7} {'ms':>6} {'x bare':>7}")  # noqa: T201 - shown by pytest -s
    for name in codes:
        ratio = seconds[name] / seconds["bare"]
        print(f"{name:12} {probes[name][0].loaded:7} {seconds[name] * 1000:6.0f} {ratio:7.2f}")  # noqa: T201

    assert seconds["api"] <= BAR * seconds["bare"]
