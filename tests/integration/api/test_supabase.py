"""Every way in with an address, through the API, where Supabase checks the credentials."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from ebookvoice.adapters.identity import supabase
from ebookvoice.domain.session import Mode
from tests.fakes import FakeClock
from tests.integration.api.harness import ApiWorld, Member, form
from tests.standins.gotrue import SECRET_KEY, gotrue
from tests.standins.gotrue_project import Project
from tests.standins.gotrue_users import Mailed
from tests.unit.api.caller import Api

DOCUMENT = Path(__file__).parents[3] / "docs/identity.md"
READER = "reader@example.com"
PASSWORD = "correct horse battery staple"
OTHER = "wrong pony battery staple"
NOBODY = {"email": "nobody@example.com", "password": PASSWORD}


@dataclass
class Deployment:
    """A deployment and the Supabase project that it trusts."""

    world: ApiWorld
    project: Project
    mode: Mode

    def client(self) -> Api:
        return self.world.browser() if self.mode is Mode.COOKIE else self.world.api()

    def mailed(self, kind: str) -> Mailed:
        mail = self.project.outbox[-1]
        assert (mail.to, mail.kind) == (READER, kind)
        return mail

    def enter(self, path: str, proof: dict[str, str]) -> Member:
        client = self.client()
        return Member.admitted(client, client.post(path, {**proof, "session": self.mode}))

    def sign_up(self, password: str = PASSWORD) -> Member:
        assert self.client().post("/api/auth/signup", {"email": READER}).status == 202
        proof = {"email": READER, "code": self.mailed("signup").code, "password": password}
        return self.enter("/api/auth/signup/confirm", proof)

    def log_in(self, password: str = PASSWORD) -> Member:
        return self.enter("/api/auth/login", {"email": READER, "password": password})

    def refused(self, password: str) -> tuple[int, str]:
        reply = self.client().post("/api/auth/login", {"email": READER, "password": password})
        return reply.status, reply.error


@pytest.fixture(params=list(Mode))
def deployment(
    request: pytest.FixtureRequest, new_world: Callable[..., ApiWorld], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Deployment]:
    monkeypatch.setattr(supabase, "MAIL_SECONDS", 0.001)
    monkeypatch.setattr(supabase, "PASSWORD_SECONDS", 0.001)
    clock = FakeClock()
    with gotrue(clock) as project:
        world = new_world(auth_provider="supabase", supabase_url=project.url, supabase_key=SECRET_KEY)
        world.clock = clock
        yield Deployment(world, project, request.param)


def signed_in(member: Member) -> bool:
    return member.client.get("/api/auth/sessions").status == 200


def test_sign_up_and_log_in(deployment: Deployment) -> None:
    first = deployment.sign_up()
    second = deployment.log_in()

    assert signed_in(first)
    assert (second.id, second.email) == (first.id, READER)
    assert second.client.get("/api/user/profile").json["ways_in"] == [f"{deployment.project.url}/auth/v1"]


def test_magic_links_open_an_account_and_lead_back_to_it(deployment: Deployment) -> None:
    ids = set()
    for kind in ("signup", "magiclink"):
        assert deployment.client().post("/api/auth/magic-link", {"email": READER}).status == 202
        proof = {"token": deployment.mailed(kind).token_hash, "email": READER}
        ids.add(deployment.enter("/api/auth/magic-link/confirm", proof).id)
        again = deployment.client().post("/api/auth/magic-link/confirm", proof)
        assert (again.status, again.error) == (401, "invalid_code")

    assert len(ids) == 1


def test_a_reset_ends_every_session(deployment: Deployment) -> None:
    member = deployment.sign_up()
    assert deployment.client().post("/api/auth/password/forgot", {"email": READER}).status == 202
    proof = {"token": deployment.mailed("recovery").token_hash, "email": READER, "password": OTHER}

    assert deployment.client().post("/api/auth/password/reset", proof).status == 204

    assert not signed_in(member)
    assert deployment.refused(PASSWORD) == (401, "invalid_credentials")
    assert deployment.log_in(OTHER).id == member.id


def test_a_password_is_changed_after_a_fresh_proof(deployment: Deployment) -> None:
    member = deployment.sign_up()
    assert member.client.put("/api/auth/password", {"password": OTHER}).status == 403
    assert member.client.post("/api/auth/reauthenticate", {"password": OTHER}).status == 401
    assert member.client.post("/api/auth/reauthenticate", {"password": PASSWORD}).status == 204

    assert member.client.put("/api/auth/password", {"password": OTHER}).status == 200

    assert deployment.refused(PASSWORD) == (401, "invalid_credentials")
    assert deployment.log_in(OTHER).id == member.id


def test_an_erased_account_is_gone_from_supabase(deployment: Deployment) -> None:
    member = deployment.sign_up()
    assert member.client.post("/api/auth/reauthenticate", {"password": PASSWORD}).status == 204

    assert member.client.delete("/api/user").status == 204

    assert deployment.project.users == {}
    assert not signed_in(member)
    assert deployment.refused(PASSWORD) == (401, "invalid_credentials")
    assert deployment.sign_up(OTHER).id != member.id


def test_who_is_banned_at_supabase_or_unknown_gets_the_same_answer(deployment: Deployment) -> None:
    deployment.sign_up()
    deployment.project.user(READER).banned = True

    banned = deployment.client().post("/api/auth/login", {"email": READER, "password": PASSWORD})
    unknown = deployment.client().post("/api/auth/login", NOBODY)

    assert (banned.status, banned.error) == (unknown.status, unknown.error) == (401, "invalid_credentials")
    assert banned.json["error"]["message"] == unknown.json["error"]["message"]


def test_supabase_out_of_reach_keeps_out_who_comes_and_nobody_who_is_in(deployment: Deployment) -> None:
    member = deployment.sign_up()
    deployment.project.trouble = dict.fromkeys(("/token", "/verify", "/signup", "/recover", "/settings"), 503)

    reply = deployment.client().post("/api/auth/login", {"email": READER, "password": PASSWORD})

    assert (reply.status, reply.error) == (503, "unavailable")
    assert signed_in(member)


def test_the_documented_templates_lead_to_pages(deployment: Deployment) -> None:
    links = links_of("0" * 56)

    assert len(links) == 4
    for link in links:
        page = deployment.client().get(link)
        assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert f'value="{READER}"' in page.body.decode()


@pytest.mark.parametrize("way", ["signup/confirm", "magic-link"])
def test_only_a_click_on_the_page_takes_the_proof(deployment: Deployment, way: str) -> None:
    """The mail of a first magic link has the template of sign-ups, and links to either page."""
    browser = deployment.world.browser()
    browser.post("/api/auth/signup", {"email": READER})
    token = deployment.mailed("signup").token_hash
    link = next(link for link in links_of(token) if link.startswith(f"/api/auth/{way}?"))
    for method in ("HEAD", "GET", "GET"):
        assert browser.send(method, link).status == 200

    page, fields = f"/api/auth/pages/{way.removesuffix('/confirm')}", {"token": token, "password": PASSWORD}
    assert form(browser, page, fields).status == 401, "the token alone can be guessed"
    assert form(browser, page, {**fields, "email": READER}).status == 200

    assert browser.get("/api/auth/sessions").status == 200
    assert form(browser, page, {**fields, "email": READER}).status == 401


def test_a_failure_in_the_middle_of_a_sign_up_is_mended_by_a_forgotten_password(deployment: Deployment) -> None:
    """The proof is used up, and Supabase has not been told the password."""
    deployment.client().post("/api/auth/signup", {"email": READER})
    proof = {"email": READER, "code": deployment.mailed("signup").code, "password": PASSWORD}
    deployment.project.trouble[f"/admin/users/{deployment.project.user(READER).id}"] = 503
    failed = deployment.client().post("/api/auth/signup/confirm", proof)
    assert (failed.status, failed.error) == (503, "unavailable")
    assert deployment.refused(PASSWORD) == (401, "invalid_credentials")
    deployment.project.trouble.clear()

    deployment.client().post("/api/auth/password/forgot", {"email": READER})
    proof["code"] = deployment.mailed("recovery").code
    assert deployment.client().post("/api/auth/password/reset", proof).status == 204

    assert deployment.log_in().email == READER


def test_a_user_of_the_project_comes_in_by_a_proof_first(deployment: Deployment) -> None:
    """Another application may have taken the address for theirs without asking."""
    user = deployment.project.add(READER, OTHER, {})
    user.confirmed_at = user.created_at
    assert deployment.refused(OTHER) == (401, "invalid_credentials")

    deployment.client().post("/api/auth/magic-link", {"email": READER})
    proof = {"token": deployment.mailed("magiclink").token_hash, "email": READER}
    member = deployment.enter("/api/auth/magic-link/confirm", proof)

    assert deployment.log_in(OTHER).id == member.id


def links_of(token: str) -> list[str]:
    """Fill the links of the documented templates in as GoTrue does."""
    found = re.findall(r'href="{{ .SiteURL }}(.+?)"', DOCUMENT.read_text())
    return [unescape(link).replace("{{ .TokenHash }}", token).replace("{{ .Email }}", quote(READER)) for link in found]
