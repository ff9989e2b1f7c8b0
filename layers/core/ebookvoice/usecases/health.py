"""Is the service well?"""

from ebookvoice.usecases.world import World


def check(world: World) -> bool:
    """Tell whether the database answers."""
    return world.store.reachable()
