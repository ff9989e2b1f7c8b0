"""What must hold for queues, their consumers and their dead letters."""

from collections.abc import Iterator

from tests.unit.template.cloudformation import Resource, Template, functions, mappings, resources, target

LAST_RESORT = "UnsettledQueue"
FOURTEEN_DAYS = 1_209_600
SQS_RETENTION = 345_600
"""Seconds that a queue keeps messages if it says nothing: 4 days."""


def queues(template: Template) -> dict[str, Resource]:
    """Pick the queues."""
    return resources(template, "AWS::SQS::Queue")


def visibility(template: Template) -> Iterator[str]:
    """Lambda's own advice: six times the function's timeout; below one time it refuses the mapping."""
    for name, function, mapping in mappings(template):
        queue = queues(template)[target(mapping["Queue"]) or ""]
        if queue.get("VisibilityTimeout", 30) < 6 * function.get("Timeout", 3):
            yield f"{name}: messages come back while they may still be worked on"


def partial_responses(template: Template) -> Iterator[str]:
    """One bad message must not bring the whole batch back."""
    for name, _, mapping in mappings(template):
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{name}: a failure brings the whole batch back"


def batches(template: Template) -> Iterator[str]:
    """Long work comes one by one, dead letters by the ten."""
    for name, _, mapping in mappings(template):
        wanted = 10 if (target(mapping["Queue"]) or "").endswith("DeadLetters") else 1
        if mapping.get("BatchSize", 10) != wanted:
            yield f"{name}: the batch size is not {wanted}"


def concurrency(template: Template) -> Iterator[str]:
    """The operator bounds how much runs at once."""
    for name, _, mapping in mappings(template):
        if target(mapping.get("ScalingConfig", {}).get("MaximumConcurrency")) not in template["Parameters"]:
            yield f"{name}: its concurrency is not a parameter"


def redrive(template: Template) -> Iterator[str]:
    """Nothing retries for ever, and nothing is lost on the way: dead letters outlive the messages of their source."""
    everything = queues(template)
    for name, queue in everything.items():
        if name == LAST_RESORT:
            continue
        policy = queue.get("RedrivePolicy", {})
        dead_letters = everything.get(target(policy.get("deadLetterTargetArn")) or "")
        if dead_letters is None:
            yield f"{name}: no dead letter queue"
            continue
        tries = policy.get("maxReceiveCount", 0)
        if tries < 5:
            yield f"{name}: gives up before the fifth try"
        if 0 < dead_letters.get("RedrivePolicy", {}).get("maxReceiveCount", 0) < tries + 5:
            yield f"{name}: its dead letters have used up their tries, receives are counted over all queues"
        if dead_letters.get("MessageRetentionPeriod", SQS_RETENTION) < FOURTEEN_DAYS:
            yield f"{name}: its dead letters expire too early"
        allowed = dead_letters.get("RedriveAllowPolicy", {}).get("sourceQueueArns", [])
        if not any(arn["Fn::Sub"].endswith(f":{queue['QueueName']['Fn::Sub']}") for arn in allowed):
            yield f"{name}: its dead letter queue does not let it in"


def settled(template: Template) -> Iterator[str]:
    """Every dead letter queue is consumed by settle, so that the reader always sees an end."""
    events = functions(template)["SettleFunction"]["Events"].values()
    consumed = {target(event["Properties"]["Queue"]) for event in events}
    for name in queues(template):
        if name.endswith("DeadLetters") and name not in consumed:
            yield f"{name}: nobody settles it"


def encryption(template: Template) -> Iterator[str]:
    """Messages are encrypted at rest, and only encrypted connections are let in."""
    denied = set()
    for policy in resources(template, "AWS::SQS::QueuePolicy").values():
        if any(s["Effect"] == "Deny" and "Bool" in s["Condition"] for s in policy["PolicyDocument"]["Statement"]):
            denied |= {target(queue) for queue in policy["Queues"]}
    for name, queue in queues(template).items():
        if queue.get("SqsManagedSseEnabled") is not True:
            yield f"{name}: not encrypted"
        if name not in denied:
            yield f"{name}: takes connections without TLS"
