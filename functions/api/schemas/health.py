"""The service's health on the wire."""

from typing import Literal

from functions.api.schemas.wire import Public


class HealthPublic(Public):
    """What a monitor asks for; when something is down it gets an error instead."""

    status: Literal["ok"] = "ok"
    version: str
    database: Literal["ok"] = "ok"
