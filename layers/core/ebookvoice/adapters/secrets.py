"""Secrets from SSM Parameter Store, fetched when they are first needed."""

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from ebookvoice.domain.errors import UnavailableError


def secret(value: str | None, parameter: str | None) -> str:
    """Return a value that was set directly, or else decrypt the parameter of that name. Raises UnavailableError."""
    if value:
        return value
    if not parameter:
        raise UnavailableError
    try:
        answer = boto3.client("ssm").get_parameter(Name=parameter, WithDecryption=True)
    except (BotoCoreError, ClientError) as error:
        raise UnavailableError from error
    return answer["Parameter"]["Value"]
