"""Recovery codes: spelt so that people can copy them, and hashed with their second factor's own secret."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.domain import recovery

SECRET = b"twenty bytes of this"


@given(st.binary(min_size=recovery.CODE_BYTES, max_size=recovery.CODE_BYTES))
def test_a_code_keeps_all_of_its_80_bits(entropy: bytes) -> None:
    code = recovery.spell(entropy)

    assert re.fullmatch(r"[a-z2-7]{4}(-[a-z2-7]{4}){3}", code)
    assert code != recovery.spell(bytes([entropy[0] ^ 1]) + entropy[1:])
    assert code != recovery.spell(entropy[:-1] + bytes([entropy[-1] ^ 1]))


@pytest.mark.parametrize("written", ["K3UD-7ZQM-2VXA-H5GE", "k3ud7zqm2vxah5ge", " k3ud 7zqm\t2vxa h5ge\n"])
def test_spacing_and_case_do_not_matter(written: str) -> None:
    assert recovery.hash_code(SECRET, written) == recovery.hash_code(SECRET, "k3ud-7zqm-2vxa-h5ge")


def test_a_hash_is_of_one_code_and_one_second_factor() -> None:
    hashed = recovery.hash_code(SECRET, "k3ud-7zqm-2vxa-h5ge")

    assert len(hashed) == 32
    assert hashed != recovery.hash_code(SECRET, "k3ud-7zqm-2vxa-h5gf")
    assert hashed != recovery.hash_code(SECRET[::-1], "k3ud-7zqm-2vxa-h5ge")
