"""A worker is killed before and after every effect it has, and the book is finished all the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ebookvoice.domain.formats import Format
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.states import JobState
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.store import Records
from ebookvoice.usecases.audiobooks import find_audiobook
from ebookvoice.usecases.jobs import find_job
from ebookvoice.usecases.sweep import sweep
from tests.fakes import FakeReader
from tests.integration.pipeline.conftest import Pipeline, book


class KilledError(BaseException):
    """kill -9: nothing that the worker does afterwards has any effect either."""


class Life:
    """Ends at the given step; a step is the moment before or after an effect."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        self.left -= 1
        if self.left <= 0:
            raise KilledError


class Mortal:
    """A port all of whose calls are steps of a life."""

    def __init__(self, port: object, life: Life) -> None:
        self._port, self._life = port, life

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: object, **options: object) -> object:
            self._life.step()
            result = getattr(self._port, name)(*arguments, **options)
            self._life.step()
            return result

        return call


class MortalStore:
    """Transactions that may die before they begin, before they commit and right after."""

    def __init__(self, store: Any, life: Life) -> None:
        self._store, self._life = store, life

    @contextmanager
    def as_service(self) -> Iterator[Records]:
        self._life.step()
        with self._store.as_service() as records:
            yield records
            self._life.step()
        self._life.step()


class Worker(Pipeline):
    """The pipeline's world, seen by a worker who will be killed."""

    def __init__(self, pipeline: Pipeline, life: Life) -> None:
        self.__dict__.update(pipeline.__dict__)
        self.store = MortalStore(pipeline.store, life)  # type: ignore[assignment]
        for name in ("objects", "queues", "narrator", "reader", "mastering"):
            setattr(self, name, Mortal(getattr(pipeline, name), life))


def handle(worker: Pipeline, message: OutboxMessage, directory: Path) -> None:
    job_id = UUID(message.body["job_id"])
    match message.queue:
        case "uploads":
            worker.ingest(job_id, directory)
        case "segments":
            worker.synthesize(UUID(message.body["segment_id"]), directory)
        case "chapters":
            worker.master(job_id, message.body["chapter"], directory)
        case "assembly":
            worker.assemble(job_id)


def run_until_killed(pipeline: Pipeline, life: Life, directory: Path, redelivered: bool) -> bool:
    """Handle messages in order; False if the worker was killed. Its message may come back or, at worst, be lost."""
    while pipeline.queues.messages:
        message = pipeline.queues.messages.pop(0)
        if "job_id" not in message.body:
            continue
        try:
            handle(Worker(pipeline, life), message, directory)
        except KilledError:
            if redelivered:
                pipeline.queues.messages.append(message)
            return False
    return True


@pytest.mark.parametrize("redelivered", [True, False])
def test_killed_at_any_step(pipeline: Pipeline, tmp_path: Path, redelivered: bool) -> None:
    pipeline.reader = FakeReader(book(chapters=2, paragraphs=2, length=4000))
    for steps in range(1, 500):
        user = pipeline.user()
        job_id = pipeline.queued(user, Conversion(formats=(Format.M4B, Format.MP3)))
        lived = run_until_killed(pipeline, Life(steps), tmp_path, redelivered)
        for _ in range(3):
            pipeline.clock.advance(pipeline.settings.lease_seconds + (60 if redelivered else 900))
            sweep(pipeline)
            pipeline.run(tmp_path)
        assert find_job(pipeline, user, job_id).state is JobState.COMPLETED, f"killed at step {steps}"
        audiobook = find_audiobook(pipeline, user, job_id)
        assert [chapter.duration_ms for chapter in audiobook.chapters] == [8_000, 8_000]
        assert pipeline.events(user) == [("grant", 3), ("hold", -1), ("post", 0)]
        assert pipeline.rows("select id from outbox") == []
        rows = pipeline.rows("select key from files where job_id = %(job)s", job=job_id)
        stored = set(pipeline.objects.list(f"users/{user}/audiobooks/"))
        assert {row["key"] for row in rows} == stored
        assert len(stored) == 5
        if lived:
            break
    assert lived
    assert steps > 50
