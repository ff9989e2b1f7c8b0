"""The wiring comes from the template."""

from pathlib import Path

import pytest

from local.environment import ROOT
from local.intrinsics import TemplateError
from local.stack import Site
from local.template import read_wiring
from local.wiring import Cors, Notification, Redrive, Route, Wiring

SITE = Site("123456789012", "us-east-1", "ebookvoice", "http://127.0.0.1:9")
SMALL = Path(__file__).with_name("template.yaml")
ARN = "arn:aws:sqs:us-east-1:123456789012:ebookvoice-"


def read(tmp_path: Path, text: str, **parameters: str) -> Wiring:
    path = tmp_path / "template.yaml"
    path.write_text(text)
    return read_wiring(path, SITE, parameters)


def environment(tmp_path: Path, expression: str, **parameters: str) -> str:
    wiring = read(
        tmp_path,
        f"""
Parameters:
  Name: {{Type: String, Default: ada}}
Conditions:
  IsAda: !Equals [!Ref Name, ada]
  IsNot: !Not [!Condition IsAda]
Mappings:
  Ages: {{ada: {{age: 36}}}}
Resources:
  Queue: {{Type: AWS::SQS::Queue}}
  Bucket: {{Type: AWS::S3::Bucket}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Environment: {{Variables: {{VALUE: {expression}}}}}
""",
        **parameters,
    )
    return wiring.functions["F"].environment["VALUE"]


def test_queues_carry_what_the_template_says() -> None:
    wiring = read_wiring(SMALL, SITE, {"Visibility": "7"})
    work = wiring.queues[f"{ARN}Work"]
    assert (work.visibility, work.redrive) == (7, Redrive(f"{ARN}Dead", 2))
    assert wiring.queues[f"{ARN}Uploads"].visibility == 30
    assert wiring.buckets[0].notifications == (Notification(f"{ARN}Uploads", "s3:ObjectCreated:*", "in/", ".txt"),)


def test_another_store_takes_the_place_of_the_stack_s_bucket() -> None:
    given = {
        "Storage": "r2",
        "StoreEndpoint": "https://0123.r2.cloudflarestorage.com",
        "StoreBucket": "there",
        "StoreKeyId": "key",
        "StoreSecretParameter": "/store/secret",
        "R2WebhookSecretParameter": "/bridge/secret",
    }
    own, other = (read_wiring(ROOT / "template.yaml", SITE, parameters) for parameters in ({}, given))

    def of(wiring: Wiring, variable: str) -> set[str]:
        found = {function.environment.get(variable, "") for function in wiring.functions.values()}
        return found - {""}

    assert [bucket.logical_id for bucket in own.buckets if bucket.logical_id == "BooksBucket"] == ["BooksBucket"]
    assert [bucket.logical_id for bucket in other.buckets if bucket.logical_id == "BooksBucket"] == []
    assert (of(own, "STORAGE"), of(other, "STORAGE")) == ({"s3"}, {"r2"})
    assert of(other, "BUCKET") == {"there"}
    assert of(other, "STORE_ENDPOINT") == {given["StoreEndpoint"]}
    assert of(other, "STORE_KEY_ID") == {"key"}
    assert of(other, "STORE_SECRET_PARAMETER") == {"/store/secret"}
    assert other.functions["ApiFunction"].environment["R2_WEBHOOK_SECRET_PARAMETER"] == "/bridge/secret"
    assert [of(own, f"STORE_{name}") for name in ("ENDPOINT", "REGION", "KEY_ID", "SECRET_PARAMETER")] == [set()] * 4


def test_functions_merge_globals_and_their_own() -> None:
    function = read_wiring(SMALL, SITE, {}).functions["WorkFunction"]
    assert (function.timeout, function.memory) == (1, 128)
    assert function.environment["BUCKET"] == "ebookvoice-books"


def test_events_become_mappings_schedules_and_routes() -> None:
    wiring = read_wiring(SMALL, SITE, {})
    work = next(mapping for mapping in wiring.mappings if mapping.function == "WorkFunction")
    assert (work.queue, work.batch_size, work.concurrency, work.reports_failures) == (f"{ARN}Work", 3, 2, True)
    settle = next(mapping for mapping in wiring.mappings if mapping.function == "SettleFunction")
    assert (settle.batch_size, settle.concurrency, settle.reports_failures) == (10, None, False)
    assert [schedule.expression for schedule in wiring.schedules] == ["rate(1 minute)"]
    assert Route("*", "/{proxy+}", "ApiFunction") in wiring.routes


