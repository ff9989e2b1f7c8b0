"""A message that is due later is not received before."""

import time
from datetime import timedelta
from uuid import uuid4

import boto3
import pytest

from ebookvoice.adapters.queues import LONGEST_DELAY_S, SqsQueues
from ebookvoice.adapters.system import SystemClock
from ebookvoice.domain.states import Queue
from ebookvoice.ports.queues import OutboxMessage
from local.environment import Access
from local.resources import Clients
from tests.fakes import FakeClock
from tests.integration.objectstores import bucket, embedded, moto_endpoint

__all__ = ["bucket", "embedded", "moto_endpoint"]


@pytest.mark.parametrize(
    ("seconds", "delayed"), [(None, False), (-60, False), (0, False), (40, True), (10 * LONGEST_DELAY_S, True)]
)
def test_a_message_is_delayed_until_it_is_due(bucket: str, seconds: float | None, delayed: bool) -> None:
    clock = FakeClock()
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName=f"segments-{uuid4()}")["QueueUrl"]
    due_at = None if seconds is None else clock.now() + timedelta(seconds=seconds)
    message = OutboxMessage(uuid4(), Queue.SEGMENTS, {"segment_id": "x"}, "user", due_at)

    taken = SqsQueues({Queue.SEGMENTS: url}, clock).send([message])

    assert taken == [message.id]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesDelayed"] == str(int(delayed))
    assert attributes["ApproximateNumberOfMessages"] == str(int(not delayed))


def test_the_embedded_queue_keeps_it_as_long(embedded: Access) -> None:
    sqs = Clients(embedded).sqs
    url = sqs.create_queue(QueueName=f"segments-{uuid4()}")["QueueUrl"]
    queues = SqsQueues({Queue.SEGMENTS: url}, SystemClock())
    queues.__dict__["_client"] = sqs
    due_at = SystemClock().now() + timedelta(seconds=1.5)

    assert queues.send([OutboxMessage(uuid4(), Queue.SEGMENTS, {"segment_id": "x"}, "user", due_at)])

    assert "Messages" not in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0)
    time.sleep(2.2)
    assert len(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0)["Messages"]) == 1
    assert SystemClock().now() >= due_at
