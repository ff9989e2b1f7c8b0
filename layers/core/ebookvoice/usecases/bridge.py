"""What Cloudflare R2 says of its objects, carried here by a Worker of ours that signs it; see docs/storage.md."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ebookvoice.domain.payments import InvalidSignatureError
from ebookvoice.domain.storage import BridgeDisabledError
from ebookvoice.usecases import files
from ebookvoice.usecases.world import World

TOLERANCE_SECONDS = 300
"""How far the Worker's clock may be from ours, and for how long a message that was overheard would pass; again it does
nothing."""

CREATIONS = frozenset({"PutObject", "CompleteMultipartUpload", "CopyObject"})
"""The actions after which an object is there (R2 documentation, "Event notifications")."""

SIGNATURE = re.compile(r"t=([0-9]{1,12})((?:,v1=[0-9a-f]{64}){1,4})")
"""Seconds since the epoch; several signatures while the secret is being changed."""

KEY = re.compile(r"[!-~]{1,1024}")
"""What a key may look like to be one of ours."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was done to an object."""

    key: str
    action: str


def check(world: World, signature: str, body: bytes) -> None:
    """Check that the bridge has just signed these bytes. Raises BridgeDisabledError, InvalidSignatureError."""
    secret = world.bridge_secret
    if secret is None:
        raise BridgeDisabledError
    match = SIGNATURE.fullmatch(signature)
    if match is None:
        raise InvalidSignatureError
    expected = hmac.digest(secret.encode(), match[1].encode() + b"." + body, "sha256").hex()
    genuine = [hmac.compare_digest(expected, value) for value in match[2].removeprefix(",v1=").split(",v1=")]
    if not any(genuine) or abs(world.clock.now().timestamp() - int(match[1])) > TOLERANCE_SECONDS:
        raise InvalidSignatureError


def record(world: World, happenings: Iterable[Happening]) -> int:
    """Pin the uploads whose bytes have come, as the store's own event would; return how many are there.

    Keys that are no upload's are passed over: the bucket may hold what it likes. Safe to repeat.
    """
    created = {h.key for h in happenings if h.action in CREATIONS and KEY.fullmatch(h.key)}
    return sum(_arrived(world, key) for key in sorted(created))


def _arrived(world: World, key: str) -> bool:
    with world.store.as_service() as records:
        file = records.files.by_key(key)
    return file is not None and files.record_upload(world, file)
