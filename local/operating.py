"""What an operator's command works on: a deployment that the environment names, else the cloud of the local home."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from ebookvoice.ports.objects import ObjectStore
from ebookvoice.settings import Settings
from ebookvoice.wiring import Wiring
from local.cloud import Cloud
from local.ending import UsageError
from local.function import LocalWiring
from local.home import ALONE, home_directory
from local.parts import HomeBusyError

FUNCTION = "ReplicateFunction"
"""Its environment says where database and stores are."""

NAMED = ("BUCKET", "BACKUP_KEEP_DAYS", "BACKUP_DELETE_PERCENT", "DELETE_FROM_PRIMARY_AFTER_SYNC")
"""A default in the place of what is deployed would remove or bring home what the deployment does not."""


@contextmanager
def operated() -> Iterator[tuple[Wiring, ObjectStore]]:
    """Yield the wiring and its backup store. Raises UsageError for a home in use, or without a backup store."""
    _tell_problems()
    with _deployment() if "DATABASE_URL" in os.environ or "DATABASE_URL_PARAMETER" in os.environ else _home() as world:
        if world.backup is None:
            raise UsageError("there is no backup store; BACKUP_BUCKET names it")
        yield world, world.backup


@contextmanager
def _deployment() -> Iterator[Wiring]:
    if missing := [name for name in NAMED if name not in os.environ]:
        raise UsageError(f"the environment names a database, but no {', '.join(missing)}")
    yield Wiring(Settings.from_environment())


@contextmanager
def _home() -> Iterator[Wiring]:
    try:
        with Cloud(home_directory(), overrides=ALONE) as cloud, environment(cloud.environment(FUNCTION)):
            yield LocalWiring(Settings.from_environment())
    except HomeBusyError as busy:
        raise UsageError(f"{busy} Stop it first; while it runs, it replicates by itself every night.") from busy


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Have these variables in this process's environment, besides those that are there."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _tell_problems() -> None:
    """Show what the use cases have to say about single files."""
    console = logging.StreamHandler()
    console.setFormatter(logging.Formatter("%(message)s: %(key)s %(reason)s", defaults={"key": "", "reason": ""}))
    logging.getLogger("ebookvoice").addHandler(console)
