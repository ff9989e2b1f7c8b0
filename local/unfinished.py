"""The conversion that this machine has begun and not ended: killed and called again, `convert` goes on with it."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from local.client import ENDED, Client
from local.ending import ServiceError
from local.transport import BLOCK
from local.wire import Fields, Job

FRUITLESS = ENDED - {"completed"}
GONE = ("not_found", "invalid_state")
"""What the service says of a job that is not there, and of one that ended just now."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A note in the home: which job was begun, and what it was to make of which files."""

    path: Path

    def taken_up(self, client: Client, order: str) -> Job | None:
        """Return the job that was begun for this order, unless it came to nothing; one for another order is cancelled.

        Raises ServiceError.
        """
        begun = self._read()
        if begun is None:
            return None
        try:
            job = client.job(begun["job"])
            if begun["order"] == order:
                return None if job["state"] in FRUITLESS else job
            if job["state"] not in ENDED:
                client.cancel(job["id"])
        except ServiceError as error:
            if error.code not in GONE:
                raise
        return None

    def begin(self, order: str, job: Job) -> None:
        """Note a job."""
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps({"order": order, "job": job["id"]}), "utf-8")
        draft.replace(self.path)

    def end(self) -> None:
        """Forget the job."""
        self.path.unlink(missing_ok=True)

    def _read(self) -> dict[str, str] | None:
        with suppress(OSError, ValueError):
            begun = json.loads(self.path.read_text("utf-8"))
            return {"order": str(begun["order"]), "job": str(begun["job"])} if {"order", "job"} <= set(begun) else None
        return None


def digest_of(conversion: Fields, *files: Path) -> str:
    """Name an order by what it wants made of which bytes."""
    digest = hashlib.sha256(json.dumps(conversion, sort_keys=True).encode())
    for path in files:
        with path.open("rb") as content:
            size = 0
            while block := content.read(BLOCK):
                size += len(block)
                digest.update(block)
        digest.update(f"{path.name}\0{size}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
