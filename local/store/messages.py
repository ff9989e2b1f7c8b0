"""moto's queues, with their messages on the shelf, and word to whoever waits for one."""

from collections.abc import Callable
from threading import Condition, RLock
from typing import Any, ClassVar

from moto.sqs import models

from local.store.shelf import MessageRecord, Shelf

Announce = Callable[[str, float], None]
"""Takes a queue's name and the UTC second from which a message of it can be received."""


class StoredMessage(models.Message):
    """A message that tells when it will be visible again."""

    announce: ClassVar[Announce]
    queue_name: str | None = None

    def change_visibility(self, visibility_timeout: int) -> None:
        super().change_visibility(visibility_timeout)
        self.tell()

    def tell(self) -> None:
        """Announce the message."""
        if self.queue_name:
            StoredMessage.announce(self.queue_name, max(self.visible_at, self.delayed_until) / 1000)


class StoredQueue(models.Queue):
    """A queue that survives a restart; receive counts begin anew then."""

    shelf: ClassVar[Shelf]
    turn: ClassVar[RLock]

    def __init__(self, name: str, region: str, account_id: str, **kwargs: Any) -> None:
        self._kept: list[models.Message] = []
        super().__init__(name, region, account_id, **kwargs)
        # moto rebuilds its list of messages without a lock; all requests take one turn, which a long poll gives back.
        self._messages_lock = Condition(self.turn)
        for record in self.shelf.messages(name):
            self._kept.append(_revive(record))

    @property
    def _messages(self) -> list[models.Message]:
        return self._kept

    @_messages.setter
    def _messages(self, kept: list[models.Message]) -> None:
        gone = {message.id for message in self._kept}.difference(message.id for message in kept)
        self._kept = kept
        if gone:
            self.shelf.forget_messages(self.name, gone)

    def add_message(self, message: models.Message) -> None:
        if isinstance(message, StoredMessage):
            # maxReceiveCount counts the receives from its own queue (CloudFormation, AWS::SQS::Queue RedrivePolicy).
            message.approximate_receive_count = 0
            message.queue_name = self.name
            self.shelf.put_message(_record(message))
        super().add_message(message)
        if isinstance(message, StoredMessage):
            message.tell()


def install(shelf: Shelf, turn: RLock, announce: Announce) -> None:
    """Make moto use these queues; every use of them has to hold `turn`."""
    StoredQueue.shelf = shelf
    StoredQueue.turn = turn
    StoredMessage.announce = announce
    models.Message = StoredMessage  # type: ignore[misc]
    models.Queue = StoredQueue  # type: ignore[misc]


def _record(message: StoredMessage) -> MessageRecord:
    strings = {name: value for name, value in message.message_attributes.items() if "BinaryValue" not in value}
    return MessageRecord(
        message.id,
        str(message.queue_name),
        message.body,
        message.group_id,
        int(message.sent_timestamp or 0),
        message.delayed_until,
        strings,
    )


def _revive(record: MessageRecord) -> StoredMessage:
    message = StoredMessage(record.id, record.body)
    message.queue_name = record.queue
    message.group_id = record.group
    message.sent_timestamp = record.sent  # type: ignore[assignment]
    message.delayed_until = record.delayed_until
    message.message_attributes = record.attributes
    return message
