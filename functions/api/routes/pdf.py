"""Transcripts on paper."""

from fastapi import APIRouter

from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.domain.documents import NotPrintedError
from ebookvoice.domain.errors import NotFoundError, NotReadyError
from ebookvoice.domain.storage import GoneError
from ebookvoice.usecases import pdf_export
from functions.api.deps import CurrentUser, CurrentWorld
from functions.api.errors import BodyTooLargeError, documented
from functions.api.schemas.downloads import DownloadPublic
from functions.api.schemas.pdf import PdfExport

router = APIRouter(prefix="/api/pdf", tags=["audiobooks"])


@router.post(
    "/export",
    responses=documented(
        BodyTooLargeError, NotAuthenticatedError, NotFoundError, NotPrintedError, NotReadyError, GoneError
    ),
)
def export_pdf(world: CurrentWorld, user_id: CurrentUser, wanted: PdfExport) -> DownloadPublic:
    """Get a short-lived address of an audiobook's transcript as PDF, on A4 or on Letter.

    The audiobook has to be made with the format `transcript`. Without credits each page says what it was made with.
    """
    return DownloadPublic.model_validate(pdf_export.export_pdf(world, user_id, wanted.audiobook_id, wanted.paper))
