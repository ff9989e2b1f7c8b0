"""A deployment to break: real Postgres, the embedded store's S3, SQS and SSM, and all rules of the template."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
from botocore.exceptions import ClientError

from local.cloud import TEMPLATE
from local.doctor.catalogue import Facts
from local.doctor.checks.bucket import POLICY as BUCKET_POLICY
from local.doctor.checks.queues import POLICY as QUEUE_POLICY
from local.doctor.deployment import Deployment, aws_client
from local.doctor.examination import CHECKS, examine
from local.doctor.finding import Finding, State
from local.environment import ACCOUNT, REGION, Access
from local.intrinsics import load
from local.provisions import secrets_of
from local.resources import Clients, cors_rule, stand_up
from local.stack import BUCKET, Site, Stack
from local.template import read_wiring
from local.wiring import Bucket

JWT, SEALING, PASSWORD = "mYPSL0Cw1Vb2kq8Jt7nXr5dEoZ9aGhTf", "Qz4uRy6iWc3xPm1sLk0vBn8jHg5fDd2e", "hunter2hunter2"
ORIGIN = "https://books.example.com"


class KeptPolicy:
    """S3 with a bucket policy that it shows and does not apply: moto does not look at the conditions of a denial."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.policy = ""

    def get_bucket_policy(self, **bucket: str) -> dict[str, str]:
        if not self.policy:
            raise ClientError({"Error": {"Code": "NoSuchBucketPolicy"}}, "GetBucketPolicy")
        return {"Policy": self.policy}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


@dataclass(frozen=True)
class Ground:
    """The deployment, the clients of what it stands on, and the superuser's address of its database."""

    deployment: Deployment
    clients: Clients
    owner: str
    kept: KeptPolicy
    _broken: list[str] = field(default_factory=list)

    def states(self, check: str, **changed: Any) -> dict[str, State]:
        """Run one check, on a deployment of which some fields may be changed."""
        return {finding.check: finding.state for finding in self.findings(check, **changed)}

    def findings(self, check: str, **changed: Any) -> list[Finding]:
        return list(examine(replace(self.deployment, **changed), {check: CHECKS[check]}))

    def told(self, check: str, name: str, **changed: Any) -> Finding:
        """Find what is said about one thing."""
        [finding] = [found for found in self.findings(check, **changed) if found.check == name]
        return finding

    def with_variables(self, function: str, **variables: str) -> dict[str, Mapping[str, str]]:
        """Change some of a function's variables."""
        before = self.deployment.environments
        return {**before, function: {**before[function], **variables}}

    def execute(self, *statements: Any) -> None:
        """Do something to the database as its owner."""
        with psycopg.connect(self.owner, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @property
    def s3(self) -> Any:
        """Break something at the bucket; it is mended after the test."""
        self._broken.append("s3")
        return self.kept

    @property
    def sqs(self) -> Any:
        """Break something at a queue; it is mended after the test."""
        self._broken.append("sqs")
        return self.clients.sqs

    def change(self, queue: str, **attributes: str) -> None:
        """Change some of a queue's attributes; moto forgets the policy unless it is told again."""
        url = self.url(queue)
        held = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={**held, **attributes})

    @property
    def changes(self) -> int:
        return len(self._broken)

    def mend(self) -> None:
        """Set everything again, as CloudFormation would by a new deployment."""
        rule(self.clients, self.kept, self.deployment)

    def url(self, queue: str) -> str:
        return f"{self.deployment.stack.site.endpoint}/{ACCOUNT}/{self.deployment.stack.site.name}-{queue}"

    @property
    def bucket(self) -> str:
        return self.deployment.settings.bucket


