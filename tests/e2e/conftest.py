"""One embedded cloud for all journeys, and the people around it."""

from collections.abc import Iterator

import pytest

from local.cloud import Cloud
from tests.e2e.books import epub
from tests.e2e.operator import SIGN_UP_CREDITS, Operator
from tests.e2e.reader import Reader


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """A cloud that sweeps every second and gives up on a silent worker after three, so that crashes heal quickly."""
    overrides = {"LEASE_SECONDS": "3", "SIGNUP_CREDITS": str(SIGN_UP_CREDITS)}
    with Cloud(tmp_path_factory.mktemp("home"), sweep_seconds=1, overrides=overrides) as cloud:
        yield cloud


@pytest.fixture(scope="session")
def cloud_url(cloud: Cloud) -> str:
    return cloud.url


@pytest.fixture(scope="session")
def operator(cloud: Cloud) -> Iterator[Operator]:
    operator = Operator(cloud)
    yield operator
    operator.leave()


@pytest.fixture
def reader(cloud_url: str) -> Reader:
    """Somebody new: nothing uploaded, nothing spoken before."""
    return Reader(cloud_url)


@pytest.fixture
def stranger(cloud_url: str) -> Reader:
    return Reader(cloud_url)


@pytest.fixture(scope="module")
def owner(cloud_url: str) -> Reader:
    return Reader(cloud_url)


@pytest.fixture(scope="module")
def finished(owner: Reader) -> str:
    """The id of a finished audiobook of the owner's."""
    job_id = owner.send(epub({"One": ["Mine alone."]}))
    owner.audiobook(job_id)
    return job_id
