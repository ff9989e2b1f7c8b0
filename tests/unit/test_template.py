"""The template holds what cfn-lint does not look at, and each rule notices when it does not."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ebookvoice.settings import Settings
from functions.convert.speech.remote import LANES
from tests.unit.template import function_rules, operation_rules, queue_rules, security_rules
from tests.unit.template.cloudformation import Template, functions, read_template, resources, transformed
from tests.unit.template.graph import cycles, references

Rule = Callable[[Template], Iterator[str]]

RULES: list[Rule] = [
    cycles,
    function_rules.arm64,
    function_rules.handlers,
    function_rules.logs,
    function_rules.makefiles,
    function_rules.routes,
    function_rules.timeouts,
    function_rules.triggers,
    operation_rules.alarms,
    operation_rules.another_store,
    operation_rules.free_of_charge,
    operation_rules.runbooks,
    operation_rules.silence,
    operation_rules.slowness,
    operation_rules.twice,
    queue_rules.batches,
    queue_rules.concurrency,
    queue_rules.encryption,
    queue_rules.partial_responses,
    queue_rules.redrive,
    queue_rules.settled,
    queue_rules.visibility,
    security_rules.buckets,
    security_rules.ends,
    security_rules.least_privilege,
    security_rules.origins,
    security_rules.roles,
    security_rules.secrets,
    security_rules.stores,
    security_rules.uploads,
]

GONE = object()
"""As a mutation's value: remove what the path names."""

