"""What those who look for break-ins want to find in the log: a line per event, without secrets and e-mail addresses."""

from collections import OrderedDict
from collections.abc import Mapping
from uuid import UUID

from aws_lambda_powertools import Logger

from ebookvoice.domain.access import (
    AccountExistsError,
    CrossSiteError,
    InvalidCodeError,
    InvalidCredentialsError,
    SignInRefusedError,
    TokenReusedError,
)
from ebookvoice.domain.errors import EbookVoiceError, RateLimitedError
from ebookvoice.domain.session import Principal, Session
from ebookvoice.usecases.sessions import SignedIn
from functions.api.callers import Caller
from functions.api.masking import masked

REFUSALS: Mapping[type[EbookVoiceError], str] = {
    InvalidCredentialsError: "sign-in refused",
    InvalidCodeError: "sign-in refused",
    SignInRefusedError: "sign-in refused",
    AccountExistsError: "sign-in refused",
    TokenReusedError: "refresh token reused",
    RateLimitedError: "too many requests",
    CrossSiteError: "cross-site request stopped",
}

MAX_NOTED = 1000
"""Sessions whose change of device is remembered as told, so that each fills one line and not the log."""

logger = Logger(child=True)
_noted: OrderedDict[UUID, None] = OrderedDict()


def refused(caller: Caller, path: str, error: EbookVoiceError) -> None:
    """Log a refusal that may be somebody's try."""
    event = REFUSALS.get(type(error))
    if event is not None:
        logger.warning(event, extra={"code": error.code, "path": masked(path)} | _sender(caller))


def signed_in(caller: Caller, entered: SignedIn) -> None:
    """Log a session that was opened; `new device` says that the account was never seen on it before."""
    known = _session(entered.session) | _sender(caller)
    logger.info("signed in", extra={"mode": entered.session.mode} | known)
    if entered.new_device:
        logger.info("new device", extra=known)


def seen(caller: Caller, principal: Principal) -> None:
    """Log that a session is shown by another device than the one that it was opened on; once for each session.

    No more than that: browsers are updated, languages are set, and addresses change on every train.
    """
    session, device = principal.session, caller.device(principal.session.mode)
    if device.resembles(session.device) or session.id in _noted:
        return
    _noted[session.id] = None
    if len(_noted) > MAX_NOTED:
        _noted.popitem(last=False)
    what = {"changed": session.device.differences(device)}
    logger.warning("device changed", extra=what | _session(session) | _sender(caller))


def _session(session: Session) -> dict[str, object]:
    return {"user_id": str(session.user_id), "session_id": str(session.id)}


def _sender(caller: Caller) -> dict[str, object]:
    return {"request_id": caller.request_id, "place": caller.place, "agent": caller.agent}
