"""What is sealed opens here, for what it was sealed for, and unchanged; or not at all."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.adapters.sealing import AesSealer
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.identity import UnsealableError

SECRET = "a secret of the tests, 32 bytes or more"
NEW_SECRET = "another secret of the tests, 32 bytes or more"
SEALER = AesSealer(SECRET)
ENVELOPE = 4 + 12 + 16
"""Bytes: the key's id, the nonce and the tag."""


def opens(sealed: bytes, context: str, sealer: AesSealer = SEALER) -> bool:
    try:
        sealer.open(sealed, context)
    except UnsealableError:
        return False
    return True


@given(st.binary(max_size=500), st.text(max_size=50))
def test_what_is_sealed_opens_again(secret: bytes, context: str) -> None:
    sealed = SEALER.seal(secret, context)

    assert SEALER.open(sealed, context) == secret
    assert AesSealer(SECRET).open(sealed, context) == secret
    assert len(sealed) == len(secret) + ENVELOPE


@given(st.binary(min_size=8, max_size=200), st.text())
def test_nothing_of_the_secret_shows(secret: bytes, context: str) -> None:
    assert secret not in SEALER.seal(secret, context)


def test_the_same_secret_looks_different_every_time() -> None:
    sealed = {SEALER.seal(b"the same", "context") for _ in range(1000)}

    assert len({one[4:16] for one in sealed}) == 1000  # AES-GCM breaks with a nonce that comes twice
    assert len(sealed) == 1000


@given(st.text(), st.text())
def test_it_opens_for_its_context_only(context: str, other: str) -> None:
    assert opens(SEALER.seal(b"secret", context), other) == (context == other)


@given(st.integers(min_value=0, max_value=ENVELOPE + 5), st.integers(min_value=1, max_value=255))
def test_no_byte_can_be_changed(place: int, change: int) -> None:
    sealed = bytearray(SEALER.seal(b"secret", "context"))
    sealed[place] ^= change

    assert not opens(bytes(sealed), "context")


@given(st.integers(min_value=0, max_value=ENVELOPE + 5))
def test_no_part_of_it_opens(length: int) -> None:
    sealed = SEALER.seal(b"secret", "context")

    assert not opens(sealed[:length], "context")
    assert not opens(sealed + sealed[:length], "context") or length == 0


@given(st.binary(max_size=200))
def test_made_up_bytes_do_not_open(made_up: bytes) -> None:
    assert not opens(made_up, "context")


def test_another_secret_opens_nothing() -> None:
    other = AesSealer(NEW_SECRET)

    assert not opens(SEALER.seal(b"secret", "context"), "context", other)
    assert other.fingerprint("123456", "context") != SEALER.fingerprint("123456", "context")


def test_what_the_secret_before_sealed_still_opens_and_is_told() -> None:
    rotated = AesSealer(NEW_SECRET, lambda: SECRET)
    old, new = SEALER.seal(b"secret", "context"), rotated.seal(b"secret", "context")

    assert [rotated.open(sealed, "context") for sealed in (old, new)] == [b"secret"] * 2
    assert [rotated.current(sealed) for sealed in (old, new)] == [False, True]
    assert opens(new, "context", AesSealer(NEW_SECRET)), "sealed with the secret of now, not the one before"
    assert not opens(old, "another context", rotated)
    assert not opens(new, "context"), "what is sealed anew is nothing to the secret before"


def test_the_secret_before_the_last_opens_nothing_any_more() -> None:
    oldest = AesSealer("the first secret of all, 32 bytes or more").seal(b"secret", "context")

    assert not opens(oldest, "context", AesSealer(NEW_SECRET, lambda: SECRET))


def test_the_id_of_one_key_does_not_open_with_the_other() -> None:
    rotated = AesSealer(NEW_SECRET, lambda: SECRET)
    old, new = SEALER.seal(b"secret", "context"), rotated.seal(b"secret", "context")

    assert not opens(old[:4] + new[4:], "context", rotated)
    assert not opens(new[:4] + old[4:], "context", rotated)


def test_the_secret_before_is_asked_for_when_it_is_needed_and_once() -> None:
    asked: list[str] = []

    def ask() -> str:
        asked.append(SECRET)
        return SECRET

    rotated = AesSealer(NEW_SECRET, ask)
    rotated.open(rotated.seal(b"secret", "context"), "context")
    rotated.fingerprint("123456", "context")
    assert asked == []

    for _ in range(3):
        rotated.open(SEALER.seal(b"secret", "context"), "context")
    assert asked == [SECRET]


def test_a_secret_before_that_can_not_be_had_is_no_wrong_seal() -> None:
    """Otherwise an outage would look like a wrong code to everybody who has a second factor."""
    answers: Iterator[str | Exception] = iter([UnavailableError(), SECRET])

    def ask() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    rotated = AesSealer(NEW_SECRET, ask)
    with pytest.raises(UnavailableError):
        rotated.open(SEALER.seal(b"secret", "context"), "context")

    assert rotated.open(SEALER.seal(b"secret", "context"), "context") == b"secret"


@pytest.mark.parametrize("secret", ["", "x" * 31])
def test_a_secret_that_is_too_short_is_none(secret: str) -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        AesSealer(secret)
    with pytest.raises(ValueError, match="at least 32 bytes") as refusal:
        AesSealer(SECRET, lambda: secret).open(AesSealer(NEW_SECRET).seal(b"secret", "context"), "context")
    assert not isinstance(refusal.value, UnsealableError)


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
