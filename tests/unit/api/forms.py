"""Forms with a file, as browsers and curl send them (RFC 7578)."""

from collections.abc import Mapping

BOUNDARY = "a-boundary-that-no-file-holds"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def multipart(
    content: bytes,
    fields: Mapping[str, str] | None = None,
    filename: str = "book.txt",
    content_type: str | None = "text/plain",
) -> bytes:
    """Write a form's body: its fields, then its file."""
    parts = [_part(f'name="{name}"', None, value.encode()) for name, value in (fields or {}).items()]
    parts.append(_part(f'name="file"; filename="{filename}"', content_type, content))
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _part(disposition: str, content_type: str | None, content: bytes) -> bytes:
    kind = f"Content-Type: {content_type}\r\n" if content_type else ""
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n{kind}\r\n".encode() + content + b"\r\n"
