"""A stack on AWS as a deployment."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.cloud import TEMPLATE
from local.doctor.deployment import Deployment, aws_client
from local.doctor.stages import Stage
from local.ending import UsageError
from local.intrinsics import load
from local.operating import environment
from local.stack import FUNCTION, Site, Stack
from local.template import read_wiring

SETTLED = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE")
"""Every other status means that somebody works on it, or that something went wrong."""


@contextmanager
def deployed(name: str, stage: Stage) -> Iterator[Deployment]:
    """See a stage's stack as a deployment. Raises UsageError if it is not there, or may not be seen."""
    with environment({"AWS_REGION": stage.region, "AWS_DEFAULT_REGION": stage.region}):
        try:
            described = aws_client("cloudformation").describe_stacks(StackName=stage.stack_name)["Stacks"][0]
            deployment = deployment_of(name, described)
        except (BotoCoreError, ClientError) as error:
            reason = error.response["Error"]["Message"] if isinstance(error, ClientError) else str(error)
            raise UsageError(f"{stage.stack_name} in {stage.region} can't be looked at: {reason}") from error
        yield deployment


def deployment_of(name: str, described: Mapping[str, Any], client: Callable[[str], Any] = aws_client) -> Deployment:
    """Read a stack that CloudFormation has described."""
    template = load(TEMPLATE)
    given = {item["ParameterKey"]: item["ParameterValue"] for item in described.get("Parameters", [])}
    declared = template["Parameters"]
    known = {key: value for key, value in given.items() if key in declared}
    _, _, _, region, account, _ = described["StackId"].split(":", 5)
    site = Site(account, region, described["StackName"], f"https://sqs.{region}.amazonaws.com")
    ids = _ids(client("cloudformation"), described["StackName"])
    stack = Stack(template, site, known)
    functions = {
        logical: _configuration(client, ids[logical]) for logical, _ in stack.of_type(FUNCTION) if logical in ids
    }
    outputs = {item["OutputKey"]: item["OutputValue"] for item in described.get("Outputs", [])}
    return Deployment(
        name=name,
        stack=stack,
        wiring=read_wiring(TEMPLATE, site, known),
        parameters={**{key: str(spec.get("Default", "")) for key, spec in declared.items()}, **known},
        environments={key: found.get("Environment", {}).get("Variables", {}) for key, found in functions.items()},
        timeouts={key: int(found["Timeout"]) for key, found in functions.items()},
        api_url=outputs.get("ApiUrl", ""),
        ids=ids,
        client=client,
        problems=tuple(_problems(described, given, declared, stack, ids)),
    )


def _ids(client: Any, stack_name: str) -> dict[str, str]:
    pages = client.get_paginator("list_stack_resources").paginate(StackName=stack_name)
    return {
        item["LogicalResourceId"]: item["PhysicalResourceId"]
        for page in pages
        for item in page["StackResourceSummaries"]
        if item.get("PhysicalResourceId")
    }


def _configuration(client: Callable[[str], Any], function: str) -> dict[str, Any]:
    found: dict[str, Any] = client("lambda").get_function_configuration(FunctionName=function)
    return found


def _problems(
    described: Mapping[str, Any],
    given: Mapping[str, str],
    declared: Mapping[str, Any],
    stack: Stack,
    ids: Mapping[str, str],
) -> Iterator[str]:
    if described["StackStatus"] not in SETTLED:
        yield f"its status is {described['StackStatus']}"
    if unknown := sorted(given.keys() ^ declared.keys()):
        yield f"it was deployed from another version of the template, by its parameters {', '.join(unknown)}"
    if missing := [logical for logical, _ in stack.of_type(FUNCTION) if logical not in ids]:
        yield f"it has no {', '.join(missing)}"
