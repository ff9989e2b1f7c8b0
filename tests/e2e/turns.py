"""What a cloud that was killed had begun to ask of the speech service."""

from datetime import datetime
from pathlib import Path

import psycopg

from local.postgres import Postgres


def turns_out(home: Path, at: datetime) -> int:
    """Count the requests that were under way at a home's edge service when it was killed: those with a turn left."""
    look = """
        select count(*) from providers, jsonb_each_text(turns) as turn
        where name = 'edge' and turn.value::timestamptz > %s
    """
    with (
        Postgres(home / "postgres", home / "turns.log") as server,
        psycopg.connect(server.conninfo("postgres")) as connection,
    ):
        found = connection.execute(look, [at]).fetchone()
    return int(found[0]) if found else 0
