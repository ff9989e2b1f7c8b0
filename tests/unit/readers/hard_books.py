"""Two books with everything in them that readers stumble over, as EPUB 3 and as EPUB 2.

All that begins with "kept-" is to be spoken, once and in this order; nothing that begins with "unwanted-" is.
"""

import re
from collections.abc import Mapping

from tests.unit.readers.epubs import METADATA, links, nav, ncx, package, page

BLOCKS = """<p>kept-paragraph</p>kept-bare-text<div>kept-division<div>kept-inner-division</div>kept-after-division</div>
<blockquote><p>kept-quote</p></blockquote><blockquote>kept-bare-quote</blockquote>
<ul><li>kept-item<ul><li>kept-nested-item</li></ul></li><li><p>kept-item-paragraph</p></li></ul>
<ol><li>kept-numbered</li></ol><dl><dt>kept-term</dt><dd>kept-definition</dd></dl><pre>kept-preformatted\nkept-line</pre>
<table><caption>kept-caption</caption><thead><tr><th>kept-head</th><th>kept-second-head</th></tr></thead>
<tbody><tr><td>kept-cell</td><td><p>kept-cell-paragraph</p></td></tr></tbody></table>
<div class="poem">kept-verse<br/>kept-verse-line</div><center>kept-centred</center><address>kept-address</address>
<form><fieldset><legend>kept-legend</legend><label>kept-label</label><input value="unwanted-input"/></fieldset></form>
<hr/><h4>kept-subheading</h4><p>* * *</p><p>kept-behind-stars</p><p>kept-first-half<br/><br/>kept-second-half</p>"""
"""What every version of XHTML can hold, block by block."""

INLINE = """<p><em>kept-emphasis kept-more</em> <span>kept-span</span> <q>kept-q</q> <ins>kept-inserted</ins></p>
<p>kept-before-picture<img src="i.png" alt="unwanted-alternative"/> kept-behind-picture</p>
<p>kept-link <a href="http://example.org/unwanted-address">kept-link-text</a> kept-soft\u00adhyphen</p>
<script>unwanted-script</script><style>unwanted-style</style><object data="x.bin" type="application/x-foo">kept-fallback
</object><object data="i.png" type="image/png">unwanted-object</object><select><option>unwanted-option</option></select>
<p style="display:none">unwanted-by-style</p><p class="gone">unwanted-by-sheet</p><p class="shown">kept-by-sheet</p>
<p><ruby>kept-ruby<rp>unwanted-rp</rp><rt>unwanted-rt</rt></ruby></p>
<p>kept-page <span class="pagenum">unwanted-p12</span>kept-behind-page</p><textarea>unwanted-field</textarea>
<p>kept-other-page <span class="pagebreak">unwanted-p13</span></p><button>unwanted-button</button>
<p style="color: red; visibility: hidden">unwanted-invisible</p><p>kept-beside-line <span class="lineno">15</span></p>
<!-- unwanted-comment --><p title="unwanted-title">kept-titled</p>"""

SHEET = ".gone { display: none } .shown { display: none } p.shown { display: block }"

PHRASES = {
    "H<sub>2</sub>O": "H2O",
    "x<sup>2</sup>": "x2",
    "wo<b>rd</b>s": "words",
    "It ended in 1945": "It ended in 1945",
    '<span class="dropcap">T</span>\n<span>here</span> was': "There was",
    "o\ufb03ce": "office",
    "cafe\u0301": "café",
    "line<br/>break": "line break",
    "&eacute;t&eacute;&nbsp;&mdash; &lt;ok&gt;": "été — <ok>",
    "see https://www.example.org/a/b?c=d#e, yes": "see example.org, yes",
}
"""Markup in a paragraph → what is spoken of it."""

_PHRASES = "".join(f"<p>{written}</p>" for written in PHRASES)

NOTED = (
    '<p>kept-noted<sup><a id="r1" href="#n1">1</a></sup>.</p><p id="n1"><a href="#r1">1</a> unwanted-note</p>'
    '<p>kept-noted-elsewhere<sup><a id="r2" href="k-notes.xhtml#n2">2</a></sup>.</p>'
)

MODERN = """<section><p>kept-section</p></section><figure><img src="i.png" alt="unwanted-figure"/><figcaption>
kept-figcaption</figcaption></figure><aside><p>kept-aside</p></aside><details><summary>kept-summary</summary><p>
kept-details</p></details><p hidden="hidden">unwanted-hidden</p><p aria-hidden="true">unwanted-aria</p>
<p>kept-breaking<span epub:type="pagebreak" title="12">unwanted-12</span>
<b role="doc-pagebreak">unwanted-14</b></p><audio>unwanted-audio</audio>
<video>unwanted-video</video><template><p>unwanted-template</p></template><canvas>unwanted-canvas</canvas>
<p>kept-marked<a epub:type="noteref" href="#f1">[9]</a></p><aside epub:type="footnote" id="f1">unwanted-footnote
<a role="doc-backlink" href="#x">unwanted-back</a></aside><aside role="doc-footnote">unwanted-unmarked-note</aside>
<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="kept-formula"><mi>unwanted-symbol</mi></math>
<svg xmlns="http://www.w3.org/2000/svg"><title>unwanted-svg-title</title><text>kept-svg</text></svg>
<nav><ol><li>unwanted-navigation</li></ol></nav><table role="doc-toc"><tr><td>unwanted-contents</td></tr></table>
<iframe src="frame.xhtml">unwanted-frame-fallback</iframe><dialog>unwanted-dialog</dialog><datalist>unwanted-data
</datalist><p xml:lang="fr">kept-français</p>"""
"""What EPUB 3 adds."""

