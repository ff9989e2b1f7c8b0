"""With SnapStart: does the API run what was deployed last, and is its snapshot taken?"""

from collections.abc import Iterator

from local.doctor.deployment import API, Deployment
from local.doctor.finding import Finding, judged, skipped

ALIAS = "live"
OFF = "None"
AGAIN = "make deploy, which publishes a new version each time; sam deploy alone does not"


def check(deployment: Deployment) -> Iterator[Finding]:
    """Compare the version behind the alias with the function's newest state."""
    if deployment.embedded or deployment.parameters.get("SnapStart", OFF) == OFF:
        yield skipped("snapshot", "SnapStart is off")
        return
    client, function = deployment.client("lambda"), deployment.ids[API]
    live = client.get_function_configuration(FunctionName=function, Qualifier=ALIAS)
    newest = client.get_function_configuration(FunctionName=function)
    faults = []
    if live["CodeSha256"] != newest["CodeSha256"]:
        faults.append("its code is older than what was deployed")
    if live.get("Environment") != newest.get("Environment"):
        faults.append("its settings are older than what was deployed")
    if live.get("SnapStart", {}).get("OptimizationStatus") != "On":
        faults.append("there is no snapshot of it")
    yield judged("snapshot.version", faults, f"version {live['Version']} is the newest, with a snapshot", AGAIN)
