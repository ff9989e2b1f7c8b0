"""Uploads as the tests make them: announced over the API, their bytes put where the store would have them."""

import base64
import hashlib
from typing import Any
from uuid import UUID

from tests.integration.api.harness import ApiWorld, Member


def declared(content: bytes, **fields: Any) -> dict[str, Any]:
    """Declare a file as POST /api/files wants it."""
    sha256 = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return {"filename": "book.txt", "size": len(content), "sha256": sha256, **fields}


def announced(member: Member, content: bytes = b"a book", **fields: Any) -> dict[str, Any]:
    """Announce a file."""
    reply = member.client.post("/api/files", declared(content, **fields))
    assert reply.status == 201, reply.body
    answer: dict[str, Any] = reply.json
    return answer


def key_of(world: ApiWorld, file_id: str) -> str:
    """Find the key of a file's object."""
    (row,) = world.rows("select key from files where id = %(id)s", id=UUID(file_id))
    return str(row["key"])


def state_of(world: ApiWorld, file_id: str) -> str:
    """Look at a file's state behind the API."""
    (row,) = world.rows("select state from files where id = %(id)s", id=UUID(file_id))
    return str(row["state"])


def uploaded(world: ApiWorld, member: Member, content: bytes = b"a book", **fields: Any) -> dict[str, Any]:
    """Announce a file, let its bytes arrive, and confirm it."""
    file = announced(member, content, **fields)
    world.objects.objects[key_of(world, file["id"])] = content
    reply = member.client.post(f"/api/files/{file['id']}/confirm")
    assert reply.status == 200, reply.body
    return {**file, **reply.json}


def kept(world: ApiWorld, member: Member) -> int:
    """Read how many bytes count against the quota, as long as the rows say the same."""
    (row,) = world.rows(
        """
        select coalesce(max(s.kept_bytes), 0) as counted,
            (select coalesce(sum(f.kept_bytes), 0) from files f where f.user_id = %(user)s) as summed
        from storage s where s.user_id = %(user)s
        """,
        user=member.id,
    )
    assert row["counted"] == row["summed"]
    return int(row["counted"])
