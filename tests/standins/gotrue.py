"""A stand-in of Supabase's auth server: GoTrue's published API as far as e-mail goes, on a port of this machine.

It also does what GoTrue does and should not: it hashes only for users that exist, tells a ban before it looks at the
password, keeps the first password of a sign-up that is repeated, and forgets all tokens when a password is set.
"""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from aiohttp import web

from ebookvoice.ports.time import Clock
from tests.standins import gotrue_admin, gotrue_public
from tests.standins.gotrue_project import PREFIX, Answer, Project, Refusal

SECRET_KEY = "sb_secret_the-key-of-the-stand-in"
PUBLISHABLE_KEY = "sb_publishable_the-key-of-the-stand-in"
STALL = 0
"""In `trouble`: no status at all, and no answer either."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Route = Callable[[Project, web.Request], Awaitable[Answer | None]]

_TROUBLE = {429: "over_request_rate_limit", 500: "unexpected_failure"}
"""What GoTrue itself says; every other trouble is that of a gateway before it."""

_ROUTES: list[tuple[str, str, Route]] = [
    ("GET", "/.well-known/jwks.json", gotrue_public.jwks),
    ("GET", "/settings", gotrue_public.settings),
    ("POST", "/signup", gotrue_public.sign_up),
    ("POST", "/token", gotrue_public.token),
    ("POST", "/otp", gotrue_public.otp),
    ("POST", "/recover", gotrue_public.recover),
    ("POST", "/verify", gotrue_public.verify),
    ("POST", "/logout", gotrue_public.log_out),
    ("POST", "/admin/users", gotrue_admin.create),
    ("POST", "/admin/generate_link", gotrue_admin.generate_link),
    ("PUT", "/admin/users/{id}", gotrue_admin.update),
    ("DELETE", "/admin/users/{id}", gotrue_admin.delete),
]


class GoTrue:
    """Serves one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.closing = asyncio.Event()

    def application(self) -> web.Application:
        """Build the server."""
        application = web.Application()
        for method, path, route in _ROUTES:
            application.router.add_route(method, PREFIX + path, self._guarded(route))
        return application

    def _guarded(self, route: Route) -> Handler:
        async def handler(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix(PREFIX)
            self._project.asked[path] += 1
            key = f"Bearer {request.headers.get('apikey')}"
            if request.headers.get("Authorization", key) != key:
                self._project.asked_as_user[path] += 1
            status = self._project.trouble.get(path)
            if status == STALL:
                await self.closing.wait()
            self._project.meanwhile.pop(path, lambda: None)()
            try:
                if status in _TROUBLE:
                    raise Refusal(status, _TROUBLE[status], "Unexpected failure")
                if status:
                    return web.Response(status=status, text="<h1>Bad gateway</h1>", content_type="text/html")
                _check_key(request, admin=path.startswith("/admin/"))
                body = await route(self._project, request)
            except Refusal as refusal:
                return _refused(request, refusal)
            return web.Response(status=204) if body is None else web.json_response(body)

        return handler


@contextmanager
def gotrue(clock: Clock) -> Iterator[Project]:
    """Run a project's server in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    project = Project(clock)
    server = GoTrue(project)
    runner = web.AppRunner(server.application(), shutdown_timeout=1)

    async def start() -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        project.url = f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def stop() -> None:
        server.closing.set()
        await runner.cleanup()

    asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield project
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _check_key(request: web.Request, *, admin: bool) -> None:
    """Do what stands before GoTrue: know the key, and keep the administration for the secret one."""
    key = request.headers.get("apikey")
    if key not in (SECRET_KEY, PUBLISHABLE_KEY):
        raise Refusal(401, "", "Invalid API key")
    if admin and request.headers.get("Authorization") != f"Bearer {key}":
        raise Refusal(401, "no_authorization", "This endpoint requires a valid Bearer token")
    if admin and key != SECRET_KEY:
        raise Refusal(403, "not_admin", "User not allowed")


def _refused(request: web.Request, refusal: Refusal) -> web.Response:
    """Write an error as that version of the API has it which the client speaks."""
    if not refusal.code:
        return web.json_response({"message": refusal.message}, status=refusal.status)
    headers = {"x-sb-error-code": refusal.code}
    if request.headers.get("X-Supabase-Api-Version", "") >= "2024-01-01":
        headers["X-Supabase-Api-Version"] = "2024-01-01"
        body: Answer = {"code": refusal.code, "message": refusal.message}
    else:
        body = {"code": refusal.status, "error_code": refusal.code, "msg": refusal.message}
    if refusal.code == "weak_password":
        body["weak_password"] = {"reasons": ["length"]}
    return web.Response(status=refusal.status, text=json.dumps(body), headers=headers, content_type="application/json")
