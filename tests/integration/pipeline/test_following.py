"""One id leads from a request through every function's log."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest

from ebookvoice.domain import correlation
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.states import Queue
from ebookvoice.usecases.sweep import sweep
from functions.convert import settle
from functions.convert.messages import logger
from tests.integration.pipeline.conftest import Pipeline
from tests.integration.pipeline.functions import HANDLERS, call, deliver, deploy

REQUEST = "JKJaXmPLvHcESHA="
FUNCTIONS = {
    "ingest": "book ingested",
    "synthesize": "segment handled",
    "master": "chapter handled",
    "assemble": "audiobook assembled",
}


class Log(io.StringIO):
    """What the functions have logged."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    """The use cases' lines come by the functions' handler, as in a deployment, whose service is `ebookvoice`."""
    log, stream = Log(), cast("logging.StreamHandler[Any]", logger.registered_handler)
    before, use_cases = stream.setStream(log), logging.getLogger("ebookvoice")
    level = use_cases.level
    use_cases.addHandler(stream)
    use_cases.setLevel(logging.INFO)
    yield log
    use_cases.setLevel(level)
    use_cases.removeHandler(stream)
    stream.setStream(before)


def requested(pipeline: Pipeline) -> UUID:
    """Ask for a conversion, and then confirm its upload with another request."""
    user = pipeline.user()
    with correlation.following(REQUEST):
        file, job = pipeline.upload(user, Conversion())
    with correlation.following("another"):
        pipeline.arrived(file.key)
    assert job
    return job.id


def test_every_function_tells_which_request_its_work_goes_back_to(
    pipeline: Pipeline, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(pipeline, monkeypatch)
    job_id = requested(pipeline)
    deliver(pipeline)
    lines = [line for line in log.lines if line.get("job_id") == str(job_id)]
    assert {line["message"] for line in lines} == {"job started", "job completed", *FUNCTIONS.values()}
    from_functions = [line for line in lines if line["message"] != "job started"]
    assert {line["function_name"] for line in from_functions} == set(FUNCTIONS)
    assert {(line["correlation_id"], line["attempt"]) for line in from_functions} == {(REQUEST, 1)}


def test_nothing_of_a_message_clings_to_what_comes_after_it(
    pipeline: Pipeline, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(pipeline, monkeypatch)
    requested(pipeline)
    deliver(pipeline)
    logger.info("later")
    assert not {"job_id", "correlation_id", "attempt", "segment_id"} & log.lines[-1].keys()
    assert correlation.current() is None


def test_a_failure_tells_the_request_and_how_many_tries_there_were(
    pipeline: Pipeline, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(pipeline, monkeypatch)
    pipeline.reader.book = ConnectionError("store unreachable")
    job_id = requested(pipeline)
    deliver(pipeline, times=2)
    failed = [line for line in log.lines if line["message"] == "message failed"]
    told = [(line["job_id"], line["correlation_id"], line["attempt"]) for line in failed]
    assert told == [(str(job_id), REQUEST, 1), (str(job_id), REQUEST, 2)]


def test_a_dead_letter_tells_the_request(pipeline: Pipeline, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    deploy(pipeline, monkeypatch)
    job_id = requested(pipeline)
    [message] = pipeline.queues.take(Queue.UPLOADS)
    call(settle.handler, message, received=6)
    failed, settled = (line for line in log.lines if line["message"] in {"job failed", "dead letter settled"})
    assert [line["correlation_id"] for line in (failed, settled)] == [REQUEST, REQUEST]
    assert (failed["job_id"], failed["code"], settled["attempt"]) == (str(job_id), "conversion_failed", 6)


@pytest.mark.parametrize("lost", list(Queue))
def test_the_sweep_calls_again_on_behalf_of_the_same_request(
    pipeline: Pipeline, tmp_path: Path, lost: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(pipeline, monkeypatch)
    requested(pipeline)
    while not (gone := pipeline.queues.take(lost)):
        deliver_once(pipeline)
    pipeline.clock.advance(3600)
    sweep(pipeline)
    again = [message for message in pipeline.queues.take(lost) if "job_id" in message.body]
    assert again
    assert {message.body["correlation_id"] for message in (*gone, *again)} == {REQUEST}


def deliver_once(pipeline: Pipeline) -> None:
    """Bring the messages that are there now to their functions."""
    for queue, handler in HANDLERS.items():
        if messages := pipeline.queues.take(queue):
            for message in messages:
                call(handler, message)
            return
