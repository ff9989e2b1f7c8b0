"""The door for API gateways: a Lambda authorizer, for HTTP APIs (payload 2.0 and 1.0) and REST APIs (REQUEST)."""

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice import wiring
from ebookvoice.usecases.gateway import Decision, Verdict, verify
from functions.api.visits import identity, read_visit

logger = Logger()


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """Let a request pass or not; `context` of the answer says who comes.

    Raises Exception("Unauthorized"), of which a REST API makes a 401; the simple answers of HTTP APIs know yes and no.
    """
    simple = event.get("version") == "2.0"
    try:
        verdict = _decide(event, simple)
    except Exception:  # Whatever it was, the door stays shut, and the answer says so in the gateway's own terms.
        logger.exception("visit not decided")
        verdict = Verdict(Decision.FORBIDDEN)
    _log(verdict)
    told = identity(verdict.principal) if verdict.principal and verdict.decision is Decision.ALLOWED else {}
    if simple:
        return {"isAuthorized": bool(told), "context": told}
    if verdict.decision is Decision.UNAUTHENTICATED:
        # The very words that API Gateway looks for.
        raise Exception("Unauthorized")
    return _policy(event["methodArn"], told)


def _decide(event: Mapping[str, Any], simple: bool) -> Verdict:
    world = wiring.world()
    method = event["requestContext"]["http"]["method"] if simple else event["httpMethod"]
    return verify(world, read_visit(method, _headers(event), world.settings))


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    """Join headers; payload 2.0 has cookies apart, 1.0 has repeated headers apart and names as they were sent."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    for name, values in (event.get("multiValueHeaders") or {}).items():
        headers[name.lower()] = ("; " if name.lower() == "cookie" else ",").join(values)
    if event.get("cookies"):
        headers["cookie"] = "; ".join(event["cookies"])
    return headers


def _policy(method_arn: str, told: Mapping[str, str]) -> dict[str, Any]:
    """Write a policy for the whole stage: API Gateway keeps it, and applies it to the visitor's next path as well."""
    stage = "/".join(method_arn.split("/")[:2])
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Allow" if told else "Deny",
        "Resource": f"{stage}/*/*",
    }
    return {
        "principalId": told.get("user_id", "nobody"),
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": dict(told),
    }


def _log(verdict: Verdict) -> None:
    known = {}
    if verdict.principal is not None:
        known = {"user_id": str(verdict.principal.user.id), "session_id": str(verdict.principal.session.id)}
    if verdict.changed:
        logger.warning("device changed", extra={"changed": verdict.changed, **known})
    logger.info("visit decided", extra={"decision": verdict.decision, **known})
