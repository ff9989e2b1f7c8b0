"""Real nginx, with the configuration that docs/gateway.md shows."""

import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.standins.certificate import Certificate, self_signed
from tests.standins.redis_server import free_port

DOCUMENT = Path(__file__).parents[2] / "docs" / "gateway.md"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
HOST = "app.example.com"
PATIENCE = 10.0

MAIN = """
daemon off;
pid {home}/nginx.pid;
error_log {home}/error.log;
{user}
events {{ worker_connections 128; }}
http {{
    access_log {home}/access.log;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
{block}
}}
"""


@dataclass(frozen=True)
class Answer:
    """An answer; names of headers in lower case."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Door:
    """An nginx that runs, and whom it vouches for."""

    port: int
    certificate: Certificate
    log: Path

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Send a request over TLS, as to the host of the document."""
        context = ssl.create_default_context(cafile=str(self.certificate.chain))
        context.check_hostname = False
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=context)
        connection.request(method, path, body, {"Host": HOST, **(headers or {})})
        reply = connection.getresponse()
        answer = Answer(reply.status, [(n.lower(), v) for n, v in reply.getheaders()], reply.read())
        connection.close()
        return answer


@contextmanager
def serving(home: Path, api: int, backend: int) -> Iterator[Door]:
    """Run nginx with the document's block between an API and a back end, each at its port."""
    assert NGINX is not None
    port, certificate = free_port(), self_signed(home, HOST)
    filled = fill(block(), port, certificate, api, backend)
    # Its workers would become nobody and could not write here.
    user = "user root;" if os.geteuid() == 0 else ""
    (home / "nginx.conf").write_text(MAIN.format(home=home, user=user, block=filled))
    command = [NGINX, "-p", str(home), "-e", str(home / "error.log"), "-c", str(home / "nginx.conf")]
    process = subprocess.Popen(command)
    try:
        door = Door(port, certificate, home / "error.log")
        _await(process, door)
        yield door
    finally:
        process.terminate()
        process.wait(PATIENCE)


def block() -> str:
    """Read the configuration from the document."""
    marked = re.search(r"<!-- tests/e2e/test_nginx\.py .*?-->\n```nginx\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert marked
    return marked[1]


def fill(text: str, port: int, certificate: Certificate, api: int, backend: int) -> str:
    """Put this machine's addresses in place of the document's."""
    replacements = {
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "/etc/nginx/tls/app.pem": str(certificate.chain),
        "/etc/nginx/tls/app.key": str(certificate.key),
        "server api.example.com:443;": f"server 127.0.0.1:{api};",
        "server 127.0.0.1:9000;": f"server 127.0.0.1:{backend};",
        "https://ebookvoice": "http://ebookvoice",
    }
    for old, new in replacements.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def _await(process: "subprocess.Popen[bytes]", door: Door) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            door.ask("GET", "/sign-in-or-anything")
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nginx did not start: {door.log.read_text()}")
