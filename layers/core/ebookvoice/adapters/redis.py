"""The cache in Redis. It saves others the way to Postgres; it never decides, and nothing waits for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from ebookvoice.adapters.entries import ENDED, read_fields, read_principal, write_fields, write_principal
from ebookvoice.adapters.guarded_redis import GuardedRedis
from ebookvoice.domain.session import Principal
from ebookvoice.ports.cache import Remembered
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    from redis import Redis

SESSION_SECONDS = 3600
DEVICE_SECONDS = 24 * 3600
PROFILE_SECONDS = 1800

DEVICES = 64
"""So many of a user's devices are kept, those seen last."""

_REMEMBER = """
if redis.call('get', KEYS[1]) == ARGV[1] then return 0 end
redis.call('set', KEYS[1], ARGV[2], 'px', ARGV[3])
return 1
"""

_DROP = """
for _, key in ipairs(KEYS) do
    if redis.call('get', key) ~= ARGV[1] then redis.call('del', key) end
end
"""


class RedisCache:
    """Keeps entries under `session:`, `device:` and `profile:`.

    A session that ended leaves a tombstone. Without it this order of events would bring it back to life: one request
    reads the session from Postgres, another ends it there and deletes the entry, and the first one stores what it had
    read. So ending a session overwrites its entry, and an entry is stored by a script, at once, only where no
    tombstone lies. It stays for as long as an entry would, long after whoever had read before has stored it or died.
    What merely changed is dropped without one: a reader from before may put the old state back, and the gateway, which
    asks Postgres again after a minute at the latest, believes it for that long.
    """

    def __init__(self, url: Callable[[], str], clock: Clock) -> None:
        self._clock = clock
        self._redis = GuardedRedis(url, clock)

    def session(self, session_id: UUID) -> Remembered | None:
        """Recall a session; whoever asks decides whether it is recent enough."""
        return read_principal(self._get(_session(session_id)), session_id)

    def remember(self, principal: Principal, checked_at: datetime) -> None:
        """Keep a session, for 1 hour at most and never beyond its own end."""
        session = principal.session
        left = min(timedelta(seconds=SESSION_SECONDS), session.expires_at - self._clock.now())
        milliseconds = left // timedelta(milliseconds=1)
        if milliseconds <= 0:
            return
        key, entry = _session(session.id), write_principal(principal, checked_at)
        self._redis.ask("remember", lambda redis: redis.eval(_REMEMBER, 1, key, ENDED, entry, milliseconds))

    def forget(self, session_ids: list[UUID]) -> None:
        """Leave tombstones for sessions, after Postgres has ended them. It tries even while others don't."""

        def bury(redis: "Redis") -> None:
            from redis.exceptions import OutOfMemoryError

            keys = [_session(session_id) for session_id in session_ids]
            pipeline = redis.pipeline(transaction=False)
            for key in keys:
                pipeline.set(key, ENDED, ex=SESSION_SECONDS)
            try:
                pipeline.execute()
            except OutOfMemoryError:
                redis.delete(*keys)

        if session_ids:
            self._redis.ask("forget", bury, insist=True)

    def drop(self, session_ids: list[UUID]) -> None:
        """Take the entries of sessions away, and leave tombstones where they are."""
        keys = [_session(session_id) for session_id in session_ids]
        if keys:
            self._redis.ask("drop", lambda redis: redis.eval(_DROP, len(keys), *keys, ENDED), insist=True)

    def devices(self, user_id: UUID) -> frozenset[bytes]:
        """Recall the devices that a user has been seen on."""
        after = f"({self._clock.now().timestamp()}"
        found = self._redis.ask("devices", lambda redis: redis.zrangebyscore(_devices(user_id), after, "+inf"))
        return frozenset(cast("list[bytes] | None", found) or ())

    def remember_device(self, user_id: UUID, device_id: bytes) -> None:
        """Keep a device for 24 hours.

        A sorted set by the time of forgetting, since two sign-ins at once would overwrite each other's list.
        """
        key, until = _devices(user_id), self._clock.now().timestamp() + DEVICE_SECONDS

        def store(redis: "Redis") -> None:
            pipeline = redis.pipeline(transaction=False)
            pipeline.zadd(key, {device_id: until})
            pipeline.zremrangebyrank(key, 0, -DEVICES - 1)
            pipeline.expire(key, DEVICE_SECONDS)
            pipeline.execute()

        self._redis.ask("remember device", store)

    def profile(self, user_id: UUID) -> dict[str, Any] | None:
        """Recall a profile's figures."""
        return read_fields(self._get(_profile(user_id)))

    def remember_profile(self, user_id: UUID, profile: dict[str, Any]) -> None:
        """Keep a profile's figures for 30 minutes."""
        entry = write_fields(profile)
        self._redis.ask("remember profile", lambda redis: redis.set(_profile(user_id), entry, ex=PROFILE_SECONDS))

    def forget_user(self, user_id: UUID) -> None:
        """Forget what is kept under the user's own id: devices, profile."""
        self._redis.ask("forget user", lambda redis: redis.delete(_devices(user_id), _profile(user_id)), insist=True)

    def _get(self, key: str) -> bytes | None:
        return cast("bytes | None", self._redis.ask("get", lambda redis: redis.get(key)))


def _session(session_id: UUID) -> str:
    return f"session:{session_id}"


def _devices(user_id: UUID) -> str:
    return f"device:{user_id}"


def _profile(user_id: UUID) -> str:
    return f"profile:{user_id}"
