"""The template as CloudFormation sees it: with SAM's globals merged in, or transformed."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform  # type: ignore[import-untyped]
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[3]

Template = dict[str, Any]
Resource = dict[str, Any]


def read_template() -> Template:
    """Read template.yaml; intrinsic functions come as {"Ref": …} and {"Fn::…": …}."""
    template: Template = yaml_parse((ROOT / "template.yaml").read_text())
    return template


def resources(template: Template, kind: str) -> dict[str, Resource]:
    """Pick the properties of the resources of a type, by logical id."""
    return {name: r.get("Properties", {}) for name, r in template["Resources"].items() if r["Type"] == kind}


def functions(template: Template) -> dict[str, Resource]:
    """Pick the functions' properties, with the globals merged in as SAM does: maps merge, lists add up."""
    defaults = template.get("Globals", {}).get("Function", {})
    own = resources(template, "AWS::Serverless::Function")
    return {name: merged(defaults, properties) for name, properties in own.items()}


def merged(general: Any, particular: Any) -> Any:
    """Merge two values of the same property."""
    if isinstance(general, dict) and isinstance(particular, dict):
        return {**general, **{k: merged(general[k], v) if k in general else v for k, v in particular.items()}}
    if isinstance(general, list) and isinstance(particular, list):
        return general + particular
    return particular


def mappings(template: Template) -> Iterator[tuple[str, Resource, Resource]]:
    """Pick the event source mappings: their name, the function's properties and the mapping's."""
    for name, function in functions(template).items():
        for event, trigger in function.get("Events", {}).items():
            if trigger["Type"] == "SQS":
                yield f"{name}.{event}", function, trigger["Properties"]


def target(value: Any) -> str | None:
    """Tell which resource a !GetAtt or !Ref points to."""
    match value:
        case {"Ref": str(name)}:
            return name
        case {"Fn::GetAtt": [str(name), _]}:
            return name
        case {"Fn::GetAtt": str(path)}:
            return path.split(".")[0]
    return None


def transformed(template: Template) -> Template:
    """Run the SAM transform, with code already uploaded as `sam deploy` does it."""
    uploaded = copy.deepcopy(template)
    for kind, code in (("AWS::Serverless::Function", "CodeUri"), ("AWS::Serverless::LayerVersion", "ContentUri")):
        for properties in resources(uploaded, kind).values():
            properties[code] = "s3://bucket/package.zip"
    result: Template = transform(uploaded, {}, _NoManagedPolicies())
    return result


class _NoManagedPolicies:
    """The transform asks for AWS' managed policies by name; roles that are written out need none."""

    def load(self) -> dict[str, str]:
        return {}
