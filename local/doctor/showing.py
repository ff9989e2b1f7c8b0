"""Findings for people, and for programs."""

import json
from collections.abc import Sequence

from local.doctor.finding import Finding, State


def well(findings: Sequence[Finding]) -> bool:
    """Tell whether nothing is wrong."""
    return all(finding.state is not State.WRONG for finding in findings)


def as_line(finding: Finding) -> str:
    """Set a finding in one line: how it is, what was looked at, what was found, what to do."""
    line = f"{finding.state:8} {finding.check:24} {finding.what}"
    line = f"{line} → {finding.advice}" if finding.advice else line
    return " ".join(line.splitlines())


def as_sum(findings: Sequence[Finding]) -> str:
    """Count them in one line."""
    counts = {state: sum(finding.state is state for finding in findings) for state in State}
    return f"{counts[State.OK]} ok, {counts[State.WRONG]} wrong, {counts[State.SKIPPED]} skipped"


def as_json(name: str, findings: Sequence[Finding]) -> str:
    """Write them as one JSON object."""
    checks = [
        {"check": finding.check, "state": finding.state, "what": finding.what, "advice": finding.advice or None}
        for finding in findings
    ]
    return json.dumps({"deployment": name, "well": well(findings), "checks": checks}, ensure_ascii=False)
