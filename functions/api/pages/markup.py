"""HTML without scripts and without anything from elsewhere, under a policy that allows nothing else."""

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from http import HTTPStatus

from starlette.responses import HTMLResponse

from functions.api.errors import HEADERS

STYLE = """
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 32rem; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
label, input, button { box-sizing: border-box; display: block; font: inherit; width: 100%; }
input, button { margin: 0.25rem 0 1rem; padding: 0.75rem; }
[role=alert] { border-inline-start: 0.25rem solid; padding-inline-start: 1rem; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


def page(title: str, *parts: str, status: int = 200, targets: tuple[str, ...] = ()) -> HTMLResponse:
    """Make a page of parts that are HTML already; `targets` are origins to which its forms may lead besides our own."""
    document = (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)} – eBookVoice</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{''.join(parts)}</main>\n</body>\n</html>\n"
    )
    usual = HEADERS.get(HTTPStatus(status), {})
    return HTMLResponse(document, status, {**usual, "Content-Security-Policy": _policy(targets)})


def text(sentence: str) -> str:
    """Make a paragraph."""
    return f"<p>{escape(sentence)}</p>\n"


def alert(sentence: str) -> str:
    """Make a paragraph that screen readers read at once; nothing for an empty sentence."""
    return f'<p role="alert">{escape(sentence)}</p>\n' if sentence else ""


def link(address: str, label: str) -> str:
    """Make a link in a paragraph of its own."""
    return f'<p><a href="{escape(address)}">{escape(label)}</a></p>\n'


def form(action: str, hidden: Mapping[str, str], button: str, *fields: str) -> str:
    """Make a form that posts what is known already, and what its fields ask for."""
    known = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">\n' for name, value in hidden.items())
    return (
        f'<form method="post" action="{escape(action)}">\n{known}'
        f"{''.join(fields)}<button>{escape(button)}</button>\n</form>\n"
    )


def field(name: str, label: str, **attributes: str) -> str:
    """Make a labelled field that has to be filled in."""
    rest = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f'<label for="{name}">{escape(label)}</label>\n<input id="{name}" name="{name}"{rest} required>\n'


def _policy(targets: tuple[str, ...]) -> str:
    """Write the Content-Security-Policy. Browsers hold a form to it even where its answer redirects to."""
    leads_to = " ".join(("'self'", *targets))
    return (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action {leads_to}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
