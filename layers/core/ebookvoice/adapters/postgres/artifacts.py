"""files: what is made for a reader, a row each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.ports.records.assemblies import Artifact


def columns_of(artifacts: Sequence[Artifact]) -> dict[str, list[Any]]:
    """Lay artifacts out as the parameters of a statement that unnests them."""
    return {
        "ids": [artifact.id for artifact in artifacts],
        "formats": [artifact.format for artifact in artifacts],
        "keys": [artifact.key for artifact in artifacts],
        "filenames": [artifact.filename for artifact in artifacts],
        "types": [artifact.content_type for artifact in artifacts],
        "sizes": [artifact.size for artifact in artifacts],
        "digests": [artifact.sha256 for artifact in artifacts],
        "etags": [artifact.etag for artifact in artifacts],
    }


def adopt_chapters(rows: Rows, job_id: UUID, parent_id: UUID, expires_at: datetime | None) -> None:
    """Put the files of a job's chapters below its audiobook, to come and go with it."""
    rows.run(
        """
        update files set parent_id = %(parent)s, expires_at = %(expires)s
        where job_id = %(job)s and chapter is not null and state = 'uploaded'
        """,
        {"job": job_id, "parent": parent_id, "expires": expires_at},
    )
