"""The pages themselves."""

from starlette.responses import HTMLResponse

from ebookvoice.domain.account import MAX_PASSWORD, MIN_PASSWORD
from ebookvoice.domain.errors import EbookVoiceError
from ebookvoice.domain.identity import Proof
from ebookvoice.settings import Settings
from functions.api.errors import status_of
from functions.api.origins import origin_of
from functions.api.pages.markup import alert, field, form, link, page, text

POSTS = "/api/auth/pages"


def magic_link(settings: Settings, proof: Proof) -> HTMLResponse:
    """Ask whether to sign in."""
    return page(
        "Sign in",
        text("Press the button to sign in on this device. If you did not ask for this, close the page."),
        form(f"{POSTS}/magic-link", _carried(proof), "Sign in"),
        targets=_targets(settings),
    )


def sign_up(settings: Settings, proof: Proof, refused: EbookVoiceError | None = None) -> HTMLResponse:
    """Ask for the account's password, if need be once more."""
    return page(
        "Confirm your address",
        alert(str(refused or "")),
        text("Choose the password of your account, to open it and to sign in on this device."),
        text("If you have an account already, this becomes its password, and its sessions end everywhere else."),
        text("If you did not ask for this, close the page."),
        form(f"{POSTS}/signup", _carried(proof), "Set the password and sign in", _password("Password")),
        status=_status(refused),
        targets=_targets(settings),
    )


def new_password(proof: Proof, refused: EbookVoiceError | None = None) -> HTMLResponse:
    """Ask for a new password, if need be once more."""
    return page(
        "Set a new password",
        alert(str(refused or "")),
        text("It ends every session of your account, here and everywhere else."),
        form(f"{POSTS}/password", _carried(proof), "Set the password", _password("New password")),
        status=_status(refused),
    )


def second_factor(settings: Settings, token: str, refused: EbookVoiceError | None = None) -> HTMLResponse:
    """Ask for a code of the second factor, if need be once more."""
    code = field("code", "Code", type="text", autocomplete="one-time-code", autocapitalize="none", spellcheck="false")
    return page(
        "Second factor",
        alert(str(refused or "")),
        text("Enter the code that your authenticator app shows, or one of your recovery codes."),
        form(f"{POSTS}/second-factor", {"token": token}, "Sign in", code),
        status=_status(refused),
        targets=_targets(settings),
    )


def signed_in() -> HTMLResponse:
    """Tell somebody that they are in, where there is no application to send them to."""
    return page("You are signed in", text("You can close this page."))


def password_set(settings: Settings) -> HTMLResponse:
    """Tell somebody that the new password counts."""
    onwards = link(settings.app_url, "Go to eBookVoice") if settings.app_url else ""
    return page("Your new password is set", text("All sessions have ended. Sign in with the new password."), onwards)


def refusal(error: EbookVoiceError) -> HTMLResponse:
    """Tell somebody why it can't be done, in the words in which programs are told."""
    return page("That did not work", alert(str(error)), status=_status(error))


def _password(label: str) -> str:
    """Make the field of a password that is chosen here."""
    return field(
        "password",
        f"{label} ({MIN_PASSWORD} to {MAX_PASSWORD} characters)",
        type="password",
        autocomplete="new-password",
        minlength=str(MIN_PASSWORD),
        maxlength=str(MAX_PASSWORD),
    )


def _carried(proof: Proof) -> dict[str, str]:
    """List what a form carries on from the link that led to it."""
    return {name: value for name, value in (("token", proof.token), ("email", proof.email)) if value is not None}


def _status(error: EbookVoiceError | None) -> int:
    return status_of(type(error)) if error else 200


def _targets(settings: Settings) -> tuple[str, ...]:
    """Name where a form may end up: whoever is signed in is sent to the application."""
    return (origin_of(settings.app_url),) if settings.app_url else ()
