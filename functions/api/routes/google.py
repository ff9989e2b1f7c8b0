"""Signing in with Google: out, back, and from the browser on to the program that sent it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from ebookvoice.domain.access import (
    AccountExistsError,
    CrossSiteError,
    InvalidCodeError,
    ProviderDisabledError,
    SignInRefusedError,
)
from ebookvoice.domain.errors import EbookVoiceError, RateLimitedError
from ebookvoice.domain.returns import ReturnRefusedError, with_fragment, with_query
from ebookvoice.domain.session import Mode
from ebookvoice.usecases import google
from ebookvoice.usecases.sign_in import SecondFactorNeeded
from ebookvoice.usecases.world import World
from functions.api import cookies
from functions.api.callers import Caller, CurrentCaller
from functions.api.deps import CurrentWorld
from functions.api.entry import Entry, let_in
from functions.api.errors import BodyTooLargeError, InvalidRequestError, documented, respond
from functions.api.origins import opened_by_a_person
from functions.api.pages import views
from functions.api.schemas.auth import SessionMode
from functions.api.schemas.google import CodeChallenge, HandOverCreate, ReturnTo
from functions.api.throttle import CurrentThrottle

router = APIRouter(prefix="/api/auth/google", tags=["ways in"])

_PAGE: dict[str, Any] = {"description": "A page for people.", "content": {"text/html": {}}}


@router.get(
    "/login",
    status_code=HTTPStatus.SEE_OTHER,
    response_class=RedirectResponse,
    responses=documented(CrossSiteError, ReturnRefusedError, ProviderDisabledError, RateLimitedError),
)
def log_in_with_google(
    world: CurrentWorld,
    request: Request,
    throttle: CurrentThrottle,
    session: SessionMode = Mode.COOKIE,
    return_to: Annotated[ReturnTo | None, Query(description="Without it a browser goes to the app.")] = None,
    code_challenge: Annotated[CodeChallenge | None, Query(description="For a program, which needs it.")] = None,
) -> Response:
    """Send a browser to Google. A program opens this address in its user's browser, waits at `return_to` for a `code`,
    and exchanges it by the verifier of its `code_challenge`.
    """
    if not opened_by_a_person(request.headers):
        raise CrossSiteError("This address is to be opened as a page: follow a link to it, or open a window with it.")
    if session is Mode.BEARER and code_challenge is None:
        raise InvalidRequestError("With `session=bearer` the query must have `code_challenge` (RFC 7636, S256).")
    throttle.google()
    begun = google.begin(world, session, return_to, code_challenge, throttle.counted)
    answer = RedirectResponse(begun.url, HTTPStatus.SEE_OTHER)
    cookies.set_cookie(answer, cookies.LOGIN, begun.login_cookie, google.FLOW_SECONDS)
    return answer


@router.get(
    "/callback",
    status_code=HTTPStatus.SEE_OTHER,
    response_class=RedirectResponse,
    responses={**documented(), 200: _PAGE, 401: _PAGE, 409: _PAGE, 503: _PAGE},
)
def come_back_from_google(
    world: CurrentWorld,
    caller: CurrentCaller,
    request: Request,
    state: Annotated[str, Query(description="What Google was sent with the browser.")] = "",
    code: Annotated[str, Query(description="What Google gives for it.")] = "",
    error: Annotated[str | None, Query(description="Why Google gives none.")] = None,
) -> Response:
    """Take a browser back from Google, and send it on with a cookie, a question for the second factor, or a code."""
    try:
        flow = google.resume(world, state, request.cookies.get(cookies.LOGIN, ""))
    except EbookVoiceError as refused:
        respond(refused, request)  # It logs what is our own fault.
        answer: Response = views.refusal(refused)
    else:
        answer = _arrive(world, caller, request, flow, code if error is None else "")
    cookies.clear_cookie(answer, cookies.LOGIN)
    return answer


@router.post(
    "/token",
    responses=documented(BodyTooLargeError, InvalidCodeError, SignInRefusedError, AccountExistsError, RateLimitedError),
)
def exchange_code(
    world: CurrentWorld, response: Response, caller: CurrentCaller, throttle: CurrentThrottle, handed: HandOverCreate
) -> Entry:
    """Exchange the code that the browser brought for a program's tokens, within a minute and once."""
    throttle.auth(None)
    entered = google.exchange(world, handed.code, handed.code_verifier, caller.client(Mode.BEARER))
    throttle.forgive()
    return let_in(world, response, caller, entered)


def _arrive(world: World, caller: Caller, request: Request, flow: google.Flow, code: str) -> Response:
    """Finish a sign-in whose end is known, and go there whatever comes of it."""
    try:
        if not code:
            raise SignInRefusedError
        session = request.cookies.get(cookies.SESSION)
        arrived = google.finish(world, flow, code, caller.client(Mode.COOKIE), session)
    except EbookVoiceError as refused:
        respond(refused, request)
        return _onwards(flow, {"error": refused.code}) or views.refusal(refused)
    if isinstance(arrived, google.HandOver):
        return _onwards(flow, {"code": arrived.code}) or views.refusal(SignInRefusedError())
    if isinstance(arrived, SecondFactorNeeded):
        asked = _onwards(flow, {"second_factor_token": arrived.token})
        return asked or views.second_factor(world.settings, arrived.token)
    answer = _onwards(flow, {}) or views.signed_in()
    let_in(world, answer, caller, arrived)
    return answer


def _onwards(flow: google.Flow, values: Mapping[str, str]) -> Response | None:
    """Send the browser where the sign-in was to lead; None if that is nowhere.

    A program reads the query of the request that it gets. A page reads the fragment, which no server gets to see.
    """
    if flow.return_to is None:
        return None
    add = with_query if flow.mode is Mode.BEARER else with_fragment
    return RedirectResponse(add(flow.return_to, values) if values else flow.return_to, HTTPStatus.SEE_OTHER)
