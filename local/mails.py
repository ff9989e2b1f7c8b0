"""The mail that the embedded cloud's SES has accepted: to be read by people, by programs and by tests."""

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from local.ending import ServiceError

CODE = re.compile(r"(?<!\S)\d{6}(?=[.,\s]|\Z)")
"""Six digits on their own, not those of a link."""


class Mails:
    """A directory of .eml files whose names sort by time."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def to(self, address: str) -> list[EmailMessage]:
        """List the mails to an address, the newest last."""
        mails = [self.read(path.name) for path in sorted(self.directory.glob("*.eml"))]
        return [mail for mail in mails if address.lower() in _receivers(mail)]

    def read(self, name: str) -> EmailMessage:
        """Read a mail by the name of its file."""
        return message_from_bytes((self.directory / name).read_bytes(), policy=default)


def shown(mail: EmailMessage) -> str:
    """Write a mail for the console."""
    text = mail.get_content().strip()
    body = "".join(f"  | {line}\n" for line in text.splitlines())
    return f"Mail to {mail['to']}: {mail['subject']}\n{body}"


def code_in(mail: EmailMessage) -> str | None:
    """Find the code of six digits in a mail."""
    found = CODE.search(mail.get_content())
    return found[0] if found else None


def latest_code(mails: Sequence[EmailMessage]) -> str:
    """Find the code in the last of some mails. Raises ServiceError if there is none."""
    code = code_in(mails[-1]) if mails else None
    if code is None:
        raise ServiceError("mail_missing", "No mail with a code has come. Try again.")
    return code


def _receivers(mail: EmailMessage) -> set[str]:
    return {address.addr_spec.lower() for header in mail.get_all("to", []) for address in header.addresses}
