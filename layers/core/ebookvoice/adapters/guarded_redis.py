"""A Redis that can't hold anybody up: short times, one more try, and a breaker."""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from aws_lambda_powertools import Logger

from ebookvoice.domain.breaker import Breaker
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    from redis import Redis

TIMEOUT = 0.2
"""Seconds, to connect and to answer: Postgres is about as far away, and is asked instead."""
FAILURES, PAUSE = 3, timedelta(seconds=10)
"""After so many in a row Redis is left alone for so long."""

_logger = Logger(child=True)
T = TypeVar("T")


class GuardedRedis:
    """Asks Redis, and takes no answer for an answer. redis-py is imported with the first question."""

    def __init__(self, url: Callable[[], str], clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._breaker = Breaker(FAILURES, PAUSE)

    def ask(self, what: str, question: Callable[["Redis"], T], *, insist: bool = False) -> T | None:
        """Ask Redis; None if it is left alone, does not answer or refuses. `insist` asks it all the same."""
        from redis.exceptions import RedisError, ResponseError

        if not (self._breaker.allows(self._clock.now()) or insist):
            return None
        try:
            answer = question(self._redis)
        except ResponseError as error:
            # It is well, but not about this: out of memory, a key of another type, a command that is not allowed.
            self._breaker.succeeded()
            _logger.warning("cache refused", extra={"operation": what, "error": type(error).__name__})
            return None
        except (RedisError, OSError, ValueError, UnavailableError) as error:
            # The text of an error may have the address in it, and with it the password.
            if self._breaker.failed(self._clock.now()) or insist:
                _logger.warning("cache failed", extra={"operation": what, "error": type(error).__name__})
            return None
        self._breaker.succeeded()
        return answer

    @cached_property
    def _redis(self) -> "Redis":
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.exceptions import ConnectionError as LostError
        from redis.exceptions import ReadOnlyError
        from redis.retry import Retry

        return Redis.from_url(
            self._url(),
            socket_connect_timeout=TIMEOUT,
            socket_timeout=TIMEOUT,
            # A connection may have died while the function slept, or lead to what is a replica by now.
            retry=Retry(NoBackoff(), 1, (LostError, ReadOnlyError)),
            # RESP2 and no name: nothing but the login has to go back and forth before the first command.
            protocol=2,
            driver_info=None,
        )
