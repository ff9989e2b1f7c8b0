"""A TCP relay that sees everything that passes, and can break off at any byte of it."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self

Watch = Callable[[bytes], None]


class Relay:
    """Relays from a loopback port of its own to a port while the context is open.

    `asked` and `answered` see each block before it is passed on, and may raise ConnectionError to cut the connection.
    With `tls` it speaks TLS to whoever connects.
    """

    def __init__(self, target: int, tls: ssl.SSLContext | None = None) -> None:
        self.asked: Watch = _pass
        self.answered: Watch = _pass
        self.target = target
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for end in tuple(self._open):
            _cut(end)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            if self._tls:
                client = self._tls.wrap_socket(client, server_side=True)
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            _cut(client)
            return
        self._open |= {client, server}
        back = threading.Thread(
            target=self._pump, args=(server, client, lambda block: self.answered(block)), daemon=True
        )
        back.start()
        self._pump(client, server, lambda block: self.asked(block))

    def _pump(self, source: socket.socket, target: socket.socket, watch: Watch) -> None:
        with suppress(OSError):
            while block := source.recv(65536):
                watch(block)
                target.sendall(block)
        _cut(source)
        _cut(target)


def _pass(block: bytes) -> None:
    """Let everything pass."""


def _cut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
