"""Does Redis answer, if there is one?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import RedisError

from ebookvoice.adapters.secrets import secret
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, skipped, wrong

SECONDS = 5
NEARBY = ("127.0.0.1", "localhost", "::1", None)


def check(deployment: Deployment) -> Iterator[Finding]:
    """Send a PING."""
    settings = deployment.settings
    if not (settings.redis_url or settings.redis_url_parameter):
        yield skipped("cache", "there is no Redis, and none is needed")
        return
    url = secret(settings.redis_url, settings.redis_url_parameter)
    if urlsplit(url).scheme == "redis" and urlsplit(url).hostname not in NEARBY:
        yield wrong(
            "cache.tls", "the connection is not encrypted", "begin the address in RedisUrlParameter with rediss://"
        )
    try:
        with Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS) as redis:
            redis.ping()
    except (RedisError, ValueError, OSError) as error:
        advice = "look at the address in RedisUrlParameter; the gateway asks Postgres meanwhile"
        yield wrong("cache.reachable", f"it does not answer ({type(error).__name__})", advice)
    else:
        yield fine("cache.reachable", "it answers")
