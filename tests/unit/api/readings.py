"""What was read of books, and how words are spoken, in dictionaries; owners see only what is theirs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ebookvoice.domain.choice import Pronunciation
from ebookvoice.ports.records.plans import KeptPlan, PlanState
from tests.unit.api.works import Tables


class MemoryPlans:
    def __init__(self, tables: Tables, user: UUID | None) -> None:
        self._plans, self._files, self._user = tables.plans, tables.files, user

    def find(self, file_id: UUID) -> KeptPlan | None:
        return self._plans.get(file_id) if self._user in (None, self._files[file_id].user_id) else None

    def request(self, file_id: UUID, now: datetime, given_up_before: datetime) -> UUID | None:
        file = self._files[file_id]
        kept = self._plans.get(file_id)
        if file.etag is None or (kept and kept.etag == file.etag):
            return None
        self._plans[file_id] = KeptPlan(file.etag, PlanState.REQUESTED, None, None)
        return file.user_id


class MemoryPronunciations:
    def __init__(self, tables: Tables) -> None:
        self._lists = tables.pronunciations

    def find(self, user_id: UUID) -> tuple[Pronunciation, ...]:
        return self._lists.get(user_id, ())

    def replace(self, user_id: UUID, entries: Sequence[Pronunciation], now: datetime) -> None:
        self._lists[user_id] = tuple(entries)
