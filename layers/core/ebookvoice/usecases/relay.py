"""What is owed after a commit: messages to queues, objects to remove. Whatever fails here, the sweep makes good."""

import logging
from collections.abc import Sequence

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)


def send(world: World, messages: Sequence[OutboxMessage]) -> None:
    """Send messages that the last transaction owed, and forget those that the queues took."""
    try:
        taken = world.queues.send(messages) if messages else []
        if taken:
            with world.store.as_service() as records:
                records.outbox.sent(taken)
    except UnavailableError:
        logger.warning("messages are left to the sweep", exc_info=True)


def empty_trash(world: World, prefixes: Sequence[str]) -> None:
    """Remove the objects below prefixes that the last transaction gave up.

    The prefixes stay on the books: a worker that does not know yet may still write below them, and the sweep comes by.
    """
    try:
        for prefix in prefixes:
            world.objects.delete(world.objects.list(prefix))
    except UnavailableError:
        logger.warning("objects are left to the sweep", exc_info=True)


def remove(world: World, keys: Sequence[str]) -> None:
    """Remove single objects that the last transaction gave up, and that nobody writes again."""
    try:
        world.objects.delete(keys)
        with world.store.as_service() as records:
            records.trash.forget_exact(keys)
    except UnavailableError:
        logger.warning("objects are left to the cleanup", exc_info=True)


def abort_parts(world: World, key: str, upload_id: str) -> None:
    """Give up an upload in parts, and what has arrived of it."""
    try:
        world.objects.abort_parts(key, upload_id)
    except UnavailableError:
        logger.warning("parts are left to the bucket's own rule", exc_info=True, extra={"key": key})
