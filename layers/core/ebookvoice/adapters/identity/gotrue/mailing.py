"""Proofs that GoTrue mails."""

import secrets

from aws_lambda_powertools import Logger

from ebookvoice.adapters.identity.gotrue.project import Project
from ebookvoice.adapters.identity.gotrue.refusals import NO_MAIL, RefusedError, expecting, untold
from ebookvoice.adapters.identity.gotrue.users import Users
from ebookvoice.domain.errors import UnavailableError

ATTEMPTS = 2

_logger = Logger(child=True)


class Mailing:
    """Has GoTrue write to addresses, in a way that lets nobody plant a password for somebody else.

    To a user who has not confirmed yet GoTrue sends a new proof for the password of the *first* sign-up, whoever chose
    that one. So who is pending is discarded before, and every sign-up begins anew.
    """

    def __init__(self, project: Project, users: Users) -> None:
        self._project = project
        self._users = users

    def open_door(self, email: str, password: str) -> None:
        """Mail the proof of a sign-up with this password, or a magic link to an address that has a user already.

        Only the last request depends on which one it is. Raises WeakPasswordError, UnavailableError.
        """
        mark = secrets.token_urlsafe(16)
        for _ in range(ATTEMPTS):
            self._users.discard_pending(email)
            if self._signed_up(email, password, mark):
                return
        _logger.warning("supabase sent no mail", error_code="over_email_send_rate_limit")

    def send_reset(self, email: str) -> None:
        """Mail what sets a new password, if the address has a user.

        A mail that can't be sent is a failure only for those who exist; so it is logged, and not told.
        """
        client = self._project.client()
        with untold(*NO_MAIL, "unexpected_failure"):
            client.reset_password_for_email(email)

    def _signed_up(self, email: str, password: str, mark: str) -> bool:
        """Sign up once; False if somebody else has signed up with the address since it was cleared."""
        client = self._project.client()
        try:
            with expecting(*NO_MAIL):
                answer = client.sign_up({"email": email, "password": password, "options": {"data": {"mark": mark}}})
        except RefusedError as refusal:
            # Mails go to one address once a minute, so a pending user has come in between; or the project's own limit
            # is reached, which is the same the next time.
            if refusal.code == "over_email_send_rate_limit":
                return False
            _logger.warning("supabase sent no mail", error_code=refusal.code)
            return True
        if answer.user is None or answer.session is not None:
            _logger.error("supabase opened an account without a mail; switch on 'Confirm email'")
            raise UnavailableError
        # GoTrue makes a user up for an address that is known, and sends nothing; only real ones have identities.
        if not answer.user.identities:
            self._send_link(email)
            return True
        return bool(answer.user.user_metadata.get("mark") == mark)

    def _send_link(self, email: str) -> None:
        """Mail a magic link. Only known addresses get here, so that its refusals must not be told."""
        client = self._project.client()
        with untold(*NO_MAIL, "over_request_rate_limit"):
            client.sign_in_with_otp({"email": email, "options": {"should_create_user": True}})
