"""Do the speech engines answer, and have they the voice that is the default?"""

from collections.abc import Iterator, Mapping

from ebookvoice.domain.errors import EngineNotConfiguredError, SpeechError, UnavailableError, UnknownVoiceError
from ebookvoice.domain.speech import Voice
from functions.convert.speech.catalogue import CheckedEngine
from local.doctor.deployment import INGEST, Deployment
from local.doctor.finding import Finding, fine, wrong


def check(deployment: Deployment) -> Iterator[Finding]:
    """Ask every engine that can be chosen for its voices."""
    variables = deployment.environments[INGEST]
    for name in deployment.settings.engines:
        try:
            engine = _engine(name, variables)
            count = len(engine.voices())
        except EngineNotConfiguredError:
            yield wrong(f"voices.{name}", "it is not set up", "set OpenaiUrl, or take it out of SpeechEngines")
        except (SpeechError, UnavailableError, OSError):
            advice = "see whether its address is right and reached, and its key known; jobs wait meanwhile"
            yield wrong(f"voices.{name}", "it does not tell its voices", advice)
        else:
            yield fine(f"voices.{name}", f"it has {count} voices")
            yield from _default(name, engine, variables.get("DEFAULT_VOICE", ""))


def _engine(name: str, variables: Mapping[str, str]) -> CheckedEngine:
    """Make an engine as the functions do, from their variables instead of this process's."""
    match name:
        case "edge":
            from functions.convert.speech.edge import EdgeEngine

            return EdgeEngine.configured(variables)
        case "openai":
            from functions.convert.speech.openai import OpenAIEngine

            return OpenAIEngine.configured(variables)
    from functions.convert.speech.espeak import EspeakEngine

    return EspeakEngine()


def _default(name: str, engine: CheckedEngine, default: str) -> Iterator[Finding]:
    if not default or Voice.parse(default).engine != name:
        return
    try:
        engine.check(Voice.parse(default).name)
    except UnknownVoiceError:
        yield wrong("voices.default", f"there is no {default}", f"choose one of `ebookvoice voices --engine {name}`")
    else:
        yield fine("voices.default", f"{default} is there")
