"""What the template says of a deployment, as far as it costs something."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from local.cron import parse_schedule
from local.environment import ACCOUNT, REGION, ROOT
from local.intrinsics import load
from local.stack import FUNCTION, Site, Stack
from local.template import read_wiring

TEMPLATE = ROOT / "template.yaml"
SITE = Site(ACCOUNT, REGION, "ebookvoice", "https://sqs.example.com")
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"
MONTH = timedelta(hours=730)
FREE_DISK_MB = 512
"""What every function has of it (Lambda developer guide, "Configure ephemeral storage")."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """By logical id: memory and paid disk of functions (MB), how many run at once, how often schedules run a month.

    `mappings` counts the pairs of queue and function that Lambda polls for; `alarms` are those with a topic set.
    """

    memory: dict[str, int]
    disk: dict[str, int]
    concurrency: dict[str, int]
    runs: dict[str, int]
    queue_functions: dict[str, str]
    mappings: int
    alarms: int
    dashboards: int
    upload_days: float
    intermediate_days: float
    artifact_days: float
    log_days: float


def read_deployment(template: Path = TEMPLATE) -> Deployment:
    """Read the template with its defaults, and with somebody who is told of alarms."""
    wiring = read_wiring(template, SITE, {})
    described = load(template)
    stack = Stack(described, SITE, {"AlarmTopicArn": TOPIC})
    defaults = {name: parameter.get("Default") for name, parameter in described["Parameters"].items()}
    disks = {name: own.get("EphemeralStorage", {}).get("Size", FREE_DISK_MB) for name, own in stack.of_type(FUNCTION)}
    runs: Counter[str] = Counter()
    for schedule in wiring.schedules:
        runs[schedule.function] += _runs_a_month(schedule.expression)
    return Deployment(
        memory={name: function.memory for name, function in wiring.functions.items()},
        disk={name: int(size) - FREE_DISK_MB for name, size in disks.items()},
        concurrency={mapping.function: mapping.concurrency or 1000 for mapping in wiring.mappings},
        runs=dict(runs),
        queue_functions={wiring.queues[m.queue].logical_id: m.function for m in wiring.mappings},
        mappings=len(wiring.mappings),
        alarms=sum(1 for _ in stack.of_type("AWS::CloudWatch::Alarm")),
        dashboards=sum(1 for _ in stack.of_type("AWS::CloudWatch::Dashboard")),
        upload_days=float(defaults["UploadDays"]),
        intermediate_days=float(defaults["IntermediateHours"]) / 24,
        artifact_days=float(defaults["ArtifactDays"]),
        log_days=float(defaults["LogRetentionDays"]),
    )


def _runs_a_month(expression: str) -> int:
    """Count the times within 730 hours."""
    times, moment = parse_schedule(expression), datetime(2026, 1, 1, tzinfo=UTC)
    end, count = moment + MONTH, 0
    while (moment := times.after(moment)) <= end:
        count += 1
    return count