IN = "Resources/{}/Properties/{}".format
MUTATIONS: list[tuple[Rule, str, Any]] = [
    (
        cycles,
        IN("UploadsQueuePolicy", "PolicyDocument/Statement/0/Condition"),
        {"a": {"Fn::GetAtt": "BooksBucket.Arn"}},
    ),
    (
        cycles,
        IN("IngestFunction", "Events/Direct"),
        {"Type": "S3", "Properties": {"Bucket": {"Ref": "BooksBucket"}, "Events": "s3:ObjectCreated:*"}},
    ),
    (cycles, IN("IngestFunction", "Environment/Variables/HIDDEN"), {"Fn::Sub": "${IngestFunctionUploads}"}),
    (security_rules.ends, IN("ApiRole", "Policies/1/Fn::If/1/PolicyDocument/Statement/3/Action"), "s3:GetObject"),
    (function_rules.arm64, "Globals/Function/Architectures", ["x86_64"]),
    (function_rules.arm64, IN("SweepFunction", "Architectures"), ["x86_64"]),
    (function_rules.arm64, IN("MediaLayer", "CompatibleArchitectures"), GONE),
    (function_rules.arm64, "Resources/CoreLayer/Metadata/BuildArchitecture", GONE),
    (function_rules.handlers, IN("IngestFunction", "Handler"), "functions.convert.injest.handler"),
    (function_rules.handlers, IN("IngestFunction", "Handler"), "functions.convert.ingest.main"),
    (function_rules.handlers, IN("SweepFunction", "CodeUri"), "functions/convert"),
    (function_rules.logs, IN("ApiFunction", "LoggingConfig/LogGroup"), GONE),
    (function_rules.logs, IN("ApiFunction", "LoggingConfig/LogGroup"), {"Ref": "SweepLogs"}),
    (function_rules.logs, IN("SettleLogs", "RetentionInDays"), GONE),
    (function_rules.logs, "Globals/Function/LoggingConfig/LogFormat", "Text"),
    (function_rules.makefiles, IN("SettleFunction", "CodeUri"), "functions/api"),
    (function_rules.makefiles, "Resources/CoreLayer/Metadata/WorkingDirectory", GONE),
    (function_rules.routes, IN("ApiFunction", "Events/Request/Properties/Method"), "GET"),
    (function_rules.routes, IN("HttpApi", "DefinitionBody/paths"), {}),
    (function_rules.timeouts, IN("ApiFunction", "Timeout"), 30),
    (function_rules.timeouts, IN("SweepFunction", "Timeout"), 60),
    (function_rules.triggers, IN("SweepFunction", "Events/EveryMinute/Properties/DeadLetterConfig"), GONE),
    (function_rules.triggers, IN("SweepFunction", "Events/EveryMinute/Type"), "Schedule"),
    (function_rules.triggers, IN("BooksBucket", "NotificationConfiguration/LambdaConfigurations"), []),
    (operation_rules.alarms, IN("ExpireAlarm", "AlarmActions"), []),
    (operation_rules.alarms, "Resources/SweepAlarm", GONE),
    (operation_rules.alarms, IN("ThrottlesAlarm", "Metrics/10/MetricStat/Metric/MetricName"), "Errors"),
    (operation_rules.alarms, IN("OldestMessageAlarm", "Metrics/2/MetricStat/Metric/Dimensions"), []),
    (operation_rules.alarms, IN("DeadLettersAlarm", "AlarmActions"), []),
    (operation_rules.alarms, IN("UnsettledAlarm", "MetricName"), "NumberOfMessagesSent"),
    (operation_rules.another_store, "Rules/TheBackupIsAnotherStore", GONE),
    (operation_rules.free_of_charge, "Resources/Dashboard/Condition", GONE),
    (operation_rules.runbooks, IN("SlowAlarm", "AlarmDescription"), "Slow. docs/operations.md#slowness"),
    (operation_rules.runbooks, IN("SlowAlarm", "AlarmDescription"), "Slow. docs/operations.md#throttles"),
    (operation_rules.runbooks, "Resources/ProviderAlarm", GONE),
    (operation_rules.silence, IN("SweepSilentAlarm", "TreatMissingData"), "notBreaching"),
    (operation_rules.silence, IN("ThrottlesAlarm", "TreatMissingData"), GONE),
    (operation_rules.slowness, IN("SettleFunction", "Timeout"), 50),
    (operation_rules.twice, IN("ExpireFunction", "ReservedConcurrentExecutions"), 1),
    (queue_rules.batches, IN("SynthesizeFunction", "Events/Segments/Properties/BatchSize"), GONE),
    (queue_rules.batches, IN("SettleFunction", "Events/Segments/Properties/BatchSize"), 1),
    (queue_rules.concurrency, IN("SynthesizeFunction", "Events/Segments/Properties/ScalingConfig"), GONE),
    (queue_rules.encryption, IN("UnsettledQueue", "SqsManagedSseEnabled"), GONE),
    (queue_rules.encryption, IN("QueuesPolicy", "Queues/0"), {"Ref": "UploadsQueue"}),
    (queue_rules.partial_responses, IN("AssembleFunction", "Events/Assembly/Properties/FunctionResponseTypes"), GONE),
    (queue_rules.redrive, IN("UploadsDeadLetters", "RedrivePolicy"), GONE),
    (queue_rules.redrive, IN("SegmentsQueue", "RedrivePolicy/maxReceiveCount"), 3),
    (queue_rules.redrive, IN("SegmentsDeadLetters", "RedrivePolicy/maxReceiveCount"), 5),
    (queue_rules.redrive, IN("SegmentsDeadLetters", "MessageRetentionPeriod"), GONE),
    (queue_rules.redrive, IN("SegmentsQueue", "QueueName"), {"Fn::Sub": "${AWS::StackName}-parts"}),
    (queue_rules.settled, IN("SettleFunction", "Events/Assembly/Properties/Queue"), {"Ref": "UploadsDeadLetters"}),
    (queue_rules.visibility, IN("AssemblyQueue", "VisibilityTimeout"), 5399),
    (queue_rules.visibility, IN("UploadsDeadLetters", "VisibilityTimeout"), GONE),
    (queue_rules.visibility, IN("IngestFunction", "Timeout"), 301),
    (security_rules.buckets, IN("BooksBucket", "PublicAccessBlockConfiguration/IgnorePublicAcls"), False),
    (security_rules.buckets, IN("BooksBucket", "BucketEncryption"), GONE),
    (security_rules.buckets, IN("BooksBucket", "OwnershipControls"), GONE),
    (security_rules.buckets, "Resources/BooksBucket/DeletionPolicy", GONE),
    (security_rules.buckets, IN("BooksBucketPolicy", "PolicyDocument/Statement/0/Effect"), "Allow"),
    (security_rules.least_privilege, IN("ApiRole", "Policies/0/PolicyDocument/Statement/0/Action"), "logs:*"),
    (security_rules.least_privilege, IN("ApiRole", "Policies/0/PolicyDocument/Statement/0/Resource"), "*"),
    (
        security_rules.least_privilege,
        IN("ApiRole", "ManagedPolicyArns"),
        ["arn:aws:iam::aws:policy/AdministratorAccess"],
    ),
    (security_rules.origins, IN("HttpApi", "DefinitionBody/x-amazon-apigateway-cors/Fn::If/1/allowOrigins"), ["*"]),
    (security_rules.origins, IN("HttpApi", "DefinitionBody/x-amazon-apigateway-cors"), {"allowOrigins": ["*"]}),
    (security_rules.origins, IN("BooksBucket", "CorsConfiguration/Fn::If/1/CorsRules/0/AllowedOrigins"), ["*"]),
    (security_rules.origins, IN("BooksBucket", "CorsConfiguration/Fn::If/0"), "HasRedis"),
    (security_rules.origins, "Parameters/AllowedOrigins/Default", "http://localhost:3000"),
    (security_rules.roles, IN("SettleFunction", "Role"), {"Fn::GetAtt": "SweepRole.Arn"}),
    (security_rules.roles, IN("SweepFunction", "Role"), GONE),
    (security_rules.roles, IN("AssembleFunction", "Events/Assembly/Properties/Queue"), {"Ref": "SegmentsQueue"}),
    (security_rules.secrets, IN("ApiFunction", "Environment/Variables/JWT_SECRET"), "c2VjcmV0"),
    (security_rules.secrets, IN("ApiFunction", "Environment/Variables/JWT_SECRET_PARAMETER"), "/name"),
    (security_rules.secrets, "Parameters/DatabaseUrlParameter/Default", "postgresql://me:pass@db.example.com/books"),
    (security_rules.stores, IN("ApiRole", "Policies/1/Fn::If/0"), "HasRedis"),
    (security_rules.stores, IN("SweepRole", "Policies/0/PolicyDocument/Statement/1/Resource/1"), "arn:of:nothing"),
    (security_rules.uploads, IN("BooksBucket", "NotificationConfiguration/QueueConfigurations/0/Filter"), GONE),
    (security_rules.uploads, IN("BooksBucket", "BucketName"), {"Fn::Sub": "${AWS::StackName}-other"}),
]


