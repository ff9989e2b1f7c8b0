"""What hangs together how: the part of a SAM template that decides what runs, typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Function:
    """A Lambda function; `timeout` in seconds, `memory` in MB."""

    logical_id: str
    name: str
    arn: str
    handler: str
    timeout: int
    memory: int
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Redrive:
    """After `receives` receives a message goes to the queue with that ARN."""

    target: str
    receives: int


@dataclass(frozen=True, slots=True)
class Queue:
    """An SQS queue; times in seconds."""

    logical_id: str
    name: str
    arn: str
    visibility: int
    delay: int
    retention: int
    redrive: Redrive | None


@dataclass(frozen=True, slots=True)
class Notification:
    """Objects whose keys fit are announced to the queue with that ARN."""

    queue: str
    event: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Cors:
    """What pages of these origins may do; for `max_age` seconds a browser may rely on that."""

    origins: tuple[str, ...]
    methods: tuple[str, ...]
    headers: tuple[str, ...]
    exposed: tuple[str, ...]
    max_age: int | None
    credentials: bool = False


@dataclass(frozen=True, slots=True)
class Bucket:
    """An S3 bucket."""

    logical_id: str
    name: str
    notifications: tuple[Notification, ...]
    cors: tuple[Cors, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """An event source mapping: batches of a queue's messages invoke a function."""

    function: str
    queue: str
    batch_size: int
    concurrency: int | None
    reports_failures: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """A function that is invoked at times: `rate(…)` or `cron(…)`, UTC."""

    name: str
    arn: str
    function: str
    expression: str
    input: str | None


@dataclass(frozen=True, slots=True)
class Route:
    """An HttpApi route: `method` is * for any, `path` may hold {name} and {name+}, or be $default."""

    method: str
    path: str
    function: str


@dataclass(frozen=True, slots=True)
class Wiring:
    """A template, resolved. Functions are known by their logical ids, queues by their ARNs."""

    functions: dict[str, Function] = field(default_factory=dict)
    queues: dict[str, Queue] = field(default_factory=dict)
    buckets: tuple[Bucket, ...] = ()
    mappings: tuple[SourceMapping, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    routes: tuple[Route, ...] = ()
    cors: Cors | None = None

    def consumers(self) -> set[str]:
        """Name the functions that work from queues, without those that only settle dead letters."""
        dead = {queue.redrive.target for queue in self.queues.values() if queue.redrive}
        return {mapping.function for mapping in self.mappings if mapping.queue not in dead}
