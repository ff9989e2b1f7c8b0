"""Does the store take an upload as clients send it, once, and give it back?"""

import base64
import hashlib
import os
from collections.abc import Iterator
from http import HTTPStatus
from uuid import uuid4

from ebookvoice.domain import keys
from ebookvoice.ports.objects import ObjectStore, PresignedUpload
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, wrong

SECONDS = 60
REACH = "look at the bucket's name, its keys, and what they are allowed"


def check(deployment: Deployment) -> Iterator[Finding]:
    """Send a canary by presigned addresses, and remove it, whatever becomes of it.

    It lies below work/, where no event is sent and the bucket's own rule removes what is left.
    """
    objects = deployment.world.objects
    key, body = f"{keys.WORK}doctor/{uuid4()}", os.urandom(1024)
    try:
        yield from _journey(deployment, objects, key, body)
    finally:
        objects.delete([key])
    if objects.head(key) is None:
        yield fine("store.removed", "the canary is gone")
    else:
        yield wrong("store.removed", f"{key} was not removed", "let the functions s3:DeleteObject, and remove it")


def _journey(deployment: Deployment, objects: ObjectStore, key: str, body: bytes) -> Iterator[Finding]:
    announced = signed(objects, key, body)
    other = deployment.ask("PUT", announced.url, announced.headers, os.urandom(len(body))).status_code
    sums = "other bytes than those that were announced are refused"
    yield _refused("store.checksum", other, sums, "this store can't be relied on to verify uploads; docs/storage.md")
    sent = deployment.ask("PUT", announced.url, announced.headers, body).status_code
    if sent != HTTPStatus.OK:
        yield wrong("store.upload", f"a presigned PUT is answered with {sent}", REACH)
        return
    yield fine("store.upload", "a presigned PUT is taken")
    again = deployment.ask("PUT", announced.url, announced.headers, body).status_code
    once = "the same address can't be used twice"
    yield _refused("store.write-once", again, once, "this store ignores If-None-Match: *; docs/storage.md")
    address = objects.presign_get(key, filename="canary", content_type="text/plain", expires=SECONDS)
    answer = deployment.ask("GET", address, {})
    if answer.status_code == HTTPStatus.OK and answer.content == body:
        yield fine("store.download", "a presigned GET gives the same bytes back")
    else:
        yield wrong("store.download", f"a presigned GET is answered with {answer.status_code}", REACH)


def signed(objects: ObjectStore, key: str, body: bytes) -> PresignedUpload:
    """Sign an upload as the API does."""
    sha256 = base64.b64encode(hashlib.sha256(body).digest()).decode()
    md5 = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
    return objects.presign_put(key, size=len(body), content_type="text/plain", sha256=sha256, md5=md5, expires=SECONDS)


def _refused(check: str, status: int, well: str, advice: str) -> Finding:
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return fine(check, well)
    return wrong(check, f"not so: the answer is {status}", advice)
