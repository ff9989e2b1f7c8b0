"""What Cloudflare R2 does otherwise than S3, for the one bucket that the second pair of keys opens.

Source: the R2 documentation, "S3 API compatibility", "Presigned URLs" and "Multipart upload".
"""

from collections.abc import Iterable
from http import HTTPStatus

from local.environment import R2_BUCKET
from local.store.refusals import RefusalError, forbidden, invalid
from local.store.request import Request
from local.store.signature import Claim

REGIONS = frozenset({"auto", "us-east-1", ""})
UNKNOWN_HEADERS = (
    "x-amz-checksum-",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-tagging",
    "x-amz-acl",
    "x-amz-grant-",
    "x-amz-object-lock-",
    "x-amz-server-side-encryption",
    "x-amz-website-redirect-location",
)
"""Beginnings of headers. R2 has learnt some checksums; what is relied on here is the MD5 that PutObject's row lists."""
UNKNOWN_RESOURCES = frozenset(
    {"acl", "legal-hold", "notification", "policy", "publicAccessBlock", "replication", "retention", "tagging"}
    | {"versioning", "versions", "versionId", "website"}
)
"""Query parameters that name what R2 has not."""


def check(request: Request, claim: Claim) -> None:
    """Turn down what R2 does not know. Raises RefusalError."""
    if request.buckets != {R2_BUCKET}:
        raise forbidden("AccessDenied", "Access Denied")
    if claim.region not in REGIONS:
        raise invalid("InvalidRegionName", f"The region name '{claim.region}' is not valid. Must be 'auto'.")
    for name, value in request.headers.items():
        if name.startswith(UNKNOWN_HEADERS):
            raise _unknown(f"Header '{name}' with value '{value}' not implemented")
    for name, _ in request.query:
        if name in UNKNOWN_RESOURCES:
            raise _unknown(f"'{name}' not implemented")


def check_parts(sizes: Iterable[int]) -> None:
    """Want parts of one size, but for a last one that is no larger. Raises RefusalError."""
    *leading, last = sizes
    if len(set(leading)) > 1 or any(size < last for size in leading):
        raise invalid("InvalidPart", "All non-trailing parts must have the same length.")


def _unknown(message: str) -> RefusalError:
    return RefusalError(HTTPStatus.NOT_IMPLEMENTED, "NotImplemented", message)
