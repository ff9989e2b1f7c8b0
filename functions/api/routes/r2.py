"""What the bridge to Cloudflare R2 tells us."""

from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from ebookvoice.domain.payments import InvalidSignatureError
from ebookvoice.domain.storage import BridgeDisabledError
from ebookvoice.usecases import bridge
from functions.api.deps import CurrentWorld, RawBody
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.r2 import MAX_EVENTS, R2Event, R2Message, R2RecordedPublic

router = APIRouter(prefix="/api/webhooks/r2", tags=["webhooks"])

_MESSAGE: dict[str, Any] = {
    "type": "object",
    "required": ["events"],
    "additionalProperties": False,
    "properties": {"events": {"type": "array", "maxItems": MAX_EVENTS, "items": R2Event.model_json_schema()}},
}
_BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/json": {"schema": _MESSAGE}}}}


@router.post(
    "",
    openapi_extra=_BODY,
    responses=documented(BodyTooLargeError, BridgeDisabledError, InvalidSignatureError),
)
def receive_events(
    world: CurrentWorld,
    body: RawBody,
    x_ebookvoice_signature: Annotated[
        str,
        Header(max_length=1024, description="`t=` seconds since the epoch, `,v1=` HMAC-SHA-256 of `t.body` in hex."),
    ] = "",
) -> R2RecordedPublic:
    """Take in which objects were created; for the bridge alone, which signs it. Safe to repeat."""
    bridge.check(world, x_ebookvoice_signature, body)
    return R2RecordedPublic(recorded=bridge.record(world, _read(body).happenings()))


def _read(body: bytes) -> R2Message:
    """Read the message, of which nothing was looked at before its signature. Raises RequestValidationError."""
    try:
        return R2Message.model_validate_json(body)
    except ValidationError as error:
        mistakes = [{**mistake, "loc": ("body", *mistake["loc"])} for mistake in error.errors()]
        raise RequestValidationError(mistakes) from error
