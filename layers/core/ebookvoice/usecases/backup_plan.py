"""What a run of replicate would do, without doing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ebookvoice.ports.objects import ObjectStore
from ebookvoice.usecases.removals import REMOVALS, due_now, too_many
from ebookvoice.usecases.world import World


@dataclass(frozen=True, slots=True)
class Plan:
    """Files and their bytes; `mass_delete` says that the removals would be refused."""

    copies: int
    copy_bytes: int
    removals: int
    removal_bytes: int
    moves: int
    move_bytes: int
    mass_delete: bool


def plan(world: World, backup: ObjectStore) -> Plan:
    """Count what is due now."""
    due, before = due_now(world)
    with world.store.as_service() as records:
        copies, copy_bytes = records.backups.count_waiting()
        moves, move_bytes = records.backups.count_movable() if world.settings.delete_from_primary_after_sync else (0, 0)
    removals = list(_sizes(world, backup, before))
    return Plan(copies, copy_bytes, len(removals), sum(removals), moves, move_bytes, too_many(world, due))


def _sizes(world: World, backup: ObjectStore, before: datetime) -> Iterator[int]:
    """Look at the copies that are due for removal; some were never finished."""
    for erased in (True, False):
        keys = [""]
        while keys:
            with world.store.as_service() as records:
                keys = records.backups.removals(before, keys[-1], REMOVALS, erased=erased)
            for key in keys:
                head = backup.head(key)
                yield head.size if head else 0
