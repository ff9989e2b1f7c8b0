"""The ways that books take through the simulated service, how they ended, and whether that was paid for."""

from dataclasses import dataclass
from uuid import UUID

from ebookvoice.domain.states import JobState
from tests.world import FakeWorld

BAD_ENDS = (JobState.FAILED, JobState.CANCELLED)


@dataclass(slots=True)
class Journey:
    """A job's way: when it was asked for, its first chapter could be played, and it was complete (seconds)."""

    owner: str
    asked: float
    first_chapter: float | None = None
    complete: float | None = None
    failed: bool = False

    @property
    def waited(self) -> tuple[float, float]:
        """Seconds to the first chapter and to the end; infinite for what never came."""
        ends = (self.first_chapter, self.complete)
        first, whole = (float("inf") if end is None else end - self.asked for end in ends)
        return first, whole


class Journeys:
    """All journeys of a run by their jobs; `expected` counts those that have not begun among them."""

    def __init__(self, world: FakeWorld) -> None:
        self.by_job: dict[UUID, Journey] = {}
        self.expected = 0
        self._world = world

    def of(self, owner: str) -> list[Journey]:
        """List the journeys of one kind of user."""
        return [journey for journey in self.by_job.values() if journey.owner == owner]

    def over(self) -> bool:
        """Look into the database for jobs that have failed, and tell whether all journeys have come to an end."""
        for row in self._world.rows("select id from jobs where state = any(%(ends)s)", ends=[*BAD_ENDS]):
            self.by_job[row["id"]].failed = True
        ended = sum(journey.failed or journey.complete is not None for journey in self.by_job.values())
        return ended == self.expected

    def unfinished(self) -> list[str]:
        """Tell of jobs that are not complete, and why."""
        rows = self._world.rows(
            "select id, state, failure_code from jobs where state <> 'completed' order by created_at"
        )
        told = [
            f"{self.by_job[row['id']].owner}'s job {row['id']}: {row['state']} {row['failure_code']}" for row in rows
        ]
        missing = self.expected - len(self.by_job)
        return [*told, f"{missing} books had not come"] if missing else told

    def wrong_ledgers(self, price: int) -> int:
        """Count the accounts that did not pay for each completed book, once, and for nothing else.

        A balance has to be the sum of its events, and what was granted but for the price of completed books.
        """
        rows = self._world.rows(
            """
            select count(*) as wrong from credits c
            cross join lateral (
                select count(*) as completed from jobs j where j.user_id = c.user_id and j.state = 'completed'
            ) done
            cross join lateral (
                select sum(amount) as total, sum(amount) filter (where kind = 'grant') as granted,
                    count(*) filter (where kind = 'post') as posted
                from credit_events e where e.user_id = c.user_id
            ) ledger
            where c.balance <> total or c.balance <> granted - %(price)s * completed or posted <> completed
            """,
            price=price,
        )
        return int(rows[0]["wrong"])
