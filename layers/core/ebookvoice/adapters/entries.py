"""What lies in the cache: principals, as JSON with the version of its shape."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from ebookvoice.domain.account import Role, User
from ebookvoice.domain.session import Device, Mode, Principal, Session
from ebookvoice.ports.cache import Remembered

VERSION = 1
"""Of the shape of an entry; what another version wrote is not read."""

ENDED = b'"ended"'
"""Lies where the entry of a session was that ended. It has no version: every version has to heed it."""


def write_principal(principal: Principal, checked_at: datetime) -> bytes:
    """Write a principal and when Postgres vouched for it."""
    user, session = principal.user, principal.session
    return _json(
        {
            "version": VERSION,
            "checked_at": checked_at.isoformat(),
            "user": {
                "id": str(user.id),
                "email": user.email,
                "created_at": user.created_at.isoformat(),
                "name": user.name,
                "picture": user.picture,
                "role": user.role,
            },
            "session": {
                "id": str(session.id),
                "mode": session.mode,
                "generation": session.generation,
                "confirmed": session.confirmed,
                "rotated_at": session.rotated_at.isoformat(),
                "created_at": session.created_at.isoformat(),
                "seen_at": session.seen_at.isoformat(),
                "expires_at": session.expires_at.isoformat(),
                "authenticated_at": session.authenticated_at.isoformat() if session.authenticated_at else None,
                "device": session.device.id.hex() if session.device.id is not None else None,
                "agent": session.device.agent,
                "language": session.device.language,
                "place": session.place,
            },
        }
    )


def read_principal(entry: bytes | None, session_id: UUID) -> Remembered | None:
    """Read the entry of a session; None for what is not there, has ended, or can't be read."""
    try:
        content = json.loads(entry or b"null")
        if content["version"] != VERSION or content["session"]["id"] != str(session_id):
            return None
        user = _user(content["user"])
        return Remembered(Principal(user, _session(content["session"], user.id)), _time(content["checked_at"]))
    except (ValueError, TypeError, KeyError):
        return None


def write_fields(fields: dict[str, Any]) -> bytes:
    """Write a record of plain values."""
    return _json({"version": VERSION, "fields": fields})


def read_fields(entry: bytes | None) -> dict[str, Any] | None:
    """Read a record of plain values; None for what is not there or can't be read."""
    try:
        content = json.loads(entry or b"null")
        fields = content["fields"] if content["version"] == VERSION else None
    except (ValueError, TypeError, KeyError):
        return None
    return fields if isinstance(fields, dict) else None


def _user(row: dict[str, Any]) -> User:
    return User(
        id=UUID(row["id"]),
        email=str(row["email"]),
        created_at=_time(row["created_at"]),
        name=row["name"],
        picture=row["picture"],
        role=Role(row["role"]),
    )


def _session(row: dict[str, Any], user_id: UUID) -> Session:
    device_id = bytes.fromhex(row["device"]) if row["device"] is not None else None
    return Session(
        id=UUID(row["id"]),
        user_id=user_id,
        mode=Mode(row["mode"]),
        generation=int(row["generation"]),
        confirmed=bool(row["confirmed"]),
        rotated_at=_time(row["rotated_at"]),
        created_at=_time(row["created_at"]),
        seen_at=_time(row["seen_at"]),
        expires_at=_time(row["expires_at"]),
        authenticated_at=_time(row["authenticated_at"]) if row["authenticated_at"] is not None else None,
        device=Device(device_id, str(row["agent"]), str(row["language"])),
        place=str(row["place"]),
    )


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("A time without a zone is none of ours.")
    return time


def _json(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()
