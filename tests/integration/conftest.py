"""A real Postgres for the whole run, and fresh databases in it, migrated as a Supabase project would be."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from local.migrations import migrate
from local.postgres import Postgres


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("postgres")
    with Postgres(home / "data", home / "log") as server:
        yield server.conninfo("postgres")


@pytest.fixture(scope="session")
def new_database(postgres: str) -> Callable[[], str]:
    """Make databases as copies of one that is migrated."""
    migrate(postgres.replace("/postgres?", "/template1?"))

    def create() -> str:
        name = f"test_{uuid4().hex}"
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return postgres.replace("/postgres?", f"/{name}?")

    return create
