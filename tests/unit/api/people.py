"""Who may come in, in dictionaries: accounts, sessions, limits, flags."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from ebookvoice.domain.account import Role, User
from ebookvoice.domain.identity import Identity
from ebookvoice.domain.limits import Allowance, Limit
from ebookvoice.domain.session import Ended, Principal, Session
from ebookvoice.ports.records.limits import Flag


@dataclass
class People:
    """What lies in the database about people."""

    users: dict[UUID, User] = field(default_factory=dict)
    identities: dict[tuple[str, str], UUID] = field(default_factory=dict)
    sessions: dict[UUID, Session] = field(default_factory=dict)
    hits: dict[str, list[datetime]] = field(default_factory=dict)
    flags: dict[str, Flag] = field(default_factory=dict)


class MemoryAccounts:
    def __init__(self, people: People) -> None:
        self._people = people

    def add(self, user: User) -> bool:
        if self.by_email(user.email):
            return False
        self._people.users[user.id] = user
        return True

    def find(self, user_id: UUID) -> User | None:
        return self._people.users.get(user_id)

    def by_email(self, email: str) -> User | None:
        return next((user for user in self._people.users.values() if user.email == email), None)

    def by_identity(self, issuer: str, subject: str) -> User | None:
        owner = self._people.identities.get((issuer, subject))
        return self._people.users[owner] if owner else None

    def link(self, user_id: UUID, identity: Identity, now: datetime) -> bool:
        return self._people.identities.setdefault((identity.issuer, identity.subject), user_id) == user_id

    def identities(self, user_id: UUID) -> list[tuple[str, str]]:
        return [identity for identity, owner in self._people.identities.items() if owner == user_id]

    def set_role(self, user_id: UUID, role: Role) -> User | None:
        self._people.users[user_id] = replace(self._people.users[user_id], role=role)
        return self._people.users[user_id]


class MemorySessions:
    def __init__(self, people: People) -> None:
        self._people = people

    def add(self, session: Session, epoch: int) -> bool:
        self._people.sessions[session.id] = session
        return True

    def find(self, session_id: UUID, now: datetime, idle: timedelta) -> Principal | None:
        session = self._people.sessions.get(session_id)
        if session is None or now >= min(session.expires_at, session.seen_at + idle):
            return None
        user = self._people.users[session.user_id]
        return Principal(user, session) if user.disabled_at is None else None

    def touch(self, session_id: UUID, now: datetime, *, generation: int | None) -> None:
        session = self._people.sessions[session_id]
        confirmed = session.confirmed or session.generation == generation
        self._people.sessions[session_id] = replace(session, seen_at=now, confirmed=confirmed)

    def rotate(self, session_id: UUID, generation: int, now: datetime, idle: timedelta) -> bool:
        session = self._people.sessions.get(session_id)
        if session is None or session.generation != generation:
            return False
        changes = {"generation": generation + 1, "rotated_at": now, "seen_at": now, "confirmed": False}
        self._people.sessions[session_id] = replace(session, **changes)  # type: ignore[arg-type]
        return True

    def reauthenticate(self, session_id: UUID, now: datetime) -> None:
        self._people.sessions[session_id] = replace(self._people.sessions[session_id], authenticated_at=now)

    def of(self, user_id: UUID, now: datetime) -> list[Session]:
        return [session for session in self._people.sessions.values() if session.user_id == user_id]

    def end(self, session_id: UUID, user_id: UUID, why: Ended, now: datetime) -> bool:
        session = self._people.sessions.get(session_id)
        if session is None or session.user_id != user_id:
            return False
        del self._people.sessions[session_id]
        return True

    def end_all(self, user_id: UUID, why: Ended, now: datetime, *, but: UUID | None = None) -> list[UUID]:
        ended = [session.id for session in self.of(user_id, now) if session.id != but]
        return [session_id for session_id in ended if self.end(session_id, user_id, why, now)]

    def knows_device(self, user_id: UUID, device_id: bytes) -> bool:
        return any(session.device.id == device_id for session in self._people.sessions.values())


class MemoryLimits:
    def __init__(self, people: People) -> None:
        self._hits = people.hits

    def hit(self, key: str, limit: Limit, now: datetime) -> Allowance:
        window = timedelta(seconds=limit.seconds)
        hits = [at for at in self._hits.get(key, []) if at > now - window]
        allowed = len(hits) < limit.count
        self._hits[key] = hits = [*hits, now] if allowed else hits
        return Allowance(limit, allowed, limit.count - len(hits), min(hits) + window)

    def release(self, key: str, at: datetime) -> None:
        self._hits[key].remove(at)


class MemoryFlags:
    def __init__(self, people: People) -> None:
        self._flags = people.flags

    def all(self) -> list[Flag]:
        return sorted(self._flags.values(), key=lambda flag: flag.name)


class NoChallenges:
    """Nothing is under way."""

    def forget(self, subjects: list[str]) -> None:
        """Have nothing to forget."""


class NoSecondFactors:
    """Nobody has one."""

    def find(self, user_id: UUID) -> None:
        return None
