"""Other people's accounts, for administrators."""

from typing import Annotated

from aws_lambda_powertools import Logger
from fastapi import APIRouter, Query, Response, status

from ebookvoice.domain.access import ForbiddenError, NotAuthenticatedError, ReauthenticationRequiredError
from ebookvoice.domain.errors import InvalidStateError, NotFoundError
from ebookvoice.domain.idempotency import KeyReusedError, Once
from ebookvoice.usecases import administration, credits
from functions.api.deps import CurrentAdmin, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.repeats import CurrentRepeats
from functions.api.schemas.admin import AccountPublic, AccountsPublic, AccountUpdate, GiftCreate, GiftPublic
from functions.api.schemas.auth import Email
from functions.api.schemas.ids import UserId

router = APIRouter(prefix="/api/admin/users", tags=["administration"])

logger = Logger(child=True)


@router.get("", responses=documented(NotAuthenticatedError, ForbiddenError))
def find_users(
    world: CurrentWorld,
    admin: CurrentAdmin,  # noqa: ARG001
    email: Annotated[Email, Query(description="The account's address.")],
) -> AccountsPublic:
    """Find the account of an address."""
    return AccountsPublic(users=[AccountPublic.of(account) for account in administration.find_users(world, email)])


@router.patch(
    "/{user_id}",
    responses=documented(BodyTooLargeError, NotAuthenticatedError, ForbiddenError, NotFoundError, InvalidStateError),
)
def change_user(world: CurrentWorld, admin: CurrentAdmin, user_id: UserId, update: AccountUpdate) -> AccountPublic:
    """Shut an account out at once, let it in again, or set its role or its plan."""
    account = administration.change_user(world, admin, user_id, update.disabled, update.role, update.plan)
    logger.info("account changed", admin_id=str(admin.user.id), user_id=str(user_id), **update.model_dump(mode="json"))
    return AccountPublic.of(account)


@router.post(
    "/{user_id}/credits",
    status_code=status.HTTP_201_CREATED,
    response_model=GiftPublic,
    responses=documented(BodyTooLargeError, NotAuthenticatedError, ForbiddenError, NotFoundError, KeyReusedError),
)
def give_credits(
    world: CurrentWorld, admin: CurrentAdmin, repeats: CurrentRepeats, user_id: UserId, gift: GiftCreate
) -> Response:
    """Give credits to somebody."""

    def give(once: Once | None) -> int:
        balance = credits.give(world, admin.user.id, user_id, gift.amount, gift.reason, once)
        logger.info("credits given", admin_id=str(admin.user.id), user_id=str(user_id), amount=gift.amount)
        return balance

    def show(balance: int) -> GiftPublic:
        return GiftPublic(amount=gift.amount, reason=gift.reason, balance=balance)

    return repeats.answer(gift, give, lambda _: credits.find_balance(world, user_id), show)


@router.delete(
    "/{user_id}/totp",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(NotAuthenticatedError, ForbiddenError, ReauthenticationRequiredError, NotFoundError),
)
def remove_second_factor(world: CurrentWorld, admin: CurrentAdmin, user_id: UserId) -> None:
    """Take the second factor off the account of somebody who has lost phone and recovery codes; end its sessions.

    Its owner gets a mail. It takes a fresh proof, no older than a few minutes.
    """
    if administration.remove_second_factor(world, admin, user_id):
        logger.info("second factor removed", admin_id=str(admin.user.id), user_id=str(user_id))
