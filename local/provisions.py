"""What a deployment's operator provides beside the template: values of secrets, senders that may send mail, an
address for what is public, and a bucket for backups."""

from collections.abc import Iterable, Mapping

from ebookvoice.settings import Settings
from local.wiring import Function

BACKUP_BUCKET = "ebookvoice-backup"
"""Where copies go; an operator would keep it in another region, and another account."""


def secrets_of(functions: Iterable[Function], values: Mapping[str, str]) -> dict[str, str]:
    """Map names of SSM parameters to values; `values` has them by the variables in which functions find the names."""
    return {
        function.environment[variable]: value
        for function in functions
        for variable, value in values.items()
        if variable in function.environment
    }


def senders_of(functions: Iterable[Function], overrides: Mapping[str, str]) -> set[str]:
    """List from whom the functions send mail."""
    environments = [{**function.environment, **overrides} for function in functions]
    return {environment.get("MAIL_FROM") or Settings().mail_from for environment in environments}


def public_base(functions: Iterable[Function], endpoint: str) -> dict[str, str]:
    """Name where everybody can read below `public/`: the store does here what a CDN does for a deployment."""
    bucket = next((function.environment["BUCKET"] for function in functions if "BUCKET" in function.environment), None)
    return {"PUBLIC_BASE_URL": f"{endpoint}/{bucket}"} if bucket else {}
