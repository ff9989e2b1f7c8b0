"""Control words that say what text looks like."""

import locale
from collections.abc import Callable
from dataclasses import replace

from functions.convert.readers.rtf.state import State

Format = Callable[[State, int | None], None]


def language_of(number: int | None) -> str | None:
    """Give the language that a number of Windows stands for; None for none, and for one that is not known."""
    name = locale.windows_locale.get(number) if number is not None else None
    return name.replace("_", "-") if name else None


def _bold(state: State, number: int | None) -> None:
    state.bold = number != 0


def _hidden(state: State, number: int | None) -> None:
    state.hidden = number != 0


def _deleted(state: State, number: int | None) -> None:
    state.deleted = number != 0


def _font(state: State, number: int | None) -> None:
    state.font = number or 0


def _fallback(state: State, number: int | None) -> None:
    state.fallback = max(0, 1 if number is None else number)


def _style(state: State, number: int | None) -> None:
    state.style = number or 0


def _level(state: State, number: int | None) -> None:
    state.level = number


def _centred(state: State, _: int | None) -> None:
    state.centred = True


def _aligned(state: State, _: int | None) -> None:
    state.centred = False


def _drop_cap(state: State, number: int | None) -> None:
    state.drop_cap = bool(number)


def _tabled(state: State, number: int | None) -> None:
    state.tabled = number != 0


def _western(state: State, number: int | None) -> None:
    state.languages = replace(state.languages, western=language_of(number))


def _asian(state: State, number: int | None) -> None:
    state.languages = replace(state.languages, asian=language_of(number))


def _complex(state: State, number: int | None) -> None:
    state.languages = replace(state.languages, complex=language_of(number))


def _plain_paragraph(state: State, _: int | None) -> None:
    state.reset_paragraph()


FORMATS: dict[str, Format] = {
    **{"b": _bold, "v": _hidden, "deleted": _deleted, "f": _font, "uc": _fallback, "s": _style},
    **{"outlinelevel": _level, "qc": _centred, "ql": _aligned, "qr": _aligned, "qj": _aligned, "dropcapli": _drop_cap},
    **{"intbl": _tabled, "lang": _western, "langfe": _asian, "alang": _complex, "pard": _plain_paragraph},
}
