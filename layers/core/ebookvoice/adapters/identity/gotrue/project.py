"""A Supabase project, through Supabase's own client."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    import httpx
    from supabase_auth import SyncGoTrueClient

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
"""GoTrue hands a mail to the SMTP server before it answers."""

CHECKED_FOR = timedelta(minutes=10)
"""How long the project's settings count as seen."""

_logger = Logger(child=True)


class Project:
    """One project, reached with its secret key; imports and connects on first use."""

    def __init__(self, url: str, key: str, clock: Clock) -> None:
        if not url or not key:
            raise ValueError("The Supabase project has no address or no secret key. Set SUPABASE_URL and SUPABASE_KEY.")
        self._url = url.rstrip("/")
        self._key = key
        self._clock = clock
        self._checked_at: datetime | None = None

    @property
    def issuer(self) -> str:
        """Say where GoTrue answers; its tokens name that as their issuer."""
        return f"{self._url}/auth/v1"

    def client(self) -> "SyncGoTrueClient":
        """Make a client for one request of one person. Raises UnavailableError.

        Never the same one for two: it takes over the session of whoever it signs in.
        """
        from supabase.lib.client_options import SyncClientOptions

        from supabase import create_client

        self._check_settings()
        # The implicit flow: what PKCE has to remember until the mail is answered would be in another process by then.
        options = SyncClientOptions(
            auto_refresh_token=False, persist_session=False, flow_type="implicit", httpx_client=self._http
        )
        return create_client(self._url, self._key, options).auth

    def key_set(self) -> dict[str, Any]:
        """Fetch the public keys of the project. Raises UnavailableError."""
        return self._document(".well-known/jwks.json")

    def _check_settings(self) -> None:
        """Refuse to work with a project that takes an address for its user's without a mail to it."""
        now = self._clock.now()
        if self._checked_at is not None and now < self._checked_at + CHECKED_FOR:
            return
        if self._document("settings").get("mailer_autoconfirm") is not False:
            _logger.error("supabase project does not verify addresses; switch on 'Confirm email'")
            raise UnavailableError
        self._checked_at = now

    def _document(self, path: str) -> dict[str, Any]:
        import httpx

        try:
            answer = self._http.get(f"{self.issuer}/{path}", headers={"apikey": self._key})
            answer.raise_for_status()
            document = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            _logger.warning("supabase did not answer", path=path, reason=type(error).__name__)
            raise UnavailableError from error
        if not isinstance(document, dict):
            raise UnavailableError
        return document

    @cached_property
    def _http(self) -> "httpx.Client":
        import httpx

        return httpx.Client(timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS))
