"""Feature flags: read by all, set by administrators."""

from ebookvoice.domain.errors import NotFoundError
from ebookvoice.ports.records.limits import Flag
from ebookvoice.usecases.world import World


def visible_flags(world: World) -> list[Flag]:
    """List the flags that everybody may see, by name."""
    with world.store.as_anyone() as records:
        return records.flags.all()


def set_flag(world: World, flag: Flag) -> None:
    """Set a flag, new or old."""
    with world.store.as_service() as records:
        records.flags.put(flag, world.clock.now())


def remove_flag(world: World, name: str) -> None:
    """Remove a flag. Raises NotFoundError."""
    with world.store.as_service() as records:
        removed = records.flags.delete(name)
    if not removed:
        raise NotFoundError
