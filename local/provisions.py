"""What a deployment's operator provides beside the template: values of secrets, and senders that may send mail."""

from collections.abc import Iterable, Mapping

from ebookvoice.settings import Settings
from local.wiring import Function


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
