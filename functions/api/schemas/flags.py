"""Feature flags on the wire."""

from typing import Annotated

from fastapi import Path
from pydantic import Field, StringConstraints

from functions.api.schemas.wire import Create, Form, Public

FlagName = Annotated[
    str, Path(description="a flag"), Form(r"[a-z][a-z0-9_]{0,63}", "a lower-case name such as new_player")
]
Description = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500),
    Form(r"[^\x00-\x08\x0b-\x1f\x7f]*", "text without control characters"),
]


class FlagUpdate(Create):
    """What a flag is set to; only a `visible` one is shown to everybody."""

    enabled: Annotated[bool, Field(strict=True)]
    description: Description = ""
    visible: Annotated[bool, Field(strict=True)] = True


class FlagPublic(Public):
    """A feature that is on or off."""

    name: str
    enabled: bool
    description: str


class FlagsPublic(Public):
    """All that everybody may see, by name."""

    flags: list[FlagPublic]
