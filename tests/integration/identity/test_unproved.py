"""Passwords from the time when nobody had to prove an address: they lead nowhere, whoever chose them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.identity import Identity
from ebookvoice.domain.session import Client, Device, Mode
from ebookvoice.usecases import sign_in
from local.migrations import MIGRATIONS, migrate
from tests.integration.api.harness import ApiWorld

READER, LOCAL = "reader@example.com", "0123456789abcdef@ebookvoice.invalid"
PASSWORD, OTHER = "correct horse battery", "wrong pony battery"
IDENTITY = "20261121000500_identity.sql"
"""The migration since which an account begins with its proof."""


@pytest.fixture
def migrated(postgres: str, tmp_path: Path, new_database: Callable[[], str]) -> Iterator[ApiWorld]:
    """A deployment whose two accounts are older than that migration, and have the passwords of then."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
    address = postgres.replace("/postgres?", f"/{name}?")
    for path in MIGRATIONS.glob("*.sql"):
        if path.name < IDENTITY:
            shutil.copy(path, tmp_path)
    migrate(address, tmp_path)
    world = ApiWorld(address)
    with psycopg.connect(address) as connection:
        for email in (READER, LOCAL):
            added = connection.execute("insert into users (email) values (%s) returning id", (email,)).fetchone()
            assert added
            hashed = world.hasher.hash(PASSWORD)
            connection.execute("insert into credentials (user_id, password_hash) values (%s, %s)", (added[0], hashed))
    assert IDENTITY in migrate(address)
    yield world
    world.store.close()


def log_in(world: ApiWorld, email: str, password: str) -> int:
    return int(world.api().post("/api/auth/login", {"email": email, "password": password}).status)


def test_a_password_of_before_works_only_where_nobody_else_could_have_chosen_it(migrated: ApiWorld) -> None:
    assert (log_in(migrated, READER, PASSWORD), log_in(migrated, LOCAL, PASSWORD)) == (401, 200)


@pytest.mark.parametrize("way", ["signup/confirm", "password/reset", "magic-link/confirm"])
def test_its_owner_comes_back_to_the_same_account_by_mail(migrated: ApiWorld, way: str) -> None:
    before = migrated.user(READER).id
    ask = way.removesuffix("/confirm").replace("reset", "forgot")
    assert migrated.api().post(f"/api/auth/{ask}", {"email": READER}).status == 202
    proof = {"email": READER, "code": migrated.mailer.code(READER)}
    given = {} if way == "magic-link/confirm" else {"password": OTHER}
    assert migrated.api().post(f"/api/auth/{way}", {**proof, **given}).status in (200, 204)

    assert migrated.user(READER).id == before
    assert log_in(migrated, READER, PASSWORD) == 401
    assert log_in(migrated, READER, OTHER) == (200 if given else 401)


def plant(world: ApiWorld) -> None:
    """Put a password into the database that no proof came with."""
    with world.store.as_service() as records:
        records.credentials.set(READER, world.hasher.hash(OTHER), world.clock.now())


def test_a_password_that_nobody_has_proved_opens_no_account(world: ApiWorld) -> None:
    plant(world)

    assert log_in(world, READER, OTHER) == 401
    assert world.rows("select from users") == []


def test_it_leads_to_nobody_s_account_whatever_its_owner_comes_in_by(world: ApiWorld) -> None:
    plant(world)
    client = Client("192.0.2.1", "192.0.2.0/24", Device(None, "ebookvoice", ""), Mode.BEARER)
    google = Identity("https://accounts.google.com", "1", READER, True)
    sign_in.enter(world, google, client, InvalidCodeError())
    assert log_in(world, READER, OTHER) == 401

    world.api().post("/api/auth/magic-link", {"email": READER})
    proof = {"email": READER, "code": world.mailer.code(READER)}
    assert world.api().post("/api/auth/magic-link/confirm", proof).status == 200

    assert log_in(world, READER, OTHER) == 401


def test_it_makes_way_for_the_password_that_comes_with_a_proof(world: ApiWorld) -> None:
    plant(world)

    world.sign_up(READER, PASSWORD)

    assert (log_in(world, READER, OTHER), log_in(world, READER, PASSWORD)) == (401, 200)


def test_a_password_that_an_account_without_one_is_given_works(world: ApiWorld) -> None:
    """Its identity is linked then, by a fresh proof and not by an address."""
    world.api().post("/api/auth/magic-link", {"email": READER})
    proof = {"email": READER, "code": world.mailer.code(READER)}
    tokens = world.api().post("/api/auth/magic-link/confirm", proof).json
    reader = world.api()
    reader.token = tokens["access_token"]
    with psycopg.connect(world.database_url) as connection:
        connection.execute("update identities set issuer = 'https://accounts.google.com'")
    reader.post("/api/auth/reauthenticate/code")
    assert reader.post("/api/auth/reauthenticate", {"code": world.mailer.code(READER)}).status == 204

    assert reader.put("/api/auth/password", {"password": OTHER}).status == 200

    assert log_in(world, READER, OTHER) == 200
