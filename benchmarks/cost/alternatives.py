"""What else could do the work: machines that are always on, and somebody else's speech."""

import math
from dataclasses import dataclass

from benchmarks.cost.prices import Prices

HOURS = 730
CORES, MEMORY_GB, DISK_GB = 2, 4, 30
"""Of one machine: a c6g.large (the processor that Lambda's arm64 began with), and a Fargate task of that size."""

UTILISATION = 0.7
"""How busy a machine may be before a queue grows faster than people are patient."""


@dataclass(frozen=True, slots=True)
class Machines:
    """How many machines a month's books take, and what they cost in that month."""

    count: int
    ec2: float
    fargate: float


def machines(books: float, cpu_seconds: float, prices: Prices) -> Machines:
    """Count the machines for so many books of so many processor seconds; one is there even if nobody comes."""
    capacity = CORES * HOURS * 3600 * UTILISATION / cpu_seconds
    count = max(1, math.ceil(books / capacity))
    address = HOURS * prices.ipv4_hour
    ec2 = HOURS * prices.ec2_hour + DISK_GB * prices.ebs_gb_month + address
    fargate = HOURS * (CORES * prices.fargate_vcpu_hour + MEMORY_GB * prices.fargate_gb_hour) + address
    return Machines(count, count * ec2, count * fargate)


def polly(characters: float, prices: Prices) -> tuple[float, float]:
    """Price the same characters at Amazon Polly: standard and neural voices, speech alone."""
    million = characters / 1_000_000
    return million * prices.polly_standard_million, million * prices.polly_neural_million
