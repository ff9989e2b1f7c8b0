"""Every hour: what has outlived its time goes. Safe to run at any time, twice at once, and to be killed anywhere.

Rows go first, objects second; the objects are owed in the transaction that ends their rows, so that whoever comes next
finds what a run that was killed has left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ebookvoice.domain import keys
from ebookvoice.ports.metering import Metric
from ebookvoice.ports.records.retention import Passing
from ebookvoice.usecases import reconcile
from ebookvoice.usecases.astray import astray
from ebookvoice.usecases.removing import remove_all
from ebookvoice.usecases.rounds import Enough
from ebookvoice.usecases.samples import remove_samples
from ebookvoice.usecases.warning import warn
from ebookvoice.usecases.world import World

BATCH = 1000
"""Rows of a transaction, and keys of a request to the store (S3 takes as many at once)."""

JOBS = 20
"""Jobs of a transaction; each may have some hundred segments."""

OWED_GRACE = timedelta(minutes=5)
"""How long a run that owes removals is given to carry them out itself."""

WEBHOOK_DAYS = 30
"""Stripe repeats a message for three days; what is older is known by its effect."""


@dataclass(frozen=True, slots=True)
class Expired:
    """How much a run has ended: files, jobs' intermediates, rows of what is gone, rows that pass, and mails sent.

    `astray` are objects without a row, and rows without their object or with another size; `corrected` are counters,
    `unbalanced` ledgers that don't add up.
    """

    files: int = 0
    jobs: int = 0
    samples: int = 0
    owed: int = 0
    leftovers: int = 0
    history: int = 0
    passed: int = 0
    warned: int = 0
    astray: int = 0
    corrected: int = 0
    unbalanced: int = 0


def expire(world: World, enough: Enough) -> Expired:
    """End what is over, until there is no more or `enough` says so; the next run goes on there.

    A step that fails does not keep the others from their work. Raises an ExceptionGroup of what failed.
    """
    done: dict[str, int] = {}
    errors: list[Exception] = []
    for name, step in STEPS.items():
        done[name] = 0
        try:
            while not enough():
                count, more = step(world, enough)
                done[name] += count
                if not more:
                    break
        except Exception as error:  # raised below, with all the others
            errors.append(error)
    world.meter.add(Metric.FILES_EXPIRED, done["files"])
    world.meter.add(Metric.FILES_ASTRAY, done["astray"])
    if errors:
        raise ExceptionGroup(f"expire failed in part, after {Expired(**done)}", errors)
    return Expired(**done)


def _files(world: World, _: Enough) -> tuple[int, bool]:
    """End files whose time is over, and remove their objects."""
    with world.store.as_service() as records:
        gone = records.retention.remove_due(world.clock.now(), BATCH)
    _remove(world, gone)
    return len(gone), bool(gone)


def _jobs(world: World, _: Enough) -> tuple[int, bool]:
    """Forget the segments of jobs that ended two days ago, and owe what they have left behind to the sweep."""
    now = world.clock.now()
    before = now - timedelta(hours=world.settings.intermediate_hours)
    with world.store.as_service() as records:
        ended = records.retention.clear_jobs(before, now, JOBS)
        for job in ended:
            records.trash.add(keys.job_prefix(job.user_id, job.job_id), now)
    return len(ended), len(ended) == JOBS


def _samples(world: World, _: Enough) -> tuple[int, bool]:
    """Forget samples that nobody needs any more; the sweep removes their objects."""
    gone = remove_samples(world)
    return gone, bool(gone)


def _owed(world: World, _: Enough) -> tuple[int, bool]:
    """Carry out the removals that a run which was killed still owes."""
    with world.store.as_service() as records:
        owed = records.trash.oldest_exact(world.clock.now() - OWED_GRACE, BATCH)
    _remove(world, owed)
    return len(owed), len(owed) == BATCH


def _history(world: World, _: Enough) -> tuple[int, bool]:
    """Delete the rows of files that went long ago."""
    now = world.clock.now()
    with world.store.as_service() as records:
        gone = records.retention.purge_files(now - timedelta(days=world.settings.history_days), now, BATCH)
    return gone, gone == BATCH


def _passed(world: World, _: Enough) -> tuple[int, bool]:
    """Delete sessions, proofs, counts and keys whose time is over."""
    now = world.clock.now()
    passed = []
    for table in Passing:
        before = now - timedelta(days=WEBHOOK_DAYS) if table is Passing.WEBHOOK_EVENTS else now
        with world.store.as_service() as records:
            passed.append(records.retention.purge(table, before, BATCH))
    return sum(passed), max(passed) == BATCH


def _remove(world: World, gone: list[str]) -> None:
    """Remove objects and forget that they were owed; those that the store refuses to remove wait for another hour."""
    if not gone:
        return
    left = remove_all(world.objects, gone)
    removed = [key for key in gone if key not in left]
    with world.store.as_service() as records:
        forgotten = set(records.trash.forget_exact(removed))
        records.trash.add_exact(sorted(left), world.clock.now())
        # Somebody has brought these back meanwhile, and they went all the same.
        records.backups.emptied([key for key in removed if key not in forgotten])


STEPS: dict[str, Callable[[World, Enough], tuple[int, bool]]] = {
    "files": _files,
    "jobs": _jobs,
    "samples": _samples,
    "owed": _owed,
    "history": _history,
    "passed": _passed,
    "warned": warn,
    "corrected": reconcile.counters,
    "unbalanced": reconcile.ledgers,
    "leftovers": reconcile.leftovers,
    "astray": astray,
}
"""Each does a batch and says how much that was, and whether there may be more. What may take long comes last."""
