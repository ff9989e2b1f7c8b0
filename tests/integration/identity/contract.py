"""What every credential provider keeps to, whoever it is. Fixtures: `provider`, `inbox`, which reads its mails,
and `email`, an address that nobody has used."""

from collections.abc import Callable
from typing import Protocol

import pytest

from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.identity import Identity, Proof
from ebookvoice.ports.identity import CredentialProvider

PASSWORD = "correct horse battery staple"
OTHER = "wrong pony battery staple"


class Inbox(Protocol):
    def __call__(self, address: str) -> Proof:
        """Take the proof of the last unread mail to an address, with token, address and code.

        The mails before it count as read. `Proof()` if there is no unread mail, or no proof in it.
        """
        ...


Form = Callable[[Proof], Proof]
"""One of the two ways in which a proof comes back."""


def by_link(proof: Proof) -> Proof:
    """Some providers' links carry the address, and all of them take it."""
    return Proof(token=proof.token, email=proof.email)


def by_code(proof: Proof) -> Proof:
    return Proof(email=proof.email, code=proof.code)


both_forms = pytest.mark.parametrize("form", [by_link, by_code])


class ProviderContract:
    @both_forms
    def test_a_sign_up_counts_when_its_proof_comes_back_and_not_before(
        self, provider: CredentialProvider, inbox: Inbox, email: str, form: Form
    ) -> None:
        provider.sign_up(email)
        assert provider.check_password(email, PASSWORD) is None

        identity = provider.confirm_sign_up(form(inbox(email)), PASSWORD)

        assert (identity.issuer, identity.email, identity.email_verified) == (provider.issuer, email, True)
        assert known(provider.check_password(email, PASSWORD)) == known(identity)

    def test_a_password_is_taken_as_it_is(self, provider: CredentialProvider, inbox: Inbox, email: str) -> None:
        password = "  Pässwörd 🔑  "
        signed_up(provider, inbox, email, password)

        assert provider.check_password(email, password)
        assert provider.check_password(email, password.strip()) is None
        assert provider.check_password(email, password.lower()) is None

    @pytest.mark.parametrize("password", [OTHER, "", PASSWORD + " ", PASSWORD[:-1], PASSWORD.upper()])
    def test_a_wrong_password_is_refused(
        self, provider: CredentialProvider, inbox: Inbox, email: str, password: str
    ) -> None:
        signed_up(provider, inbox, email)

        assert provider.check_password(email, password) is None

    @pytest.mark.parametrize("password", [PASSWORD, ""])
    def test_no_password_fits_an_unknown_address_or_an_account_without_one(
        self, provider: CredentialProvider, inbox: Inbox, email: str, password: str
    ) -> None:
        assert provider.check_password(email, password) is None

        provider.send_link(email)
        provider.redeem_link(by_link(inbox(email)))

        assert provider.check_password(email, password) is None

    def test_asking_again_changes_nothing_until_the_proof_comes_back(
        self, provider: CredentialProvider, inbox: Inbox, email: str
    ) -> None:
        identity = signed_up(provider, inbox, email)

        provider.sign_up(email)
        assert known(provider.check_password(email, PASSWORD)) == known(identity)

        assert known(provider.confirm_sign_up(by_link(inbox(email)), OTHER)) == known(identity)
        assert provider.check_password(email, PASSWORD) is None
        assert known(provider.check_password(email, OTHER)) == known(identity)

    @both_forms
    def test_a_link_lets_in_whoever_owns_the_address(
        self, provider: CredentialProvider, inbox: Inbox, email: str, form: Form
    ) -> None:
        provider.send_link(email)
        first = provider.redeem_link(form(inbox(email)))
        provider.send_link(email)
        second = provider.redeem_link(form(inbox(email)))

        assert (first.issuer, first.email, first.email_verified) == (provider.issuer, email, True)
        assert known(second) == known(first)

    def test_a_link_leads_to_the_account_that_has_the_password(
        self, provider: CredentialProvider, inbox: Inbox, email: str
    ) -> None:
        identity = signed_up(provider, inbox, email)

        provider.send_link(email)

        assert known(provider.redeem_link(by_link(inbox(email)))) == known(identity)
        assert provider.check_password(email, PASSWORD)

    @both_forms
    def test_a_reset_replaces_the_password(
        self, provider: CredentialProvider, inbox: Inbox, email: str, form: Form
    ) -> None:
        identity = signed_up(provider, inbox, email)

        provider.send_reset(email)
        assert provider.check_password(email, PASSWORD)

        assert known(provider.reset_password(form(inbox(email)), OTHER)) == known(identity)
        assert provider.check_password(email, PASSWORD) is None
        assert known(provider.check_password(email, OTHER)) == known(identity)

    def test_a_reset_for_an_unknown_address_leads_nowhere(
        self, provider: CredentialProvider, inbox: Inbox, email: str
    ) -> None:
        provider.send_reset(email)

        assert inbox(email) == Proof()
        assert provider.check_password(email, PASSWORD) is None

    @both_forms
    def test_the_proof_of_a_sign_up_counts_once(
        self, provider: CredentialProvider, inbox: Inbox, email: str, form: Form
    ) -> None:
        provider.sign_up(email)
        proof = form(inbox(email))
        provider.confirm_sign_up(proof, PASSWORD)

        with pytest.raises(InvalidCodeError):
            provider.confirm_sign_up(proof, PASSWORD)

    @both_forms
    def test_a_link_counts_once(self, provider: CredentialProvider, inbox: Inbox, email: str, form: Form) -> None:
        provider.send_link(email)
        proof = form(inbox(email))
        provider.redeem_link(proof)

        with pytest.raises(InvalidCodeError):
            provider.redeem_link(proof)

    @both_forms
    def test_the_proof_of_a_reset_counts_once(
        self, provider: CredentialProvider, inbox: Inbox, email: str, form: Form
    ) -> None:
        signed_up(provider, inbox, email)
        provider.send_reset(email)
        proof = form(inbox(email))
        provider.reset_password(proof, OTHER)

        with pytest.raises(InvalidCodeError):
            provider.reset_password(proof, "a third password of mine")

        assert provider.check_password(email, OTHER)

    def test_what_was_not_mailed_is_no_proof(self, provider: CredentialProvider, inbox: Inbox, email: str) -> None:
        signed_up(provider, inbox, email)
        provider.send_link(email)
        provider.send_reset(email)
        stranger = f"stranger-{email}"
        provider.send_link(stranger)
        foreign = inbox(stranger).code

        for wrong in (
            Proof(),
            Proof(token="A" * 43),
            Proof(email=email),
            Proof(code=foreign),
            Proof(token="A" * 43, email=email),
            Proof(token="0" * 56, email=email),
            Proof(email=email, code=foreign),
            Proof(email=f"nobody-{email}", code=foreign),
        ):
            with pytest.raises(InvalidCodeError):
                provider.redeem_link(wrong)
            with pytest.raises(InvalidCodeError):
                provider.confirm_sign_up(wrong, OTHER)
            with pytest.raises(InvalidCodeError):
                provider.reset_password(wrong, OTHER)

        assert provider.check_password(email, PASSWORD)

    def test_a_token_counts_for_its_own_address_only(
        self, provider: CredentialProvider, inbox: Inbox, email: str
    ) -> None:
        """Else tries at the tokens of one address could be counted against another."""
        signed_up(provider, inbox, email)
        ways: list[tuple[Callable[[str], None], Callable[[Proof], Identity]]] = [
            (provider.send_link, provider.redeem_link),
            (provider.sign_up, lambda proof: provider.confirm_sign_up(proof, OTHER)),
            (provider.send_reset, lambda proof: provider.reset_password(proof, OTHER)),
        ]
        for number, (ask, take) in enumerate(ways):
            owner = f"{number}-{email}"
            signed_up(provider, inbox, owner)
            ask(owner)
            token = inbox(owner).token
            assert token is not None
            with pytest.raises(InvalidCodeError):
                take(Proof(token=token, email=email))
            assert provider.check_password(owner, PASSWORD)

        assert provider.check_password(email, PASSWORD)

    def test_a_password_is_set_for_who_has_one(self, provider: CredentialProvider, inbox: Inbox, email: str) -> None:
        identity = signed_up(provider, inbox, email)

        assert known(provider.set_password(email, identity.subject, OTHER)) == known(identity)

        assert provider.check_password(email, PASSWORD) is None
        assert known(provider.check_password(email, OTHER)) == known(identity)

    def test_a_password_is_set_for_who_had_none(self, provider: CredentialProvider, inbox: Inbox, email: str) -> None:
        """Somebody who has come by Google only: the provider has never heard of the address."""
        identity = provider.set_password(email, None, PASSWORD)

        assert (identity.issuer, identity.email, identity.email_verified) == (provider.issuer, email, True)
        assert known(provider.check_password(email, PASSWORD)) == known(identity)

    def test_what_is_deleted_is_gone_and_may_come_anew(
        self, provider: CredentialProvider, inbox: Inbox, email: str
    ) -> None:
        identity = signed_up(provider, inbox, email)

        provider.delete(email, identity.subject)
        provider.delete(email, identity.subject)
        provider.delete(f"nobody-{email}", None)
        assert provider.check_password(email, PASSWORD) is None

        signed_up(provider, inbox, email, OTHER)
        assert provider.check_password(email, PASSWORD) is None
        assert provider.check_password(email, OTHER)

    def test_what_was_mailed_before_a_deletion_counts_no_more(
        self, provider: CredentialProvider, inbox: Inbox, email: str
    ) -> None:
        identity = signed_up(provider, inbox, email)
        provider.send_reset(email)
        proof = by_link(inbox(email))

        provider.delete(email, identity.subject)

        with pytest.raises(InvalidCodeError):
            provider.reset_password(proof, OTHER)
        assert provider.check_password(email, OTHER) is None


def signed_up(provider: CredentialProvider, inbox: Inbox, email: str, password: str = PASSWORD) -> Identity:
    """Open an account with a password."""
    provider.sign_up(email)
    return provider.confirm_sign_up(by_link(inbox(email)), password)


def known(identity: Identity | None) -> tuple[str, str, str, bool] | None:
    """What an identity is known by; name and picture may come with one way in and not with another."""
    if identity is None:
        return None
    return identity.issuer, identity.subject, identity.email, identity.email_verified
