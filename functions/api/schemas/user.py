"""An account's own pages on the wire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from ebookvoice.domain.account import Role
from ebookvoice.domain.storage import Plan, Usage, UsageClass
from ebookvoice.ports.records.profiles import Statistics
from ebookvoice.usecases.profile import Profile
from functions.api.schemas.wire import Create, Form, Line, Public

_HOST = r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}(?::[0-9]{1,5})?"
_REST = r"[!#-;=?-\[\]_a-z~]*"

Picture = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2048),
    Form(rf"https://{_HOST}(?:[/?#]{_REST})?", "an address that begins with https://"),
]


class ProfileUpdate(Create):
    """What shall be different: null takes away, what is absent stays."""

    name: Line | None = None
    picture: Picture | None = None


class StatisticsPublic(Public):
    """What was done with an account; the figures may be half an hour old.

    `success_rate` is completed to completed and failed, null while there are neither; `stored_bytes` counts books and
    audiobooks.
    """

    jobs: int
    completed: int
    failed: int
    success_rate: Annotated[float | None, Field(ge=0, le=1)]
    audio_minutes: float
    stored_bytes: int
    credits: int

    @classmethod
    def of(cls, figures: Statistics) -> Self:
        """Show the figures."""
        ended = figures.completed + figures.failed
        return cls(
            jobs=figures.jobs,
            completed=figures.completed,
            failed=figures.failed,
            success_rate=round(figures.completed / ended, 4) if ended else None,
            audio_minutes=round(figures.audio_ms / 60_000, 2),
            stored_bytes=figures.stored_bytes,
            credits=figures.credits,
        )


class ProfilePublic(Public):
    """An account as its owner sees it; `ways_in` names who vouches for it."""

    id: UUID
    email: str
    name: str | None
    picture: str | None
    role: Role
    created_at: datetime
    second_factor: bool
    ways_in: list[str]
    statistics: StatisticsPublic

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """Show a profile."""
        user = profile.user
        return cls(
            id=user.id,
            email=user.email,
            name=user.name,
            picture=user.picture,
            role=user.role,
            created_at=user.created_at,
            second_factor=profile.second_factor,
            ways_in=list(profile.ways_in),
            statistics=StatisticsPublic.of(profile.statistics),
        )


class UsageClassPublic(Public):
    """The files of a class; what does not count goes by itself."""

    name: Literal["uploads", "pictures", "pinned", "audiobooks"]
    files: int
    bytes: int
    counted: bool


class UsagePublic(Public):
    """What an account stores, in bytes: `used_bytes` counts against `quota_bytes`, `lent_bytes` does not."""

    plan: Plan
    quota_bytes: int
    used_bytes: int
    free_bytes: int
    lent_bytes: int
    classes: list[UsageClassPublic]

    @classmethod
    def of(cls, usage: Usage, classes: Sequence[UsageClass]) -> Self:
        """Show an account's storage; classes without files are shown, too."""
        found = {part.name: part for part in classes}
        shown = []
        for name in ("uploads", "pictures", "pinned", "audiobooks"):
            part = found.get(name, UsageClass(name, 0, 0))
            shown.append(UsageClassPublic(name=name, files=part.files, bytes=part.size, counted=name != "audiobooks"))
        return cls(
            plan=usage.plan,
            quota_bytes=usage.quota,
            used_bytes=usage.used,
            free_bytes=max(0, usage.quota - usage.used),
            lent_bytes=usage.lent,
            classes=shown,
        )
