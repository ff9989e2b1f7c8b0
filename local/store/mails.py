"""moto's mail, kept as files: what SES would have delivered is there to be read."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import ClassVar

from moto.ses import models
from moto.ses.exceptions import InvalidParameterValue

Announce = Callable[[str], None]
"""Takes the name of a mail's file."""


class KeptMail(models.Message):
    """A mail that SES has accepted; it is on disk before its sender is told so."""

    directory: ClassVar[Path]
    announce: ClassVar[Announce]

    def __init__(
        self, message_id: str, source: str, subject: str, body: str, destinations: dict[str, list[str]]
    ) -> None:
        super().__init__(message_id, source, subject, body, destinations)
        now = datetime.now(UTC)
        name = f"{now:%Y%m%dT%H%M%S.%fZ}-{message_id[:8]}.eml"
        try:
            content = _compose(self, now).as_bytes()
        except ValueError as error:
            raise InvalidParameterValue(str(error)) from error
        _write(self.directory / name, content)
        KeptMail.announce(name)


def install(directory: Path, announce: Announce) -> None:
    """Make moto keep its mail in a directory, a file a mail (RFC 5322); the names sort by time."""
    KeptMail.directory = directory
    KeptMail.announce = announce
    models.Message = KeptMail  # type: ignore[misc]


def _compose(mail: models.Message, now: datetime) -> EmailMessage:
    """Write the mail down. Raises ValueError for a header that would end its line, or that SES wants encoded."""
    if not all(address.isascii() for address in (mail.source, *sum(mail.destinations.values(), []))):
        raise ValueError("Addresses and the names before them must be ASCII.")
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{mail.id}@email.amazonses.com>"
    message["Date"] = format_datetime(now)
    message["From"] = mail.source
    for header, addresses in (("To", "ToAddresses"), ("Cc", "CcAddresses")):
        if mail.destinations.get(addresses):
            message[header] = ", ".join(mail.destinations[addresses])
    message["Subject"] = mail.subject
    # 8bit keeps long links in one piece for whoever reads the file itself.
    message.set_content(mail.body, cte="8bit")
    return message


def _write(path: Path, content: bytes) -> None:
    """Write the file so that nobody sees half of it, and nobody but its owner sees it at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.rename(path)
