"""What has to be kept secret in the database, encrypted; and hashes with a key."""

import hashlib
import hmac
import os

from ebookvoice.adapters.references import derive

_NONCE = 12


class AesSealer:
    """AES-256-GCM under a key derived from the service's secret; cryptography is imported with the first use."""

    def __init__(self, secret: str) -> None:
        self._sealing_key = derive(secret, "sealing")
        self._hashing_key = derive(secret, "fingerprints")

    def seal(self, secret: bytes, context: str) -> bytes:
        """Encrypt, bound to a context: what is sealed for one does not open for another."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._sealing_key).encrypt(nonce, secret, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt. Raises ValueError for what was not sealed here for this context."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            return AESGCM(self._sealing_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
        except InvalidTag:
            raise ValueError("This was not sealed here, or not for this.") from None

    def fingerprint(self, text: str, context: str) -> bytes:
        """Hash with a key (32 bytes), for what is too short to be hashed without one."""
        # A key for each context: in one text, where the context ends and the rest begins could be read in two ways.
        key = hmac.digest(self._hashing_key, context.encode(), hashlib.sha256)
        return hmac.digest(key, text.encode(), hashlib.sha256)
