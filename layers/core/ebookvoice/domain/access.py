"""Who may not come in, and who may not do that."""

from ebookvoice.domain.errors import EbookVoiceError


class NotAuthenticatedError(EbookVoiceError):
    code = "not_authenticated"
    message = "Sign in first: send the access token as `Authorization: Bearer …`, or the cookie of your session."


class TokenReusedError(NotAuthenticatedError):
    """For the client a refusal like any other; for the operator the sign of a stolen token."""

    message = "This refresh token was used before, so the session was ended. Sign in again."


class InvalidCredentialsError(EbookVoiceError):
    code = "invalid_credentials"
    message = "E-mail and password do not match. Check both and try again."


class InvalidCodeError(EbookVoiceError):
    code = "invalid_code"
    message = "The link or code is wrong, used up or too old. Ask for a new one."


class SignInRefusedError(EbookVoiceError):
    code = "sign_in_refused"
    message = "The sign-in could not be completed. Start it again from the beginning, in the same browser."


class AccountExistsError(EbookVoiceError):
    code = "account_exists"
    message = (
        "There is an account with this address, and Google can't tell whether it is yours. Sign in as you did before,"
        " or with a link by mail. In the same browser you can then choose Google once more, to link the two."
    )


class ProviderDisabledError(EbookVoiceError):
    code = "provider_disabled"
    message = "This way of signing in is not switched on here. Use another one."


class ReauthenticationRequiredError(EbookVoiceError):
    code = "reauthentication_required"
    message = "This needs a fresh proof that it is you: POST /api/auth/reauthenticate, then ask again at once."


class ForbiddenError(EbookVoiceError):
    code = "forbidden"
    message = "Your account may not do that. Ask somebody with the role that it takes."


class CrossSiteError(EbookVoiceError):
    code = "cross_site_request"
    message = "The request came from another site. Send it from a page of an origin that is allowed here."
