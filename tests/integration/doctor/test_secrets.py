"""The doctor's look at secrets and keys, none of which it ever tells."""

from typing import Any
from uuid import uuid4

import pytest
from psycopg import sql

from ebookvoice.adapters.sealing import AesSealer
from local.doctor.examination import CHECKS
from local.doctor.finding import State
from local.doctor.showing import as_json, as_line
from tests.integration.doctor.ground import JWT, PASSWORD, SEALING, Ground

OK, WRONG, SKIPPED = State.OK, State.WRONG, State.SKIPPED

NAME = "/ebookvoice/dev/sealing-secret"


def put(ground: Ground, name: str, value: str, kind: Any = "SecureString") -> None:
    ground.clients.ssm.put_parameter(Name=name, Value=value, Type=kind, Overwrite=True)


def test_secrets_and_keys_are_well(ground: Ground) -> None:
    assert set(ground.states("secrets").values()) == {OK}
    assert len(ground.states("secrets")) == 3
    assert ground.states("keys") == {"keys.jwt": OK, "keys.sealing": OK, "keys.apart": OK, "keys.ids": SKIPPED}


@pytest.mark.parametrize(
    ("value", "kind", "fault"),
    [
        (SEALING, "String", "is a String"),
        (f"{SEALING}\n", "SecureString", "white space"),
        (" ", "SecureString", "is empty"),
    ],
)
def test_a_secret_that_was_put_there_badly(ground: Ground, value: str, kind: str, fault: str) -> None:
    ground.clients.ssm.delete_parameter(Name=NAME)
    put(ground, NAME, value, kind)
    try:
        found = ground.told("secrets", "secrets.ebookvoice.dev.sealing-secret")
    finally:
        ground.clients.ssm.delete_parameter(Name=NAME)
        put(ground, NAME, SEALING)
    assert found.state is WRONG
    assert fault in found.what
    assert "put-parameter" in found.advice


def test_a_secret_that_is_not_there(ground: Ground) -> None:
    environments = ground.with_variables("ApiFunction", R2_WEBHOOK_SECRET_PARAMETER="/nowhere")
    found = ground.told("secrets", "secrets.nowhere", environments=environments)
    assert (found.state, found.what) == (WRONG, "there is no parameter /nowhere, which ApiFunction needs")
    assert ground.states("keys", environments=environments) == {"keys.asked": WRONG}


@pytest.mark.parametrize(
    ("variables", "fault"),
    [
        ({"JWT_SECRET": "too short"}, "keys.jwt"),
        ({"SEALING_SECRET": "a" * 48}, "keys.sealing"),
        ({"JWT_SECRET": SEALING}, "keys.apart"),
        ({"PREVIOUS_SEALING_SECRET": SEALING}, "keys.apart"),
        ({"R2_WEBHOOK_SECRET": "short"}, "keys.bridge"),
    ],
)
def test_a_key_that_will_not_do(ground: Ground, variables: dict[str, str], fault: str) -> None:
    states = ground.states("keys", environments=ground.with_variables("ApiFunction", **variables))
    assert {name for name, state in states.items() if state is WRONG} == {fault}


def test_second_factors_need_the_key_that_sealed_them(own: Ground) -> None:
    person = uuid4()
    sealed = AesSealer("an older secret of thirty-two bytes or more").seal(b"secret", "second factor")
    own.execute(
        sql.SQL("insert into users (id, email, created_at) values ({}, 'ada@example.com', now())").format(person),
        sql.SQL("insert into second_factors (user_id, sealed_secret) values ({}, {})").format(person, sealed),
    )
    assert own.states("keys")["keys.ids"] is WRONG
    older = own.with_variables("ApiFunction", PREVIOUS_SEALING_SECRET="an older secret of thirty-two bytes or more")
    assert own.states("keys", environments=older)["keys.ids"] is OK


@pytest.mark.parametrize("broken", [{}, {"BUCKET": "nowhere", "BACKUP_BUCKET": "nowhere"}])
def test_no_secret_is_told_whatever_is_wrong(ground: Ground, broken: dict[str, str]) -> None:
    url = f"postgresql://authenticator:{PASSWORD}@127.0.0.1:1/books"
    redis = f"redis://:{PASSWORD}@127.0.0.1:1/0"
    environments = ground.with_variables("ApiFunction", DATABASE_URL=url, REDIS_URL=redis, **broken)
    quick = [name for name in CHECKS if name != "voices"]
    findings = [finding for name in quick for finding in ground.findings(name, environments=environments)]
    told = "\n".join([as_json("dev", findings), *map(as_line, findings)])
    assert not [secret for secret in (PASSWORD, JWT, SEALING) if secret in told]
    assert len(told.splitlines()) == len(findings) + 1
