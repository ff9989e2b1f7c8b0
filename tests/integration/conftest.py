"""A real Postgres for the whole run, migrated as a Supabase project would be; a fresh database for each module."""

from collections.abc import Iterator
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


@pytest.fixture(scope="module")
def database_url(postgres: str) -> str:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    url = postgres.replace("/postgres?", f"/{name}?")
    migrate(url)
    return url
