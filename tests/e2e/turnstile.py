"""A log of every turn that is taken or given back at a speech service, kept by the database itself."""

from collections.abc import Sequence
from typing import NamedTuple

import psycopg

from local.cloud import Cloud

_INSTALL = """
create table public.turnstile (
    number bigint generated always as identity,
    at timestamptz not null, state text not null, allowed integer not null, held bigint not null
);
create function public.log_turn() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    insert into public.turnstile (at, state, allowed, held)
    select clock_timestamp(), new.state, new.allowed, count(*) from jsonb_object_keys(new.turns);
    return new;
end $$;
create trigger turnstile after insert or update on public.providers for each row execute function public.log_turn();
"""
LAG_S = 0.5
"""How late the service may notice that a connection has ended."""


class Passing(NamedTuple):
    """The service's row as it was from a time (POSIX) on."""

    at: float
    state: str
    allowed: int
    held: int


class Turnstile:
    """Watches the turns at the only speech service of a cloud."""

    def __init__(self, cloud: Cloud) -> None:
        self._url = cloud.database_url("postgres")
        with psycopg.connect(self._url, autocommit=True) as database:
            database.execute(_INSTALL)

    def log(self) -> list[Passing]:
        """List what has happened, in order."""
        statement = "select extract(epoch from at)::float8, state, allowed, held from public.turnstile order by number"
        with psycopg.connect(self._url) as database:
            return [Passing(*row) for row in database.execute(statement)]


def taken_against_the_rules(log: Sequence[Passing]) -> list[Passing]:
    """List the turns that were taken although as many were out as were allowed, or while the service cooled off."""
    pairs = zip(log, log[1:], strict=False)
    taken = [now for before, now in pairs if now.held > before.held]
    return [now for now in taken if now.held > (now.allowed if now.state == "closed" else 1) or now.state == "open"]


def without_a_turn(log: Sequence[Passing], spans: Sequence[tuple[float, float]]) -> list[float]:
    """List the times at which more connections were open than turns were out."""
    times = sorted([(began, 1) for began, _ in spans] + [(ended, -1) for _, ended in spans])
    found, connections = [], 0
    for time, change in times:
        connections += change
        if change > 0 and connections > _held(log, time):
            found.append(time)
    return found


def _held(log: Sequence[Passing], time: float) -> int:
    """Say how many turns were out at most just before a time."""
    before = [passing for passing in log if passing.at <= time]
    recent = [passing.held for passing in before if passing.at >= time - LAG_S]
    return max([*recent, *(passing.held for passing in before[-1:])], default=0)
