"""The attachment name of a download."""

import unicodedata
from urllib.parse import quote


def attachment(filename: str) -> str:
    """Write a Content-Disposition header value with an ASCII fall-back name (RFC 6266, RFC 8187)."""
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    plain = "".join(character for character in plain if character.isprintable() and character not in '"\\%').strip()
    return f"attachment; filename=\"{plain or 'download'}\"; filename*=UTF-8''{quote(filename, safe='')}"
