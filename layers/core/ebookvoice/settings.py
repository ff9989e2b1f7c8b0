"""Settings from the environment, read once when they are first needed."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Self

from ebookvoice.domain.limits import Limit

DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Settings:
    """All that an operator can set. Sizes in bytes, times in seconds, credits in whole credits; lists have commas.

    `public_url` is where the API answers and `app_url` where browsers go after a sign-in, both without a slash at the
    end. `trusted_proxies` lists the networks (CIDR) of the proxies whose X-Forwarded-For is believed. `google_issuer`
    is Google's own name; only a stand-in has another. A limit of 0 is none.
    """

    stage: str = "local"
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
    assembly_queue_url: str = ""
    max_upload_bytes: int = 200 * 1024 * 1024
    default_voice: str | None = None
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
    def auth(self) -> Limit:
        """Limit the attempts to come in."""
        return Limit("auth", self.auth_limit, self.auth_window)

    @property
    def google(self) -> Limit:
        """Limit the ways out to Google, which a page elsewhere can make a visitor's browser begin."""
        return Limit("google", self.auth_limit, self.auth_window)

    @property
    def uploads(self) -> Limit:
        """Limit the announced uploads."""
        return Limit("uploads", self.upload_limit, self.upload_window)

    @property
    def jobs(self) -> Limit:
        """Limit the conversions asked for."""
        return Limit("jobs", self.job_limit, self.job_window)

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
