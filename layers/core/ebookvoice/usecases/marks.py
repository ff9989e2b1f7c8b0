"""Marks that say whose a store is: nobody tidies up, or relies on copies, in a store that is not this deployment's own.

A store is marked when it is used for the first time. From then on, one without the mark, or with another one, is
another store: a setting is wrong, or a bucket was replaced.
"""

from ebookvoice.domain import keys
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.objects import ObjectMissingError, ObjectStore
from ebookvoice.usecases.world import World

PRIMARY, BACKUP = "primary", "backup"

SAMPLE = 20
"""Files that are looked for in a primary that has no mark yet."""


class WrongStoreError(UnavailableError):
    """A store is not the one that it should be; until somebody has looked, it is left alone."""


def check_primary(world: World) -> None:
    """Make sure that the primary is this deployment's own; mark one that shows that it is, if none was marked yet.

    Raises WrongStoreError, UnavailableError.
    """
    if _content(world.objects, BACKUP) is not None:
        raise WrongStoreError(f"The primary store has the mark of a backup, {keys.mark(BACKUP)}.")
    if not _marked(world, world.objects, PRIMARY):
        if not _belongs(world):
            raise WrongStoreError("The primary store has no mark, and not what the database says.")
        _write(world, world.objects, PRIMARY)


def check_backup(world: World, backup: ObjectStore) -> None:
    """Make sure that the backup is this deployment's own, and not the primary; mark an empty one, if none was yet.

    Raises WrongStoreError, UnavailableError.
    """
    settings = world.settings
    same = (settings.backup_bucket, settings.backup_endpoint) == (settings.bucket, settings.store_endpoint)
    if settings.backup_bucket and same:
        raise WrongStoreError("The backup store is the primary store.")
    if not _marked(world, backup, BACKUP):
        if not _empty(backup):
            raise WrongStoreError("The backup store has no mark, and is not empty.")
        _write(world, backup, BACKUP)
    if _content(world.objects, BACKUP) is not None:
        raise WrongStoreError(f"What is written to the backup store, {keys.mark(BACKUP)}, is in the primary store.")


def _marked(world: World, store: ObjectStore, name: str) -> bool:
    """Tell whether a store has its mark; False if it may get one. Raises WrongStoreError."""
    found = _content(store, name)
    with world.store.as_service() as records:
        mark = records.marks.find(name)
    if found is None and mark and mark.written:
        # Somebody else may have written it just now.
        found = _content(store, name)
    if mark is None and found is None:
        return False
    if mark is None or found not in (None, str(mark.id)):
        raise WrongStoreError(f"The {name} store has another mark, {keys.mark(name)}: {found}.")
    if found is None and mark.written:
        raise WrongStoreError(f"The {name} store has lost its mark, {keys.mark(name)}, or is another one.")
    if mark and found and not mark.written:
        with world.store.as_service() as records:
            records.marks.written(name, world.clock.now())
    return found is not None


def _belongs(world: World) -> bool:
    """Tell whether a store has most of what the rows say; where there are no rows, whether it has nothing."""
    with world.store.as_service() as records:
        sample = records.marks.sample(SAMPLE)
    if not sample:
        return _empty(world.objects)
    there = [head for key, size in sample if (head := world.objects.head(key)) and head.size == size]
    return len(there) * 2 > len(sample)


def _empty(store: ObjectStore) -> bool:
    return not any(next(iter(store.browse(root)), None) for root in keys.KEPT)


def _write(world: World, store: ObjectStore, name: str) -> None:
    """Put the mark into a store; whoever is killed on the way is followed by somebody who does the same."""
    with world.store.as_service() as records:
        mark = records.marks.choose(name)
    store.put(keys.mark(name), str(mark.id).encode(), "text/plain")
    with world.store.as_service() as records:
        records.marks.written(name, world.clock.now())


def _content(store: ObjectStore, name: str) -> str | None:
    try:
        return store.read(keys.mark(name)).decode(errors="replace").strip()
    except ObjectMissingError:
        return None
