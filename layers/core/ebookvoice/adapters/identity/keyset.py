"""The public keys with which somebody else signs (RFC 7517), fetched, kept for a while, and looked up by their id."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey


KEPT = timedelta(hours=1)
"""How long a key that was withdrawn may still be believed."""
PATIENCE = timedelta(seconds=30)
"""How often an unknown id may make us look again: made-up ids must not turn into as many requests."""
SHAPES: Mapping[str, Mapping[str, str]] = {"RS256": {"kty": "RSA"}, "ES256": {"kty": "EC", "crv": "P-256"}}
"""One kind of key for each algorithm, so that none is ever used for another (RFC 8725, 3.1)."""
ALGORITHMS = tuple(SHAPES)
MIN_RSA_BITS = 2048
"""RFC 7518, 3.3."""


class KeySet:
    """Looks keys up by id and algorithm; `fetch` brings the document and raises UnavailableError when it can't."""

    def __init__(self, fetch: Callable[[], Mapping[str, Any]], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._turn = threading.Lock()
        self._keys: list[Mapping[str, Any]] = []
        self._fetched_at: datetime | None = None
        self._looked_again_at: datetime | None = None

    def find(self, key_id: str, algorithm: str) -> "RSAPublicKey | EllipticCurvePublicKey | None":
        """Find the key; an unknown one may be new, so the document is fetched once more. Raises UnavailableError."""
        with self._turn:
            now = self._clock.now()
            if self._fetched_at is None or self._fetched_at + KEPT <= now:
                self._load(now)
            found = self._among(key_id, algorithm)
            if found is None and (self._looked_again_at is None or self._looked_again_at + PATIENCE <= now):
                self._looked_again_at = now
                self._load(now)
                found = self._among(key_id, algorithm)
        return _public_key(found, algorithm) if found else None

    def _load(self, now: datetime) -> None:
        keys = self._fetch().get("keys")
        if not isinstance(keys, list):
            raise UnavailableError
        self._keys = [key for key in keys if isinstance(key, dict)]
        self._fetched_at = now

    def _among(self, key_id: str, algorithm: str) -> Mapping[str, Any] | None:
        wanted = {"kid": key_id, **SHAPES[algorithm]}
        return next((key for key in self._keys if wanted.items() <= key.items() and _signs(key, algorithm)), None)


def _signs(key: Mapping[str, Any], algorithm: str) -> bool:
    return (key.get("use", "sig"), key.get("alg", algorithm)) == ("sig", algorithm)


def _public_key(key: Mapping[str, Any], algorithm: str) -> "RSAPublicKey | EllipticCurvePublicKey | None":
    import jwt
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    try:
        made = jwt.PyJWK(dict(key), algorithm).key
    except jwt.PyJWTError:
        return None
    if isinstance(made, RSAPublicKey):
        return made if made.key_size >= MIN_RSA_BITS else None
    return made if isinstance(made, EllipticCurvePublicKey) else None
