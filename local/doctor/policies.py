"""Resource policies, in a form in which those that mean the same are the same."""

import json
from collections.abc import Mapping
from typing import Any


def canonical(statement: Mapping[str, Any]) -> str:
    """Write a statement so that the order of things, and one thing in a list, make no difference. The Sid is left out.

    Source: the IAM user guide, "IAM JSON policy elements reference".
    """
    plain = {name: _canonical(value) for name, value in statement.items() if name != "Sid"}
    return json.dumps(plain, sort_keys=True)


def differing(wanted: Mapping[str, Any], found: str | None) -> list[str]:
    """Name the statements that a policy (JSON) lacks, and those by which it lets somebody in who should not come."""
    there = {canonical(s): s for s in json.loads(found or "{}").get("Statement", [])}
    expected = {canonical(s): s for s in wanted["Statement"]}
    lacking = [f"{_name(s)} is missing" for text, s in expected.items() if text not in there]
    allowing = [s for text, s in there.items() if text not in expected and s.get("Effect") == "Allow"]
    return lacking + [f"{_name(s)} allows what the template does not" for s in allowing]


def _canonical(value: Any) -> Any:
    match value:
        case dict():
            return {str(name): _canonical(part) for name, part in value.items()}
        case list():
            return sorted(text for part in value for text in _canonical(part))
        case bool():
            return [str(value).lower()]
    return [str(value)]


def _name(statement: Mapping[str, Any]) -> str:
    return str(statement.get("Sid", "a statement without a name"))
