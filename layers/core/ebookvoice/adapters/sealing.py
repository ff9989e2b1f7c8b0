"""What has to be kept secret in the database, encrypted; and hashes with a key."""

import hashlib
import hmac
import os
from collections.abc import Callable
from functools import cached_property

from ebookvoice.adapters.references import derive
from ebookvoice.ports.identity import UnsealableError

_KEY_ID, _NONCE = 4, 12


class AesSealer:
    """AES-256-GCM under a key derived from a secret; cryptography is imported with the first use.

    What is sealed begins with the id of its key, so that the secret can be replaced: what the one before had sealed
    still opens, while that one is known. `previous` is asked for it when something else than the current turns up.
    """

    def __init__(self, secret: str, previous: Callable[[], str] | None = None) -> None:
        self._current = _Key(secret)
        self._ask_previous = previous
        self._hashing_key = derive(secret, "fingerprints")

    def seal(self, secret: bytes, context: str) -> bytes:
        """Encrypt, bound to a context: what is sealed for one does not open for another."""
        return self._current.seal(secret, context)

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt. Raises UnsealableError for what was not sealed here for this context, UnavailableError."""
        key = self._current if self.current(sealed) else self._previous
        if key is None or sealed[:_KEY_ID] != key.id:
            raise UnsealableError("This was not sealed here, or so long ago that its key is gone.")
        return key.open(sealed, context)

    def current(self, sealed: bytes) -> bool:
        """Tell whether it was sealed with the secret of now."""
        return sealed[:_KEY_ID] == self._current.id

    def fingerprint(self, text: str, context: str) -> bytes:
        """Hash with a key (32 bytes), for what is too short to be hashed without one. A new secret makes all new."""
        # A key for each context: in one text, where the context ends and the rest begins could be read in two ways.
        key = hmac.digest(self._hashing_key, context.encode(), hashlib.sha256)
        return hmac.digest(key, text.encode(), hashlib.sha256)

    @cached_property
    def _previous(self) -> "_Key | None":
        return _Key(self._ask_previous()) if self._ask_previous else None


class _Key:
    def __init__(self, secret: str) -> None:
        self.id = derive(secret, "sealing key id")[:_KEY_ID]
        self._key = derive(secret, "sealing")

    def seal(self, secret: bytes, context: str) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE)
        return self.id + nonce + AESGCM(self._key).encrypt(nonce, secret, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, encrypted = sealed[_KEY_ID : _KEY_ID + _NONCE], sealed[_KEY_ID + _NONCE :]
        try:
            return AESGCM(self._key).decrypt(nonce, encrypted, context.encode())
        except (InvalidTag, ValueError):  # ValueError: not even a nonce
            raise UnsealableError("This was not sealed here, or not for this.") from None
