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

_ATTRIBUTES = re.compile(r"\s*\{:?\s*((?:[#.][\w:.-]+|[\w:-]+=(?:\"[^\"{}]*\"|[^\s{}\"]+)|-|\s)*)\}\s*$")
_ID = re.compile(r"#([\w:.-]+)")
_CONTENTS = re.compile(
    r"\[TOC\]|\[\[_?TOC_?\]\]|\$\{toc\}|\{:\s*toc\s*\}|\\(?:newpage|pagebreak|clearpage|tableofcontents)"
)
"""What other programs put a table of contents or a new page in place of."""

_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]{1,1000}?)(?<=\S)==")

_MARKS = re.compile(r"[\[*_`~<^]")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_MOST_PAIRS = 200_000_000
"""Of marks in one paragraph, all paragraphs together: a parser has to look for the end of each."""


def to_html(text: str) -> str:
    """Render Markdown. Raises TooComplexError for what nests deeper, or has more marks, than any text does."""
    if sum(len(_MARKS.findall(paragraph)) ** 2 for paragraph in _PARAGRAPH_END.split(text)) > _MOST_PAIRS:
        raise TooComplexError
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
    from mdit_py_plugins.tasklists import tasklists_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    parser.use(superscript_plugin).use(sub_plugin).use(attrs_plugin, spans=True)
    parser.use(container_plugin, "", validate=lambda *_: True)
    parser.core.ruler.before("footnote_tail", "unmarked_notes", _keep_unmarked_notes)
    parser.core.ruler.push("dress", _dress)
    return parser


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
    """Take out what is written for a program: attributes of headings, and the places of generated parts."""
    before: Token | None = None
    for token in state.tokens:
        if token.type == "inline" and token.children:
            if before is not None and before.type == "heading_open":
                _take_attributes(before, token.children)
            if _CONTENTS.fullmatch(token.content.strip()):
                token.children = []
            for child in token.children:
                if child.type == "text":
                    child.content = _HIGHLIGHT.sub(r"\1", child.content)
        before = token


def _take_attributes(heading: "Token", inline: "list[Token]") -> None:
    match = _ATTRIBUTES.search(inline[-1].content) if inline[-1].type == "text" else None
    if match is None:
        return
    inline[-1].content = inline[-1].content[: match.start()]
    if id_ := _ID.search(match[1]):
        heading.attrSet("id", escape(id_[1]))
