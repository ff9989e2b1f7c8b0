"""How often something may be asked for, as the operator has it."""

from ebookvoice.domain.limits import Limit
from ebookvoice.settings import HOUR, Settings


def auth(settings: Settings) -> Limit:
    """Limit the attempts to come in."""
    return Limit("auth", settings.auth_limit, settings.auth_window)


def google(settings: Settings) -> Limit:
    """Limit the ways out to Google, which a page elsewhere can make a visitor's browser begin."""
    return Limit("google", settings.auth_limit, settings.auth_window)


def uploads(settings: Settings) -> Limit:
    """Limit the announced uploads."""
    return Limit("uploads", settings.upload_limit, settings.upload_window)


def jobs(settings: Settings) -> Limit:
    """Limit the conversions asked for."""
    return Limit("jobs", settings.job_limit, settings.job_window)


def publications(settings: Settings) -> Limit:
    """Limit how often pictures are published."""
    return Limit("publications", settings.publication_limit, HOUR)


def samples(settings: Settings) -> Limit:
    """Limit the samples that are spoken for somebody: they cost nothing but the engine's time."""
    return Limit("samples", settings.sample_limit, HOUR)


def checkouts(settings: Settings) -> Limit:
    """Limit the checkouts that are begun with the payment provider."""
    return Limit("checkouts", settings.checkout_limit, HOUR)
