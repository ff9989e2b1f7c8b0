"""The ways in which publishers and programs mark notes, and what tests ask about notes."""

from pathlib import Path

from ebookvoice.domain.book import Book, Note, Part
from tests.unit.readers.epubs import links, page, read_pages

PANDOC = """<p>Text<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> goes on.</p>
<section id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr/><ol>
<li id="fn1"><p>The note.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>"""

MARKDOWN_IT = """<p>Text<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup> goes on.</p>
<hr class="footnotes-sep"/><section class="footnotes"><ol class="footnotes-list"><li id="fn1" class="footnote-item">
<p>The note. <a href="#fnref1" class="footnote-backref">↩︎</a></p></li></ol></section>"""

WORD = """<p>Text<a href="#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]</span></a> goes on.</p>
<div><hr/><div id="ftn1"><p class="MsoFootnoteText"><a href="#_ftnref1" name="_ftn1"><span
class="MsoFootnoteReference">[1]</span></a> The note.</p></div></div>"""

DOCBOOK = """<p>Text<sup class="footnote">[<a name="id1" href="#ftn.id1" class="footnote">1</a>]</sup> goes on.</p>
<div class="footnotes"><br/><hr/><div class="footnote"><p><sup>[<a id="ftn.id1" href="#id1" class="para">1</a>] </sup>
The note.</p></div></div>"""

GUTENBERG = """<p>Text<a id="FNanchor_1"></a><a href="#Footnote_1" class="fnanchor">[1]</a> goes on.</p>
<div class="footnote"><p><a id="Footnote_1"></a><a href="#FNanchor_1"><span class="label">[1]</span></a> The note.</p>
</div>"""

WIKIPEDIA = """<p>Text<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> goes on.</p>
<ol class="references"><li id="cite_note-1"><span class="backlink"><b><a href="#cite_ref-1">^</a></b></span>
<span>The note.</span></li></ol>"""

EPUB3 = """<p>Text<a epub:type="noteref" href="#n1">1</a> goes on.</p>
<aside epub:type="footnote" id="n1"><p>The note.</p></aside>"""

ARIA = """<p>Text <a role="doc-noteref" href="#n1">[*]</a> goes on.</p>
<div role="doc-footnote" id="n1">* The note. <a role="doc-backlink" href="#x">back to text</a></div>"""

EPUB2 = """<p>Text<sup><a id="r1" href="#a1">1</a></sup> goes on.</p><p id="a1"><a href="#r1">1</a>. The note.</p>"""

UNRAISED = """<p>Text<a id="r1" href="#a1">1</a> goes on.</p><p><a id="a1" href="#r1">1</a> The note.</p>"""

BY_ID_ALONE = """<p>Text<sup><a href="#note1">1</a></sup> goes on.</p><p id="note1">1. The note.</p>"""

NAMED = """<p>Text <a href="#fn1">[note 1]</a> goes on.</p><p id="fn1">[1] The note.</p>"""

DEFINITIONS = """<p>Text<sup><a id="r1" href="#d1">1</a></sup> goes on.</p>
<dl><dt id="d1"><a href="#r1">1</a></dt><dd>The note.</dd></dl>"""

TABLE = """<p>Text<sup><a id="r1" href="#t1">1</a></sup> goes on.</p>
<table><tr><td><a id="t1" href="#r1">1</a></td><td>The note.</td></tr></table>"""

BRACKETS = """<p>Text [<a id="r1" href="#x1">1</a>] goes on.</p>
<p>[<a id="x1" href="#r1">1</a>]. The note. (<a href="#r1">back</a>)</p>"""

BRACKETS_WITHOUT_A_WAY_BACK = """<p>Text [<a href="#fn1">1</a>] goes on.</p><p id="fn1">[1] The note.</p>"""

STYLES = {
    "pandoc": PANDOC, "markdown-it": MARKDOWN_IT, "Word": WORD, "DocBook": DOCBOOK, "Project Gutenberg": GUTENBERG,
    "Wikipedia": WIKIPEDIA, "EPUB 3": EPUB3, "ARIA": ARIA, "EPUB 2": EPUB2, "nothing raised": UNRAISED,
    "brackets": BRACKETS, "brackets without a way back": BRACKETS_WITHOUT_A_WAY_BACK,
    "by id alone": BY_ID_ALONE, "named": NAMED, "definitions": DEFINITIONS, "table": TABLE,
}  # fmt: skip


def read_one(folder: Path, body: str) -> Book:
    """Read a book of one page, which is a chapter."""
    return read_pages(folder, {"a.xhtml": page(body)}, links({"a.xhtml": "One"}))


def words_of(note: Note) -> list[str]:
    """List the paragraphs of a note."""
    return [paragraph.text for paragraph in note.paragraphs]


def marked(part: Part) -> list[tuple[str, list[str]]]:
    """List the texts before the markers of a part, and the keys."""
    return [(p.text[: mark.position], [mark.key]) for p in part.paragraphs for mark in p.notes]
