"""Are the functions invoked: from their queues as the template says, and by the clock?"""

from collections.abc import Iterator, Mapping
from typing import Any

from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, judged, skipped
from local.wiring import SourceMapping

AGAIN = "enable it, or deploy again"


def check(deployment: Deployment) -> Iterator[Finding]:
    """Look at event source mappings and schedules."""
    if deployment.embedded:
        yield skipped("consumers", "the embedded cloud reads them from the template at every start")
        return
    off = [fault for mapping in deployment.wiring.mappings for fault in _mapping(deployment, mapping)]
    yield judged("consumers.queues", off, "every queue has its function", AGAIN)
    stopped = list(_stopped(deployment))
    yield judged("consumers.schedules", stopped, f"all {len(deployment.wiring.schedules)} schedules run", AGAIN)


def _mapping(deployment: Deployment, wanted: SourceMapping) -> Iterator[str]:
    name = deployment.wiring.queues[wanted.queue].name
    pages = deployment.client("lambda").get_paginator("list_event_source_mappings")
    function = deployment.ids[wanted.function]
    found = [m for page in pages.paginate(EventSourceArn=wanted.queue) for m in page["EventSourceMappings"]]
    fitting = [m for m in found if str(m["FunctionArn"]).split(":")[6] == function]
    if not fitting:
        yield f"{name} has no {wanted.function}"
        return
    yield from (f"{name}: {fault}" for fault in _differing(wanted, fitting[0]))


def _differing(wanted: SourceMapping, found: Mapping[str, Any]) -> Iterator[str]:
    if found["State"] != "Enabled":
        yield f"it is {found['State']}"
    if found["BatchSize"] != wanted.batch_size:
        yield f"batches of {found['BatchSize']}"
    if ("ReportBatchItemFailures" in found.get("FunctionResponseTypes", [])) != wanted.reports_failures:
        yield "a failure brings the whole batch back"
    if (found.get("ScalingConfig") or {}).get("MaximumConcurrency") != wanted.concurrency:
        yield "another concurrency than the template's"


def _stopped(deployment: Deployment) -> Iterator[str]:
    client = deployment.client("scheduler")
    for schedule in deployment.wiring.schedules:
        logical = schedule.name.removeprefix(f"{deployment.stack.site.name}-")
        if logical not in deployment.ids:
            yield f"{logical} is not there"
            continue
        found = client.get_schedule(Name=deployment.ids[logical].rpartition("|")[2])
        if found["State"] != "ENABLED":
            yield f"{logical} is {found['State']}"
        if found["ScheduleExpression"] != schedule.expression:
            yield f"{logical} runs at {found['ScheduleExpression']}"
