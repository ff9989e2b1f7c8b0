"""Cloudflare R2 on this machine: what an operator sets up there, and then tells the template."""

from collections.abc import Sequence
from pathlib import Path

import boto3
from botocore.config import Config

from ebookvoice.adapters.objects.client import sum_by_md5
from ebookvoice.domain.errors import EbookVoiceError
from local.environment import R2_BUCKET, REGION, Access
from local.resources import CONFIG, cors_rule
from local.secret import lasting_secret
from local.wiring import Cors

SECRET, WEBHOOK_SECRET = "/ebookvoice/local/r2-secret", "/ebookvoice/local/r2-webhook-secret"  # noqa: S105 – names


class StorageChangedError(EbookVoiceError):
    """A home's files lie in one bucket or the other."""

    code = "storage_changed"

    def __init__(self, home: Path, storage: str) -> None:
        super().__init__(f"The files of {home} lie in {storage}. Use --storage {storage}, or another home.")


def storage_of(home: Path, wanted: str | None) -> str:
    """Say where a home's files lie, and remember it. Raises StorageChangedError."""
    memory = home / "storage"
    begun = "s3" if (home / "objects").exists() else wanted or "s3"
    known = memory.read_text() if memory.exists() else begun
    if wanted not in (None, known):
        raise StorageChangedError(home, known)
    memory.write_text(known)
    return known


def parameters(access: Access) -> dict[str, str]:
    """Make the template's parameters."""
    return {
        "Storage": "r2",
        "StoreEndpoint": access.endpoint,
        "StoreKeyId": access.r2.access_key,
        "StoreSecretParameter": SECRET,
        "StoreBucket": R2_BUCKET,
        "R2WebhookSecretParameter": WEBHOOK_SECRET,
    }


def secrets(access: Access, home: Path) -> dict[str, str]:
    """Find the secrets, by the variables in which functions find their names."""
    webhook = lasting_secret(home / "r2-webhook-secret")
    return {"STORE_SECRET_PARAMETER": access.r2.secret_key, "R2_WEBHOOK_SECRET_PARAMETER": webhook}


def make_bucket(access: Access, origins: Sequence[str]) -> None:
    """Make the bucket, with the rules for pages of these origins that docs/storage.md asks for."""
    # moto wants a location constraint in every region but this, which R2 takes for its own.
    session = boto3.Session(access.r2.access_key, access.r2.secret_key, region_name=REGION)
    config = CONFIG.merge(Config(signature_version="s3v4"))
    client = session.client("s3", endpoint_url=access.endpoint, config=config)
    client.meta.events.register("before-call.s3", sum_by_md5)
    client.create_bucket(Bucket=R2_BUCKET)
    if origins:
        cors = Cors(tuple(origins), ("PUT",), ("content-type", "if-none-match", "content-md5"), ("ETag",), 3600)
        client.put_bucket_cors(Bucket=R2_BUCKET, CORSConfiguration={"CORSRules": [cors_rule(cors)]})
