"""What the secret key may ask of the GoTrue stand-in."""

from aiohttp import web

from tests.standins.gotrue_project import PREFIX, Answer, Project, Refusal
from tests.standins.gotrue_users import GoTrueUser


async def create(project: Project, request: web.Request) -> Answer:
    body = await request.json()
    if project.find(body["email"]):
        raise Refusal(422, "email_exists", "A user with this email address has already been registered")
    user = project.add(body["email"], body["password"], {}, body.get("id"))
    user.confirmed_at = project.clock.now() if body.get("email_confirm") else None
    return user.shown()


async def generate_link(project: Project, request: web.Request) -> Answer:
    body = await request.json()
    user = project.find(body["email"])
    if body["type"] == "recovery":
        if user is None:
            raise Refusal(404, "user_not_found", "User with this email not found")
        slot = "recovery"
    else:
        if user is not None and user.confirmed_at is not None:
            raise Refusal(422, "email_exists", "A user with this email address has already been registered")
        if user is None:
            project.check_strength(body["password"])
            user = project.add(body["email"], body["password"], body.get("data") or {})
        slot = "confirmation"
    hashed, code = user.issue(slot, project.clock.now())
    link = {"action_link": f"{project.url}{PREFIX}/verify?token={hashed}", "email_otp": code, "hashed_token": hashed}
    return {**user.shown(), **link, "verification_type": body["type"], "redirect_to": project.url}


async def update(project: Project, request: web.Request) -> Answer:
    user, body = _known(project, request), await request.json()
    if password := body.get("password"):
        project.check_strength(password)
        user.set_password(project.hash(password))
    if body.get("email_confirm"):
        user.confirmed_at = project.clock.now()
    return user.shown()


async def delete(project: Project, request: web.Request) -> Answer:
    del project.users[_known(project, request).id]
    return {}


def _known(project: Project, request: web.Request) -> GoTrueUser:
    user = project.users.get(request.match_info["id"])
    if user is None:
        raise Refusal(404, "user_not_found", "User not found")
    return user
