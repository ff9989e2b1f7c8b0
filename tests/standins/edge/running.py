"""The service in a thread of the tests, or in a process of its own."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.standins.background import in_background
from tests.standins.edge.faults import Plan, Refusal, proper
from tests.standins.edge.service import EdgeService

ROOT = Path(__file__).parents[3]
PATIENCE = 10.0


@contextmanager
def edge_service(
    plan: Plan = proper,
    refusals: Iterable[int | Refusal] = (),
    *,
    first_byte: float = 0.0,
    speed: float = 0.0,
    skew: float | None = None,
) -> Iterator[EdgeService]:
    """Run the service on a free port of 127.0.0.1 in a thread; `refusals` are those of the first handshakes."""
    service = EdgeService(plan, refusals, first_byte, speed, skew)
    with in_background(service.application(), service.closing.set) as port:
        service.base = f"ws://127.0.0.1:{port}"
        yield service


@dataclass(frozen=True)
class EdgeProcess:
    """A service in a process of its own."""

    base: str

    def record(self) -> dict[str, Any]:
        """Fetch its record: handshakes, refused, peak, tries, recited, spans, cpu_seconds."""
        with urllib.request.urlopen(f"{self.base.replace('ws', 'http', 1)}/record", timeout=PATIENCE) as answer:  # noqa: S310
            told: dict[str, Any] = json.load(answer)
            return told


@contextmanager
def edge_process(*options: str) -> Iterator[EdgeProcess]:
    """Run `python -m tests.standins.edge` with options until the context ends."""
    command = [sys.executable, "-m", "tests.standins.edge", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield EdgeProcess(process.stdout.readline().strip())
        finally:
            process.terminate()
