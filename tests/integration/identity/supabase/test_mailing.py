"""What the provider has Supabase mail, to whom, and what nobody is told."""

import threading
from datetime import timedelta

import pytest

from ebookvoice.adapters.identity.supabase import SupabaseProvider
from ebookvoice.domain.account import WeakPasswordError
from ebookvoice.domain.errors import InvalidCodeError, UnavailableError
from ebookvoice.domain.identity import Proof
from tests.fakes import FakeClock
from tests.integration.identity.contract import OTHER, PASSWORD, Inbox, by_code, by_link, signed_up
from tests.standins.gotrue_project import Project


def kinds(project: Project, email: str) -> list[str]:
    return [mail.kind for mail in project.outbox if mail.to == email]


def test_known_addresses_get_a_link_where_others_get_a_confirmation(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    provider.sign_up(email, PASSWORD)
    provider.confirm_sign_up(by_code(inbox(email)))

    provider.sign_up(email, OTHER)

    assert kinds(project, email) == ["signup", "magiclink"]
    assert provider.confirm_sign_up(by_code(inbox(email))).email == email


def test_each_request_mails_once(project: Project, provider: SupabaseProvider, inbox: Inbox, email: str) -> None:
    for number in range(1, 4):
        provider.sign_up(email, f"{PASSWORD} {number}")
        assert kinds(project, email) == ["signup"] * number

    provider.confirm_sign_up(by_link(inbox(email)))

    assert provider.check_password(email, f"{PASSWORD} 3")
    assert len(project.users) == 1


def test_only_the_last_mail_counts(provider: SupabaseProvider, inbox: Inbox, email: str) -> None:
    provider.sign_up(email, OTHER)
    planted = inbox(email)
    provider.sign_up(email, PASSWORD)

    for proof in (by_link(planted), by_code(planted)):
        with pytest.raises(InvalidCodeError):
            provider.confirm_sign_up(proof)


@pytest.mark.parametrize("mail_every", [60, 0])
def test_nobody_plants_a_password_in_the_very_moment(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, mail_every: int
) -> None:
    """Between the removal of what is pending and the sign-up; a project may allow any number of mails a minute."""
    project.mail_every = timedelta(seconds=mail_every)

    def interlope() -> None:
        project.add(email, OTHER, {"mark": "theirs"}).sent_at["confirmation"] = project.clock.now()

    project.meanwhile["/signup"] = interlope
    provider.sign_up(email, PASSWORD)
    provider.confirm_sign_up(by_link(inbox(email)))

    assert provider.check_password(email, OTHER) is None
    assert provider.check_password(email, PASSWORD)


@pytest.mark.parametrize("mail_every", [60, 0])
def test_the_last_of_many_sign_ups_at_once_is_whole(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, mail_every: int
) -> None:
    """Whichever it is: the mail that arrived last and the password of its own sign-up belong together."""
    project.mail_every = timedelta(seconds=mail_every)
    passwords = [f"{PASSWORD} {number}" for number in range(8)]
    threads = [threading.Thread(target=provider.sign_up, args=(email, password)) for password in passwords]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mark = project.user(email).metadata["mark"]

    provider.confirm_sign_up(by_link(inbox(email)))

    assert len([password for password in passwords if provider.check_password(email, password)]) == 1
    assert project.user(email).metadata["mark"] == mark


def test_a_user_of_the_project_who_never_confirmed_but_was_signed_in_is_spared(
    project: Project, provider: SupabaseProvider, clock: FakeClock, email: str
) -> None:
    """Somebody who came by telephone, say: a sign-up with their address must not delete them."""
    user = project.add(email, OTHER, {})
    user.signed_in_at = clock.now()

    provider.sign_up(email, PASSWORD)

    assert project.user(email) is user


def test_a_proof_is_too_old_after_ten_minutes(
    provider: SupabaseProvider, inbox: Inbox, clock: FakeClock, email: str
) -> None:
    provider.sign_up(email, PASSWORD)
    proof = by_link(inbox(email))
    clock.advance(601)

    with pytest.raises(InvalidCodeError):
        provider.confirm_sign_up(proof)


def test_one_mail_a_minute_is_the_project_s_business(
    project: Project, provider: SupabaseProvider, inbox: Inbox, clock: FakeClock, email: str
) -> None:
    signed_up(provider, inbox, email)
    for _ in range(3):
        provider.send_link(email)
        provider.send_reset(email)

    assert kinds(project, email) == ["signup", "magiclink"]
    clock.advance(61)
    provider.send_reset(email)
    assert kinds(project, email)[2:] == ["recovery"]


@pytest.mark.parametrize("known", [True, False])
def test_nobody_is_told_that_the_project_may_send_no_more(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, known: bool
) -> None:
    if known:
        signed_up(provider, inbox, email)
    project.mails_left = 0
    sent = len(project.outbox)

    provider.sign_up(email, OTHER)
    provider.send_link(email)
    provider.send_reset(email)

    assert len(project.outbox) == sent


@pytest.mark.parametrize("known", [True, False])
def test_nobody_is_told_that_a_reset_can_t_be_sent(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, known: bool
) -> None:
    if known:
        signed_up(provider, inbox, email)
    project.trouble["/recover"] = 500

    provider.send_reset(email)

    assert inbox(email) == Proof()


@pytest.mark.parametrize("known", [True, False])
def test_nobody_is_told_that_links_have_run_out(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, known: bool
) -> None:
    """GoTrue counts requests for links apart, and only those for known addresses get so far."""
    if known:
        signed_up(provider, inbox, email)
    project.trouble["/otp"] = 429

    provider.sign_up(email, OTHER)
    provider.send_link(email)


@pytest.mark.parametrize("known", [True, False])
def test_a_password_too_weak_for_the_project_is_refused_whoever_asks(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, known: bool
) -> None:
    if known:
        signed_up(provider, inbox, email)
    project.min_password = 12

    with pytest.raises(WeakPasswordError):
        provider.sign_up(email, "11 letters.")


@pytest.mark.parametrize("length", [72, 73, 256])
def test_all_of_a_long_password_counts(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, length: int
) -> None:
    password = ("ü🔑" * 128)[:length]
    identity = signed_up(provider, inbox, email, password)
    assert provider.check_password(email, password)
    assert provider.check_password(email, password[:-1] + "x") is None

    provider.set_password(email, identity.subject, password + "x")
    assert provider.check_password(email, password) is None
    assert provider.check_password(email, password + "x")


@pytest.mark.parametrize("stale", [None, "5f0f9a3e-0d4f-4c39-9a8e-2b7d5f2f8a11"])
def test_a_password_is_set_for_an_address_whose_user_we_do_not_know(
    project: Project, provider: SupabaseProvider, email: str, stale: str | None
) -> None:
    user = project.add(email, OTHER, {})

    identity = provider.set_password(email, stale, PASSWORD)

    assert (identity.subject, identity.email_verified) == (user.id, True)
    assert provider.check_password(email, PASSWORD) == identity
    assert provider.check_password(email, OTHER) is None


def test_who_was_deleted_at_supabase_comes_back_under_the_same_id(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    identity = signed_up(provider, inbox, email)
    del project.users[identity.subject]

    assert provider.set_password(email, identity.subject, OTHER) == identity
    assert provider.check_password(email, OTHER) == identity


def test_who_is_deleted_is_found_by_address_too(project: Project, provider: SupabaseProvider, email: str) -> None:
    provider.sign_up(email, PASSWORD)

    provider.delete(email, None)

    assert project.users == {}


def test_a_project_that_verifies_no_address_is_not_worked_with(
    project: Project, provider: SupabaseProvider, clock: FakeClock, email: str
) -> None:
    """Else whoever signs up with somebody's address would get into their account."""
    assert provider.check_password(email, PASSWORD) is None
    project.autoconfirm = True

    with pytest.raises(UnavailableError):
        provider.sign_up(email, PASSWORD)
    clock.advance(601)
    with pytest.raises(UnavailableError):
        provider.check_password(email, PASSWORD)
