"""Transcripts on paper, on the wire."""

from uuid import UUID

from ebookvoice.domain.documents import Paper
from functions.api.schemas.wire import Create


class PdfExport(Create):
    """Which audiobook's transcript, for which paper."""

    audiobook_id: UUID
    paper: Paper = Paper.A4
