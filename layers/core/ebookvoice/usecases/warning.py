"""Owners are told which of their audiobooks go soon."""

import logging
from datetime import timedelta

from ebookvoice.ports.identity import Mail
from ebookvoice.ports.records.retention import Departing
from ebookvoice.usecases.rounds import Enough
from ebookvoice.usecases.world import World

AGAIN = timedelta(days=1)
"""When a mail that could not be sent is tried again."""

logger = logging.getLogger(__name__)


def warn(world: World, _: Enough) -> tuple[int, bool]:
    """Tell an owner which of their audiobooks go soon; what could not be sent is tried again the next day.

    That they are told is on record before: whoever dies in between tells nobody twice.
    """
    days = world.settings.warning_days
    if not days:
        return 0, False
    now = world.clock.now()
    with world.store.as_service() as records:
        going = records.retention.departing(now + timedelta(days=days), now)
    if not going:
        return 0, False
    try:
        world.mailer.send(_warning(going))
    except Exception:  # whatever is wrong with this one, the others get theirs
        logger.exception("an owner could not be warned", extra={"user_id": str(going[0].user_id)})
        with world.store.as_service() as records:
            records.retention.untold([book.id for book in going], now + AGAIN)
        return 0, True
    return len(going), True


def _warning(going: list[Departing]) -> Mail:
    titles = "\n".join(f"- {book.title}, on {book.expires_at:%d %B %Y}" for book in going)
    text = (
        f"These audiobooks of yours will be removed:\n\n{titles}\n\n"
        "Download what you want to have, or pin it: a pinned audiobook stays, and counts against your storage.\n"
    )
    return Mail(going[0].email, "Some of your audiobooks go soon", text)
