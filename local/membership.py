"""An account of the service, as a program keeps it: signed up once, signed in whenever it takes that."""

from collections.abc import Callable
from http import HTTPStatus

from local.calls import Calls, fields_of
from local.credentials import Credentials
from local.ending import ServiceError
from local.transport import Answer
from local.wire import Fields

Inbox = Callable[[str], str]
"""Finds the code of six digits that was mailed to an address last. Raises ServiceError."""


class Membership:
    """Calls the API as the owner of an account, which is made when the first call needs it."""

    def __init__(self, calls: Calls, credentials: Credentials, inbox: Inbox) -> None:
        self._calls = calls
        self._credentials = credentials
        self._inbox = inbox
        self._access_token: str | None = None
        self._refresh_token = ""

    def call(self, method: str, path: str, body: Fields | None = None) -> Fields:
        """Ask, with a new token if the old one has run out. Raises ServiceError."""
        if self._access_token is None:
            self.sign_in()
        answer = self._calls.ask(method, path, body, self._access_token)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._renew()
            answer = self._calls.ask(method, path, body, self._access_token)
        return fields_of(answer)

    def sign_in(self) -> None:
        """Sign in, or open the account; the first call does it too. Raises ServiceError."""
        email, password = self._credentials.email, self._credentials.password
        answer = self._calls.ask("POST", "/api/auth/login", {"email": email, "password": password})
        if answer.status == HTTPStatus.UNAUTHORIZED:
            # A new account, or a home whose database was thrown away.
            fields_of(self._calls.ask("POST", "/api/auth/signup", {"email": email}))
            proven: Fields = {"email": email, "code": self._inbox(email), "password": password}
            answer = self._calls.ask("POST", "/api/auth/signup/confirm", proven)
        self._keep(answer)

    def _renew(self) -> None:
        answer = self._calls.ask("POST", "/api/auth/refresh", {"refresh_token": self._refresh_token})
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self.sign_in()
        else:
            self._keep(answer)

    def _keep(self, answer: Answer) -> None:
        match fields_of(answer):
            case {"access_token": str(access_token), "refresh_token": str(refresh_token)}:
                self._access_token, self._refresh_token = access_token, refresh_token
            case _:
                raise ServiceError("second_factor", "The account asks for a second factor, which this program has not.")
