"""May each function's role do what the template lets it, whatever an organization's policies say?"""

from collections.abc import Iterator, Mapping
from typing import Any

from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, judged, skipped

ROLE = "AWS::IAM::Role"


def check(deployment: Deployment) -> Iterator[Finding]:
    """Have IAM evaluate what the template allows each role, with all policies that hold for it."""
    if deployment.embedded:
        yield skipped("permissions", "the embedded cloud has no roles")
        return
    denied = [
        f"{logical} may not {action} {resource}"
        for logical, role in deployment.stack.of_type(ROLE)
        for policy in role.get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
        for action, resource in _denied(deployment, logical, statement)
    ]
    advice = "a permissions boundary or an organization's policy forbids it, or the role was changed by hand"
    yield judged("permissions.roles", denied, "every role may do what its function needs", advice)


def _denied(deployment: Deployment, role: str, statement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    # What holds under conditions only, the simulator can't know.
    if statement["Effect"] != "Allow" or "Condition" in statement:
        return
    account = deployment.stack.site.account
    pages = (
        deployment.client("iam")
        .get_paginator("simulate_principal_policy")
        .paginate(
            PolicySourceArn=f"arn:aws:iam::{account}:role/{deployment.ids[role]}",
            ActionNames=_listed(statement["Action"]),
            ResourceArns=_listed(statement["Resource"]),
        )
    )
    for page in pages:
        for result in page["EvaluationResults"]:
            if result["EvalDecision"] != "allowed":
                yield result["EvalActionName"], result["EvalResourceName"]


def _listed(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
