"""Does the API answer, with its own rights, under every address that it has?"""

from collections.abc import Iterator
from http import HTTPStatus

import httpx

from ebookvoice import __version__
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, wrong

QUEUED = "look at queues, at SweepFunction's log, and at the speech services that /api/health names"
ADVICE = "the log of ApiFunction tells why; an address of your own needs its certificate and its DNS record"


def check(deployment: Deployment) -> Iterator[Finding]:
    """Ask for its health, which asks the database in turn."""
    addresses = {"api.gateway": deployment.api_url, "api.address": deployment.settings.public_url}
    for check, address in addresses.items():
        if address:
            yield _health(deployment, check, address)


def _health(deployment: Deployment, check: str, address: str) -> Finding:
    try:
        answer = deployment.ask("GET", f"{address}/api/health", {})
    except httpx.HTTPError as error:
        return wrong(check, f"{address} does not answer ({type(error).__name__})", ADVICE)
    if answer.status_code != HTTPStatus.OK:
        return wrong(check, f"{address} answers with {answer.status_code}", ADVICE)
    told = answer.json()
    if told.get("status") != "ok":
        return wrong(check, f"{address} is {told.get('status')}: conversions wait", QUEUED)
    version = told.get("version")
    if version != __version__:
        return wrong(check, f"{address} is version {version}, this is {__version__}", "deploy this version")
    return fine(check, f"{address} answers, version {version}")
