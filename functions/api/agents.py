"""What a User-Agent header says about a device that stays the same when versions change."""

import re

BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrom(?:e|ium)/|CriOS/"),
    ("Safari", r"Safari/"),
)
"""Most specific first: nearly all of them claim to be Chrome, and Chrome claims to be Safari."""

SYSTEMS = (
    ("Windows", r"Windows"),
    ("Android", r"Android"),
    ("iOS", r"iPhone|iPad|iPod"),
    ("macOS", r"Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)

PROGRAM = re.compile(r"([A-Za-z][A-Za-z_-]{0,31})(?:[/ ]|$)")
"""The product that a program names first (RFC 9110, 10.1.5)."""

OTHER = "other"


def family(user_agent: str) -> str:
    """Name browser and system, or the program, without versions: `Firefox on Linux`, `curl`, `other`."""
    known = user_agent[:512]
    if not known.startswith("Mozilla/"):
        program = PROGRAM.match(known)
        return program.group(1) if program else OTHER
    browser, system = _first(BROWSERS, known), _first(SYSTEMS, known)
    return " on ".join(name for name in (browser, system) if name) or OTHER


def _first(families: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((name for name, pattern in families if re.search(pattern, user_agent)), None)
