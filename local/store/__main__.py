"""The store's process: `python -m local.store DIRECTORY MAIL SOCKET ACCOUNT REGION`, keys in the environment.

It serves the inherited listening socket and writes a line of JSON to its standard output for each message that can be
received, now or later: {"queue": name, "at": UTC seconds}; and for each mail: {"mail": name of its file below MAIL}.
"""

import json
import os
import signal
import sys
import threading
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from local.clock import VARIABLE, AdjustableClock
from local.environment import KeyPair
from local.store.blobs import Blobs
from local.store.shelf import Shelf


def main(directory: Path, mail: Path, listener: int, account: str, region: str) -> None:
    # moto's SSM imports all of EC2 (0.6 s, 110 MB) for commands to instances, which nobody sends here.
    sys.modules.setdefault("moto.ec2", types.SimpleNamespace(ec2_backends={}))  # type: ignore[arg-type]
    from moto.moto_server.werkzeug_app import MotoRequestHandler, create_backend_app

    from local.store import mails, messages, objects
    from local.store.door import Door
    from local.store.keyring import Keyring

    class QuietHandler(MotoRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing: addresses of presigned requests are secrets until they expire."""

    turn = threading.RLock()
    directory.mkdir(parents=True, exist_ok=True)
    shelf, blobs = Shelf(directory / "store.db"), Blobs(directory / "blobs")
    tell = _teller()
    messages.install(shelf, turn, lambda queue, at: tell({"queue": queue, "at": at}))
    mails.install(mail, lambda name: tell({"mail": name}))
    objects.install(blobs, AdjustableClock(Path(os.environ[VARIABLE])))
    objects.restore(shelf, account, region)
    services: dict[str, Any] = {name: create_backend_app(name) for name in ("s3", "sqs", "ssm")}
    services["ses"] = create_backend_app("sesv2")
    keys = KeyPair(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    r2 = KeyPair(os.environ["R2_ACCESS_KEY_ID"], os.environ["R2_SECRET_ACCESS_KEY"])
    door = Door(services, Keyring(keys, r2, account), blobs, shelf, turn)
    server = make_server("127.0.0.1", 0, door, threaded=True, request_handler=QuietHandler, fd=listener)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=_end, args=(turn, shelf)).start())
    server.serve_forever()


def _end(turn: threading.RLock, shelf: Shelf) -> None:
    """Let the request whose turn it is finish, then leave at once: nobody is there to read other answers."""
    with turn:
        shelf.close()
        os._exit(0)


def _teller() -> Callable[[dict[str, Any]], None]:
    output = sys.stdout

    def tell(news: dict[str, Any]) -> None:
        output.write(json.dumps(news) + "\n")
        output.flush()

    return tell


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
