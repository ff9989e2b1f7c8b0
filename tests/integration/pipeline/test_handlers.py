"""Messages about chapters, as the functions get them."""

import json
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.job import Conversion
from ebookvoice.domain.states import JobState
from ebookvoice.usecases.jobs import find_job
from functions.convert import master, messages, settle
from tests.integration.pipeline.conftest import Pipeline
from tests.unit.api.transports import Context

EVENTS = Path(__file__).parents[3] / "events"


def call(handler: Any, sample: str, job_id: UUID, number: int) -> Any:
    """Send the sample event of a function, with a chapter in it."""
    event = json.loads((EVENTS / f"{sample}.json").read_text())
    [record] = event["Records"]
    record["body"] = json.dumps({**json.loads(record["body"]), "job_id": str(job_id), "chapter": number})
    return handler(event, cast(LambdaContext, Context(sample)))


@pytest.fixture(autouse=True)
def deployment(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (master, messages, settle):
        monkeypatch.setattr(module, "world", lambda: pipeline)
    monkeypatch.setattr(master, "Mastering", lambda **_: pipeline.mastering)
    monkeypatch.setattr(master, "account", pipeline.mastering.account)


def test_a_message_has_its_chapter_mastered(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user, Conversion())
    pipeline.speak(job_id, tmp_path)
    assert call(master.handler, "master-chapter", job_id, 1) == {"batchItemFailures": []}
    durations = [chapter.duration_ms for chapter in find_job(pipeline, user, job_id).chapters]
    assert durations == [None, 8_000, None]


def test_a_message_that_fails_comes_back(pipeline: Pipeline, tmp_path: Path) -> None:
    job_id = pipeline.queued(pipeline.user(), Conversion())
    pipeline.speak(job_id, tmp_path)
    pipeline.mastering.error = ConnectionError("store unreachable")
    [failure] = call(master.handler, "master-chapter", job_id, 0)["batchItemFailures"]
    assert failure["itemIdentifier"]


def test_a_dead_letter_ends_the_job(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user, Conversion())
    pipeline.speak(job_id, tmp_path)
    assert call(settle.handler, "settle-chapter", job_id, 0) == {"batchItemFailures": []}
    assert find_job(pipeline, user, job_id).state is JobState.FAILED
    assert pipeline.balance(user) == 3
