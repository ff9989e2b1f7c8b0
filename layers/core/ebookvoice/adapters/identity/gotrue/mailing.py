"""Proofs that GoTrue mails."""

from aws_lambda_powertools import Logger

from ebookvoice.adapters.identity.gotrue.passwords import random_password
from ebookvoice.adapters.identity.gotrue.project import Project
from ebookvoice.adapters.identity.gotrue.refusals import NO_MAIL, RefusedError, expecting, untold
from ebookvoice.domain.errors import UnavailableError

_logger = Logger(child=True)


class Mailing:
    """Has GoTrue write to addresses. Nobody whom it writes to is deleted or changed before the mail comes back."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def open_door(self, email: str) -> None:
        """Mail the proof of a sign-up, or a magic link to an address that has a user already.

        GoTrue wants a password of everybody who signs up, and keeps the first one that it is told; nobody knows this
        one. Only the last request depends on whether there is a user. Raises UnavailableError.
        """
        client = self._project.client()
        try:
            with expecting(*NO_MAIL):
                answer = client.sign_up({"email": email, "password": random_password()})
        except RefusedError as refusal:
            # Whoever asks for an address a second time within a minute is told so; the mail that is there will do.
            _logger.warning("supabase sent no mail", error_code=refusal.code)
            return
        if answer.user is None or answer.session is not None:
            _logger.error("supabase opened an account without a mail; switch on 'Confirm email'")
            raise UnavailableError
        # GoTrue makes a user up for an address that is known, and sends nothing; only real ones have identities.
        if not answer.user.identities:
            self._send_link(email)

    def send_reset(self, email: str) -> None:
        """Mail what sets a new password, if the address has a user.

        A mail that can't be sent is a failure only for those who exist; so it is logged, and not told.
        """
        client = self._project.client()
        with untold(*NO_MAIL, "unexpected_failure"):
            client.reset_password_for_email(email)

    def _send_link(self, email: str) -> None:
        """Mail a magic link. Only known addresses get here, so that its refusals must not be told."""
        client = self._project.client()
        with untold(*NO_MAIL, "over_request_rate_limit"):
            client.sign_in_with_otp({"email": email, "options": {"should_create_user": True}})
