"""An OpenID provider as it describes itself (OpenID Connect Discovery 1.0): where its endpoints and its keys are."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from ebookvoice.adapters.identity.keyset import KeySet
from ebookvoice.domain.access import SignInRefusedError
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    import httpx

KEPT = timedelta(hours=1)
TIMEOUT = 5.0
"""Seconds, to connect and for each answer: three requests on the way back still fit into one of ours."""
_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost)(?::\d+)?(?:/.*)?")

_logger = Logger(child=True)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What the provider's own document names."""

    authorization: str
    token: str
    keys: str


class OpenIdServer:
    """Talks to the provider. Everything goes by https, unless the provider itself is on this machine."""

    def __init__(self, issuer: str, clock: Clock) -> None:
        self._issuer = issuer
        self._clock = clock
        self._turn = threading.Lock()
        self._endpoints: Endpoints | None = None
        self._read_at: datetime | None = None
        self.keys = KeySet(lambda: self._get(self.endpoints().keys), clock)

    def endpoints(self) -> Endpoints:
        """Say where to go, by a document that is at most an hour old. Raises UnavailableError."""
        with self._turn:
            now = self._clock.now()
            if self._endpoints is None or self._read_at is None or self._read_at + KEPT <= now:
                self._endpoints, self._read_at = self._discover(), now
            return self._endpoints

    def exchange(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        """Post to the token endpoint (RFC 6749, 4.1.3). Raises SignInRefusedError, UnavailableError."""
        answer = self._send("POST", self.endpoints().token, form)
        if answer.status_code == 200:
            return _object(answer)
        error = _object(answer).get("error") if answer.status_code in (400, 401) else None
        if error == "invalid_grant":
            raise SignInRefusedError
        _logger.error("token endpoint refused", status=answer.status_code, error=str(error)[:64])
        raise UnavailableError

    def _discover(self) -> Endpoints:
        document = self._get(self._issuer + "/.well-known/openid-configuration")
        if document.get("issuer") != self._issuer:
            _logger.error("openid document of another issuer", issuer=self._issuer)
            raise UnavailableError
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        return Endpoints(*(self._checked(document.get(name)) for name in names))

    def _checked(self, address: object) -> str:
        """Take an address that may be asked. Raises UnavailableError."""
        if isinstance(address, str):
            local = _LOOPBACK.fullmatch(self._issuer) and _LOOPBACK.fullmatch(address)
            if local or address.startswith("https://"):
                return address
        _logger.error("openid address without https", issuer=self._issuer)
        raise UnavailableError

    def _get(self, address: str) -> Mapping[str, Any]:
        answer = self._send("GET", self._checked(address))
        if answer.status_code != 200:
            raise UnavailableError
        return _object(answer)

    def _send(self, method: str, address: str, form: Mapping[str, str] | None = None) -> "httpx.Response":
        import httpx

        try:
            return self._http.request(method, address, data=form, headers={"Accept": "application/json"})
        except httpx.HTTPError as error:
            raise UnavailableError from error

    @cached_property
    def _http(self) -> "httpx.Client":
        import httpx

        # A provider on this machine is not behind the proxy that the environment may name.
        elsewhere = _LOOPBACK.fullmatch(self._issuer) is None
        return httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=elsewhere)


def _object(answer: "httpx.Response") -> Mapping[str, Any]:
    try:
        read = answer.json()
    except (ValueError, RecursionError) as error:
        raise UnavailableError from error
    if not isinstance(read, dict):
        raise UnavailableError
    return read
