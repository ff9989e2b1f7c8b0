"""All checks, one after the other, whatever becomes of each."""

from collections.abc import Callable, Iterator

import psycopg
from botocore.exceptions import ClientError

from ebookvoice.domain.errors import EbookVoiceError
from local.doctor.checks import (
    api,
    backup,
    bucket,
    cache,
    canary,
    clocks,
    consumers,
    cors,
    database,
    identity,
    keys,
    mail,
    permissions,
    queues,
    schema,
    secrets,
    settings,
    snapshot,
    stack,
    voices,
)
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, wrong

Check = Callable[[Deployment], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "stack": stack.check,
    "settings": settings.check,
    "secrets": secrets.check,
    "keys": keys.check,
    "database": database.check,
    "schema": schema.check,
    "clocks": clocks.check,
    "store": canary.check,
    "bucket": bucket.check,
    "cors": cors.check,
    "queues": queues.check,
    "consumers": consumers.check,
    "permissions": permissions.check,
    "snapshot": snapshot.check,
    "mail": mail.check,
    "identity": identity.check,
    "voices": voices.check,
    "backup": backup.check,
    "cache": cache.check,
    "api": api.check,
}


def examine(deployment: Deployment, checks: dict[str, Check] = CHECKS) -> Iterator[Finding]:
    """Run every check to its end, or to where it stumbles; what makes one stumble is a finding, too."""
    for name, check in checks.items():
        try:
            yield from check(deployment)
        except Exception as error:  # the others are still to be asked
            yield wrong(f"{name}.asked", _told(error), _advice(error))


def _told(error: Exception) -> str:
    """Name an error without its text, which may hold an address with a password."""
    match error:
        case ClientError():
            return f"{error.operation_name} was answered with {error.response['Error'].get('Code', 'an error')}"
        case psycopg.Error():
            return f"the database answered with {error.sqlstate or 'nothing'} ({type(error).__name__})"
        case EbookVoiceError():
            return f"{error.code} ({_root(error)})"
    return f"it ended in {type(error).__name__}"


def _root(error: BaseException) -> str:
    cause = error.__cause__
    if isinstance(cause, ClientError):
        return str(cause.response["Error"].get("Code", "ClientError"))
    return type(cause or error).__name__


def _advice(error: Exception) -> str:
    denied = isinstance(error, ClientError) and "Denied" in str(error.response["Error"].get("Code"))
    if denied:
        return "run the doctor with credentials that may read this deployment"
    return "see what is wrong above, put that right, and ask again"
