"""SQS through boto3; standard queues with the user as message group, so that they are fair."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import groupby, islice
from typing import TYPE_CHECKING
from uuid import UUID

import boto3
from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from ebookvoice.domain.states import Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

BATCH = 10
"""Messages per request, SQS's limit."""

LONGEST_DELAY_S = 900
"""SQS's limit; a message that is due later comes earlier."""

_logger = Logger(child=True)


class SqsQueues:
    """Sends to the queues by their URLs."""

    def __init__(self, urls: Mapping[Queue, str], clock: Clock) -> None:
        self._urls = urls
        self._clock = clock

    @cached_property
    def _client(self) -> "SQSClient":
        return boto3.client("sqs")

    def send(self, messages: Sequence[OutboxMessage]) -> list[UUID]:
        """Send in batches; return the ids of those that the queue took.

        A queue that can't be reached takes none: the messages stay owed, and the sweep sends them later.
        """
        taken: list[UUID] = []
        for queue, group in groupby(messages, key=lambda message: message.queue):
            while batch := list(islice(group, BATCH)):
                taken += self._send_batch(queue, batch)
        return taken

    def hide(self, queue: Queue, receipt: str, seconds: int) -> None:
        """Keep a received message invisible for that many seconds from now."""
        try:
            self._client.change_message_visibility(
                QueueUrl=self._urls[queue], ReceiptHandle=receipt, VisibilityTimeout=seconds
            )
        except (BotoCoreError, ClientError):
            _logger.warning("visibility not changed", extra={"queue": queue})

    def _send_batch(self, queue: Queue, batch: list[OutboxMessage]) -> list[UUID]:
        now = self._clock.now()
        try:
            answer = self._client.send_message_batch(
                QueueUrl=self._urls[queue],
                Entries=[_entry(message, now) for message in batch],
            )
        except (BotoCoreError, ClientError):
            _logger.exception("messages not sent", extra={"queue": queue, "messages": len(batch)})
            return []
        if failed := answer.get("Failed"):
            _logger.warning("messages refused", extra={"queue": queue, "failed": failed})
        return [UUID(entry["Id"]) for entry in answer.get("Successful", [])]


def _entry(message: OutboxMessage, now: datetime) -> "SendMessageBatchRequestEntryTypeDef":
    entry: SendMessageBatchRequestEntryTypeDef = {
        "Id": str(message.id),
        "MessageBody": json.dumps(message.body),
        "MessageGroupId": message.group,
    }
    if message.due_at is not None and message.due_at > now:
        entry["DelaySeconds"] = min(math.ceil((message.due_at - now).total_seconds()), LONGEST_DELAY_S)
    return entry
