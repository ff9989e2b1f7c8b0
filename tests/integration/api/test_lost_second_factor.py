"""Who has lost phone and recovery codes is let in by an administrator, and nobody can do it in silence."""

from uuid import UUID, uuid4

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.session import Mode
from tests.integration.api.authenticator import finish, switch_on
from tests.integration.api.caches import NotingCache
from tests.integration.api.harness import PASSWORD, ApiWorld, Member
from tests.unit.api.caller import Reply
from tests.unit.api.conftest import Log


def remove_second_factor(admin: Member, user_id: UUID) -> Reply:
    return admin.client.delete(f"/api/admin/users/{user_id}/totp")


def test_who_has_lost_the_second_factor_is_let_in_without_it(
    world: ApiWorld, admin: Member, ada: Member, log: Log
) -> None:
    browser = world.member(ada.email, Mode.COOKIE)
    switch_on(world, ada)
    under_way = world.api().post("/api/auth/login", {"email": ada.email, "password": PASSWORD}).json
    assert set(under_way) == {"second_factor_token", "expires_in"}
    admin.prove()

    assert remove_second_factor(admin, ada.id).status == 204

    for member in (ada, browser):
        assert member.client.get("/api/user/profile").error == "not_authenticated"
    ended = world.rows("select ended_why from sessions where user_id = %(user)s", user=ada.id)
    assert {row["ended_why"] for row in ended} == {"second_factor_removed"}
    assert world.rows("select from second_factors union all select from recovery_codes") == []
    assert finish(world.api(), under_way["second_factor_token"], "123456").error == "invalid_code"
    assert world.log_in(ada.email).client.get("/api/user/profile").json["second_factor"] is False
    mail = world.mailer.last(ada.email)
    assert "second factor" in mail.subject
    assert "administrator" in mail.text
    (line,) = (line for line in log.lines if line["message"] == "second factor removed")
    assert (line["admin_id"], line["user_id"]) == (str(admin.id), str(ada.id))


def test_where_there_is_no_second_factor_nothing_ends_and_nobody_is_told(
    world: ApiWorld, admin: Member, ada: Member, log: Log
) -> None:
    ada.client.post("/api/auth/totp")  # proposed, never confirmed
    admin.prove()

    assert remove_second_factor(admin, ada.id).status == 204

    assert ada.client.get("/api/user/profile").status == 200
    assert world.mailer.sent == []
    assert [line for line in log.lines if line["message"] == "second factor removed"] == []


def test_taking_a_second_factor_away_takes_a_fresh_proof(world: ApiWorld, admin: Member, ada: Member) -> None:
    """An administrator's session that somebody has found must not be enough to open accounts."""
    switch_on(world, ada)
    assert remove_second_factor(admin, ada.id).error == "reauthentication_required"

    admin.prove()
    world.clock.advance(300)

    assert remove_second_factor(admin, ada.id).error == "reauthentication_required"
    assert len(world.rows("select from second_factors")) == 1


def test_ones_own_second_factor_goes_by_a_code_of_it_only(world: ApiWorld, admin: Member) -> None:
    admin.prove()
    switch_on(world, admin)

    assert remove_second_factor(admin, admin.id).error == "forbidden"
    assert len(world.rows("select from second_factors")) == 1


def test_a_second_factor_stays_while_its_owner_can_not_be_told(world: ApiWorld, admin: Member, ada: Member) -> None:
    switch_on(world, ada)
    admin.prove()
    world.mailer.error = UnavailableError()

    assert remove_second_factor(admin, ada.id).error == "unavailable"

    assert ada.client.get("/api/user/profile").json["second_factor"] is True
    world.mailer.error = None
    assert remove_second_factor(admin, ada.id).status == 204


def test_a_second_factor_of_nobody_is_not_found(admin: Member) -> None:
    admin.prove()

    assert remove_second_factor(admin, uuid4()).error == "not_found"


def test_caches_learn_that_sessions_ended_with_the_second_factor(world: ApiWorld, admin: Member, ada: Member) -> None:
    switch_on(world, ada)
    admin.prove()
    world.cache = cache = NotingCache()

    remove_second_factor(admin, ada.id)

    hers = world.rows("select id from sessions where user_id = %(user)s", user=ada.id)
    assert cache.ended == {row["id"] for row in hers}
