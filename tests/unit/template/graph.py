"""What depends on what in a template, for CloudFormation's order of creation."""

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from tests.unit.template.cloudformation import Template, target, transformed

PLACEHOLDER = re.compile(r"\$\{([^!.}]+)(?:\.[^}]+)?\}")


def cycles(template: Template) -> Iterator[str]:
    """Name the resources of a cycle, if there is one after the SAM transform; cfn-lint skips SAM's resources there."""
    found = transformed(template)["Resources"]
    graph = {name: {used for used in references(resource) if used in found} for name, resource in found.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield " → ".join(error.args[1])


def references(value: Any) -> Iterator[str]:
    """Name what a resource refers to by Ref, GetAtt, Sub and DependsOn."""
    match value:
        case {"Ref": str()} | {"Fn::GetAtt": _}:
            yield target(value) or ""
        case {"Fn::Sub": str(text)}:
            yield from PLACEHOLDER.findall(text)
        case {"Fn::Sub": [str(text), dict(variables)]}:
            yield from PLACEHOLDER.findall(text)
            yield from references(variables)
        case dict():
            depends = value.get("DependsOn", [])
            yield from [depends] if isinstance(depends, str) else depends
            for part in value.values():
                yield from references(part)
        case list():
            for part in value:
                yield from references(part)
