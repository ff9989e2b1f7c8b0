"""Settings from the environment, read once when they are first needed."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Self

from ebookvoice.domain.payments import Pack

HOUR = 3600
DAY = 24 * 3600
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """All that an operator can set. Sizes in bytes, times in seconds, credits in whole credits; lists have commas.

    `public_url` is where the API answers and `app_url` where browsers go after a sign-in, both without a slash at the
    end. `stack` and `stage` name the deployment in its figures. `storage` is `s3` or `r2`; without `store_key_id` the
    function's own role opens the store. Days and hours are lifetimes, 0 is for ever. `credit_packs` lists
    credits:price, in the currency's smallest unit. `trusted_proxies` lists the networks (CIDR) of the proxies whose
    X-Forwarded-For is believed. `google_issuer` is Google's own name; only a stand-in has another. A limit of 0 is
    none. `…_concurrency` is how many requests a speech service gets at once, from all workers together;
    `provider_faults` in a row, within `provider_fault_seconds`, make it cool off, and a job waits `provider_patience`
    for it.
    """

    stage: str = "local"
    stack: str = "ebookvoice"
    database_url: str | None = None
    database_url_parameter: str | None = None
    jwt_secret: str | None = None
    jwt_secret_parameter: str | None = None
    sealing_secret: str | None = None
    sealing_secret_parameter: str | None = None
    previous_sealing_secret: str | None = None
    previous_sealing_secret_parameter: str | None = None
    bucket: str = ""
    uploads_queue_url: str = ""
    segments_queue_url: str = ""
    chapters_queue_url: str = ""
    assembly_queue_url: str = ""
    storage: str = "s3"
    store_endpoint: str | None = None
    store_region: str | None = None
    store_key_id: str | None = None
    store_secret: str | None = None
    store_secret_parameter: str | None = None
    public_base_url: str | None = None
    max_upload_bytes: int = 200 * MIB
    max_picture_bytes: int = 20 * MIB
    multipart_bytes: int = 64 * MIB
    form_bytes: int = 4 * MIB
    free_quota_bytes: int = 100 * MIB
    premium_quota_bytes: int = 10 * 1024 * MIB
    upload_days: int = 30
    picture_days: int = 0
    artifact_days: int = 90
    intermediate_hours: int = 48
    history_days: int = 30
    warning_days: int = 0
    sample_days: int = 90
    idempotency_hours: int = 24
    backup_bucket: str | None = None
    backup_endpoint: str | None = None
    backup_region: str | None = None
    backup_key_id: str | None = None
    backup_secret: str | None = None
    backup_secret_parameter: str | None = None
    backup_keep_days: int = 7
    backup_delete_percent: int = 10
    delete_from_primary_after_sync: int = 0
    r2_webhook_secret: str | None = None
    r2_webhook_secret_parameter: str | None = None
    stripe_key: str | None = None
    stripe_key_parameter: str | None = None
    stripe_webhook_secret: str | None = None
    stripe_webhook_secret_parameter: str | None = None
    stripe_url: str | None = None
    credit_packs: str = "10:900,50:3900,200:12900"
    credit_currency: str = "eur"
    default_voice: str | None = None
    default_engine: str = "espeak"
    speech_engines: str = "espeak"
    edge_concurrency: int = 16
    openai_concurrency: int = 4
    provider_faults: int = 10
    provider_fault_seconds: int = 300
    provider_patience: int = 6 * HOUR
    lease_seconds: int = 30
    upload_seconds: int = 900
    download_seconds: int = 600
    access_token_seconds: int = 900
    max_attempts: int = 5
    signup_credits: int = 3
    job_credits: int = 1

    public_url: str | None = None
    app_url: str | None = None
    allowed_origins: str = ""
    trusted_proxies: str = ""
    mail_from: str = "eBookVoice <no-reply@ebookvoice.invalid>"
    auth_provider: str = "builtin"
    supabase_url: str | None = None
    supabase_key: str | None = None
    supabase_key_parameter: str | None = None
    google_client_id: str | None = None
    google_client_secret: str | None = None
    google_client_secret_parameter: str | None = None
    google_issuer: str = "https://accounts.google.com"
    redis_url: str | None = None
    redis_url_parameter: str | None = None
    admin_emails: str = ""
    cookie_idle_seconds: int = 7 * DAY
    cookie_seconds: int = 30 * DAY
    bearer_idle_seconds: int = 30 * DAY
    bearer_seconds: int = 90 * DAY
    code_seconds: int = 600
    code_attempts: int = 5
    reauthentication_seconds: int = 300
    gateway_cache_seconds: int = 30
    strict_devices: int = 0
    auth_limit: int = 5
    auth_window: int = 900
    upload_limit: int = 10
    upload_window: int = 3600
    job_limit: int = 5
    job_window: int = 3600
    publication_limit: int = 60
    sample_limit: int = 30
    checkout_limit: int = 20

    @property
    def origins(self) -> frozenset[str]:
        """List the origins whose pages may call."""
        return _items(self.allowed_origins)

    @property
    def proxies(self) -> frozenset[IPv4Network | IPv6Network]:
        """List the networks of the proxies that are believed. Raises ValueError for what is no network."""
        return _networks(self.trusted_proxies)

    @property
    def admins(self) -> frozenset[str]:
        """List the addresses whose accounts are administrators from their next sign-in on."""
        return frozenset(address.lower() for address in _items(self.admin_emails))

    @property
    def sells_credits(self) -> bool:
        """Tell whether credits can be bought: only where it will be heard of that they were paid."""
        key = self.stripe_key or self.stripe_key_parameter
        return bool(key and (self.stripe_webhook_secret or self.stripe_webhook_secret_parameter))

    @property
    def packs(self) -> tuple[Pack, ...]:
        """List what can be bought. Raises ValueError for a bad list."""
        texts = self.credit_packs.split(",") if self.sells_credits else []
        return tuple(Pack.parse(text) for text in texts if text.strip())

    @property
    def ceilings(self) -> Mapping[str, int]:
        """Tell how many requests each speech service may get at once, by engine; the others have no limit."""
        return {"edge": self.edge_concurrency, "openai": self.openai_concurrency}

    @property
    def engines(self) -> tuple[str, ...]:
        """List the speech engines whose voices can be chosen; the default one is among them."""
        return tuple(sorted(_items(f"{self.speech_engines},{self.default_engine}")))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read each field from the variable of its name in capitals. Raises ValueError for a bad number or network."""
        values: dict[str, str | int] = {}
        for name, field in cls.__dataclass_fields__.items():
            if text := environment.get(name.upper()):
                values[name] = int(text) if field.type is int else text
        settings = cls(**values)  # type: ignore[arg-type]
        _networks(settings.trusted_proxies)  # What can't be read is to be noticed at the start, not by a request.
        return settings


def _items(text: str) -> frozenset[str]:
    return frozenset(item.strip() for item in text.split(",") if item.strip())


@cache
def _networks(text: str) -> frozenset[IPv4Network | IPv6Network]:
    """Read networks; one of everybody would let everybody make up who they are."""
    networks = frozenset(ip_network(item) for item in _items(text))
    if any(network.prefixlen == 0 for network in networks):
        raise ValueError(f"TRUSTED_PROXIES names everybody: {text}")
    return networks
