"""What is owed after a commit: messages to queues, objects to remove. Whatever fails here, the sweep makes good."""

from collections.abc import Sequence

from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.usecases.world import World


def send(world: World, messages: Sequence[OutboxMessage]) -> None:
    """Send messages that the last transaction owed, and forget those that the queues took."""
    taken = world.queues.send(messages) if messages else []
    if taken:
        with world.store.as_service() as records:
            records.outbox.sent(taken)


def empty_trash(world: World, prefixes: Sequence[str]) -> None:
    """Remove the objects below prefixes that the last transaction gave up."""
    for prefix in prefixes:
        world.objects.delete(world.objects.list(prefix))
        with world.store.as_service() as records:
            records.trash.emptied(prefix)
