"""What must hold so that somebody hears of what goes wrong."""

from collections.abc import Iterator

from tests.unit.template.cloudformation import Template, functions, resources, target


def alarms(template: Template) -> Iterator[str]:
    """Nobody calls a scheduled function, so nobody but an alarm sees it fail; nor what lies in the last queue."""
    told = {
        (alarm["MetricName"], target(dimension["Value"]))
        for alarm in resources(template, "AWS::CloudWatch::Alarm").values()
        for dimension in alarm.get("Dimensions", [])
        if alarm["AlarmActions"] == [{"Ref": "AlarmTopicArn"}]
    }
    for name, function in functions(template).items():
        scheduled = any(event["Type"] == "ScheduleV2" for event in function.get("Events", {}).values())
        if scheduled and ("Errors", name) not in told:
            yield f"{name}: nobody hears of its errors"
    for name, queue in resources(template, "AWS::SQS::Queue").items():
        if "RedrivePolicy" not in queue and ("ApproximateNumberOfMessagesVisible", name) not in told:
            yield f"{name}: nobody hears of what lies in it"


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
