"""AWS as the doctor asks it, kept in memory; and a deployment of the template there."""

from collections.abc import Iterator, Mapping
from typing import Any

from local.doctor.deployed import deployment_of
from local.doctor.deployment import Deployment
from local.environment import ROOT
from local.intrinsics import load
from local.stack import Site
from local.template import read_wiring

ACCOUNT, REGION, NAME = "123456789012", "eu-central-1", "ebookvoice-prod"
SITE = Site(ACCOUNT, REGION, NAME, f"https://sqs.{REGION}.amazonaws.com")
TEMPLATE = load(ROOT / "template.yaml")
GIVEN = {
    "Stage": "prod",
    "MailFrom": "no-reply@books.example.net",
    "MailIdentity": "books.example.net",
    "SnapStart": "PublishedVersions",
}


class Paginator:
    def __init__(self, pages: list[Any], asked: list[Any]) -> None:
        self._pages, self._asked = pages, asked

    def paginate(self, **arguments: Any) -> Iterator[Any]:
        self._asked.append(arguments)
        yield from self._pages


class Aws:
    """Answers each operation with what a test has put there; `functions` are configurations by name."""

    def __init__(self) -> None:
        wiring = read_wiring(ROOT / "template.yaml", SITE, GIVEN)
        self.wiring = wiring
        self.functions: dict[tuple[str, str], dict[str, Any]] = {}
        for logical, function in wiring.functions.items():
            for qualifier in ("", "live"):
                self.functions[f"{NAME}-{logical}", qualifier] = {
                    "Environment": {"Variables": dict(function.environment)},
                    "Timeout": function.timeout,
                    "CodeSha256": "sum",
                    "Version": "3",
                    "SnapStart": {"OptimizationStatus": "On"},
                }
        self.mappings = [
            {
                "EventSourceArn": mapping.queue,
                "FunctionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{NAME}-{mapping.function}",
                "State": "Enabled",
                "BatchSize": mapping.batch_size,
                "FunctionResponseTypes": ["ReportBatchItemFailures"] if mapping.reports_failures else [],
                "ScalingConfig": {"MaximumConcurrency": mapping.concurrency},
            }
            for mapping in wiring.mappings
        ]
        self.schedules = {
            schedule.name: {"State": "ENABLED", "ScheduleExpression": schedule.expression}
            for schedule in wiring.schedules
        }
        self.decision = "allowed"
        self.simulated: list[dict[str, Any]] = []
        self.identity = {"VerifiedForSendingStatus": True}
        self.account = {"SendingEnabled": True, "ProductionAccessEnabled": True}

    def client(self, _: str) -> "Aws":
        return self

    def get_paginator(self, operation: str) -> Any:
        if operation == "simulate_principal_policy":
            result = {"EvalActionName": "s3:GetObject", "EvalResourceName": "books", "EvalDecision": self.decision}
            return Paginator([{"EvaluationResults": [result]}], self.simulated)
        if operation == "list_stack_resources":
            names = [*TEMPLATE["Resources"], *(name.removeprefix(f"{NAME}-") for name in self.schedules)]
            listed = [{"LogicalResourceId": name, "PhysicalResourceId": f"{NAME}-{name}"} for name in names]
            return Paginator([{"StackResourceSummaries": listed}], [])
        return _Mappings(self.mappings)

    def get_function_configuration(self, FunctionName: str, Qualifier: str = "") -> dict[str, Any]:  # noqa: N803
        return self.functions[FunctionName, Qualifier]

    def get_schedule(self, Name: str) -> dict[str, Any]:  # noqa: N803
        return self.schedules[Name]

    def get_email_identity(self, EmailIdentity: str) -> dict[str, Any]:  # noqa: N803
        return self.identity

    def get_account(self) -> dict[str, Any]:
        return self.account


class _Mappings:
    def __init__(self, mappings: list[dict[str, Any]]) -> None:
        self._mappings = mappings

    def paginate(self, EventSourceArn: str) -> Iterator[Any]:  # noqa: N803
        yield {"EventSourceMappings": [m for m in self._mappings if m["EventSourceArn"] == EventSourceArn]}


def described(**changed: Any) -> dict[str, Any]:
    """Describe the stack as CloudFormation does."""
    given: Mapping[str, Any] = {**{name: spec["Default"] for name, spec in TEMPLATE["Parameters"].items()}, **GIVEN}
    return {
        "StackName": NAME,
        "StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{NAME}/0a1b",
        "StackStatus": "UPDATE_COMPLETE",
        "Parameters": [{"ParameterKey": key, "ParameterValue": str(value)} for key, value in given.items()],
        "Outputs": [{"OutputKey": "ApiUrl", "OutputValue": "https://api.example.net"}],
        **changed,
    }


def deployed(aws: Aws, **changed: Any) -> Deployment:
    """See it as a deployment."""
    return deployment_of("prod", described(**changed), aws.client)
