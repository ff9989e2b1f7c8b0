"""sessions: the truth about who is signed in."""

from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from ebookvoice.adapters.postgres.accounts import USER, read_user
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.session import Device, Ended, Mode, Principal, Session

_SESSION: LiteralString = """
    s.id, s.user_id, s.mode, s.generation, s.confirmed, s.rotated_at, s.created_at, s.seen_at, s.expires_at,
    s.authenticated_at, s.device_id, s.agent, s.language, s.place
"""
_ALIVE: LiteralString = """
    s.ended_at is null and s.expires_at > %(now)s and s.seen_at > %(now)s - %(idle)s
    and exists (select from users where id = s.user_id and disabled_at is null)
"""


class PostgresSessions:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, session: Session, epoch: int) -> bool:
        """Open a session for a sign-in that began in this epoch of the account; False if it is over, or the account
        disabled or gone.

        The lock on the account makes it come before the end of all sessions, which then ends it, too, or after.
        """
        added = self._rows.run(
            """
            insert into sessions (
                id, user_id, mode, generation, confirmed, rotated_at, created_at, seen_at, expires_at, authenticated_at,
                device_id, agent, language, place
            )
            select %(id)s, u.id, %(mode)s, %(generation)s, %(confirmed)s, %(rotated_at)s, %(created_at)s, %(seen_at)s,
                %(expires_at)s, %(authenticated_at)s::timestamptz, %(device)s::bytea, %(agent)s, %(language)s, %(place)s
            from users u where u.id = %(user)s and u.disabled_at is null and u.epoch = %(epoch)s for share
            """,
            {
                "id": session.id,
                "user": session.user_id,
                "mode": session.mode,
                "generation": session.generation,
                "confirmed": session.confirmed,
                "rotated_at": session.rotated_at,
                "created_at": session.created_at,
                "seen_at": session.seen_at,
                "expires_at": session.expires_at,
                "authenticated_at": session.authenticated_at,
                "device": session.device.id,
                "agent": session.device.agent,
                "language": session.device.language,
                "place": session.place,
                "epoch": epoch,
            },
        )
        return added == 1

    def find(self, session_id: UUID, now: datetime, idle: timedelta) -> Principal | None:
        """Find a live session and its user."""
        row = self._rows.first(
            "select " + _SESSION + ", " + USER + " from sessions s join users u on u.id = s.user_id"
            " where s.id = %(id)s and " + _ALIVE,
            {"id": session_id, "now": now, "idle": idle},
        )
        return Principal(read_user(row), _session(row)) if row else None

    def touch(self, session_id: UUID, now: datetime, *, generation: int | None) -> None:
        """Note that the session was seen, and that the client has what that generation gave it (if it is the last)."""
        self._rows.run(
            """
            update sessions set seen_at = greatest(seen_at, %(now)s),
                confirmed = confirmed or generation is not distinct from %(generation)s
            where id = %(id)s and ended_at is null
            """,
            {"id": session_id, "now": now, "generation": generation},
        )

    def rotate(self, session_id: UUID, generation: int, now: datetime, idle: timedelta) -> bool:
        """Begin the next generation, if this is the last one: of many at once, one does."""
        rotated = self._rows.run(
            "update sessions s set generation = s.generation + 1, rotated_at = %(now)s, seen_at = %(now)s,"
            " confirmed = false where s.id = %(id)s and s.generation = %(generation)s and s.mode = 'bearer' and "
            + _ALIVE,
            {"id": session_id, "generation": generation, "now": now, "idle": idle},
        )
        return rotated == 1

    def reauthenticate(self, session_id: UUID, now: datetime) -> None:
        """Note that the user has proved anew who they are."""
        self._rows.run(
            "update sessions set authenticated_at = %(now)s where id = %(id)s and ended_at is null",
            {"id": session_id, "now": now},
        )

    def of(self, user_id: UUID, now: datetime) -> list[Session]:
        """List a user's sessions, the one seen last first."""
        rows = self._rows.all(
            "select " + _SESSION + " from sessions s"
            " where s.user_id = %(user)s and s.ended_at is null and s.expires_at > %(now)s order by s.seen_at desc",
            {"user": user_id, "now": now},
        )
        return [_session(row) for row in rows]

    def end(self, session_id: UUID, user_id: UUID, why: Ended, now: datetime) -> bool:
        """End a session of the user's; False if there is none."""
        ended = self._rows.run(
            """
            update sessions set ended_at = %(now)s, ended_why = %(why)s
            where id = %(id)s and user_id = %(user)s and ended_at is null
            """,
            {"id": session_id, "user": user_id, "why": why, "now": now},
        )
        return ended == 1

    def end_all(self, user_id: UUID, why: Ended, now: datetime, *, but: UUID | None = None) -> list[UUID]:
        """End a user's sessions, all but that one, and their sign-ins under way; return the sessions that it ended."""
        self._rows.run("update users set epoch = epoch + 1 where id = %(user)s", {"user": user_id})
        rows = self._rows.all(
            """
            update sessions set ended_at = %(now)s, ended_why = %(why)s
            where user_id = %(user)s and ended_at is null and id is distinct from %(but)s returning id
            """,
            {"user": user_id, "why": why, "now": now, "but": but},
        )
        return [row["id"] for row in rows]

    def knows_device(self, user_id: UUID, device_id: bytes) -> bool:
        """Tell whether the user has had a session on that device, ended or not."""
        known = self._rows.first(
            "select from sessions where user_id = %(user)s and device_id = %(device)s limit 1",
            {"user": user_id, "device": device_id},
        )
        return known is not None


def _session(row: dict[str, Any]) -> Session:
    device = Device(bytes(row["device_id"]) if row["device_id"] is not None else None, row["agent"], row["language"])
    return Session(
        id=row["id"],
        user_id=row["user_id"],
        mode=Mode(row["mode"]),
        generation=row["generation"],
        confirmed=row["confirmed"],
        rotated_at=row["rotated_at"],
        created_at=row["created_at"],
        seen_at=row["seen_at"],
        expires_at=row["expires_at"],
        authenticated_at=row["authenticated_at"],
        device=device,
        place=row["place"],
    )
