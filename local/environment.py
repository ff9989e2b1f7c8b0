"""What the processes of the embedded cloud find in their environment."""

import os
import secrets
import string
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.wiring import Function

ROOT = Path(__file__).resolve().parent.parent
ACCOUNT = "123456789012"
"""moto's own account; the number that AWS uses in its examples."""
REGION = "us-east-1"
R2_BUCKET = "ebookvoice-r2"
"""The bucket that the store keeps as Cloudflare R2 would."""
PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "ALL_PROXY",
)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """What requests are signed with."""

    access_key: str
    secret_key: str


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach the store: its address, and the keys that open it, new at every start.

    `r2` opens the bucket of Cloudflare R2 and nothing else; the other pair opens everything but that.
    """

    endpoint: str
    access_key: str
    secret_key: str
    r2: KeyPair

    @classmethod
    def to(cls, endpoint: str) -> "Access":
        """Make keys of the shapes of AWS's and of Cloudflare's."""
        alphabet = string.ascii_uppercase + string.digits
        access_key = "AKIA" + "".join(secrets.choice(alphabet) for _ in range(16))
        return cls(
            endpoint, access_key, secrets.token_urlsafe(30), KeyPair(secrets.token_hex(16), secrets.token_hex(32))
        )

    def variables(self) -> dict[str, str]:
        """Name them as boto3 expects; nothing of the machine's own AWS configuration gets in between."""
        return {
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


def base_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Pass on what any program needs, and nothing else."""
    passed = {name: environment[name] for name in PASSED_ON if name in environment}
    paths = os.pathsep.join((str(ROOT), str(ROOT / "layers" / "core")))
    return {"PATH": os.defpath, **passed, "NO_PROXY": "127.0.0.1,localhost", "PYTHONPATH": paths}


def function_environment(
    function: Function, access: Access, overrides: Mapping[str, str], environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Make a function's environment: Lambda's variables, the template's, the caller's EBOOKVOICE_…, `overrides`."""
    runtime = {
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{sys.version_info.major}.{sys.version_info.minor}",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "LAMBDA_TASK_ROOT": str(ROOT),
        "TZ": ":UTC",
        "_HANDLER": function.handler,
    }
    own = {name: value for name, value in environment.items() if name.startswith("EBOOKVOICE_")}
    return {
        **base_environment(environment),
        **access.variables(),
        **runtime,
        **function.environment,
        **own,
        **overrides,
    }
