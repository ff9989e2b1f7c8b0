"""The speech engines of a service on one machine."""

import os
from collections.abc import Mapping

from ebookvoice.domain.speech import Voice

ADDRESSES = {"edge": "EBOOKVOICE_EDGE_URL", "openai": "EBOOKVOICE_OPENAI_URL"}
"""Services that are asked for their voices where their address is set: nothing goes out unless somebody wants it to."""


def configured(environment: Mapping[str, str] = os.environ) -> list[str]:
    """List the engines that are set up on this machine: those of EBOOKVOICE_ENGINES, or with an address."""
    named = [name.strip() for name in environment.get("EBOOKVOICE_ENGINES", "").split(",") if name.strip()]
    return named or ["espeak", *(name for name, variable in ADDRESSES.items() if environment.get(variable))]


def engines(voice: str | None = None, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Set what a cloud on this machine speaks with: what is set up, and the engine of a voice that was asked for."""
    named = [Voice.parse(voice).engine] if voice else []
    chosen = {"SPEECH_ENGINES": ",".join(dict.fromkeys([*configured(environment), *named]))}
    default = environment.get("EBOOKVOICE_DEFAULT_ENGINE")
    return {**chosen, "DEFAULT_ENGINE": default} if default else chosen
