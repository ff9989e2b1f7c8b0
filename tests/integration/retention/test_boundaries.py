"""Runs that are killed anywhere, that meet each other, and clocks that jump."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from tests.integration.pipeline.test_kill_anywhere import KilledError, Life, Mortal, MortalStore
from tests.integration.retention.conftest import DAY, HOUR, Archive


class MortalArchive(Archive):
    """The same world, seen by a run that will be killed."""

    def __init__(self, archive: Archive, life: Life) -> None:
        self.__dict__.update(archive.__dict__)
        self.store = MortalStore(archive.store, life)  # type: ignore[assignment]
        self.objects = Mortal(archive.objects, life)  # type: ignore[assignment]


def killed(archive: Archive, steps: int) -> bool:
    try:
        MortalArchive(archive, Life(steps)).hour()
    except KilledError:
        return True
    return False


def furnish(archive: Archive, user: UUID) -> set[str]:
    """Store something of every kind; return the keys of what stays."""
    archive.below(archive.store_for(user, DAY, "picture"), "thumbnail")
    for kind in ("book", "artifact"):
        if kind == "book":
            archive.store_for(user, DAY)
    stays = archive.keep(user, b"stays")
    archive.add_job(archive.store_for(user, DAY), "completed")
    archive.write(f"work/{user}/speech/digest.json")
    archive.objects.put(f"users/{user}/uploads/nobody/source", b"stray", "text/plain")
    archive.objects.modified[f"users/{user}/uploads/nobody/source"] = archive.clock.now()
    return {stays.key}


def test_killed_at_any_step(archive: Archive, user: UUID) -> None:
    steps = 0
    alive: set[str] = set()
    while True:
        steps += 1
        alive |= furnish(archive, user)
        archive.clock.advance(3 * DAY)

        died = killed(archive, steps)

        assert alive <= archive.objects.objects.keys()
        archive.tidy()
        archive.check()
        assert set(archive.objects.objects) == alive, f"killed at step {steps}"
        if not died:
            break
    print(f"killed at {steps - 1} steps")  # noqa: T201 - the figure
    assert steps > 20


def test_two_runs_share_the_work(archive: Archive, user: UUID) -> None:
    """Both see everything, each file goes once, and nobody waits for the other for long."""
    files = [archive.store_for(user, DAY) for _ in range(60)]
    kept = [archive.keep(archive.user(), bytes([number])) for number in range(20)]
    archive.clock.advance(DAY + 1)
    others = [Archive(archive.database_url) for _ in range(4)]
    for other in others:
        other.__dict__.update({name: getattr(archive, name) for name in ("objects", "clock", "settings")})

    with ThreadPoolExecutor(len(others)) as threads:
        runs = list(threads.map(Archive.hour, others))

    for other in others:
        other.store.close()
    assert sum(run.files for run in runs) == len(files)
    assert all(archive.alive(file) for file in kept)
    archive.tidy()
    archive.check()


def test_the_clock_jumps(archive: Archive, user: UUID) -> None:
    """An hour back, and a year ahead: what is over goes, what was ended stays ended, and nothing else happens."""
    soon, never = archive.store_for(user, HOUR), archive.keep(user, b"never")
    archive.clock.advance(-HOUR)
    assert archive.hour().files == 0
    assert archive.alive(soon)

    archive.clock.advance(365 * DAY)

    assert archive.hour().files == 1
    assert not archive.alive(soon)
    assert archive.alive(never)
    archive.clock.advance(-300 * DAY)
    archive.tidy()
    assert archive.alive(never)
    assert not archive.alive(soon)
