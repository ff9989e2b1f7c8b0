"""What an account may store, how long, and where it lies."""

from dataclasses import dataclass
from enum import StrEnum

from ebookvoice.domain.errors import EbookVoiceError


class Plan(StrEnum):
    FREE = "free"
    PREMIUM = "premium"


class Location(StrEnum):
    """Which stores have a file's bytes."""

    PRIMARY = "primary"
    BOTH = "both"
    BACKUP = "backup"


class FileKind(StrEnum):
    """What a file is; thumbnails and publications belong to a picture."""

    BOOK = "book"
    PICTURE = "picture"
    THUMBNAIL = "thumbnail"
    PUBLICATION = "publication"
    ARTIFACT = "artifact"


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes that an account stores, and how many of them its plan allows.

    `used` counts against the quota: uploads from their announcement on, pictures, pinned audiobooks. `lent` are
    audiobooks that go by themselves.
    """

    plan: Plan
    quota: int
    used: int
    lent: int


@dataclass(frozen=True, slots=True)
class UsageClass:
    """One class of an account's files; `size` in bytes."""

    name: str
    files: int
    size: int


class QuotaExceededError(EbookVoiceError):
    """Sizes in bytes."""

    code = "quota_exceeded"
    message = "Your storage is full. Delete files or unpin audiobooks, then try again."

    def __init__(self, requested: int, usage: Usage) -> None:
        super().__init__(
            f"This needs {requested:,} bytes; {usage.used:,} of your {usage.quota:,} bytes are in use. "
            "Delete files or unpin audiobooks, then try again."
        )
        self.requested = requested
        self.usage = usage


class GoneError(EbookVoiceError):
    code = "gone"
    message = "This file's time was over and it was removed. Upload or convert the book again."


class FileInUseError(EbookVoiceError):
    code = "file_in_use"
    message = "A conversion is using this file. Wait until it has ended, or cancel it, then delete the file."


class ChecksumMissingError(EbookVoiceError):
    code = "checksum_missing"
    message = "This store checks uploads by MD5. Send `md5`, the Base64 of the file's MD5, beside `sha256`."


class NotAPictureError(EbookVoiceError):
    code = "not_a_picture"
    message = "This file is not a picture that can be shown. Upload a PNG, JPEG, WebP or GIF of ordinary size."


class BridgeDisabledError(EbookVoiceError):
    code = "bridge_disabled"
    message = "No bridge to another store is set up here. Set R2WebhookSecretParameter, or switch the bridge off."


class NotPublicError(EbookVoiceError):
    code = "publishing_disabled"
    message = "Publishing is not switched on here. Share the file itself instead."
