"""May pages of the allowed origins, and no others, upload books and call the API? Asked as a browser asks."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from local.doctor.checks.canary import signed
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, judged, skipped

STRANGER = "https://stranger.invalid"
"""RFC 2606: nobody's."""


def check(deployment: Deployment) -> Iterator[Finding]:
    """Send preflight requests (Fetch standard, "CORS-preflight fetch") for each origin, and for a stranger."""
    upload = signed(deployment.world.objects, "work/doctor/preflight", b"")
    headers = [name.lower() for name in upload.headers if name.lower() != "content-length"]
    yield _allowed(deployment, "cors.uploads", upload.url, "PUT", headers, STORE)
    calls = f"{deployment.settings.public_url or deployment.api_url}/api/jobs"
    yield _allowed(deployment, "cors.api", calls, "POST", ["authorization", "content-type", "idempotency-key"], API)


STORE = "set AllowedOrigins and deploy; for a store of your own set its CORS rule, docs/storage.md"
API = "set AllowedOrigins and deploy; an address in between has to let OPTIONS through"


def _allowed(deployment: Deployment, check: str, url: str, method: str, headers: list[str], advice: str) -> Finding:
    origins = sorted(deployment.settings.origins)
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": ",".join(sorted(headers))}
    faults = [fault for origin in origins for fault in _refused(deployment, url, {**asked, "Origin": origin})]
    granted = deployment.ask("OPTIONS", url, {**asked, "Origin": STRANGER}).headers
    if granted.get("access-control-allow-origin") in (STRANGER, "*"):
        faults.append("pages of any origin may")
    if not origins and not faults:
        return skipped(check, "no other pages may than those of the API's own address")
    return judged(check, faults, f"pages of {', '.join(origins)} may {method} {urlsplit(url).hostname}", advice)


def _refused(deployment: Deployment, url: str, asked: Mapping[str, str]) -> Iterator[str]:
    origin = asked["Origin"]
    granted = deployment.ask("OPTIONS", url, asked).headers
    if granted.get("access-control-allow-origin") != origin:
        yield f"pages of {origin} may not"
        return
    allowed = {name.strip().lower() for name in granted.get("access-control-allow-headers", "").split(",")}
    if lacking := set(asked["Access-Control-Request-Headers"].split(",")) - allowed:
        yield f"pages of {origin} may not send {', '.join(sorted(lacking))}"
    if asked["Access-Control-Request-Method"] not in granted.get("access-control-allow-methods", ""):
        yield f"pages of {origin} may not {asked['Access-Control-Request-Method']}"