TITLES = {
    "z-title.xhtml": "Title Page", "m-two.xhtml#c1": "I", "m-two.xhtml#c2": "II", "b-three.xhtml": "The  Discovery",
    "a-four.xhtml": "The Notebook", "k-notes.xhtml": "Notes", "j-index.xhtml": "Index",
}  # fmt: skip
SPOKEN_TITLES = ["Dedication", "I", "II", "The Discovery", "The Notebook"]

SPINE = [
    *("z-title.xhtml", "y-copyright.xhtml", "x-dedication.xhtml", "m-two.xhtml", "b-three.xhtml", "a-four.xhtml"),
    *("k-notes.xhtml", "j-index.xhtml"),
]
"""The order to read in is not that of the names."""

_LINK = '<title>Page</title><link rel="stylesheet" type="text/css" href="s.css"/>'
_DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'


def _pages(types: Mapping[str, str], second: str) -> dict[str, str | bytes]:
    """Make the pages; `types` are attributes of their bodies, `second` is what the second chapter begins with."""
    bodies = {
        "z-title.xhtml": "<h1>The Hard Book</h1><p>unwanted-title-page</p>",
        "y-copyright.xhtml": "<p>unwanted-copyright</p>",
        "x-dedication.xhtml": "<h1>Dedication</h1><p>kept-dedication</p>",
        "m-two.xhtml": f'<div id="c1"><h2>I</h2>{BLOCKS}</div><div id="c2"><h2>II</h2>{second}{INLINE}</div>',
        "b-three.xhtml": f"<h2>The Discovery</h2>{_PHRASES}{NOTED}<p>kept-behind-notes</p>",
        "a-four.xhtml": "<h2>The Notebook</h2><p>kept-last</p>",
        "k-notes.xhtml": '<h2>Notes</h2><p id="n2"><a href="b-three.xhtml#r2">2</a> unwanted-endnote</p>',
        "j-index.xhtml": "<h2>Index</h2><p>unwanted-index, 12</p>",
    }
    return {"s.css": SHEET, **{name: page(body, types.get(name, ""), _LINK) for name, body in bodies.items()}}


def epub3() -> tuple[dict[str, str | bytes], str]:
    """Make the files of an EPUB 3 and its package document."""
    names = {"z-title": "titlepage", "y-copyright": "copyright-page", "x-dedication": "dedication", "j-index": "index"}
    types = {f"{name}.xhtml": f'epub:type="{name_}"' for name, name_ in (names | {"k-notes": "endnotes"}).items()}
    files = _pages(types, MODERN)
    files["nav.xhtml"] = nav(links(TITLES))
    files["frame.xhtml"] = page("<p>kept-framed</p>")
    return files, package(files, [SPINE[0], "nav.xhtml", *SPINE[1:]])


def epub2() -> tuple[dict[str, str | bytes], str]:
    """Make the files of an EPUB 2 and its package document: no semantics but those of the guide."""
    files = {
        name: content.replace("<!DOCTYPE html>", _DOCTYPE) if isinstance(content, str) else content
        for name, content in _pages({}, "").items()
    }
    points = "".join(
        f'<navPoint><navLabel><text>{title}</text></navLabel><content src="{href}"/></navPoint>'
        for href, title in ({"x-dedication.xhtml": "Dedication"} | TITLES).items()
    )
    guide = {"title-page": "z-title.xhtml", "copyright-page": "y-copyright.xhtml", "index": "j-index.xhtml"}
    references = "".join(f'<reference type="{type_}" href="{href}"/>' for type_, href in guide.items())
    files["toc.ncx"] = ncx(points)
    opf = package(files, SPINE, METADATA, references).replace('version="3.0"', 'version="2.0"')
    return files, opf


def marks(files: Mapping[str, str | bytes], kind: str) -> list[str]:
    """List the words of a kind in the files, in the order in which they are read."""
    frame = files.get("frame.xhtml", b"")
    text = " ".join(str(files[name]) for name in SPINE).replace('<iframe src="frame.xhtml">', str(frame))
    return re.findall(rf"{kind}-[^\W_]+(?:-[^\W_]+)*", text.replace("\u00ad", ""))
