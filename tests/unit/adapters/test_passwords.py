import statistics
import subprocess
import sys
import time

import argon2
import pytest

from ebookvoice.adapters.passwords import MEMORY_COST, PARALLELISM, TIME_COST, Argon2Hasher

PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def hasher() -> Argon2Hasher:
    return Argon2Hasher()


def test_a_password_matches_its_own_hash_only(hasher: Argon2Hasher) -> None:
    hashed = hasher.hash(PASSWORD)

    assert hasher.verify(hashed, PASSWORD)
    assert not hasher.verify(hashed, PASSWORD + " ")
    assert not hasher.verify(hashed, "")


def test_the_hash_is_argon2id_with_the_stated_cost_and_a_salt_of_its_own(hasher: Argon2Hasher) -> None:
    first, second = hasher.hash(PASSWORD), hasher.hash(PASSWORD)

    assert first != second
    parameters = argon2.extract_parameters(first)
    assert parameters.type is argon2.Type.ID
    assert (parameters.time_cost, parameters.memory_cost, parameters.parallelism) == (2, 19_456, 1)
    assert (TIME_COST, MEMORY_COST, PARALLELISM) == (2, 19_456, 1)


@pytest.mark.parametrize("password", ["pässwörd 🔑", "x\u0000y" * 3, "x" * 256])
def test_no_password_is_cut_or_folded(hasher: Argon2Hasher, password: str) -> None:
    hashed = hasher.hash(password)

    assert hasher.verify(hashed, password)
    assert not hasher.verify(hashed, password[:-1])


@pytest.mark.parametrize("password", [PASSWORD, ""])
def test_an_unknown_account_is_refused_at_the_same_cost(hasher: Argon2Hasher, password: str) -> None:
    hashed = hasher.hash(PASSWORD)

    def cpu_seconds(stored: str | None, tried: str) -> float:
        began = time.thread_time()
        assert not hasher.verify(stored, tried)
        return time.thread_time() - began

    known = statistics.median(cpu_seconds(hashed, password + "?") for _ in range(7))
    unknown = statistics.median(cpu_seconds(None, password + "?") for _ in range(7))

    assert 0.6 < unknown / known < 1.7


def test_a_stored_hash_that_is_none_is_an_error_and_not_a_wrong_password(hasher: Argon2Hasher) -> None:
    with pytest.raises(argon2.exceptions.InvalidHashError):
        hasher.verify("not a hash", PASSWORD)


@pytest.mark.parametrize(
    "password", ["password", "PassWord", "12345678", "iloveyou", "football", "trustno1", "QWERTYUIOP"]
)
def test_a_password_that_everybody_tries_first_is_common_in_any_case(hasher: Argon2Hasher, password: str) -> None:
    assert hasher.common(password)


@pytest.mark.parametrize("password", [PASSWORD, "password ", "pässword", "mnbvcxz-mnbvcxz", "", "🔑" * 8])
def test_any_other_password_is_not(hasher: Argon2Hasher, password: str) -> None:
    assert not hasher.common(password)


def test_the_list_is_read_when_the_first_password_is_looked_up() -> None:
    program = """
import sys
from ebookvoice.adapters.passwords import Argon2Hasher
hasher = Argon2Hasher()
assert not {"zxcvbn", "argon2"} & set(sys.modules)
assert hasher.common("password")
assert "zxcvbn" in sys.modules and "argon2" not in sys.modules
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
