"""The one place that knows which HTTP status belongs to which error, and what an error looks like on the wire."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from ebookvoice.domain.access import (
    AccountExistsError,
    CrossSiteError,
    ForbiddenError,
    InvalidCodeError,
    InvalidCredentialsError,
    NotAuthenticatedError,
    ProviderDisabledError,
    ReauthenticationRequiredError,
    SignInRefusedError,
)
from ebookvoice.domain.account import WeakPasswordError
from ebookvoice.domain.errors import (
    BookRefusedError,
    ConversionFailedError,
    EbookVoiceError,
    InsufficientCreditsError,
    InvalidStateError,
    NotFoundError,
    NotReadyError,
    ProviderBusyError,
    ProviderUnavailableError,
    RateLimitedError,
    SpeechError,
    TooLargeError,
    UnavailableError,
    UploadExpiredError,
    UploadMissingError,
    VoiceRefusedError,
)
from ebookvoice.domain.idempotency import KeyReusedError
from ebookvoice.domain.payments import (
    InvalidSignatureError,
    PaymentsDisabledError,
    PaymentUnknownError,
    UnknownPackError,
)
from ebookvoice.domain.refusals import PlanRefusedError
from ebookvoice.domain.returns import ReturnRefusedError
from ebookvoice.domain.storage import (
    BridgeDisabledError,
    ChecksumMissingError,
    FileInUseError,
    GoneError,
    NotAPictureError,
    NotPublicError,
    QuotaExceededError,
)
from functions.api import allowances, events
from functions.api.schemas.errors import ErrorDetail, ErrorPublic

logger = Logger(child=True)


class InvalidRequestError(EbookVoiceError):
    code = "invalid_request"
    message = (
        "The body must be a JSON object in UTF-8, sent with `Content-Type: application/json`. "
        "Only POST /api/files/upload wants a form, whole and as `multipart/form-data`."
    )


class BodyTooLargeError(EbookVoiceError):
    code = "body_too_large"
    message = "The request is over 1 MB. Books go to the upload address that POST /api/files gives, not through here."


class MethodNotAllowedError(EbookVoiceError):
    code = "method_not_allowed"
    message = "This address does not answer to that method. The Allow header names those that it does."


STATUSES: Mapping[type[EbookVoiceError], HTTPStatus] = {
    EbookVoiceError: HTTPStatus.INTERNAL_SERVER_ERROR,
    InvalidRequestError: HTTPStatus.UNPROCESSABLE_ENTITY,
    BodyTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    MethodNotAllowedError: HTTPStatus.METHOD_NOT_ALLOWED,
    NotAuthenticatedError: HTTPStatus.UNAUTHORIZED,
    InvalidCredentialsError: HTTPStatus.UNAUTHORIZED,
    InvalidCodeError: HTTPStatus.UNAUTHORIZED,
    SignInRefusedError: HTTPStatus.UNAUTHORIZED,
    AccountExistsError: HTTPStatus.CONFLICT,
    ProviderDisabledError: HTTPStatus.NOT_IMPLEMENTED,
    ReauthenticationRequiredError: HTTPStatus.FORBIDDEN,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    CrossSiteError: HTTPStatus.FORBIDDEN,
    RateLimitedError: HTTPStatus.TOO_MANY_REQUESTS,
    WeakPasswordError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ReturnRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InsufficientCreditsError: HTTPStatus.PAYMENT_REQUIRED,
    NotFoundError: HTTPStatus.NOT_FOUND,
    InvalidStateError: HTTPStatus.CONFLICT,
    NotReadyError: HTTPStatus.CONFLICT,
    UploadMissingError: HTTPStatus.CONFLICT,
    UploadExpiredError: HTTPStatus.CONFLICT,
    VoiceRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    QuotaExceededError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    GoneError: HTTPStatus.GONE,
    FileInUseError: HTTPStatus.CONFLICT,
    ChecksumMissingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotAPictureError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotPublicError: HTTPStatus.NOT_IMPLEMENTED,
    KeyReusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    PaymentsDisabledError: HTTPStatus.NOT_IMPLEMENTED,
    UnknownPackError: HTTPStatus.UNPROCESSABLE_ENTITY,
    PaymentUnknownError: HTTPStatus.CONFLICT,
    InvalidSignatureError: HTTPStatus.FORBIDDEN,
    BridgeDisabledError: HTTPStatus.NOT_IMPLEMENTED,
    TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BookRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    PlanRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    SpeechError: HTTPStatus.SERVICE_UNAVAILABLE,
    ProviderBusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    ProviderUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    ConversionFailedError: HTTPStatus.INTERNAL_SERVER_ERROR,
    UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""An error without an entry of its own takes its base's."""

