"""Every route that changes something, with a request that it would take from a page of ours."""

import json
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi.routing import APIRoute

from ebookvoice.domain.session import Mode
from functions.api.origins import SAFE
from functions.api.resources import MODULES, router_of
from tests.integration.api.harness import ApiWorld, Member
from tests.unit.api import forms
from tests.unit.api.test_files import BOOK

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
TOKEN, PASSWORD = "t" * 43, "a long password"
EMAIL = {"email": "somebody@example.com"}

BODIES: dict[tuple[str, str], dict[str, Any] | None] = {
    ("POST", "/api/auth/signup"): EMAIL,
    ("POST", "/api/auth/signup/confirm"): {"token": TOKEN, "password": PASSWORD, "session": "cookie"},
    ("POST", "/api/auth/login"): {**EMAIL, "password": PASSWORD, "session": "cookie"},
    ("POST", "/api/auth/magic-link"): EMAIL,
    ("POST", "/api/auth/magic-link/confirm"): {"token": TOKEN, "session": "cookie"},
    ("POST", "/api/auth/password/forgot"): EMAIL,
    ("POST", "/api/auth/password/reset"): {"token": TOKEN, "password": PASSWORD},
    ("POST", "/api/auth/refresh"): {"refresh_token": TOKEN},
    ("POST", "/api/auth/logout"): None,
    ("POST", "/api/auth/second-factor"): {"second_factor_token": TOKEN, "code": "000000", "session": "cookie"},
    ("POST", "/api/auth/google/token"): {"code": TOKEN, "code_verifier": TOKEN},
    ("POST", "/api/auth/reauthenticate"): {"password": PASSWORD},
    ("POST", "/api/auth/reauthenticate/code"): None,
    ("POST", "/api/auth/totp"): None,
    ("POST", "/api/auth/totp/confirm"): {"code": "000000"},
    ("DELETE", "/api/auth/totp"): None,
    ("PUT", "/api/auth/password"): {"password": PASSWORD},
    ("DELETE", "/api/auth/sessions"): None,
    ("DELETE", "/api/auth/sessions/{session_id}"): None,
    ("PATCH", "/api/user/profile"): {"name": "Somebody"},
    ("PUT", "/api/user/pronunciations"): {"pronunciations": [{"word": "GIF", "spoken": "jif"}]},
    ("POST", "/api/user/export"): None,
    ("DELETE", "/api/user"): None,
    ("POST", "/api/files"): {**BOOK, "convert": {}},
    ("DELETE", "/api/files/{file_id}"): None,
    ("POST", "/api/files/{file_id}/confirm"): None,
    ("PUT", "/api/files/{file_id}/publication"): None,
    ("DELETE", "/api/files/{file_id}/publication"): None,
    ("POST", "/api/files/{file_id}/sample"): {"voice": "fake:en"},
    ("POST", "/api/jobs"): {"file_id": "{file_id}"},
    ("POST", "/api/jobs/{job_id}/cancel"): None,
    ("DELETE", "/api/audiobooks/{audiobook_id}"): None,
    ("PUT", "/api/audiobooks/{audiobook_id}/pin"): None,
    ("DELETE", "/api/audiobooks/{audiobook_id}/pin"): None,
    ("POST", "/api/pdf/export"): {"audiobook_id": "{audiobook_id}", "paper": "a4"},
    ("POST", "/api/feeds"): {"audiobook_id": "{audiobook_id}"},
    ("DELETE", "/api/feeds/{feed_id}"): None,
    ("POST", "/api/credits/checkout"): {"credits": 10},
    ("POST", "/api/webhooks/stripe"): None,
    ("POST", "/api/webhooks/r2"): None,
    ("PUT", "/api/flags/{name}"): {"enabled": True},
    ("DELETE", "/api/flags/{name}"): None,
    ("PATCH", "/api/admin/users/{user_id}"): {"role": "admin"},
    ("POST", "/api/admin/users/{user_id}/credits"): {"amount": 5, "reason": "sorry"},
    ("DELETE", "/api/admin/users/{user_id}/totp"): None,
}
FORMS: dict[tuple[str, str], dict[str, str]] = {
    ("POST", "/api/auth/pages/magic-link"): {"token": TOKEN},
    ("POST", "/api/auth/pages/signup"): {"token": TOKEN, "password": PASSWORD},
    ("POST", "/api/auth/pages/password"): {"token": TOKEN, "password": PASSWORD},
    ("POST", "/api/auth/pages/second-factor"): {"token": TOKEN, "code": "000000"},
}

