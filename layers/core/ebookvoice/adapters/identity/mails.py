"""What the built-in provider writes to whom. Links lead to the API's own pages, which take nothing before a click."""

from dataclasses import dataclass

from ebookvoice.domain.identity import minutes
from ebookvoice.ports.identity import Mail
from ebookvoice.usecases.challenges import Issued

SIGN_UP_PAGE = "/api/auth/signup/confirm"
MAGIC_LINK_PAGE = "/api/auth/magic-link"
RESET_PAGE = "/api/auth/password/reset"

_NOT_YOU = "If you did not ask for this, ignore this mail: nothing happens unless the link or the code is used."


@dataclass(frozen=True, slots=True)
class Mails:
    """Writes mails with links below `public_url` (no slash at the end), good for as many `seconds`."""

    public_url: str
    seconds: int

    def sign_up(self, to: str, issued: Issued) -> Mail:
        """Let whoever owns the address open an account, and choose its password there."""
        return Mail(
            to,
            "Confirm your eBookVoice account",
            _text(
                "An eBookVoice account was asked for with this address. To open it, and to choose its password:",
                *self._proof(SIGN_UP_PAGE, issued),
                _NOT_YOU,
            ),
        )

    def account_exists(self, to: str, issued: Issued) -> Mail:
        """Tell the owner of an account that there is one, and let them in with a new password."""
        return Mail(
            to,
            "You have an eBookVoice account already",
            _text(
                "An eBookVoice account was asked for with this address, but there is one."
                " Your account and its password are as they were. To sign in with a new password:",
                *self._proof(SIGN_UP_PAGE, issued),
                "The new password takes the place of the old one and ends every session of the account."
                " To sign in without one, ask for a link by mail where you sign in,"
                " or use Google, if the account has this address there.",
                _NOT_YOU,
            ),
        )

    def magic_link(self, to: str, issued: Issued) -> Mail:
        """Let in whoever owns the address."""
        return Mail(
            to,
            "Sign in to eBookVoice",
            _text(
                "To sign in to eBookVoice with this address, or to open an account with it:",
                *self._proof(MAGIC_LINK_PAGE, issued),
                _NOT_YOU,
            ),
        )

    def reset(self, to: str, issued: Issued) -> Mail:
        """Let the owner of an account set a password."""
        return Mail(
            to,
            "Set a new eBookVoice password",
            _text(
                "To set a new password for your eBookVoice account:",
                *self._proof(RESET_PAGE, issued),
                "A new password ends every session of the account.",
                _NOT_YOU,
            ),
        )

    def no_account(self, to: str) -> Mail:
        """Tell somebody who wants a new password that there is no account to have one."""
        return Mail(
            to,
            "There is no eBookVoice account with this address",
            _text(
                "A new password was asked for with this address, but no eBookVoice account has it.",
                "Perhaps you signed up with another address. To open an account with this one, sign up as usual.",
                "If you did not ask for this, ignore this mail.",
            ),
        )

    def _proof(self, page: str, issued: Issued) -> tuple[str, ...]:
        return (
            f"Type this code where you are asked for one: {issued.code}",
            f"Or follow this link:\n{self.public_url}{page}?token={issued.token}",
            f"Link and code count once, and for {minutes(self.seconds)}; a newer mail replaces them.",
        )


def _text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"
