"""How long what lies in the store stays there, by class."""

from datetime import datetime, timedelta

from ebookvoice.domain.storage import FileKind
from ebookvoice.usecases.world import World


def of_upload(world: World, kind: FileKind, now: datetime) -> datetime | None:
    """Tell when an upload goes that arrives now; None: it stays."""
    settings = world.settings
    days = settings.picture_days if kind is FileKind.PICTURE else settings.upload_days
    return now + timedelta(days=days) if days else None


def of_artifact(world: World, now: datetime) -> datetime | None:
    """Tell when an audiobook goes that is finished or unpinned now; None: it stays."""
    days = world.settings.artifact_days
    return now + timedelta(days=days) if days else None
