"""Stand up what the template declares or its operator provides: queues, buckets, secrets, senders of mail."""

import json
from collections.abc import Iterable, Mapping
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from local.environment import REGION, Access
from local.wiring import Bucket, Cors, Queue, Wiring

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import CORSRuleTypeDef
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sqs import SQSClient
    from types_boto3_ssm import SSMClient

CONFIG = Config(signature_version="v4", retries={"total_max_attempts": 2}, max_pool_connections=50, proxies={})


class Clients:
    """The supervisor's own clients of the store."""

    def __init__(self, access: Access) -> None:
        session = boto3.Session(access.access_key, access.secret_key, region_name=REGION)
        self.s3: S3Client = session.client(
            "s3", endpoint_url=access.endpoint, config=CONFIG.merge(Config(signature_version="s3v4"))
        )
        self.sqs: SQSClient = session.client("sqs", endpoint_url=access.endpoint, config=CONFIG)
        self.ses: SESV2Client = session.client("sesv2", endpoint_url=access.endpoint, config=CONFIG)
        self.ssm: SSMClient = session.client("ssm", endpoint_url=access.endpoint, config=CONFIG)


def stand_up(
    wiring: Wiring, clients: Clients, secrets: Mapping[str, str], senders: Iterable[str] = ()
) -> dict[str, str]:
    """Make what is not there yet; return the queues' URLs by ARN.

    `secrets` maps names of parameters to values; `senders` are the addresses that mail may come from.
    """
    for name, value in secrets.items():
        clients.ssm.put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=True)
    for address in {parseaddr(sender)[1] for sender in senders}:
        clients.ses.create_email_identity(EmailIdentity=address)
    urls = {arn: _make_queue(queue, clients.sqs) for arn, queue in wiring.queues.items()}
    for queue in wiring.queues.values():
        if queue.redrive:
            policy = {"deadLetterTargetArn": queue.redrive.target, "maxReceiveCount": queue.redrive.receives}
            clients.sqs.set_queue_attributes(QueueUrl=urls[queue.arn], Attributes={"RedrivePolicy": json.dumps(policy)})
    for bucket in wiring.buckets:
        _make_bucket(bucket, clients.s3)
    return urls


def _make_queue(queue: Queue, client: "SQSClient") -> str:
    attributes: Any = {
        "VisibilityTimeout": str(queue.visibility),
        "DelaySeconds": str(queue.delay),
        "MessageRetentionPeriod": str(queue.retention),
    }
    return client.create_queue(QueueName=queue.name, Attributes=attributes)["QueueUrl"]


def _make_bucket(bucket: Bucket, client: "S3Client") -> None:
    client.create_bucket(Bucket=bucket.name)
    configurations: list[Any] = [
        {
            "QueueArn": notification.queue,
            "Events": [notification.event],
            "Filter": {
                "Key": {
                    "FilterRules": [
                        {"Name": name, "Value": value}
                        for name, value in (("prefix", notification.prefix), ("suffix", notification.suffix))
                        if value
                    ]
                }
            },
        }
        for notification in bucket.notifications
    ]
    if configurations:
        client.put_bucket_notification_configuration(
            Bucket=bucket.name, NotificationConfiguration={"QueueConfigurations": configurations}
        )
    if bucket.cors:
        rules = [cors_rule(cors) for cors in bucket.cors]
        client.put_bucket_cors(Bucket=bucket.name, CORSConfiguration={"CORSRules": rules})


def cors_rule(cors: Cors) -> "CORSRuleTypeDef":
    """Write a rule as S3's API takes it."""
    rule: CORSRuleTypeDef = {
        "AllowedOrigins": list(cors.origins),
        "AllowedMethods": list(cors.methods),
        "AllowedHeaders": list(cors.headers),
        "ExposeHeaders": list(cors.exposed),
    }
    if cors.max_age is not None:
        rule["MaxAgeSeconds"] = cors.max_age
    return rule
