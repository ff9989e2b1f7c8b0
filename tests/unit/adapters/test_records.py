"""The repositories that a transaction hands out are those that the use cases know."""

import inspect
from typing import get_type_hints
from unittest.mock import Mock

import pytest

from ebookvoice.adapters.postgres.records import open_records
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.ports.store import Records

PORTS = get_type_hints(Records)


def methods(of: type) -> dict[str, inspect.Signature]:
    """List the public methods with what they take and return."""
    found = inspect.getmembers(of, inspect.isfunction)
    return {name: inspect.signature(method) for name, method in found if not name.startswith("_")}


@pytest.mark.parametrize("name", PORTS)
def test_a_repository_does_what_its_port_says(name: str) -> None:
    repository = type(getattr(open_records(Rows(Mock())), name))

    assert methods(PORTS[name]).items() <= methods(repository).items()


def test_a_repository_is_made_once() -> None:
    records = open_records(Rows(Mock()))

    assert records.jobs is records.jobs


def test_what_is_no_repository_is_missed() -> None:
    with pytest.raises(AttributeError, match="nobody"):
        open_records(Rows(Mock())).nobody  # type: ignore[attr-defined]  # noqa: B018
