"""Challenges that carry something along which nobody who reads the database may learn: sealed, and taken out once."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ebookvoice.domain.identity import Purpose
from ebookvoice.ports.identity import UnsealableError
from ebookvoice.ports.records.challenges import Challenge
from ebookvoice.usecases.challenges import Desk, hash_token


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What a challenge was about, and what it carried."""

    subject: str
    values: Mapping[str, Any]


def keep(desk: Desk, purpose: Purpose, subject: str, token: str, values: Mapping[str, Any], seconds: int) -> None:
    """Keep values (JSON) under a random token, for so many seconds."""
    now = desk.clock.now()
    sealed = desk.sealer.seal(json.dumps(values).encode(), _context(purpose, subject))
    payload = {"sealed": base64.b64encode(sealed).decode()}
    challenge = Challenge(purpose, subject, hash_token(token), None, now, now + timedelta(seconds=seconds), payload)
    with desk.store.as_service() as records:
        records.challenges.put(challenge)


def take(desk: Desk, purpose: Purpose, token: str) -> Unsealed | None:
    """Take out what was kept, once; None if there is nothing, or nothing that opens any more."""
    with desk.store.as_service() as records:
        challenge = records.challenges.take(purpose, hash_token(token), desk.clock.now())
    if challenge is None:
        return None
    sealed = base64.b64decode(challenge.payload["sealed"])
    try:
        values = desk.sealer.open(sealed, _context(purpose, challenge.subject))
    except UnsealableError:
        return None
    return Unsealed(challenge.subject, json.loads(values))


def _context(purpose: Purpose, subject: str) -> str:
    return f"challenge\0{purpose}\0{subject}"
