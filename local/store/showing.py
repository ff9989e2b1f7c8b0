"""What moto is shown of a request that has passed the door."""

import io
from typing import Any

from local.store.request import Request
from local.store.signature import ALGORITHM, Claim

PRESIGNING = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
)


def shown(environ: dict[str, Any], request: Request, claim: Claim, body: bytes) -> dict[str, Any]:
    """Make the WSGI environment for moto: with this body, and with a presigned address turned into a signed request.

    moto treats unsigned requests as anonymous and mistakes some parameters of presigned addresses for headers.
    """
    new = environ | {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    new.pop("HTTP_TRANSFER_ENCODING", None)
    algorithm = request.headers.get("x-amz-sdk-checksum-algorithm", "").lower()
    if f"x-amz-checksum-{algorithm}" not in request.headers:
        # moto would take the checksum of the body that it is shown.
        new.pop("HTTP_X_AMZ_SDK_CHECKSUM_ALGORITHM", None)
    if claim.presigned:
        path, _, query = str(environ["RAW_URI"]).partition("?")
        kept = "&".join(item for item in query.split("&") if item.partition("=")[0] not in PRESIGNING)
        new["RAW_URI"] = new["REQUEST_URI"] = f"{path}?{kept}" if kept else path
        new["QUERY_STRING"] = kept
        credential = f"{claim.access_key}/{claim.scope}"
        signed = ";".join(claim.headers)
        new["HTTP_AUTHORIZATION"] = (
            f"{ALGORITHM} Credential={credential}, SignedHeaders={signed}, Signature={claim.signature}"
        )
    return new
