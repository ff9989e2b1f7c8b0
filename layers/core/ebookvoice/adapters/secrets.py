"""Secrets from SSM Parameter Store, fetched when they are first needed."""

import boto3

from ebookvoice.domain.errors import UnavailableError


def secret(value: str | None, parameter: str | None) -> str:
    """Return a value that was set directly, or else decrypt the parameter of that name."""
    if value:
        return value
    if not parameter:
        raise UnavailableError
    return boto3.client("ssm").get_parameter(Name=parameter, WithDecryption=True)["Parameter"]["Value"]
