"""Signing in with Google on the wire."""

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.api.schemas.auth import Token
from functions.api.schemas.wire import Create, Form

CodeChallenge = Annotated[str, Form(r"[A-Za-z0-9_-]{43}", "an S256 challenge in base64url, 43 characters")]
CodeVerifier = Annotated[str, Form(r"[A-Za-z0-9._~-]{43,128}", "a code verifier, 43 to 128 characters")]
"""RFC 7636, 4.1 and 4.2."""
ReturnTo = Annotated[
    str,
    StringConstraints(max_length=2048),
    Field(
        description="Where to go afterwards. A browser: a path of the app, or an address of an allowed origin. "
        "A program: `http://127.0.0.1:<port>/…`, `http://[::1]:<port>/…`, or an address of an allowed origin."
    ),
]


class HandOverCreate(Create):
    """What the browser brought to the program, and the verifier of the challenge that the program began with."""

    code: Token
    code_verifier: CodeVerifier
