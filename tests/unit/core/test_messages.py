"""What a handler of messages answers, for good ones and bad ones."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice.domain.states import Queue
from functions.convert import messages


class Hidden:
    """Takes note for how long messages are hidden."""

    def __init__(self) -> None:
        self.seconds: list[int] = []

    def hide(self, queue: Queue, receipt: str, seconds: int) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> Hidden:
    hidden = Hidden()
    monkeypatch.setattr(messages, "world", lambda: SimpleNamespace(queues=hidden))
    return hidden


def record(number: int, received: int) -> dict[str, Any]:
    return {
        "messageId": str(number),
        "receiptHandle": "r",
        "body": f'{{"number": {number}}}',
        "attributes": {"ApproximateReceiveCount": str(received)},
        "eventSource": "aws:sqs",
    }


def work(body: dict[str, Any], hide: messages.Hide) -> None:
    if body["number"] % 2:
        raise ConnectionError


def answer(*records: dict[str, Any]) -> Any:
    return messages.answer({"Records": list(records)}, cast(LambdaContext, None), Queue.SEGMENTS, work)


def test_only_what_failed_comes_back(hidden: Hidden) -> None:
    assert answer(record(1, 1), record(2, 1), record(3, 1)) == {
        "batchItemFailures": [{"itemIdentifier": "1"}, {"itemIdentifier": "3"}]
    }


def test_a_single_failure_does_not_fail_the_invocation(hidden: Hidden) -> None:
    assert answer(record(1, 1)) == {"batchItemFailures": [{"itemIdentifier": "1"}]}


def test_the_pause_doubles_up_to_a_quarter_of_an_hour(hidden: Hidden) -> None:
    for received in (1, 2, 3, 4, 9):
        answer(record(1, received))
    assert hidden.seconds == [30, 60, 120, 240, 900]
