"""A program of somebody's: it shows an access token and keeps no cookies."""

import copy
import json
from dataclasses import dataclass, field

from tests.e2e.reader import Fields, exchange


@dataclass
class Program:
    """A client with tokens, once it has come in."""

    url: str
    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)

    def twin(self) -> "Program":
        """Copy the program with its tokens, as a thief of them would."""
        return copy.deepcopy(self)

    def call(self, method: str, path: str, body: Fields | None = None) -> tuple[int, Fields]:
        headers = {"Content-Type": "application/json"}
        if self.access_token:
            headers["Authorization"] = f"Bearer {self.access_token}"
        content = None if body is None else json.dumps(body).encode()
        status, answer = exchange(method, self.url + path, headers, content)
        fields: Fields = json.loads(answer) if answer else {}
        return status, fields

    def enter(self, path: str, body: Fields) -> Fields:
        """Come in by a route that opens sessions; the tokens are kept."""
        status, answer = self.call("POST", path, {**body, "session": "bearer"})
        assert status == 200, answer
        self._keep(answer)
        return answer

    def refresh(self) -> None:
        """Exchange the tokens for the next pair."""
        status, answer = self.call("POST", "/api/auth/refresh", {"refresh_token": self.refresh_token})
        assert status == 200, answer
        self._keep(answer)

    def _keep(self, answer: Fields) -> None:
        self.access_token, self.refresh_token = answer["access_token"], answer["refresh_token"]
