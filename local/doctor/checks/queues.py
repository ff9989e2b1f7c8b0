"""Are the queues there, and as the template has them?"""

import json
from collections.abc import Iterator, Mapping

from botocore.exceptions import ClientError

from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, judged, skipped, wrong
from local.doctor.policies import differing
from local.wiring import Queue

POLICY = "AWS::SQS::QueuePolicy"
AGAIN = "deploy again, or set it by hand as template.yaml has it"
TIMES = 6
"""The queue's visibility in timeouts of its function (Lambda developer guide, "Using Lambda with Amazon SQS")."""

Attributes = Mapping[str, str]


def check(deployment: Deployment) -> Iterator[Finding]:
    """Hold every queue against the template, and see that nobody waits in the last one."""
    queues = deployment.wiring.queues
    found = {arn: attributes for arn, queue in queues.items() if (attributes := _attributes(deployment, queue))}
    absent = [queue.name for arn, queue in queues.items() if arn not in found]
    yield judged("queues.there", absent, f"all {len(queues)} are there", AGAIN)
    there = {arn: (queue, found[arn]) for arn, queue in queues.items() if arn in found}
    yield judged("queues.visibility", list(_short(deployment, found)), f"at least {TIMES} timeouts each", AGAIN)
    odd = [fault for queue, attributes in there.values() for fault in _odd(queue, attributes)]
    yield judged("queues.dead-letters", odd, "what fails again and again goes where the template says", AGAIN)
    strays = list(_strays(deployment))
    yield judged("queues.addresses", strays, "the functions send to these queues", AGAIN)
    yield _guarded(deployment, found)
    yield _unsettled([pair for pair in there.values() if pair[0].redrive is None])


def _attributes(deployment: Deployment, queue: Queue) -> Attributes | None:
    client = deployment.client("sqs")
    try:
        url = client.get_queue_url(QueueName=queue.name)["QueueUrl"]
    except ClientError as error:
        if "NonExistentQueue" in str(error.response["Error"].get("Code")) or "QueueDoesNotExist" in str(error.response):
            return None
        raise
    answered: Attributes = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return answered


def _short(deployment: Deployment, found: Mapping[str, Attributes]) -> Iterator[str]:
    for mapping in deployment.wiring.mappings:
        seconds, timeout = found.get(mapping.queue, {}).get("VisibilityTimeout"), deployment.timeouts[mapping.function]
        if seconds is not None and int(seconds) < TIMES * timeout:
            name = deployment.wiring.queues[mapping.queue].name
            yield f"{name} shows a message again after {seconds} s, and {mapping.function} may take {timeout} s"


def _odd(queue: Queue, attributes: Attributes) -> Iterator[str]:
    redrive = json.loads(attributes.get("RedrivePolicy", "{}"))
    wanted = (queue.redrive.target, queue.redrive.receives) if queue.redrive else (None, 0)
    if (redrive.get("deadLetterTargetArn"), int(redrive.get("maxReceiveCount", 0))) != wanted:
        yield f"{queue.name} gives up otherwise than the template says"
    if int(attributes["MessageRetentionPeriod"]) != queue.retention:
        yield f"{queue.name} keeps messages for {attributes['MessageRetentionPeriod']} s"


def _strays(deployment: Deployment) -> Iterator[str]:
    """Find functions that send to other queues than the template tells them to."""
    for name, function in deployment.wiring.functions.items():
        for variable, url in function.environment.items():
            if variable.endswith("_QUEUE_URL") and deployment.environments.get(name, {}).get(variable) != url:
                yield f"{name} has another {variable}"


def _guarded(deployment: Deployment, found: Mapping[str, Attributes]) -> Finding:
    if deployment.embedded:
        return skipped("queues.policies", "the embedded queues are reached from this machine alone")
    faults = [f"{arn.rpartition(':')[2]} is not encrypted" for arn, a in found.items() if not _encrypted(a)]
    by_url = {a["QueueArn"]: a for a in found.values()}
    for _, policy in deployment.stack.of_type(POLICY):
        for url in policy["Queues"]:
            arn = next((arn for arn in by_url if str(url).endswith(f"/{arn.rpartition(':')[2]}")), None)
            if arn:
                lacking = differing(policy["PolicyDocument"], by_url[arn].get("Policy"))
                faults += [f"{arn.rpartition(':')[2]}: {fault}" for fault in lacking]
    return judged("queues.policies", faults, "encrypted, and reached as the template says", AGAIN)


def _encrypted(attributes: Attributes) -> bool:
    return attributes.get("SqsManagedSseEnabled") == "true" or "KmsMasterKeyId" in attributes


def _unsettled(last: list[tuple[Queue, Attributes]]) -> Finding:
    waiting = sum(int(attributes["ApproximateNumberOfMessages"]) for _, attributes in last)
    if not waiting:
        return fine("queues.unsettled", "nothing waits for a person")
    names = ", ".join(queue.name for queue, _ in last)
    return wrong("queues.unsettled", f"{waiting} messages that nobody could settle are in {names}", LOOK)


LOOK = "look at what they say, and at the log of SettleFunction; then redrive or purge them"
