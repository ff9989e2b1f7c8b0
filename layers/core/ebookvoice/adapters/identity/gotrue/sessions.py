"""The sessions that GoTrue opens for whoever proves something. They are read, and ended: ours are others."""

from typing import TYPE_CHECKING, Literal

from aws_lambda_powertools import Logger

from ebookvoice.adapters.identity.gotrue.passwords import as_sent
from ebookvoice.adapters.identity.gotrue.project import Project
from ebookvoice.adapters.identity.gotrue.refusals import NO_PASSWORD, NO_PROOF, RefusedError, expecting
from ebookvoice.adapters.identity.gotrue.tokens import read_token
from ebookvoice.adapters.identity.keyset import KeySet
from ebookvoice.adapters.identity.signed_claims import TokenRefusedError
from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.account import normalise_email
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.identity import Proof
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    from supabase_auth import AuthResponse, Session, VerifyOtpParams

Kind = Literal["signup", "magiclink", "email", "recovery"]
"""What a proof may be of; `email` is either of the two before it. Resets and magic links share one token."""

_logger = Logger(child=True)


class Sessions:
    """Believes an answer only as far as GoTrue has signed it."""

    def __init__(self, project: Project, clock: Clock) -> None:
        self._project = project
        self._keys = KeySet(project.key_set, clock)
        self._clock = clock

    def by_password(self, email: str, password: str) -> "Session | None":
        """Sign in with a password; None for every reason why not. Raises UnavailableError."""
        client = self._project.client()
        try:
            with expecting(*NO_PASSWORD):
                return self._signed(client.sign_in_with_password({"email": email, "password": as_sent(password)}))
        except RefusedError:
            return None

    def by_proof(self, kind: Kind, proof: Proof) -> "Session":
        """Use a proof up. Raises InvalidCodeError, UnavailableError.

        A token is a hash of address and code, and can be guessed as well as the code. So it counts only together with
        its address, by which attempts are limited. GoTrue refuses to be told both, so the answer is compared.
        """
        if proof.email is None:
            raise InvalidCodeError
        params: VerifyOtpParams
        if proof.token is not None:
            params = {"type": kind, "token_hash": proof.token}
        elif proof.code is not None:
            params = {"type": kind, "email": proof.email, "token": proof.code}
        else:
            raise InvalidCodeError
        client = self._project.client()
        try:
            with expecting(*NO_PROOF):
                session = self._signed(client.verify_otp(params))
        except RefusedError:
            raise InvalidCodeError from None
        if normalise_email(session.user.email or "") != proof.email:
            self.end(session)
            raise InvalidCodeError
        return session

    def end(self, session: "Session") -> None:
        """End a session, which nobody will use."""
        try:
            with expecting("session_not_found", "user_not_found"):
                self._project.client().admin.sign_out(session.access_token, "local")
        except (RefusedError, UnavailableError):
            _logger.warning("session at supabase not ended; it expires unused")

    def _signed(self, answer: "AuthResponse") -> "Session":
        """Take only an answer that GoTrue has signed. Raises UnavailableError for one that anybody else could give."""
        session = answer.session
        if session is None:
            raise UnavailableError
        try:
            claims = read_token(session.access_token, self._keys, self._project.issuer, self._clock.now())
        except TokenRefusedError as error:
            _logger.error("supabase token refused; does the project sign with asymmetric keys?", reason=str(error))
            raise UnavailableError from error
        if (claims["sub"], claims["email"]) != (session.user.id, session.user.email):
            _logger.error("supabase token is somebody else's")
            raise UnavailableError
        return session
