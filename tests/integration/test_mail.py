"""Mail through SES' protocol: what is accepted, what is refused, and what becomes of it in the embedded cloud."""

import socket
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import boto3
import pytest

from ebookvoice.adapters import mail as adapter
from ebookvoice.adapters.mail import SesMailer
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.identity import Mail
from local.environment import Access
from local.mails import Mails, code_in, shown
from local.objectstore import ObjectStore
from local.resources import Clients, stand_up
from local.wiring import Wiring

SENDER = "eBookVoice <no-reply@ebookvoice.invalid>"
LINK = "https://api.example.com/api/auth/magic-link?token=" + "a1-234567-_" * 8
TEXT = f"Grüße, Ada!\n\nYour code: 042917\n\n{LINK}\n"


@dataclass
class Post:
    """SES as the embedded cloud has it, and the names of the mails that it told of."""

    access: Access
    mails: Mails
    told: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    home = tmp_path_factory.mktemp("post")
    told: list[str] = []
    with ObjectStore(home / "objects", home / "mail", home / "log", on_mail=told.append) as store:
        stand_up(Wiring(), Clients(store.access), {}, [SENDER])
        yield Post(store.access, Mails(home / "mail"), told)


@pytest.fixture
def post(running: Post, monkeypatch: pytest.MonkeyPatch) -> Post:
    reach(running.access, monkeypatch)
    return running


def reach(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    # boto3's session of the process would keep to the keys that it has seen first.
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    for name, value in access.variables().items():
        monkeypatch.setenv(name, value)


def test_a_mail_arrives_as_it_was_sent(post: Post) -> None:
    SesMailer(SENDER).send(Mail("ada@example.com", "Your code – größer", TEXT))
    [mail] = post.mails.to("ADA@example.com")
    assert (mail["from"], mail["to"], mail["subject"]) == (SENDER, "ada@example.com", "Your code – größer")
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == TEXT
    assert mail["date"].datetime.timestamp() == pytest.approx(time.time(), abs=60)


def test_the_newest_mail_is_the_last(post: Post) -> None:
    mailer = SesMailer(SENDER)
    for number in range(5):
        mailer.send(Mail("often@example.com", f"Number {number}", "Text"))
    assert [mail["subject"] for mail in post.mails.to("often@example.com")] == [f"Number {n}" for n in range(5)]


def test_a_mail_is_told_and_its_file_is_private(post: Post) -> None:
    before = len(post.told)
    SesMailer(SENDER).send(Mail("told@example.com", "Told", "Text"))
    deadline = time.monotonic() + 10
    while len(post.told) == before and time.monotonic() < deadline:
        time.sleep(0.01)
    [name] = post.told[before:]
    assert post.mails.read(name)["to"] == "told@example.com"
    assert stat.S_IMODE((post.mails.directory / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(post.mails.directory.stat().st_mode) == 0o700
    assert {path.suffix for path in post.mails.directory.iterdir()} == {".eml"}


def test_link_and_code_stay_whole_in_the_file_and_on_the_console(post: Post) -> None:
    SesMailer(SENDER).send(Mail("link@example.com", "Link", TEXT))
    [mail] = post.mails.to("link@example.com")
    assert any(LINK.encode() in path.read_bytes() for path in post.mails.directory.iterdir())
    assert LINK in shown(mail)
    assert "link@example.com" in shown(mail)
    assert code_in(mail) == "042917"


def test_a_link_that_holds_six_digits_is_no_code(post: Post) -> None:
    SesMailer(SENDER).send(Mail("digits@example.com", "Link", f"{LINK}\n1234567 12345 x123456\n"))
    assert code_in(post.mails.to("digits@example.com")[0]) is None


def test_a_domain_beyond_ascii_is_written_in_punycode(post: Post) -> None:
    SesMailer(SENDER).send(Mail("ada@bücher.example", "Subject", "Text"))
    SesMailer(SENDER).send(Mail("ada@straße.example", "Subject", "Text"))
    assert len(post.mails.to("ada@xn--bcher-kva.example")) == 1
    assert len(post.mails.to("ada@xn--strae-oqa.example")) == 1
    assert post.mails.to("ada@strasse.example") == []


def test_a_sender_beyond_ascii_is_encoded(post: Post) -> None:
    SesMailer("Bücher <no-reply@ebookvoice.invalid>").send(Mail("name@example.com", "Subject", "Text"))
    assert post.mails.to("name@example.com")[0]["from"] == "Bücher <no-reply@ebookvoice.invalid>"


@pytest.mark.parametrize(
    ("sender", "mail"),
    [
        ("nobody@unverified.example", Mail("refused@example.com", "Subject", "Text")),
        (SENDER, Mail("refused@example.com", "Subject\r\nBcc: refused@example.com", "Text")),
        (SENDER, Mail("refused@example.com\r\nBcc: refused@example.com", "Subject", "Text")),
        (SENDER, Mail("refused@" + "ü" * 63 + ".example", "Subject", "Text")),
    ],
    ids=["unverified sender", "subject of two lines", "address of two lines", "no such domain"],
)
def test_what_ses_refuses_is_sent_to_nobody(post: Post, sender: str, mail: Mail) -> None:
    before = sorted(post.mails.directory.iterdir())
    with pytest.raises(UnavailableError):
        SesMailer(sender).send(mail)
    assert sorted(post.mails.directory.iterdir()) == before


def test_nobody_sends_mail_without_the_keys(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(UnavailableError):
        SesMailer(SENDER).send(Mail("refused@example.com", "Subject", "Text"))
    assert post.mails.to("refused@example.com") == []


def test_an_ses_that_cannot_be_reached_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    reach(Access.to(f"http://127.0.0.1:{port}"), monkeypatch)
    began = time.monotonic()
    with pytest.raises(UnavailableError):
        SesMailer(SENDER).send(Mail("ada@example.com", "Subject", "Text"))
    assert time.monotonic() - began < 10


def test_an_ses_that_stays_silent_does_not_hold_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "READ_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        reach(Access.to(f"http://127.0.0.1:{silent.getsockname()[1]}"), monkeypatch)
        began = time.monotonic()
        with pytest.raises(UnavailableError):
            SesMailer(SENDER).send(Mail("ada@example.com", "Subject", "Text"))
    assert time.monotonic() - began < 10


def test_two_silent_attempts_leave_time_for_an_answer() -> None:
    assert adapter.ATTEMPTS * (adapter.CONNECT_SECONDS + adapter.READ_SECONDS) < 29
