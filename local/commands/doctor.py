"""`ebookvoice doctor`: look at every setting and permission of a deployment, and say what to do."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from local.doctor.deployment import Deployment
from local.doctor.examination import examine
from local.doctor.finding import Finding

LOCAL = "local"


def doctor(name: str, say: Callable[[Finding], None]) -> list[Finding]:
    """Examine the embedded cloud (`local`) or a stage on AWS; tell each finding as it comes, and return them all.

    Raises UsageError for a stage that is not deployed or may not be looked at, and what Cloud raises.
    """
    findings = []
    with _found(name) as deployment:
        for finding in examine(deployment):
            say(finding)
            findings.append(finding)
    return findings


def _found(name: str) -> AbstractContextManager[Deployment]:
    if name == LOCAL:
        from local.doctor.embedded import embedded

        return embedded()
    from local.doctor.deployed import deployed
    from local.doctor.stages import stage

    return deployed(name, stage(name))
