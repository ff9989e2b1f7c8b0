"""Requests that count once, however often they come (the Idempotency-Key header)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ebookvoice.domain.errors import EbookVoiceError


@dataclass(frozen=True, slots=True)
class Once:
    """What a request's key stands for: whose it is, for which endpoint, and the SHA-256 of what was asked for."""

    user_id: UUID
    endpoint: str
    key: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """What the first request with a key made (ids), and its answer as soon as that is known."""

    digest: bytes
    made: dict[str, Any]
    answer: dict[str, Any] | None


class KeyReusedError(EbookVoiceError):
    code = "idempotency_key_reused"
    message = "This Idempotency-Key was used for another request. Make a new key for each new request."


class RepeatedError(Exception):
    """The request was carried out before; `made` tells what it made."""

    def __init__(self, made: Made) -> None:
        super().__init__()
        self.made = made
