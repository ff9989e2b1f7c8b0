"""A deployment as the doctor sees it: what the template says of it, and how to reach what there is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import boto3
import httpx
import psycopg
from botocore.config import Config

from ebookvoice.adapters.secrets import secret
from ebookvoice.settings import Settings
from ebookvoice.wiring import Wiring
from local import wiring
from local.doctor.catalogue import Facts, migrated
from local.stack import Stack

API, INGEST = "ApiFunction", "IngestFunction"

PATIENCE_SECONDS = 10
_CONFIG = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard"})


def aws_client(service: str) -> Any:
    """Make a client of an AWS service, from the environment."""
    return boto3.client(service, config=_CONFIG)  # type: ignore[call-overload]


@dataclass(frozen=True)
class Deployment:
    """One deployment, from outside.

    `stack` and `wiring` are the template, resolved with `parameters`: what should be. `environments` are the functions'
    variables and `timeouts` their seconds, by logical id: what is. `ids` are the names that resources have got, and
    `problems` what was noticed on the way to them. `embedded` says that it is the embedded cloud, which has no TLS, no
    roles and no policies.
    """

    name: str
    stack: Stack
    wiring: wiring.Wiring
    parameters: Mapping[str, str]
    environments: Mapping[str, Mapping[str, str]]
    timeouts: Mapping[str, int]
    api_url: str
    ids: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    embedded: bool = False
    client: Callable[[str], Any] = aws_client
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    schema: Callable[[], Facts] = migrated

    @cached_property
    def settings(self) -> Settings:
        """Read the settings of the API. Raises ValueError."""
        return Settings.from_environment(self.environments[API])

    @cached_property
    def world(self) -> Wiring:
        """Wire up what the API works with; stores open with the rights of whoever asks."""
        return Wiring(self.settings)

    @property
    def own_bucket(self) -> bool:
        """Tell whether the store is a bucket of the stack's own."""
        return not self.settings.store_endpoint

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[Any]]:
        """Log in as the functions do, only to read. Raises psycopg.Error, UnavailableError."""
        url = secret(self.settings.database_url, self.settings.database_url_parameter)
        with psycopg.connect(url, prepare_threshold=None, connect_timeout=5) as connection:
            connection.read_only = True
            yield connection

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> httpx.Response:
        """Send an HTTP request. Raises httpx.HTTPError."""
        # What the environment says of proxies is not about this machine.
        with httpx.Client(timeout=PATIENCE_SECONDS, trust_env=not self.embedded) as client:
            return client.request(method, url, headers=dict(headers), content=body)
