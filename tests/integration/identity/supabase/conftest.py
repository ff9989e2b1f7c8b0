"""The Supabase provider against a stand-in of its server; it never waits unless a test says so."""

from collections import Counter
from collections.abc import Iterator

import pytest

from ebookvoice.adapters.identity.supabase import SupabaseProvider
from ebookvoice.domain.identity import Proof
from tests.fakes import FakeClock
from tests.integration.identity.contract import Inbox
from tests.standins.gotrue import SECRET_KEY, gotrue
from tests.standins.gotrue_project import Project


@pytest.fixture
def project(clock: FakeClock) -> Iterator[Project]:
    with gotrue(clock) as project:
        yield project


@pytest.fixture
def provider(project: Project, clock: FakeClock) -> SupabaseProvider:
    return SupabaseProvider(project.url, SECRET_KEY, clock, pause=lambda _: None)


@pytest.fixture
def inbox(project: Project) -> Inbox:
    read: Counter[str] = Counter()

    def inbox(address: str) -> Proof:
        mails = [mail for mail in project.outbox if mail.to == address]
        unread = len(mails) > read[address]
        read[address] = len(mails)
        return Proof(mails[-1].token_hash, address, mails[-1].code) if unread else Proof()

    return inbox
