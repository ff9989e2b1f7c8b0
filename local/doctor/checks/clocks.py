"""Do this machine, the object store and the database agree on the time?"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ebookvoice.adapters.tokens import SKEW
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, wrong

ADVICE = "set it by NTP: tokens, presigned addresses and leases go by the time"


def check(deployment: Deployment) -> Iterator[Finding]:
    """Compare both with this machine's clock."""
    yield _compared(deployment, "store", lambda: _of_store(deployment))
    yield _compared(deployment, "database", lambda: _of_database(deployment))


def _compared(deployment: Deployment, name: str, clock: Callable[[], datetime]) -> Finding:
    """Take the middle of the request for the moment at which the other clock was read."""
    before = deployment.now()
    told = clock()
    after = deployment.now()
    off = told - (before + (after - before) / 2)
    limit = timedelta(seconds=SKEW) + (after - before) / 2
    where = f"clocks.{name}"
    if abs(off) > limit:
        return wrong(where, f"it is {off.total_seconds():+.0f} s from this machine's clock", ADVICE)
    return fine(where, f"it is within {SKEW} s of this machine's clock")


def _of_store(deployment: Deployment) -> datetime:
    """Read the Date of any answer, a refusal's too: a store refuses who is far from its time."""
    address = deployment.world.objects.presign_head("clock", expires=60)
    told = deployment.ask("HEAD", address, {}).headers["date"]
    return parsedate_to_datetime(told).astimezone(UTC)


def _of_database(deployment: Deployment) -> datetime:
    with deployment.database() as connection:
        [told] = connection.execute("select clock_timestamp()").fetchall()
    moment: datetime = told[0]
    return moment
