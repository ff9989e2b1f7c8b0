"""Which of its languages a text is in: word processors keep one for each group of scripts, used or not."""

import re
from dataclasses import dataclass

_ARABIC = frozenset({"ar", "fa", "ur", "ps", "ug", "sd", "ku", "ckb", "pnb", "ks"})
_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "tt", "mn", "ba", "uz", "az", "bs", "cnr"})


@dataclass(frozen=True, slots=True)
class Languages:
    """What text is marked to be in: if it is Western, East Asian, or of a script that runs or joins otherwise."""

    western: str | None = None
    asian: str | None = None
    complex: str | None = None

    def of(self, text: str) -> str | None:
        """Choose by the script; a language that isn't written in it was never meant, and says nothing."""
        for signs, written, default in _SCRIPTS if not text.isascii() else ():
            if signs.search(text):
                named = (self.asian, self.complex, self.western)
                return next((name for name in named if name and _primary(name) in written), default)
        return self.western


_SCRIPTS: tuple[tuple[re.Pattern[str], frozenset[str], str | None], ...] = (
    (re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"), frozenset({"ko"}), "ko"),
    (re.compile("[\u3041-\u30ff]"), frozenset({"ja"}), "ja"),
    (re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]"), frozenset({"zh", "ja", "ko", "yue"}), "zh"),
    (re.compile("[\u0590-\u05ff]"), frozenset({"he", "yi"}), "he"),
    (re.compile("[\u0600-\u077f\ufb50-\ufdcf\ufe70-\ufefc]"), _ARABIC, "ar"),
    (re.compile("[\u0900-\u097f]"), frozenset({"hi", "mr", "ne", "sa", "bho", "kok", "mai"}), "hi"),
    (re.compile("[\u0e00-\u0e7f]"), frozenset({"th"}), "th"),
    (re.compile("[\u0370-\u03ff\u1f00-\u1fff]{2}"), frozenset({"el", "grc"}), "el"),
    (re.compile("[\u0400-\u04ff]"), _CYRILLIC, None),
)
"""A script, the languages that are written in it, and the one to assume."""


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