def lay(access: Access, name: str, owner: str, schema: Facts) -> Ground:
    """Stand the template up as CloudFormation would, under a stack's name of its own."""
    given = {"BackupBucket": f"{name}-backup", "AllowedOrigins": ORIGIN, "MailIdentity": "example.com"}
    site = Site(ACCOUNT, REGION, name, access.endpoint)
    template = load(TEMPLATE)
    wiring = read_wiring(TEMPLATE, site, given)
    stack = Stack(template, site, given)
    clients = Clients(access)
    kept = KeptPolicy(clients.s3)
    login = owner.replace("//postgres@", f"//authenticator:{PASSWORD}@")
    secrets = {"DATABASE_URL_PARAMETER": login, "JWT_SECRET_PARAMETER": JWT, "SEALING_SECRET_PARAMETER": SEALING}
    stand_up(wiring, clients, secrets_of(wiring.functions.values(), secrets))
    clients.s3.create_bucket(Bucket=given["BackupBucket"])
    defaults = {key: str(spec.get("Default", "")) for key, spec in template["Parameters"].items()}
    deployment = Deployment(
        name="dev",
        stack=stack,
        wiring=wiring,
        parameters={**defaults, **given},
        environments={key: dict(function.environment) for key, function in wiring.functions.items()},
        timeouts={key: function.timeout for key, function in wiring.functions.items()},
        api_url="",
        client=lambda service: kept if service == "s3" else aws_client(service),
        schema=lambda: schema,
    )
    rule(clients, kept, deployment)
    return Ground(deployment, clients, owner, kept)


def rule(clients: Clients, kept: KeptPolicy, deployment: Deployment) -> None:
    """Set by API calls what CloudFormation would, and what the operator has set at the backup."""
    backup = deployment.parameters["BackupBucket"]
    clients.s3.put_bucket_versioning(Bucket=backup, VersioningConfiguration={"Status": "Enabled"})
    [policy] = [policy["PolicyDocument"] for _, policy in deployment.stack.of_type(BUCKET_POLICY)]
    kept.policy = json.dumps(policy)
    _rule_bucket(clients.s3, deployment)
    _rule_queues(clients.sqs, deployment)


def _rule_bucket(client: Any, deployment: Deployment) -> None:
    [properties] = [properties for _, properties in deployment.stack.of_type(BUCKET)]
    [bucket] = deployment.wiring.buckets
    _notify(client, bucket)
    blocked = properties["PublicAccessBlockConfiguration"]
    client.put_public_access_block(Bucket=bucket.name, PublicAccessBlockConfiguration=blocked)
    client.put_bucket_ownership_controls(Bucket=bucket.name, OwnershipControls=properties["OwnershipControls"])
    rules = [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    client.put_bucket_encryption(Bucket=bucket.name, ServerSideEncryptionConfiguration={"Rules": rules})
    sweep(client, bucket.name, properties["LifecycleConfiguration"]["Rules"])


def sweep(client: Any, bucket: str, rules: Iterable[Mapping[str, Any]]) -> None:
    """Write the template's lifecycle rules as S3's API takes them."""
    written = []
    for rule in rules:
        below = {"Prefix": rule.get("Prefix", "")}
        entry: dict[str, Any] = {"ID": rule["Id"], "Status": rule["Status"], "Filter": below}
        if "ExpirationInDays" in rule:
            entry["Expiration"] = {"Days": rule["ExpirationInDays"]}
        if ends := rule.get("AbortIncompleteMultipartUpload"):
            entry["AbortIncompleteMultipartUpload"] = ends
        written.append(entry)
    client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": written})


def _rule_queues(client: Any, deployment: Deployment) -> None:
    site = deployment.stack.site
    policies = {url: p["PolicyDocument"] for _, p in deployment.stack.of_type(QUEUE_POLICY) for url in p["Queues"]}
    for queue in deployment.wiring.queues.values():
        url = f"{site.endpoint}/{site.account}/{queue.name}"
        attributes = {
            "VisibilityTimeout": str(queue.visibility),
            "MessageRetentionPeriod": str(queue.retention),
            "SqsManagedSseEnabled": "true",
            "Policy": json.dumps(policies[url]),
        }
        if queue.redrive:
            dead = {"deadLetterTargetArn": queue.redrive.target, "maxReceiveCount": queue.redrive.receives}
            attributes["RedrivePolicy"] = json.dumps(dead)
        client.set_queue_attributes(QueueUrl=url, Attributes=attributes)


def _notify(client: Any, bucket: Bucket) -> None:
    entries = [
        {
            "QueueArn": told.queue,
            "Events": [told.event],
            "Filter": {
                "Key": {
                    "FilterRules": [{"Name": "prefix", "Value": told.prefix}, {"Name": "suffix", "Value": told.suffix}]
                }
            },
        }
        for told in bucket.notifications
    ]
    client.put_bucket_notification_configuration(
        Bucket=bucket.name, NotificationConfiguration={"QueueConfigurations": entries}
    )
    rules = [cors_rule(cors) for cors in bucket.cors]
    client.put_bucket_cors(Bucket=bucket.name, CORSConfiguration={"CORSRules": rules})
