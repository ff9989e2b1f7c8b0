"""Where a browser may be sent once a sign-in is over: to what the operator has named, never to where a link says so."""

import re
from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from ebookvoice.domain.errors import EbookVoiceError

_UNRESERVED = r"[A-Za-z0-9\-._~!$&'()*+,;=:@]"
_PATH = rf"""
    (?: / (?! \.{{1,2}} (?:[/?]|$) )                            # no . and no ..
        (?: {_UNRESERVED} | % (?! [01] | 2[EeFf] | 5[Cc] | 7[Ff] ) [0-9A-Fa-f]{{2}} )+ )*
    /?
"""
"""RFC 3986, 3.3, without empty and dot segments, and without escapes that some reader would take for one of / \\ . or a
control character."""
_QUERY = rf"(?: \? (?: {_UNRESERVED} | [/?] | %[0-9A-Fa-f]{{2}} )* )?"

_PLACE = re.compile(rf"(?=/) {_PATH} {_QUERY}", re.VERBOSE)
_ADDRESS = re.compile(
    rf"(?P<origin> https?:// (?: [A-Za-z0-9.-]+ | \[[0-9A-Fa-f:]+\] ) (?: :[0-9]{{1,5}} )? ) {_PATH} {_QUERY}",
    re.VERBOSE,
)
_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|\[::1\]):(?P<port>[0-9]{1,5})")
"""RFC 8252, 7.3 and 8.3: the numbers, not `localhost`, which may lead elsewhere; and the port that the program got."""


class ReturnRefusedError(EbookVoiceError):
    code = "return_refused"
    message = (
        "`return_to` is no place to go back to. Browsers give a path of the app or an address of an allowed origin, "
        "programs http://127.0.0.1:<port>/…"
    )


def browser_return(return_to: str | None, app_url: str | None, origins: Collection[str]) -> str | None:
    """Find where a browser goes: a path of the app or an address that is allowed; by default the app, if there is one.

    Raises ReturnRefusedError.
    """
    if return_to is None:
        return app_url
    if app_url is not None and _PLACE.fullmatch(return_to):
        return app_url + return_to
    if _origin(return_to) in origins or (app_url is not None and _below(app_url, return_to)):
        return return_to
    raise ReturnRefusedError


def program_return(return_to: str | None, origins: Collection[str]) -> str:
    """Find where a program waits: on its user's machine, or at an allowed origin. Raises ReturnRefusedError."""
    origin = _origin(return_to or "")
    loopback = _LOOPBACK.fullmatch(origin)
    if return_to is None or not (origin in origins or (loopback and 0 < int(loopback["port"]) < 2**16)):
        raise ReturnRefusedError
    return return_to


def with_query(address: str, values: Mapping[str, str]) -> str:
    """Add to the query of an address that has no fragment."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(values)}"


def with_fragment(address: str, values: Mapping[str, str]) -> str:
    """Add a fragment, which browsers keep to themselves: no server and no log gets to see it."""
    return f"{address}#{urlencode(values)}"


def _origin(address: str) -> str:
    """Cut the origin off an address of a plain form; nothing for every other form."""
    match = _ADDRESS.fullmatch(address)
    return match["origin"] if match else ""


def _below(app_url: str, address: str) -> bool:
    return bool(_origin(address)) and address.startswith((app_url + "/", app_url + "?")) or address == app_url
