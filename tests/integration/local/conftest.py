import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.cloud import Cloud
from local.environment import ACCOUNT, Access
from local.objectstore import ObjectStore
from local.resources import Clients

TEMPLATE = Path(__file__).with_name("template.yaml")


def eventually(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """Wait until the condition is truthy and return it; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return found


@dataclass(frozen=True)
class Stand:
    """A running cloud of the small template, and what its functions noted."""

    cloud: Cloud
    scratch: Path
    clients: Clients

    def queue_url(self, logical_id: str) -> str:
        return f"{self.access.endpoint}/{ACCOUNT}/ebookvoice-{logical_id}"

    @property
    def access(self) -> Access:
        return self.cloud.access

    def send(self, queue: str = "Work", **order: Any) -> None:
        self.clients.sqs.send_message(QueueUrl=self.queue_url(queue), MessageBody=json.dumps(order))

    def notes(self, name: str, order_id: str | None = None) -> list[Any]:
        path = self.scratch / name
        notes = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        return [note for note in notes if order_id is None or note["order"]["id"] == order_id]

    def depth(self, queue: str) -> int:
        """Count the messages that wait or are in flight."""
        names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        url = self.queue_url(queue)
        attributes = self.clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(attributes[name]) for name in names)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    scratch = tmp_path_factory.mktemp("scratch")
    none = tmp_path_factory.mktemp("migrations")
    home = tmp_path_factory.mktemp("home")
    overrides = {"SCRATCH": str(scratch)}
    with Cloud(home, template=TEMPLATE, overrides=overrides, sweep_seconds=0.5, migrations=none) as cloud:
        yield Stand(cloud, scratch, Clients(cloud.access))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    directory = tmp_path_factory.mktemp("store")
    with ObjectStore(directory / "objects", directory / "mail", directory / "log") as store:
        Clients(store.access).s3.create_bucket(Bucket="books")
        yield store


def code_of(error: "pytest.ExceptionInfo[ClientError]") -> str:
    return str(error.value.response["Error"]["Code"])
