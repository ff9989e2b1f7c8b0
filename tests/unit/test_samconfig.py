"""The stages deploy with parameters that the template has and accepts."""

import re
import tomllib
from typing import Any

import pytest

from tests.unit.template.cloudformation import ROOT, read_template

BUCKET_NAME = 63
"""Characters, S3's limit."""

SUFFIX = "-books-123456789012-ap-southeast-1"
"""What the template adds to the stack's name, in a region with one of the longest names."""


def configuration() -> dict[str, Any]:
    return tomllib.loads((ROOT / "samconfig.toml").read_text())


def stages() -> dict[str, dict[str, Any]]:
    """Pick what `sam deploy` is told for each stage."""
    sections = {name: section for name, section in configuration().items() if name != "version"}
    return {name: section["deploy"]["parameters"] for name, section in sections.items() if "deploy" in section}


def accepts(parameter: dict[str, Any], value: str) -> bool:
    """Tell whether CloudFormation would take a value for a parameter."""
    if "AllowedValues" in parameter and value not in map(str, parameter["AllowedValues"]):
        return False
    if parameter["Type"] == "Number":
        least, most = int(parameter.get("MinValue", 0)), int(parameter.get("MaxValue", 2**63))
        return least <= int(value) <= most
    return re.fullmatch(parameter.get("AllowedPattern", ".*"), value) is not None


def test_each_stage_is_deployed_as_itself() -> None:
    named = {
        name: dict(pair.split("=", 1) for pair in stage["parameter_overrides"]) for name, stage in stages().items()
    }
    assert {name: overrides["Stage"] for name, overrides in named.items()} == {
        "dev": "dev",
        "staging": "staging",
        "prod": "prod",
    }
    assert len({stage["stack_name"] for stage in stages().values()}) == 3


@pytest.mark.parametrize("stage", stages())
def test_parameters_are_accepted(stage: str) -> None:
    parameters = read_template()["Parameters"]
    for pair in stages()[stage]["parameter_overrides"]:
        name, value = pair.split("=", 1)
        assert accepts(parameters[name], value), pair


@pytest.mark.parametrize("stage", stages())
def test_bucket_name_is_not_too_long(stage: str) -> None:
    name = f"{stages()[stage]['stack_name']}{SUFFIX}"
    assert re.fullmatch(r"[a-z0-9-]+", name)
    assert len(name) <= BUCKET_NAME


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AllowedOrigins", "*"),
        ("AllowedOrigins", "https://books.example.com/"),
        ("AllowedOrigins", "https://a.example.com, https://b.example.com"),
        ("TrustedProxies", "1"),
        ("TrustedProxies", "nginx"),
        ("TrustedProxies", "0.0.0.0/0"),
        ("TrustedProxies", "192.0.2.7,::/0"),
        ("TrustedProxies", "192.0.2.7, 192.0.2.8"),
        ("TrustedProxies", "192.0.2.7,"),
        ("AccessTokenSeconds", "59"),
        ("CodeSeconds", "3601"),
        ("CodeAttempts", "0"),
        ("CodeAttempts", "11"),
        ("DatabaseUrlParameter", "postgresql://me@db.example.com/books"),
        ("JwtSecretParameter", "jwt-secret"),
        ("DefaultVoice", "en-gb"),
        ("EdgeUrl", "http://speech.example.com"),
        ("OpenaiUrl", "speech.example.com"),
        ("OpenaiUrl", "https://me:pass@speech.example.com"),
        ("OpenaiModel", ""),
        ("OpenaiVoices", "alloy,"),
        ("OpenaiVoices", "alloy::she"),
        ("SpeechLanes", "0"),
        ("SynthesizeConcurrency", "1"),
        ("PythonRuntime", "python3.10"),
        ("SnapStart", "on"),
        ("Release", "v1"),
        ("ApiDomain", "https://api.example.com"),
        ("ApiDomain", "*.example.com"),
        ("ApiDomain", "localhost"),
        ("ApiCertificateArn", "arn:aws:iam::123456789012:server-certificate/books"),
        ("ApiHostedZoneId", "/hostedzone/Z1"),
    ],
)
def test_template_refuses(name: str, value: str) -> None:
    assert not accepts(read_template()["Parameters"][name], value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AllowedOrigins", "https://a.example.com,http://localhost:3000"),
        ("AllowedOrigins", ""),
        ("SnapStart", "PublishedVersions"),
        ("Release", "1795279772"),
        ("ApiDomain", "api.books.example.com"),
        ("ApiCertificateArn", "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b-2c"),
        ("ApiHostedZoneId", "Z2FDTNDATAQYW2"),
        ("TrustedProxies", ""),
        ("TrustedProxies", "192.0.2.7"),
        ("TrustedProxies", "192.0.2.0/24,2001:db8:1::/48,::1"),
        ("DefaultVoice", ""),
        ("DefaultVoice", "edge:en-GB-SoniaNeural"),
        ("EdgeUrl", "ws://127.0.0.1:8765"),
        ("EdgeUrl", "wss://speech.example.com/base"),
        ("OpenaiUrl", "http://127.0.0.1:8880/v1"),
        ("OpenaiModel", "speaches-ai/Kokoro-82M-v1.0-ONNX"),
        ("OpenaiVoices", ""),
        ("OpenaiVoices", "alloy,nova:en,af_sky+af_bella:en-US:female,am_adam::male"),
    ],
)
def test_template_accepts(name: str, value: str) -> None:
    assert accepts(read_template()["Parameters"][name], value)
