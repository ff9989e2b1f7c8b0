"""What GoTrue's refusals are to us, by its error codes; what it says about them names addresses and goes nowhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from aws_lambda_powertools import Logger

from ebookvoice.domain.account import WeakPasswordError
from ebookvoice.domain.errors import UnavailableError

NO_PASSWORD = ("invalid_credentials", "email_not_confirmed", "user_banned", "validation_failed")
NO_PROOF = ("otp_expired", "user_banned", "validation_failed")
NO_MAIL = ("over_email_send_rate_limit", "email_address_invalid", "email_address_not_authorized", "validation_failed")

_logger = Logger(child=True)


class RefusedError(Exception):
    """GoTrue said no, in a way that was expected; `code` is its own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@contextmanager
def expecting(*codes: str) -> Iterator[None]:
    """Raise RefusedError when GoTrue refuses with one of these codes, WeakPasswordError for a password that it does
    not take, UnavailableError for everything else, and for every answer that makes no sense.
    """
    from supabase import AuthError, AuthWeakPasswordError

    try:
        yield
    except AuthWeakPasswordError:
        raise WeakPasswordError("This password is too easy to guess. Choose a longer or less common one.") from None
    except AuthError as error:
        if error.code in codes:
            raise RefusedError(str(error.code)) from error
        _logger.warning("supabase failed", error_code=error.code, status=getattr(error, "status", None))
        raise UnavailableError from error
    except ValueError as error:
        _logger.warning("supabase answered nonsense", reason=type(error).__name__)
        raise UnavailableError from error


@contextmanager
def untold(*codes: str) -> Iterator[None]:
    """Keep refusals with one of these codes to the log."""
    try:
        with expecting(*codes):
            yield
    except RefusedError as refusal:
        _logger.warning("supabase refused", error_code=refusal.code)
