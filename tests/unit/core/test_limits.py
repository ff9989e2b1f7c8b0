"""Counting requests; the exactness of the counting itself is Postgres' and is tested there."""

from typing import cast

import pytest

from ebookvoice.domain.errors import RateLimitedError
from ebookvoice.domain.limits import Limit
from ebookvoice.settings import Settings
from ebookvoice.usecases import limits
from ebookvoice.usecases.world import World
from tests.unit.api.memory import MemoryWorld

TWO = Limit("two", 2, 60)


@pytest.fixture
def memory() -> MemoryWorld:
    return MemoryWorld(Settings())


@pytest.fixture
def world(memory: MemoryWorld) -> World:
    return cast(World, memory)


def test_a_limit_lets_through_what_it_says_and_tells_what_is_left(world: World, memory: MemoryWorld) -> None:
    left = [hit.allowance.remaining for _ in "12" for hit in limits.count(world, [("key", TWO)])]

    with pytest.raises(RateLimitedError) as refused:
        limits.count(world, [("key", TWO)])

    assert left == [1, 0]
    assert (refused.value.allowance.allowed, refused.value.allowance.remaining) == (False, 0)
    assert (refused.value.allowance.resets_at - memory.clock.now()).total_seconds() == 60


def test_the_window_slides(world: World, memory: MemoryWorld) -> None:
    limits.count(world, [("key", TWO)])
    memory.clock.advance(59)
    limits.count(world, [("key", TWO)])
    memory.clock.advance(1)

    assert limits.count(world, [("key", TWO)])
    with pytest.raises(RateLimitedError):
        limits.count(world, [("key", TWO)])


def test_what_is_given_back_may_be_taken_again(world: World) -> None:
    for _ in range(10):
        limits.give_back(world, limits.count(world, [("key", TWO), ("other", TWO)]))

    assert len(limits.count(world, [("key", TWO), ("other", TWO)])) == 2


def test_a_limit_of_zero_is_none_and_asks_nobody(world: World, memory: MemoryWorld) -> None:
    memory.memory.error = RuntimeError("The database was asked.")

    assert limits.count(world, [("key", Limit("off", 0, 60))]) == []
    limits.give_back(world, [])
