"""The API's cold start: what importing it may load, and that it opens nothing."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
FORBIDDEN = {
    "boto3",
    "botocore.session",
    "argon2",
    "jwt",
    "cryptography",
    "av",
    "lxml",
    "edge_tts",
    "aiohttp",
    "supabase",
    "psycopg",
    "httpx",
    "redis",
    "pyotp",
    "zxcvbn",
}
MAX_MODULES = 700
"""Measured 596 with CPython 3.11; the rest is room for other versions."""

PROBE = """
import json, sys, time
opened = []
sys.addaudithook(lambda event, arguments: event.startswith("socket.") and opened.append(event))
before, began = len(sys.modules), time.perf_counter()
import functions.api.app
seconds = time.perf_counter() - began
print(json.dumps({"modules": sorted(sys.modules), "loaded": len(sys.modules) - before, "seconds": seconds,
                  "opened": opened}))
"""


def test_importing_the_api_is_cheap_and_opens_nothing() -> None:
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'layers' / 'core'}"}
    output = subprocess.run(
        [sys.executable, "-c", PROBE], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    probe = json.loads(output)
    print(f"{probe['loaded']} modules in {probe['seconds']:.2f} s")  # noqa: T201 - shown by pytest -s

    assert FORBIDDEN.isdisjoint(probe["modules"])
    assert probe["loaded"] <= MAX_MODULES
    assert [
        event for event in probe["opened"] if event in ("socket.connect", "socket.bind", "socket.getaddrinfo")
    ] == []