def test_other_origins_may_do_what_the_template_says() -> None:
    wiring = read_wiring(SMALL, SITE, {"Origins": "http://a.example"})
    assert wiring.cors == Cors(
        origins=("http://a.example",),
        methods=("GET", "POST", "OPTIONS"),
        headers=("authorization", "content-type"),
        exposed=("x-request-id",),
        max_age=60,
        credentials=True,
    )
    upload, reading = wiring.buckets[0].cors
    assert upload == Cors(("http://a.example",), ("PUT",), ("content-type", "x-amz-*"), ("ETag",), 60)
    assert (reading.origins, reading.headers, reading.max_age) == (("http://*.reading.example",), (), None)


@pytest.mark.parametrize(
    "properties",
    [
        "{CorsConfiguration: {AllowOrigins: [a]}}",
        "{DefinitionBody: {x-amazon-apigateway-cors: {allowOrigins: ['*']}}}",
        "{DefinitionBody: {x-amazon-apigateway-cors: {allowOrigins: [a], allowHeaders: ['*']}}}",
    ],
)
def test_cors_that_is_not_understood_is_refused(tmp_path: Path, properties: str) -> None:
    with pytest.raises(TemplateError, match="Api"):
        read(tmp_path, f"Resources: {{Api: {{Type: AWS::Serverless::HttpApi, Properties: {properties}}}}}")


def test_an_api_may_be_for_no_other_origin(tmp_path: Path) -> None:
    assert read(tmp_path, "Resources: {Api: {Type: AWS::Serverless::HttpApi}}").cors is None


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("!Ref Name", "ada"),
        ("!Ref Queue", "http://127.0.0.1:9/123456789012/ebookvoice-Queue"),
        ("!Ref Bucket", "ebookvoice-bucket"),
        ("!GetAtt Queue.QueueName", "ebookvoice-Queue"),
        ("!GetAtt F.Arn", "arn:aws:lambda:us-east-1:123456789012:function:ebookvoice-F"),
        ('!Sub "${Name}-${Queue.Arn}-${!x}"', f"ada-{ARN}Queue-${{x}}"),
        ('!Sub ["${a}", {a: !Ref Name}]', "ada"),
        ('!Join ["/", [a, !Ref Name]]', "a/ada"),
        ('!Select [1, !Split [",", "a,b"]]', "b"),
        ("!FindInMap [Ages, !Ref Name, age]", "36"),
        ("!If [IsAda, yes-she-is, no]", "yes-she-is"),
        ("!If [IsNot, no, fine]", "fine"),
        ("true", "true"),
    ],
)
def test_intrinsic_functions(tmp_path: Path, expression: str, value: str) -> None:
    assert environment(tmp_path, expression) == value


def test_a_parameter_changes_a_condition(tmp_path: Path) -> None:
    assert environment(tmp_path, "!If [IsAda, a, b]", Name="eve") == "b"


def test_no_value_leaves_a_variable_out(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="VALUE"):
        environment(tmp_path, "!Ref AWS::NoValue")


@pytest.mark.parametrize("expression", ["!ImportValue x", "!Ref Nobody", "!GetAtt Nobody.Arn", "!If [Nobody, 1, 2]"])
def test_what_is_not_understood_is_refused(tmp_path: Path, expression: str) -> None:
    with pytest.raises(TemplateError):
        environment(tmp_path, expression)


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(TemplateError, match="Nobody"):
        read_wiring(SMALL, SITE, {"Nobody": "1"})


def test_resources_under_a_false_condition_are_left_out(tmp_path: Path) -> None:
    wiring = read(
        tmp_path,
        """
Conditions: {Never: !Equals [a, b]}
Resources:
  Queue: {Type: AWS::SQS::Queue, Condition: Never}
""",
    )
    assert wiring.queues == {}


def test_the_product_s_template_is_understood() -> None:
    wiring = read_wiring(ROOT / "template.yaml", SITE, {"AllowedOrigins": "http://localhost:3000"})
    assert {mapping.function for mapping in wiring.mappings} == {
        "IngestFunction",
        "SynthesizeFunction",
        "MasterFunction",
        "AssembleFunction",
        "SettleFunction",
    }
    assert {mapping.queue for mapping in wiring.mappings} <= wiring.queues.keys()
    assert all(queue.redrive is None or queue.redrive.target in wiring.queues for queue in wiring.queues.values())
    assert wiring.cors is not None
    assert (wiring.cors.origins, wiring.cors.credentials) == (("http://localhost:3000",), True)
    assert [cors.methods for bucket in wiring.buckets for cors in bucket.cors] == [("PUT",)]


def test_without_an_origin_the_product_is_for_no_other() -> None:
    wiring = read_wiring(ROOT / "template.yaml", SITE, {})
    assert wiring.cors is None
    assert [bucket.cors for bucket in wiring.buckets] == [()]
