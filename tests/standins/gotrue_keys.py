"""The signing keys of the GoTrue stand-in, as a Supabase project has them: one in use, others still published."""

from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm


class SigningKeys:
    """Signs with the newest key."""

    def __init__(self) -> None:
        self._published: list[dict[str, Any]] = []
        self.rotate()

    def rotate(self, *, keep: bool = True) -> None:
        """Sign with a new key from now on; the old ones stay published, or are withdrawn."""
        self.kid = str(uuid4())
        self.private = ec.generate_private_key(ec.SECP256R1())
        public = ECAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        new = {**public, "kid": self.kid, "use": "sig", "alg": "ES256", "key_ops": ["verify"], "ext": True}
        self._published = [new, *(self._published if keep else [])]

    def sign(self, claims: dict[str, Any]) -> str:
        """Make an access token."""
        return jwt.encode(claims, self.private, "ES256", headers={"kid": self.kid})

    def document(self) -> dict[str, Any]:
        """Show the public keys."""
        return {"keys": self._published}
