"""The HTTP API: what API Gateway does between a client and the API function (payload format 2.0)."""

import json
import threading
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from local.cors import preflight, shared
from local.events import Event, HttpRequest, http_event
from local.routing import Invoke, Router, read_answer
from local.runtime import FunctionError
from local.wiring import Cors, Route

PAYLOAD_LIMIT = 10 * 1000 * 1000
"""Bytes (API Gateway quotas, HTTP API)."""
TOO_MUCH = 64 << 20
"""Bytes of an oversized body that are read so that its sender sees the refusal."""


class Gateway:
    """Takes a loopback port at once (0: any free one), so that it can be named before anything is served on it."""

    def __init__(self, port: int) -> None:
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="gateway", daemon=True)

    @property
    def url(self) -> str:
        """Say where the API answers, without a slash at the end."""
        return f"http://{self._domain}"

    def start(self, routes: Sequence[Route], invokes: Mapping[str, Invoke], cors: Cors | None) -> None:
        """Begin to serve the routes."""
        known = {"router": Router(routes, invokes), "cors": cors, "domain": self._domain}
        self._server.RequestHandlerClass = type("Handler", (_Handler,), known)
        self._thread.start()

    def stop(self) -> None:
        """Stop serving."""
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()

    @property
    def _domain(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


class _Handler(BaseHTTPRequestHandler):
    router: Router
    cors: Cors | None
    domain: str
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "ebookvoice"
    sys_version = ""

    def _serve(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "Length Required")
        elif int(length) > PAYLOAD_LIMIT:
            self.close_connection = True
            self._drain(min(int(length), TOO_MUCH))
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large")
        else:
            self._route(self.rfile.read(int(length)))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve  # noqa: N815 – http.server's names

    def _route(self, body: bytes) -> None:
        headers = _headers(self)
        if self.cors is not None and (answer := preflight(self.cors, self.command, headers)) is not None:
            self._send(HTTPStatus.NO_CONTENT, answer, b"")
            return
        match = self.router.find(self.command, self.path.partition("?")[0])
        if match is None:
            self._refuse(HTTPStatus.NOT_FOUND, "Not Found")
            return
        request = HttpRequest(self.command, self.path, headers, body, self.domain, str(self.client_address[0]))
        self._invoke(match.invoke, http_event(match.key, request, match.parameters))

    def _invoke(self, invoke: Invoke, event: Event) -> None:
        try:
            status, headers, body = read_answer(invoke(event))
        except FunctionError as error:
            timed_out = error.kind == "Sandbox.Timedout"
            status = HTTPStatus.SERVICE_UNAVAILABLE if timed_out else HTTPStatus.INTERNAL_SERVER_ERROR
            self._refuse(status, "Service Unavailable" if timed_out else "Internal Server Error")
        else:
            self._share(status, headers, body)

    def _refuse(self, status: HTTPStatus, message: str) -> None:
        self._share(status, [("content-type", "application/json")], json.dumps({"message": message}).encode())

    def _share(self, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        if self.cors is not None:
            headers = shared(self.cors, self.headers.get("Origin"), headers)
        self._send(status, headers, body)

    def _send(self, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        if status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status != HTTPStatus.NO_CONTENT:
            self.wfile.write(body)

    def _drain(self, length: int) -> None:
        while length > 0 and (block := self.rfile.read(min(length, 1 << 16))):
            length -= len(block)

    def log_message(self, *_: object) -> None:
        """Say nothing: the API function's log has it all."""


def _headers(request: BaseHTTPRequestHandler) -> dict[str, str]:
    """Collect the headers as API Gateway does: lower-case names, several values joined by commas."""
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        known = headers.get(name.lower())
        headers[name.lower()] = value if known is None else f"{known},{value}"
    return headers
