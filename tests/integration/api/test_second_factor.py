"""The second factor over HTTP, with an authenticator app by somebody else, on a real Postgres."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from ebookvoice.domain.session import Mode
from ebookvoice.usecases.sign_in import SECOND_FACTORS_WAITING
from tests.integration.api.authenticator import Authenticator, finish, switch_on
from tests.integration.api.harness import EMAIL, PASSWORD, ApiWorld, Member
from tests.unit.api.caller import Api


@pytest.fixture
def app(world: ApiWorld, ada: Member) -> Authenticator:
    """Ada's phone; her second factor is on, and the next code is due."""
    app, _ = switch_on(world, ada)
    app.next_code()
    return app


def ask(world: ApiWorld, client: Api | None = None) -> str:
    """Give the right password; return the token of what is left to do."""
    reply = (client or world.api()).post("/api/auth/login", {"email": EMAIL, "password": PASSWORD})
    assert reply.status == 200, reply.body
    assert set(reply.json) == {"second_factor_token", "expires_in"}
    assert reply.cookies == ()
    return str(reply.json["second_factor_token"])


def sessions(world: ApiWorld) -> int:
    return len(world.rows("select from sessions where ended_at is null"))


@pytest.mark.parametrize("mode", Mode)
def test_a_sign_in_takes_both_factors(world: ApiWorld, app: Authenticator, mode: Mode) -> None:
    client = world.browser() if mode is Mode.COOKIE else world.api()
    before = sessions(world)
    token = ask(world, client)
    assert client.get("/api/user/profile").status == 401
    assert sessions(world) == before

    reply = finish(client, token, app.code(), mode)

    client.token = reply.json.get("access_token")
    assert reply.status == 200
    assert client.get("/api/user/profile").json["second_factor"] is True
    assert sessions(world) == before + 1


def test_a_magic_link_does_not_pass_it_by(world: ApiWorld, app: Authenticator) -> None:
    world.api().post("/api/auth/magic-link", {"email": EMAIL})

    reply = world.api().post("/api/auth/magic-link/confirm", {"token": world.mailer.token(EMAIL)})

    assert (reply.status, set(reply.json)) == (200, {"second_factor_token", "expires_in"})
    assert finish(world.api(), reply.json["second_factor_token"], app.code()).status == 200


def test_a_new_password_does_not_pass_it_by(world: ApiWorld, app: Authenticator) -> None:
    world.api().post("/api/auth/password/forgot", {"email": EMAIL})
    wanted = {"token": world.mailer.token(EMAIL), "password": "another long password"}

    assert world.api().post("/api/auth/password/reset", wanted).status == 204

    assert sessions(world) == 0
    reply = world.api().post("/api/auth/login", {"email": EMAIL, "password": "another long password"})
    assert set(reply.json) == {"second_factor_token", "expires_in"}


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 401), (0, 200), (1, 200), (2, 401)])
def test_a_phone_may_be_a_step_ahead(world: ApiWorld, app: Authenticator, steps: int, status: int) -> None:
    """Or behind, but not behind the code that was used last: here the one that switched it on."""
    assert finish(world.api(), ask(world), app.code(steps)).status == status


def test_a_phone_may_be_a_step_behind(world: ApiWorld, app: Authenticator) -> None:
    app.next_code()

    assert finish(world.api(), ask(world), app.code(-1)).status == 200


def test_a_code_counts_once(world: ApiWorld, app: Authenticator) -> None:
    assert finish(world.api(), ask(world), app.code()).status == 200

    again = finish(world.api(), ask(world), app.code())

    assert (again.status, again.error) == (401, "invalid_code")
    assert finish(world.api(), ask(world), app.next_code()).status == 200


def test_the_code_that_switched_it_on_is_used_up(world: ApiWorld, ada: Member) -> None:
    app, _ = switch_on(world, ada)

    assert finish(world.api(), ask(world), app.code()).status == 401


def test_of_many_at_once_one_comes_in(world: ApiWorld, app: Authenticator) -> None:
    siblings = [world.sibling() for _ in range(8)]
    token, code, before = ask(world), app.code(), sessions(world)

    with ThreadPoolExecutor(len(siblings)) as pool:
        statuses = list(pool.map(lambda sibling: finish(sibling.api(), token, code).status, siblings))
    for sibling in siblings:
        sibling.store.close()

    print(f"8 at once with one code: {sorted(statuses)}")  # noqa: T201 - the figure
    assert sorted(statuses) == [200] + [401] * 7
    assert sessions(world) == before + 1


