"""Settings from the environment, read once when they are first needed."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Settings:
    """All that an operator can set. Sizes in bytes, times in seconds, credits in whole credits."""

    stage: str = "local"
    database_url: str | None = None
    database_url_parameter: str | None = None
    jwt_secret: str | None = None
    jwt_secret_parameter: str | None = None
    bucket: str = ""
    uploads_queue_url: str = ""
    segments_queue_url: str = ""
    assembly_queue_url: str = ""
    max_upload_bytes: int = 200 * 1024 * 1024
    default_voice: str | None = None
    lease_seconds: int = 30
    upload_seconds: int = 900
    download_seconds: int = 600
    access_token_seconds: int = 900
    max_attempts: int = 5
    signup_credits: int = 3
    job_credits: int = 1

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read each field from the variable of its name in capitals. Raises ValueError for a bad number."""
        values: dict[str, str | int] = {}
        for name, field in cls.__dataclass_fields__.items():
            if text := environment.get(name.upper()):
                values[name] = int(text) if field.type is int else text
        return cls(**values)  # type: ignore[arg-type]
