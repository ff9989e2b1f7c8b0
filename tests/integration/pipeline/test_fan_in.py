"""Workers that finish together, and messages that come twice: assembly is called for once, and never too early."""

import random
import threading
from pathlib import Path
from queue import SimpleQueue
from uuid import UUID

from ebookvoice.domain.states import JobState, Queue
from ebookvoice.usecases.jobs import find_job
from ebookvoice.usecases.sweep import sweep
from tests.fakes import FakeReader
from tests.integration.pipeline.conftest import Pipeline, book

JOBS = 60
WORKERS = 8


def test_the_last_segment_calls_for_assembly_exactly_once(
    pipeline: Pipeline, database_url: str, tmp_path: Path
) -> None:
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
    work: SimpleQueue[UUID] = SimpleQueue()
    for segment in deliveries:
        work.put(segment)
    failures: list[BaseException] = []

    def speak(number: int) -> None:
        worker = Pipeline(database_url)
        worker.__dict__.update(objects=pipeline.objects, queues=pipeline.queues, clock=pipeline.clock)
        directory = tmp_path / str(number)
        directory.mkdir()
        try:
            while not work.empty():
                worker.synthesize(work.get_nowait(), directory)
        except BaseException as error:
            failures.append(error)
        finally:
            worker.store.close()

    threads = [threading.Thread(target=speak, args=(number,)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    called = [UUID(message.body["job_id"]) for message in pipeline.queues.take(Queue.ASSEMBLY)]
    assert sorted(called) == sorted(jobs)
    assert {find_job(pipeline, user, job_id).state for job_id in jobs} == {JobState.ASSEMBLING}
    assert pipeline.rows("select 1 from segments where state <> 'done'") == []
    assert pipeline.rows("select 1 from jobs where characters_done <> characters or remaining <> 0") == []
    assert pipeline.rows("select 1 from outbox") == []


def test_messages_are_sent_though_the_queue_was_down(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    pipeline.queues.down = True
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    assert pipeline.queues.messages == []
    pipeline.queues.down = False
    for _ in range(4):
        pipeline.clock.advance(60)
        sweep(pipeline)
        pipeline.run(tmp_path)
    assert find_job(pipeline, user, job_id).state is JobState.COMPLETED
