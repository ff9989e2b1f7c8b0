"""The stages that can be deployed, as samconfig.toml names them."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import boto3

from local.ending import UsageError
from local.environment import ROOT

CONFIGURATION = ROOT / "samconfig.toml"
STAGES = ("dev", "staging", "prod")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage's stack, and the region that it is in."""

    stack_name: str
    region: str


def stage(name: str, path: Path = CONFIGURATION) -> Stage:
    """Find a stage. Raises UsageError for one that is not there, or without a region."""
    sections = tomllib.loads(path.read_text())
    try:
        parameters = sections[name]["deploy"]["parameters"]
        stack_name = str(parameters["stack_name"])
    except KeyError as missing:
        raise UsageError(f"{path.name} has no stack_name for {name}") from missing
    region = parameters.get("region") or os.environ.get("AWS_REGION") or boto3.Session().region_name
    if not region:
        raise UsageError(f"no region is set: give {name} one in {path.name}, or set AWS_REGION")
    return Stage(stack_name, str(region))
