"""The voices of a server that speaks OpenAI's protocol: as it lists them, as its operator does, or as OpenAI does."""

import re
from collections.abc import Iterable
from typing import Any

from ebookvoice.domain.speech import VoiceInfo

ANY_LANGUAGE = "mul"
"""ISO 639-2: several languages."""
_ENGINE = "openai"
_DOCUMENTED = ("alloy", "ash", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer")
"""What all of OpenAI's speech models speak with (its API reference, "Create speech")."""
_KOKORO = re.compile(r"([abefhijpz])([fm])_\w+")
_KOKORO_LANGUAGES = {
    "a": "en-US", "b": "en-GB", "e": "es-ES", "f": "fr-FR", "h": "hi-IN", "i": "it-IT", "j": "ja-JP", "p": "pt-BR",
    "z": "zh-CN",
}  # fmt: skip
"""How Kokoro's voices tell their language and gender by their names: `bf_emma` (its VOICES.md)."""
_GENDERS = {"f": "female", "m": "male"}


def configured(setting: str) -> list[VoiceInfo]:
    """Read `name[:language[:gender]]`, with commas in between."""
    rows = [item.strip().split(":") for item in setting.split(",") if item.strip()]
    return [_info(name, *rest[:2]) for name, *rest in rows]


def listed(voices: Iterable[Any] | None) -> list[VoiceInfo]:
    """Read a server's list, of names or of objects; None: what OpenAI documents. What is neither is left out."""
    if voices is None:
        return [_info(name) for name in _DOCUMENTED]
    return [info for info in map(_row, voices) if info is not None]


def _row(voice: Any) -> VoiceInfo | None:
    if isinstance(voice, str):
        return _info(voice)
    if not isinstance(voice, dict):
        return None
    name = voice.get("id") or voice.get("name")
    if not isinstance(name, str):
        return None
    return _info(name, *(str(voice.get(key) or "") for key in ("language", "gender")))


def _info(name: str, language: str = "", gender: str = "") -> VoiceInfo:
    kokoro = _KOKORO.fullmatch(name)
    if kokoro:
        language, gender = language or _KOKORO_LANGUAGES[kokoro[1]], gender or _GENDERS[kokoro[2]]
    spoken = language or ANY_LANGUAGE
    return VoiceInfo(
        f"{_ENGINE}:{name}", name, spoken, gender.lower() or None, _ENGINE, multilingual=spoken == ANY_LANGUAGE
    )
