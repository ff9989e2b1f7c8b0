"""Where a store is, and a boto3 client that speaks to it."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_CONFIG = Config(
    # boto3's default in us-east-1 is a signature that covers neither length nor checksum.
    signature_version="s3v4",
    # R2 refuses the checksums that boto3 adds of its own accord; TLS guards the way, and we hash what we read.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    retries={"mode": "standard"},
    connect_timeout=5,
    read_timeout=20,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket, and how to come to it: by the function's own role, unless `secret` gives the secret of `key_id`.

    `md5` says that the store verifies Content-MD5 rather than SHA-256, as Cloudflare R2 does.
    """

    bucket: str
    endpoint: str | None = None
    region: str | None = None
    key_id: str | None = None
    secret: Callable[[], str] | None = None
    md5: bool = False

    def client(self) -> "S3Client":
        """Make a client; it connects when it is used."""
        # Virtual hosts make boto3 sign for the region's own endpoint; the global one redirects requests for new
        # buckets, and a redirected signature is no good. A store with an address of its own need not answer to names
        # below it.
        own = Config(s3={"payload_signing_enabled": False, "addressing_style": "path" if self.endpoint else "virtual"})
        client: S3Client = boto3.client(
            "s3",
            config=_CONFIG.merge(own),
            endpoint_url=self.endpoint,
            region_name=self.region,
            aws_access_key_id=self.key_id,
            aws_secret_access_key=self.secret() if self.key_id and self.secret else None,
        )
        client.meta.events.register("before-call.s3", sum_by_md5)
        return client


@contextmanager
def translated() -> Iterator[None]:
    """Turn the store's answers, and its silence, into the port's errors."""
    try:
        yield
    except ClientError as error:
        match int(error.response["ResponseMetadata"]["HTTPStatusCode"]), error.response["Error"].get("Code"):
            # Who takes a bucket that is not there for an empty one would believe that everything is lost.
            case HTTPStatus.NOT_FOUND, code if code != "NoSuchBucket":
                raise ObjectMissingError from error
            case HTTPStatus.PRECONDITION_FAILED, _:
                raise ObjectChangedError from error
            case _:
                raise UnavailableError from error
    except BotoCoreError as error:
        raise UnavailableError from error


def there(client: "S3Client", bucket: str) -> bool:
    """Tell whether a bucket is there, as far as the key may know. Raises UnavailableError if it is not."""
    try:
        with translated():
            client.head_bucket(Bucket=bucket)
    except ObjectMissingError as error:
        raise UnavailableError from error
    except UnavailableError as error:
        # Not every key may ask for the bucket itself.
        if not _forbidden(error.__cause__):
            raise
    return True


def _forbidden(error: BaseException | None) -> bool:
    status = error.response["ResponseMetadata"]["HTTPStatusCode"] if isinstance(error, ClientError) else None
    return status == HTTPStatus.FORBIDDEN


def sum_by_md5(params: dict[str, Any], **_: object) -> None:
    """Where a request needs a checksum (DeleteObjects), send Content-MD5, which every store knows, not boto3's CRC-32.

    R2 and older servers answer 501 or 400 to the CRC-32 alone (aws-sdk-js-v3 issues 6810 and 6819).
    """
    if params["context"].get("checksum", {}).pop("request_algorithm", None):
        digest = hashlib.md5(params["body"], usedforsecurity=False).digest()
        params["headers"]["Content-MD5"] = base64.b64encode(digest).decode()
