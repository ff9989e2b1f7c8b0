"""A secret is replaced while people are signed in: what ends, what goes on, and that nothing breaks."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from ebookvoice.domain.account import Role
from ebookvoice.domain.identity import Purpose
from ebookvoice.domain.session import Mode
from ebookvoice.usecases import sealed_challenges
from tests.integration.api.authenticator import Authenticator, finish, switch_on
from tests.integration.api.harness import EMAIL, PASSWORD, ApiWorld, Member
from tests.unit.api.caller import Reply
from tests.world import SEALING_SECRET

Deploy = Callable[..., ApiWorld]

NEW = "the secret that comes after, 32 bytes long"
NEWER = "the secret that comes after that, 32 bytes"


@pytest.fixture
def deploy(world: ApiWorld) -> Iterator[Deploy]:
    """Deploy the same service with other secrets: same database, same clock, same mailboxes."""
    processes: list[ApiWorld] = []

    def start(**secrets: str | None) -> ApiWorld:
        processes.append(process := world.sibling())
        process.settings = replace(world.settings, **secrets)  # type: ignore[arg-type]
        return process

    yield start
    for process in processes:
        process.store.close()


def ask(world: ApiWorld) -> str:
    """Give the right password; return the token of what is left to do."""
    reply = world.api().post("/api/auth/login", {"email": EMAIL, "password": PASSWORD})
    return str(reply.json["second_factor_token"])


def sealed(world: ApiWorld) -> bytes:
    (row,) = world.rows("select sealed_secret from second_factors")
    return bytes(row["sealed_secret"])


def confirm(world: ApiWorld, member: Member, code: str) -> Reply:
    """Confirm a secret that was proposed, as a program of another process does."""
    client = world.api()
    client.token = member.client.token
    return client.post("/api/auth/totp/confirm", {"code": code})


class TestSealing:
    def test_a_second_factor_goes_on_and_is_sealed_anew_with_its_first_use(
        self, world: ApiWorld, ada: Member, deploy: Deploy
    ) -> None:
        app, codes = switch_on(world, ada)
        before = sealed(world)
        rotated = deploy(sealing_secret=NEW, previous_sealing_secret=SEALING_SECRET)
        assert finish(rotated.api(), ask(rotated), app.wrong_code()).status == 401
        assert sealed(world) == before

        assert finish(rotated.api(), ask(rotated), app.next_code()).status == 200

        assert sealed(world) != before
        for secrets in ({"sealing_secret": NEW}, {"sealing_secret": NEWER, "previous_sealing_secret": NEW}):
            later = deploy(**secrets)
            assert finish(later.api(), ask(later), app.next_code()).status == 200
            assert finish(later.api(), ask(later), codes.pop()).status == 200

    def test_recovery_codes_go_on_and_seal_it_anew_too(self, world: ApiWorld, ada: Member, deploy: Deploy) -> None:
        _, codes = switch_on(world, ada)
        rotated = deploy(sealing_secret=NEW, previous_sealing_secret=SEALING_SECRET)

        assert finish(rotated.api(), ask(rotated), codes[0]).status == 200

        after = deploy(sealing_secret=NEW)
        assert finish(after.api(), ask(after), codes[0]).status == 401
        assert finish(after.api(), ask(after), codes[1]).status == 200

    def test_what_lies_in_the_database_tells_which_secret_sealed_it(
        self, world: ApiWorld, ada: Member, deploy: Deploy
    ) -> None:
        """So an operator knows when the secret before is needed no more (docs/identity.md)."""
        count = "select encode(substr(sealed_secret, 1, 4), 'hex') as key, count(*) from second_factors group by 1"
        app, _ = switch_on(world, ada)
        switch_on(world, world.member("bob@example.com"))
        assert [row["count"] for row in world.rows(count)] == [2]
        rotated = deploy(sealing_secret=NEW, previous_sealing_secret=SEALING_SECRET)

        finish(rotated.api(), ask(rotated), app.next_code())

        assert [row["count"] for row in world.rows(count)] == [1, 1]

    def test_a_secret_that_is_sealed_anew_never_takes_the_place_of_a_newer_one(
        self, world: ApiWorld, ada: Member
    ) -> None:
        switch_on(world, ada)
        before = sealed(world)
        with world.store.as_service() as records:
            assert not records.second_factors.reseal(ada.id, b"another", b"anew")

        assert sealed(world) == before

    def test_what_can_not_be_opened_any_more_is_a_wrong_code_and_an_administrator_lets_its_owner_in(
        self, world: ApiWorld, ada: Member, deploy: Deploy
    ) -> None:
        app, codes = switch_on(world, ada)
        lost = deploy(sealing_secret=NEWER, previous_sealing_secret=NEW)

        for code in (app.next_code(), codes[0]):
            reply = finish(lost.api(), ask(lost), code)
            assert (reply.status, reply.error) == (401, "invalid_code")

        admin = lost.member("root@example.com", password=PASSWORD)
        with lost.store.as_service() as records:
            records.accounts.set_role(admin.id, Role.ADMIN)
        admin.prove()
        assert admin.client.delete(f"/api/admin/users/{ada.id}/totp").status == 204
        assert lost.log_in(EMAIL).client.get("/api/user/profile").json["second_factor"] is False

    def test_a_proposal_that_can_not_be_opened_is_a_wrong_code_and_made_anew(
        self, world: ApiWorld, ada: Member, deploy: Deploy
    ) -> None:
        app = Authenticator.scan(ada.client.post("/api/auth/totp").json["otpauth_uri"], world.clock)
        rotated, lost = deploy(sealing_secret=NEW, previous_sealing_secret=SEALING_SECRET), deploy(sealing_secret=NEW)

        refused = confirm(lost, ada, app.code())

        assert (refused.status, refused.error) == (401, "invalid_code")
        assert confirm(rotated, ada, app.code()).status == 200

    def test_a_sign_in_under_way_at_google_goes_on_or_is_refused(self, world: ApiWorld, deploy: Deploy) -> None:
        def keep(token: str) -> None:
            sealed_challenges.keep(world, Purpose.GOOGLE, token, token, {"nonce": token}, 300)

        keep("first")
        found = sealed_challenges.take(
            deploy(sealing_secret=NEW, previous_sealing_secret=SEALING_SECRET), Purpose.GOOGLE, "first"
        )
        keep("second")
        lost = sealed_challenges.take(deploy(sealing_secret=NEW), Purpose.GOOGLE, "second")

        assert found is not None
        assert found.values == {"nonce": "first"}
        assert lost is None

    def test_sessions_and_mailed_links_go_on_and_codes_to_type_are_asked_for_anew(
        self, world: ApiWorld, ada: Member, deploy: Deploy
    ) -> None:
        world.api().post("/api/auth/magic-link", {"email": EMAIL})
        token, code = world.mailer.token(EMAIL), world.mailer.code(EMAIL)
        rotated = deploy(sealing_secret=NEW, previous_sealing_secret=SEALING_SECRET)
        client = rotated.api()
        client.token = ada.client.token

        assert client.get("/api/user/profile").status == 200
        typed = rotated.api().post("/api/auth/magic-link/confirm", {"email": EMAIL, "code": code})
        assert (typed.status, typed.error) == (401, "invalid_code")
        assert rotated.api().post("/api/auth/magic-link/confirm", {"token": token}).status == 200


class TestSigning:
    def test_every_session_ends(self, world: ApiWorld, ada: Member, deploy: Deploy) -> None:
        browser = world.member(EMAIL, Mode.COOKIE)
        rotated = deploy(jwt_secret=NEW)

        for member in (ada, browser):
            for path in ("/api/user/profile", "/api/auth/verify"):
                client = rotated.browser() if member is browser else rotated.api()
                client.headers = member.client.own_headers("GET")
                assert client.get(path).status == 401
        refreshed = rotated.api().post("/api/auth/refresh", {"refresh_token": ada.refresh_token})
        assert (refreshed.status, refreshed.error) == (401, "not_authenticated")

    def test_all_else_goes_on(self, world: ApiWorld, ada: Member, deploy: Deploy) -> None:
        """Passwords, links and codes under way, and both halves of a second factor."""
        app, codes = switch_on(world, ada)
        world.api().post("/api/auth/magic-link", {"email": EMAIL})
        code, begun = world.mailer.code(EMAIL), ask(world)
        rotated = deploy(jwt_secret=NEW)

        assert finish(rotated.api(), begun, app.next_code()).status == 200
        assert finish(rotated.api(), ask(rotated), codes[0]).status == 200
        linked = rotated.api().post("/api/auth/magic-link/confirm", {"email": EMAIL, "code": code})
        assert finish(rotated.api(), linked.json["second_factor_token"], app.next_code()).status == 200
