"""What can't work together is refused before anything is deployed, and what the stages have works."""

import importlib.util
from collections.abc import Mapping
from typing import Any

import pytest

from local.intrinsics import Resolver, load
from tests.unit.template.cloudformation import ROOT
from tests.unit.test_samconfig import stages

TEMPLATE = load(ROOT / "template.yaml")


def refusals(**given: str) -> list[str]:
    """Evaluate the template's rules as CloudFormation does; return the sentences of those that are broken."""
    names = {**{name: spec.get("Default") for name, spec in TEMPLATE["Parameters"].items()}, **given}
    resolver = Resolver(TEMPLATE, names, lambda *_: "")
    return [
        assertion["AssertDescription"]
        for rule in TEMPLATE["Rules"].values()
        if resolver.resolve(rule.get("RuleCondition", True))
        for assertion in rule["Assertions"]
        if not resolver.resolve(assertion["Assert"])
    ]


def overrides(stage: Mapping[str, Any]) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in stage["parameter_overrides"])


R2 = {
    "Storage": "r2",
    "StoreEndpoint": "https://0123.r2.cloudflarestorage.com",
    "StoreBucket": "books",
    "StoreKeyId": "key",
    "StoreSecretParameter": "/r2",
}
DOMAIN = {"ApiDomain": "api.example.com", "ApiCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/0"}
SUPABASE = {"AuthProvider": "supabase", "SupabaseUrl": "https://abcd.supabase.co", "SupabaseKeyParameter": "/key"}
GOOGLE = {"GoogleClientId": "id", "GoogleClientSecretParameter": "/google"}
STRIPE = {"StripeKeyParameter": "/stripe", "StripeWebhookSecretParameter": "/webhook"}
BACKUP = {"BackupBucket": "backup", "BackupEndpoint": "https://s3.example.com", "BackupKeyId": "key"}
BACKUP |= {"BackupSecretParameter": "/backup"}
PICTURES = {"PublicDistributionArn": "arn", "PublicBaseUrl": "https://pictures.example.com"}
OWN = {"Stage": "prod", "MailIdentity": "books.example.net", "MailFrom": "no-reply@books.example.net"}
OWN |= {f"{name}Parameter": f"/prod/{name}" for name in ("DatabaseUrl", "JwtSecret", "SealingSecret")}

OPTIONAL = {"Storage", "BackupEndpoint", "PublicDistributionArn"}
"""Without these the rest is something else that is whole: another server, a bucket at Amazon, another CDN."""

WHOLE = [R2, {**R2, "R2WebhookSecretParameter": "/bridge"}, DOMAIN, SUPABASE, GOOGLE, STRIPE, BACKUP, PICTURES, OWN]


@pytest.mark.parametrize("stage", stages())
def test_the_stages_keep_the_rules(stage: str) -> None:
    assert refusals(**overrides(stages()[stage])) == []


@pytest.mark.parametrize("given", [{}, *WHOLE])
def test_what_is_whole_is_taken(given: dict[str, str]) -> None:
    assert refusals(**given) == []


@pytest.mark.parametrize(
    ("whole", "missing"),
    [(whole, name) for whole in WHOLE for name in whole if name not in ("R2WebhookSecretParameter", "Stage")],
)
def test_what_lacks_a_part_is_refused(whole: dict[str, str], missing: str) -> None:
    rest = {name: value for name, value in whole.items() if name != missing}
    assert refusals(**rest) or missing in OPTIONAL


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SnapStart": "PublishedVersions", "PythonRuntime": "python3.11"}, "SnapStart needs python3.12 or later."),
        ({"R2WebhookSecretParameter": "/bridge"}, "R2WebhookSecretParameter needs Storage r2."),
        ({"StoreRegion": "garage"}, "StoreRegion needs a StoreEndpoint."),
        ({"DeleteFromPrimaryAfterSync": "1"}, "DeleteFromPrimaryAfterSync needs a BackupBucket."),
        ({"BackupRegion": "eu-west-1"}, "BackupRegion needs a BackupBucket."),
        (
            {"ApiHostedZoneId": "Z1", **DOMAIN, "ApiDomain": ""},
            "ApiCertificateArn and ApiHostedZoneId need an ApiDomain.",
        ),
        ({"DefaultEngine": "openai"}, "DefaultEngine openai needs an OpenaiUrl."),
        (
            {"JwtSecretParameter": "/one", "SealingSecretParameter": "/one"},
            "JwtSecretParameter and SealingSecretParameter have to name two secrets.",
        ),
        (
            {"SealingSecretParameter": "/one", "PreviousSealingSecretParameter": "/one"},
            "PreviousSealingSecretParameter has to name another secret than SealingSecretParameter.",
        ),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, str], sentence: str) -> None:
    assert refusals(**given) == [sentence]


def test_no_other_stage_takes_devs_secrets() -> None:
    refused = refusals(Stage="prod")
    assert len(refused) == 5
    assert all("This stage needs" in sentence for sentence in refused)


def test_a_deployment_is_a_new_release_with_all_parameters_of_its_stage() -> None:
    found = importlib.util.spec_from_file_location("deploy", ROOT / ".ci" / "deploy.py")
    assert found is not None
    assert found.loader is not None
    deploy = importlib.util.module_from_spec(found)
    found.loader.exec_module(deploy)
    words = deploy.command("prod", ["env", "sam"], 7)
    assert words[:6] == ["env", "sam", "deploy", "--config-env", "prod", "--parameter-overrides"]
    assert dict(word.split("=", 1) for word in words[6:]) == {**overrides(stages()["prod"]), "Release": "7"}
    assert deploy._quoted("MailFrom=Books <a@b.example>") == 'MailFrom="Books <a@b.example>"'
