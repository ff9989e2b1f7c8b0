"""How much of everything that has a price is used, and what that comes to."""

from dataclasses import astuple, dataclass, fields
from typing import Self

from benchmarks.cost.prices import Allowances, Prices

NOTHING = Allowances(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Usage:
    """Amounts: GB are 10⁹ bytes for what is stored or sent, and Lambda's 1,024 MB where time is billed by memory.

    `sent_gb` is what functions put into the store, which leaves AWS if the store is elsewhere.
    """

    gb_seconds: float = 0
    disk_gb_seconds: float = 0
    invocations: float = 0
    sqs: float = 0
    fair_sqs: float = 0
    writes: float = 0
    reads: float = 0
    stored_gb_months: float = 0
    sent_gb: float = 0
    downloaded_gb: float = 0
    api_requests: float = 0
    log_gb: float = 0
    log_gb_months: float = 0
    schedules: float = 0
    kms: float = 0
    alarms: float = 0
    dashboards: float = 0
    metrics: float = 0
    database_gb: float = 0
    databases: float = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __mul__(self, times: float) -> Self:
        return type(self)(**{field.name: getattr(self, field.name) * times for field in fields(self)})


def bill(used: Usage, prices: Prices, free: Allowances = NOTHING, store: str = "s3") -> dict[str, float]:
    """Price a month's use, or a book's, by kind; `store` is s3 or r2."""
    p, million = prices, 1_000_000
    return {
        "Lambda, time": _over(used.gb_seconds, free.lambda_gb_seconds) * p.lambda_gb_second
        + used.disk_gb_seconds * p.lambda_disk_gb_second,
        "Lambda, requests": _over(used.invocations, free.lambda_requests) / million * p.lambda_million_requests,
        "SQS": _over(used.sqs, free.sqs_requests) / million * p.sqs_million
        + used.fair_sqs / million * p.sqs_fair_million,
        **_store(used, p, free, store),
        "API Gateway": used.api_requests / million * p.api_million_requests,
        "Logs": _over(used.log_gb, free.log_gb) * p.log_gb + _over(used.log_gb_months, free.log_gb) * p.log_gb_month,
        "Alarms, dashboard, metrics": _over(used.alarms, free.alarms) * p.alarm_month
        + _over(used.dashboards, free.dashboards) * p.dashboard_month
        + _over(used.metrics, free.metrics) * p.metric_month,
        "Schedules": _over(used.schedules, free.scheduler_invocations) / million * p.scheduler_million,
        "Secrets (KMS)": _over(used.kms, free.kms_requests) / million * p.kms_million,
        "Supabase": used.databases * p.supabase_month
        + _over(used.database_gb, p.supabase_gb * used.databases) * p.supabase_gb_month * bool(used.databases),
    }


def _over(amount: float, allowed: float) -> float:
    return max(0.0, amount - allowed)


def _store(used: Usage, p: Prices, free: Allowances, store: str) -> dict[str, float]:
    """Price storage, requests, and what leaves AWS: downloads from S3, or every byte on its way to R2."""
    on_r2, million = store == "r2", 1_000_000
    gb, writes, reads = (
        (p.r2_gb_month, p.r2_million_writes, p.r2_million_reads)
        if on_r2
        else (p.s3_gb_month, p.s3_million_writes, p.s3_million_reads)
    )
    leaving = used.sent_gb if on_r2 else used.downloaded_gb
    return {
        "Storage": used.stored_gb_months * gb,
        "Store, requests": (used.writes * writes + used.reads * reads) / million,
        "Data that leaves AWS": _over(leaving, free.egress_gb) * p.egress_gb,
    }
