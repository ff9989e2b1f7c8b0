"""What is sealed opens here, for what it was sealed for, and unchanged; or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.adapters.sealing import AesSealer

SECRET = "a secret of the tests, 32 bytes or more"
SEALER = AesSealer(SECRET)
NONCE_AND_TAG = 12 + 16


def opens(sealed: bytes, context: str, sealer: AesSealer = SEALER) -> bool:
    try:
        sealer.open(sealed, context)
    except ValueError:
        return False
    return True


@given(st.binary(max_size=500), st.text(max_size=50))
def test_what_is_sealed_opens_again(secret: bytes, context: str) -> None:
    sealed = SEALER.seal(secret, context)

    assert SEALER.open(sealed, context) == secret
    assert AesSealer(SECRET).open(sealed, context) == secret
    assert len(sealed) == len(secret) + NONCE_AND_TAG


@given(st.binary(min_size=8, max_size=200), st.text())
def test_nothing_of_the_secret_shows(secret: bytes, context: str) -> None:
    assert secret not in SEALER.seal(secret, context)


def test_the_same_secret_looks_different_every_time() -> None:
    sealed = {SEALER.seal(b"the same", "context") for _ in range(1000)}

    assert len({one[:12] for one in sealed}) == 1000  # AES-GCM breaks with a nonce that comes twice
    assert len(sealed) == 1000


@given(st.text(), st.text())
def test_it_opens_for_its_context_only(context: str, other: str) -> None:
    assert opens(SEALER.seal(b"secret", context), other) == (context == other)


@given(st.integers(min_value=0, max_value=NONCE_AND_TAG + 5), st.integers(min_value=1, max_value=255))
def test_no_byte_can_be_changed(place: int, change: int) -> None:
    sealed = bytearray(SEALER.seal(b"secret", "context"))
    sealed[place] ^= change

    assert not opens(bytes(sealed), "context")


@given(st.integers(min_value=0, max_value=NONCE_AND_TAG + 5))
def test_no_part_of_it_opens(length: int) -> None:
    sealed = SEALER.seal(b"secret", "context")

    assert not opens(sealed[:length], "context")
    assert not opens(sealed + sealed[:length], "context") or length == 0


@given(st.binary(max_size=200))
def test_made_up_bytes_do_not_open(made_up: bytes) -> None:
    assert not opens(made_up, "context")


def test_another_secret_opens_nothing() -> None:
    other = AesSealer(SECRET + "!")

    assert not opens(SEALER.seal(b"secret", "context"), "context", other)
    assert other.fingerprint("123456", "context") != SEALER.fingerprint("123456", "context")


@given(st.text(), st.text(), st.text(), st.text())
def test_a_fingerprint_is_of_one_text_in_one_context(text: str, context: str, other: str, elsewhere: str) -> None:
    first, second = SEALER.fingerprint(text, context), SEALER.fingerprint(other, elsewhere)

    assert len(first) == 32
    assert first == SEALER.fingerprint(text, context)
    assert (first == second) == ((text, context) == (other, elsewhere))


def test_text_and_context_do_not_run_into_each_other() -> None:
    assert SEALER.fingerprint("b\0c", "a") != SEALER.fingerprint("c", "a\0b")


@pytest.mark.parametrize("text", ["", "ä", "\0", "1" * 10_000])
def test_every_text_has_one(text: str) -> None:
    assert len(SEALER.fingerprint(text, "context")) == 32
