"""Whoever prepares or publishes a picture is killed before and after every effect, and nothing is lost or left."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ebookvoice.domain.states import FileState
from ebookvoice.ports.store import Records
from ebookvoice.usecases.pictures import ATTEMPT_TIME, prepare
from ebookvoice.usecases.publishing import publish, withdraw
from ebookvoice.usecases.sweep import sweep
from tests.integration.pictures.conftest import FakeEncoder, Gallery
from tests.integration.pipeline.test_kill_anywhere import KilledError, Life, Mortal, MortalStore

STEPS = 60


class MortalAccounts(MortalStore):
    """Readers die, too."""

    @contextmanager
    def as_user(self, user_id: UUID) -> Iterator[Records]:
        self._life.step()
        with self._store.as_user(user_id) as records:
            yield records


def doomed(gallery: Gallery, life: Life) -> Any:
    """Show the world as somebody sees it who will be killed."""
    seen = Gallery(gallery.database_url)
    seen.__dict__.update(gallery.__dict__)
    seen.__dict__["store"] = MortalAccounts(gallery.store, life)
    for name in ("objects", "queues"):
        seen.__dict__[name] = Mortal(getattr(gallery, name), life)
    return seen


def an_hour_later(gallery: Gallery, directory: Path) -> None:
    """Let the sweep do its work until every debt is due, and the messages be handled."""
    for _ in range(2):
        gallery.clock.advance(ATTEMPT_TIME.total_seconds() + 60)
        sweep(gallery)
        gallery.prepare_called(directory)
    sweep(gallery)


@pytest.mark.parametrize("redelivered", [True, False])
def test_killed_while_preparing(gallery: Gallery, tmp_path: Path, redelivered: bool) -> None:
    user = gallery.user()
    for steps in range(1, STEPS):
        file_id = gallery.uploaded(user)
        [message] = gallery.queues.messages
        gallery.queues.messages = []
        try:
            lived = prepare(doomed(gallery, Life(steps)), file_id, FakeEncoder(), tmp_path)
        except KilledError:
            lived = False
            gallery.queues.messages = [message] if redelivered else []
        an_hour_later(gallery, tmp_path)
        assert gallery.find(user, file_id).state is FileState.READY, f"killed at step {steps}"
        assert gallery.objects.objects.keys() == gallery.official(), f"killed at step {steps}"
        if lived:
            break
    assert lived
    assert steps > 12
    assert gallery.kept(user) == steps * 50
    assert gallery.rows("select prefix from trash") == []


def test_killed_while_publishing_and_withdrawing(gallery: Gallery, tmp_path: Path) -> None:
    user = gallery.user()
    for act, kinds in ((publish, 3), (withdraw, 2)):
        for steps in range(1, STEPS):
            file_id = gallery.ready(user, tmp_path)
            if act is withdraw:
                publish(gallery, user, file_id)
            try:
                act(doomed(gallery, Life(steps)), user, file_id)
                lived = True
            except KilledError:
                lived = False
            an_hour_later(gallery, tmp_path)
            assert gallery.objects.objects.keys() == gallery.official(), f"killed at step {steps}"
            act(gallery, user, file_id)
            with gallery.store.as_user(user) as records:
                assert len(records.pictures.below([file_id])) == kinds - 1
            if lived:
                break
        assert lived
        assert steps > 5
    assert gallery.objects.objects.keys() == gallery.official()
    gallery.kept(user)
