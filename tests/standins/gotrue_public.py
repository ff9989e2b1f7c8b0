"""What everybody may ask of the GoTrue stand-in."""

import secrets
from datetime import timedelta
from uuid import uuid4

from aiohttp import web

from tests.standins.gotrue_project import Answer, Project, Refusal
from tests.standins.gotrue_users import described, token_hash

_SLOTS = {
    "signup": ("confirmation",),
    "magiclink": ("recovery",),
    "recovery": ("recovery",),
    "email": ("confirmation", "recovery"),
}
"""Which tokens count for a type of verification."""


async def settings(project: Project, request: web.Request) -> Answer:
    return {"external": {"email": True}, "disable_signup": False, "mailer_autoconfirm": project.autoconfirm}


async def jwks(project: Project, request: web.Request) -> Answer:
    return project.keys.document()


async def sign_up(project: Project, request: web.Request) -> Answer:
    body = await request.json()
    email, now = body["email"].lower(), project.clock.now()
    project.check_strength(body["password"])
    user = project.find(email)
    if user is not None and user.confirmed_at is not None:
        if project.autoconfirm:
            raise Refusal(422, "user_already_exists", "User already registered")
        made_up = described(str(uuid4()), email, now)
        return {**made_up, "confirmation_sent_at": now.isoformat(), "user_metadata": body.get("data") or {}}
    fresh = user is None
    user = user or project.add(email, body["password"], body.get("data") or {})
    if project.autoconfirm:
        user.confirmed_at = now
        return project.session(user)
    try:
        await project.send(user, "confirmation", "signup")
    except Refusal:
        if fresh:
            del project.users[user.id]
        raise
    return user.shown()


async def token(project: Project, request: web.Request) -> Answer:
    body = await request.json()
    user = project.find(body["email"])
    if request.query.get("grant_type") != "password" or user is None:
        raise Refusal(400, "invalid_credentials", "Invalid login credentials")
    if user.banned:
        raise Refusal(400, "user_banned", "User is banned")
    if not secrets.compare_digest(user.password, project.hash(body["password"])):
        raise Refusal(400, "invalid_credentials", "Invalid login credentials")
    if user.confirmed_at is None:
        raise Refusal(400, "email_not_confirmed", "Email not confirmed")
    return project.session(user)


async def otp(project: Project, request: web.Request) -> Answer:
    body = await request.json()
    user = project.find(body["email"].lower())
    if user is None and not body.get("create_user", True):
        raise Refusal(422, "otp_disabled", "Signups not allowed for otp")
    user = user or project.add(body["email"].lower(), secrets.token_urlsafe(), body.get("data") or {})
    if user.confirmed_at is None:
        await project.send(user, "confirmation", "signup")
    else:
        await project.send(user, "recovery", "magiclink")
    return {}


async def recover(project: Project, request: web.Request) -> Answer:
    body = await request.json()
    if user := project.find(body["email"].lower()):
        await project.send(user, "recovery", "recovery")
    return {}


async def verify(project: Project, request: web.Request) -> Answer:
    body = await request.json()
    if "token_hash" not in body and not {"email", "token"} <= body.keys():
        raise Refusal(400, "validation_failed", "Verify requires either a token or a token hash")
    if "token_hash" in body and "email" in body:
        raise Refusal(400, "validation_failed", "Only the token_hash and type should be provided")
    hashed = body.get("token_hash") or token_hash(body["email"], body["token"])
    for user in project.users.values():
        slot = next((slot for slot in _SLOTS[body["type"]] if user.tokens.get(slot) == hashed), None)
        if slot is None or body.get("email", user.email) != user.email:
            continue
        if user.banned:
            raise Refusal(403, "user_banned", "User is banned")
        if user.sent_at[slot] + timedelta(seconds=project.otp_seconds) < project.clock.now():
            break
        user.tokens.clear()
        user.confirmed_at = user.confirmed_at or project.clock.now()
        return project.session(user)
    raise Refusal(403, "otp_expired", "Email link is invalid or has expired")


async def log_out(project: Project, request: web.Request) -> None:
    token = request.headers["Authorization"].removeprefix("Bearer ")
    for user in project.users.values():
        if token in user.sessions:
            user.sessions.discard(token)
            if request.query.get("scope", "global") == "global":
                user.sessions.clear()
            return
    raise Refusal(403, "session_not_found", "Session from session_id claim in JWT does not exist")
