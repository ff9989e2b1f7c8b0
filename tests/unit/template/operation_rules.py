"""What must hold so that somebody hears of what goes wrong."""

import re
from collections.abc import Iterator

from tests.unit.template.cloudformation import ROOT, Template, functions, resources, target

RUNBOOK = re.compile(r" docs/operations\.md#([a-z-]+)$")
SECONDS = re.compile(r"(\w+) / (\d+)")
WORKING_ON = {"ExpireFunction", "ReplicateFunction"}
"""They work for as long as they may, and stop by themselves."""


def watched(template: Template) -> Iterator[tuple[str, str]]:
    """List metrics with what they are of (a function, a queue, None), as alarms look at them that tell somebody."""
    for alarm in resources(template, "AWS::CloudWatch::Alarm").values():
        if alarm["AlarmActions"] == [{"Ref": "AlarmTopicArn"}]:
            parts = [part["MetricStat"]["Metric"] for part in alarm.get("Metrics", []) if "MetricStat" in part]
            for metric in parts or [alarm]:
                of = [target(dimension["Value"]) or "" for dimension in metric.get("Dimensions", [])]
                yield metric["MetricName"], of[0] if of else ""


def alarms(template: Template) -> Iterator[str]:
    """Somebody hears of each function's errors, throttles and long calls, and of each queue's old and dead messages."""
    told = set(watched(template))
    for name in functions(template):
        wanted = {"Errors", "Throttles"} | ({"Duration"} if name not in WORKING_ON else set())
        for metric in sorted(wanted):
            if (metric, name) not in told:
                yield f"{name}: nobody hears of its {metric}"
    for name in resources(template, "AWS::SQS::Queue"):
        metric = "ApproximateAgeOfOldestMessageInQuietGroups"
        if name == "UnsettledQueue" or name.endswith("DeadLetters"):
            metric = "ApproximateNumberOfMessagesVisible"
        if (metric, name) not in told:
            yield f"{name}: nobody hears of its {metric}"


def slowness(template: Template) -> Iterator[str]:
    """Long calls are measured by the time that the function has, in milliseconds."""
    parts = resources(template, "AWS::CloudWatch::Alarm")["SlowAlarm"]["Metrics"]
    names = {part["Id"]: target(part["MetricStat"]["Metric"]["Dimensions"][0]["Value"]) for part in parts[1:]}
    divisors = {names[name]: int(divisor) for name, divisor in SECONDS.findall(parts[0]["Expression"])}
    for name, function in functions(template).items():
        if name not in WORKING_ON and divisors.get(name) != 1000 * function["Timeout"]:
            yield f"{name}: its calls are not measured by its timeout"


def runbooks(template: Template) -> Iterator[str]:
    """Each alarm leads to a paragraph of its own about what to do, and each paragraph belongs to an alarm."""
    text = (ROOT / "docs" / "operations.md").read_text()
    section = text.partition("\n## Alarms\n")[2].partition("\n## ")[0]
    written = re.findall(r"^### (.+)$", section, re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in written}
    led_to: list[str] = []
    for name, alarm in resources(template, "AWS::CloudWatch::Alarm").items():
        found = RUNBOOK.search(alarm["AlarmDescription"])
        if found is None or found[1] not in anchors:
            yield f"{name}: no runbook"
        else:
            led_to.append(found[1])
        if f"`{name}`" not in section:
            yield f"{name}: its paragraph does not name it"
    for anchor in sorted(anchors.symmetric_difference(led_to)):
        yield f"{anchor}: no alarm leads here"
    if len(set(led_to)) != len(led_to):
        yield "two alarms share a paragraph"


def silence(template: Template) -> Iterator[str]:
    """Where nothing happens nothing is wrong, but for the sweep, which runs every minute."""
    for name, alarm in resources(template, "AWS::CloudWatch::Alarm").items():
        wanted = "breaching" if name == "SweepSilentAlarm" else "notBreaching"
        if alarm.get("TreatMissingData") != wanted:
            yield f"{name}: silence is not {wanted}"


def free_of_charge(template: Template) -> Iterator[str]:
    """Who wants no alarms pays for none, nor for the dashboard."""
    for name, resource in template["Resources"].items():
        paid = resource["Type"] in {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard"}
        if paid and resource.get("Condition") != "HasAlarmTopic":
            yield f"{name}: costs what nobody asked for"


def twice(template: Template) -> Iterator[str]:
    """No function takes a part of the account's concurrency for itself, which a small account does not have."""
    for name, function in functions(template).items():
        if "ReservedConcurrentExecutions" in function:
            yield f"{name}: reserves concurrency"


def another_store(template: Template) -> Iterator[str]:
    """A stack whose backup is its primary store can't be made."""
    same = {
        "Fn::Not": [
            {
                "Fn::And": [
                    {"Fn::Equals": [{"Ref": "BackupBucket"}, {"Ref": "StoreBucket"}]},
                    {"Fn::Equals": [{"Ref": "BackupEndpoint"}, {"Ref": "StoreEndpoint"}]},
                ]
            }
        ]
    }
    assertions = [a["Assert"] for rule in template["Rules"].values() for a in rule["Assertions"]]
    if same not in assertions:
        yield "the backup may be the primary store"
