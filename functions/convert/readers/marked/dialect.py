"""Markdown → HTML, in the dialects that books are written in."""

import re
from html import escape
from typing import TYPE_CHECKING

from ebookvoice.domain.errors import TooComplexError
from functions.convert.readers.limits import MAX_NESTING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_ATTRIBUTES = re.compile(r"\{:?((?:\s++|[#.][\w:.-]++|[\w:-]++=(?:\"[^\"{}]*+\"|[^\s{}\"]++)|-(?=[\s}]))*+)\}\s*+\Z")
"""At the end of a heading; nothing in it can be matched in two ways, so it takes linear time."""

_ID = re.compile(r"#([\w:.-]+)")
_CONTENTS = re.compile(
    r"\[TOC\]|\[\[_?TOC_?\]\]|\$\{toc\}|\{:\s*toc\s*\}|\\(?:newpage|pagebreak|clearpage|tableofcontents)"
)
"""What other programs put a table of contents or a new page in place of."""

_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]{1,1000}?)(?<=\S)==")

_BOX = re.compile(r"\A\[[ xX]\]\s+")

_MOST_STEPS = 3_000_000
"""Of a parser that looks for the end of each bracket: three seconds."""

_COPIED_IN_A_STEP = 20_000
"""Characters: behind each bracket the parser copies the rest of the paragraph, to look for attributes there."""


def to_html(text: str) -> str:
    """Render Markdown. Raises TooComplexError for what nests deeper, or has more brackets open, than any text does."""
    environment: dict[str, object] = {}
    parser = _parser()
    tokens = parser.parse(text, environment)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise TooComplexError
    rendered: str = parser.renderer.render(tokens, parser.options, environment)
    return rendered


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_plugin
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.subscript import sub_plugin
    from mdit_py_plugins.superscript import superscript_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin)
    parser.use(superscript_plugin).use(sub_plugin).use(attrs_plugin, spans=True)
    parser.use(container_plugin, "", validate=lambda *_: True)
    parser.core.ruler.before("inline", "bounds", _refuse_tangles)
    parser.core.ruler.before("footnote_tail", "unmarked_notes", _keep_unmarked_notes)
    parser.core.ruler.push("dress", _dress)
    return parser


def _refuse_tangles(state: "StateCore") -> None:
    """Refuse brackets that take too long to be matched, before that begins. Raises TooComplexError."""
    marks = state.md.inline.terminator_re
    if sum(_steps(marks, token.content) for token in state.tokens if token.type == "inline") > _MOST_STEPS:
        raise TooComplexError


def _steps(marks: re.Pattern[str], text: str) -> int:
    """Count how often a mark is passed by on the way to the end of a bracket, which may not come."""
    steps = depth = 0
    for mark in marks.finditer(text):
        steps += min(depth, MAX_NESTING)
        if mark[0] == "[":
            depth += 1
        elif mark[0] == "]" and depth:
            depth -= 1
            steps += (len(text) - mark.end()) // _COPIED_IN_A_STEP
    return steps


def _keep_unmarked_notes(state: "StateCore") -> None:
    """Keep the notes that nothing marks, which would be dropped, and all but the first of one name."""
    marked: dict[str, int] = state.env.get("footnotes", {}).get("refs", {})
    seen: set[str] = set()
    open_notes: list[bool] = []
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            kept = marked.get(f":{label}", -1) < 0 or label in seen
            seen.add(label)
            open_notes.append(kept)
            if kept:
                token.type, token.tag, token.attrs = "note_open", "aside", {"role": "doc-footnote"}
        elif token.type == "footnote_reference_close" and open_notes.pop():
            token.type, token.tag = "note_close", "aside"


def _dress(state: "StateCore") -> None:
    """Take out what is written for a program: attributes of headings, boxes to tick, the places of generated parts."""
    tokens = state.tokens
    for i, token in enumerate(tokens):
        if token.type != "inline" or not token.children:
            continue
        if tokens[i - 1].type == "heading_open":
            _take_attributes(tokens[i - 1], token.children)
        if tokens[i - 2].type == "list_item_open":
            token.children[0].content = _BOX.sub("", token.children[0].content)
        if _CONTENTS.fullmatch(token.content.strip()):
            token.children = []
        for child in token.children:
            if child.type == "text":
                child.content = _HIGHLIGHT.sub(r"\1", child.content)


def _take_attributes(heading: "Token", inline: "list[Token]") -> None:
    """Let a heading's attributes, which end it, be none of its text."""
    last = inline[-1]
    place = last.content.rfind("{") if last.type == "text" else -1
    match = _ATTRIBUTES.match(last.content, place) if place >= 0 else None
    if match is None:
        return
    last.content = last.content[:place].rstrip()
    if id_ := _ID.search(match[1]):
        heading.attrSet("id", escape(id_[1]))
