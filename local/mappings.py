"""Event source mappings: what Lambda's pollers do between a queue and a function."""

import heapq
import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from local.events import sqs_event
from local.runtime import FunctionError
from local.wiring import SourceMapping

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

MOMENT = 0.005
"""Seconds after which a message that becomes visible at an instant surely is."""
IDLE_SECONDS = 30
"""The longest time without a look at the queue; the store tells of every message, so this should never matter."""
log = logging.getLogger(__name__)


class Poller:
    """Receives batches, invokes the function with them, deletes what it handled and leaves the rest to come again.

    It looks at the queue when the store has told that a message can be received, and rests otherwise.
    """

    def __init__(
        self,
        mapping: SourceMapping,
        queue_url: str,
        client: "SQSClient",
        invoke: Callable[[Mapping[str, Any]], Any],
        slots: int,
    ) -> None:
        self._mapping = mapping
        self._url = queue_url
        self._client = client
        self._invoke = invoke
        self._slots = threading.Semaphore(slots)
        self._news = threading.Condition()
        self._due = [0.0]
        self._stopped = False
        self._executor = ThreadPoolExecutor(slots, f"batches-{mapping.function}")
        self._thread = threading.Thread(target=self._run, name=f"poller-{mapping.function}", daemon=True)

    def start(self) -> None:
        """Begin to poll."""
        self._thread.start()

    def wake(self, at: float) -> None:
        """Take word that a message can be received from the UTC second `at` on."""
        with self._news:
            heapq.heappush(self._due, at)
            self._news.notify()

    def stop(self) -> None:
        """Stop polling; invocations that run are not waited for."""
        with self._news:
            self._stopped = True
            self._news.notify()
        self._slots.release()
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        while self._await_news():
            while self._slots.acquire() and not self._stopped:
                messages = self._receive()
                if not messages:
                    self._slots.release()
                    break
                with self._news:
                    if self._stopped:
                        return
                    self._executor.submit(self._handle, messages)

    def _await_news(self) -> bool:
        with self._news:
            while not self._stopped:
                now = time.time()
                if self._due and self._due[0] + MOMENT <= now:
                    while self._due and self._due[0] + MOMENT <= now:
                        heapq.heappop(self._due)
                    return True
                wait = self._due[0] + MOMENT - now if self._due else IDLE_SECONDS
                if not self._news.wait(min(wait, IDLE_SECONDS)) and wait >= IDLE_SECONDS:
                    return True
        return False

    def _receive(self) -> Sequence[Mapping[str, Any]]:
        try:
            answer = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=self._mapping.batch_size,
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
                WaitTimeSeconds=0,
            )
        except (BotoCoreError, ClientError):
            if not self._stopped:
                log.exception("A queue could not be read: %s", self._url)
            self.wake(time.time() + 1)
            return []
        return answer.get("Messages", [])

    def _handle(self, messages: Sequence[Mapping[str, Any]]) -> None:
        try:
            failed = self._failed(messages)
            self._delete(message for message in messages if message["MessageId"] not in failed)
        except (BotoCoreError, ClientError):
            if not self._stopped:
                log.exception("Handled messages could not be deleted and will come again: %s", self._url)
        finally:
            self._slots.release()

    def _failed(self, messages: Sequence[Mapping[str, Any]]) -> set[str]:
        """Invoke the function and tell which messages it did not handle."""
        ids = {str(message["MessageId"]) for message in messages}
        try:
            answer = self._invoke(sqs_event(messages, self._mapping.queue))
        except FunctionError as error:
            if not self._stopped:
                log.warning("%s failed: %s", self._mapping.function, error)
            return ids
        return batch_item_failures(answer, ids) if self._mapping.reports_failures else set()

    def _delete(self, messages: Iterable[Mapping[str, Any]]) -> None:
        entries = [{"Id": str(n), "ReceiptHandle": str(m["ReceiptHandle"])} for n, m in enumerate(messages)]
        if entries:
            self._client.delete_message_batch(QueueUrl=self._url, Entries=entries)  # type: ignore[arg-type]


def batch_item_failures(answer: Any, ids: set[str]) -> set[str]:
    """Read a partial batch response: nothing named means success, anything malformed means that all have failed.

    Source: the Lambda developer guide, "Success and failure conditions" of ReportBatchItemFailures.
    """
    if answer is None or answer == {}:
        return set()
    try:
        failures = answer["batchItemFailures"]
        named = {failure["itemIdentifier"] for failure in failures or []}
    except (KeyError, TypeError):
        log.warning("A partial batch response can't be read: %s", json.dumps(answer)[:200])
        return ids
    return named if named <= ids else ids