def test_recovery_codes_count_once_each_however_they_are_written(world: ApiWorld, ada: Member) -> None:
    _, codes = switch_on(world, ada)
    assert len({code.replace("-", "") for code in codes}) == 10
    assert {len(code.replace("-", "")) for code in codes} == {16}  # of 5 bits each

    for code in (codes[0], codes[1].upper(), codes[2].replace("-", ""), f" {codes[3].replace('-', ' ')} "):
        assert finish(world.api(), ask(world), code).status == 200
        assert finish(world.api(), ask(world), code).status == 401
    assert len(world.rows("select from recovery_codes")) == 6


def test_nothing_in_the_tables_opens_anything(world: ApiWorld, ada: Member) -> None:
    app, codes = switch_on(world, ada)
    token = ask(world)

    tables = world.rows("select s::text from second_factors s") + world.rows("select r::text from recovery_codes r")
    tables += world.rows("select c::text from challenges c")
    text = str(tables)

    for secret in (app.app.byte_secret(), *(code.replace("-", "").encode() for code in codes), token.encode()):
        assert secret.hex() not in text
        assert secret.decode("latin-1") not in text


def test_too_many_wrong_codes_end_the_sign_in(world: ApiWorld, app: Authenticator) -> None:
    token = ask(world)
    for _ in range(world.settings.code_attempts):
        assert finish(world.api(), token, app.wrong_code()).error == "invalid_code"

    assert finish(world.api(), token, app.code()).error == "invalid_code"
    assert finish(world.api(), ask(world), app.code()).status == 200


