"""A stand-in of Google's sign-in: discovery, pages that let a chosen person in at once, keys, tokens; and misdeeds.

It is as strict as Google with what a client sends: registered client and address, S256, a code that works once.
"""

import asyncio
import hmac
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.standins.google_keys import Keys, Misdeeds, s256

CLIENT_ID = "1234567890-stand-in.apps.googleusercontent.com"
CLIENT_SECRET = "GOCSPX-of-the-stand-in"
LIFETIME = 3600


@dataclass
class Person:
    """Who has signed in at Google's pages."""

    subject: str = field(default_factory=lambda: str(secrets.randbelow(10**21)))
    email: str = "ada@example.com"
    email_verified: bool = True
    hosted_domain: str | None = None
    name: str = "Ada Lovelace"
    picture: str = "https://lh3.googleusercontent.com/a/ada"


@dataclass
class Grant:
    """What a code stands for."""

    challenge: str
    nonce: str
    redirect_uri: str
    person: Person


class Google:
    """`person` is who signs in next, `misdeeds` what goes wrong; `requests` counts by path."""

    def __init__(self) -> None:
        self.url = ""
        self.person = Person()
        self.misdeeds = Misdeeds()
        self.redirect_uris: set[str] = set()
        self.requests: Counter[str] = Counter()
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.released = asyncio.Event()
        self._codes: dict[str, Grant] = {}
        self.keys = Keys()

    def settings(self) -> dict[str, str]:
        """Write the environment of a deployment that signs in here."""
        return {"GOOGLE_ISSUER": self.url, "GOOGLE_CLIENT_ID": CLIENT_ID, "GOOGLE_CLIENT_SECRET": CLIENT_SECRET}

    def application(self) -> web.Application:
        """Build the server."""

        @web.middleware
        async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
            self.requests[request.path] += 1
            if self.misdeeds.silent:
                await self.released.wait()
            return await handler(request)

        application = web.Application(middlewares=[count])
        application.router.add_get("/.well-known/openid-configuration", self._discovery)
        application.router.add_get("/o/oauth2/v2/auth", self._authorize)
        application.router.add_post("/token", self._token)
        application.router.add_get("/oauth2/v3/certs", self._keys)
        return application

    async def _discovery(self, request: web.Request) -> web.Response:
        document = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/o/oauth2/v2/auth",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/oauth2/v3/certs",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["plain", "S256"],
        }
        return web.json_response(document | self.misdeeds.discovery)

    async def _authorize(self, request: web.Request) -> web.Response:
        """Let the person in and send the browser back (RFC 6749, 4.1.2); a client's mistake is shown, not sent back."""
        query = request.query
        wanted = {"client_id": CLIENT_ID, "response_type": "code", "code_challenge_method": "S256"}
        right = all(query.get(name) == value for name, value in wanted.items()) and "openid" in query["scope"].split()
        if not right or query["redirect_uri"] not in self.redirect_uris or len(query["code_challenge"]) != 43:
            return web.Response(status=400, text="invalid_request")
        back = {"state": query["state"]}
        if self.misdeeds.refuses:
            return self._back(query["redirect_uri"], back | {"error": "access_denied"})
        code = f"4/0{secrets.token_urlsafe(48)}"
        self._codes[code] = Grant(query["code_challenge"], query["nonce"], query["redirect_uri"], self.person)
        return self._back(query["redirect_uri"], back | {"code": code, "scope": query["scope"], "prompt": "none"})

    def _back(self, address: str, values: dict[str, str]) -> web.Response:
        return web.Response(status=302, headers={"Location": f"{address}?{urlencode(values)}"})

    async def _token(self, request: web.Request) -> web.Response:
        """Exchange a code, once (RFC 6749, 4.1.3; RFC 7636, 4.6)."""
        form = await request.post()
        if self.misdeeds.token_status != 200:
            return web.json_response({"error": "server_error"}, status=self.misdeeds.token_status)
        secret = str(form.get("client_secret", ""))
        if form.get("client_id") != CLIENT_ID or not hmac.compare_digest(secret, CLIENT_SECRET):
            return web.json_response({"error": "invalid_client"}, status=401)
        grant = self._codes.pop(str(form.get("code", "")), None)
        if (
            grant is None
            or form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != grant.redirect_uri
            or s256(str(form.get("code_verifier", ""))) != grant.challenge
        ):
            return web.json_response({"error": "invalid_grant", "error_description": "Bad Request"}, status=400)
        answer = {"access_token": "ya29.unused", "expires_in": LIFETIME, "token_type": "Bearer", "scope": "openid"}
        return web.json_response(answer | {"id_token": self.keys.sign(self._claims(grant), self.misdeeds)})

    async def _keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys.public()})

    def _claims(self, grant: Grant) -> dict[str, Any]:
        person, now = grant.person, int(self.now().timestamp())
        claims = {
            "iss": self.url,
            "azp": CLIENT_ID,
            "aud": CLIENT_ID,
            "sub": person.subject,
            "email": person.email,
            "email_verified": person.email_verified,
            "hd": person.hosted_domain,
            "nonce": grant.nonce,
            "name": person.name,
            "picture": person.picture,
            "iat": now,
            "exp": now + LIFETIME,
        }
        wrong = {n: v.replace("{url}", self.url) if isinstance(v, str) else v for n, v in self.misdeeds.claims.items()}
        return {name: value for name, value in (claims | wrong).items() if value is not None}


@contextmanager
def google_service() -> Iterator[Google]:
    """Run a stand-in on a loopback port, in a thread of its own."""
    google, loop = Google(), asyncio.new_event_loop()
    runner = web.AppRunner(google.application(), shutdown_timeout=0)
    thread = threading.Thread(target=loop.run_forever, name="google", daemon=True)
    thread.start()

    async def start() -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        google.url = f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def stop() -> None:
        google.released.set()
        await runner.cleanup()

    asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield google
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
