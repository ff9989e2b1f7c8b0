"""feeds: who may read what by which token."""

from collections import defaultdict
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from ebookvoice.adapters.postgres.feed_rows import Row, book_of, chapter_of
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.feed import Feed, FeedBook, FeedChapter

_BOOKS: LiteralString = """
    with begun as (
        select id, row_number() over (order by created_at, id) as season from jobs where user_id = (select auth.uid())
    )
    select j.id, j.title, j.authors, j.language, j.created_at, b.season, c.planned, c.mastered, f.whole,
        case when j.cleared_at is null then j.cover_key end as cover_key,
        coalesce(f.cover_type, case when j.cleared_at is null then j.cover_type end) as cover_type
    from begun b join jobs j on j.id = b.id
    cross join lateral (
        select count(*) as planned, count(*) filter (where state = 'done') as mastered
        from chapters where job_id = j.id
    ) c
    cross join lateral (
        select bool_or(parent_id is null and chapter is null) as published,
            min(content_type) filter (where format = 'cover') as cover_type,
            (array_agg(jsonb_build_object('kind', format, 'size', size) order by format) filter (
                where chapter is null and format in ('m4b', 'opus')
            ))[1] as whole
        from files where job_id = j.id and state = 'uploaded'
    ) f
    where (%(id)s::uuid is null or j.id = %(id)s) and c.mastered > 0
        and (j.state in ('synthesizing', 'assembling') or (j.state = 'completed' and f.published))
    order by j.created_at desc, j.id desc limit %(most)s
"""


class PostgresFeeds:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, feed: Feed, token_hash: bytes, most: int) -> bool:
        """Insert a feed; False if its owner has so many.

        The lock on the account comes first: who waits for it counts what was added meanwhile.
        """
        self._rows.run("select from users where id = %(user)s for update", {"user": feed.user_id})
        added = self._rows.run(
            """
            insert into feeds (id, user_id, audiobook_id, token_hash, created_at)
            select %(id)s, %(user)s, %(audiobook)s, %(hash)s, %(created)s
            where (select count(*) from feeds where user_id = %(user)s) < %(most)s
            """,
            {
                "id": feed.id,
                "user": feed.user_id,
                "audiobook": feed.audiobook_id,
                "hash": token_hash,
                "created": feed.created_at,
                "most": most,
            },
        )
        return added == 1

    def of(self, user_id: UUID) -> list[Feed]:
        """List an account's feeds, the oldest first."""
        statement = """
            select id, user_id, audiobook_id, created_at, read_at from feeds
            where user_id = %(user)s order by created_at, id
        """
        return [Feed(**row) for row in self._rows.all(statement, {"user": user_id})]

    def delete(self, user_id: UUID, feed_id: UUID) -> bool:
        """Revoke a feed; False if the account has no such feed."""
        statement = "delete from feeds where id = %(id)s and user_id = %(user)s"
        return self._rows.run(statement, {"id": feed_id, "user": user_id}) == 1

    def by_token(self, token_hash: bytes) -> Feed | None:
        """Find the feed of a token, unless its owner is shut out."""
        row = self._rows.first(
            """
            select f.id, f.user_id, f.audiobook_id, f.created_at, f.read_at
            from feeds f join users u on u.id = f.user_id
            where f.token_hash = %(hash)s and u.disabled_at is null
            """,
            {"hash": token_hash},
        )
        return Feed(**row) if row else None

    def note(self, feed_id: UUID, digest: bytes, now: datetime) -> datetime:
        """Note that a feed was read, by the digest of what it held; return since when it holds that."""
        row = self._rows.first(
            """
            update feeds set read_at = %(now)s, digest = %(digest)s,
                changed_at = case when digest = %(digest)s then changed_at
                    else greatest(%(now)s, changed_at + interval '1 second') end
            where id = %(id)s
            returning changed_at
            """,
            {"id": feed_id, "digest": digest, "now": now},
        )
        return row["changed_at"] if row else now

    def books(self, audiobook_id: UUID | None, most: int) -> list[FeedBook]:
        """List the books of which there is something to hear, as far as the transaction's role may see them."""
        rows = _fitting(self._books(audiobook_id, most), most)
        chapters = self._chapters([row["id"] for row in rows], most)
        return [book_of(row, chapters[row["id"]]) for row in reversed(rows)]

    def _books(self, audiobook_id: UUID | None, most: int) -> list[Row]:
        """Find the latest first."""
        return self._rows.all(_BOOKS, {"id": audiobook_id, "most": most})

    def _chapters(self, job_ids: list[UUID], most: int) -> defaultdict[UUID, list[FeedChapter]]:
        found: defaultdict[UUID, list[FeedChapter]] = defaultdict(list)
        rows = self._rows.all(
            """
            select c.job_id, c.number, c.title, c.samples, j.sample_rate, (c.audio -> 'aac' ->> 'size')::bigint as aac,
                f.size as mp3
            from chapters c join jobs j on j.id = c.job_id
            left join files f on f.job_id = c.job_id and f.chapter = c.number and f.format = 'mp3'
                and f.state = 'uploaded'
            where c.job_id = any(%(ids)s::uuid[]) and c.state = 'done'
            order by c.job_id, c.number limit %(most)s
            """,
            {"ids": job_ids, "most": most},
        )
        for row in rows:
            found[row["job_id"]].append(chapter_of(row))
        return found


def _fitting(rows: list[Row], most: int) -> list[Row]:
    """Keep as many of the first books as have that many chapters together, and one in any case."""
    kept, room = rows[:1], most - (rows[0]["mastered"] if rows else 0)
    for row in rows[1:]:
        room -= row["mastered"]
        if room < 0:
            break
        kept.append(row)
    return kept
