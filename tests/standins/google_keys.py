"""What a stand-in of Google signs with, rightly and wrongly."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Sign = tuple[str, Callable[[bytes], bytes]]
"""An algorithm's name, and how to sign with it."""


class Signing(StrEnum):
    """How the ID token is signed; all but the first two are forgeries."""

    RS256 = "RS256"
    ES256 = "ES256"
    NONE = "none"
    HS256 = "HS256 with the public key as the secret"
    RS512 = "RS512 with the right key"
    FOREIGN = "RS256 with a key of somebody else's"
    BROUGHT_ALONG = "RS256 with the forger's key in the header"
    MIXED_UP = "ES256 under the id of the RSA key"


@dataclass
class Misdeeds:
    """What is wrong. `claims` replace the right ones (None leaves one out; {url} is the stand-in's own), `header`
    does the same to the token's own."""

    signing: Signing = Signing.RS256
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    token_status: int = 200
    discovery: dict[str, Any] = field(default_factory=dict)
    refuses: bool = False
    silent: bool = False


class Keys:
    """Two pairs that are shown to the world, and one that is not."""

    def __init__(self) -> None:
        self._foreign = rsa.generate_private_key(65537, 2048)
        self.rotate()

    def rotate(self) -> None:
        """Sign with new keys from now on, and show only those."""
        self._rsa = rsa.generate_private_key(65537, 2048)
        self._ec = ec.generate_private_key(ec.SECP256R1())
        generation = secrets.token_hex(4)
        self._rsa_id, self._ec_id = f"rsa-{generation}", f"ec-{generation}"

    def public(self) -> list[dict[str, Any]]:
        """Show the public ones (RFC 7517, 5)."""
        named = ((self._rsa.public_key(), self._rsa_id), (self._ec.public_key(), self._ec_id))
        return [_jwk(key, key_id) for key, key_id in named]

    def sign(self, claims: dict[str, Any], misdeeds: Misdeeds) -> str:
        """Write an ID token, by hand, since the library would not make most of the forgeries."""
        more: dict[str, Any] = {}
        key_id, sign = self._rsa_id, _signer("RS256", self._rsa)
        match misdeeds.signing:
            case Signing.ES256:
                key_id, sign = self._ec_id, _signer("ES256", self._ec)
            case Signing.MIXED_UP:
                sign = _signer("ES256", self._ec)
            case Signing.RS512:
                sign = _signer("RS512", self._rsa)
            case Signing.NONE:
                sign = "none", lambda _: b""
            case Signing.HS256:
                public = self._rsa.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
                sign = "HS256", lambda part: hmac.digest(public, part, hashlib.sha256)
            case Signing.FOREIGN:
                sign = _signer("RS256", self._foreign)
            case Signing.BROUGHT_ALONG:
                sign, more = _signer("RS256", self._foreign), {"jwk": _jwk(self._foreign.public_key(), key_id)}
        algorithm, signature = sign
        header = {"alg": algorithm, "typ": "JWT", "kid": key_id, **more, **misdeeds.header}
        return _compact({name: value for name, value in header.items() if value is not None}, claims, signature)


def s256(verifier: str) -> str:
    """Make the S256 challenge of a verifier (RFC 7636, 4.2)."""
    return _base64(hashlib.sha256(verifier.encode()).digest())


def _signer(algorithm: str, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> Sign:
    return algorithm, lambda part: jwt.get_algorithm_by_name(algorithm).sign(part, key)


def _compact(header: dict[str, Any], claims: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """Write the compact serialization (RFC 7515, 7.1)."""
    signed = f"{_base64(json.dumps(header).encode())}.{_base64(json.dumps(claims).encode())}"
    return f"{signed}.{_base64(sign(signed.encode()))}"


def _jwk(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, key_id: str) -> dict[str, Any]:
    if isinstance(key, rsa.RSAPublicKey):
        return {**jwt.algorithms.RSAAlgorithm.to_jwk(key, as_dict=True), "kid": key_id, "alg": "RS256", "use": "sig"}
    return {**jwt.algorithms.ECAlgorithm.to_jwk(key, as_dict=True), "kid": key_id, "alg": "ES256", "use": "sig"}


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
