"""Do the functions find in their environment what they need, and does it fit together?"""

from collections.abc import Iterator

from ebookvoice.domain.speech import Voice
from ebookvoice.settings import Settings
from local.doctor.deployment import API, INGEST, Deployment
from local.doctor.finding import Finding, judged, skipped

EXAMPLE = "example.com"
"""RFC 2606: what the template's defaults name, and nobody has."""


def check(deployment: Deployment) -> Iterator[Finding]:
    """Read every function's settings, compare them with the template's, and with each other."""
    unread = list(_unread(deployment))
    yield judged("settings.read", unread, "every function can read its settings", "put the parameter right and deploy")
    yield _as_deployed(deployment)
    if not unread:
        faults = [*_times(deployment.settings), *_speech(deployment), *_public(deployment)]
        yield judged(
            "settings.fit", faults, "they fit together", "put the parameters in samconfig.toml right and deploy"
        )


def _unread(deployment: Deployment) -> Iterator[str]:
    for name, variables in deployment.environments.items():
        try:
            settings = Settings.from_environment(variables)
            _ = settings.packs
        except ValueError as error:
            yield f"{name}: {error}"


def _as_deployed(deployment: Deployment) -> Finding:
    if deployment.embedded:
        return skipped("settings.deployed", "the embedded cloud sets some of its own")
    changed = [
        f"{name} has another {variable}"
        for name, function in deployment.wiring.functions.items()
        for variable in sorted(function.environment.keys() | deployment.environments.get(name, {}).keys())
        if function.environment.get(variable, "") != deployment.environments.get(name, {}).get(variable, "")
    ]
    advice = "somebody has changed it by hand, or the template is newer: deploy, and change parameters instead"
    return judged("settings.deployed", changed, "the functions have what the template gives them", advice)


def _times(settings: Settings) -> Iterator[str]:
    if settings.cookie_idle_seconds > settings.cookie_seconds:
        yield "CookieIdleSeconds is longer than CookieSeconds"
    if settings.bearer_idle_seconds > settings.bearer_seconds:
        yield "BearerIdleSeconds is longer than BearerSeconds"
    if settings.access_token_seconds > settings.bearer_idle_seconds:
        yield "AccessTokenSeconds is longer than BearerIdleSeconds"
    if settings.warning_days and settings.warning_days >= settings.artifact_days > 0:
        yield "WarningDays is not shorter than ArtifactDays"


def _speech(deployment: Deployment) -> Iterator[str]:
    speaking = deployment.environments.get(INGEST, {})
    engines = deployment.settings.engines
    if "openai" in engines and not speaking.get("EBOOKVOICE_OPENAI_URL"):
        yield "SpeechEngines names openai, but there is no OpenaiUrl"
    voice = speaking.get("DEFAULT_VOICE")
    if voice and Voice.parse(voice).engine not in engines:
        yield f"DefaultVoice is {voice}, but SpeechEngines does not name its engine"


def _public(deployment: Deployment) -> Iterator[str]:
    settings = deployment.settings
    if deployment.embedded or settings.stage == "dev":
        return
    if settings.free_quota_bytes > settings.premium_quota_bytes:
        yield "FreeQuotaBytes is more than PremiumQuotaBytes"
    for name in ("MAIL_FROM", "ALLOWED_ORIGINS", "PUBLIC_URL", "APP_URL"):
        value = deployment.environments[API].get(name, "")
        if value.rstrip(">").endswith(EXAMPLE) or f"{EXAMPLE}," in value:
            yield f"{name} still names {EXAMPLE}"
    if plain := sorted(origin for origin in settings.origins if not origin.startswith("https://")):
        yield f"AllowedOrigins has {plain[0]}, which anybody on the way can speak for"
