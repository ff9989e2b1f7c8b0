"""What everybody may read: published pictures, as through the CDN that stands before a deployment's bucket."""

import re
from datetime import UTC, datetime

from local.environment import REGION
from local.store.request import Request
from local.store.signature import Claim

_PUBLISHED = re.compile(r"public/[0-9a-f-]{36}/[0-9a-f-]{36}\.[a-z]+")


def asked_for(request: Request) -> bool:
    """Tell whether somebody wants to look at a published picture, and nothing else."""
    looks = request.method in ("GET", "HEAD") and not request.query and "authorization" not in request.headers
    return looks and _PUBLISHED.fullmatch(request.bucket_and_key[1]) is not None


def claim(access_key: str) -> Claim:
    """Vouch for such a request, for moto takes none that is not signed."""
    now = datetime.now(UTC)
    return Claim(access_key, f"{now:%Y%m%d}", REGION, "s3", ("host",), "0" * 64, f"{now:%Y%m%dT%H%M%SZ}", True)
