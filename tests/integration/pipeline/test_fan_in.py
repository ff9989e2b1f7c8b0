"""Workers that finish together, and messages that come twice: assembly is called for once, and never too early."""

import random
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar
from uuid import UUID

from ebookvoice.domain.states import JobState, Queue
from ebookvoice.usecases.jobs import find_job
from ebookvoice.usecases.sweep import sweep
from tests.fakes import FakeReader
from tests.integration.pipeline.conftest import Pipeline, book

T = TypeVar("T")

JOBS = 60
WORKERS = 8


def test_the_last_ones_call_for_what_comes_next_exactly_once(pipeline: Pipeline, tmp_path: Path) -> None:
    pipeline.reader = FakeReader(book(chapters=4, paragraphs=2, length=6000))
    pipeline.settings = type(pipeline.settings)(signup_credits=JOBS)
    user = pipeline.user()
    jobs = [pipeline.queued(user) for _ in range(JOBS)]
    for job_id in jobs:
        pipeline.ingest(job_id, tmp_path)
    pipeline.queues.take(Queue.UPLOADS)
    segments = pipeline.segments()
    assert len(segments) == JOBS * 8

    def pile(segment: UUID) -> tuple[int, float]:
        return (segments.index(segment) % 8 // WORKERS, random.random())

    deliveries = sorted(segments + random.sample(segments, len(segments) // 5), key=pile)
    together(pipeline, tmp_path, deliveries, lambda worker, segment, at: worker.synthesize(segment, at))
    chapters = pipeline.chapters()
    assert sorted(chapters) == sorted((job_id, number) for job_id in jobs for number in range(4))
    assert {find_job(pipeline, user, job_id).state for job_id in jobs} == {JobState.SYNTHESIZING}

    deliveries_of_chapters = chapters + random.sample(chapters, len(chapters) // 5)
    together(pipeline, tmp_path, deliveries_of_chapters, lambda worker, chapter, at: worker.master(*chapter, at))
    called = [UUID(message.body["job_id"]) for message in pipeline.queues.take(Queue.ASSEMBLY)]
    assert sorted(called) == sorted(jobs)
    assert {find_job(pipeline, user, job_id).state for job_id in jobs} == {JobState.ASSEMBLING}
    assert pipeline.rows("select 1 from segments where state <> 'done'") == []
    assert pipeline.rows("select 1 from jobs where characters_done <> characters or remaining <> 0") == []
    assert pipeline.rows("select 1 from jobs where chapters_remaining <> 0") == []
    assert pipeline.rows("select 1 from chapters where state <> 'done'") == []
    assert pipeline.rows("select 1 from outbox") == []


def together(
    pipeline: Pipeline, directory: Path, deliveries: Sequence[T], do: Callable[[Pipeline, T, Path], object]
) -> None:
    """Have workers do all of it side by side, each with a connection and a directory of its own."""
    work: SimpleQueue[T] = SimpleQueue()
    for delivery in deliveries:
        work.put(delivery)
    failures: list[BaseException] = []

    def labour(number: int) -> None:
        worker = Pipeline(pipeline.database_url)
        worker.__dict__.update(objects=pipeline.objects, queues=pipeline.queues, clock=pipeline.clock)
        own = directory / str(number)
        own.mkdir(exist_ok=True)
        try:
            with suppress(Empty):
                while True:
                    do(worker, work.get_nowait(), own)
        except BaseException as error:
            failures.append(error)
        finally:
            worker.store.close()

    threads = [threading.Thread(target=labour, args=(number,)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_messages_are_sent_though_the_queue_was_down(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    pipeline.queues.down = True
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    assert pipeline.queues.messages == []
    pipeline.queues.down = False
    for _ in range(5):
        pipeline.clock.advance(60)
        sweep(pipeline)
        pipeline.run(tmp_path)
    assert find_job(pipeline, user, job_id).state is JobState.COMPLETED
