"""The WSGI application: who may come in, and what moto then gets to see."""

import hashlib
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from threading import RLock
from typing import Any

from moto.s3.models import CorsRule, s3_backends

from local.store import cors, public
from local.store.blobs import Blobs
from local.store.keyring import Keyring
from local.store.objects import RECEIVED, StoredKey
from local.store.receiving import check_document, receive_document, receive_object
from local.store.refusals import Answer, RefusalError, as_answer
from local.store.request import Request
from local.store.shelf import Shelf
from local.store.showing import shown
from local.store.signature import UNSIGNED, claim_of

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
DRAINED = 64 << 20
"""Bytes of a refused body that are read, so that its sender gets to see the refusal instead of a broken connection."""


class Door:
    """Lets in what is signed with keys that open it, unaltered and in time."""

    def __init__(
        self, services: dict[str, Application], keys: Keyring, blobs: Blobs, shelf: Shelf, turn: RLock
    ) -> None:
        self._services = services
        self._keys = keys
        self._account = keys.account
        self._blobs = blobs
        self._shelf = shelf
        self._turn = turn

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        request = Request.of(environ)
        service = "json" if _speaks_json(request) else "s3"
        try:
            status, headers, body = self._answer(request, environ)
        except RefusalError as refusal:
            request.body.drain(DRAINED)
            status, headers, body = as_answer(refusal, service)
        except Exception:  # a fault of the store is the sender's 500, like S3's own; the log tells the rest
            traceback.print_exc(file=sys.stderr)
            fault = RefusalError(HTTPStatus.INTERNAL_SERVER_ERROR, "InternalError", "We encountered an internal error.")
            status, headers, body = as_answer(fault, service)
        if service == "s3" and request.method != "OPTIONS":
            headers = cors.shared(request, self._rules(request), headers)
        start(status, headers)
        return body

    def _answer(self, request: Request, environ: Environ) -> Answer:
        if request.method == "OPTIONS":
            return cors.preflight(request, self._rules(request))
        if public.asked_for(request):
            claim = public.claim(self._keys.aws.access_key)
            return self._pass_object(self._services["s3"], shown(environ, request, claim, b""), request)
        claim = claim_of(request)
        service = self._services.get(claim.service)
        if service is None:
            raise RefusalError(HTTPStatus.FORBIDDEN, "AccessDenied", "There is no such service here.")
        if claim.service != "s3":
            body = receive_document(request)
            self._keys.check(request, claim, hashlib.sha256(body).hexdigest())
            return self._pass(service, shown(environ, request, claim, body))
        declared = request.headers.get("x-amz-content-sha256")
        if declared is None and not claim.presigned:
            raise RefusalError(
                HTTPStatus.BAD_REQUEST, "InvalidRequest", "Missing required header: x-amz-content-sha256"
            )
        self._keys.check(request, claim, declared or UNSIGNED)
        if not request.writes_body:
            body = receive_document(request)
            check_document(request, body)
            return self._pass_object(service, shown(environ, request, claim, body), request)
        RECEIVED.set(receive_object(request, self._blobs))
        return self._pass_object(service, shown(environ, request, claim, b""), request)

    def _rules(self, request: Request) -> Sequence[CorsRule]:
        with self._turn:
            return cors.rules_of(self._account, request.bucket_and_key[0])

    def _pass(self, service: Application, environ: Environ) -> Answer:
        collected: list[Any] = []
        with self._turn:
            body = service(environ, lambda status, headers, _=None: collected.extend((status, headers)))
        return collected[0], collected[1], body

    def _pass_object(self, service: Application, environ: Environ, request: Request) -> Answer:
        with self._turn:
            try:
                return self._pass(service, environ)
            except KeyError as error:
                if request.parameter("uploadId") is None:
                    raise
                raise RefusalError(HTTPStatus.NOT_FOUND, "NoSuchUpload", "There is no such upload.") from error
            finally:
                self._settle(request)

    def _settle(self, request: Request) -> None:
        """Put on record what the request has changed, then remove the files that it has made superfluous."""
        if request.method in ("PUT", "POST"):
            self._record(request)
        unclaimed = RECEIVED.get()
        if unclaimed is not None:
            RECEIVED.set(None)
            unclaimed.path.unlink(missing_ok=True)
        while StoredKey.removed:
            blob = StoredKey.removed.pop()
            self._shelf.forget_object(blob.path.name)
            blob.path.unlink(missing_ok=True)

    def _record(self, request: Request) -> None:
        bucket, name = request.bucket_and_key
        known = s3_backends[self._account]["aws"].buckets.get(bucket)
        key = known.keys.get(name) if known else None
        if isinstance(key, StoredKey):
            self._shelf.put_object(key.record())


def _speaks_json(request: Request) -> bool:
    return "x-amz-target" in request.headers or "/ses/aws4_request" in request.headers.get("authorization", "")
