"""Who calls what in which order, so that every example of docs/api.md finds what it asks for.

A story is told by operations and, in between, by what happens elsewhere: in a mailbox, an app, a browser, the store.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp

from local.mails import latest_code
from tests.e2e.browser import Browser
from tests.e2e.reader import Fields, Reader, exchange, until
from tests.e2e.shell import Shell
from tests.standins.stripe_server import WEBHOOK_SECRET, Sender
from tests.unit.pictures.samples import corners, encoded

ADMIN = "operator@example.com"
R2_SECRET = "of-the-bridge"
MIB = 1024 * 1024

Step = str | Callable[[Shell], None]


def read_mail(shell: Shell) -> None:
    shell.variables["CODE"] = latest_code(shell.cloud.mails(shell.variables["EMAIL"]))


def look_at_app(shell: Shell) -> None:
    shell.variables["TOTP_CODE"] = pyotp.TOTP(shell.variables["TOTP_SECRET"]).now()


def wait_for_next_code(shell: Shell) -> None:
    """The service is as tolerant of clocks as RFC 6238 wants it, so nobody has to wait."""
    app = pyotp.TOTP(shell.variables["TOTP_SECRET"])
    shell.variables["TOTP_CODE"] = app.at(int(shell.cloud.clock.now().timestamp()), counter_offset=1)


def go_to_google(shell: Shell) -> None:
    page = Browser(shell.cloud.url).request("GET", shell.last.shown.strip(), site="cross-site", navigates=True)
    query = parse_qs(urlsplit(page.header("location") or "").query)
    shell.variables |= {"STATE": query["state"][0], "CODE": query["code"][0]}


def come_back(shell: Shell) -> None:
    [shell.variables["CODE"]] = parse_qs(urlsplit(shell.last.shown.strip()).query)["code"]


def put_bytes(shell: Shell) -> None:
    upload = json.loads(shell.last.shown)["upload"]
    book = Path(shell.variables["BOOK"]).read_bytes()
    status, answer = exchange(upload["method"], upload["url"], upload["headers"], book)
    assert status == 200, answer


def wait_for_audiobook(shell: Shell) -> None:
    def state() -> bool:
        shell.run("GET /api/jobs/{job_id}")
        return shell.last.find("state") == "completed"

    until(state, "the audiobook")


def call(shell: Shell, method: str, path: str, body: Fields | None = None) -> tuple[int, Fields]:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {shell.variables['TOKEN']}"}
    content = None if body is None else json.dumps(body).encode()
    status, answer = exchange(method, shell.cloud.url + path, headers, content)
    return status, json.loads(answer) if answer else {}


def announce(shell: Shell, **file: object) -> Fields:
    status, announced = call(shell, "POST", "/api/files", file)
    assert status == 201, announced
    return announced


def announce_large_book(shell: Shell) -> None:
    digest = base64.b64encode(hashlib.sha256(b"never sent").digest()).decode()
    shell.variables["FILE"] = announce(shell, filename="large.pdf", size=65 * MIB, sha256=digest)["id"]


def send_picture(shell: Shell) -> None:
    picture = encoded(corners(), "PNG")
    digest = base64.b64encode(hashlib.sha256(picture).digest()).decode()
    file = announce(shell, kind="picture", filename="cover.png", size=len(picture), sha256=digest)
    upload = file["upload"]
    assert exchange(upload["method"], upload["url"], upload["headers"], picture)[0] == 200
    shell.variables["PICTURE"] = file["id"]
    until(lambda: call(shell, "GET", f"/api/files/{file['id']}")[1]["state"] == "ready", "the picture")


def pay(shell: Shell) -> None:
    session = shell.stripe.sessions[shell.last.find("id")]
    shell.variables |= {"EVENT": Sender().paid(session).decode(), "STRIPE_SECRET": WEBHOOK_SECRET}


def share_secret(shell: Shell) -> None:
    shell.variables["R2_SECRET"] = R2_SECRET


def call_administrator(shell: Shell) -> None:
    administrator = Reader(shell.cloud, email=ADMIN)
    status, answer = administrator.call("POST", "/api/auth/reauthenticate", {"password": administrator.password})
    assert status == 204, answer
    shell.variables["ADMIN_TOKEN"] = administrator.token


def write_recovery_code_down(shell: Shell) -> None:
    shell.variables["RECOVERY_CODE"] = shell.last.find("recovery_codes.0")


def prove_with_recovery_code(shell: Shell) -> None:
    """The codes of the app are used up for a minute."""
    proof = {"password": shell.variables["PASSWORD"], "second_factor": shell.variables["RECOVERY_CODE"]}
    status, answer = call(shell, "POST", "/api/auth/reauthenticate", proof)
    assert status == 204, answer


ENROL: tuple[Step, ...] = ("POST /api/auth/signup", read_mail, "POST /api/auth/signup/confirm")
PROVE: tuple[Step, ...] = ("POST /api/auth/reauthenticate/code", read_mail, "POST /api/auth/reauthenticate")

STORIES: Mapping[str, tuple[Step, ...]] = {
    "ways in": (
        *ENROL,
        "POST /api/auth/login",
        "POST /api/auth/magic-link",
        read_mail,
        "POST /api/auth/magic-link/confirm",
        "POST /api/auth/password/forgot",
        read_mail,
        "POST /api/auth/password/reset",
        "POST /api/auth/login",
    ),
    "google": (
        "GET /api/auth/google/login",
        go_to_google,
        "GET /api/auth/google/callback",
        come_back,
        "POST /api/auth/google/token",
        "GET /api/auth/verify",
    ),
    "sessions": (
        *ENROL,
        "POST /api/auth/refresh",
        "GET /api/auth/sessions",
        "DELETE /api/auth/sessions/{session_id}",
        "POST /api/auth/login",
        "DELETE /api/auth/sessions",
        *PROVE,
        "PUT /api/auth/password",
        "POST /api/auth/logout",
    ),
    "second factor": (
        *ENROL,
        "POST /api/auth/totp",
        look_at_app,
        "POST /api/auth/totp/confirm",
        write_recovery_code_down,
        "POST /api/auth/login",
        wait_for_next_code,
        "POST /api/auth/second-factor",
        prove_with_recovery_code,
        "DELETE /api/auth/totp",
    ),
    "a book": (
        *ENROL,
        "POST /api/files",
        put_bytes,
        "POST /api/files/{file_id}/confirm",
        "GET /api/files",
        "GET /api/files/{file_id}",
        "GET /api/files/{file_id}/download",
        "GET /api/files/{file_id}/plan",
        "POST /api/files/{file_id}/sample",
        wait_for_audiobook,
        "GET /api/jobs/{job_id}",
        "GET /api/jobs/{job_id}/chapters/{number}/audio",
        "GET /api/audiobooks",
        "GET /api/audiobooks/{audiobook_id}",
        "GET /api/audiobooks/{audiobook_id}/download",
        "PUT /api/audiobooks/{audiobook_id}/pin",
        "DELETE /api/audiobooks/{audiobook_id}/pin",
        "POST /api/pdf/export",
        "POST /api/feeds",
        "GET /api/feeds",
        "GET /api/feeds/{token}.xml",
        "GET /api/feeds/{token}/{audiobook_id}/chapters.json",
        "GET /api/feeds/{token}/{audiobook_id}/{name}",
        "DELETE /api/feeds/{feed_id}",
        "DELETE /api/audiobooks/{audiobook_id}",
        "POST /api/jobs",
        "POST /api/jobs/{job_id}/cancel",
        "DELETE /api/files/{file_id}",
    ),
    "a small file": (*ENROL, "POST /api/files/upload"),
    "a large file": (*ENROL, announce_large_book, "GET /api/files/{file_id}/parts"),
    "pictures": (
        *ENROL,
        send_picture,
        "GET /api/pictures",
        "PUT /api/files/{file_id}/publication",
        "DELETE /api/files/{file_id}/publication",
    ),
    "voices": (*ENROL, "GET /api/voices", "GET /api/voices/{voice_id}/preview"),
    "credits": (*ENROL, "GET /api/credits", "POST /api/credits/checkout", pay, "POST /api/webhooks/stripe"),
    "the bridge to R2": (
        *ENROL,
        "GET /api/user/profile",
        "POST /api/files",
        put_bytes,
        share_secret,
        "POST /api/webhooks/r2",
    ),
    "administration": (
        *ENROL,
        "GET /api/user/profile",
        "POST /api/auth/totp",
        look_at_app,
        "POST /api/auth/totp/confirm",
        call_administrator,
        "GET /api/admin/users",
        "PATCH /api/admin/users/{user_id}",
        "POST /api/admin/users/{user_id}/credits",
        "DELETE /api/admin/users/{user_id}/totp",
        "PUT /api/flags/{name}",
        "GET /api/flags",
        "DELETE /api/flags/{name}",
    ),
    "the account": (
        *ENROL,
        "GET /api/user/profile",
        "PATCH /api/user/profile",
        "GET /api/user/usage",
        "PUT /api/user/pronunciations",
        "GET /api/user/pronunciations",
        *PROVE,
        "POST /api/user/export",
        "DELETE /api/user",
    ),
    "a monitor": ("GET /api/health", "GET /api/health/live"),
}
