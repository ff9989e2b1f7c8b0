"""Passwords at Supabase: one answer for every reason why not, and nobody's answer for somebody else."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ebookvoice.adapters.identity.supabase import SupabaseProvider
from ebookvoice.domain.access import InvalidCodeError
from tests.fakes import FakeClock
from tests.integration.identity.contract import OTHER, PASSWORD, Inbox, by_link, signed_up
from tests.standins.gotrue_project import Project


def test_who_is_banned_or_unconfirmed_gets_the_answer_of_strangers(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    signed_up(provider, inbox, email)
    project.user(email).banned = True
    provider.sign_up(f"new-{email}")

    for address in (email, f"new-{email}", f"nobody-{email}"):
        assert provider.check_password(address, PASSWORD) is None
        assert provider.check_password(address, OTHER) is None


def test_a_ban_makes_proofs_worthless(project: Project, provider: SupabaseProvider, inbox: Inbox, email: str) -> None:
    signed_up(provider, inbox, email)
    project.user(email).banned = True
    provider.send_link(email)
    proof = by_link(inbox(email))

    with pytest.raises(InvalidCodeError):
        provider.redeem_link(proof)
    with pytest.raises(InvalidCodeError):
        provider.reset_password(proof, OTHER)


def test_no_session_is_left_at_supabase(
    project: Project, provider: SupabaseProvider, inbox: Inbox, clock: FakeClock, email: str
) -> None:
    signed_up(provider, inbox, email)
    provider.check_password(email, PASSWORD)
    provider.send_reset(email)
    provider.reset_password(by_link(inbox(email)), OTHER)
    clock.advance(61)
    provider.send_link(email)
    provider.redeem_link(by_link(inbox(email)))

    assert project.user(email).sessions == set()


def test_who_comes_in_does_not_end_sessions_that_others_opened_at_supabase(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    signed_up(provider, inbox, email)
    project.user(email).sessions.add("of another application")

    assert provider.check_password(email, PASSWORD)

    assert project.user(email).sessions == {"of another application"}


def test_a_session_that_can_t_be_ended_keeps_nobody_out(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    signed_up(provider, inbox, email)
    project.trouble["/logout"] = 500

    assert provider.check_password(email, PASSWORD)


def test_people_who_come_at_once_are_not_mixed_up(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    """8 threads, 200 checks; an administrative call goes in between, which must keep the rights of the secret key."""
    people = {f"{number}-{email}": f"{PASSWORD} {number}" for number in range(8)}
    subjects = {address: signed_up(provider, inbox, address, password).subject for address, password in people.items()}
    together = threading.Barrier(len(people))

    def come(address: str) -> list[str | None]:
        together.wait()
        seen = []
        for _ in range(25):
            identity = provider.check_password(address, people[address])
            seen.append(identity.subject if identity else None)
            assert provider.set_password(address, subjects[address], people[address]).subject == subjects[address]
        return seen

    with ThreadPoolExecutor(len(people)) as pool:
        seen = dict(zip(people, pool.map(come, people), strict=True))

    assert seen == {address: [subject] * 25 for address, subject in subjects.items()}
    assert project.asked_as_user.keys() == {"/logout"}, "a client still had somebody's session"
