"""What must hold for permissions, secrets and the bucket."""

import re
from collections.abc import Iterator
from typing import Any

from tests.unit.template.cloudformation import Resource, Template, functions, resources, target
from tests.unit.template.graph import references

CREDENTIALS = re.compile(r"://[^/\s:]+:[^/\s@$]+@|AKIA[0-9A-Z]{16}|-----BEGIN|\bsk_[a-z]+_|eyJ[A-Za-z0-9_-]{10,}\.")
SECRET_NAME = re.compile(r"SECRET|PASSWORD|TOKEN|CREDENTIAL|PRIVATE|DATABASE_URL")


def statements(role: Resource) -> Iterator[dict[str, Any]]:
    """Pick the statements of a role's own policies, those that depend on a condition included."""
    for policy in role.get("Policies", []):
        _, wanted, _ = policy.get("Fn::If", (None, policy, None))
        yield from wanted["PolicyDocument"]["Statement"]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def least_privilege(template: Template) -> Iterator[str]:
    """Roles say what they may do and to what: no wildcard action, no wildcard resource, nobody else's policies."""
    for name, role in resources(template, "AWS::IAM::Role").items():
        if "ManagedPolicyArns" in role:
            yield f"{name}: takes over a managed policy"
        for statement in statements(role):
            if any("*" in action for action in _list(statement["Action"])):
                yield f"{name}: a wildcard among {statement['Action']}"
            if "*" in _list(statement["Resource"]):
                yield f"{name}: {statement['Action']} on everything"


def roles(template: Template) -> Iterator[str]:
    """Every function has a role of its own, which lets it consume exactly the queues that trigger it."""
    everything = resources(template, "AWS::IAM::Role")
    used: set[str | None] = set()
    for name, function in functions(template).items():
        role = target(function.get("Role"))
        if role not in everything or role in used or "Policies" in function:
            yield f"{name}: no role of its own"
            continue
        used.add(role)
        triggers = [e["Properties"] for e in function.get("Events", {}).values() if e["Type"] == "SQS"]
        consumed = {target(trigger["Queue"]) for trigger in triggers}
        allowed = {
            target(resource)
            for statement in statements(everything[role])
            if "sqs:ReceiveMessage" in _list(statement["Action"])
            for resource in _list(statement["Resource"])
        }
        if consumed != allowed:
            yield f"{name}: may receive from {allowed}, is triggered by {consumed}"


BYSTANDERS = {"AuthorizerRole", "ReplicateRole", "ExpireRole"}
"""The roles of functions that have nothing to do with jobs."""


def ends(template: Template) -> Iterator[str]:
    """Every other function may end a job, so it may remove what jobs have made; S3 says no with status 200."""
    for name, role in resources(template, "AWS::IAM::Role").items():
        if name in BYSTANDERS:
            continue
        removable = {
            resource["Fn::Sub"]
            for statement in statements(role)
            if "s3:DeleteObject" in _list(statement["Action"])
            for resource in _list(statement["Resource"])
        }
        for made in ("work/*/jobs", "users/*/audiobooks"):
            if f"${{BooksBucket.Arn}}/{made}/*" not in removable:
                yield f"{name}: may not remove what is below {made}/"


def stores(template: Template) -> Iterator[str]:
    """Roles may open the stack's bucket where there is one, and read the secret of another store where there is not."""
    for name, role in resources(template, "AWS::IAM::Role").items():
        own = [policy for policy in role.get("Policies", []) if policy.get("Fn::If", [""])[0] != "OwnBucket"]
        if "BooksBucket" in references(own):
            yield f"{name}: may open a bucket that need not be there"
        if "BooksBucket" in references(role) and "StoreSecretParameter" not in references(own):
            yield f"{name}: may not open another store"


def secrets(template: Template) -> Iterator[str]:
    """The template holds names of secrets, never a secret."""
    for text in _texts(template):
        if CREDENTIALS.search(text):
            yield f"looks like a secret: {text[:20]}…"
    for name, function in functions(template).items():
        for variable, value in function.get("Environment", {}).get("Variables", {}).items():
            parameter = variable.endswith("_PARAMETER") and target(value) in template["Parameters"]
            if SECRET_NAME.search(variable) and not parameter and not variable.endswith("_SECONDS"):
                yield f"{name}: {variable} is not the name of a parameter"


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)


def buckets(template: Template) -> Iterator[str]:
    """Buckets are private, encrypted, kept, and reached through TLS only."""
    policies = resources(template, "AWS::S3::BucketPolicy").values()
    for name, bucket in resources(template, "AWS::S3::Bucket").items():
        blocked = bucket.get("PublicAccessBlockConfiguration", {})
        switches = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
        if not all(blocked.get(switch) is True for switch in switches):
            yield f"{name}: can be made public"
        if "BucketEncryption" not in bucket:
            yield f"{name}: not encrypted"
        if bucket.get("OwnershipControls") != {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}:
            yield f"{name}: others may own objects in it"
        if template["Resources"][name].get("DeletionPolicy") != "Retain":
            yield f"{name}: deleted with the stack"
        if not any(_requires_tls(policy) for policy in policies if target(policy["Bucket"]) == name):
            yield f"{name}: takes connections without TLS"


def _requires_tls(policy: Resource) -> bool:
    return any(
        statement.get("Effect") == "Deny" and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        for statement in policy["PolicyDocument"]["Statement"]
    )


def uploads(template: Template) -> Iterator[str]:
    """Only uploads are announced, and only this bucket may announce them."""
    for name, bucket in resources(template, "AWS::S3::Bucket").items():
        for notification in bucket["NotificationConfiguration"]["QueueConfigurations"]:
            rules = {
                r["Name"]: r["Value"] for r in notification.get("Filter", {"S3Key": {"Rules": []}})["S3Key"]["Rules"]
            }
            if rules != {"prefix": "users/", "suffix": "/source"}:
                yield f"{name}: announces more than uploads"
        policy = resources(template, "AWS::SQS::QueuePolicy")["UploadsQueuePolicy"]
        for statement in policy["PolicyDocument"]["Statement"]:
            source = statement["Condition"].get("ArnEquals", {}).get("aws:SourceArn", {}).get("Fn::Sub", "")
            if statement["Effect"] == "Allow" and not source.endswith(f":::{bucket['BucketName']['Fn::Sub']}"):
                yield f"{name}: its queue listens to somebody else"


def origins(template: Template) -> Iterator[str]:
    """Pages of exactly the operator's origins may call the API and upload; of none, if there are none."""
    wanted = {"Fn::Split": [",", {"Ref": "AllowedOrigins"}]}
    for name, api in resources(template, "AWS::Serverless::HttpApi").items():
        cors = _if_there_are_origins(api["DefinitionBody"].get("x-amazon-apigateway-cors"))
        if cors is None or cors["allowOrigins"] != wanted:
            yield f"{name}: other origins"
    for name, bucket in resources(template, "AWS::S3::Bucket").items():
        cors = _if_there_are_origins(bucket["CorsConfiguration"])
        if cors is None or any(rule["AllowedOrigins"] != wanted for rule in cors["CorsRules"]):
            yield f"{name}: other origins"
    if template["Parameters"]["AllowedOrigins"]["Default"] != "":
        yield "AllowedOrigins: lets pages in that nobody named"


def _if_there_are_origins(value: Any) -> Any:
    """Take what holds with origins; None if it would hold without any."""
    match value:
        case {"Fn::If": ["HasAllowedOrigins", cors, {"Ref": "AWS::NoValue"}]}:
            return cors
    return None
