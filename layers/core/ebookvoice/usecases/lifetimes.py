"""How long what lies in the store stays there, by class."""

from datetime import datetime, timedelta

from ebookvoice.domain.storage import FileKind
from ebookvoice.usecases.world import World

UNPINNED = timedelta(days=7)
"""The least time that is left to fetch what was unpinned."""


def of_upload(world: World, kind: FileKind, now: datetime) -> datetime | None:
    """Tell when an upload goes that arrives now; None: it stays."""
    settings = world.settings
    days = settings.picture_days if kind is FileKind.PICTURE else settings.upload_days
    return now + timedelta(days=days) if days else None


def of_artifact(world: World, now: datetime) -> datetime | None:
    """Tell when an audiobook goes that is finished now; None: it stays."""
    days = world.settings.artifact_days
    return now + timedelta(days=days) if days else None


def of_unpinned(world: World, made_at: datetime) -> datetime | None:
    """Tell when an audiobook goes that is unpinned now: when it would have gone, but not before a week is over."""
    expires_at = of_artifact(world, made_at)
    return max(expires_at, world.clock.now() + UNPINNED) if expires_at else None
