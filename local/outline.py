"""What `inspect` shows of a book."""

from collections.abc import Iterator

from ebookvoice.domain.choice import NotesPolicy
from ebookvoice.domain.plan import Plan, PlanItem
from ebookvoice.settings import Settings
from ebookvoice.usecases.credits import price
from ebookvoice.wiring import Wiring
from functions.api.schemas.plans import PlanPublic
from functions.convert.audio.pauses import speakable
from local.commands.inspect import Inspected
from local.progress import printable
from local.terms import OWN_MACHINE

_WIDEST = 60
"""Columns for a title."""


def as_json(inspected: Inspected) -> str:
    """Write the plan as the API answers it."""
    return PlanPublic.of(inspected.plan, _credits()).model_dump_json()


def as_script(inspected: Inspected) -> str:
    """Write exactly what will be spoken: the paragraphs of each chapter below a line with its title.

    Only that line is not spoken: where the book has a heading, that comes as a paragraph. What has neither letter nor
    digit is a pause.
    """
    chapters = (
        "\n\n".join((f"# {chapter.title}", *(p.text for p in chapter.paragraphs if speakable(p))))
        for chapter in inspected.book.chapters
    )
    return "\n\n".join(chapters)


def as_text(inspected: Inspected) -> str:
    """Write the plan for people: a table of contents with what is left out and why, and the totals."""
    return "\n".join(map(printable, _lines(inspected.plan)))


def _lines(plan: Plan) -> Iterator[str]:
    authors = ", ".join(plan.authors)
    yield f"{plan.title} – {authors}" if authors else plan.title
    wide = min(_WIDEST, max((len(item.title) for item in plan.parts), default=0))
    yield from (_row(item, wide) for item in plan.parts)
    narrated = sum(item.narrated for item in plan.parts)
    yield (
        f"{_counted(narrated, 'chapter')} · {_counted(plan.words, 'word')} ({plan.characters:,} characters) · "
        f"about {_duration(plan.minutes)} with {plan.voice} · {_counted(_credits(), 'credit')}"
    )
    left_out = len(plan.parts) - narrated
    if left_out:
        yield f"{_counted(left_out, 'part')} left out; --parts names those that are to be read aloud."
    if plan.notes.count:
        notes, words = _counted(plan.notes.count, "note"), _counted(plan.notes.words, "word")
        yield f"{notes} ({words}): {_SPOKEN[plan.notes.policy]}"


_SPOKEN = {
    NotesPolicy.OMIT: "not read aloud; --notes inline or --notes chapter-end has them read.",
    NotesPolicy.INLINE: "read right after the sentences that mark them.",
    NotesPolicy.CHAPTER_END: "read at the ends of their chapters.",
}


def _row(item: PlanItem, wide: int) -> str:
    title = item.title if len(item.title) <= wide else f"{item.title[: wide - 1]}…"
    told = f"{round(item.minutes):,} min" if item.narrated else f"not read aloud: {item.reason}"
    unit = "word" if item.words == 1 else "words"
    return f"{item.id:>6}  {title:{wide}}  {item.words:>8,} {unit:5}  {told:>7}".rstrip()


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _duration(minutes: float) -> str:
    hours, rest = divmod(round(minutes), 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def _credits() -> int:
    return price(Wiring(Settings.from_environment(OWN_MACHINE)))
