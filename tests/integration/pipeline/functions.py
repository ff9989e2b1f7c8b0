"""The functions of the pipeline over a world in memory: each message comes to the handler of its queue as an event."""

import json
from collections.abc import Callable
from typing import Any, cast

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.speech import Voice
from ebookvoice.domain.states import Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.usecases.ingest import Reading
from functions.convert import assemble, ingest, master, messages, settle, synthesize
from tests.fakes import fake_workshop
from tests.integration.pipeline.conftest import Pipeline
from tests.unit.api.transports import Context

HANDLERS: dict[Queue, Callable[[dict[str, Any], Any], Any]] = {
    Queue.UPLOADS: ingest.handler,
    Queue.SEGMENTS: synthesize.handler,
    Queue.CHAPTERS: master.handler,
    Queue.ASSEMBLY: assemble.handler,
}


def deploy(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the functions work in the pipeline's world, with its reader, narrator and so on."""
    for module in (ingest, synthesize, master, assemble, settle, messages):
        monkeypatch.setattr(module, "world", lambda: pipeline)
    reading = Reading(pipeline.reader, lambda _: None, lambda *_: None, lambda _: Voice("fake", "en"), lambda *_: None)
    monkeypatch.setattr(ingest, "_reading", lambda: reading)
    monkeypatch.setattr(synthesize, "_narrator", lambda: pipeline.narrator)
    monkeypatch.setattr(master, "Mastering", lambda **_: pipeline.mastering)
    monkeypatch.setattr(master, "account", pipeline.mastering.account)
    monkeypatch.setattr(assemble, "WORKSHOP", fake_workshop())


def event(message: OutboxMessage, received: int) -> dict[str, Any]:
    """Make the event of a message that comes for the nth time."""
    record = {
        "messageId": str(message.id),
        "receiptHandle": "receipt",
        "body": json.dumps(message.body),
        "attributes": {"ApproximateReceiveCount": str(received)},
        "eventSource": "aws:sqs",
    }
    return {"Records": [record]}


def call(handler: Callable[[dict[str, Any], Any], Any], message: OutboxMessage, received: int = 1) -> Any:
    """Send a message to a handler."""
    return handler(event(message, received), cast(LambdaContext, Context(handler.__module__.rpartition(".")[2])))


def deliver(pipeline: Pipeline, times: int = 1) -> None:
    """Bring every message to its function, as often as that, until there are none."""
    while pipeline.queues.messages:
        for queue, handler in HANDLERS.items():
            for message in pipeline.queues.take(queue):
                for received in range(1, times + 1):
                    call(handler, message, received)
