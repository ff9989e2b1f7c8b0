"""SnapStart: a snapshot of the API holds modules, nothing that must not be in two places, and of the newest state."""

import subprocess
import sys
from typing import Any

import pytest

from local.intrinsics import load
from local.stack import Site, Stack
from tests.unit.template.cloudformation import ROOT, read_template, transformed

SITE = Site("123456789012", "eu-central-1", "books", "https://sqs.eu-central-1.amazonaws.com")

LOADING = """
import sys

def watch(event, arguments):
    # Mangum's event loop has a pair of sockets of its own, which a snapshot of the whole machine brings along.
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen"):
        raise SystemExit(f"{event} while loading")

sys.addaudithook(watch)
import functions.api.app
from ebookvoice.wiring import world
sys.exit(world.cache_info().currsize)
"""


def stack(**parameters: str) -> Stack:
    return Stack(load(ROOT / "template.yaml"), SITE, parameters)


def of(built: Stack, kind: str) -> dict[str, Any]:
    return dict(built.of_type(kind))


def test_loading_the_api_opens_nothing_and_reads_no_secret() -> None:
    """What is made before the snapshot is the same in every sandbox that is restored from it."""
    done = subprocess.run([sys.executable, "-c", LOADING], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_is_off_unless_asked_for() -> None:
    built = stack()
    assert "SnapStart" not in of(built, "AWS::Serverless::Function")["ApiFunction"]
    assert not of(built, "AWS::Lambda::Alias")


def test_each_release_publishes_a_version_of_a_function_that_has_changed() -> None:
    built = stack(SnapStart="PublishedVersions", Release="7")
    function = of(built, "AWS::Serverless::Function")["ApiFunction"]
    assert function["SnapStart"] == {"ApplyOn": "PublishedVersions"}
    assert function["Environment"]["Variables"]["RELEASE"] == "7"
    assert of(built, "AWS::Lambda::Version")["ApiVersion"]["Description"] == "7"


def test_the_gateway_asks_the_alias_and_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", SITE.region)
    resources = transformed(read_template())["Resources"]
    any_path = resources["HttpApi"]["Properties"]["Body"]["paths"]["/{proxy+}"]["x-amazon-apigateway-any-method"]
    condition, alias, function = any_path["x-amazon-apigateway-integration"]["uri"]["Fn::If"]
    assert condition == "HasSnapStart"
    assert "${ApiAlias}" in alias["Fn::Sub"]
    assert "${ApiFunction.Arn}" in function["Fn::Sub"]
    assert resources["ApiAliasPermission"]["Properties"]["FunctionName"] == {"Ref": "ApiAlias"}
    assert "HttpApiApiGatewayDefaultStage" in resources
    assert resources["ApiDomainMapping"]["Properties"]["Stage"] == {"Ref": "HttpApiApiGatewayDefaultStage"}


def test_the_domain_is_the_address_unless_another_is_given() -> None:
    domain = {
        "ApiDomain": "api.example.com",
        "ApiCertificateArn": "arn:aws:acm:eu-central-1:123456789012:certificate/0",
    }
    for given, address in (
        ({}, ""),
        (domain, "https://api.example.com"),
        ({**domain, "PublicUrl": "https://books.example.com"}, "https://books.example.com"),
    ):
        functions = of(stack(**given), "AWS::Serverless::Function")
        for name in ("ApiFunction", "AuthorizerFunction"):
            assert functions[name]["Environment"]["Variables"]["PUBLIC_URL"] == address
