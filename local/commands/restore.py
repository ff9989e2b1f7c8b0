"""`ebookvoice restore`: what the primary store has lost, back from the backup; or a check that it could come back."""

from collections.abc import Callable

from ebookvoice.usecases import rehearsal
from ebookvoice.usecases import restore as use_case
from local.ending import UnfinishedError
from local.operating import operated
from local.table import table


def restore(say: Callable[[str], None], *, dry_run: bool, deep: bool) -> None:
    """Restore, or only say what would be. Raises UsageError, UnfinishedError, EbookVoiceError."""
    with operated() as (world, backup):
        done = use_case.restore(world, backup, dry_run=dry_run, deep=deep)
    say(
        table(
            [
                ("checked", done.checked, None),
                ("intact", done.intact, None),
                ("to restore" if dry_run else "restored", done.restored, done.bytes),
                ("moved", done.moved, None),
                ("failed", done.failed, None),
            ]
        )
    )
    if done.failed:
        raise UnfinishedError("not_restored", f"{done.failed} files are whole in neither store.")


def check(say: Callable[[str], None], copies: int, *, dry_run: bool) -> None:
    """Read copies, picked at random, in full. Raises UsageError, UnfinishedError, EbookVoiceError."""
    with operated() as (world, backup):
        done = rehearsal.check(world, backup, copies, dry_run=dry_run)
    say(table([("read", done.copies, done.bytes), ("different", done.different, None), ("failed", done.failed, None)]))
    if done.different:
        raise UnfinishedError("copies_differ", f"{done.different} copies are not what was uploaded.")
    if done.failed:
        raise UnfinishedError("not_checked", f"{done.failed} copies could not be read; try again.")
