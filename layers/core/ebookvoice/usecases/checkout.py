"""Buying credits, the way out: to the payment provider's pages."""

import json
from dataclasses import asdict
from hashlib import sha256

from ebookvoice.domain.idempotency import Once
from ebookvoice.domain.payments import Pack, PaymentsDisabledError, UnknownPackError
from ebookvoice.domain.returns import ReturnRefusedError, browser_return, program_return
from ebookvoice.domain.session import Mode, Principal
from ebookvoice.ports.payments import Checkout
from ebookvoice.usecases.once import claim
from ebookvoice.usecases.world import World


def begin(
    world: World, principal: Principal, credits: int, return_to: str | None, once: Once | None = None
) -> Checkout:
    """Begin to buy a pack of so many credits.

    The provider is asked before the key is claimed, and by a key that follows from it, so a repeat finds the same
    checkout there. Raises PaymentsDisabledError, UnknownPackError, ReturnRefusedError, UnavailableError, RepeatedError,
    KeyReusedError.
    """
    if not world.settings.sells_credits:
        raise PaymentsDisabledError
    pack, user = _pack(world, credits), principal.user
    checkout = world.payments.checkout(
        user.id,
        user.email,
        pack,
        world.settings.credit_currency,
        once=_name(world, once),
        back_to=_return_address(world, principal.session.mode, return_to),
    )
    if once is not None:
        with world.store.as_service() as records:
            claim(world, records, once, asdict(checkout))
    return checkout


def _pack(world: World, credits: int) -> Pack:
    for pack in world.settings.packs:
        if pack.credits == credits:
            return pack
    raise UnknownPackError


def _return_address(world: World, mode: Mode, return_to: str | None) -> str:
    """Find where the buyer goes afterwards: programs may name an address of their own machine."""
    settings = world.settings
    if mode is Mode.BEARER and return_to is not None:
        return program_return(return_to, settings.origins)
    address = browser_return(return_to, settings.app_url, settings.origins)
    if address is None:
        raise ReturnRefusedError
    return address


def _name(world: World, once: Once | None) -> str:
    """Name the request for the provider: the same for a repeat, and for nothing else."""
    if once is None:
        return str(world.ids.new())
    named = json.dumps([str(once.user_id), once.endpoint, once.key, once.digest.hex()])
    return sha256(named.encode()).hexdigest()
