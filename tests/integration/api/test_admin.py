"""Roles: what administrators may do to accounts and flags, and nobody else."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.session import Mode
from tests.integration.api.caches import NotingCache
from tests.integration.api.harness import PASSWORD, ApiWorld, Member
from tests.unit.api.caller import Reply

FOR_ADMINS: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/api/admin/users?email=ada@example.com", None),
    ("PATCH", f"/api/admin/users/{UUID(int=1)}", {"role": "admin"}),
    ("DELETE", f"/api/admin/users/{UUID(int=1)}/totp", None),
    ("PUT", "/api/flags/new_player", {"enabled": True}),
    ("DELETE", "/api/flags/new_player", None),
)


def change(admin: Member, user_id: UUID, **changes: object) -> Reply:
    return admin.client.patch(f"/api/admin/users/{user_id}", changes)


@pytest.mark.parametrize(("method", "path", "body"), FOR_ADMINS, ids=lambda value: str(value).partition("?")[0])
def test_users_and_strangers_are_refused(world: ApiWorld, ada: Member, method: str, path: str, body: object) -> None:
    before = world.rows("select u::text from users u union all select f::text from flags f order by 1")

    assert ada.client.call(method, path, body).error == "forbidden"
    assert world.api().call(method, path, body).error == "not_authenticated"

    assert world.rows("select u::text from users u union all select f::text from flags f order by 1") == before


def test_who_was_demoted_is_no_administrator_any_more(world: ApiWorld, admin: Member, ada: Member) -> None:
    assert change(admin, ada.id, role="admin").json["role"] == "admin"
    assert change(ada, admin.id, role="user").json["role"] == "user"

    assert change(admin, ada.id, role="user").error == "forbidden"


def test_accounts_are_found_by_address(admin: Member, ada: Member) -> None:
    (found,) = admin.client.get("/api/admin/users?email=%20ADA@example.com").json["users"]

    assert (found["id"], found["email"], found["role"], found["disabled"]) == (
        str(ada.id),
        "ada@example.com",
        "user",
        False,
    )
    assert admin.client.get("/api/admin/users?email=nobody@example.com").json == {"users": []}
    assert admin.client.get("/api/admin/users").error == "invalid_request"


def test_who_is_shut_out_is_so_at_once_and_everywhere(world: ApiWorld, admin: Member, ada: Member) -> None:
    browser = world.log_in(ada.email, mode=Mode.COOKIE)
    assert change(admin, ada.id, disabled=True).json["disabled"] is True

    for member in (ada, browser):
        assert member.client.get("/api/user/profile").error == "not_authenticated"
    assert ada.refresh().error == "not_authenticated"
    wrong = world.api().post("/api/auth/login", {"email": ada.email, "password": "not the password"})
    right = world.api().post("/api/auth/login", {"email": ada.email, "password": PASSWORD})
    assert (right.status, right.error) == (wrong.status, wrong.error) == (401, "invalid_credentials")
    ended = world.rows("select ended_why from sessions where user_id = %(user)s", user=ada.id)
    assert {row["ended_why"] for row in ended} == {"disabled"}


def test_who_is_let_in_again_signs_in_anew(world: ApiWorld, admin: Member, ada: Member) -> None:
    change(admin, ada.id, disabled=True)
    first = world.rows("select disabled_at from users where id = %(user)s", user=ada.id)
    world.clock.advance(1)
    change(admin, ada.id, disabled=True)
    assert world.rows("select disabled_at from users where id = %(user)s", user=ada.id) == first

    assert change(admin, ada.id, disabled=False).json["disabled"] is False

    assert ada.client.get("/api/user/profile").status == 401
    assert world.log_in(ada.email).client.get("/api/user/profile").status == 200


def test_a_session_that_slipped_in_does_not_come_to_life_later(world: ApiWorld, admin: Member, ada: Member) -> None:
    change(admin, ada.id, disabled=True)
    late = world.rows("update sessions set ended_at = null, ended_why = null returning id")
    assert late

    change(admin, ada.id, disabled=False)

    assert ada.client.get("/api/user/profile").status == 401


def test_what_is_absent_stays(admin: Member, ada: Member) -> None:
    change(admin, ada.id, role="admin", disabled=True)

    assert change(admin, ada.id).json["disabled"] is True
    assert change(admin, ada.id, role=None, disabled=None).json["role"] == "admin"
    assert change(admin, ada.id, role="user").json["disabled"] is True


@pytest.mark.parametrize("changes", [{"role": "owner"}, {"disabled": "yes"}, {"disabled": 1}, {"email": "a@b.example"}])
def test_there_is_nothing_else_to_change(admin: Member, ada: Member, changes: dict[str, object]) -> None:
    assert change(admin, ada.id, **changes).error == "invalid_request"


@pytest.mark.parametrize("changes", [{"disabled": True}, {"role": "user"}, {"role": "user", "disabled": False}])
def test_nobody_shuts_themselves_out(world: ApiWorld, admin: Member, changes: dict[str, object]) -> None:
    """Otherwise nobody might be left who could undo it."""
    assert change(admin, admin.id, **changes).error == "forbidden"

    assert change(admin, admin.id, role="admin", disabled=False).json["role"] == "admin"


def test_who_is_not_there_is_not_found(admin: Member) -> None:
    assert change(admin, uuid4(), disabled=True).error == "not_found"


def test_whom_the_settings_name_stays_administrator(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(admin_emails="root@example.com,ada@example.com")
    root, ada = world.member("root@example.com"), world.member("ada@example.com")

    assert change(root, ada.id, role="user").error == "invalid_state"
    assert ada.client.get("/api/user/profile").json["role"] == "admin"
    assert change(root, ada.id, disabled=True).status == 200


@pytest.mark.parametrize(
    ("changes", "end", "drop", "forget"),
    [
        ({"disabled": True}, True, False, True),
        ({"disabled": False}, True, False, False),
        ({"role": "admin"}, False, True, False),
        ({"role": "admin", "disabled": True}, True, False, True),
    ],
)
def test_caches_learn_what_has_ended_and_what_has_only_changed(
    world: ApiWorld, admin: Member, ada: Member, changes: dict[str, object], end: bool, drop: bool, forget: bool
) -> None:
    """A tombstone would send the gateway to Postgres with every request of a session that goes on."""
    world.cache = cache = NotingCache()
    hers = {row["id"] for row in world.rows("select id from sessions where user_id = %(user)s", user=ada.id)}

    change(admin, ada.id, **changes)

    assert (cache.ended, cache.dropped) == (hers if end else set(), hers if drop else set())
    assert cache.users == ({ada.id} if forget else set())