UPLOADS: dict[tuple[str, str], bytes] = {
    ("POST", "/api/files/upload"): forms.multipart(b"a book", {"voice": "fake:en"})
}


def routes() -> set[tuple[str, str]]:
    """List the application's unsafe routes, those of the pages included."""
    found = [route for module in {*chain(*MODULES.values())} for route in router_of(module).routes]
    every = {(method, route.path) for route in found if isinstance(route, APIRoute) for method in route.methods or ()}
    return {(method, path) for method, path in every if method not in SAFE}


@dataclass(frozen=True)
class Attempt:
    """A request that changes something."""

    method: str
    path: str
    body: bytes
    kind: str

    @property
    def takes_json(self) -> bool:
        return self.kind == JSON and bool(self.body)


@dataclass(frozen=True)
class Household:
    """An administrator's browser with a file, a job, another session and a flag that could be lost."""

    world: ApiWorld
    member: Member
    ids: dict[str, str]

    @classmethod
    def furnish(cls, world: ApiWorld) -> "Household":
        """Furnish a deployment whose administrator is admin@example.com."""
        member = world.member("admin@example.com", Mode.COOKIE, PASSWORD)
        other = world.member("other@example.com")
        file = announce(member)
        member.client.put("/api/flags/a_flag", {"enabled": False})
        session = world.member("admin@example.com")
        found = session.client.get("/api/auth/sessions").json["sessions"]
        current = next(session["id"] for session in found if session["current"])
        ids = {
            "file_id": file["id"], "job_id": file["job"]["id"], "session_id": current, "name": "a_flag",
            "user_id": str(other.id), "audiobook_id": str(uuid4()),
        }  # fmt: skip
        return cls(world, member, ids)

    def attempts(self) -> list[Attempt]:
        """Make a request to each route."""
        as_json = [(route, json.dumps(body).encode() if body else b"", JSON) for route, body in BODIES.items()]
        as_form = [(route, urlencode(body).encode(), FORM) for route, body in FORMS.items()]
        as_upload = [(route, body, forms.TYPE) for route, body in UPLOADS.items()]
        return [
            Attempt(method, self._fill(path), self._fill(body.decode()).encode(), kind)
            for (method, path), body, kind in as_json + as_form + as_upload
        ]

    def state(self) -> list[dict[str, Any]]:
        """Read everything that a request could have changed, but for when the session was seen."""
        return self.world.rows(
            """
            select 'users' as t, to_jsonb(u) as row from users u
            union all select 'sessions', to_jsonb(s) - 'seen_at' - 'confirmed' from sessions s
            union all select 'credentials', to_jsonb(c) from credentials c
            union all select 'challenges', to_jsonb(c) from challenges c
            union all select 'second_factors', to_jsonb(f) from second_factors f
            union all select 'files', to_jsonb(f) from files f
            union all select 'jobs', to_jsonb(j) from jobs j
            union all select 'flags', to_jsonb(f) from flags f
            union all select 'pronunciations', to_jsonb(p) from pronunciations p
            union all select 'trash', to_jsonb(t) from trash t
            union all select 'credits', to_jsonb(c) from credits c
            order by 1, 2
            """
        )

    def _fill(self, text: str) -> str:
        for name, value in self.ids.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def announce(member: Member) -> dict[str, Any]:
    """Announce a book that waits for its bytes, with its conversion."""
    announced: dict[str, Any] = member.client.post("/api/files", {**BOOK, "convert": {}}).json
    assert UUID(announced["job"]["id"])
    return announced
