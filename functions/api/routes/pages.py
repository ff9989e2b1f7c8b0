"""The pages behind the links of the mails. Programs that look into mail may GET them; only a click takes the proof.

They open sessions of browsers only, and are no part of the API's description.
"""

from fastapi import APIRouter, Request, status
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.account import WeakPasswordError
from ebookvoice.domain.session import Mode
from ebookvoice.usecases import accounts, second_factor
from ebookvoice.usecases.sessions import SignedIn
from ebookvoice.usecases.sign_in import SecondFactorNeeded
from ebookvoice.usecases.world import World
from functions.api.callers import Caller, CurrentCaller
from functions.api.deps import CurrentWorld
from functions.api.entry import let_in
from functions.api.pages import views
from functions.api.pages.forms import Fields, FormProof, FormToken, LinkProof
from functions.api.pages.route import PageRoute, refused
from functions.api.throttle import CurrentThrottle

READING = ["GET", "HEAD"]

router = APIRouter(
    prefix="/api/auth", route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse
)


@router.api_route("/magic-link", methods=READING)
def show_magic_link(world: CurrentWorld, proof: LinkProof) -> Response:
    """Show the page of a magic link, which takes nothing."""
    return views.magic_link(world.settings, proof)


@router.api_route("/signup/confirm", methods=READING)
def show_sign_up(world: CurrentWorld, proof: LinkProof) -> Response:
    """Show the page of a sign-up, which asks for a password and takes nothing."""
    return views.sign_up(world.settings, proof)


@router.api_route("/password/reset", methods=READING)
def show_reset(proof: LinkProof) -> Response:
    """Show the page that asks for a new password, which takes nothing."""
    return views.new_password(proof)


@router.post("/pages/magic-link")
def redeem_link(world: CurrentWorld, caller: CurrentCaller, throttle: CurrentThrottle, proof: FormProof) -> Response:
    """Take the proof of a magic link."""
    throttle.auth(proof.email)
    entered = accounts.redeem_link(world, proof, caller.client(Mode.COOKIE))
    throttle.forgive()
    return _onwards(world, caller, entered)


@router.post("/pages/signup")
def confirm_sign_up(
    world: CurrentWorld,
    request: Request,
    caller: CurrentCaller,
    throttle: CurrentThrottle,
    proof: FormProof,
    fields: Fields,
) -> Response:
    """Take the proof of a sign-up; a password that is too weak is asked for again, and the proof still counts."""
    throttle.auth(proof.email)
    try:
        entered = accounts.confirm_sign_up(world, proof, fields.get("password", ""), caller.client(Mode.COOKIE))
    except WeakPasswordError as error:
        return refused(request, error, views.sign_up(world.settings, proof, error))
    throttle.forgive()
    return _onwards(world, caller, entered)


@router.post("/pages/password")
def reset_password(
    world: CurrentWorld, request: Request, throttle: CurrentThrottle, proof: FormProof, fields: Fields
) -> Response:
    """Set a new password; one that is too weak is asked for again, and the proof still counts."""
    throttle.auth(proof.email)
    try:
        accounts.reset_password(world, proof, fields.get("password", ""))
    except WeakPasswordError as error:
        return refused(request, error, views.new_password(proof, error))
    throttle.forgive()
    return views.password_set(world.settings)


@router.post("/pages/second-factor")
def finish(
    world: CurrentWorld,
    request: Request,
    caller: CurrentCaller,
    throttle: CurrentThrottle,
    token: FormToken,
    fields: Fields,
) -> Response:
    """Finish a sign-in with a code; one that is wrong is asked for again, as long as the attempts last."""
    throttle.auth(None)
    try:
        entered = second_factor.finish(world, token, fields.get("code", ""), caller.client(Mode.COOKIE))
    except InvalidCodeError as error:
        return refused(request, error, views.second_factor(world.settings, token, error))
    throttle.forgive()
    return _onwards(world, caller, entered)


def _onwards(world: World, caller: Caller, entered: SignedIn | SecondFactorNeeded) -> Response:
    """Send whoever is in to the application; ask for the second factor before."""
    if isinstance(entered, SecondFactorNeeded):
        return views.second_factor(world.settings, entered.token)
    app_url = world.settings.app_url
    response = RedirectResponse(app_url, status.HTTP_303_SEE_OTHER) if app_url else views.signed_in()
    let_in(world, response, caller, entered)
    return response