def test_starting_anew_from_elsewhere_wins_no_new_attempts(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(auth_limit=5)
    ada = world.member(EMAIL, password=PASSWORD)
    app, _ = switch_on(world, ada)
    app.next_code()

    def attempt(number: int, code: str) -> int:
        client = world.api()
        client.address = f"198.51.100.{number}"
        return finish(client, ask(world, client), code).status

    tried = [attempt(number, app.wrong_code()) for number in range(20)]

    print(f"20 attempts from 20 addresses, each after a new sign-in: {tried.count(401)} looked at")  # noqa: T201
    assert tried == [401] * 5 + [429] * 15
    assert attempt(21, app.code()) == 429
    assert ada.client.get("/api/user/profile").status == 200
    world.clock.advance(900)
    assert [attempt(22, app.next_code()) for _ in range(7)] == [200] * 7


def test_the_second_half_must_follow_within_five_minutes(world: ApiWorld, app: Authenticator) -> None:
    early, in_time = ask(world), ask(world)
    world.clock.advance(299)
    late = ask(world)
    assert finish(world.api(), in_time, app.code()).status == 200

    world.clock.advance(1)
    assert finish(world.api(), early, app.code(1)).error == "invalid_code"
    world.clock.advance(299)
    assert finish(world.api(), late, app.code()).error == "invalid_code"


def test_sign_ins_wait_beside_each_other(world: ApiWorld, app: Authenticator) -> None:
    """Whoever knows the password can't take the owner's own sign-in away, nor can a second tab."""
    owners = ask(world)
    others = [ask(world) for _ in range(SECOND_FACTORS_WAITING - 1)]
    for _ in range(world.settings.code_attempts + 1):
        assert finish(world.api(), others[0], app.wrong_code()).error == "invalid_code"

    assert finish(world.api(), owners, app.code()).status == 200
    assert finish(world.api(), owners, app.next_code()).error == "invalid_code", "each counts once"
    assert finish(world.api(), others[0], app.code()).error == "invalid_code", "it had its attempts"
    assert finish(world.api(), others[1], app.code()).status == 200


def test_only_so_many_sign_ins_wait(world: ApiWorld, app: Authenticator) -> None:
    tokens = []
    for _ in range(SECOND_FACTORS_WAITING + 2):
        tokens.append(ask(world))
        world.clock.advance(1)

    assert len(world.rows("select from challenges where purpose = 'second_factor'")) == SECOND_FACTORS_WAITING
    for gone in tokens[:2]:
        assert finish(world.api(), gone, app.code()).error == "invalid_code"
    assert finish(world.api(), tokens[2], app.code()).status == 200
    assert finish(world.api(), tokens[-1], app.next_code()).status == 200


def test_a_new_password_ends_all_that_wait(world: ApiWorld, app: Authenticator) -> None:
    tokens = [ask(world) for _ in range(3)]
    world.api().post("/api/auth/password/forgot", {"email": EMAIL})
    wanted = {"token": world.mailer.token(EMAIL), "password": "another long password"}
    assert world.api().post("/api/auth/password/reset", wanted).status == 204

    assert [finish(world.api(), token, app.code()).status for token in tokens] == [401] * 3
    assert world.rows("select from challenges") == []


@pytest.mark.parametrize("code", ["000000x", "", "12345", "1234567", "१२३४५६", "a" * 17, "\x00" * 16, 123456, None])
def test_what_can_not_be_a_code_is_refused_and_costs_nothing(world: ApiWorld, app: Authenticator, code: object) -> None:
    token = ask(world)

    for _ in range(world.settings.code_attempts):
        body = {"second_factor_token": token, "code": code}
        assert world.api().post("/api/auth/second-factor", body).error == "invalid_request"

    assert finish(world.api(), token, app.code()).status == 200


def test_a_made_up_token_opens_nothing(world: ApiWorld, app: Authenticator) -> None:
    ask(world)

    assert finish(world.api(), "A" * 43, app.code()).error == "invalid_code"


def test_an_account_that_is_shut_out_meanwhile_stays_out(world: ApiWorld, ada: Member, app: Authenticator) -> None:
    token = ask(world)
    with world.store.as_service() as records:
        records.accounts.set_disabled(ada.id, world.clock.now())
    before = sessions(world)

    assert finish(world.api(), token, app.code()).error == "invalid_code"
    assert sessions(world) == before


def test_a_secret_counts_only_when_a_code_of_it_came_back(world: ApiWorld, ada: Member) -> None:
    first = Authenticator.scan(ada.client.post("/api/auth/totp").json["otpauth_uri"], world.clock)
    assert world.log_in(EMAIL).client.get("/api/user/profile").json["second_factor"] is False
    second = Authenticator.scan(ada.client.post("/api/auth/totp").json["otpauth_uri"], world.clock)

    assert ada.client.post("/api/auth/totp/confirm", {"code": first.code()}).error == "invalid_code"
    assert ada.client.post("/api/auth/totp/confirm", {"code": second.code()}).status == 200

    assert ada.client.post("/api/auth/totp").error == "invalid_state"
    assert ada.client.post("/api/auth/totp/confirm", {"code": second.next_code()}).error == "invalid_state"


def test_a_secret_that_was_replaced_meanwhile_is_not_switched_on(world: ApiWorld, ada: Member) -> None:
    now = world.clock.now()
    with world.store.as_service() as records:
        records.second_factors.propose(ada.id, b"checked", now)
        records.second_factors.propose(ada.id, b"never checked", now)
        assert not records.second_factors.confirm(ada.id, b"checked", 1, [bytes(32)], now)
        assert records.second_factors.confirm(ada.id, b"never checked", 1, [bytes(32)], now)
        assert not records.second_factors.propose(ada.id, b"another", now)


def test_without_a_secret_there_is_nothing_to_confirm(ada: Member) -> None:
    assert ada.client.post("/api/auth/totp/confirm", {"code": "123456"}).error == "invalid_state"


def test_an_old_session_alone_sets_nothing_up(world: ApiWorld, ada: Member) -> None:
    world.clock.advance(300)
    assert ada.client.post("/api/auth/totp").error == "reauthentication_required"

    assert ada.client.post("/api/auth/reauthenticate", {"password": PASSWORD}).status == 204

    assert ada.client.post("/api/auth/totp").status == 200


def test_switching_off_takes_a_fresh_proof(world: ApiWorld, ada: Member, app: Authenticator) -> None:
    assert ada.client.delete("/api/auth/totp").error == "reauthentication_required"
    proof = {"password": PASSWORD, "second_factor": app.code()}
    assert ada.client.post("/api/auth/reauthenticate", proof).status == 204

    assert ada.client.delete("/api/auth/totp").status == 204

    assert world.log_in(EMAIL).client.get("/api/user/profile").json["second_factor"] is False
    assert world.rows("select from recovery_codes") == []


def test_one_accounts_codes_are_none_of_anothers(world: ApiWorld, ada: Member) -> None:
    app, codes = switch_on(world, ada)
    other = world.member("bob@example.com", password=PASSWORD)
    switch_on(world, other)
    app.next_code()
    reply = world.api().post("/api/auth/login", {"email": "bob@example.com", "password": PASSWORD})

    for code in (codes[0], app.code()):
        assert finish(world.api(), reply.json["second_factor_token"], code).status == 401
    assert finish(world.api(), ask(world), codes[0]).json["user"]["email"] == EMAIL


def test_a_sealed_secret_opens_for_its_own_account_only(world: ApiWorld) -> None:
    sealed = world.sealer.seal(b"secret", str(uuid4()))

    with pytest.raises(ValueError, match="not sealed here"):
        world.sealer.open(sealed, str(uuid4()))
