"""Supabase out of reach, out of order, or set up wrongly: closed, and no more than that."""

from collections.abc import Callable

import pytest

from ebookvoice.adapters.identity.gotrue import project as reaching
from ebookvoice.adapters.identity.supabase import SupabaseProvider
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.identity import Proof
from tests.fakes import FakeClock
from tests.integration.identity.contract import PASSWORD, Inbox, by_link, signed_up
from tests.standins.gotrue import PUBLISHABLE_KEY, SECRET_KEY, STALL
from tests.standins.gotrue_project import Project

Call = Callable[[SupabaseProvider], object]

READER = "reader@example.com"
UUID = "5f0f9a3e-0d4f-4c39-9a8e-2b7d5f2f8a11"
CALLS: dict[str, Call] = {
    "sign_up": lambda provider: provider.sign_up(READER),
    "confirm_sign_up": lambda provider: provider.confirm_sign_up(Proof("0" * 56, READER), PASSWORD),
    "check_password": lambda provider: provider.check_password(READER, PASSWORD),
    "send_link": lambda provider: provider.send_link(READER),
    "redeem_link": lambda provider: provider.redeem_link(Proof("0" * 56, READER)),
    "send_reset": lambda provider: provider.send_reset(READER),
    "reset_password": lambda provider: provider.reset_password(Proof("0" * 56, READER), PASSWORD),
    "set_password": lambda provider: provider.set_password(READER, UUID, PASSWORD),
    "delete": lambda provider: provider.delete(READER, UUID),
}
PATHS = {
    "sign_up": "/signup",
    "confirm_sign_up": "/verify",
    "check_password": "/token",
    "send_link": "/signup",
    "redeem_link": "/verify",
    "send_reset": "/recover",
    "reset_password": "/verify",
    "set_password": f"/admin/users/{UUID}",
    "delete": f"/admin/users/{UUID}",
}
calls = pytest.mark.parametrize("call", CALLS)


@calls
def test_no_server(clock: FakeClock, call: str) -> None:
    provider = SupabaseProvider("http://127.0.0.1:9", SECRET_KEY, clock, pause=lambda _: None)

    with pytest.raises(UnavailableError):
        CALLS[call](provider)


@calls
@pytest.mark.parametrize("status", [502, 503, 504, 429, 404])
def test_a_server_in_trouble(project: Project, provider: SupabaseProvider, call: str, status: int) -> None:
    project.trouble[PATHS[call]] = status

    with pytest.raises(UnavailableError):
        CALLS[call](provider)


@pytest.mark.parametrize("call", sorted(CALLS.keys() - {"send_reset", "delete"}))
def test_a_server_that_answers_nonsense(project: Project, provider: SupabaseProvider, call: str) -> None:
    """Where there is something to read in the answer."""
    project.trouble[PATHS[call]] = 200

    with pytest.raises(UnavailableError):
        CALLS[call](provider)


@calls
def test_a_server_that_never_answers(
    project: Project, provider: SupabaseProvider, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(reaching, "ANSWER_SECONDS", 0.1)
    project.trouble[PATHS[call]] = STALL

    with pytest.raises(UnavailableError):
        CALLS[call](provider)


@calls
def test_a_key_that_is_unknown(project: Project, clock: FakeClock, call: str) -> None:
    provider = SupabaseProvider(project.url, "sb_secret_of-another-project", clock, pause=lambda _: None)

    with pytest.raises(UnavailableError):
        CALLS[call](provider)


@pytest.mark.parametrize("call", ["set_password", "delete"])
def test_the_publishable_key_does_not_do(project: Project, clock: FakeClock, call: str) -> None:
    provider = SupabaseProvider(project.url, PUBLISHABLE_KEY, clock, pause=lambda _: None)

    with pytest.raises(UnavailableError):
        CALLS[call](provider)


def test_the_publishable_key_lets_nobody_in_who_signs_up(
    project: Project, clock: FakeClock, inbox: Inbox, email: str
) -> None:
    provider = SupabaseProvider(project.url, PUBLISHABLE_KEY, clock, pause=lambda _: None)
    provider.sign_up(email)
    proof = by_link(inbox(email))

    with pytest.raises(UnavailableError):
        provider.confirm_sign_up(proof, PASSWORD)


@pytest.mark.parametrize("path", ["/settings", "/.well-known/jwks.json"])
def test_it_recovers_by_itself(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, path: str
) -> None:
    project.trouble[path] = 503
    with pytest.raises(UnavailableError):
        signed_up(provider, inbox, email)

    del project.trouble[path]
    provider.send_link(email)

    assert provider.redeem_link(by_link(inbox(email))).email == email


@pytest.mark.parametrize(("url", "key"), [("", SECRET_KEY), ("https://x.supabase.co", "")])
def test_a_project_without_address_or_key(clock: FakeClock, url: str, key: str) -> None:
    with pytest.raises(ValueError, match="SUPABASE_URL"):
        SupabaseProvider(url, key, clock)
