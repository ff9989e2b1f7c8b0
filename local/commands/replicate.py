"""`ebookvoice replicate`: a night's run of the backup, now."""

from collections.abc import Callable

from ebookvoice.domain.errors import EbookVoiceError
from ebookvoice.usecases.backup_plan import plan
from ebookvoice.usecases.replicate import Orders, Replicated
from ebookvoice.usecases.replicate import replicate as run
from ebookvoice.wiring import Wiring
from local.ending import UnfinishedError
from local.operating import operated
from local.table import table

MASS_DELETE = "Too many copies are due for removal at once, so none was removed; --force-deletes removes them."


def replicate(say: Callable[[str], None], *, dry_run: bool, force_deletes: bool) -> None:
    """Copy and remove what is due, or only say what that is. Raises UsageError, UnfinishedError, EbookVoiceError."""
    with operated() as (world, backup):
        if dry_run:
            due = plan(world, backup)
            say(
                table(
                    [
                        ("to copy", due.copies, due.copy_bytes),
                        ("to remove", due.removals, due.removal_bytes),
                        ("to move", due.moves, due.move_bytes),
                    ]
                )
            )
            refused = due.mass_delete and not force_deletes
            unfinished = 0
        else:
            done = _run(world, Orders(force_deletes=force_deletes))
            say(table(_rows(done)))
            refused = done.mass_delete
            unfinished = done.failed + done.corrupt
    if refused:
        raise UnfinishedError("mass_delete", MASS_DELETE)
    if unfinished:
        raise UnfinishedError("not_backed_up", f"{unfinished} files could not be copied; the next run tries again.")


def _run(world: Wiring, orders: Orders) -> Replicated:
    try:
        return run(world, orders)
    except ExceptionGroup as failed:
        if isinstance(failed.exceptions[0], EbookVoiceError):
            raise failed.exceptions[0] from failed
        raise


def _rows(done: Replicated) -> list[tuple[str, int, int | None]]:
    return [
        ("copied", done.copied, done.bytes),
        ("failed", done.failed, None),
        ("corrupt", done.corrupt, None),
        ("removed", done.removed, None),
        ("moved", done.moved, None),
        ("left", done.left, None),
    ]
