"""The transcript of an audiobook on paper."""

from uuid import UUID

from ebookvoice.domain.documents import DocumentKind, NotPrintedError, Paper, printed
from ebookvoice.domain.errors import NotFoundError
from ebookvoice.domain.job import Download
from ebookvoice.usecases import audiobooks, credits
from ebookvoice.usecases.world import World


def export_pdf(world: World, user_id: UUID, audiobook_id: UUID, paper: Paper) -> Download:
    """Sign a short-lived download of the transcript as PDF; an account without credits gets it with a mark.

    It was printed with the audiobook, both with the mark and without; who has credits is asked now. Raises
    NotFoundError for an audiobook without a transcript, too; NotPrintedError, GoneError, NotReadyError.
    """
    kind = printed(paper, marked=not _has_credits(world, user_id))
    try:
        return audiobooks.download(world, user_id, audiobook_id, kind)
    except NotFoundError:
        # Without a transcript this tells so itself.
        audiobooks.download(world, user_id, audiobook_id, DocumentKind.TRANSCRIPT)
        raise NotPrintedError from None


def _has_credits(world: World, user_id: UUID) -> bool:
    """Tell whether the account has credits, be they set aside; where conversions cost nothing, everybody does."""
    if not credits.price(world):
        return True
    with world.store.as_user(user_id) as records:
        return bool(records.payments.balance(user_id) or records.payments.holds(user_id))
