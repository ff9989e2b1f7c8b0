"""References from one file of an archive to another."""

import posixpath
import re
from urllib.parse import unquote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def resolve(base: str, href: str) -> tuple[str, str] | None:
    """Resolve a reference in the file `base` into path and fragment (may be empty).

    None for what lies outside of the archive.
    """
    href = href.strip()
    if _SCHEME.match(href):
        return None
    address, _, fragment = href.partition("#")
    address = unquote(address.partition("?")[0])
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), address)) if address else base
    return None if path.startswith(("..", "/")) else (path, unquote(fragment))
