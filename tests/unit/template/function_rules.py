"""What must hold for functions and layers."""

import ast
import re
from collections.abc import Iterator

from tests.unit.template.cloudformation import ROOT, Template, functions, resources, target

HTTP_API_SECONDS = 30
"""How long an HTTP API waits for an answer, at most."""


def arm64(template: Template) -> Iterator[str]:
    """Functions, layers and their builds are for the same processor."""
    for name, function in functions(template).items():
        if function.get("Architectures") != ["arm64"]:
            yield f"{name}: not for arm64"
    for name, layer in resources(template, "AWS::Serverless::LayerVersion").items():
        built_for = template["Resources"][name].get("Metadata", {}).get("BuildArchitecture")
        if layer.get("CompatibleArchitectures") != ["arm64"] or built_for != "arm64":
            yield f"{name}: not for arm64"


def handlers(template: Template) -> Iterator[str]:
    """Each handler exists, in the folder that is packaged."""
    for name, function in functions(template).items():
        module, _, attribute = function["Handler"].rpartition(".")
        path = ROOT / f"{module.replace('.', '/')}.py"
        if not path.is_relative_to(ROOT / function["CodeUri"]) or not path.exists():
            yield f"{name}: no such module in {function['CodeUri']}"
        elif attribute not in _names(ast.parse(path.read_text())):
            yield f"{name}: {module} has no {attribute}"


def _names(module: ast.Module) -> set[str]:
    defined = {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
    assigned = {
        t.id for node in module.body if isinstance(node, ast.Assign) for t in node.targets if isinstance(t, ast.Name)
    }
    return defined | assigned


def makefiles(template: Template) -> Iterator[str]:
    """Everything that is built by make has a target of its name, and runs where it can see the constraints."""
    for kind, folder in (("AWS::Serverless::Function", "CodeUri"), ("AWS::Serverless::LayerVersion", "ContentUri")):
        for name, properties in resources(template, kind).items():
            metadata = template["Resources"][name].get("Metadata", {})
            if metadata.get("BuildMethod") != "makefile" or metadata.get("WorkingDirectory") != ".":
                yield f"{name}: not built by make at the root"
            makefile = ROOT / properties[folder] / "Makefile"
            if not re.search(rf"^[^\t#:]*\bbuild-{name}\b[^:]*:", makefile.read_text(), re.MULTILINE):
                yield f"{name}: no target in {makefile.relative_to(ROOT)}"


def logs(template: Template) -> Iterator[str]:
    """Logs are JSON, in a group of the function's own, and not kept for ever."""
    groups = resources(template, "AWS::Logs::LogGroup")
    used: set[str] = set()
    for name, function in functions(template).items():
        logging = function.get("LoggingConfig", {})
        group = target(logging.get("LogGroup"))
        if logging.get("LogFormat") != "JSON":
            yield f"{name}: logs are not JSON"
        if group is None or group not in groups or group in used:
            yield f"{name}: no log group of its own"
        used.add(group or "")
    for name, properties in groups.items():
        if "RetentionInDays" not in properties:
            yield f"{name}: logs are kept for ever"


def timeouts(template: Template) -> Iterator[str]:
    """A function answers before its caller gives up."""
    for name, function in functions(template).items():
        for event in function.get("Events", {}).values():
            if event["Type"] == "HttpApi" and function["Timeout"] >= HTTP_API_SECONDS:
                yield f"{name}: the gateway gives up first"
            if event["Properties"].get("ScheduleExpression") == "rate(1 minute)" and function["Timeout"] >= 60:
                yield f"{name}: the next run starts before this one ends"


def triggers(template: Template) -> Iterator[str]:
    """S3 reaches functions through a queue only, and a schedule that can't be delivered leaves a dead letter."""
    for name, function in functions(template).items():
        for event, trigger in function.get("Events", {}).items():
            if trigger["Type"] not in {"HttpApi", "SQS", "ScheduleV2"}:
                yield f"{name}.{event}: {trigger['Type']} is not a trigger that this service uses"
            if trigger["Type"] == "ScheduleV2" and not target(
                trigger["Properties"].get("DeadLetterConfig", {}).get("Arn")
            ):
                yield f"{name}.{event}: no dead letters"
    for name, bucket in resources(template, "AWS::S3::Bucket").items():
        if "LambdaConfigurations" in bucket.get("NotificationConfiguration", {}):
            yield f"{name}: calls a function directly"


def routes(template: Template) -> Iterator[str]:
    """The gateway's definition has the routes that functions are triggered by, and no others."""
    defined = {
        (path, method.removeprefix("x-amazon-apigateway-").removesuffix("-method").upper())
        for api in resources(template, "AWS::Serverless::HttpApi").values()
        for path, methods in api["DefinitionBody"]["paths"].items()
        for method in methods
    }
    triggered = {
        (event["Properties"]["Path"], event["Properties"]["Method"])
        for function in functions(template).values()
        for event in function.get("Events", {}).values()
        if event["Type"] == "HttpApi"
    }
    for path, method in defined ^ triggered:
        yield f"{method} {path}: defined or triggered, not both"
