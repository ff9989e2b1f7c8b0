"""Cookie values and refresh tokens: they lead to their session, and nothing else does."""

import base64
import string
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.adapters.references import HmacSigner, derive
from ebookvoice.adapters.tokens import JwtIssuer
from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.ports.accounts import AccessClaims
from tests.fakes import FakeClock

SECRET = "a secret of the tests, 32 bytes or more"
SIGNER = HmacSigner(SECRET)
SESSION = UUID("0b0e3a44-0a57-4a6a-8f5f-5b7f4b1d2c3d")
BASE64URL = string.ascii_letters + string.digits + "-_"

generations = st.integers(min_value=0, max_value=2**32 - 1)


def refuses_cookie(value: str, signer: HmacSigner = SIGNER) -> bool:
    try:
        signer.read_cookie(value)
    except NotAuthenticatedError:
        return True
    return False


def refuses_refresh_token(token: str, signer: HmacSigner = SIGNER) -> bool:
    try:
        signer.read_refresh_token(token)
    except NotAuthenticatedError:
        return True
    return False


@given(st.uuids(), generations)
def test_a_reference_leads_back_to_what_it_was_made_for(session: UUID, generation: int) -> None:
    assert SIGNER.read_cookie(SIGNER.cookie(session)) == session
    assert SIGNER.read_refresh_token(SIGNER.refresh_token(session, generation)) == (session, generation)


@given(st.uuids(), generations)
def test_a_reference_fits_everywhere(session: UUID, generation: int) -> None:
    for reference in (SIGNER.cookie(session), SIGNER.refresh_token(session, generation)):
        assert set(reference) <= set(BASE64URL)
        assert len(reference) == 70


def test_it_is_the_same_every_time_so_that_a_lost_answer_can_be_given_again() -> None:
    assert HmacSigner(SECRET).refresh_token(SESSION, 7) == SIGNER.refresh_token(SESSION, 7)
    assert HmacSigner(SECRET).cookie(SESSION) == SIGNER.cookie(SESSION)


@given(st.uuids(), generations)
def test_one_kind_does_not_pass_for_another(session: UUID, generation: int) -> None:
    access = JwtIssuer(SECRET, FakeClock()).issue(AccessClaims(session, session, generation)).token

    assert refuses_cookie(SIGNER.refresh_token(session, generation))
    assert refuses_cookie(SIGNER.refresh_token(session, 0))
    assert refuses_refresh_token(SIGNER.cookie(session))
    assert refuses_cookie(access)
    assert refuses_refresh_token(access)


@given(st.integers(min_value=0, max_value=69), st.sampled_from(BASE64URL))
def test_no_character_can_be_changed(place: int, character: str) -> None:
    for reference, refuses in (
        (SIGNER.cookie(SESSION), refuses_cookie),
        (SIGNER.refresh_token(SESSION, 7), refuses_refresh_token),
    ):
        changed = reference[:place] + character + reference[place + 1 :]
        assert changed == reference or refuses(changed)


def test_there_is_one_spelling_only() -> None:
    cookies = [SIGNER.cookie(UUID(int=number)) for number in range(64)]
    spelt = next(cookie for cookie in cookies if "-" in cookie and "_" in cookie)

    for other in (
        spelt.replace("-", "+"),
        spelt.replace("_", "/"),
        spelt + "=",
        spelt + "==",
        spelt + "\n",
        " " + spelt,
    ):
        assert refuses_cookie(other)
    # The last character has four bits to spare.
    assert all(refuses_cookie(spelt[:-1] + character) for character in BASE64URL if character != spelt[-1])


@given(st.binary(max_size=80) | st.binary(min_size=52, max_size=52))
def test_made_up_bytes_are_refused(raw: bytes) -> None:
    made_up = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    assert refuses_cookie(made_up)
    assert refuses_refresh_token(made_up)


@given(st.text())
def test_made_up_text_is_refused(text: str) -> None:
    assert refuses_cookie(text)
    assert refuses_refresh_token(text)


@given(st.integers(min_value=0, max_value=69))
def test_no_part_of_it_is_enough(length: int) -> None:
    assert refuses_cookie(SIGNER.cookie(SESSION)[:length])
    assert refuses_refresh_token(SIGNER.refresh_token(SESSION, 7)[:length])


def test_another_secret_is_another_service() -> None:
    other = HmacSigner(SECRET + "!")

    assert refuses_cookie(SIGNER.cookie(SESSION), other)
    assert refuses_refresh_token(SIGNER.refresh_token(SESSION, 7), other)


def test_a_generation_that_does_not_fit_is_not_cut_to_one_that_does() -> None:
    with pytest.raises(OverflowError):
        SIGNER.refresh_token(SESSION, 2**32)


def test_each_use_has_a_key_of_its_own() -> None:
    uses = ("session cookie", "refresh token", "sealing", "fingerprints")

    keys = {derive(SECRET, use) for use in uses}

    assert len(keys) == len(uses)
    assert {len(key) for key in keys} == {32}
    assert SECRET.encode() not in keys
