"""Is the stack there, whole, and of this version?"""

from collections.abc import Iterator

from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, judged


def check(deployment: Deployment) -> Iterator[Finding]:
    """Tell what was noticed on the way to the deployment."""
    name = deployment.stack.site.name
    advice = f"look at the stack's events, then make deploy ENV={deployment.name}"
    yield judged("stack.whole", list(deployment.problems), f"{name} is whole and of this version", advice)
