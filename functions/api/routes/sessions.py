"""Sessions: shown by whom they belong to, refreshed, ended."""

from fastapi import APIRouter, Response, status

from ebookvoice.domain.access import NotAuthenticatedError, ReauthenticationRequiredError
from ebookvoice.domain.account import WeakPasswordError
from ebookvoice.domain.errors import NotFoundError
from ebookvoice.domain.session import Ended, Mode
from ebookvoice.usecases import accounts, sessions
from functions.api import cookies
from functions.api.callers import CurrentCaller
from functions.api.deps import CurrentPrincipal, CurrentWorld
from functions.api.entry import Entry, let_in
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.auth import PasswordCreate, RefreshCreate
from functions.api.schemas.ids import SessionId
from functions.api.schemas.sessions import SessionPublic, SessionsPublic

router = APIRouter(prefix="/api/auth", tags=["sessions"])


@router.post("/refresh", responses=documented(BodyTooLargeError, NotAuthenticatedError))
def refresh(world: CurrentWorld, response: Response, caller: CurrentCaller, wanted: RefreshCreate) -> Entry:
    """Exchange a refresh token for the next pair; each counts once, and one that comes back late ends the session."""
    return let_in(world, response, caller, sessions.refresh(world, wanted.refresh_token))


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT, responses=documented(NotAuthenticatedError))
def log_out(world: CurrentWorld, response: Response, principal: CurrentPrincipal) -> None:
    """End this session."""
    sessions.end_session(world, principal.user.id, principal.session.id, Ended.SIGN_OUT)
    if principal.session.mode is Mode.COOKIE:
        cookies.clear_cookie(response, cookies.SESSION)


@router.get("/sessions", responses=documented(NotAuthenticatedError))
def list_sessions(world: CurrentWorld, principal: CurrentPrincipal) -> SessionsPublic:
    """List where the account is signed in."""
    found = sessions.sessions_of(world, principal.user.id)
    return SessionsPublic(sessions=[SessionPublic.of(session, principal.session.id) for session in found])


@router.delete("/sessions", status_code=status.HTTP_204_NO_CONTENT, responses=documented(NotAuthenticatedError))
def end_other_sessions(world: CurrentWorld, principal: CurrentPrincipal) -> None:
    """Sign out everywhere else."""
    sessions.end_sessions(world, principal.user.id, Ended.ENDED_BY_USER, but=principal.session.id)


@router.delete(
    "/sessions/{session_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=documented(NotAuthenticatedError, NotFoundError),
)
def end_session(world: CurrentWorld, principal: CurrentPrincipal, session_id: SessionId) -> None:
    """Sign out somewhere."""
    sessions.end_session(world, principal.user.id, session_id, Ended.ENDED_BY_USER)


@router.put(
    "/password",
    responses=documented(BodyTooLargeError, NotAuthenticatedError, ReauthenticationRequiredError, WeakPasswordError),
)
def change_password(
    world: CurrentWorld, response: Response, caller: CurrentCaller, principal: CurrentPrincipal, wanted: PasswordCreate
) -> Entry:
    """Set a password. It ends every session; the answer opens a new one for the client that asked."""
    client = caller.client(principal.session.mode)
    password = wanted.password.get_secret_value()
    return let_in(world, response, caller, accounts.change_password(world, principal, password, client))
