"""From what was measured, and what the template says, to what is used."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.cost.deployment import Deployment
from benchmarks.cost.usage import Usage

MEASURED = Path(__file__).with_name("measured.json")
BOOK_WORDS = 100_000
CONVERT = ("IngestFunction", "SynthesizeFunction", "MasterFunction", "AssembleFunction")
API = "ApiFunction"

VCPU_MB = 1769
"""Memory at which a function has one whole vCPU (Lambda developer guide, "Configure memory")."""

WRITES = {"PutObject", "CopyObject", "ListObjectsV2", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"}
READS = {"GetObject", "HeadObject"}

POLLS_A_MINUTE = 5 * 3
"""Of an idle queue: five pollers, each with a long poll of 20 seconds (Lambda developer guide, "Using
Lambda with SQS").

There is no charge for polling but SQS's own, which is for each request, empty or not.
"""

MINUTES_A_MONTH = 730 * 60
DAYS_A_MONTH = 730 / 24


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is neither measured nor in the template: seconds unless said otherwise, per request or statement.

    `core` is how much faster a vCPU of Lambda is than a core of the machine that measured. Every book finds its
    functions cold, as many as run at once: an upper bound. `platform_log` is bytes that Lambda logs of an invocation.
    """

    core: float = 1.0
    store_wait: float = 0.030
    queue_wait: float = 0.010
    database_wait: float = 0.003
    api_requests: float = 60
    downloads: float = 1
    platform_log: float = 700
    heartbeat: float = 10
    metrics: float = 0


@dataclass(frozen=True, slots=True)
class Function:
    """One invocation of a function, on average: processor seconds, seconds of waiting, and what it asks for."""

    invocations: float
    cpu: float
    wait: float
    init: float
    log: float
    requests: dict[str, float]

    def seconds(self, memory: int) -> float:
        """Tell how long an invocation takes: below one vCPU slower, above it no faster: one thread works."""
        return self.cpu / min(1.0, memory / VCPU_MB) + self.wait

    def init_seconds(self, memory: int) -> float:
        """Tell how long a cold start takes."""
        return self.init / min(1.0, memory / VCPU_MB)


class Model:
    """A deployment that converts books like the measured one, scaled to another number of words."""

    def __init__(self, measured: dict[str, Any], deployment: Deployment, assumed: Assumptions) -> None:
        self.measured = measured
        self.deployment = deployment
        self.assumed = assumed
        self.scale = BOOK_WORDS / measured["book"]["words"]
        self.functions = {
            name: self._function(name, work) for name, work in measured["functions"].items() if name != API
        }
        one = self._function(API, measured["functions"][API])
        self.functions[API] = replace(one, invocations=assumed.api_requests)

    def with_memory(self, memory: int) -> "Model":
        """Give the functions that convert another memory size (MB)."""
        sizes = {**self.deployment.memory, **dict.fromkeys(CONVERT, memory)}
        return Model(self.measured, replace(self.deployment, memory=sizes), self.assumed)

    def cpu_seconds(self) -> float:
        """Sum up what a book takes of one core."""
        return sum(function.cpu * function.invocations for function in self.functions.values())

    def book(self) -> Usage:
        """Tell what a book uses, until the last of it has gone from the store."""
        used = [self._used(name, function) for name, function in self.functions.items()]
        messages = sum(self.measured["messages"].values()) * self.scale
        polling = Usage(sqs=2 * messages + 1, fair_sqs=2 * messages)
        return sum(used, polling) + self._stored()

    def idle(self) -> Usage:
        """Tell what a month uses in which nobody does anything."""
        used = Usage(
            sqs=self.deployment.mappings * POLLS_A_MINUTE * MINUTES_A_MONTH,
            schedules=sum(self.deployment.runs.values()),
            alarms=self.deployment.alarms,
            dashboards=self.deployment.dashboards,
            metrics=self.assumed.metrics,
            databases=1,
        )
        for name, runs in self.deployment.runs.items():
            one = replace(self._function(name, self.measured["idle"][name], 1), invocations=runs)
            used += self._used(name, one, cold=0)
        return used

    def longest(self) -> float:
        """Tell for how long a segment is spoken."""
        name = "SynthesizeFunction"
        return self.functions[name].seconds(self.deployment.memory[name])

    def _function(self, name: str, work: dict[str, Any], scale: float | None = None) -> Function:
        count, assumed = work["invocations"], self.assumed
        requests = {request: number / count for request, number in work["requests"].items()}
        store = sum(number for request, number in requests.items() if request.startswith("s3."))
        queue = sum(number for request, number in requests.items() if request.startswith("sqs."))
        # A transaction begins and ends with a round trip of its own.
        trips = (work["statements"] + 2 * work["transactions"]) / count
        return Function(
            invocations=count * (self.scale if scale is None else scale),
            cpu=work["cpu_seconds"] / count / assumed.core,
            wait=store * assumed.store_wait + queue * assumed.queue_wait + trips * assumed.database_wait,
            init=self.measured["imports"][name] / assumed.core,
            log=work["logged"] / count + assumed.platform_log,
            requests=requests,
        )

    def _used(self, name: str, function: Function, cold: float | None = None) -> Usage:
        memory, count = self.deployment.memory[name], function.invocations
        starts = min(count, self.deployment.concurrency.get(name, 1)) if cold is None else cold
        seconds = function.seconds(memory)
        billed = count * seconds + starts * function.init_seconds(memory)
        beats = count * (seconds // self.assumed.heartbeat)
        asked = function.requests.items()
        sqs = count * sum(number for request, number in asked if request.startswith("sqs.")) + beats
        return Usage(
            gb_seconds=billed * memory / 1024,
            disk_gb_seconds=billed * self.deployment.disk[name] / 1024,
            invocations=count,
            sqs=sqs,
            fair_sqs=sqs,
            writes=count * sum(number for request, number in asked if request.removeprefix("s3.") in WRITES),
            reads=count * sum(number for request, number in asked if request.removeprefix("s3.") in READS),
            api_requests=count if name == API else 0,
            log_gb=count * function.log / 1e9,
            log_gb_months=count * function.log / 1e9 * self.deployment.log_days / DAYS_A_MONTH,
            kms=2 * starts,
        )

    def _stored(self) -> Usage:
        objects, limits = self.measured["objects"], self.deployment
        days = {
            "uploads": limits.upload_days,
            "intermediates": limits.intermediate_days,
            "audiobooks": limits.artifact_days,
        }
        gb = {kind: size * self.scale / 1e9 for kind, size in objects.items()}
        sent = sum(work["stored"] for work in self.measured["functions"].values()) * self.scale / 1e9
        return Usage(
            stored_gb_months=sum(gb[kind] * days[kind] for kind in gb) / DAYS_A_MONTH,
            sent_gb=sent,
            downloaded_gb=gb["audiobooks"] * self.assumed.downloads,
            writes=1,
            reads=self.assumed.downloads,
            database_gb=self.measured["database_bytes"] * self.scale / 1e9,
        )


def read_measured(path: Path = MEASURED) -> dict[str, Any]:
    """Read what `--measure` has written."""
    measured: dict[str, Any] = json.loads(path.read_text())
    return measured
