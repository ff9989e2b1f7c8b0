"""Does the stack's bucket have the rules that the template gives it, and is it the one that it was?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from ebookvoice.usecases.marks import PRIMARY
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, judged, skipped, wrong
from local.doctor.marks import known
from local.doctor.policies import differing
from local.stack import BUCKET
from local.wiring import Notification

POLICY = "AWS::S3::BucketPolicy"
ELSEWHERE = "rules of a store of your own are set there by hand: docs/storage.md"
AGAIN = "deploy again, or set it by hand as template.yaml has it"

Rule = Callable[[Any, str, Mapping[str, Any]], list[str]]
"""Looks at a bucket (client, name) with the template's properties, and tells what is wrong."""


def check(deployment: Deployment) -> Iterator[Finding]:
    """Hold the bucket's rules against the template's."""
    yield known(deployment, "bucket.mark", deployment.world.objects, PRIMARY)
    if not deployment.own_bucket:
        yield skipped("bucket.rules", ELSEWHERE)
        return
    client, name = deployment.client("s3"), deployment.settings.bucket
    [properties] = [properties for _, properties in deployment.stack.of_type(BUCKET)]
    [expected] = deployment.wiring.buckets
    if expected.name != name:
        yield wrong("bucket.name", f"the functions use {name}, the stack has {expected.name}", AGAIN)
    found = _asked(client.get_bucket_notification_configuration, name).get("QueueConfigurations", [])
    quiet = _unannounced(expected.notifications, found)
    yield judged("bucket.events", quiet, "uploads are announced to the queue", AGAIN)
    if deployment.embedded:
        yield skipped("bucket.rules", "the embedded store is nobody else's, and lies on this disk")
        return
    for rule, (look, well) in RULES.items():
        yield judged(f"bucket.{rule}", look(client, name, properties), well, AGAIN)
    [policy] = [policy["PolicyDocument"] for _, policy in deployment.stack.of_type(POLICY)]
    faults = differing(policy, _asked(client.get_bucket_policy, name).get("Policy"))
    yield judged("bucket.policy", faults, "only encrypted connections, and nobody else's", AGAIN)


def _unannounced(wanted: tuple[Notification, ...], found: list[Any]) -> list[str]:
    told = {_notification(entry, event) for entry in found for event in entry["Events"]}
    return [f"objects below {n.prefix} that end in {n.suffix} are not" for n in wanted if n not in told]


def _notification(entry: Mapping[str, Any], event: str) -> Notification:
    rules = entry.get("Filter", {}).get("Key", {}).get("FilterRules", [])
    filters = {rule["Name"].lower(): rule["Value"] for rule in rules}
    return Notification(entry["QueueArn"], event, filters.get("prefix", ""), filters.get("suffix", ""))


def _public(client: Any, name: str, properties: Mapping[str, Any]) -> list[str]:
    found = _asked(client.get_public_access_block, name).get("PublicAccessBlockConfiguration", {})
    wanted = properties["PublicAccessBlockConfiguration"]
    return [f"{setting} is off" for setting, value in wanted.items() if value and not found.get(setting)]


def _owned(client: Any, name: str, properties: Mapping[str, Any]) -> list[str]:
    found = _asked(client.get_bucket_ownership_controls, name).get("OwnershipControls", {}).get("Rules", [])
    return [] if found == properties["OwnershipControls"]["Rules"] else ["lists of access (ACLs) count"]


def _encrypted(client: Any, name: str, _: Mapping[str, Any]) -> list[str]:
    found = _asked(client.get_bucket_encryption, name).get("ServerSideEncryptionConfiguration", {})
    return [] if found.get("Rules") else ["objects are not encrypted by default"]


def _swept(client: Any, name: str, properties: Mapping[str, Any]) -> list[str]:
    found = {rule["ID"]: rule for rule in _asked(client.get_bucket_lifecycle_configuration, name).get("Rules", [])}
    return [
        f"the rule {wanted['Id']} is missing or another"
        for wanted in properties["LifecycleConfiguration"]["Rules"]
        if _sweeps(found.get(wanted["Id"], {}))
        != (
            wanted.get("Prefix", ""),
            wanted.get("ExpirationInDays"),
            wanted.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation"),
        )
    ]


def _sweeps(rule: Mapping[str, Any]) -> tuple[str, int | None, int | None] | None:
    """Say below what, and after how many days, a rule removes objects and ends uploads; None if it does not work."""
    if rule.get("Status") != "Enabled":
        return None
    below = rule.get("Prefix", rule.get("Filter", {}).get("Prefix", ""))
    ends = rule.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation")
    return below, rule.get("Expiration", {}).get("Days"), ends


def _asked(question: Callable[..., Any], bucket: str) -> dict[str, Any]:
    """Ask for a configuration; {} if there is none. Raises ClientError."""
    try:
        answer: dict[str, Any] = question(Bucket=bucket)
    except ClientError as error:
        code = str(error.response["Error"].get("Code"))
        if code.startswith("NoSuch") and code != "NoSuchBucket" or code.endswith("NotFoundError"):
            return {}
        raise
    return answer


RULES: dict[str, tuple[Rule, str]] = {
    "private": (_public, "public access is blocked"),
    "owned": (_owned, "its owner owns every object"),
    "encrypted": (_encrypted, "objects are encrypted"),
    "lifecycle": (_swept, "what is left over goes"),
}
