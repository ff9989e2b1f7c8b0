"""CloudFormation templates: their YAML tags and their intrinsic functions."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

SUBSTITUTION = re.compile(r"\$\{(!?)([^}]+)\}")
NO_VALUE = object()


class TemplateError(ValueError):
    """The template uses something that is not understood here, or not rightly."""


class _Loader(yaml.SafeLoader):
    """YAML with !Ref, !GetAtt and the other short forms, read as their long forms."""


def _long_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    match node:
        case yaml.ScalarNode():
            value: Any = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case _ if isinstance(node, yaml.MappingNode):
            value = loader.construct_mapping(node, deep=True)
        case _:
            raise TemplateError(f"!{suffix} can't be read.")
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _long_form)


def load(path: Path) -> dict[str, Any]:
    """Read a template. Raises TemplateError."""
    try:
        template = yaml.load(path.read_text(), _Loader)  # noqa: S506 – a SafeLoader with tags
    except (OSError, yaml.YAMLError) as error:
        raise TemplateError(f"{path} can't be read: {error}") from error
    if not isinstance(template, dict):
        raise TemplateError(f"{path} is not a template.")
    return template


class Resolver:
    """Replaces intrinsic functions by values.

    `names` holds the values of parameters, pseudo-parameters and references to resources, `attributes` finds those of
    Fn::GetAtt.
    """

    def __init__(
        self, template: Mapping[str, Any], names: Mapping[str, Any], attributes: Callable[[str, str], str]
    ) -> None:
        self._conditions: Mapping[str, Any] = template.get("Conditions", {})
        self._mappings: Mapping[str, Any] = template.get("Mappings", {})
        self._names = names
        self._attributes = attributes
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self.condition,
            "Fn::GetAtt": lambda value: self._attributes(value[0], str(self.resolve(value[1]))),
            "Fn::Sub": self._sub,
            "Fn::Join": lambda value: str(value[0]).join(str(part) for part in self.resolve(value[1])),
            "Fn::Select": lambda value: self.resolve(value[1])[int(self.resolve(value[0]))],
            "Fn::Split": lambda value: str(self.resolve(value[1])).split(str(value[0])),
            "Fn::FindInMap": self._find_in_map,
            "Fn::If": lambda value: self.resolve(value[1] if self.condition(value[0]) else value[2]),
            "Fn::Equals": lambda value: str(self.resolve(value[0])) == str(self.resolve(value[1])),
            "Fn::Not": lambda value: not self.resolve(value[0]),
            "Fn::And": lambda value: all(self.resolve(part) for part in value),
            "Fn::Or": lambda value: any(self.resolve(part) for part in value),
        }

    def resolve(self, value: Any) -> Any:
        """Resolve a value and all that is in it; what is AWS::NoValue disappears. Raises TemplateError."""
        match value:
            case dict() if len(value) == 1 and (name := next(iter(value))) in self._functions:
                return self._functions[name](value[name])
            case dict() if len(value) == 1 and str(next(iter(value))).startswith("Fn::"):
                raise TemplateError(f"{next(iter(value))} is not understood here.")
            case dict():
                resolved = {key: self.resolve(part) for key, part in value.items()}
                return {key: part for key, part in resolved.items() if part is not NO_VALUE}
            case list():
                return [part for part in map(self.resolve, value) if part is not NO_VALUE]
            case _:
                return value

    def condition(self, name: str) -> bool:
        """Evaluate a named condition."""
        if name not in self._conditions:
            raise TemplateError(f"There is no condition {name}.")
        return bool(self.resolve(self._conditions[name]))

    def _ref(self, name: str) -> Any:
        if name not in self._names:
            raise TemplateError(f"{name} has no value: it is neither a resource nor a parameter with a default.")
        return self._names[name]

    def _sub(self, value: Any) -> str:
        text, own = value if isinstance(value, list) else (value, {})

        def replaced(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return f"${{{name}}}"
            if name in own:
                return str(self.resolve(own[name]))
            resource, dot, attribute = name.partition(".")
            return self._attributes(resource, attribute) if dot else str(self._ref(name))

        return SUBSTITUTION.sub(replaced, text)

    def _find_in_map(self, value: Any) -> Any:
        name, first, second = (str(self.resolve(part)) for part in value[:3])
        try:
            return self._mappings[name][first][second]
        except KeyError:
            raise TemplateError(f"There is no {name}.{first}.{second} in Mappings.") from None
