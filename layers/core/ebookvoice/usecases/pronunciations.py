"""How an account wants words to be spoken, in every book."""

from collections.abc import Sequence
from uuid import UUID

from ebookvoice.domain.choice import Pronunciation
from ebookvoice.usecases.world import World


def find_pronunciations(world: World, user_id: UUID) -> tuple[Pronunciation, ...]:
    """Look at an account's list."""
    with world.store.as_user(user_id) as records:
        return records.pronunciations.find(user_id)


def set_pronunciations(world: World, user_id: UUID, entries: Sequence[Pronunciation]) -> tuple[Pronunciation, ...]:
    """Put a list in the place of the one before; of two entries for a word the later one stays."""
    latest = tuple({entry.word: entry for entry in entries}.values())
    with world.store.as_service() as records:
        records.pronunciations.replace(user_id, latest, world.clock.now())
    return latest
