"""Do those answer who vouch for people?"""

from collections.abc import Iterator
from http import HTTPStatus

import httpx

from ebookvoice.adapters.secrets import secret
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, skipped, wrong


def check(deployment: Deployment) -> Iterator[Finding]:
    """Ask Supabase for its settings, and Google for its addresses, where they are configured."""
    yield _supabase(deployment)
    yield _google(deployment)


def _supabase(deployment: Deployment) -> Finding:
    settings = deployment.settings
    if settings.auth_provider != "supabase":
        return skipped("identity.supabase", "the service checks passwords itself")
    key = secret(settings.supabase_key, settings.supabase_key_parameter)
    status = _status(deployment, f"{settings.supabase_url}/auth/v1/settings", {"apikey": key})
    if status == HTTPStatus.OK:
        return fine("identity.supabase", "it answers, and knows the key")
    advice = "look at SupabaseUrl and at the key in SupabaseKeyParameter, and that the project is not paused"
    return wrong("identity.supabase", f"it is answered with {status or 'nothing'}", advice)


def _google(deployment: Deployment) -> Finding:
    settings = deployment.settings
    if not settings.google_client_id:
        return skipped("identity.google", "nobody signs in with Google")
    if not secret(settings.google_client_secret, settings.google_client_secret_parameter):
        return wrong("identity.google", "its client has no secret", "set GoogleClientSecretParameter")
    status = _status(deployment, f"{settings.google_issuer}/.well-known/openid-configuration", {})
    if status == HTTPStatus.OK:
        return fine("identity.google", "it answers")
    return wrong("identity.google", f"it is answered with {status or 'nothing'}", "see whether Google can be reached")


def _status(deployment: Deployment, url: str, headers: dict[str, str]) -> int | None:
    try:
        return deployment.ask("GET", url, headers).status_code
    except httpx.HTTPError:
        return None
