"""AWS Signature Version 4, checked: in the Authorization header and in presigned addresses.

Source: the IAM user guide, "Create a signed AWS API request", and the S3 API reference, "Authenticating requests".
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote

from local.environment import KeyPair
from local.store.refusals import forbidden, invalid
from local.store.request import Request

ALGORITHM = "AWS4-HMAC-SHA256"
UNSIGNED = "UNSIGNED-PAYLOAD"
SKEW = timedelta(minutes=15)
LONGEST_EXPIRY = timedelta(days=7)
AUTHORIZATION = re.compile(
    rf"{ALGORITHM} Credential=(?P<credential>[^,\s]+),\s*"
    r"SignedHeaders=(?P<headers>[^,\s]+),\s*Signature=(?P<signature>\w+)"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A signature as the request carries it."""

    access_key: str
    day: str
    region: str
    service: str
    headers: tuple[str, ...]
    signature: str
    date: str
    presigned: bool

    @property
    def scope(self) -> str:
        return f"{self.day}/{self.region}/{self.service}/aws4_request"


def claim_of(request: Request) -> Claim:
    """Find the signature. Raises RefusalError if there is none or if it can't be read."""
    presigned = request.parameter("X-Amz-Signature") is not None
    if presigned:
        credential = request.parameter("X-Amz-Credential") or ""
        names, signature = request.parameter("X-Amz-SignedHeaders") or "", request.parameter("X-Amz-Signature") or ""
        date = request.parameter("X-Amz-Date") or ""
        if request.parameter("X-Amz-Algorithm") != ALGORITHM or "authorization" in request.headers:
            raise invalid("InvalidArgument", "Only one signature, of version 4, is accepted.")
    elif match := AUTHORIZATION.fullmatch(request.headers.get("authorization", "")):
        credential, names, signature = match["credential"], match["headers"], match["signature"]
        date = request.headers.get("x-amz-date", "")
    else:
        raise forbidden("AccessDenied", "Access Denied")
    access_key, *scope = credential.split("/")
    if len(scope) != 4 or scope[3] != "aws4_request":
        raise invalid("AuthorizationQueryParametersError", "The credential's scope can't be read.")
    return Claim(access_key, scope[0], scope[1], scope[2], tuple(names.split(";")), signature, date, presigned)


def check(request: Request, claim: Claim, payload_digest: str, keys: KeyPair, now: datetime) -> None:
    """Check who signed, when, what was signed, and the signature. Raises RefusalError."""
    if not hmac.compare_digest(claim.access_key, keys.access_key):
        raise forbidden("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
    _check_time(request, claim, now)
    _check_headers(request, claim)
    canonical = _canonical_request(request, claim, payload_digest)
    to_sign = "\n".join((ALGORITHM, claim.date, claim.scope, hashlib.sha256(canonical.encode()).hexdigest()))
    expected = hmac.new(_signing_key(claim, keys.secret_key), to_sign.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, claim.signature):
        raise forbidden(
            "SignatureDoesNotMatch", "The request signature we calculated does not match the one you provided."
        )


def _check_time(request: Request, claim: Claim, now: datetime) -> None:
    try:
        signed_at = datetime.strptime(claim.date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        seconds = int(request.parameter("X-Amz-Expires") or "") if claim.presigned else 0
    except ValueError:
        raise invalid("AuthorizationQueryParametersError", "The date or the expiry can't be read.") from None
    if claim.day != f"{signed_at:%Y%m%d}":
        raise forbidden("SignatureDoesNotMatch", "The credential's date is not the date of the signature.")
    if not claim.presigned:
        if abs(now - signed_at) > SKEW:
            raise forbidden("RequestTimeTooSkewed", "The request's time is too far from the server's.")
        return
    if not 1 <= seconds <= LONGEST_EXPIRY.total_seconds():
        raise invalid("AuthorizationQueryParametersError", "X-Amz-Expires must be between 1 second and 7 days.")
    if signed_at - now > SKEW:
        raise forbidden("AccessDenied", "Request is not valid yet.")
    if now > signed_at + timedelta(seconds=seconds):
        raise forbidden("AccessDenied", "Request has expired.")


def _check_headers(request: Request, claim: Claim) -> None:
    missing = [name for name in claim.headers if name not in request.headers]
    if missing or "host" not in claim.headers:
        raise forbidden("SignatureDoesNotMatch", f"A signed header is missing: {', '.join(missing) or 'host'}.")
    unsigned = [name for name in request.headers if name.startswith("x-amz-") and name not in claim.headers]
    if unsigned:
        raise forbidden(
            "AccessDenied", f"There were headers present which were not signed: {', '.join(sorted(unsigned))}."
        )


def _canonical_request(request: Request, claim: Claim, payload_digest: str) -> str:
    path = quote(unquote(request.path), safe="/-_.~") if claim.service == "s3" else quote(request.path, safe="/-_.~")
    encoded = [
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in request.query
        if name != "X-Amz-Signature"
    ]
    query = "&".join(f"{name}={value}" for name, value in sorted(encoded))
    headers = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in claim.headers)
    return "\n".join((request.method, path, query, headers, ";".join(claim.headers), payload_digest))


def _signing_key(claim: Claim, secret_key: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in claim.scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key
