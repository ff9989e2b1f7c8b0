"""Where a line of text may end."""

import re
from collections.abc import Iterator

_SQUARE = (
    "\u2e80-\u303e\u3041-\u30ff\u3105-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003fffd"
)
"""Chinese and Japanese, which part words by nothing; Korean has spaces."""

_NEVER_FIRST = (
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝」』】〉》〕’”…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
    "\u3099\u309a\u200d\ufe00-\ufe0f"
)
_NEVER_LAST = "（［｛「『【〈《〔‘“"
"""Japanese line breaking (JIS X 4051, “kinsoku”): what may not begin and what may not end a line."""

_PLACE = re.compile(
    r"(?<=\s)(?=\S)"
    rf"|(?<=[{_SQUARE}])(?<![{_NEVER_LAST}])(?=[^\s{_NEVER_FIRST}])"
    rf"|(?<=[^\s{_NEVER_LAST}])(?=[{_SQUARE}])(?![{_NEVER_FIRST}])"
)


def line_breaks(text: str) -> Iterator[int]:
    """Find the places where a line may begin, in order: behind white space, and between square characters."""
    return (place.start() for place in _PLACE.finditer(text) if place.start())
