"""A template stood up at a site: which resources there are, and what they are called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.intrinsics import NO_VALUE, Resolver, TemplateError

FUNCTION, QUEUE, BUCKET = "AWS::Serverless::Function", "AWS::SQS::Queue", "AWS::S3::Bucket"
HTTP_API = "AWS::Serverless::HttpApi"
NAME_PROPERTIES = {FUNCTION: "FunctionName", QUEUE: "QueueName", BUCKET: "BucketName"}


@dataclass(frozen=True, slots=True)
class Site:
    """Where the template is stood up: the values of its pseudo-parameters, and where SQS answers."""

    account: str
    region: str
    name: str
    endpoint: str

    @property
    def place(self) -> str:
        """Write the middle of an ARN."""
        return f"{self.region}:{self.account}"


class Stack:
    """Resources whose conditions hold, with their intrinsic functions resolved. Raises TemplateError."""

    def __init__(self, template: Mapping[str, Any], site: Site, parameters: Mapping[str, str]) -> None:
        self.site = site
        declared: Mapping[str, Any] = template.get("Parameters", {})
        if unknown := parameters.keys() - declared.keys():
            raise TemplateError(f"The template has no parameter {', '.join(sorted(unknown))}.")
        defaults = {name: spec["Default"] for name, spec in declared.items() if "Default" in spec}
        names: dict[str, Any] = {**defaults, **parameters, **_pseudo_parameters(site)}
        self._resolver = Resolver(template, names, self.attribute)
        self._resources: dict[str, Any] = {
            logical_id: resource
            for logical_id, resource in template.get("Resources", {}).items()
            if "Condition" not in resource or self._resolver.condition(resource["Condition"])
        }
        names |= {logical_id: self._reference(logical_id) for logical_id in self._resources}
        shared = template.get("Globals", {}).get("Function", {})
        self.function_defaults: dict[str, Any] = self._resolver.resolve(shared)

    def of_type(self, type_: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """List the logical ids and properties of the resources of a type."""
        for logical_id, resource in self._resources.items():
            if resource["Type"] == type_:
                yield logical_id, self._resolver.resolve(resource.get("Properties", {}))

    def name(self, logical_id: str) -> str:
        """Say what a function, queue or bucket is called: as the template wants, else after the stack and itself."""
        resource = self._resources[logical_id]
        wanted = resource.get("Properties", {}).get(NAME_PROPERTIES[resource["Type"]])
        name = f"{self.site.name}-{logical_id}" if wanted is None else str(self._resolver.resolve(wanted))
        return name.lower() if resource["Type"] == BUCKET else name

    def attribute(self, logical_id: str, attribute: str = "Arn") -> str:
        """Answer Fn::GetAtt."""
        if logical_id not in self._resources:
            raise TemplateError(f"There is no resource {logical_id}.")
        type_ = self._resources[logical_id]["Type"]
        if type_ == QUEUE and attribute == "QueueName":
            return self.name(logical_id)
        if type_ not in NAME_PROPERTIES or attribute != "Arn":
            # Roles, log groups and the like: nothing that runs here looks at them.
            return f"arn:aws:{type_.split('::')[1].lower()}:{self.site.place}:{logical_id}/{attribute}"
        name = self.name(logical_id)
        return {
            FUNCTION: f"arn:aws:lambda:{self.site.place}:function:{name}",
            QUEUE: f"arn:aws:sqs:{self.site.place}:{name}",
            BUCKET: f"arn:aws:s3:::{name}",
        }[type_]

    def _reference(self, logical_id: str) -> str:
        """Answer Ref."""
        type_ = self._resources[logical_id]["Type"]
        if type_ == QUEUE:
            return f"{self.site.endpoint}/{self.site.account}/{self.name(logical_id)}"
        return self.name(logical_id) if type_ in NAME_PROPERTIES else logical_id


def _pseudo_parameters(site: Site) -> dict[str, Any]:
    return {
        "AWS::AccountId": site.account,
        "AWS::NoValue": NO_VALUE,
        "AWS::Partition": "aws",
        "AWS::Region": site.region,
        "AWS::StackId": f"arn:aws:cloudformation:{site.place}:stack/{site.name}/local",
        "AWS::StackName": site.name,
        "AWS::URLSuffix": "amazonaws.com",
    }
