"""What Stripe tells us."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request

from ebookvoice.domain.payments import InvalidSignatureError, PaymentsDisabledError, PaymentUnknownError
from ebookvoice.usecases import purchases
from functions.api.deps import CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.credits import MessageTakenPublic

router = APIRouter(prefix="/api/webhooks/stripe", tags=["webhooks"])

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "description": "An event of Stripe's."}}},
    }
}


async def raw_body(request: Request) -> bytes:
    """Take the body as it came: the signature is over its bytes."""
    return await request.body()


@router.post(
    "",
    openapi_extra=_BODY,
    responses=documented(BodyTooLargeError, PaymentsDisabledError, InvalidSignatureError, PaymentUnknownError),
)
def receive_event(
    world: CurrentWorld,
    body: Annotated[bytes, Depends(raw_body)],
    stripe_signature: Annotated[str, Header(max_length=4096, description="Stripe's, over the bytes of the body.")] = "",
) -> MessageTakenPublic:
    """Take an event in; for Stripe alone, which signs it. Safe to repeat."""
    purchases.receive(world, body, stripe_signature)
    return MessageTakenPublic()
