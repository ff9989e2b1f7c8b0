"""What the provider has Supabase mail, to whom, and what nobody is told."""

from collections.abc import Callable

import pytest

from ebookvoice.adapters.identity.supabase import SupabaseProvider
from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.account import WeakPasswordError
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.identity import Identity, Proof
from tests.fakes import FakeClock
from tests.integration.identity.contract import OTHER, PASSWORD, Form, Inbox, both_forms, by_code, by_link, signed_up
from tests.standins.gotrue_project import Project


def kinds(project: Project, email: str) -> list[str]:
    return [mail.kind for mail in project.outbox if mail.to == email]


def test_known_addresses_get_a_link_where_others_get_a_confirmation(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    provider.sign_up(email)
    provider.confirm_sign_up(by_code(inbox(email)), PASSWORD)

    provider.sign_up(email)

    assert kinds(project, email) == ["signup", "magiclink"]
    assert provider.confirm_sign_up(by_code(inbox(email)), OTHER).email == email


def test_only_the_last_mail_counts(
    project: Project, provider: SupabaseProvider, inbox: Inbox, clock: FakeClock, email: str
) -> None:
    provider.sign_up(email)
    first = inbox(email)
    clock.advance(61)
    provider.sign_up(email)

    assert kinds(project, email) == ["signup", "signup"]
    for proof in (by_link(first), by_code(first)):
        with pytest.raises(InvalidCodeError):
            provider.confirm_sign_up(proof, PASSWORD)
    assert provider.confirm_sign_up(by_link(inbox(email)), PASSWORD).email == email


def test_within_a_minute_the_mail_that_is_there_does(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    for ask in (provider.sign_up, provider.send_link, provider.sign_up):
        ask(email)

    assert kinds(project, email) == ["signup"]
    assert provider.confirm_sign_up(by_link(inbox(email)), PASSWORD).email == email


@both_forms
def test_whoever_has_the_project_s_key_plants_no_password(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, form: Form
) -> None:
    """GoTrue keeps the first password of an address, and any application of the project may have told it one."""
    ways: tuple[Callable[[Proof], Identity], ...] = (
        provider.redeem_link,
        lambda proof: provider.confirm_sign_up(proof, PASSWORD),
    )
    for number, confirm in enumerate(ways):
        address = f"{number}-{email}"
        project.add(address, OTHER, {})
        provider.sign_up(address)

        assert confirm(form(inbox(address))).email == address

        assert provider.check_password(address, OTHER) is None
        assert project.user(address).sessions == set()


def test_a_link_leaves_the_password_of_who_has_proved_the_address_before(
    project: Project, provider: SupabaseProvider, inbox: Inbox, clock: FakeClock, email: str
) -> None:
    """Perhaps in another application of the project."""
    project.add(email, PASSWORD, {}).confirmed_at = clock.now()

    provider.send_link(email)
    provider.redeem_link(by_link(inbox(email)))

    assert provider.check_password(email, PASSWORD)


def test_nobody_is_deleted_or_changed_by_somebody_who_signs_up(
    project: Project, provider: SupabaseProvider, clock: FakeClock, email: str
) -> None:
    """Not even who confirms at that very moment, and gets the password that the proof came with."""
    provider.sign_up(email)
    user = project.user(email)
    clock.advance(61)

    def confirm() -> None:
        user.confirmed_at = clock.now()
        user.set_password(project.hash(PASSWORD))

    project.meanwhile["/signup"] = confirm
    provider.sign_up(email)
    provider.send_link(email)

    assert project.user(email) is user
    assert provider.check_password(email, PASSWORD)
    assert not [path for path in project.asked if path.startswith("/admin/")]


@pytest.mark.parametrize("way", ["sign-up", "reset"])
def test_supabase_fails_between_the_proof_and_the_password(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, way: str
) -> None:
    """The proof is used up; nobody knows the password, and a forgotten one's mail sets another."""
    provider.sign_up(email)
    user = project.user(email)
    project.trouble[f"/admin/users/{user.id}"] = 503
    if way == "reset":
        provider.send_reset(email)
    take = provider.confirm_sign_up if way == "sign-up" else provider.reset_password
    proof = by_link(inbox(email))

    with pytest.raises(UnavailableError):
        take(proof, PASSWORD)
    assert user.confirmed_at is not None
    assert provider.check_password(email, PASSWORD) is None

    project.trouble.clear()
    user.sent_at.clear()
    provider.send_reset(email)

    assert provider.reset_password(by_link(inbox(email)), PASSWORD).subject == user.id
    assert provider.check_password(email, PASSWORD)


def test_a_guess_that_hits_somebody_else_s_token_opens_nothing(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    """The guess was counted against the address that it named."""
    provider.sign_up(email)
    hit = inbox(email).token

    for proof in (Proof(hit, f"other-{email}"), Proof(hit)):
        for take in (
            provider.redeem_link,
            lambda proof: provider.confirm_sign_up(proof, PASSWORD),
            lambda proof: provider.reset_password(proof, PASSWORD),
        ):
            with pytest.raises(InvalidCodeError):
                take(proof)

    assert project.user(email).sessions == set()
    assert provider.check_password(email, PASSWORD) is None


def test_a_proof_is_too_old_after_ten_minutes(
    provider: SupabaseProvider, inbox: Inbox, clock: FakeClock, email: str
) -> None:
    provider.sign_up(email)
    proof = by_link(inbox(email))
    clock.advance(601)

    with pytest.raises(InvalidCodeError):
        provider.confirm_sign_up(proof, PASSWORD)


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

    provider.sign_up(email)
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

    provider.sign_up(email)
    provider.send_link(email)

    assert kinds(project, email) == ["signup"]


def test_a_password_too_weak_for_the_project_is_refused_and_a_new_proof_sets_a_better_one(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    project.min_password = 12
    provider.sign_up(email)

    with pytest.raises(WeakPasswordError):
        provider.confirm_sign_up(by_link(inbox(email)), "11 letters.")

    provider.sign_up(email)
    assert provider.confirm_sign_up(by_link(inbox(email)), PASSWORD).email == email


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
    provider.sign_up(email)

    provider.delete(email, None)

    assert project.users == {}


def test_a_project_that_verifies_no_address_is_not_worked_with(
    project: Project, provider: SupabaseProvider, clock: FakeClock, email: str
) -> None:
    """Else whoever signs up with somebody's address would get into their account."""
    assert provider.check_password(email, PASSWORD) is None
    project.autoconfirm = True

    with pytest.raises(UnavailableError):
        provider.sign_up(email)
    clock.advance(601)
    with pytest.raises(UnavailableError):
        provider.check_password(email, PASSWORD)
