"""Jobs whose books are planned, without a pipeline around them."""

from uuid import UUID

from ebookvoice.domain.account import User
from ebookvoice.domain.job import Job
from ebookvoice.ports.records.segments import SegmentTask
from ebookvoice.usecases import lease
from ebookvoice.usecases.jobs import find_job
from tests.world import FakeWorld

CHARACTERS = 1_000


class Owner:
    """Somebody with three credits and a job in hand; all of its segments are in one chapter."""

    def __init__(self, world: FakeWorld, segments: int) -> None:
        self._world = world
        now = world.clock.now()
        self.user = User(world.ids.new(), f"{world.ids.new()}@example.com", now)
        self.job_id = world.ids.new()
        with world.store.as_service() as records:
            records.accounts.add(self.user)
            records.credits.grant(self.user.id, 3, now)
        self._plan(segments)
        with world.store.as_service() as records:
            assert records.credits.hold(self.user.id, self.job_id, 1, now)

    def _plan(self, segments: int) -> None:
        self._world.rows(
            """
            with file as (
                insert into files (user_id, kind, key, filename, content_type, size, sha256, state, etag)
                values (%(user)s, 'book', %(job)s, 'b.epub', 'application/epub+zip', 1, 's', 'uploaded', 'e')
                returning id
            ), job as (
                insert into jobs (id, user_id, file_id, state, voice, title, book_key, book_etag, characters,
                    remaining, chapters_remaining, started_at, heard_at, created_at)
                select %(job)s, %(user)s, id, 'synthesizing', 'edge:x', 'B', 'k', 'e', %(all)s, %(segments)s, 1,
                    %(now)s, %(now)s, %(now)s
                from file returning id
            ), chapter as (
                insert into chapters (job_id, number, user_id, title, characters, remaining)
                select id, 0, %(user)s, 'C', %(all)s, %(segments)s from job returning job_id
            )
            insert into segments (job_id, chapter, number, user_id, text_offset, text_length, characters)
            select job_id, 0, number, %(user)s, number, 1, %(each)s
            from chapter, generate_series(0, %(segments)s - 1) number returning id
            """,
            user=self.user.id,
            job=self.job_id,
            segments=segments,
            each=CHARACTERS,
            all=segments * CHARACTERS,
            now=self._world.clock.now(),
        )

    def segments(self) -> list[UUID]:
        query = "select id from segments where job_id = %(job)s order by number"
        return [row["id"] for row in self._world.rows(query, job=self.job_id)]

    def claim(self, segment: UUID) -> tuple[SegmentTask | None, UUID]:
        """Claim a segment as a worker does; return its task and the attempt."""
        attempt = self._world.ids.new()
        with self._world.store.as_service() as records:
            now, until = self._world.clock.now(), lease.lease_end(self._world)
            return records.segments.claim(segment, attempt, now, until), attempt

    def job(self) -> Job:
        return find_job(self._world, self.user.id, self.job_id)

    def balance(self) -> int:
        query = "select balance from credits where user_id = %(user)s"
        return int(self._world.rows(query, user=self.user.id)[0]["balance"])
