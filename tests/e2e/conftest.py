"""One embedded cloud for all journeys, and the people around it."""

from collections.abc import Iterator

import pytest

from ebookvoice.usecases.google import CALLBACK
from local.cloud import Cloud
from local.home import UNLIMITED
from tests.e2e.books import epub
from tests.e2e.operator import SIGN_UP_CREDITS, Operator
from tests.e2e.reader import Reader
from tests.standins.google import Google, google_service

APP_ORIGIN = "http://127.0.0.1:3000"
"""Where a page that uses the service would come from: another origin on the same site, so that cookies go along."""


@pytest.fixture(scope="session")
def google() -> Iterator[Google]:
    """A stand-in of Google, which the cloud sends people to."""
    with google_service() as service:
        yield service


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory, google: Google) -> Iterator[Cloud]:
    """A cloud that sweeps every second and gives up on a silent worker after three, so that crashes heal quickly.

    Its people all come from one address, so it has no limits.
    """
    overrides = {"LEASE_SECONDS": "3", "SIGNUP_CREDITS": str(SIGN_UP_CREDITS), **UNLIMITED, **google.settings()}
    parameters = {"AllowedOrigins": APP_ORIGIN}
    home = tmp_path_factory.mktemp("home")
    with Cloud(home, sweep_seconds=1, overrides=overrides, parameters=parameters) as cloud:
        google.redirect_uris = {cloud.url + CALLBACK}
        yield cloud


@pytest.fixture(scope="session")
def operator(cloud: Cloud) -> Iterator[Operator]:
    operator = Operator(cloud)
    yield operator
    operator.leave()


@pytest.fixture
def reader(cloud: Cloud) -> Reader:
    """Somebody new: nothing uploaded, nothing spoken before."""
    return Reader(cloud)


@pytest.fixture
def stranger(cloud: Cloud) -> Reader:
    return Reader(cloud)


@pytest.fixture(scope="module")
def owner(cloud: Cloud) -> Reader:
    return Reader(cloud)


@pytest.fixture(scope="module")
def finished(owner: Reader) -> str:
    """The id of a finished audiobook of the owner's."""
    job_id = owner.send(epub({"One": ["Mine alone."]}))
    owner.audiobook(job_id)
    return job_id
