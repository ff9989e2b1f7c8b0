"""Reads a request that a proxy or an API gateway asks about. Without the framework: the authorizer starts faster so."""

from collections.abc import Mapping
from urllib.parse import quote

from ebookvoice.domain.session import Device, Mode, Principal
from ebookvoice.settings import Settings
from ebookvoice.usecases.gateway import Credential, Visit
from functions.api import agents, cookies, devices
from functions.api.origins import SAFE, origins_of, same_site

ORIGINAL_METHOD = ("x-original-method", "x-forwarded-method")
"""Which header tells the visitor's method: nginx is made to send the first, Traefik sends the second."""

PRINTABLE = "".join(map(chr, range(0x21, 0x7F))).replace("%", "")


def original_method(headers: Mapping[str, str]) -> str:
    """Read the method of the request that is asked about; nothing if no proxy tells.

    One of the two may be the visitor's own invention, so an unsafe method counts wherever it stands.
    """
    told = [headers[name] for name in ORIGINAL_METHOD if name in headers]
    return next((method for method in told if method.upper() not in SAFE), told[0] if told else "")


def read_visit(method: str, headers: Mapping[str, str], settings: Settings) -> Visit:
    """Read a visit from its headers: names in lower case, several values joined by commas, cookies by semicolons."""
    sent = read_cookies(headers.get("cookie", ""))
    credential = _credential(headers, sent)
    browser = credential is not None and credential.mode is Mode.COOKIE
    return Visit(
        credential,
        Device(
            devices.identify(sent.get(cookies.DEVICE, "")) if browser else None,
            agents.family(headers.get("user-agent", "")),
            devices.language(headers.get("accept-language", "")),
        ),
        same_site(method, headers, origins_of(settings)),
    )


def read_cookies(header: str) -> dict[str, str]:
    """Take a Cookie header apart; of several cookies of one name the last counts, as it does to the API itself."""
    pairs = (pair.partition("=") for pair in header.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def identity(principal: Principal) -> dict[str, str]:
    """Tell a back end who comes. The values fit into headers: what is not printable ASCII is percent-encoded UTF-8."""
    user = principal.user
    told = {
        "user_id": str(user.id),
        "user_email": user.email,
        "user_role": user.role.value,
        "session_id": str(principal.session.id),
    }
    return {name: quote(value, safe=PRINTABLE) for name, value in told.items()}


def _credential(headers: Mapping[str, str], sent: Mapping[str, str]) -> Credential | None:
    """Find what is shown; with an Authorization header no cookie counts."""
    authorization = headers.get("authorization")
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        return Credential(Mode.BEARER, token.strip()) if scheme.lower() == "bearer" else None
    value = sent.get(cookies.SESSION)
    return Credential(Mode.COOKIE, value) if value else None
