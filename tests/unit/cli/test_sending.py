"""Bytes on their way to a store that does not always take them."""

import io
from collections.abc import Mapping
from typing import BinaryIO, cast

import pytest

from local.ending import ServiceError
from local.sending import RETRY_SECONDS, Sender
from local.transport import Answer
from local.wire import Fields, UploadInParts

PART = 10
CONTENT = b"0123456789abcdefghijKLMNO"
SIZES = {1: 10, 2: 10, 3: 5}


class Store:
    """Takes parts, unless there is trouble with one: a count of failures by number, an error or a status each."""

    def __init__(self, trouble: Mapping[int, int] | None = None, status: int | None = None) -> None:
        self.trouble = dict(trouble or {})
        self.status = status
        self.parts: dict[int, bytes] = {}
        self.sent: list[int] = []
        self.pauses: list[float] = []
        self.told: list[tuple[int, int]] = []
        self.confirmed = 0

    @property
    def sender(self) -> Sender:
        return Sender(self, self, self.pauses.append)

    def upload(self) -> UploadInParts:
        missing = [
            {
                "number": number,
                "size": size,
                "url": f"http://store.test/{number}",
                "headers": {"Content-Length": str(size)},
            }
            for number, size in SIZES.items()
            if number not in self.parts
        ]
        answer = {"part_size": PART, "parts": missing, "arrived": sorted(self.parts), "expires_at": "", "method": "PUT"}
        return cast(UploadInParts, answer)

    def send(self, content: bytes = CONTENT) -> None:
        self.sender.send("file", self.upload(), io.BytesIO(content), lambda *told: self.told.append(told))

    def call(self, method: str, path: str, body: Fields | None = None) -> Fields:
        if (method, path) == ("GET", "/api/files/file/parts"):
            return cast(Fields, self.upload())
        assert (method, path) == ("POST", "/api/files/file/confirm")
        assert len(self.parts) == 3
        self.confirmed += 1
        return {}

    def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes | BinaryIO | None) -> Answer:
        number = int(url.rpartition("/")[2])
        self.sent.append(number)
        if self.trouble.get(number):
            self.trouble[number] -= 1
            if self.status is None:
                raise ConnectionError
            return Answer(self.status, b"")
        assert isinstance(body, bytes)
        assert len(body) == int(headers["Content-Length"])
        self.parts[number] = body
        return Answer(200, b"")

    def fetch(self, url: str, target: BinaryIO) -> int:
        raise AssertionError(url)


def test_a_large_file_goes_part_by_part() -> None:
    store = Store()

    store.send()

    assert store.parts == {1: b"0123456789", 2: b"abcdefghij", 3: b"KLMNO"}
    assert (store.sent, store.confirmed, store.pauses) == ([1, 2, 3], 1, [])
    assert store.told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_what_has_arrived_is_not_sent_again() -> None:
    store = Store()
    store.parts = {2: b"abcdefghij"}

    store.send()

    assert (store.sent, store.told[0]) == ([1, 3], (1, 3))
    assert b"".join(store.parts[number] for number in sorted(store.parts)) == CONTENT


@pytest.mark.parametrize("status", [None, 403, 500, 503])
def test_a_part_that_failed_gets_a_new_address(status: int | None) -> None:
    store = Store({2: 3}, status)

    store.send()

    assert (store.sent, store.confirmed) == ([1, 2, 2, 2, 2, 3], 1)
    assert store.pauses == [RETRY_SECONDS[0], RETRY_SECONDS[0], RETRY_SECONDS[1]]


def test_as_long_as_parts_arrive_nobody_loses_patience() -> None:
    store = Store({1: 4, 2: 4, 3: 4})

    store.send()

    assert store.confirmed == 1


def test_a_part_that_never_arrives_is_told_in_the_end() -> None:
    store = Store({2: 1000})

    with pytest.raises(ServiceError) as failed:
        store.send()

    assert (failed.value.code, store.confirmed) == ("upload_failed", 0)
    assert store.pauses[-len(RETRY_SECONDS) :] == list(RETRY_SECONDS)


def test_a_file_that_became_shorter_is_told() -> None:
    store = Store()

    with pytest.raises(ServiceError, match="shorter"):
        store.send(CONTENT[:-1])

    assert store.confirmed == 0