HEADERS: Mapping[HTTPStatus, dict[str, str]] = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": "10"},
}
"""RFC 9110, 11.6.1 (every 401 names a scheme) and 10.2.3 (seconds)."""


def status_of(error: type[EbookVoiceError]) -> HTTPStatus:
    """Find the status of a kind of error."""
    return next(STATUSES[base] for base in error.__mro__ if base in STATUSES)


async def answer(request: Request, error: Exception) -> JSONResponse:
    """Answer a request that ended in an error of any kind."""
    return respond(error, request)


def respond(error: Exception, request: Request) -> JSONResponse:
    """Put an error on the wire; what is our own fault goes to the log, and nothing of it to the client."""
    told, request_id = _translate(error), request.state.request_id
    status = status_of(type(told))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("request failed", exc_info=error, request_id=request_id, code=told.code)
    if caller := getattr(request.state, "caller", None):
        events.refused(caller, request.url.path, told)
    if isinstance(told, RateLimitedError):
        request.state.limits = allowances.headers([told.allowance], request.state.clock.now())
    request.state.error = told.code
    headers = dict(HEADERS.get(status, {}))
    if isinstance(error, HTTPException):
        headers.update(error.headers or {})
    detail = ErrorDetail(code=told.code, message=str(told), request_id=request_id, details=dict(told.details))
    return JSONResponse(ErrorPublic(error=detail).model_dump(exclude_defaults=True), status, headers)


IN_JSON: Mapping[str, Any] = {"application/json": {"schema": {"$ref": f"#/components/schemas/{ErrorPublic.__name__}"}}}
"""The form of an error. Naming the model itself would make the framework build it anew for every status of every route,
which took a third of the API's import."""


def documented(*errors: type[EbookVoiceError]) -> dict[int | str, dict[str, Any]]:
    """Describe for the OpenAPI document what a route may answer besides success."""
    responses: dict[int | str, dict[str, Any]] = {}
    everywhere: tuple[type[EbookVoiceError], ...] = (InvalidRequestError, UnavailableError, EbookVoiceError)
    for error in errors + everywhere:
        line = f"`{error.code}`: {error.message}"
        response = responses.setdefault(int(status_of(error)), {"content": IN_JSON, "description": ""})
        response["description"] = f"{response['description']}\n\n{line}".strip()
    return responses


def _translate(error: Exception) -> EbookVoiceError:
    match error:
        case EbookVoiceError():
            return error
        case RequestValidationError():
            return InvalidRequestError(_sentence(error.errors()[0]))
        case HTTPException(status_code=HTTPStatus.NOT_FOUND):
            return NotFoundError("There is no such address. The API begins at /api/; its description lists all of it.")
        case HTTPException(status_code=HTTPStatus.METHOD_NOT_ALLOWED):
            return MethodNotAllowedError()
        case HTTPException():
            # The framework's 400 for a body that is neither UTF-8 nor JSON.
            return InvalidRequestError()
        case _:
            return EbookVoiceError()


def _sentence(mistake: Mapping[str, Any]) -> str | None:
    place = mistake["loc"][1:]
    if not place or mistake["type"] == "json_invalid":
        return None
    # A field's name may be the client's own invention, with anything in it.
    field = ".".join(str(part) for part in place).encode("ascii", "backslashreplace").decode()[:100]
    what = mistake["msg"].rstrip(".")
    return f"The field `{field}` is not valid: {what[0].lower()}{what[1:]}."
