"""A connection that the server gives up in the middle is an outage like any other, and is replaced."""

import time
from collections.abc import Callable
from uuid import uuid4

import pytest

from ebookvoice.adapters.postgres.database import PostgresStore
from ebookvoice.domain.errors import UnavailableError


def idle(store: PostgresStore) -> None:
    """Keep a transaction open for longer than the server allows."""
    with store.as_service() as records:
        store._connected().execute("set local idle_in_transaction_session_timeout = '50ms'")
        time.sleep(0.5)
        records.accounts.find(uuid4())


def test_who_idles_in_a_transaction_finds_the_service_unavailable(new_database: Callable[[], str]) -> None:
    url = new_database()
    store = PostgresStore(lambda: url)

    with pytest.raises(UnavailableError):
        idle(store)

    with store.as_service() as records:
        assert records.accounts.find(uuid4()) is None
    store.close()
