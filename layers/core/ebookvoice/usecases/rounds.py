"""Going round a whole store, slice by slice: some of it in every run, all of it in the end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from ebookvoice.ports.objects import ObjectStore, StoredObject
from ebookvoice.ports.records.reconciliation import Claimed
from ebookvoice.usecases.world import World

SLICE = 1000
"""Objects that are looked at in one go; a page of a listing has as many."""

SLICES = 20
"""How many of them a run looks at; the next one goes on there, and begins anew at the end."""

Enough = Callable[[], bool]
"""Tells whether a run has to stop."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Objects from behind a key up to another (None: to the end), and the rows that claim objects up to there."""

    after: str
    last: str | None
    objects: list[StoredObject]
    rows: list[Claimed] = field(default_factory=list)


def slices(world: World, name: str, take: Callable[[str], Slice], enough: Enough) -> Iterator[Slice]:
    """Go on where the last run stopped, slice by slice; a slice counts as done when the next one is asked for."""
    for _ in range(SLICES):
        if enough():
            break
        with world.store.as_service() as records:
            after = records.reconciliation.position(name)
        part = take(after)
        yield part
        with world.store.as_service() as records:
            records.reconciliation.remember(name, part.last, world.clock.now())
        if part.last is None:
            break


def objects_of(store: ObjectStore, root: str, after: str) -> Slice:
    """Take a slice of the objects below a root."""
    objects = list(islice(store.browse(root, after), SLICE))
    return Slice(after, objects[-1].key if len(objects) == SLICE else None, objects)
