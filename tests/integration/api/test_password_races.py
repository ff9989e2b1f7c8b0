"""A password that is set while its account is erased: no row of it stays, whoever is first."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from ebookvoice.adapters.postgres.accounts import PostgresAccounts
from ebookvoice.adapters.postgres.challenges import PostgresCredentials
from tests.integration.api.harness import EMAIL, ApiWorld, Member
from tests.unit.api.caller import Reply

OTHER = "another long password"


@pytest.fixture
def elsewhere(world: ApiWorld) -> Iterator[ApiWorld]:
    """Another process, in which the password is set."""
    process = world.sibling()
    yield process
    process.store.close()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as threads:
        yield threads


def forget(world: ApiWorld) -> str:
    """Ask for a new password; return the code that was mailed."""
    assert world.api().post("/api/auth/password/forgot", {"email": EMAIL}).status == 202
    return world.mailer.code(EMAIL)


def reset(world: ApiWorld, code: str) -> Reply:
    return world.api().post("/api/auth/password/reset", {"email": EMAIL, "code": code, "password": OTHER})


def wait_until_somebody_waits(world: ApiWorld) -> None:
    """Wait until one transaction stands in another's way."""
    deadline = time.monotonic() + 10
    query = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    while not world.rows(query):
        assert time.monotonic() < deadline, "nobody waits"


def erased(world: ApiWorld) -> bool:
    """Tell whether neither the account nor a password is left."""
    return world.rows("select email from users union all select email from credentials") == []


def test_a_reset_between_the_two_steps_of_an_erasure_leaves_nothing(
    world: ApiWorld, ada: Member, elsewhere: ApiWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider has forgotten the password, and the rows are still there."""
    ada.prove()
    delete = world.provider.delete

    def delete_and_reset(email: str, subject: str | None) -> None:
        delete(email, subject)
        assert reset(elsewhere, forget(elsewhere)).status == 204

    monkeypatch.setattr(world.provider, "delete", delete_and_reset)

    assert ada.client.delete("/api/user").status == 204

    assert erased(world)


def test_an_erasure_waits_for_a_reset_that_came_first(
    world: ApiWorld, ada: Member, elsewhere: ApiWorld, monkeypatch: pytest.MonkeyPatch, threads: ThreadPoolExecutor
) -> None:
    """The new password is written and not committed when the rows are erased."""
    ada.prove()
    delete, keep = world.provider.delete, PostgresCredentials.set
    written = threading.Event()

    def keep_slowly(credentials: PostgresCredentials, *values: object) -> None:
        keep(credentials, *values)  # type: ignore[arg-type]
        written.set()
        wait_until_somebody_waits(world)

    def delete_and_begin_to_reset(email: str, subject: str | None) -> None:
        delete(email, subject)
        begun.append(threads.submit(reset, elsewhere, forget(elsewhere)))
        assert written.wait(10)

    begun: list[Future[Reply]] = []
    monkeypatch.setattr(PostgresCredentials, "set", keep_slowly)
    monkeypatch.setattr(world.provider, "delete", delete_and_begin_to_reset)

    assert ada.client.delete("/api/user").status == 204

    (first,) = begun
    assert first.result().status == 204
    assert erased(world)


def test_a_reset_that_comes_second_finds_no_account(
    world: ApiWorld, ada: Member, elsewhere: ApiWorld, monkeypatch: pytest.MonkeyPatch, threads: ThreadPoolExecutor
) -> None:
    """Its proof was good and is used up; the rows are erased and not committed when it wants to write."""
    ada.prove()
    code = forget(world)
    remove, replace = PostgresAccounts.delete, PostgresCredentials.replace
    arrived, go = threading.Event(), threading.Event()

    def replace_later(credentials: PostgresCredentials, *values: object) -> bool:
        arrived.set()
        assert go.wait(10)
        return replace(credentials, *values)  # type: ignore[arg-type]

    def remove_while_somebody_waits(accounts: PostgresAccounts, *values: object) -> bool:
        go.set()
        wait_until_somebody_waits(world)
        return remove(accounts, *values)  # type: ignore[arg-type]

    monkeypatch.setattr(PostgresCredentials, "replace", replace_later)
    monkeypatch.setattr(PostgresAccounts, "delete", remove_while_somebody_waits)
    late = threads.submit(reset, elsewhere, code)
    assert arrived.wait(10)

    assert ada.client.delete("/api/user").status == 204

    reply = late.result()
    assert (reply.status, reply.error) == (401, "invalid_code")
    assert erased(world)


@pytest.mark.parametrize("known", ["with a password", "without one"])
def test_a_password_that_is_set_for_an_account_that_was_just_erased_is_forgotten(
    world: ApiWorld, ada: Member, elsewhere: ApiWorld, monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    other = elsewhere.member(EMAIL)
    for member in (ada, other):
        member.prove()
    if known == "without one":
        with world.store.as_service() as records:
            records.credentials.delete(EMAIL)
    keep: Callable[..., object] = world.provider.set_password

    def erase_and_keep(*values: object) -> object:
        assert other.client.delete("/api/user").status == 204
        return keep(*values)

    monkeypatch.setattr(world.provider, "set_password", erase_and_keep)

    reply = ada.client.put("/api/auth/password", {"password": OTHER})

    assert (reply.status, reply.error) == (401, "not_authenticated")
    assert erased(world)


def test_a_reset_does_not_bring_back_an_account_that_is_erased_before_it_is_done(
    world: ApiWorld, ada: Member, elsewhere: ApiWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider has taken the password; who is unknown from the first would get an account now."""
    ada.prove()
    keep: Callable[..., object] = elsewhere.provider.reset_password

    def keep_and_erase(*values: object) -> object:
        identity = keep(*values)
        assert ada.client.delete("/api/user").status == 204
        return identity

    monkeypatch.setattr(elsewhere.provider, "reset_password", keep_and_erase)

    assert reset(elsewhere, forget(elsewhere)).status == 204

    assert erased(world)
