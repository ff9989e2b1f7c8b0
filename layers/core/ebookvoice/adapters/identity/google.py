"""Google: OpenID Connect with the authorization code flow and PKCE."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools import Logger

from ebookvoice.adapters.domain_names import in_ascii
from ebookvoice.adapters.identity.id_token import Expected, read_id_token
from ebookvoice.adapters.identity.openid import OpenIdServer
from ebookvoice.adapters.identity.signed_claims import TokenRefusedError
from ebookvoice.domain.access import ProviderDisabledError, SignInRefusedError
from ebookvoice.domain.identity import Identity
from ebookvoice.ports.time import Clock

SCOPE = "openid email profile"
ALIASES = {"https://accounts.google.com": "accounts.google.com"}
"""Google signs some tokens with its name without the scheme (Google, "Validating an ID token")."""
OWN_DOMAINS = frozenset({"gmail.com", "googlemail.com"})
"""Where Google itself runs the mailboxes."""
MAX_EMAIL = 254
"""Characters (RFC 5321, 4.5.3.1.3: 256 with the angle brackets)."""
MAX_NAME = 255
MAX_PICTURE = 2048
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_PICTURE = re.compile(r"https://[!-~]+")

_logger = Logger(child=True)


class GoogleProvider:
    """Sends people to Google's pages, and learns from its ID token who came back."""

    def __init__(self, issuer: str, client_id: str | None, client_secret: Callable[[], str], clock: Clock) -> None:
        self._issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._clock = clock
        self._server = OpenIdServer(self._issuer, clock)

    def authorization_url(self, *, state: str, nonce: str, challenge: str, redirect_uri: str) -> str:
        """Say where to send the browser. Raises ProviderDisabledError, UnavailableError."""
        query = {
            "client_id": self._client(),
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": SCOPE,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        endpoint = self._server.endpoints().authorization
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    def redeem(self, *, code: str, verifier: str, nonce: str, redirect_uri: str) -> Identity:
        """Exchange the code and read the ID token.

        Raises ProviderDisabledError, SignInRefusedError, UnavailableError.
        """
        client_id = self._client()
        answer = self._server.exchange(
            {
                "grant_type": "authorization_code",
                "code": code,
                "code_verifier": verifier,
                "redirect_uri": redirect_uri,
                "client_id": client_id,
                "client_secret": self._client_secret(),
            }
        )
        issuers = {self._issuer, ALIASES.get(self._issuer, self._issuer)}
        token = answer.get("id_token")
        try:
            if not isinstance(token, str):
                raise TokenRefusedError("none")
            claims = read_id_token(token, self._server.keys, Expected(issuers, client_id, nonce), self._clock.now())
        except TokenRefusedError as refusal:
            _logger.warning("id token refused", reason=str(refusal), issuer=self._issuer)
            raise SignInRefusedError from None
        return _identity(self._issuer, claims)

    def _client(self) -> str:
        if not self._client_id:
            raise ProviderDisabledError
        return self._client_id


def _identity(issuer: str, claims: Mapping[str, Any]) -> Identity:
    """Take over what can be used; only issuer and subject decide who it is."""
    name, picture = claims.get("name"), claims.get("picture")
    email = _address(claims.get("email"))
    return Identity(
        issuer=issuer,
        subject=claims["sub"],
        email=email,
        email_verified=bool(email) and claims.get("email_verified") is True,
        authoritative=_authoritative(email, claims.get("hd")),
        name=_line(name) if isinstance(name, str) else None,
        picture=picture if isinstance(picture, str) and _shown(picture) else None,
    )


def _address(email: object) -> str:
    """Read an address; nothing if it is none."""
    if not isinstance(email, str) or not re.fullmatch(r"[^\s@]+@[^\s@]+", email):
        return ""
    try:
        canonical = in_ascii(email)
    except ValueError:
        return ""
    return canonical if len(canonical) <= MAX_EMAIL else ""


def _authoritative(email: str, hosted_domain: object) -> bool:
    """Tell whether Google knows whose the address is now.

    It does for its own mailboxes and for those of the Workspace domain that `hd` names. Of any other it only knows that
    somebody could read it once. (Google, "Verify the Google ID token on your server side".)
    """
    domain = email.rpartition("@")[2].lower()
    return domain in OWN_DOMAINS or (isinstance(hosted_domain, str) and hosted_domain.lower() == domain != "")


def _line(name: str) -> str | None:
    return _CONTROL.sub(" ", name)[:MAX_NAME].strip() or None


def _shown(picture: str) -> bool:
    return len(picture) <= MAX_PICTURE and bool(_PICTURE.fullmatch(picture))
