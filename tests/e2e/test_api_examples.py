"""Every example of docs/api.md, run as it stands there; what destroys comes last in its story."""

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ebookvoice.usecases.google import CALLBACK
from functions.api.app import create_app
from local.cloud import Cloud
from local.describe.operations import Operation, operations
from local.sample.build import build
from tests.e2e.api_stories import ADMIN, R2_SECRET, STORIES, Step
from tests.e2e.shell import Shell
from tests.standins.google import Google, Person
from tests.standins.stripe_server import Stripe, stripe_service

MISSING = [tool for tool in ("bash", "curl", "openssl") if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")

PLENTY = ("AUTH_LIMIT", "UPLOAD_LIMIT", "JOB_LIMIT", "PUBLICATION_LIMIT", "CHECKOUT_LIMIT", "SAMPLE_LIMIT")
"""Everybody comes from one address; answers still tell what they were counted against."""


@pytest.fixture(scope="module")
def stripe() -> Iterator[Stripe]:
    with stripe_service() as service:
        yield service


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory, google: Google, stripe: Stripe) -> Iterator[Cloud]:
    """A cloud with everything that an operator can switch on."""
    selling = {name.upper(): value for name, value in stripe.settings().items()}
    overrides = {
        **dict.fromkeys(PLENTY, "1000"),
        **google.settings(),
        **selling,
        "ADMIN_EMAILS": ADMIN,
        "R2_WEBHOOK_SECRET": R2_SECRET,
    }
    with Cloud(tmp_path_factory.mktemp("home"), overrides=overrides) as cloud:
        google.redirect_uris = {cloud.url + CALLBACK}
        yield cloud


@pytest.fixture(scope="module")
def described() -> dict[str, Operation]:
    return {operation.name: operation for operation in operations(create_app().openapi())}


@pytest.fixture
def shell(cloud: Cloud, google: Google, stripe: Stripe, described: dict[str, Operation], tmp_path: Path) -> Shell:
    """The terminal of somebody new, with a book."""
    email = f"{secrets.token_hex(6)}@example.com"
    google.person = Person(email=email)
    variables = {
        "EMAIL": email,
        "PASSWORD": secrets.token_urlsafe(12),
        "BOOK": str(build(tmp_path / "book.epub")),
        "VERIFIER": secrets.token_urlsafe(48),
        "RETURN_TO": "http://127.0.0.1:49152/done",
    }
    return Shell(cloud, tmp_path / "terminal", described, stripe, variables)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_story(shell: Shell, story: tuple[Step, ...]) -> None:
    for step in story:
        if isinstance(step, str):
            shell.run(step)
        else:
            step(shell)


def test_the_stories_leave_out_no_operation(described: dict[str, Operation]) -> None:
    assert {step for story in STORIES.values() for step in story if isinstance(step, str)} == described.keys()
