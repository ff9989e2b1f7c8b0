"""The voices that the stand-in lists, in the form of the real service's list."""

from typing import Any

_LOCALES = {
    "en-US": "Ana:f Andrew:m AndrewMultilingual:m Aria:f AvaMultilingual:f Guy:m Jenny:f",
    "en-GB": "Ryan:m Sonia:f",
    "de-AT": "Ingrid:f Jonas:m",
    "de-DE": "Conrad:m Katja:f SeraphinaMultilingual:f",
    "fr-FR": "Denise:f Henri:m",
    "ja-JP": "Keita:m Nanami:f",
}
_GENDERS = {"f": "Female", "m": "Male"}
_CARTOON = "Ana"


def _row(locale: str, name: str, gender: str) -> dict[str, Any]:
    return {
        "Name": f"Microsoft Server Speech Text to Speech Voice ({locale}, {name}Neural)",
        "ShortName": f"{locale}-{name}Neural",
        "Gender": _GENDERS[gender],
        "Locale": locale,
        "SuggestedCodec": "audio-24khz-48kbitrate-mono-mp3",
        "FriendlyName": f"Microsoft {name} Online (Natural) - {locale}",
        "Status": "GA",
        "VoiceTag": {
            "ContentCategories": ["Cartoon", "Conversation"] if name == _CARTOON else ["General"],
            "VoicePersonalities": ["Cute"] if name == _CARTOON else ["Friendly"],
        },
    }


VOICES = [_row(locale, *voice.split(":")) for locale, voices in _LOCALES.items() for voice in voices.split()]
NAMES = frozenset(voice["ShortName"] for voice in VOICES)
