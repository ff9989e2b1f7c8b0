"""The two pairs of keys that open the store, and what each of them opens."""

from dataclasses import dataclass
from datetime import UTC, datetime

from moto.s3.models import s3_backends

from local.environment import R2_BUCKET, KeyPair
from local.store import r2
from local.store.refusals import forbidden
from local.store.request import Request
from local.store.signature import Claim, check


@dataclass(frozen=True, slots=True)
class Keyring:
    """`r2` opens the bucket of Cloudflare R2 by its rules, `aws` everything else."""

    aws: KeyPair
    r2: KeyPair
    account: str

    def check(self, request: Request, claim: Claim, digest: str) -> None:
        """Check the signature over a body of that digest, and whether its keys open this. Raises RefusalError."""
        now = datetime.now(UTC)
        if claim.service == "s3" and claim.access_key == self.r2.access_key:
            check(request, claim, digest, self.r2, now)
            r2.check(request, claim)
            self._check_parts(request)
            return
        check(request, claim, digest, self.aws, now)
        if claim.service == "s3" and R2_BUCKET in request.buckets:
            raise forbidden("AccessDenied", "Access Denied")

    def _check_parts(self, request: Request) -> None:
        """Look at the parts of an upload that is to be completed in R2. Raises RefusalError."""
        upload = request.parameter("uploadId") or ""
        known = s3_backends[self.account]["aws"].buckets.get(R2_BUCKET)
        begun = known.multiparts.get(upload) if known and request.method == "POST" else None
        if begun is not None and begun.parts:
            r2.check_parts(begun.parts[number].contentsize for number in sorted(begun.parts))
