"""The doctor's look at Postgres: its login, its policies, its schema."""

from types import SimpleNamespace
from typing import Any, LiteralString

import pytest

from local.doctor.checks import database
from local.doctor.finding import State
from tests.integration.doctor.ground import PASSWORD, Ground

OK, WRONG, SKIPPED = State.OK, State.WRONG, State.SKIPPED


def test_a_migrated_database_is_well(ground: Ground) -> None:
    assert ground.states("database") == {
        "database.reachable": OK,
        "database.tls": SKIPPED,
        "database.pooler": SKIPPED,
        "database.roles": OK,
        "database.row-level-security": OK,
    }
    assert ground.states("schema") == {"schema.migrated": OK, "schema.grants": OK}


def test_nobody_answers(ground: Ground) -> None:
    address = f"postgresql://authenticator:{PASSWORD}@127.0.0.1:1/books"
    found = ground.told(
        "database", "database.reachable", environments=ground.with_variables("ApiFunction", DATABASE_URL=address)
    )
    assert found.state is WRONG
    assert "127.0.0.1, port 1" in found.what
    assert PASSWORD not in f"{found}"


def test_an_address_that_is_none_is_not_repeated(ground: Ground) -> None:
    address = f"postgresql//authenticator:{PASSWORD}@127.0.0.1"
    [found] = ground.findings("database", environments=ground.with_variables("ApiFunction", DATABASE_URL=address))
    assert found.state is WRONG
    assert PASSWORD not in f"{found}"


def test_a_login_that_may_become_nobody(ground: Ground) -> None:
    ground.execute("drop role if exists powerless", "create role powerless login")
    address = ground.owner.replace("//postgres@", "//powerless@")
    found = ground.told(
        "database", "database.roles", environments=ground.with_variables("ApiFunction", DATABASE_URL=address)
    )
    assert found.state is WRONG
    assert "service_role" in found.what


def test_a_table_without_policies(own: Ground) -> None:
    own.execute("alter table public.jobs disable row level security")
    found = own.told("database", "database.row-level-security")
    assert (found.state, found.what) == (
        WRONG,
        "anon sees jobs without policies; authenticated sees jobs without policies",
    )


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("drop table public.feeds", "feeds"),
        ("drop index public.credit_events_granted_by", "index credit_events_granted_by"),
        ("alter table public.jobs drop column title", "column jobs.title"),
        ("drop policy flags_read_visible on public.flags", "policy flags.flags_read_visible"),
        ("revoke insert on public.jobs from service_role", "grant service_role: INSERT on jobs"),
        ("alter table public.files disable trigger user", "trigger files."),
        (
            "create or replace function public.count_files_added() returns trigger language plpgsql"
            " set search_path = '' as $$ begin return null; end $$",
            "function count_files_added",
        ),
    ],
)
def test_a_migration_that_is_missing_in_part(own: Ground, statement: LiteralString, missing: str) -> None:
    own.execute(statement)
    found = own.told("schema", "schema.migrated")
    assert found.state is WRONG
    assert missing in found.what
    assert "supabase db push" in found.advice


def test_a_grant_too_much(own: Ground) -> None:
    own.execute("grant select on public.credentials to anon")
    assert own.states("schema") == {"schema.migrated": OK, "schema.grants": WRONG}


def test_what_the_operator_added_is_nobodys_business(own: Ground) -> None:
    own.execute(
        "create table public.mine (id int); alter table public.mine enable row level security;"
        " revoke all on public.mine from anon, authenticated"
    )
    assert set(own.states("schema").values()) == {OK}
    assert WRONG not in own.states("database").values()


def test_looking_changes_nothing(ground: Ground) -> None:
    with ground.deployment.database() as connection:
        row = connection.execute("show transaction_read_only").fetchone()
    assert row == ("on",)


def connection(host: str, port: int, encrypted: bool) -> Any:
    return SimpleNamespace(info=SimpleNamespace(host=host, port=port), pgconn=SimpleNamespace(ssl_in_use=encrypted))


@pytest.mark.parametrize(
    ("host", "port", "encrypted", "states"),
    [
        ("aws-0-eu-central-1.pooler.supabase.com", 6543, True, (OK, OK)),
        ("aws-0-eu-central-1.pooler.supabase.com", 5432, True, (OK, WRONG)),
        ("db.abcd.supabase.co", 5432, False, (WRONG, WRONG)),
        ("db.example.com", 5432, False, (WRONG, SKIPPED)),
    ],
)
def test_the_way_to_it(host: str, port: int, encrypted: bool, states: tuple[State, State]) -> None:
    way = connection(host, port, encrypted)
    assert (database.encrypted(way).state, database.pooled(way).state) == states
