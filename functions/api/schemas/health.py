"""The service's health on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field

from ebookvoice.domain.provider import Provider, ProviderState
from functions.api.schemas.wire import Public


class ProviderHealth(StrEnum):
    """A speech service answers, is left alone for a while, or is asked once to see whether it answers again."""

    OK = "ok"
    COOLING = "cooling"
    PROBING = "probing"


_HEALTH = {
    ProviderState.CLOSED: ProviderHealth.OK,
    ProviderState.OPEN: ProviderHealth.COOLING,
    ProviderState.HALF_OPEN: ProviderHealth.PROBING,
}


class ProviderPublic(Public):
    """A speech service: how many requests it gets at once, of how many at most, and until when it is left alone."""

    name: str
    state: ProviderHealth
    allowed: int
    ceiling: int
    until: Annotated[datetime | None, Field(description="Only while it is cooling.")]

    @classmethod
    def of(cls, provider: Provider) -> Self:
        """Show a speech service."""
        return cls(
            name=provider.name,
            state=_HEALTH[provider.state],
            allowed=provider.allowed,
            ceiling=provider.ceiling,
            until=provider.opened_until,
        )


class HealthPublic(Public):
    """What a monitor asks for; when something is down it gets an error instead."""

    status: Literal["ok"] = "ok"
    version: str
    database: Literal["ok"] = "ok"
    providers: list[ProviderPublic]
