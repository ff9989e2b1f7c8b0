"""Access tokens: JWTs by the rules of RFC 8725: fixed algorithm, explicit type, issuer, audience."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from ebookvoice.adapters.references import check_secret
from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.ports.accounts import AccessClaims, AccessToken
from ebookvoice.ports.time import Clock

ALGORITHM = "HS256"
TYPE = "at+jwt"
"""RFC 9068, 2.1: no other kind of token that the same key may sign one day passes for an access token."""
HEADER = {"alg": ALGORITHM, "typ": TYPE}
"""All that a header may hold: no key, no address of one, no extension."""
ISSUER = "ebookvoice"
AUDIENCE = "ebookvoice-api"
CLAIMS = ("iss", "aud", "iat", "exp", "sub", "sid", "gen", "jti")
SKEW = 60
"""Seconds: how far the clock of the machine that signed may be ahead of ours."""


class JwtIssuer:
    """Signs and checks tokens with one secret; PyJWT is imported with the first one."""

    def __init__(self, secret: str, clock: Clock, seconds: int = 900) -> None:
        check_secret(secret)
        self._secret = secret
        self._clock = clock
        self._lifetime = timedelta(seconds=seconds)

    def issue(self, claims: AccessClaims) -> AccessToken:
        """Sign an access token."""
        import jwt

        now = self._clock.now().replace(microsecond=0)
        expires_at = now + self._lifetime
        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": now,
            "exp": expires_at,
            "sub": str(claims.user_id),
            "sid": str(claims.session_id),
            "gen": claims.generation,
            "jti": str(uuid4()),
        }
        return AccessToken(jwt.encode(payload, self._secret, ALGORITHM, headers={"typ": TYPE}), expires_at)

    def verify(self, token: str) -> AccessClaims:
        """Read a valid token. Raises NotAuthenticatedError for every other, whatever is wrong with it."""
        import jwt

        try:
            decoded = jwt.decode_complete(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=AUDIENCE,
                # The times are checked below, against the clock that was handed in.
                options={
                    "require": list(CLAIMS),
                    "strict_aud": True,
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
            if decoded["header"] != HEADER:
                raise NotAuthenticatedError
            payload = decoded["payload"]
            self._check_times(payload)
            if type(payload["gen"]) is not int:
                raise NotAuthenticatedError
            return AccessClaims(UUID(payload["sub"]), UUID(str(payload["sid"])), payload["gen"])
        except (jwt.PyJWTError, ValueError):
            raise NotAuthenticatedError from None

    def _check_times(self, claims: dict[str, Any]) -> None:
        issued_at, expires_at, now = claims["iat"], claims["exp"], self._clock.now().timestamp()
        not_before = claims.get("nbf", issued_at)
        if {type(issued_at), type(expires_at), type(not_before)} != {int}:
            raise NotAuthenticatedError
        if max(issued_at, not_before) > now + SKEW or expires_at <= now:
            raise NotAuthenticatedError
