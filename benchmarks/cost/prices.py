"""List prices in US dollars, without tax and discounts: inputs, to be checked before they are relied on.

They are those of the pages named in SOURCES as known on NOTED. `python -m benchmarks.cost --set lambda_gb_second=…`
puts another one in place for a run.
"""

from dataclasses import dataclass

NOTED = "2025-08"

SOURCES = {
    "Lambda": "https://aws.amazon.com/lambda/pricing/",
    "SQS": "https://aws.amazon.com/sqs/pricing/",
    "S3": "https://aws.amazon.com/s3/pricing/",
    "R2": "https://developers.cloudflare.com/r2/pricing/",
    "API Gateway": "https://aws.amazon.com/api-gateway/pricing/",
    "CloudWatch": "https://aws.amazon.com/cloudwatch/pricing/",
    "EventBridge Scheduler": "https://aws.amazon.com/eventbridge/pricing/",
    "KMS, which opens SSM's SecureStrings": "https://aws.amazon.com/kms/pricing/",
    "EC2": "https://aws.amazon.com/ec2/pricing/on-demand/",
    "Fargate": "https://aws.amazon.com/fargate/pricing/",
    "Polly": "https://aws.amazon.com/polly/pricing/",
    "Supabase": "https://supabase.com/pricing",
}


@dataclass(frozen=True, slots=True)
class Prices:
    """One region's prices: per unit where the name ends in one, per million where it says so."""

    region: str
    lambda_gb_second: float
    s3_gb_month: float
    s3_million_writes: float
    s3_million_reads: float
    api_million_requests: float
    log_gb: float
    log_gb_month: float
    scheduler_million: float
    ec2_hour: float
    ebs_gb_month: float
    fargate_vcpu_hour: float
    fargate_gb_hour: float
    lambda_million_requests: float = 0.20
    lambda_disk_gb_second: float = 0.0000000309
    sqs_million: float = 0.40
    sqs_fair_million: float = 0.10
    egress_gb: float = 0.09
    kms_million: float = 3.0
    alarm_month: float = 0.10
    dashboard_month: float = 3.0
    metric_month: float = 0.30
    ipv4_hour: float = 0.005
    polly_standard_million: float = 4.0
    polly_neural_million: float = 16.0
    r2_gb_month: float = 0.015
    r2_million_writes: float = 4.50
    r2_million_reads: float = 0.36
    supabase_month: float = 25.0
    supabase_gb: float = 8.0
    supabase_gb_month: float = 0.125


@dataclass(frozen=True, slots=True)
class Allowances:
    """What an account has free of charge every month, for as long as it lives; other stacks draw on it, too."""

    lambda_gb_seconds: float = 400_000
    lambda_requests: float = 1_000_000
    sqs_requests: float = 1_000_000
    scheduler_invocations: float = 14_000_000
    kms_requests: float = 20_000
    egress_gb: float = 100
    log_gb: float = 5
    alarms: int = 10
    dashboards: int = 3
    metrics: int = 10


VIRGINIA = Prices(
    region="us-east-1",
    lambda_gb_second=0.0000133334,
    s3_gb_month=0.023,
    s3_million_writes=5.0,
    s3_million_reads=0.40,
    api_million_requests=1.00,
    log_gb=0.50,
    log_gb_month=0.03,
    scheduler_million=1.00,
    ec2_hour=0.068,
    ebs_gb_month=0.08,
    fargate_vcpu_hour=0.03238,
    fargate_gb_hour=0.00356,
)
FRANKFURT = Prices(
    region="eu-central-1",
    lambda_gb_second=0.0000133334,
    s3_gb_month=0.0245,
    s3_million_writes=5.4,
    s3_million_reads=0.43,
    api_million_requests=1.20,
    log_gb=0.63,
    log_gb_month=0.0324,
    scheduler_million=1.00,
    ec2_hour=0.0776,
    ebs_gb_month=0.0952,
    fargate_vcpu_hour=0.03725,
    fargate_gb_hour=0.00409,
)
REGIONS = {prices.region: prices for prices in (VIRGINIA, FRANKFURT)}
