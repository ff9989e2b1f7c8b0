"""Mails as the embedded cloud keeps them."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from local.ending import ServiceError
from local.mails import Mails, latest_code, shown


def mail(to: str, text: str, subject: str = "Subject") -> EmailMessage:
    message = EmailMessage()
    message["To"], message["Subject"] = to, subject
    message.set_content(text)
    return message


def test_mails_are_found_by_whom_they_are_for(tmp_path: Path) -> None:
    for name, to in (
        ("2.eml", "ada@example.com"),
        ("1.eml", "Ada <ADA@example.com>, b@example.com"),
        ("3.eml", "c@x.y"),
    ):
        (tmp_path / name).write_bytes(mail(to, name).as_bytes())
    (tmp_path / "4.draft").write_bytes(b"half a ma")
    assert [found.get_content().strip() for found in Mails(tmp_path).to("ada@example.com")] == ["1.eml", "2.eml"]
    assert Mails(tmp_path).to("da@example.com") == []
    assert Mails(tmp_path / "nowhere").to("ada@example.com") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Your code is 042917.", "042917"),
        ("042917\n", "042917"),
        ("Follow https://x.example/?token=abc-123456-def or type\n\n  042917\n", "042917"),
        ("In 600000000 ways: 042917, or not", "042917"),
    ],
)
def test_the_code_of_the_last_mail(text: str, code: str) -> None:
    assert latest_code([mail("a@x.y", "Code: 999999"), mail("a@x.y", text)]) == code


@pytest.mark.parametrize("mails", [[], [mail("a@x.y", "999999"), mail("a@x.y", "There is no account.")]])
def test_no_code_is_told(mails: list[EmailMessage]) -> None:
    with pytest.raises(ServiceError) as missing:
        latest_code(mails)
    assert missing.value.code == "mail_missing"


def test_a_mail_on_the_console() -> None:
    assert shown(mail("a@x.y", "Hello,\n\nworld.", "Greetings")) == (
        "Mail to a@x.y: Greetings\n  | Hello,\n  | \n  | world.\n"
    )
