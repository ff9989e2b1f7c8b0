"""Read the wiring from the SAM template, so that what runs here and what is deployed can't drift apart."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from local.intrinsics import TemplateError, load
from local.stack import BUCKET, FUNCTION, HTTP_API, QUEUE, Site, Stack
from local.template_cors import api_cors, bucket_cors
from local.wiring import Bucket, Function, Notification, Queue, Redrive, Route, Schedule, SourceMapping, Wiring

DEFAULT_VISIBILITY, DEFAULT_RETENTION = 30, 345_600
"""Seconds (CloudFormation, AWS::SQS::Queue)."""
DEFAULT_TIMEOUT, DEFAULT_MEMORY = 3, 128
"""Seconds and MB (CloudFormation, AWS::Lambda::Function)."""
DEFAULT_BATCH_SIZE = 10


def read_wiring(path: Path, site: Site, parameters: Mapping[str, str]) -> Wiring:
    """Resolve a template with these parameters over its defaults. Raises TemplateError."""
    stack = Stack(load(path), site, parameters)
    queues = [_queue(stack, logical_id, properties) for logical_id, properties in stack.of_type(QUEUE)]
    events = [
        event for logical_id, properties in stack.of_type(FUNCTION) for event in _events(stack, logical_id, properties)
    ]
    return Wiring(
        {logical_id: _function(stack, logical_id, properties) for logical_id, properties in stack.of_type(FUNCTION)},
        {queue.arn: queue for queue in queues},
        tuple(_bucket(stack, logical_id, properties) for logical_id, properties in stack.of_type(BUCKET)),
        tuple(event for event in events if isinstance(event, SourceMapping)),
        tuple(event for event in events if isinstance(event, Schedule)),
        tuple(event for event in events if isinstance(event, Route)),
        next((api_cors(logical_id, properties) for logical_id, properties in stack.of_type(HTTP_API)), None),
    )


def _function(stack: Stack, logical_id: str, own: Mapping[str, Any]) -> Function:
    merged = {**stack.function_defaults, **own}
    environment = {**_variables(stack.function_defaults), **_variables(own)}
    return Function(
        logical_id,
        stack.name(logical_id),
        stack.attribute(logical_id),
        str(merged["Handler"]),
        int(merged.get("Timeout", DEFAULT_TIMEOUT)),
        int(merged.get("MemorySize", DEFAULT_MEMORY)),
        {name: _text(value) for name, value in environment.items()},
    )


def _queue(stack: Stack, logical_id: str, properties: Mapping[str, Any]) -> Queue:
    policy = properties.get("RedrivePolicy")
    if properties.get("FifoQueue"):
        raise TemplateError(f"{logical_id} is a FIFO queue; those are not understood here.")
    return Queue(
        logical_id,
        stack.name(logical_id),
        stack.attribute(logical_id),
        int(properties.get("VisibilityTimeout", DEFAULT_VISIBILITY)),
        int(properties.get("DelaySeconds", 0)),
        int(properties.get("MessageRetentionPeriod", DEFAULT_RETENTION)),
        Redrive(policy["deadLetterTargetArn"], int(policy["maxReceiveCount"])) if policy else None,
    )


def _bucket(stack: Stack, logical_id: str, properties: Mapping[str, Any]) -> Bucket:
    configured = properties.get("NotificationConfiguration", {}).get("QueueConfigurations", [])
    notifications = tuple(_notification(entry) for entry in configured)
    return Bucket(logical_id, stack.name(logical_id), notifications, bucket_cors(properties))


def _events(stack: Stack, function: str, properties: Mapping[str, Any]) -> Iterator[SourceMapping | Schedule | Route]:
    for name, event in properties.get("Events", {}).items():
        details = event.get("Properties", {})
        match event["Type"]:
            case "SQS":
                yield _source_mapping(function, details)
            case "ScheduleV2":
                if details.get("State", "ENABLED") == "ENABLED":
                    yield _schedule(stack.site, f"{function}{name}", function, details)
            case "HttpApi":
                method = str(details.get("Method", "ANY")).upper()
                yield Route("*" if method in ("ANY", "*") else method, str(details.get("Path", "$default")), function)
            case other:
                raise TemplateError(f"{function} has an event of type {other}, which is not understood here.")


def _schedule(site: Site, logical_id: str, function: str, properties: Mapping[str, Any]) -> Schedule:
    name = str(properties.get("Name", f"{site.name}-{logical_id}"))
    zone = properties.get("ScheduleExpressionTimezone", "UTC")
    if zone != "UTC":
        raise TemplateError(f"The schedule {logical_id} is in {zone}; only UTC is understood here.")
    arn = f"arn:aws:scheduler:{site.place}:schedule/default/{name}"
    return Schedule(name, arn, function, str(properties["ScheduleExpression"]), properties.get("Input"))


def _source_mapping(function: str, properties: Mapping[str, Any]) -> SourceMapping:
    concurrency = properties.get("ScalingConfig", {}).get("MaximumConcurrency")
    return SourceMapping(
        function,
        str(properties["Queue"]),
        int(properties.get("BatchSize", DEFAULT_BATCH_SIZE)),
        int(concurrency) if concurrency is not None else None,
        "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
    )


def _notification(entry: Mapping[str, Any]) -> Notification:
    rules = entry.get("Filter", {}).get("S3Key", {}).get("Rules", [])
    filters = {str(rule["Name"]).lower(): str(rule["Value"]) for rule in rules}
    return Notification(str(entry["Queue"]), str(entry["Event"]), filters.get("prefix", ""), filters.get("suffix", ""))


def _variables(properties: Mapping[str, Any]) -> dict[str, Any]:
    variables: dict[str, Any] = properties.get("Environment", {}).get("Variables", {})
    return variables


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
