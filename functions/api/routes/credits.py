"""Credits: what there is, and the way to more."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response, status

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.errors import RateLimitedError
from ebookvoice.domain.idempotency import KeyReusedError, Once
from ebookvoice.domain.payments import PaymentsDisabledError, UnknownPackError
from ebookvoice.domain.returns import ReturnRefusedError
from ebookvoice.ports.payments import Checkout
from ebookvoice.usecases import checkout, credits
from functions.api.deps import CurrentPrincipal, CurrentUser, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.repeats import CurrentRepeats
from functions.api.schemas.credits import CheckoutCreate, CheckoutPublic, CreditsPublic, Cursor, read_cursor
from functions.api.throttle import CurrentThrottle

router = APIRouter(prefix="/api/credits", tags=["credits"])


@router.get("", responses=documented(NotAuthenticatedError))
def find_credits(
    world: CurrentWorld,
    user_id: CurrentUser,
    cursor: Annotated[Cursor | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="How many lines a page has at most.")] = 50,
) -> CreditsPublic:
    """Look at your credits, at what they can be bought for, and at what was done with them, the newest first."""
    ledger = credits.find_ledger(world, user_id, read_cursor(cursor) if cursor else None, limit)
    settings = world.settings
    return CreditsPublic.of(ledger, credits.price(world), settings.packs, settings.credit_currency)


@router.post(
    "/checkout",
    status_code=status.HTTP_201_CREATED,
    response_model=CheckoutPublic,
    responses=documented(
        BodyTooLargeError,
        NotAuthenticatedError,
        PaymentsDisabledError,
        UnknownPackError,
        ReturnRefusedError,
        RateLimitedError,
        KeyReusedError,
    ),
)
def begin_checkout(
    world: CurrentWorld,
    principal: CurrentPrincipal,
    throttle: CurrentThrottle,
    repeats: CurrentRepeats,
    wanted: CheckoutCreate,
) -> Response:
    """Get the address where a pack of credits is paid; they are there as soon as the payment is."""

    def begin(once: Once | None) -> Checkout:
        throttle.checkouts(principal.user.id)
        return checkout.begin(world, principal, wanted.credits, wanted.return_to, once)

    def find(made: dict[str, Any]) -> Checkout:
        return Checkout(**made)

    return repeats.answer(wanted, begin, find, CheckoutPublic.model_validate)
