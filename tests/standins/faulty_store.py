"""A store that answers as it is told to, byte by byte: too busy, cut short, silent in the middle."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HEADERS_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Script:
    """An answer: what is sent, and whether the connection is then left open in silence."""

    sent: bytes
    silent: bool = False


def busy() -> Script:
    """Answer 503, as S3 does when it has too much to do."""
    body = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
    return Script(b"HTTP/1.1 503 Slow Down\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


def whole(body: bytes, headers: bytes = b"") -> Script:
    """Answer 200 with all of a body."""
    return Script(b'HTTP/1.1 200 OK\r\nETag: "e"\r\n%sContent-Length: %d\r\n\r\n%s' % (headers, len(body), body))


def cut(body: bytes, length: int) -> Script:
    """Announce `length` bytes, send fewer, and hang up."""
    return Script(b'HTTP/1.1 200 OK\r\nETag: "e"\r\nContent-Length: %d\r\n\r\n%s' % (length, body))


def cut_chunks(body: bytes) -> Script:
    """Send a chunk, and hang up before the last one."""
    start = b'HTTP/1.1 200 OK\r\nETag: "e"\r\nTransfer-Encoding: chunked\r\n\r\n'
    return Script(start + b"%x\r\n%s\r\n" % (len(body), body))


def stalled(body: bytes, length: int) -> Script:
    """Announce `length` bytes, send fewer, and say nothing more."""
    return Script(cut(body, length).sent, silent=True)


@dataclass
class FaultyStore:
    """Plays a list of scripts, a request each, the last one for ever; `requests` holds the first lines."""

    url: str
    scripts: list[Script]
    requests: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def serve(self, connection: socket.socket) -> None:
        """Answer one request and hang up."""
        with connection, suppress(OSError):
            head, _, body = _head(connection)
            length = next(
                (int(line[15:]) for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"), 0
            )
            if b"expect: 100-continue" in head.lower():
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            while len(body) < length and (block := connection.recv(65536)):
                body += block
            self.requests.append(head.partition(b"\r\n")[0].decode())
            script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
            connection.sendall(script.sent)
            if script.silent:
                self.closing.wait()


@contextmanager
def faulty_store(*scripts: Script) -> Iterator[FaultyStore]:
    """Run the store on a loopback port."""
    listener = socket.create_server(("127.0.0.1", 0))
    store = FaultyStore(f"http://127.0.0.1:{listener.getsockname()[1]}", list(scripts))

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # closed
                return
            threading.Thread(target=store.serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield store
    finally:
        store.closing.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _head(connection: socket.socket) -> tuple[bytes, bytes, bytes]:
    received = b""
    while HEADERS_END not in received and (block := connection.recv(65536)):
        received += block
    return received.partition(HEADERS_END)
