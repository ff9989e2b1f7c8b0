from collections.abc import Callable, Iterator
from dataclasses import replace

import boto3
import psycopg
import pytest

from local.doctor.catalogue import Facts, facts
from local.environment import Access
from local.objectstore import ObjectStore
from tests.integration.doctor.ground import PASSWORD, Ground, lay


@pytest.fixture(scope="session")
def access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    home = tmp_path_factory.mktemp("doctor")
    with ObjectStore(home / "objects", home / "mail", home / "log") as store:
        yield store.access


@pytest.fixture(scope="session")
def schema(new_database: Callable[[], str]) -> Facts:
    with psycopg.connect(new_database()) as connection:
        return facts(connection)


@pytest.fixture(scope="session")
def laid(access: Access, schema: Facts, new_database: Callable[[], str]) -> Ground:
    return lay(access, "e", new_database(), schema)


@pytest.fixture
def ground(laid: Ground, access: Access, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    """A deployment in which nothing is wrong; what is broken at its store is mended afterwards."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it keeps the keys that it has found once
    for name, value in access.variables().items():
        monkeypatch.setenv(name, value)
    before = laid.changes
    yield laid
    if laid.changes != before:
        laid.mend()


@pytest.fixture
def own(ground: Ground, new_database: Callable[[], str]) -> Ground:
    """The same, with a database to break."""
    owner = new_database()
    login = owner.replace("//postgres@", f"//authenticator:{PASSWORD}@")
    environments = ground.with_variables("ApiFunction", DATABASE_URL=login)
    return replace(ground, owner=owner, deployment=replace(ground.deployment, environments=environments))
