"""Mail through Amazon SES (API version 2)."""

from email.utils import formataddr, parseaddr
from functools import cached_property
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger

from ebookvoice.adapters.domain_names import in_ascii
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.identity import Mail

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

CONNECT_SECONDS, READ_SECONDS = 3, 5
ATTEMPTS = 2
"""With the pause between them well below the 29 seconds that an API request may take."""

CHARSET = "UTF-8"

_logger = Logger(child=True)


class SesMailer:
    """Sends plain text from one address or domain that SES has verified; `mail_from` may have a name before it."""

    def __init__(self, mail_from: str) -> None:
        # A name beyond ASCII has to be encoded (SES developer guide, "SendEmail": RFC 2047).
        self._sender = formataddr(parseaddr(mail_from))

    @cached_property
    def _client(self) -> "SESV2Client":
        import boto3
        from botocore.config import Config

        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        )
        return boto3.client("sesv2", config=config)

    def send(self, mail: Mail) -> None:
        """Hand a mail over to SES. Raises UnavailableError, also for an address that SES does not take."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [in_ascii(mail.to)]},
                Content={
                    "Simple": {
                        "Subject": {"Data": mail.subject, "Charset": CHARSET},
                        "Body": {"Text": {"Data": mail.text, "Charset": CHARSET}},
                    }
                },
            )
        except ClientError as error:
            # SES' sentence would put the address into the log.
            _logger.warning("mail refused", extra={"reason": error.response["Error"]["Code"]})
            raise UnavailableError from error
        except (BotoCoreError, UnicodeError) as error:
            _logger.warning("mail not sent", extra={"reason": type(error).__name__})
            raise UnavailableError from error
