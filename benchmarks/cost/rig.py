"""All handlers of the template in this process, with the store and Postgres beside it, and a meter at each of them."""

import importlib
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from benchmarks.cost.meter import Meter
from benchmarks.statements import CountingStore
from local.environment import ACCOUNT, REGION, ROOT, function_environment
from local.events import HttpRequest, http_event, schedule_event, sqs_event
from local.home import ALONE
from local.migrations import migrate
from local.objectstore import ObjectStore
from local.postgres import Postgres
from local.provisions import secrets_of, senders_of
from local.resources import Clients, stand_up
from local.stack import Site
from local.template import read_wiring
from local.transport import Answer
from local.wiring import SourceMapping, Wiring

API = "ApiFunction"
DOMAIN = "api.example.com:443"
SECRET = "a secret for a service that lives for one run"  # noqa: S105 – it guards nothing


class Rig:
    """A deployment that does one thing at a time, and measures it."""

    def __init__(self, wiring: Wiring, queues: Mapping[str, str], clients: Clients, meter: Meter, url: str) -> None:
        self.wiring = wiring
        self.clients = clients
        self.meter = meter
        self.url = url
        self.received: dict[str, int] = {}
        self._queues = queues
        self._handlers = {name: _handler(function.handler) for name, function in wiring.functions.items()}

    def work(self) -> bool:
        """Handle one message of each queue that has one; False if none has."""
        handled = [self._poll(mapping) for mapping in self.wiring.mappings]
        return any(handled)

    def run_schedules(self) -> None:
        """Invoke each scheduled function once."""
        for schedule in self.wiring.schedules:
            self._invoke(schedule.function, schedule_event(schedule, datetime.now(UTC)))

    def request(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Ask the API."""
        lowered = {name.lower(): value for name, value in headers.items()}
        request = HttpRequest(method, target, lowered, body or b"", DOMAIN, "192.0.2.1")
        path = target.partition("?")[0].lstrip("/")
        answer = self._invoke(API, http_event("ANY /{proxy+}", request, {"proxy": path}))
        return Answer(answer["statusCode"], answer["body"].encode())

    def _poll(self, mapping: SourceMapping) -> bool:
        url = self._queues[mapping.queue]
        attributes: Any = {"MessageSystemAttributeNames": ["All"]}
        batch = self.clients.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1, **attributes).get("Messages", [])
        if not batch:
            return False
        name = self.wiring.queues[mapping.queue].logical_id
        self.received[name] = self.received.get(name, 0) + 1
        answer = self._invoke(mapping.function, sqs_event(batch, mapping.queue))
        if answer["batchItemFailures"]:
            raise RuntimeError(f"{mapping.function} did not handle {batch[0]['Body']}")
        self.clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=batch[0]["ReceiptHandle"])
        return True

    def _invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        function = self.wiring.functions[name]
        context = SimpleNamespace(
            function_name=function.name,
            memory_limit_in_mb=function.memory,
            invoked_function_arn=function.arn,
            aws_request_id=str(uuid4()),
            get_remaining_time_in_millis=lambda: function.timeout * 1000,
        )
        with self.meter.measured(name):
            return self._handlers[name](event, context)


def _handler(path: str) -> Any:
    module, _, attribute = path.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


@contextmanager
def rig(home: Path) -> Iterator[tuple[Rig, str]]:
    """Stand a rig up in `home`, and give the address of its database besides.

    What the handlers log goes nowhere; a process can have one rig in its life, for they are made for one deployment.
    """
    with ExitStack() as stack:
        store = stack.enter_context(ObjectStore(home / "objects", home / "mail", home / "Store.log"))
        postgres = stack.enter_context(Postgres(home / "postgres", home / "Postgres.log"))
        migrate(postgres.conninfo("postgres"))
        wiring = read_wiring(ROOT / "template.yaml", Site(ACCOUNT, REGION, "ebookvoice", store.access.endpoint), {})
        url = f"https://{DOMAIN}"
        overrides = {**ALONE, "PUBLIC_URL": url}
        for function in wiring.functions.values():
            os.environ.update(function_environment(function, store.access, overrides))
        database = postgres.conninfo("authenticator")
        values = {
            "DATABASE_URL_PARAMETER": database,
            "JWT_SECRET_PARAMETER": SECRET,
            "SEALING_SECRET_PARAMETER": SECRET,
        }
        clients, functions = Clients(store.access), wiring.functions.values()
        queues = stand_up(wiring, clients, secrets_of(functions, values), senders_of(functions, overrides))
        log = stack.enter_context(redirect_stdout(io.StringIO()))
        yield Rig(wiring, queues, clients, _meter(database, log), url), postgres.conninfo("postgres")


def _meter(database: str, log: io.StringIO) -> Meter:
    """Put meters where the handlers will look for their store and their clients."""
    from ebookvoice.wiring import world

    counting = world().__dict__["store"] = CountingStore(lambda: database)
    meter = Meter(counting, log)
    meter.listen()
    return meter
