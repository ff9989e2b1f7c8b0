"""Buying credits, the way back: the payment provider tells what was paid, and what was paid back."""

import logging

from ebookvoice.domain.payments import PaymentsDisabledError, PaymentUnknownError
from ebookvoice.ports.payments import Paid, PaidBack
from ebookvoice.ports.store import Records
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)


def receive(world: World, body: bytes, signature: str) -> None:
    """Take a message of the provider in; each counts once, in whatever order they come.

    Raises PaymentsDisabledError, InvalidSignatureError, and PaymentUnknownError for one that came too early: its
    sender will try again.
    """
    if not world.settings.sells_credits:
        raise PaymentsDisabledError
    told = world.payments.message(body, signature)
    if told is None:
        return
    with world.store.as_service() as records:
        if records.payments.received(told.event_id, world.clock.now()):
            match told:
                case Paid():
                    _count(world, records, told)
                case PaidBack():
                    _take_back(world, records, told)


def _count(world: World, records: Records, paid: Paid) -> None:
    counted = records.payments.purchase(
        paid.user_id, paid.checkout, paid.payment, paid.credits, paid.amount, paid.currency, world.clock.now()
    )
    if counted:
        logger.info("credits bought", extra={"checkout": paid.checkout, "credits": paid.credits})
        lost = records.payments.parked(paid.payment) if paid.payment else 0
        if paid.payment and lost:
            records.payments.refund(paid.payment, lost, world.clock.now(), disputed=True)
    elif records.accounts.find(paid.user_id) is None:
        logger.error("paid for an account that is gone", extra={"checkout": paid.checkout, "amount": paid.amount})


def _take_back(world: World, records: Records, back: PaidBack) -> None:
    taken = records.payments.refund(back.payment, back.amount, world.clock.now(), disputed=back.disputed)
    if taken is not None:
        logger.info("credits taken back", extra={"payment": back.payment, "credits": taken})
    elif back.user_id is not None and records.accounts.find(back.user_id) is not None:
        raise PaymentUnknownError
    else:
        # A dispute names no account: it is somebody else's, or its purchase is still to be told.
        records.payments.park(back.event_id, back.payment, back.amount)
        logger.warning("money went back that is not known here", extra={"payment": back.payment})
