"""The composition root: which adapters stand behind the ports."""

from collections.abc import Callable
from functools import cache, cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from ebookvoice.adapters.system import RandomIds, SystemClock
from ebookvoice.domain.states import Queue
from ebookvoice.ports.accounts import PasswordHasher, SessionSigner, TokenIssuer
from ebookvoice.ports.cache import SessionCache
from ebookvoice.ports.identity import CredentialProvider, Mailer, OpenIdProvider, Sealer
from ebookvoice.ports.metering import Meter
from ebookvoice.ports.objects import ObjectStore
from ebookvoice.ports.payments import PaymentProvider
from ebookvoice.ports.queues import Queues
from ebookvoice.ports.time import Clock, Ids
from ebookvoice.settings import Settings

if TYPE_CHECKING:
    from ebookvoice.ports.store import Store

Answer = TypeVar("Answer")


class Wiring:
    """Makes each adapter when it is first asked for; a function imports and connects only what it uses."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def store(self) -> "Store":
        from ebookvoice.adapters.postgres.database import PostgresStore

        return PostgresStore(self._database_url)

    @cached_property
    def objects(self) -> ObjectStore:
        from ebookvoice.adapters.objects.client import Place
        from ebookvoice.adapters.objects.store import BotoObjectStore

        s = self.settings
        secret = lambda: self._secret_of(s.store_secret, s.store_secret_parameter)  # noqa: E731
        r2 = s.storage == "r2"
        region = s.store_region or ("auto" if r2 else None)
        return BotoObjectStore(Place(s.bucket, s.store_endpoint, region, s.store_key_id, secret, md5=r2), self.clock)

    @cached_property
    def backup(self) -> ObjectStore | None:
        if not self.settings.backup_bucket:
            return None
        from ebookvoice.adapters.objects.client import Place
        from ebookvoice.adapters.objects.store import BotoObjectStore

        s = self.settings
        secret = lambda: self._secret_of(s.backup_secret, s.backup_secret_parameter)  # noqa: E731
        place = Place(s.backup_bucket or "", s.backup_endpoint, s.backup_region, s.backup_key_id, secret)
        return BotoObjectStore(place, self.clock)

    @cached_property
    def bridge_secret(self) -> str | None:
        s = self.settings
        if not (s.r2_webhook_secret or s.r2_webhook_secret_parameter):
            return None
        return self._secret_of(s.r2_webhook_secret, s.r2_webhook_secret_parameter)

    @cached_property
    def payments(self) -> PaymentProvider:
        from ebookvoice.adapters.payments import StripeProvider

        s = self.settings
        return StripeProvider(
            lambda: self._secret_of(s.stripe_key, s.stripe_key_parameter),
            lambda: self._secret_of(s.stripe_webhook_secret, s.stripe_webhook_secret_parameter),
            self.clock,
            s.stripe_url,
        )

    @cached_property
    def queues(self) -> Queues:
        from ebookvoice.adapters.queues import SqsQueues

        return SqsQueues(
            {
                Queue.UPLOADS: self.settings.uploads_queue_url,
                Queue.SEGMENTS: self.settings.segments_queue_url,
                Queue.CHAPTERS: self.settings.chapters_queue_url,
                Queue.ASSEMBLY: self.settings.assembly_queue_url,
            },
            self.clock,
        )

    @cached_property
    def meter(self) -> Meter:
        from ebookvoice.adapters.meter import EmfMeter

        return EmfMeter(self.settings.stack, self.settings.stage)

    @cached_property
    def clock(self) -> Clock:
        return SystemClock()

    @cached_property
    def ids(self) -> Ids:
        return RandomIds()

    @cached_property
    def hasher(self) -> PasswordHasher:
        from ebookvoice.adapters.passwords import Argon2Hasher

        return Argon2Hasher()

    @cached_property
    def tokens(self) -> TokenIssuer:
        from ebookvoice.adapters.tokens import JwtIssuer

        return JwtIssuer(self._secret, self.clock, self.settings.access_token_seconds)

    @cached_property
    def signer(self) -> SessionSigner:
        from ebookvoice.adapters.references import HmacSigner

        return HmacSigner(self._secret)

    @cached_property
    def sealer(self) -> Sealer:
        from ebookvoice.adapters.sealing import AesSealer

        settings = self.settings
        secret = self._secret_of(settings.sealing_secret, settings.sealing_secret_parameter)
        value, parameter = settings.previous_sealing_secret, settings.previous_sealing_secret_parameter
        return AesSealer(secret, (lambda: self._secret_of(value, parameter)) if value or parameter else None)

    @cached_property
    def provider(self) -> CredentialProvider:
        if self.settings.auth_provider == "supabase":
            from ebookvoice.adapters.identity.supabase import SupabaseProvider

            settings = self.settings
            key = self._secret_of(settings.supabase_key, settings.supabase_key_parameter)
            return SupabaseProvider(settings.supabase_url or "", key, self.clock)
        from ebookvoice.adapters.identity.builtin import BuiltinProvider

        return BuiltinProvider(self.settings, self.store, self.hasher, self.mailer, self.sealer, self.clock)

    @cached_property
    def google(self) -> OpenIdProvider:
        from ebookvoice.adapters.identity.google import GoogleProvider

        settings = self.settings
        return GoogleProvider(
            settings.google_issuer,
            settings.google_client_id,
            lambda: self._secret_of(settings.google_client_secret, settings.google_client_secret_parameter),
            self.clock,
        )

    @cached_property
    def mailer(self) -> Mailer:
        from ebookvoice.adapters.mail import SesMailer

        return SesMailer(self.settings.mail_from)

    @cached_property
    def cache(self) -> SessionCache:
        if not (self.settings.redis_url or self.settings.redis_url_parameter):
            from ebookvoice.adapters.nocache import NoCache

            return NoCache()
        from ebookvoice.adapters.redis import RedisCache

        settings = self.settings
        return RedisCache(lambda: self._secret_of(settings.redis_url, settings.redis_url_parameter), self.clock)

    @cached_property
    def _secret(self) -> str:
        return self._secret_of(self.settings.jwt_secret, self.settings.jwt_secret_parameter)

    def _database_url(self) -> str:
        return self._secret_of(self.settings.database_url, self.settings.database_url_parameter)

    def _secret_of(self, value: str | None, parameter: str | None) -> str:
        from ebookvoice.adapters.secrets import secret

        return secret(value, parameter)


@cache
def world() -> Wiring:
    """Return this process's wiring, from its environment."""
    return Wiring(Settings.from_environment())


def metered(handler: Callable[[dict[str, Any], Any], Answer]) -> Callable[[dict[str, Any], Any], Answer]:
    """Have the figures of a handler published when it ends, however it ends."""

    @wraps(handler)
    def published(event: dict[str, Any], context: Any) -> Answer:
        try:
            return handler(event, context)
        finally:
            if world.cache_info().currsize:  # A process that never had a world has counted nothing.
                world().meter.publish()

    return published