def mutated(template: Template, path: str, value: Any) -> Template:
    """Set, add or remove what a path of keys and indices names."""
    changed = copy.deepcopy(template)
    *parents, last = path.split("/")
    place: Any = changed
    for key in parents:
        place = place[int(key)] if isinstance(place, list) else place[key]
    if value is GONE:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return changed


@pytest.fixture(scope="module")
def template() -> Template:
    return read_template()


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_template_keeps_the_rule(template: Template, rule: Rule) -> None:
    assert list(rule(template)) == []


@pytest.mark.parametrize(("rule", "path", "value"), MUTATIONS, ids=lambda part: getattr(part, "__name__", None))
def test_rule_notices_a_fault(template: Template, rule: Rule, path: str, value: Any) -> None:
    assert list(rule(mutated(template, path, value)))


def test_every_rule_is_shown_to_notice_something() -> None:
    assert {rule for rule, _, _ in MUTATIONS} == set(RULES)


def test_functions_are_those_of_the_design(template: Template) -> None:
    assert {name: (f["Handler"], f["Timeout"]) for name, f in functions(template).items()} == {
        "ApiFunction": ("functions.api.app.handler", 29),
        "AuthorizerFunction": ("functions.api.authorizer.handler", 15),
        "IngestFunction": ("functions.convert.ingest.handler", 300),
        "SynthesizeFunction": ("functions.convert.synthesize.handler", 300),
        "MasterFunction": ("functions.convert.master.handler", 900),
        "AssembleFunction": ("functions.convert.assemble.handler", 900),
        "SettleFunction": ("functions.convert.settle.handler", 60),
        "SweepFunction": ("functions.cleanup.sweep.handler", 55),
        "ExpireFunction": ("functions.cleanup.expire.handler", 600),
        "ReplicateFunction": ("functions.cleanup.replicate.handler", 900),
    }


