"""engines, voices: who can speak."""

from collections.abc import Sequence
from datetime import datetime

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.speech import Quality, VoiceInfo


class PostgresVoices:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def known(self) -> list[VoiceInfo]:
        """List the voices by engine, each engine's in its own order."""
        rows = self._rows.all(
            """
            select id, label as name, language, gender, engine, quality, multilingual from voices
            order by engine, position
            """,
            {},
        )
        return [VoiceInfo(**{**row, "quality": Quality(row["quality"])}) for row in rows]

    def due(self, engines: Sequence[str], now: datetime, fresh_after: datetime, asked_before: datetime) -> list[str]:
        """Take up those of the engines that are to be asked for their voices now."""
        rows = self._rows.all(
            """
            insert into engines as e (name, asked_at)
            select name, %(now)s from unnest(%(engines)s::text[]) name order by name
            on conflict (name) do update set asked_at = excluded.asked_at
            where e.asked_at <= %(asked_before)s and (e.refreshed_at is null or e.refreshed_at <= %(fresh_after)s)
            returning name
            """,
            {"engines": list(engines), "now": now, "fresh_after": fresh_after, "asked_before": asked_before},
        )
        return [row["name"] for row in rows]

    def replace(self, engine: str, voices: Sequence[VoiceInfo], now: datetime) -> bool:
        """Set an engine's voices; the engine's row is locked first, so that two lists never mix."""
        named = {"engine": engine, "now": now, "ids": [voice.id for voice in voices]}
        if not self._rows.run("update engines set refreshed_at = %(now)s where name = %(engine)s", named):
            return False
        self._rows.run("delete from voices where engine = %(engine)s and id <> all(%(ids)s::text[])", named)
        self._rows.run(
            """
            insert into voices (id, engine, position, label, language, gender, quality, multilingual)
            select id, %(engine)s, position - 1, label, language, gender, quality, multilingual
            from unnest(
                %(ids)s::text[], %(labels)s::text[], %(languages)s::text[], %(genders)s::text[], %(qualities)s::text[],
                %(multilingual)s::boolean[]
            ) with ordinality voice (id, label, language, gender, quality, multilingual, position)
            on conflict (id) do update
            set position = excluded.position, label = excluded.label, language = excluded.language,
                gender = excluded.gender, quality = excluded.quality, multilingual = excluded.multilingual
            """,
            {
                **named,
                "labels": [voice.name for voice in voices],
                "languages": [voice.language for voice in voices],
                "genders": [voice.gender for voice in voices],
                "qualities": [str(voice.quality) for voice in voices],
                "multilingual": [voice.multilingual for voice in voices],
            },
        )
        return True

    def keep_only(self, engines: Sequence[str]) -> int:
        """Forget all other engines, with their voices; return how many."""
        return self._rows.run("delete from engines where name <> all(%(engines)s::text[])", {"engines": list(engines)})
