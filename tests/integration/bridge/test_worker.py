"""The Worker itself, run by Node against the API over HTTP."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.integration.bridge.conftest import SECRET, Shore
from tests.unit.api.caller import Call

NODE = shutil.which("node")
ROOT = Path(__file__).parents[3]
DRIVER = Path(__file__).with_name("drive.mjs")

pytestmark = pytest.mark.skipif(NODE is None, reason="there is no Node")


class Door:
    """The API on a loopback port; `down` answers of it are what the gateway says when nobody is there."""

    def __init__(self, shore: Shore, url: str) -> None:
        self.shore, self.url = shore, url
        self.down = 0
        self.seen: list[int] = []

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        status, content = HTTPStatus.SERVICE_UNAVAILABLE, b""
        if self.down:
            self.down -= 1
        else:
            call = Call(handler.command, handler.path, tuple(handler.headers.items()), body)
            reply = self.shore.world.transport(call)
            status, content = HTTPStatus(reply.status), reply.body
        self.seen.append(int(status))
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)


@contextmanager
def opened(shore: Shore) -> Iterator[Door]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            opening.answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    opening = Door(shore, f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield opening
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def door(shore: Shore) -> Iterator[Door]:
    with opened(shore) as opening:
        yield opening


def notice(key: str, action: str = "PutObject") -> dict[str, Any]:
    """Write a message as R2 does (R2 documentation, "Event notifications")."""
    told: dict[str, Any] = {"account": "3f4b", "action": action, "bucket": "books", "object": {"key": key}}
    if action != "DeleteObject":
        told["object"] |= {"size": 6, "eTag": "0123"}
    return {**told, "eventTime": "2026-11-21T10:00:00.123Z"}


def bring(url: str, bodies: list[Any], attempts: int = 1, secret: str = SECRET) -> list[Any]:
    """Give the Worker a batch; return what became of each message: acknowledged, or the seconds until its return."""
    batch = {
        "messages": [{"body": body, "attempts": attempts} for body in bodies],
        "env": {"API_URL": url, "BRIDGE_SECRET": secret},
    }
    ran = subprocess.run(
        [str(NODE), str(DRIVER), str(ROOT / "bridge" / "worker.js")],
        input=json.dumps(batch),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    fates: list[Any] = json.loads(ran.stdout)
    return fates


def test_a_batch_starts_each_conversion_once_however_often_it_comes(shore: Shore, door: Door) -> None:
    keys = [shore.announce() for _ in range(3)]
    bodies = [
        notice(keys[0]),
        notice(keys[1], "CompleteMultipartUpload"),
        notice("somebody/elses"),
        notice(keys[2], "DeleteObject"),
        {"nothing": "of R2's"},
        None,
        notice("users/ü/uploads/x/source"),
        notice(keys[0]),
    ]

    fates = [bring(door.url, bodies), bring(door.url, bodies[:3], attempts=2)]

    assert fates == [["acknowledged"] * 8, ["acknowledged"] * 3]
    assert [shore.state(key) for key in keys] == ["uploaded", "uploaded", "awaiting"]
    assert (shore.starts(), door.seen) == (2, [200, 200])


def test_news_come_again_until_they_are_taken(shore: Shore, door: Door) -> None:
    keys = [shore.announce(), shore.announce()]
    bodies = [notice(key) for key in keys]
    door.down = 3

    fates = [bring(door.url, bodies, attempt) for attempt in (1, 2, 10, 4)]

    assert fates == [[15, 15], [30, 30], [3600, 3600], ["acknowledged"] * 2]
    assert (shore.starts(), door.seen) == (2, [503, 503, 503, 200])


def test_news_outlive_a_service_that_nobody_reaches(shore: Shore) -> None:
    key = shore.announce()

    assert bring("http://127.0.0.1:9", [notice(key)]) == [15]
    assert shore.state(key) == "awaiting"


def test_a_wrong_secret_loses_nothing(shore: Shore, door: Door) -> None:
    key = shore.announce()

    assert bring(door.url, [notice(key)], secret="another") == [15]
    assert (shore.starts(), door.seen) == (0, [403])
    assert bring(door.url, [notice(key)], 2) == ["acknowledged"]
    assert shore.starts() == 1


def test_one_message_that_cannot_be_read_takes_no_other_along(shore: Shore, door: Door) -> None:
    keys = [shore.announce(), shore.announce()]
    unreadable = {**notice("users/x"), "eventTime": "some time"}

    fates = bring(door.url, [notice(keys[0]), unreadable, notice(keys[1])])

    assert fates == ["acknowledged"] * 3
    assert (shore.starts(), door.seen) == (2, [422, 200, 422, 200])
