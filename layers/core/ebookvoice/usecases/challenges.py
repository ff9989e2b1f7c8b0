"""Proofs that count once: a random token for a link, six digits for those who type, and how they come back."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.identity import Proof, Purpose
from ebookvoice.ports.identity import Sealer
from ebookvoice.ports.records.challenges import Challenge
from ebookvoice.ports.store import Store
from ebookvoice.ports.time import Clock
from ebookvoice.settings import Settings

DIGITS = 6


class Desk(Protocol):
    """What it takes to hand challenges out and to take them back."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def sealer(self) -> Sealer: ...
    @property
    def clock(self) -> Clock: ...


@dataclass(frozen=True, slots=True)
class Issued:
    """A challenge that was kept, in the only form that its receiver sees."""

    token: str
    code: str
    expires_at: datetime


def issue(
    desk: Desk,
    purpose: Purpose,
    subject: str,
    *,
    payload: Mapping[str, Any] | None = None,
    seconds: int | None = None,
    room: int = 1,
) -> Issued:
    """Make a token of 256 bits and a code of six digits; they take the place of the last ones for this subject.

    With `room` for more, which only second factors have, they stand beside those; then the oldest go.
    """
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    now = desk.clock.now()
    expires_at = now + timedelta(seconds=seconds or desk.settings.code_seconds)
    hashed = _hash_code(desk, purpose, subject, code)
    challenge = Challenge(purpose, subject, hash_token(token), hashed, now, expires_at, payload or {})
    with desk.store.as_service() as records:
        if room == 1:
            records.challenges.put(challenge)
        else:
            records.challenges.add(challenge, room)
    return Issued(token, code, expires_at)


def redeem(desk: Desk, purpose: Purpose, proof: Proof) -> Challenge:
    """Use up the challenge that a proof belongs to, by token or by subject and code. Raises InvalidCodeError."""
    if proof.token is not None:
        return redeem_token(desk, purpose, proof.token)
    if proof.email is not None and proof.code is not None:
        return redeem_code(desk, purpose, proof.email, proof.code)
    raise InvalidCodeError


def redeem_token(desk: Desk, purpose: Purpose, token: str) -> Challenge:
    """Use up a challenge by its token. Raises InvalidCodeError."""
    with desk.store.as_service() as records:
        challenge = records.challenges.take(purpose, hash_token(token), desk.clock.now())
    if challenge is None:
        raise InvalidCodeError
    return challenge


def redeem_code(desk: Desk, purpose: Purpose, subject: str, code: str) -> Challenge:
    """Use up a challenge by its code; every attempt counts, right or wrong. Raises InvalidCodeError."""
    now = desk.clock.now()
    with desk.store.as_service() as records:
        challenge = records.challenges.attempt(purpose, subject, now, desk.settings.code_attempts)
    expected = challenge.code_hash if challenge else None
    if not hmac.compare_digest(expected or bytes(32), _hash_code(desk, purpose, subject, code)) or challenge is None:
        raise InvalidCodeError
    with desk.store.as_service() as records:
        taken = records.challenges.take(purpose, challenge.token_hash, now)
    if taken is None:
        raise InvalidCodeError
    return taken


def hash_token(token: str) -> bytes:
    """Hash a token; with 256 bits it needs no key and no salt."""
    return hashlib.sha256(token.encode()).digest()


def _hash_code(desk: Desk, purpose: Purpose, subject: str, code: str) -> bytes:
    return desk.sealer.fingerprint(code, f"{purpose}\0{subject}")
