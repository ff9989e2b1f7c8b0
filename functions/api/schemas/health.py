"""The service's health on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field

from ebookvoice import __version__
from ebookvoice.domain.provider import Provider, ProviderState
from ebookvoice.usecases.health import Health
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
    """What a monitor asks for; when the database or the object store is down it gets an error instead."""

    status: Annotated[
        Literal["ok", "degraded"],
        Field(description="`degraded`: requests are served, but conversions wait."),
    ]
    version: str
    database: Literal["ok"] = "ok"
    store: Literal["ok"] = "ok"
    queues: Annotated[
        Literal["ok", "behind"],
        Field(description="`behind`: messages have waited to be sent for over three minutes."),
    ]
    providers: list[ProviderPublic]

    @classmethod
    def of(cls, health: Health) -> Self:
        """Show what was found."""
        return cls(
            status="degraded" if health.degraded else "ok",
            version=__version__,
            queues="behind" if health.behind else "ok",
            providers=[ProviderPublic.of(provider) for provider in health.providers],
        )


class AlivePublic(Public):
    """What says that the function answers."""

    status: Literal["ok"] = "ok"
    version: str
