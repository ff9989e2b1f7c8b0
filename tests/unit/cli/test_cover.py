"""A picture goes up before the book whose cover it shall be."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from local.client import POLL_SECONDS, Client
from local.credentials import Credentials
from local.ending import Exit, ServiceError, ending_of
from local.transport import Answer
from tests.unit.cli.service import URL, InMemoryService, answer

FAILURE = {"code": "not_a_picture", "message": "No picture."}


class Pictures(InMemoryService):
    """A service that takes some time to look at a picture."""

    def __init__(self, *states: str) -> None:
        super().__init__()
        self.left = list(states)

    def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes | BinaryIO | None) -> Answer:
        if (method, url) == ("GET", f"{URL}/api/files/file"):
            state = self.left.pop(0)
            return answer(200, {"id": "file", "state": state, "failure": FAILURE if state == "rejected" else None})
        return super().request(method, url, headers, body)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "cover.png"
    path.write_bytes(b"a picture")
    return path


def client_of(service: InMemoryService, pauses: list[float]) -> Client:
    return Client(URL, Credentials("reader@ebookvoice.invalid", "long enough"), service.inbox, service, pauses.append)


def test_a_picture_is_waited_for(picture: Path) -> None:
    service, pauses = Pictures("awaiting", "uploaded", "ready"), list[float]()
    assert client_of(service, pauses).picture(picture) == "file"
    assert list(service.uploads.values()) == [b"a picture"]
    announced: dict[str, Any] = service.announced[0]
    assert (announced["kind"], announced["filename"], announced["size"]) == ("picture", "cover.png", 9)
    assert "convert" not in announced
    assert pauses == [POLL_SECONDS] * 2


def test_a_picture_that_is_refused_ends_the_run(picture: Path) -> None:
    with pytest.raises(ServiceError) as refusal:
        client_of(Pictures("uploaded", "rejected"), []).picture(picture)
    ending = ending_of(refusal.value)
    assert ending is not None
    assert (ending.status, ending.code, ending.message) == (Exit.REFUSED, "not_a_picture", "No picture.")


def test_a_picture_that_never_arrives_is_not_waited_for(picture: Path) -> None:
    with pytest.raises(ServiceError) as refusal:
        client_of(Pictures("awaiting", "expired"), []).picture(picture)
    assert refusal.value.code == "upload_failed"
