"""What is left over, counters held against rows, ledgers against balances: some every hour, all in the end."""

import logging
from datetime import timedelta
from functools import partial

from ebookvoice.domain import keys
from ebookvoice.usecases import rounds
from ebookvoice.usecases.marks import check_primary
from ebookvoice.usecases.removing import remove_all
from ebookvoice.usecases.rounds import Enough
from ebookvoice.usecases.world import World

ACCOUNTS = 100
"""Accounts whose counters are locked at the same time."""

logger = logging.getLogger(__name__)


def leftovers(world: World, enough: Enough) -> tuple[int, bool]:
    """Remove what is below work/ for longer than intermediates may: speech that nobody asked for again, and strays.

    Of jobs that run, and of those that ended a short while ago, everything stays. Raises WrongStoreError.
    """
    check_primary(world)
    before = world.clock.now() - timedelta(hours=world.settings.intermediate_hours)
    found = 0
    for part in rounds.slices(world, keys.WORK, partial(rounds.objects_of, world.objects, keys.WORK), enough):
        old = [stored.key for stored in part.objects if stored.modified <= before]
        jobs = {key: job for key in old if (job := keys.job_of(key)) is not None}
        with world.store.as_service() as records:
            running = records.retention.running(list(set(jobs.values())), before)
        gone = [key for key in old if jobs.get(key) not in running]
        found += len(gone) - len(remove_all(world.objects, gone))
    return found, False


def counters(world: World, enough: Enough) -> tuple[int, bool]:
    """Set the counters of storage right, and say which were wrong."""
    found = 0
    for _ in range(rounds.SLICES * rounds.SLICE // ACCOUNTS):
        if enough():
            break
        with world.store.as_service() as records:
            after = records.reconciliation.position("counters")
            corrections, last = records.reconciliation.recount(after, ACCOUNTS)
            records.reconciliation.remember("counters", last, world.clock.now())
        for correction in corrections:
            logger.error("storage counter corrected", extra={"correction": correction})
        found += len(corrections)
        if last is None:
            break
    return found, False


def ledgers(world: World, enough: Enough) -> tuple[int, bool]:
    """Report accounts whose ledger does not add up to their balance; nobody but a person may decide which is right."""
    found = 0
    for _ in range(rounds.SLICES):
        if enough():
            break
        with world.store.as_service() as records:
            after = records.reconciliation.position("ledgers")
            wrong, last = records.reconciliation.unbalanced(after, rounds.SLICE)
            records.reconciliation.remember("ledgers", last, world.clock.now())
        for user_id in wrong:
            logger.error("ledger does not add up", extra={"user_id": str(user_id)})
        found += len(wrong)
        if last is None:
            break
    return found, False
