"""What a client is told of the limits that its request was counted against."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from ebookvoice.domain.limits import Allowance


def headers(allowances: Sequence[Allowance], now: datetime) -> dict[str, str]:
    """Write RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10), and Retry-After for a refusal.

    Of several allowances of one limit the tightest is shown.
    """
    tightest: dict[str, Allowance] = {}
    for allowance in sorted(allowances, key=lambda allowance: allowance.remaining):
        tightest.setdefault(allowance.limit.name, allowance)
    if not tightest:
        return {}
    shown = tightest.values()
    told = {
        "RateLimit-Policy": ", ".join(f'"{a.limit.name}";q={a.limit.count};w={a.limit.seconds}' for a in shown),
        "RateLimit": ", ".join(f'"{a.limit.name}";r={a.remaining};t={_seconds(a, now)}' for a in shown),
    }
    refused = [_seconds(allowance, now) for allowance in shown if not allowance.allowed]
    return told | ({"Retry-After": str(max(refused))} if refused else {})


def _seconds(allowance: Allowance, now: datetime) -> int:
    return max(1, ceil((allowance.resets_at - now).total_seconds()))
