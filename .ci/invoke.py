"""Run the built packages: send them every sample event, then a whole book.

The embedded cloud gives them their surroundings, Lambda's own runtime client calls their handlers, and their processes
have nothing on their path but package, layers and what Lambda's Python brings along: `make host` has to be run before.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from local import worker
from local.child import Child, Command
from local.client import Client
from local.cloud import Cloud
from local.credentials import Credentials
from local.environment import ROOT
from local.home import ALONE
from local.mails import latest_code
from local.packages import NotBuiltError, Package, find_packages
from local.runtime import FunctionError
from local.sample.build import build

EVENTS = ROOT / "events"
PROCESS = str(ROOT / ".ci" / "process.py")


class PackagedChild(Child):
    """A function's process that finds its package where others find the sources."""

    packages: Mapping[str, Package]

    def __init__(self, name: str, command: Command, on_end: Callable[[], None] = lambda: None) -> None:
        package = self.packages[name]
        environment = {**command.environment, "LAMBDA_TASK_ROOT": str(package.task)}
        environment.pop("PYTHONPATH")
        words = package.command(PROCESS, package.handler)
        super().__init__(
            name, replace(command, arguments=words, environment=environment, directory=package.task), on_end
        )


def convert(cloud: Cloud, home: Path) -> str:
    """Have the sample book read aloud, and fetch what came of it; say what that was."""
    client = Client(cloud.url, Credentials.of(home / "account.json"), lambda email: latest_code(cloud.mails(email)))
    (*_, job) = client.follow(client.upload(build(home / "sample.epub"), {})["id"])
    if job["state"] != "completed":
        raise AssertionError(f"the sample book ended as {job['state']}: {job['error']}")
    audiobook = client.audiobook(job["id"])
    with (home / "audiobook").open("w+b") as file:
        client.download(audiobook["id"], file, audiobook["artifacts"][0]["format"])
        size = file.tell()
    return f"{len(audiobook['chapters'])} chapters, {audiobook['duration_ms'] / 1000:.0f} s of speech, {size:,} bytes"


def answer(cloud: Cloud, event: Path) -> Any:
    """Send a sample event to the function that its name begins with; an error is an answer, too."""
    try:
        return cloud.invoke(f"{event.stem.split('-')[0].capitalize()}Function", json.loads(event.read_text()))
    except FunctionError as error:
        return str(error)


def expected(name: str, event: Mapping[str, Any], given: Any) -> bool:
    """Tell whether an answer is right in a cloud that knows nothing of what the sample events are about."""
    if "Records" in event:
        return bool(given == {"batchItemFailures": []})
    if name == "api-health":
        return bool(isinstance(given, dict) and given["statusCode"] == 200 and json.loads(given["body"]))
    if name == "authorizer-http-api":
        return bool(given == {"isAuthorized": False, "context": {}})
    if name == "authorizer-rest-api":
        return bool(given == "Exception: Unauthorized")
    return isinstance(given, dict) and all(isinstance(count, int) for count in given.values())


def main() -> int:
    """Say what came of everything; 0 if all was as it should be."""
    try:
        PackagedChild.packages = find_packages()
    except NotBuiltError as error:
        return _failed(str(error))
    # By this name the embedded cloud starts the processes of functions.
    worker.Child = PackagedChild  # type: ignore[attr-defined]
    with TemporaryDirectory(prefix="ebookvoice-") as name, Cloud(Path(name), overrides=ALONE) as cloud:
        if wrong := send_all(cloud):
            return _failed(f"unexpected: {', '.join(wrong)}")
        sys.stdout.write(f"{'the sample book':24} {convert(cloud, Path(name))}\n")
        crashed = {name: count for name, count in cloud.restart_counts.items() if count}
    return _failed(f"crashed: {crashed}") if crashed else 0


def send_all(cloud: Cloud) -> list[str]:
    """Send every sample event; name those whose answers are not right."""
    wrong = []
    for path in sorted(EVENTS.glob("*.json")):
        given = answer(cloud, path)
        right = expected(path.stem, json.loads(path.read_text()), given)
        wrong += [] if right else [path.stem]
        sys.stdout.write(f"{path.stem:24} {'as expected' if right else f'unexpected: {given}'}\n")
    return wrong


def _failed(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
