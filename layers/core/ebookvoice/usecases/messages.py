"""The messages that carry ids from one function to the next, that of the request they go back to among them."""

from typing import Any
from uuid import UUID

from ebookvoice.domain import correlation
from ebookvoice.domain.states import Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.usecases.world import World


def job_message(
    world: World, queue: Queue, job_id: UUID, user_id: UUID, correlation_id: str | None = None
) -> OutboxMessage:
    """Call for a job to be read (uploads queue) or bound (assembly queue); a dead letter must tell which it was.

    Here and below, `correlation_id` is that of the request that asked for the job, if it is not the one at hand.
    """
    body = {"job_id": str(job_id), "queue": str(queue)}
    return OutboxMessage(world.ids.new(), queue, _traced(body, correlation_id), str(user_id))


def picture_message(world: World, file_id: UUID, user_id: UUID) -> OutboxMessage:
    """Call for an uploaded picture to be prepared."""
    return OutboxMessage(world.ids.new(), Queue.UPLOADS, _traced({"picture_id": str(file_id)}), str(user_id))


def plan_message(world: World, file_id: UUID, user_id: UUID) -> OutboxMessage:
    """Call for an uploaded book to be read for its plan."""
    return OutboxMessage(world.ids.new(), Queue.UPLOADS, _traced({"plan_file_id": str(file_id)}), str(user_id))


def voices_message(world: World, engine: str) -> OutboxMessage:
    """Call for an engine to be asked for its voices."""
    return OutboxMessage(world.ids.new(), Queue.UPLOADS, _traced({"voices_of": engine}), "voices")


def sample_message(world: World, sample_id: UUID, user_id: UUID | None) -> OutboxMessage:
    """Call for a sample to be spoken."""
    body = _traced({"sample_id": str(sample_id)})
    return OutboxMessage(world.ids.new(), Queue.UPLOADS, body, str(user_id or sample_id))


def chapter_message(
    world: World, job_id: UUID, number: int, user_id: UUID, correlation_id: str | None = None
) -> OutboxMessage:
    """Call for a chapter (from 0) to be mastered."""
    body = {"job_id": str(job_id), "chapter": number, "queue": str(Queue.CHAPTERS)}
    return OutboxMessage(world.ids.new(), Queue.CHAPTERS, _traced(body, correlation_id), str(user_id))


def segment_message(
    world: World, job_id: UUID, segment_id: UUID, user_id: UUID, correlation_id: str | None = None
) -> OutboxMessage:
    """Call for a segment to be spoken."""
    body = {"job_id": str(job_id), "segment_id": str(segment_id)}
    return OutboxMessage(world.ids.new(), Queue.SEGMENTS, _traced(body, correlation_id), str(user_id))


def _traced(body: dict[str, Any], correlation_id: str | None = None) -> dict[str, Any]:
    known = correlation_id or correlation.current()
    return {**body, "correlation_id": known} if known else body
