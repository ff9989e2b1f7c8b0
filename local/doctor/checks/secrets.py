"""Are the secrets where their names say, encrypted, and whole?"""

from collections.abc import Iterator

from botocore.exceptions import ClientError

from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, wrong

SUFFIX = "_PARAMETER"
"""How the variables end that hold the names of secrets."""


def check(deployment: Deployment) -> Iterator[Finding]:
    """Read each secret that a function knows the name of."""
    users: dict[str, list[str]] = {}
    for function, variables in deployment.environments.items():
        for variable, name in variables.items():
            if variable.endswith(SUFFIX) and name:
                users.setdefault(name, []).append(function)
    for name, functions in sorted(users.items()):
        yield _of(deployment, name, functions)


def _of(deployment: Deployment, name: str, functions: list[str]) -> Finding:
    about = f"secrets{name.replace('/', '.')}"
    put = f"aws ssm put-parameter --type SecureString --overwrite --name {name} --value …"
    try:
        found = deployment.client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]
    except ClientError as error:
        code = error.response["Error"].get("Code")
        if code == "ParameterNotFound":
            return wrong(about, f"there is no parameter {name}, which {functions[0]} needs", put)
        return wrong(
            about, f"{name} can't be read: {code}", "let these credentials ssm:GetParameter and kms:Decrypt it"
        )
    if found["Type"] != "SecureString":
        return wrong(about, f"{name} is a {found['Type']}: everybody who may describe it reads it", f"delete it; {put}")
    if not found["Value"].strip():
        return wrong(about, f"{name} is empty", put)
    if found["Value"] != found["Value"].strip():
        return wrong(about, f"{name} begins or ends with white space, a line break perhaps", put)
    return fine(about, f"{name} is there, for {len(functions)} functions")