def test_parameters_explain_themselves(template: Template) -> None:
    for name, parameter in template["Parameters"].items():
        assert parameter["Description"].rstrip().endswith("."), name
        assert "AllowedPattern" not in parameter or "ConstraintDescription" in parameter, name


WITHIN = {"lease_seconds", "upload_seconds", "download_seconds", "max_attempts", "multipart_bytes", "form_bytes"}
"""What has to fit the template's own times and counts, or Lambda's, so that the code alone decides it."""
ELSEWHERE = {"google_issuer", "stripe_url"}
"""Tests sign in and pay elsewhere; a deployment that could would let others vouch for Google's addresses, or pay."""


def test_every_setting_is_the_operators_but_for_a_few(template: Template) -> None:
    variables = {name for f in functions(template).values() for name in f["Environment"]["Variables"]}
    fields = set(Settings.__dataclass_fields__)
    values = {name for name in fields if f"{name}_parameter" in fields}
    assert {name for name in fields - values if name.upper() not in variables} == WITHIN | ELSEWHERE


def test_the_defaults_of_the_template_are_those_of_the_settings(template: Template) -> None:
    """What is tested is what is deployed."""
    variables = {
        name: value
        for function in functions(template).values()
        for name, value in function["Environment"]["Variables"].items()
    }
    numbers = {name: field for name, field in Settings.__dataclass_fields__.items() if field.type is int}
    told = {name: template["Parameters"][variables[name.upper()]["Ref"]]["Default"] for name in numbers.keys() - WITHIN}
    assert told == {name: numbers[name].default for name in told}
    assert len(told) >= 15


def test_the_functions_that_speak_know_the_services_and_how_often_to_ask(template: Template) -> None:
    variables = {name: function["Environment"]["Variables"] for name, function in functions(template).items()}
    told = {f"EBOOKVOICE_OPENAI_{name}" for name in ("URL", "KEY_PARAMETER", "MODEL", "VOICES")}
    told |= {"EBOOKVOICE_EDGE_URL", "EBOOKVOICE_SPEECH_LANES"}
    speaking = {name for name, known in variables.items() if told <= known.keys()}
    assert speaking == {name for name, known in variables.items() if told & known.keys()}
    assert speaking == {"IngestFunction", "SynthesizeFunction"}
    for name in speaking:
        role = resources(template, "AWS::IAM::Role")[name.replace("Function", "Role")]
        assert "OpenaiKeyParameter" in references(role)
    assert template["Parameters"]["SpeechLanes"]["Default"] == LANES


def test_the_authorizer_judges_sessions_as_the_api_does(template: Template) -> None:
    variables = {name: function["Environment"]["Variables"] for name, function in functions(template).items()}
    api, authorizer = variables["ApiFunction"], variables["AuthorizerFunction"]
    judged_by = {"ALLOWED_ORIGINS", "PUBLIC_URL", "STRICT_DEVICES", "COOKIE_IDLE_SECONDS", "BEARER_IDLE_SECONDS"}
    assert judged_by <= authorizer.keys()
    assert authorizer.items() <= api.items()


def test_cross_origin_rules_reach_the_gateway_whole(template: Template) -> None:
    """SAM's own property would put the list of origins in place of all the rules."""
    body = transformed(template)["Resources"]["HttpApi"]["Properties"]["Body"]
    condition, cors, without = body["x-amazon-apigateway-cors"]["Fn::If"]
    assert (condition, without) == ("HasAllowedOrigins", {"Ref": "AWS::NoValue"})
    assert cors == {
        "allowOrigins": {"Fn::Split": [",", {"Ref": "AllowedOrigins"}]},
        "allowCredentials": True,
        "allowMethods": ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        "allowHeaders": ["authorization", "content-type", "idempotency-key"],
        "exposeHeaders": [
            "x-request-id",
            "retry-after",
            "location",
            "ratelimit",
            "ratelimit-policy",
            "idempotency-replayed",
        ],
        "maxAge": 3600,
    }
