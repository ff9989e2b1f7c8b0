"""A shell in which the examples of docs/api.md are run as they stand there."""

import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.cloud import Cloud
from local.describe.examples import examples
from local.describe.limits import limits_of
from local.describe.operations import Operation
from tests.e2e.reader import DEADLINE
from tests.standins.stripe_server import Stripe

ACCEPTED = 202


@dataclass(frozen=True)
class Outcome:
    """What the service answered; names of headers in lower case. `shown` is what the example wrote."""

    status: int
    headers: dict[str, str]
    shown: str

    def find(self, place: str) -> str:
        """Read a field of a JSON answer, by names and numbers with dots between them; empty if it is not there."""
        found: Any = json.loads(self.shown)
        for step in place.split("."):
            found = found[int(step)] if isinstance(found, list) else found.get(step)
        return str(found or "")


@dataclass
class Shell:
    """Somebody with a terminal; `variables` is what they know by now."""

    cloud: Cloud
    folder: Path
    operations: dict[str, Operation]
    stripe: Stripe
    variables: dict[str, str] = field(default_factory=dict)
    last: Outcome = Outcome(0, {}, "")

    def __post_init__(self) -> None:
        self.folder.mkdir()
        (self.folder / ".curlrc").write_text(f'dump-header = "{self._headers}"\n')

    @property
    def _headers(self) -> Path:
        return self.folder / "headers"

    def run(self, name: str) -> None:
        """Run an operation's example, check that it is answered as documented, and keep what others take from it.

        What is being read or spoken is asked for again.
        """
        documented = {answer.status for answer in self.operations[name].answers if answer.status < 400}
        end = time.monotonic() + DEADLINE
        self.last = self._call(name)
        while self._waits(documented) and time.monotonic() < end:
            time.sleep(0.2)
            self.last = self._call(name)
        assert self.last.status in documented, (name, self.last.status, self.last.shown)
        assert not self._waits(documented), f"{name}: not within {DEADLINE:g} s"
        self._check_limits(name)
        for variable, place in examples()[name].kept.items():
            self.variables[variable] = self.last.find(place)

    def _waits(self, documented: set[int]) -> bool:
        return self.last.status == ACCEPTED and documented != {ACCEPTED}

    def _call(self, name: str) -> Outcome:
        environment = {
            "PATH": os.environ["PATH"],
            "CURL_HOME": str(self.folder),
            "NO_PROXY": "*",
            "API": self.cloud.url,
            **self.variables,
        }
        words = ["bash", "-euo", "pipefail", "-c", examples()[name].script]
        done = subprocess.run(
            words, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, (name, done.stderr)
        first, *lines = self._headers.read_text().strip().splitlines()
        headers = dict(line.split(": ", 1) for line in lines)
        return Outcome(int(first.split()[1]), {name.lower(): value for name, value in headers.items()}, done.stdout)

    def _check_limits(self, name: str) -> None:
        """Check that the request counted against the limits that are documented, as far as answers tell of them."""
        policies = self.last.headers.get("ratelimit-policy", "")
        told = {policy.split(";")[0].strip(' "') for policy in policies.split(",") if policy}
        assert told == {one.limit.name for one in limits_of(self.operations[name].id) if one.told}, name
