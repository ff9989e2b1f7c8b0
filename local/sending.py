"""Send a file's bytes where the service says: at once, or part by part."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import BinaryIO, Protocol, cast

from local.ending import ServiceError
from local.transport import Transport
from local.wire import Fields, Upload, UploadInParts

RETRY_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Pauses before parts that did not arrive are sent again; as long as some do arrive, nobody loses patience."""

Told = Callable[[int, int], None]
"""Hears how many parts of how many have arrived."""


class Caller(Protocol):
    def call(self, method: str, path: str, body: Fields | None = None) -> Fields:
        """Ask the API. Raises ServiceError."""
        ...


class Sender:
    """Every method raises ServiceError when the bytes did not arrive."""

    def __init__(self, api: Caller, transport: Transport, pause: Callable[[float], None]) -> None:
        self._api = api
        self._transport = transport
        self._pause = pause

    def send(self, file_id: str, upload: Upload | UploadInParts, content: BinaryIO, told: Told) -> None:
        """Send a file as it was announced."""
        if "parts" in upload:
            self.send_parts(file_id, cast(UploadInParts, upload), content, told)
        else:
            self._send_whole(upload, content)

    def send_parts(self, file_id: str, upload: UploadInParts, content: BinaryIO, told: Told) -> None:
        """Send the parts that are missing, time and again, and have them put together."""
        pauses = iter(RETRY_SECONDS)
        while not self._send_missing(upload, content, told):
            before = len(upload["parts"])
            self._wait(pauses)
            upload = cast(UploadInParts, self._api.call("GET", f"/api/files/{file_id}/parts"))
            if len(upload["parts"]) < before:
                pauses = iter(RETRY_SECONDS)
        self._api.call("POST", f"/api/files/{file_id}/confirm")

    def _send_whole(self, upload: Upload, content: BinaryIO) -> None:
        try:
            answer = self._transport.request(upload["method"], upload["url"], upload["headers"], content)
        except ConnectionError as error:
            raise ServiceError("unavailable", str(error)) from error
        if answer.status != HTTPStatus.OK:
            raise ServiceError("upload_failed", f"The store refused the file (status {answer.status}). Start again.")

    def _send_missing(self, upload: UploadInParts, content: BinaryIO, told: Told) -> bool:
        """Send each missing part; False as soon as one did not arrive. Raises ServiceError for a changed file."""
        arrived, count = len(upload["arrived"]), len(upload["arrived"]) + len(upload["parts"])
        told(arrived, count)
        for part in upload["parts"]:
            content.seek((part["number"] - 1) * upload["part_size"])
            block = content.read(part["size"])
            if len(block) != part["size"]:
                raise ServiceError("upload_failed", "The file became shorter while it was sent. Start again.")
            try:
                answer = self._transport.request(upload["method"], part["url"], part["headers"], block)
            except ConnectionError:
                return False
            if answer.status != HTTPStatus.OK:
                return False
            arrived += 1
            told(arrived, count)
        return True

    def _wait(self, pauses: Iterator[float]) -> None:
        seconds = next(pauses, None)
        if seconds is None:
            raise ServiceError("upload_failed", "The store does not take the file's parts. Start again to go on.")
        self._pause(seconds)


def by_phase(phase: Callable[[str], None]) -> Told:
    """Tell of parts as of a phase of the program."""
    return lambda arrived, count: phase(f"uploading: {arrived} of {count} parts")
